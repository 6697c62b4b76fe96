"""What a quantity is: a name, a unit and a legal range; a parameter has a value, a symbol and a source as well.

Owns the check of what a caller gives. The numbers themselves stand in `membranes` and `parameters`. First stage of the
way through the house; imports the standard library only.
"""

from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True)
class Quantity:
    """What a caller may give: a number in `unit`, from `minimum` to `maximum`, both allowed."""

    name: str
    unit: str
    minimum: float
    maximum: float

    @property
    def allowed(self) -> str:
        """The legal range, in words."""
        return f"allowed: {self.minimum:g} to {self._shown(self.maximum)}"

    def check(self, value: float) -> float:
        """Return `value` as a float; raise ValueError if it is not a finite number in the legal range.

        True and False, which Python takes for 1 and 0, are none.
        """
        try:
            if isinstance(value, bool | str):
                raise TypeError
            number = float(value)
        except (TypeError, ValueError):
            raise ValueError(f"{self.name} = {value!r} is not a number; {self.allowed}") from None
        if not (isfinite(number) and self.minimum <= number <= self.maximum):
            raise ValueError(f"{self.name} = {self._shown(number)} is out of range; {self.allowed}")
        return number

    def _shown(self, number: float) -> str:
        """A number with its unit; that of a share or a count, 1, is none to print."""
        return f"{number:g}" if self.unit == "1" else f"{number:g} {self.unit}"


@dataclass(frozen=True)
class Parameter(Quantity):
    """A quantity that the model has a value for, in `unit`.

    `symbol` is LaTeX; `source` is a key of `docs/references.bib` and `locator` the place in it; `decimals` is
    how many are shown.
    """

    value: float
    decimals: int = 2
    symbol: str = ""
    description: str = ""
    locator: str = ""
    source: str = ""


def constant(
    name: str,
    value: float,
    unit: str,
    decimals: int,
    symbol: str,
    description: str,
    locator: str,
    source: str,
) -> Parameter:
    """Return a parameter that has one legal value: its own."""
    return Parameter(name, unit, value, value, value, decimals, symbol, description, locator, source)
