"""Numbers and units as people write them, and when a written number holds.

Owns the grammar of a quantity in prose, the rule of a checked number and how a value is typeset.
What units mean is left to `apsite.units`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_NUMBER = r"(?<![\w.,])(?P<number>[-−–+]?\d+(?:[,\u2009\u202f]\d{3})*(?:\.\d+)?)"
_POWER = r"(?:\^?[-−]?[23]|[²³]|⁻[¹²³])?"
_SYMBOL = rf"(?:[pnuµμmckM]?(?:V|A|C|Hz|mol|M|m|g|s|S|F|J|Ω)|ohm|°\ ?C|℃|%|K){_POWER}"
_WORD = (
    r"(?:(?:pico|nano|micro|milli|centi|kilo|mega)?(?:volt|amp(?:ere)?|second|met(?:er|re)|siemens|farad|molar"
    r"|mole|hertz|ohm|gram)s?|per\s?cent|degrees?\s+Celsius)"
)
_UNIT = rf"(?P<unit>(?:ohm|Ω)[\s·]cm|/?{_SYMBOL}(?:\s?[/·*]\s?{_SYMBOL})*|{_WORD})(?![\w²³⁻+^])"
_YEARS = r"(?!\d{3}0s\b)"

NUMBER = re.compile(_NUMBER)
QUANTITY = re.compile(rf"{_YEARS}{_NUMBER}(?:\s*|[-\u2011]){_UNIT}")

_SPELLED = {"percent": "%", "degreecelsius": "°C", "degreescelsius": "°C", "℃": "°C"}
_PRETTY = str.maketrans("23", "²³")
_NARROW_SPACE = "\u202f"


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


def decimal(text: str) -> Decimal:
    """Return the number that `text` is; hyphen, minus and en dash are all a minus sign.

    Raises ValueError if it is not one.
    """
    try:
        number = Decimal(re.sub(r"[,\u2009\u202f]", "", text.strip()).replace("−", "-").replace("–", "-"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(f"'{text}' is not a number")
    return number


def read(text: str) -> Written:
    """Return the one number that `text` holds.

    Raises ValueError if it holds none, or more than one.
    """
    numbers = NUMBER.findall(QUANTITY.sub(lambda quantity: quantity["number"], text))
    if len(numbers) != 1:
        raise ValueError(f"holds {len(numbers) or 'no'} number{'s' if numbers else ''}")
    quantity = QUANTITY.search(text)
    return Written(decimal(numbers[0]), _plain(quantity["unit"]) if quantity else "")


def _plain(unit: str) -> str:
    """Return `unit`, as it is written in prose, in the spelling of `apsite.units`."""
    text = _SPELLED.get(re.sub(r"\s", "", unit).lower(), unit)
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

    def printed(found: re.Match[str]) -> str:
        quantity = found[0].replace("-", "−").replace(found["unit"], pretty(found["unit"]))
        return re.sub(r"\s", _NARROW_SPACE, quantity)

    return QUANTITY.sub(printed, text)
