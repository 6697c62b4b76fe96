"""Live figures of a few channels: what a reader can set, what they start from, and what their script has to know.

The kind is "channels": `kinds/channels/index.ts` runs it. The random numbers follow from the seed, so that a link
brings the same patches back.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from apsite.equations.channels import opened, populations
from apsite.laboratory import channels
from apsite.laboratory.chance import SEED
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.stimuli import Pulse
from apsite.live.presets import readouts, standing
from apsite.live.presets.controls import check, control
from apsite.live.presets.membrane import in_order, of_membrane, of_stimuli
from apsite.membranes.squid import SQUID
from apsite.parameters import CURRENT, WIDTH

_PATCHES = channels.PATCHES_SHOWN
#: The charge of one ion, C: exact, as the unit is defined by it (SI Brochure, 9th edition, section 2.2).
_ELEMENTARY_CHARGE = 1.602176634e-19
#: What flows in 1 ms through 1 pS at 1 mV, C.
_PASSED = 1e-12 * 1e-3 * 1e-3
_FEWEST = 10.0  # channels at the slider's end


#: What a reader can set, by name, in the order in which it is shown.
CONTROLS = {
    each.name: each
    for each in (
        control(
            "channels", "Channels of each patch", channels.CHANNELS, (_FEWEST, channels.CHANNELS.maximum, 1.0), log=True
        ),
        control("pulse.amplitude", "Strength of the pulse", CURRENT, (0.0, 40.0, 0.05)),
        control("pulse.width", "Width of the pulse", WIDTH, (0.05, 5.0, 0.05)),
        control("patches", "Patches", _PATCHES, (_PATCHES.minimum, _PATCHES.maximum, 1.0)),
        control("seed", "Seed of the random numbers", SEED, (1.0, 100.0, 1.0)),
    )
}
#: Values of these are whole numbers.
WHOLE = ("channels", "patches", "seed")


@dataclass(frozen=True)
class Panel:
    """What is alive in the axes with a name: potentials, or the open channels of the first patch, by current."""

    axes: str
    shows: Literal["V", "Na", "K"]

    @property
    def traces(self) -> bool:
        """Say that the picture's curves are not needed: all is drawn anew."""
        return True


@dataclass(frozen=True)
class ChannelsPreset:
    """A live figure of patches that get the same `pulse`.

    `values`: where controls start, those not named standing at the model's own value; `shown`: the controls in sight
    from the start; `read`: the measures that are read out; `ms`: how long the run is, `dt` its step. Times are counted
    from the pulse. Raises ValueError for a control that there is not, or a value out of its range.
    """

    title: str
    membrane: Membrane
    pulse: Pulse
    values: Mapping[str, float]
    shown: Sequence[str]
    panels: Sequence[Panel]
    read: Sequence[str]
    ms: float
    dt: float

    def __post_init__(self) -> None:
        check("patches have", CONTROLS, self.shown, self.values)

    def data(self) -> dict[str, Any]:
        """Return the preset as JSON holds it: `values` of every control; `base`, what else a run needs."""
        base = of_membrane(self.membrane) | of_stimuli(pulse=self.pulse)
        start = base | {"pulse.onset": 0.0, "channels": 1000.0, "patches": 5.0, "seed": 1.0} | dict(self.values)
        return {
            "title": self.title,
            "bench": "channels",
            "values": {name: start[name] for name in CONTROLS},
            "base": start,
            "ms": self.ms,
            "dt": self.dt,
            "origin": self.pulse.onset,
            "shown": list(self.shown),
            "panels": [asdict(panel) for panel in self.panels],
            "read": list(self.read),
        }

    def data_in(self, layouts: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        """Return all that the live figure starts from. Raises ValueError for axes that the figure does not have."""
        found = in_order(self.panels, layouts)
        for layout in found.values():
            for axes in layout["axes"]:
                axes |= {"lines": []}
        return {"kind": "channels", "preset": self.data(), "layouts": found}

    def standing(self, layouts: Mapping[str, Any]) -> tuple[str, str]:
        """Return what stands over the pictures, nothing, and beneath them until the figure wakes."""
        values = self.data()["values"]
        rows = [
            standing.Row(CONTROLS[name], values[name], CONTROLS[name].low, CONTROLS[name].high) for name in self.shown
        ]
        return "", standing.bench(
            "Choose how many channels a patch has, or press for other chances.",
            rows,
            readouts.labels(readouts.CHANNELS, self.read),
            between=standing.toolbar("Other chances"),
        )


def emit() -> str:
    """Return the text of the TypeScript module that holds the facts."""
    cells = {each.name: each for each in populations(SQUID)}
    largest = {name: str(each) for name, each in opened(SQUID).items()}
    reversals = {each.name: each.reversal for each in SQUID.currents}
    facts = {
        "CONTROLS: Readonly<Record<string, Control>>": {name: asdict(each) for name, each in CONTROLS.items()},
        readouts.DECLARED: readouts.described(readouts.CHANNELS),
        "WHOLE: readonly string[]": WHOLE,
        "CHANNELS: readonly Population[]": [
            {"name": name, "conductance": largest[name], "reversal": reversals[name], "gates": each.gates}
            for name, each in cells.items()
        ],
        "LEAKS: readonly (readonly [string, string])[]": [
            (largest[name], reversals[name]) for name in largest if name not in cells
        ],
        # On a square micrometre, of a membrane with 1 mS/cm2.
        "DENSITY": 1.0 / channels.area(_WITH_ONE, 1.0),
        "ONE_CHANNEL": channels.ONE_CHANNEL,
        # That pass in 1 ms where 1 mV drives them through 1 pS.
        "IONS": _PASSED / _ELEMENTARY_CHARGE,
        "FIRED": channels.FIRED,
        "OVER": channels.OVER,
    }
    lines = [f"export const {name} = {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()]
    head = "// Generated by apsite.live.presets.channels. Not to be edited.\n\n"
    imports = (
        'import type { Population } from "@live/laboratory/channels"\n'
        'import type { Control, Readout } from "@live/page/types"\n\n'
    )
    return head + imports + "\n".join(lines) + "\n"


_WITH_ONE = Membrane(g_Na=1.0, g_K=0.0)
