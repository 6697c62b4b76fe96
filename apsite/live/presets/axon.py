"""Live figures of an axon: what a reader can set, what they start from, and the constants that their script needs.

The kind is "axon": `kinds/axon/index.ts` runs it. An axon is a bare squid's or a mammal's fibre under myelin; each has
its own controls. Places count from the left end.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from apsite import parameters
from apsite.laboratory.axon import Axon
from apsite.laboratory.conduction import AxonRecording
from apsite.laboratory.journeys import interval_of
from apsite.laboratory.stimuli import Pulse
from apsite.live.presets import readouts, standing
from apsite.live.presets.controls import Control, Reach, check, control
from apsite.live.presets.membrane import of_membrane
from apsite.membranes.node import NODE
from apsite.membranes.squid import SQUID
from apsite.parameters import TIME, WIDTH, Quantity
from apsite.plotting import along, heat

_P = parameters.BY_NAME
_SHARE = Quantity("share", "%", 0.0, 100.0)
_TIMES = Quantity("factor", "1", 0.1, 1000.0)
#: Above a nA and below a uA stands this factor: a squid's axon takes uA, a thin fibre nA.
NANO = 1e-3
#: How long an axon and its run may be on a page (cm, ms).
LONGEST, LONGEST_RUN = 20.0, 30.0
_PLACE = Quantity("place", "cm", 0.0, LONGEST)
#: While the reader moves something, steps are so many times as long, which is off by a percent; at rest they are those
#: of `conduction` again.
COARSE = 4.0
#: Into the end of a bare axon of diameter d (um) and resistivity R (ohm cm) go so many uA * sqrt(d^3 / R) before the
#: potential leaves what `conduction` allows: what a long cable takes grows so. A little less: compartments are short.
STRONGEST = 0.11


def _narrowed(name: str, low: float, high: float) -> Quantity:
    """A parameter within what can be run on a page."""
    return Quantity(name, _P[name].unit, low, high)


def _stimulus(kind: str, word: str, current: Quantity, reach: Reach, short: float) -> list[Control]:
    """What sets a pulse by an electrode; `short` (ms) is how finely its times are set."""
    return [
        control(f"{kind}.place", f"Place of the {word}", _PLACE, (0.0, 12.0, 0.05)),
        control(f"{kind}.amplitude", f"Strength of the {word}", current, reach),
        control(f"{kind}.onset", f"Start of the {word}", TIME, (0.0, 10.0, short)),
        control(f"{kind}.width", f"Width of the {word}", WIDTH, (short, 100 * short, short)),
    ]


def _controls(current: Quantity, reach: Reach, short: float, longest: float) -> list[Control]:
    """What bare axons and fibres have in common."""
    resistivity = _narrowed("axial_resistivity", 5.0, 500.0)
    return [
        *_stimulus("first", "stimulus", current, reach, short),
        *_stimulus("second", "second stimulus", current, reach, short),
        control("near", "Electrode A", _PLACE, (0.0, 12.0, 0.05)),
        control("far", "Electrode B", _PLACE, (0.0, 12.0, 0.05)),
        control("ms", "Duration of the run", Quantity("ms", "ms", 0.2, longest), (1.0, min(20.0, longest), 0.1)),
        control("length", "Length of the axon", _narrowed("length", 0.5, LONGEST), (2.0, 15.0, 0.5)),
        control("axial_resistivity", "Resistivity of the inside", resistivity, (10.0, 200.0, 0.1)),
        control("TTX", "Sodium channels blocked (TTX)", _SHARE, (0.0, 100.0, 1.0)),
        control("stretch.start", "Start of the stretch", _PLACE, (0.0, 12.0, 0.05)),
        control("stretch.length", "Length of the stretch", _PLACE, (0.0, 6.0, 0.05)),
        control("stretch.blocked", "Sodium channels blocked in the stretch", _SHARE, (0.0, 100.0, 1.0)),
    ]


_BARE = (
    *_controls(Quantity("current", "uA", -500.0, 500.0), (0.0, 40.0, 0.1), 0.05, LONGEST_RUN),
    control("diameter", "Diameter of the axon", _narrowed("diameter", 10.0, 1000.0), (50.0, 1000.0, 1.0)),
    control("temperature", "Temperature", _P["temperature"], (0.0, 40.0, 0.1)),
    control("stretch.cooling", "Cooling of the stretch", Quantity("cooling", "°C", 0.0, 40.0), (0.0, 20.0, 0.1)),
    control("stretch.diameter", "Diameter of the stretch (times)", _TIMES, (0.2, 10.0, 0.05)),
)
_FIBRE = (
    *_controls(Quantity("current", "nA", -500.0, 500.0), (0.0, 10.0, 0.05), 0.01, LONGEST_RUN / 3),
    control("fibre", "Diameter of the fibre, with its myelin", Quantity("fibre", "um", 2.0, 30.0), (2.0, 20.0, 0.1)),
    control(
        "capacitance", "Capacitance of the myelin", Quantity("capacitance", "uF/cm2", 0.0, 10.0), (0.0, 0.05, 0.001)
    ),
    control("stretch.thinning", "Capacitance of the myelin in the stretch (times)", _TIMES, (1.0, 20.0, 0.1)),
)
#: What a reader can set, by the kind of axon and by name, in the order in which it is shown.
CONTROLS = {
    "bare": {each.name: each for each in _BARE},
    "fibre": {each.name: each for each in _FIBRE},
}
#: The values of controls without which nothing is different.
_IDLE = {
    "second.amplitude": 0.0,
    "TTX": 0.0,
    "stretch.length": 0.0,
    "stretch.blocked": 0.0,
    "stretch.cooling": 0.0,
    "stretch.diameter": 1.0,
    "stretch.thinning": 1.0,
}


@dataclass(frozen=True)
class Action:
    """A button that sets several controls at once; pressed again, it sets them back to where the figure starts."""

    label: str
    values: Mapping[str, float]


@dataclass(frozen=True)
class AxonPreset:
    """A live figure of an axon.

    `recording`: the run that it starts from, with one or two pulses; `electrodes` (cm): where it is recorded; `shown`:
    the controls in sight; `actions`: the buttons; `moment` (ms): where the time cursor stands first; `reach`: where a
    slider's ends are its own; `values`: controls that stand elsewhere than the recording says, a stretch that begins
    but has no length yet, say; `poked`: where it is given, another touch while a spike is on its way is a second
    stimulus, and a long touch is one up to so many times as strong. Raises ValueError for a control that there is not,
    or a value out of its range.
    """

    title: str
    recording: AxonRecording
    electrodes: tuple[float, float]
    shown: Sequence[str]
    moment: float
    actions: Sequence[Action] = ()
    values: Mapping[str, float] = field(default_factory=dict)
    reach: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    poked: float | None = None

    def __post_init__(self) -> None:
        allowed = CONTROLS[self.kind]
        given = (self.start, *(each.values for each in self.actions))
        check(f"a {self.kind} axon has", allowed, {*self.values, *self.shown, *self.reach}, *given)

    @property
    def axon(self) -> Axon:
        """The axon that the figure starts from."""
        return self.recording.axon

    @property
    def kind(self) -> str:
        """Which controls it has."""
        return "bare" if self.axon.myelin is None else "fibre"

    @property
    def start(self) -> dict[str, float]:
        """Where each control starts."""
        axon = self.axon
        time = self.recording.time
        found = dict(_IDLE) | {
            "near": self.electrodes[0],
            "far": self.electrodes[1],
            "ms": round(float(time[-1]), 9),
            "length": axon.length,
            "axial_resistivity": axon.axial_resistivity,
            "stretch.start": round(axon.length / 2, 2),
        }
        first, *more = self.recording.injections
        second = more[0] if more else None
        for name, injection in (("first", first), ("second", second or first)):
            pulse = injection.stimulus
            assert isinstance(pulse, Pulse)
            unit = 1.0 if self.kind == "bare" else NANO
            found |= {f"{name}.place": injection.place, f"{name}.onset": pulse.onset, f"{name}.width": pulse.width}
            found[f"{name}.amplitude"] = round(pulse.amplitude / unit, 9)
        if second is None:
            found |= {"second.amplitude": 0.0, "second.place": axon.length}
        if axon.membrane.mechanism == SQUID:
            found |= {"diameter": axon.diameter, "temperature": axon.membrane.temperature}
        if axon.myelin is not None:
            found |= {"fibre": round(axon.fibre_diameter, 9), "capacitance": axon.myelin.capacitance}
        for stretch in axon.stretches:
            found |= {"stretch.start": stretch.start, "stretch.length": round(stretch.end - stretch.start, 9)}
        found |= self.values
        return {name: found[name] for name in CONTROLS[self.kind]}

    def data(self) -> dict[str, Any]:
        """Return the preset as JSON holds it; `membrane` and `myelin`: what the axon has beside its controls."""
        axon = self.axon
        membrane = axon.membrane
        return {
            "title": self.title,
            "bench": "axon",
            "kind": self.kind,
            "controls": {name: asdict(each) for name, each in CONTROLS[self.kind].items()},
            "values": self.start,
            "membrane": of_membrane(membrane),
            "myelin": None if axon.myelin is None else asdict(axon.myelin),
            "shown": list(self.shown),
            "read": list(readouts.AXON),
            "actions": [{"label": each.label, "values": dict(each.values)} for each in self.actions],
            "reach": {name: list(ends) for name, ends in self.reach.items()},
            "moment": self.moment,
            "poked": self.poked,
            "dt": interval_of(SQUID if self.kind == "bare" else NODE),
        }

    def data_in(self, layouts: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        """Return all that the live figure starts from; its axes are its own, in the picture's place and room."""
        return {"kind": "axon", "preset": self.data()}

    def standing(self, layouts: Mapping[str, Any]) -> tuple[str, str]:
        """Return what stands over the pictures, nothing, and beneath them until the figure wakes."""
        start, allowed = self.start, CONTROLS[self.kind]
        rows = []
        for name in self.shown:
            low, high = self.reach.get(name, (allowed[name].low, allowed[name].high))
            if allowed[name].unit == "cm" and name != "length":
                high = min(high, start["length"])
            if name == "stretch.cooling":
                high = min(high, start["temperature"] - _P["temperature"].minimum)
            if name == "first.amplitude" and self.kind == "bare":
                high = min(high, _strongest(start["diameter"], start["axial_resistivity"], allowed[name].step))
            rows.append(standing.Row(allowed[name], start[name], low, high))
        return "", standing.bench(
            "The axon comes alive here: click it to stimulate it, drag what stands on it, or move a control.",
            rows,
            readouts.labels(readouts.AXON, readouts.AXON),
            between=standing.cursor(0.0, start["ms"], self.moment, "", play="Play")
            + standing.toolbar(*(each.label for each in self.actions)),
            more=["Hear it"],
        )


