"""Units as the field writes them, read by pint.

Owns the one registry, and which of its units a reader takes for units. Any room may use it; it knows nothing of the
model.
"""

import re
from functools import cache

import pint

_REGISTRY: pint.UnitRegistry[float] = pint.UnitRegistry(autoconvert_offset_to_baseunit=False)
_SPELLINGS = str.maketrans(
    {"µ": "u", "μ": "u", "¹": "1", "²": "2", "³": "3", "⁻": "-", "·": "*", "\u202f": "", "\u00a0": "", "−": "-"}
)
#: Customary, historical and computers' units: no laboratory's.
_FOREIGN = {"USCS", "Avoir", "Troy", "Apoth", "Imper", "Print", "Texti", "Gauss", "ESU"}
#: What pint takes for a unit and prose does not: constants, words, the calendar, chemical elements.
# fmt: off
_WORDS = {
    "a",
    "am",
    "are",
    "as",
    "at",
    "atmosphere",
    "avogadro",
    "b",
    "bar",
    "candle",
    "century",
    "centuries",
    "characteristic",
    "c",
    "count",
    "cps",
    "d",
    "day",
    "decade",
    "D",
    "das",
    "e",
    "eon",
    "faraday",
    "fermi",
    "fortnight",
    "gamma",
    "grade",
    "grain",
    "gravity",
    "h_P",
    "k",
    "knot",
    "lambda",
    "langley",
    "mil",
    "millennia",
    "millennium",
    "molecule",
    "molec",
    "month",
    "ncd",
    "nit",
    "octave",
    "P",
    "particle",
    "pi",
    "pond",
    "quad",
    "R",
    "ratio",
    "rem",
    "shake",
    "sigma",
    "stokes",
    "strain",
    "turn",
    "u",
    "week",
    "y",
    "year",
    "yr",
    "zeta",
    "Cl",
    "clausius",
    "hr",
    "pc",
    "ha",
    "At",
    "Eh",
    "Ba",
    "Bi",
    "Rd",
    "Ry",
    "St",
    "U",
    "t",
    "ct",
    "kt",
    "eu",
    "sv",
    "γ",
    "λ",
    "µ",
    "μ",
    "micron",
    "poise",
}
# fmt: on


class UnitError(ValueError):
    """A unit that is not known, or that does not fit the value's dimension."""


@cache
def parse(unit: str) -> pint.Unit:
    """Return the pint unit that `unit` names: "uA/cm2", "µA/cm²", "mV/ms", "°C", "%", "1".

    Raises UnitError if it is not a unit.
    """
    # "m s⁻¹" and "ohm cm": what stands beside each other is multiplied.
    text = re.sub(r"(?<=[\w%])\s+(?=[^\W\d])", "*", unit.strip()).translate(_SPELLINGS)
    if text in {"", "1"}:
        return _REGISTRY.Unit("dimensionless")
    text = text.replace("°C", "degC").replace("%", "percent")
    text = re.sub(r"(?<=[A-Za-zΩ])(-?\d+)", r"**\1", text)
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


def vocabulary() -> dict[str, list[str]]:
    """Return what a unit's name is made of in prose: `symbols` and `names`, and the prefixes of both; `words` are none.

    "mV" is a prefix of symbols and a symbol, "millivolts" a prefix of names and a name with an s.
    """
    away: set[str] = set()
    for group in _REGISTRY._groups:
        if any(group.startswith(each) for each in _FOREIGN):
            away |= set(_REGISTRY.get_group(group, create_if_needed=False).members)
    symbols, names = {"%", "‰", "Ω", "℃"}, {"percent"}
    for name in set(_REGISTRY.get_group("root").members) - away:
        definition = _REGISTRY._units[name]
        if "constant" in name or not _REGISTRY.get_dimensionality(name):
            continue
        for word in (definition.name, definition.symbol, *definition.aliases):
            if word not in _WORDS and re.fullmatch(r"[^\W\d_]+|°C", word):
                # A symbol is one that has no longer brother: m, Hz, mol; a name is written with small letters.
                (names if word == name or (word.islower() and len(word) > 3) else symbols).add(word)
    prefixes = {id(each): each for each in _REGISTRY._prefixes.values() if each.name}.values()
    decimal = [each for each in prefixes if each.name not in {"semi", "sesqui"} and not each.name.endswith("bi")]
    return {
        "words": sorted(_WORDS),
        "symbols": sorted(symbols),
        "names": sorted(names),
        "prefixes": sorted({form for each in decimal for form in (each.symbol, *each.aliases) if len(form) < 3}),
        "prefix_names": sorted(each.name for each in decimal),
    }
