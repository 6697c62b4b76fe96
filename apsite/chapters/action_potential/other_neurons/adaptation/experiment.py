"""Adaptation, and the current M behind it.

Under a steady current two cells of the cortex fire fast at first, and then ever more slowly. Without the slow potassium
current M they keep their pace from the first spikes on.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Step
from apsite.membranes.cortical import FAST_SPIKING, REGULAR_SPIKING
from apsite.parameters import CURRENT

CELLS = {"regular_cell": REGULAR_SPIKING, "fast_cell": FAST_SPIKING}
WORDS = {"regular_cell": "regular-spiking cell", "fast_cell": "fast-spiking cell"}
DURATION = 600.0  # ms
STRONG = 10.0  # uA/cm2


@dataclass(frozen=True)
class Protocol(Options):
    """A steady current from rest, with and without the M current."""

    level: float = option(3.0, CURRENT, "The steady current.")


@dataclass(frozen=True)
class Train:
    """Under a steady current: `times` (ms), when each spike but the first passes 0 mV, and `rates` (Hz), one over the
    time since the spike before, each of shape (spikes - 1,); `recording`, the run.
    """

    recording: Recording
    times: np.ndarray
    rates: np.ndarray

    @property
    def slowing(self) -> float:
        """The last interval over the first."""
        return float(self.rates[0] / self.rates[-1])


@dataclass(frozen=True)
class Result:
    """For each of `CELLS` by name its trains: `usual`, as it is, `blocked`, without M, and `strong`, as it is under a
    stronger current.
    """

    protocol: Protocol
    usual: dict[str, Train]
    blocked: dict[str, Train]
    strong: dict[str, Train]


def run(protocol: Protocol = Protocol()) -> Result:
    """Record all trains."""
    cells = {name: Membrane.of(mechanism) for name, mechanism in CELLS.items()}
    return Result(
        protocol=protocol,
        usual={name: _train(cell, protocol.level) for name, cell in cells.items()},
        blocked={name: _train(cell.blocked(M=1.0), protocol.level) for name, cell in cells.items()},
        strong={name: _train(cell, STRONG) for name, cell in cells.items()},
    )


def _train(cell: Membrane, level: float) -> Train:
    recording = simulate(cell, [Step(0.0, level)], DURATION, dt=0.05)
    times = recording.spike_times
    return Train(recording, times[1:], 1000 / np.diff(times))


def values(result: Result) -> tuple[Value, ...]:
    """Return the first and the last rate of each train."""
    level = result.protocol.level
    made = [
        Value("adapting.level", level, "uA/cm2", 0, "A steady current under which both cells adapt."),
        Value("adapting.strong_level", STRONG, "uA/cm2", 0, "A stronger steady current."),
    ]
    for name in CELLS:
        usual, blocked, strong = result.usual[name], result.blocked[name], result.strong[name]
        of = f"of the {WORDS[name]}"
        made += [
            Value(f"{name}.first_rate", usual.rates[0], "Hz", 0, f"Rate {of}: one over its first interval, {level:g}."),
            Value(f"{name}.last_rate", usual.rates[-1], "Hz", 0, f"The same over the last of {DURATION:g} ms."),
            Value(f"{name}.slowing", usual.slowing, "1", 2, f"Last interval {of} over its first, {level:g} uA/cm2."),
            Value(f"{name}.unslowed", blocked.slowing, "1", 2, "The same, without the M current."),
            Value(f"{name}.free_rate", blocked.rates[-1], "Hz", 0, f"Last rate {of} without the M current."),
            Value(f"{name}.strong_slowing", strong.slowing, "1", 2, f"Last interval over first, {STRONG:g} uA/cm2."),
        ]
    return tuple(made)
