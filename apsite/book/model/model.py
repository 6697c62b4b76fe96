"""The model as the pages see it: its published values, options, parameters and equations, by name.

Owns the reading of what `apsite.catalogue` wrote; it computes nothing and imports nothing of the model.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apsite.book.model.quantities import prettify


@dataclass(frozen=True)
class Value:
    """One number that the model publishes, in `unit`, printed with `decimals` digits.

    `experiment` is the title of the one that it is `measured` in; a value that is not is a parameter.
    """

    name: str
    value: float
    unit: str
    decimals: int
    definition: str
    measured: bool = True
    experiment: str = ""


@dataclass(frozen=True)
class Option:
    """What a figure may be started with, in `unit`."""

    name: str
    default: float
    unit: str
    minimum: float
    maximum: float
    description: str


@dataclass(frozen=True)
class Experiment:
    """An experiment with its options and, once it has run, its values."""

    name: str
    title: str
    summary: str
    figure: bool
    options: Mapping[str, Option]
    values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Parameter:
    """A quantity of the model with its legal range and its source."""

    name: str
    symbol: str
    value: float
    unit: str
    minimum: float
    maximum: float
    decimals: int
    description: str
    source: str
    locator: str
    group: str = ""


@dataclass(frozen=True)
class Equation:
    """One equation of the model, as LaTeX."""

    latex: str
    description: str


@dataclass(frozen=True)
class Model:
    """Everything that a page can name; `failed` are the experiments that could not be run."""

    experiments: Mapping[str, Experiment]
    parameters: tuple[Parameter, ...]
    equations: Mapping[str, Equation]
    failed: frozenset[str] = frozenset()
    values: Mapping[str, Value] = field(init=False)

    def __post_init__(self) -> None:
        values = [
            Value(f"parameters.{each.name}", each.value, each.unit, each.decimals, each.description, False)
            for each in self.parameters
        ]
        values += [value for experiment in self.experiments.values() for value in experiment.values]
        object.__setattr__(self, "values", {value.name: value for value in values})


def read_model(description: Mapping[str, Any], entries: Mapping[str, Mapping[str, bytes]]) -> Model:
    """Return the model that `apsite.catalogue.describe()` describes.

    `entries`: the files that each experiment made with its default options; one that failed is not there.
    """
    experiments = {}
    for name, facts in description["experiments"].items():
        options = {option: Option(option, **_printed(about)) for option, about in facts["options"].items()}
        published = json.loads(entries[name]["values.json"]) if name in entries else []
        values = tuple(Value(**_printed(value), experiment=facts["title"]) for value in published)
        experiments[name] = Experiment(**{**_printed(facts), "name": name, "options": options, "values": values})
    return Model(
        experiments=experiments,
        parameters=tuple(Parameter(**_printed(facts)) for facts in description["parameters"]),
        equations={name: Equation(**facts) for name, facts in description["equations"].items()},
        failed=frozenset(experiments) - frozenset(entries),
    )


def _printed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return `facts` with the quantities of its sentences as pages print them."""
    sentences = {"definition", "description", "summary"} & facts.keys()
    return {**facts, **{name: prettify(facts[name]) for name in sentences}}
