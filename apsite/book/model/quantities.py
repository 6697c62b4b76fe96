"""Numbers and units as people write them, and when a written number holds.

Owns the grammar of a quantity in prose, the rule of a checked number and how a value is typeset.
Which words are units, and what they mean, is left to `apsite.units`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from apsite.book.model.vocabulary import is_unit

_NUMBER = r"(?<![\w.,/])(?P<number>[-−–+]?\d+(?:[,\u2009\u202f]\d{3})*(?:\.\d+)?(?:[eE][-−+]?\d+)?)"
_WORD = re.compile(r"°\s?C|[A-Za-zµμΩΩÅÅåöéℓ]+|[%‰℃]")
_SPELLED_OUT = re.compile(r"per\s?cent|degrees?\s+Celsius")
_POWER = re.compile(r"\^?[-−]?[1-9](?!\d)|⁻?[¹²³]")
_OVER = re.compile(r"\s?[/·*]\s?|\s+per\s+")
_GAP = re.compile(r"[-\u2011]|\s*")
#: After a unit nothing goes on: no letter, no power, no charge of an ion, no ending of a file.
_END = re.compile(r"(?![\w²³⁻+^]|\.[a-z])")
#: A number that counts files or steps, "07-percent.py", has as many digits as the last.
_COUNTS = re.compile(r"[-−–+]?0\d")
_YEARS = re.compile(r"\d{3}0s\b")
_CLOCK = re.compile(r"(?:1[0-2]|[1-9])(?::[0-5]\d)?\s?[ap]m\b")

NUMBER = re.compile(_NUMBER)

_SPELLED = {"percent": "%", "degreecelsius": "°C", "degreescelsius": "°C", "℃": "°C"}
_PRETTY = str.maketrans("23", "²³")
_NARROW_SPACE = "\u202f"
_FURTHEST = 999  # powers of ten: further than a float goes


@dataclass(frozen=True)
class Written:
    """A number as it is written, with the unit behind it ("" if there is none)."""

    number: Decimal
    unit: str

    @property
    def decimals(self) -> int:
        """Digits behind the point: the precision at which the number is written."""
        return -int(self.number.as_tuple().exponent)

    def holds(self, value: float, tolerance: float | None = None) -> bool:
        """Say whether `value`, in the unit that is written, rounds to the number, or is within `tolerance`.

        A value that lies half-way, as far as a float can tell, rounds to either side.
        """
        half = Decimal(1).scaleb(-self.decimals) / 2
        allowed = half if tolerance is None else Decimal(repr(tolerance))
        return abs(Decimal(value) - self.number) <= allowed * (1 + Decimal("1e-9"))


class Quantity(NamedTuple):
    """A number with its unit, both as they are written, from `start` to `end` of a text."""

    number: str
    unit: str
    start: int
    end: int


def quantities(text: str) -> Iterator[Quantity]:
    """Yield each number of `text` that a unit follows, whatever pint knows as one: "30 min", "300 kDa", "20 m s⁻¹".

    A time of day is none, nor is what goes on without a space, as an address does, nor the number of a file: "3pm",
    "3.0/us", "03-percent".
    """
    for found in NUMBER.finditer(text):
        if any(other.match(text, found.start()) for other in (_YEARS, _CLOCK, _COUNTS)):
            continue
        gap = _GAP.match(text, found.end())
        start = gap.end() if gap else found.end()
        if (end := _unit_end(text, start, spaced=start > found.end())) > start:
            yield Quantity(found["number"], text[start:end], found.start(), end)


def _unit_end(text: str, start: int, *, spaced: bool) -> int:
    """Where the unit ends that begins at `start`; there, if none does. A unit over one is written behind a space."""
    if spaced and text[start : start + 1] == "/":
        return max((end for end in [_factor(text, start + 1)] if end > start + 1), default=start)
    end = _factor(text, start)
    while end > start:
        over = _OVER.match(text, end)
        if over and (further := _factor(text, over.end())) > over.end():
            end = further
            continue
        # With a space between them, only what has a negative power, and the field's "ohm cm", go together.
        beside = end + 1 if text[end : end + 1] in {" ", "\u202f", "\u00a0"} else 0
        further = _factor(text, beside) if beside else 0
        inverse = re.search(r"(?:⁻[¹²³]|\^[-−][1-9])$", text[beside:further]) if further > beside else None
        if not (inverse or (further > beside and text[start:end] in {"Ω", "ohm"})):
            break
        end = further
    return end


def _factor(text: str, start: int) -> int:
    """Where one unit with its power ends that begins at `start`; there, if none does."""
    if spelled := _SPELLED_OUT.match(text, start):
        return spelled.end() if _END.match(text, spelled.end()) else start
    word = _WORD.match(text, start)
    if word is None or not is_unit(re.sub(r"\s", "", word[0])):
        return start
    power = _POWER.match(text, word.end())
    end = power.end() if power else word.end()
    return end if _END.match(text, end) else start


def decimal(text: str) -> Decimal:
    """Return the number that `text` is; hyphen, minus and en dash are all a minus sign.

    Raises ValueError if it is not one.
    """
    try:
        number = Decimal(re.sub(r"[,\u2009\u202f]", "", text.strip()).replace("−", "-").replace("–", "-"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > _FURTHEST:
        raise ValueError(f"'{text[:100]}' is not a number, or none that can be told from 0 or from infinity")
    return number


def rounded(value: float, decimals: int) -> str:
    """Return `value` with `decimals` digits behind the point; where that is negative, rounded to tens, hundreds, ..."""
    return f"{round(value, decimals):.{max(decimals, 0)}f}"


def read(text: str) -> Written:
    """Return the one number that `text` holds.

    Raises ValueError if it holds none, or more than one.
    """
    units = list(quantities(text))
    # The 1 of s⁻¹ or of a power is no number of its own.
    numbers = [
        found["number"]
        for found in NUMBER.finditer(text)
        if not any(each.end - len(each.unit) <= found.start() < each.end for each in units)
    ]
    if len(numbers) != 1:
        raise ValueError(f"holds {len(numbers) or 'no'} number{'s' if numbers else ''}")
    return Written(decimal(numbers[0]), _plain(units[0].unit) if units else "")


def _plain(unit: str) -> str:
    """Return `unit`, as it is written in prose, in the spelling of `apsite.units`."""
    text = _SPELLED.get(re.sub(r"\s", "", unit).lower(), unit)
    text = re.sub(r"\s+per\s+", "/", text)
    text = re.sub(r"^(\w+)⁻¹$", r"/\1", text)
    return re.sub(r"^/", "1/", text)


def typeset(value: float, decimals: int, unit: str) -> str:
    """Return `value` with `decimals` digits, a minus sign and the unit, as it is printed."""
    number = f"{value:.{decimals}f}"
    if not float(number):
        number = number.removeprefix("-")
    name = pretty(unit)
    return number.replace("-", "−") + (f"{_NARROW_SPACE}{name}" if name else "")


def pretty(unit: str) -> str:
    """Return `unit` as it is printed: "µA/cm²" for "uA/cm2", nothing for "1"."""
    if unit == "1":
        return ""
    if unit.startswith("1/"):
        return f"{pretty(unit[2:])}⁻¹"
    text = re.sub(r"(?<=[A-Za-z])[23](?!\d)", lambda power: power[0].translate(_PRETTY), unit)
    text = re.sub(r"(?<![A-Za-z])[uμ](?=[A-Za-z])", "µ", text)
    return text.replace("degC", "°C").replace("ohm", "Ω").replace("*", "·")


def prettify(text: str) -> str:
    """Return `text` with its quantities as they are printed: "-12 uA/cm2" in one line, with a minus sign, µ and ²."""
    parts, last = [], 0
    for each in quantities(text):
        written = text[each.start : each.end].replace("-", "−").replace(each.unit, pretty(each.unit))
        parts += [text[last : each.start], re.sub(r"\s", _NARROW_SPACE, written, count=1)]
        last = each.end
    return "".join([*parts, text[last:]])
