"""What a reader can set on a live figure: name, words, unit, legal range, and the reach of its slider.

Owns the words and the reach. Ranges and units are those of `parameters`; a slider reaches over the part of the legal
range in which something happens, the box beside it over all of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from apsite import parameters
from apsite.parameters import COMMAND, CONCENTRATION, CURRENT, DISPLACEMENT, SLOPE, TIME, WIDTH, Quantity


@dataclass(frozen=True)
class Control:
    """`name` is what links and presets call it; `low` and `high` are the slider's ends, `step` its finest step.

    `log`: whether equal ways along the slider are equal factors; a step is then a tenth of a decade.
    """

    name: str
    label: str
    symbol: str
    unit: str
    minimum: float
    maximum: float
    low: float
    high: float
    step: float
    log: bool = False


_SHARE = Quantity("share", "%", 0.0, 100.0)
_REACH = {
    "C_m": (0.2, 3.0, 0.05),
    "g_Na": (0.0, 240.0, 1.0),
    "g_K": (0.0, 72.0, 0.5),
    "g_L": (0.0, 1.0, 0.01),
    "E_Na": (-20.0, 80.0, 1.0),
    "E_K": (-110.0, -40.0, 1.0),
    "E_L": (-90.0, -30.0, 0.5),
    "temperature": (0.0, 40.0, 0.1),
}


#: The ends of a slider, and its finest step.
Reach = tuple[float, float, float]


def control(name: str, label: str, legal: Quantity, reach: Reach, symbol: str = "", log: bool = False) -> Control:
    """Return the control of a quantity, in its unit and over its legal range."""
    return Control(name, label, symbol, legal.unit, legal.minimum, legal.maximum, *reach, log)


def check(whose: str, allowed: Mapping[str, Control], shown: Iterable[str], *given: Mapping[str, float]) -> None:
    """Raise ValueError for a control, `shown` or `given` a value, that is not `allowed`, or a value out of its range.

    `whose`: how the message begins, "a terminal has".
    """
    for name in sorted({*shown, *(name for values in given for name in values)} - set(allowed)):
        raise ValueError(f"{whose} no control {name!r}; allowed: {', '.join(allowed)}")
    for values in given:
        for name, value in values.items():
            each = allowed[name]
            Quantity(name, each.unit, each.minimum, each.maximum).check(value)


def _membrane() -> tuple[Control, ...]:
    """The parameters of the membrane, in their own words: what stands before the first comma."""
    return tuple(
        control(each.name, each.description.partition(",")[0].rstrip("."), each, _REACH[each.name], each.name)
        for each in parameters.MEMBRANE
    )


def _currents() -> tuple[Control, ...]:
    found: list[Control] = []
    for kind, word in (("pulse", "pulse"), ("second", "second pulse")):
        found += [
            control(f"{kind}.amplitude", f"Strength of the {word}", CURRENT, (-60.0, 80.0, 0.05)),
            control(f"{kind}.width", f"Width of the {word}", WIDTH, (0.05, 20.0, 0.05)),
            control(f"{kind}.onset", f"Start of the {word}", TIME, (0.0, 40.0, 0.05)),
        ]
    found += [
        control("step.level", "Level of the steady current", CURRENT, (-30.0, 60.0, 0.05)),
        control("step.onset", "Start of the steady current", TIME, (0.0, 40.0, 0.05)),
        control("step.width", "Duration of the steady current", WIDTH, (0.5, 100.0, 0.5)),
        control("ramp.slope", "Slope of the ramp", SLOPE, (-1.0, 2.0, 0.01)),
        control("ramp.onset", "Start of the ramp", TIME, (0.0, 40.0, 0.05)),
        control("ramp.width", "Duration of the ramp", WIDTH, (1.0, 100.0, 0.5)),
        control("kick.displacement", "Size of the kick", DISPLACEMENT, (-40.0, 40.0, 0.05)),
        control("kick.onset", "Time of the kick", TIME, (0.0, 40.0, 0.05)),
    ]
    return tuple(found)


def _commands() -> tuple[Control, ...]:
    return (
        control("command.level", "Potential of the step", COMMAND, (-120.0, 80.0, 1.0)),
        control("command.onset", "Start of the step", TIME, (0.0, 20.0, 0.05)),
        control("command.width", "Duration of the step", WIDTH, (0.1, 20.0, 0.1)),
        control("holding", "Holding potential", COMMAND, (-120.0, 0.0, 1.0)),
    )


def _names(controls: tuple[Control, ...]) -> tuple[str, ...]:
    return tuple(control.name for control in controls)


def _solutions() -> tuple[Control, ...]:
    reach = {"K": (0.5, 200.0, 0.5), "Na": (0.5, 600.0, 0.5), "Cl": (0.5, 600.0, 0.5)}
    concentrations = tuple(
        control(f"{ion}_{side}", f"{word} {place}", CONCENTRATION, reach[ion])
        for ion, word in (("K", "Potassium"), ("Na", "Sodium"), ("Cl", "Chloride"))
        for side, place in (("out", "outside"), ("in", "inside"))
    )
    return concentrations + tuple(
        control(each.name, each.description.partition(",")[0].rstrip("."), each, (0.0, 2.0, 0.01), each.name)
        for each in parameters.PERMEABILITIES
    )


def blocker(name: str, label: str) -> Control:
    """Return the control of a share of channels that is blocked."""
    return control(name, label, _SHARE, (0.0, 100.0, 1.0))


BLOCKERS = (blocker("TTX", "Sodium channels blocked (TTX)"), blocker("TEA", "Potassium channels blocked (TEA)"))
CONTROLS = (*_membrane(), *BLOCKERS, *_currents(), *_commands(), *_solutions())
BY_NAME = {control.name: control for control in CONTROLS}

#: How a unit is spoken, one and many of it.
SPOKEN = {
    "mV": ("millivolt", "millivolts"),
    "ms": ("millisecond", "milliseconds"),
    "uA/cm2": ("microampere per square centimetre", "microamperes per square centimetre"),
    "uA/cm2/ms": (
        "microampere per square centimetre and millisecond",
        "microamperes per square centimetre and millisecond",
    ),
    "uF/cm2": ("microfarad per square centimetre", "microfarads per square centimetre"),
    "mS/cm2": ("millisiemens per square centimetre", "millisiemens per square centimetre"),
    "mV/ms": ("millivolt per millisecond", "millivolts per millisecond"),
    "uM": ("micromolar", "micromolar"),
    "mM": ("millimolar", "millimolar"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "%": ("percent", "percent"),
    "Hz": ("hertz", "hertz"),
    "cm": ("centimetre", "centimetres"),
    "um": ("micrometre", "micrometres"),
    "um2": ("square micrometre", "square micrometres"),
    "uA": ("microampere", "microamperes"),
    "nA": ("nanoampere", "nanoamperes"),
    "ohm*cm": ("ohm centimetre", "ohm centimetres"),
    "m/s": ("metre per second", "metres per second"),
    "1": ("", ""),
}

#: What each bench lets the reader change, in the order in which it is shown.
BENCHES = {
    "current clamp": (*_names(_membrane()), *_names(BLOCKERS), *_names(_currents())),
    "voltage clamp": (*_names(_membrane()), *_names(BLOCKERS), *_names(_commands())),
    "solutions": (*_names(_solutions()), "temperature"),
}


def described() -> list[dict[str, Any]]:
    """Return every control as data."""
    return [asdict(control) for control in CONTROLS]
