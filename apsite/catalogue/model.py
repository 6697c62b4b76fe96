"""The parameters, and the equations as a page shows them, once their units have been found to fit.

Those of the book's own groups come first; each other membrane that is declared in `membranes/` has a group of its own,
of its name.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace

import sympy as sp

from apsite import dimensions, parameters
from apsite.kernels import latex, latex_membrane
from apsite.membranes import found
from apsite.membranes.mechanism import Mechanism
from apsite.quantities import Parameter


def make(question: None, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return both as `model.json`. Raises DimensionError if the units of an equation do not fit."""
    dimensions.check()
    groups, equations = dict(parameters.GROUPS), latex.equations()
    for mechanism in found.declared():
        if mechanism not in dimensions.MEMBRANES:
            _check(mechanism)
            groups[mechanism.name] = tuple(_named(mechanism, groups))
            equations |= latex_membrane.equations(mechanism)
    model = {
        "parameters": [{**asdict(each), "group": group} for group, members in groups.items() for each in members],
        "equations": equations,
    }
    return {"model.json": json.dumps(model, indent=1).encode()}


def _check(mechanism: Mechanism) -> None:
    try:
        dimensions.check_membrane(mechanism)
    except dimensions.DimensionError as error:
        # As a traceback tells of a place, so that the fault is shown where the membrane is declared.
        file, line = found.files()[mechanism], found.line(mechanism, error.part.removeprefix(str(mechanism.scope)))
        raise dimensions.DimensionError(f'{error}\n  File "{file}", line {line}, in {mechanism.name}') from None


def _named(mechanism: Mechanism, groups: Mapping[str, tuple[Parameter, ...]]) -> Iterator[Parameter]:
    """Yield what a membrane publishes, each with a symbol and a description where it is declared without."""
    taken = {each.name for members in groups.values() for each in members}
    own = (*mechanism.parameters, *mechanism.constants)
    published = (*mechanism.published, *mechanism.published_constants)
    if mechanism.name in groups or not taken.isdisjoint(each.name for each in published):
        raise ValueError(f"{found.files()[mechanism].name}: the name {mechanism.name!r} is taken; give it another")
    for each, outside in zip(own, published, strict=True):
        symbol = each.symbol or sp.latex(sp.Symbol(each.name))
        description = each.description or f"{each.name} of {mechanism.owner or mechanism.name}."
        yield replace(outside, symbol=symbol, description=description)