def _strongest(diameter: float, resistivity: float, step: float) -> float:
    """Return the strongest stimulus (uA) of an axon's slider, on its steps, that the axon takes at its end."""
    return round(math.floor(STRONGEST * math.sqrt(diameter**3 / resistivity) / step) * step, 9)


def emit() -> str:
    """Return the text of the TypeScript module that holds the facts."""
    facts = {
        "NODE: readonly string[]": [each.name for each in NODE.parameters],
        readouts.DECLARED: readouts.described(readouts.AXON),
        "NANO": NANO,
        "COARSE": COARSE,
        "COLDEST": _P["temperature"].minimum,
        "POTENTIALS: readonly number[]": heat.POTENTIALS,
        "COLORS: Readonly<Record<string, readonly string[]>>": heat.COLORS,
        "TICKS: readonly number[]": heat.TICKS,
        "DRAWING": along.DRAWING,
        "TUBE": along.TUBE,
        "BESIDE: readonly [number, number]": along.BESIDE,
        "ALONE: readonly [number, number]": along.ALONE,
        "UP": along.UP,
        "TITLE": along.TITLE,
        "BETWEEN": along.BETWEEN,
        "UNDER": along.UNDER,
        "REACH: readonly [number, number]": along.REACH,
        "LONG": along.LONG,
        "ACROSS": along.ACROSS,
    }
    lines = [f"export const {name} = {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()]
    head = "// Generated by apsite.live.presets.axon. Not to be edited.\n\n"
    lines.append(
        "export const strongest = (diameter: number, resistivity: number): number => "
        f"{STRONGEST} * Math.sqrt(diameter ** 3 / resistivity)"
    )
    return head + 'import type { Readout } from "@live/page/types"\n\n' + "\n".join(lines) + "\n"
