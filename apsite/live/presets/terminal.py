"""Live figures of the terminal: what a reader can set, what they start from, and the constants that their script needs.

The kind is "terminal": `kinds/terminal/index.ts` runs it. A spike of the membrane arrives, and everything after it
follows from the values of the controls, the random numbers too, so that a link brings all of it back.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from apsite import parameters
from apsite.laboratory import chance
from apsite.laboratory.recordings import Recording
from apsite.live.presets import controls, readouts, standing
from apsite.live.presets.controls import check, control
from apsite.live.presets.membrane import in_order, of_membrane, of_stimuli
from apsite.parameters import Quantity
from apsite.parameters.protocols import MOST_TRIALS, MOST_VESICLES, TRIALS_SHOWN

_P = parameters.BY_NAME


_VESICLES = Quantity("N_ves", "1", 1.0, float(MOST_VESICLES))
_SPIKES = Quantity("spikes", "1", 0.0, float(MOST_TRIALS))

#: What a reader can set, by name, in the order in which it is shown.
CONTROLS = {
    each.name: each
    for each in (
        control("Ca_out", "Calcium outside", _P["Ca_out"], (0.0, 4.0, 0.05)),
        control("N_ves", "Vesicles that can be released", _VESICLES, (1.0, float(MOST_VESICLES), 1.0)),
        controls.BY_NAME["TEA"],
        control("g_Ca", "Calcium channels", _P["g_Ca"], (0.0, 2.0, 0.01), "g_Ca"),
        controls.BY_NAME["TTX"],
        control("temperature", "Temperature", _P["temperature"], (5.0, 30.0, 0.1)),
        control("spikes", "Spikes so far", _SPIKES, (0.0, float(MOST_TRIALS), 1.0)),
        control("seed", "Seed of the random numbers", chance.SEED, (1.0, 100.0, 1.0)),
    )
}
#: Values of these are whole numbers.
WHOLE = ("N_ves", "spikes", "seed")


@dataclass(frozen=True)
class Panel:
    """What is alive in the axes with a name: a step of the chain over time, or what the spikes so far have come to."""

    axes: str
    shows: Literal["V", "I_Ca", "Ca", "next", "power", "answers", "shares", "content"]

    @property
    def traces(self) -> bool:
        """Say that the picture's curves are not needed: everything in the axes is drawn anew."""
        return self.shows != "power"


@dataclass(frozen=True)
class TerminalPreset:
    """A live figure of a terminal.

    `recording`: the spike that arrives, by a pulse; `values`: where controls start, those not named standing at the
    model's own value; `shown`: the controls in sight from the start; `counting`: whether the reader sends one spike
    after the other; `read`: the measures that are read out; `dt` (ms): the sample interval. Raises ValueError for a
    control that there is not, or a value out of its range.
    """

    title: str
    recording: Recording
    values: Mapping[str, float]
    shown: Sequence[str]
    panels: Sequence[Panel]
    read: Sequence[str]
    counting: bool = False
    dt: float = 0.025

    def __post_init__(self) -> None:
        check("a terminal has", CONTROLS, self.shown, self.values)

    def data(self) -> dict[str, Any]:
        """Return the preset as JSON holds it: `values` of every control; `spike`, what else the arriving one needs."""
        (pulse,) = self.recording.stimuli
        membrane = self.recording.membrane
        usual = {name: _P[name].value for name in ("Ca_out", "N_ves", "g_Ca")}
        start = usual | {"TEA": 0.0, "TTX": 0.0, "temperature": membrane.temperature, "spikes": 0.0, "seed": 1.0}
        return {
            "title": self.title,
            "bench": "terminal counting" if self.counting else "terminal",
            "values": {name: (start | dict(self.values))[name] for name in CONTROLS},
            "spike": of_membrane(membrane) | of_stimuli(pulse=pulse),
            "ms": float(self.recording.time[-1]),
            "dt": self.dt,
            "shown": list(self.shown),
            "panels": [asdict(panel) for panel in self.panels],
            "read": list(self.read),
        }

    def data_in(self, layouts: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        """Return all that the live figure starts from. Raises ValueError for axes that the figure does not have."""
        found = in_order(self.panels, layouts)
        for layout in found.values():
            for panel, axes in zip(self.panels, layout["axes"], strict=False):
                if panel.traces:  # what is drawn anew at every change is no part of the axes
                    axes |= {"lines": [], "levels": [], "areas": []}
        return {"kind": "terminal", "preset": self.data(), "layouts": found}

    def standing(self, layouts: Mapping[str, Any]) -> tuple[str, str]:
        """Return what stands over the pictures, nothing, and beneath them until the figure wakes."""
        values = self.data()["values"]
        return "", standing.bench(
            "Send a spike, or move a control." if self.counting else "Move a control: all steps follow.",
            [
                standing.Row(CONTROLS[name], values[name], CONTROLS[name].low, CONTROLS[name].high)
                for name in self.shown
            ],
            readouts.labels(readouts.TERMINAL, self.read),
            between=standing.toolbar("One more spike", "Twenty more spikes", "New series") if self.counting else "",
        )


def emit() -> str:
    """Return the text of the TypeScript module that holds the facts."""
    facts = {
        "CONTROLS: Readonly<Record<string, Control>>": {name: asdict(each) for name, each in CONTROLS.items()},
        readouts.DECLARED: readouts.described(readouts.TERMINAL),
        "WHOLE: readonly string[]": WHOLE,
        "MULTIPLIER": chance.MULTIPLIER,
        "MODULUS": chance.MODULUS,
        "SKIPPED": chance.SKIPPED,
        "SHOWN": TRIALS_SHOWN,
        "MOST_SPIKES": MOST_TRIALS,
    }
    lines = [f"export const {name} = {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()]
    head = "// Generated by apsite.live.presets.terminal. Not to be edited.\n\n"
    return head + 'import type { Control, Readout } from "@live/page/types"\n\n' + "\n".join(lines) + "\n"
