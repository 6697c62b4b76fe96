r"""Commands of LaTeX packages that are written beside formulas: `\ce{Ca^2+}` of mhchem, `\SI{5}{mV}` of siunitx.

Owns what they become in plain LaTeX. What it does not know of them stays, and is found as an unknown command.
"""

import re

_CE = re.compile(r"\\(?:ce|mathrm\\ce|chemform)\{((?:[^{}]|\{[^{}]*\})*)\}")
_QUANTITY = re.compile(
    r"\\(?:SI|qty)(?:\[[^\]]*\])?\{(?P<number>[^{}]*)\}\{(?P<unit>[^{}]*)\}"
    r"|\\(?:si|unit)(?:\[[^\]]*\])?\{(?P<alone>[^{}]*)\}|\\num(?:\[[^\]]*\])?\{(?P<plain>[^{}]*)\}"
)
_PREFIXES = {"pico": "p", "nano": "n", "micro": r"\mu ", "milli": "m", "centi": "c", "kilo": "k", "mega": "M"}
_UNITS = {
    "volt": "V", "ampere": "A", "second": "s", "metre": "m", "meter": "m", "hertz": "Hz", "siemens": "S", "ohm": "Ω",
    "farad": "F", "gram": "g", "mole": "mol", "molar": "M", "litre": "L", "liter": "L", "kelvin": "K", "joule": "J",
    "coulomb": "C", "celsius": r"^{\circ}C", "degreeCelsius": r"^{\circ}C", "percent": r"\%", "minute": "min",
    "hour": "h", "mV": "mV", "ms": "ms", "uA": r"\mu A", "um": r"\mu m", "mm": "mm", "cm": "cm", "nm": "nm",
    "kHz": "kHz", "Hz": "Hz",
}  # fmt: skip
_POWERS = {"squared": 2, "cubed": 3}


def plainly(latex: str) -> str:
    """Return `latex` without commands of these packages, as far as they are known."""
    if "\\" not in latex:
        return latex
    return _QUANTITY.sub(_quantity, _CE.sub(lambda found: _formula(found[1]), latex))


def _formula(text: str) -> str:
    r"""Return a formula of chemistry, with numbers below and charges above: `SO4^2-`, `Na+ -> K+`."""
    text = re.sub(r"<=>|<->", r"\\rightleftharpoons ", re.sub(r"->", r"\\rightarrow ", text))
    text = re.sub(r"(?<=[A-Za-z\])])(\d+)(?![\d+-]*[+-](?![A-Za-z]))", r"_{\1}", text)
    text = re.sub(r"\^\{?(\d*[+-])\}?", r"^{\1}", text)
    text = re.sub(r"(?<=[A-Za-z\])])(\d*[+-])(?=[\s,;)\]]|$)", r"^{\1}", text)
    return rf"\mathrm{{{text}}}"


def _quantity(found: re.Match[str]) -> str:
    if found["plain"] is not None:
        return _number(found["plain"])
    unit = _unit(found["alone"] if found["alone"] is not None else found["unit"])
    if unit is None:
        return found[0]
    return unit if found["number"] is None else rf"{_number(found['number'])}\,{unit}"


def _number(text: str) -> str:
    return re.sub(r"[eE]([-+]?\d+)", r"\\times 10^{\1}", text.strip())


def _unit(text: str) -> str | None:
    """Return a unit, written plainly, `mV`, or by names, `\\milli\\volt\\per\\second`; None if a name is unknown."""
    made, power = "", ""
    for name in re.findall(r"\\[A-Za-z]+|[^\\]+", text):
        word = name.strip().removeprefix("\\")
        if not name.startswith("\\"):
            made += name.replace(".", r"\,").replace("~", r"\,")
        elif word == "per":
            made, power = rf"{made}\,", "^{-1}"
        elif word in _POWERS:
            below = made.endswith("^{-1}")
            made = f"{made.removesuffix('^{-1}')}^{{{'-' if below else ''}{_POWERS[word]}}}"
        elif word in _PREFIXES:
            made += _PREFIXES[word]
        elif word in _UNITS:
            made, power = f"{made}{_UNITS[word]}{power}", ""
        else:
            return None
    return rf"\mathrm{{{made}}}"
