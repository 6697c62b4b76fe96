"""Units as the field writes them, read by pint.

Owns the one registry. Any room may use it; it knows nothing of the model.
"""

import re
from functools import cache

import pint

_REGISTRY: pint.UnitRegistry[float] = pint.UnitRegistry(autoconvert_offset_to_baseunit=False)
_SPELLINGS = str.maketrans({"µ": "u", "μ": "u", "²": "2", "³": "3", "·": "*", "\u202f": "", "\u00a0": "", "−": "-"})


class UnitError(ValueError):
    """A unit that is not known, or that does not fit the value's dimension."""


@cache
def parse(unit: str) -> pint.Unit:
    """Return the pint unit that `unit` names: "uA/cm2", "µA/cm²", "mV/ms", "°C", "%", "1".

    Raises UnitError if it is not a unit.
    """
    text = unit.strip().translate(_SPELLINGS)
    if text in {"", "1"}:
        return _REGISTRY.Unit("dimensionless")
    text = text.replace("°C", "degC").replace("%", "percent")
    text = re.sub(r"(?<=[A-Za-z])(\d+)", r"**\1", text)
    try:
        return _REGISTRY.Unit(text)
    except Exception as error:  # pint raises what its tokenizer raises
        raise UnitError(f"'{unit}' is not a unit that this book knows") from error


def convert(value: float, unit: str, to: str) -> float:
    """Return `value`, given in `unit`, in the unit `to`.

    Raises UnitError if either is unknown or the two measure different things.
    """
    source, target = parse(unit), parse(to)
    try:
        return float(_REGISTRY.Quantity(value, source).to(target).magnitude)
    except pint.PintError as error:
        raise UnitError(f"'{to}' does not fit a value in '{unit}'") from error


def quantity(value: float, unit: str) -> "pint.Quantity[float]":
    """Return `value` with its unit, to calculate with."""
    return _REGISTRY.Quantity(value, parse(unit))
