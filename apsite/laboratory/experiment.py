"""The pattern that every experiment follows.

An experiment is a module `experiment` in a folder of its own in `apsite.chapters`, with a `Protocol` (frozen options),
a `Result` (frozen arrays), `run`, which makes the one from the other, and `values`, what the pages may say of it. Owns
the options and their ranges.
"""

from dataclasses import dataclass, field, fields
from math import isfinite
from typing import Any

from apsite.parameters import Quantity


@dataclass(frozen=True)
class Value:
    """A number that pages may state: `value` in `unit`, shown with `decimals`, measured as `definition` says."""

    name: str
    value: float
    unit: str
    decimals: int
    definition: str

    def __post_init__(self) -> None:
        if not isfinite(self.value):
            raise ValueError(f"{self.name} = {self.value} {self.unit} cannot be published; allowed: any finite value")


def option(default: float, legal: Quantity, description: str) -> Any:
    """Return a field of a protocol: its default value, legal range and meaning."""
    return field(default=default, metadata={"legal": legal, "description": description})


@dataclass(frozen=True)
class Options:
    """Base of every protocol: checks each option against its range, naming it. Raises ValueError."""

    def __post_init__(self) -> None:
        for each in fields(self):
            object.__setattr__(self, each.name, each.metadata["legal"].check(getattr(self, each.name)))
