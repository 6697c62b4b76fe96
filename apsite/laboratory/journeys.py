"""A run of an axon that is ready to begin: its compartments, their rest, its steps, and what electrodes give to each.

Owns the step in time, and what a run may take. A run can be made in pieces, which are to the last bit those of a whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from apsite.laboratory.axon import Axon
from apsite.laboratory.clamps import time_axis
from apsite.laboratory.compartments import Compartments, cut
from apsite.laboratory.electrodes import Electrode, driven, placed
from apsite.membranes.mechanism import Mechanism
from apsite.parameters import BY_NAME, TIME, Quantity

#: Longest step of the integration of the squid's axon at the reference temperature, ms, as in `clamps`; of a membrane
#: that says its own (`Mechanism.axon_step`), that.
LONGEST_STEP = 0.025
#: How often a run is sampled where nothing is said, ms; or once in so many steps of a membrane that says its own.
INTERVAL = 0.025
STEPS_TO_A_SAMPLE = 5
#: What a run may reach, mV: far beyond, the fits of the rates mean nothing.
REACH = 300.0
#: What a run may take: steps times compartments, about a minute, and samples times compartments, about a gigabyte.
MOST_MOVES, MOST_KEPT = 1e9, 3e7


@dataclass(frozen=True, eq=False)
class Journey:
    """A run of an axon: `rest`, the state in which it begins, is the potentials (mV) and gates of its compartments."""

    injections: tuple[Electrode, ...]
    time: np.ndarray
    substeps: int
    compartments: Compartments
    rest: tuple[np.ndarray, np.ndarray]
    drive: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]

    @classmethod
    def of(
        cls,
        axon: Axon,
        injections: Sequence[Electrode],
        duration: float,
        dt: float | None,
        step: float | None,
        longest: float | None,
    ) -> "Journey":
        """Make a run ready. Raises ValueError as `simulate_axon` does."""
        given = placed(injections, axon)
        limit = _longest_step(axon) if step is None else replace(TIME, name="step", minimum=1e-6).check(step)
        if dt is None:
            dt = interval_of(axon.membrane.mechanism)
        time = time_axis(duration, dt)
        finest = BY_NAME["length"].minimum / 100
        if longest is not None:
            longest = Quantity("longest", "cm", finest, BY_NAME["length"].maximum).check(longest)
        substeps = max(1, ceil(dt / limit - 1e-9))
        compartments = cut(axon, longest)
        _bound(duration, dt, substeps, len(compartments.position))
        rest = _rest(axon, compartments)
        drive = driven(given, compartments, len(time) - 1, substeps, dt, duration)
        return cls(given, time, substeps, compartments, rest, drive)

    def run(self, V: np.ndarray, gates: np.ndarray, start: int, end: int) -> tuple[np.ndarray, np.ndarray]:
        """Return potentials and gates at the samples `start` to `end` - 1, of which V and `gates` are the first."""
        sites, shares, stimuli, currents = self.drive
        # Machine code of its own would be made for arrays that are not one piece.
        part = np.ascontiguousarray(currents[:, start * self.substeps : (end - 1) * self.substeps])
        voltage, states = self.compartments.kernel.propagate(
            np.ascontiguousarray(V),
            np.ascontiguousarray(gates),
            end - start,
            self.substeps,
            (self.time[1] - self.time[0]) / self.substeps,
            *self.compartments.sections,
            self.compartments.area,
            self.compartments.capacitance,
            self.compartments.axial,
            (sites, shares, stimuli, part),
        )
        if not np.abs(voltage).max() <= REACH:
            raise ValueError(
                "the potential leaves the range in which the model has a meaning; "
                f"allowed: -{REACH:g} to {REACH:g} mV. The current of a stimulus (uA) is too strong for this axon"
            )
        return voltage, states


def _bound(duration: float, dt: float, substeps: int, count: int) -> None:
    """Raise ValueError for a run of so many compartments that would take minutes, or gigabytes."""
    steps, samples = MOST_MOVES / count, MOST_KEPT / count
    longest = dt * min(steps / substeps, samples)
    if duration > longest:
        raise ValueError(
            f"duration = {duration:g} ms of this axon takes minutes or gigabytes: {count} compartments, each with "
            f"{substeps} steps to a sample; allowed: up to {longest:.3g} ms, or a shorter axon"
        )


def interval_of(mechanism: Mechanism) -> float:
    """Return how often a run of an axon of this membrane is sampled where nothing is said, ms."""
    return INTERVAL if mechanism.axon_step is None else STEPS_TO_A_SAMPLE * mechanism.axon_step


def _longest_step(axon: Axon) -> float:
    """The step in ms that suits the fastest of the axon's membranes."""
    membranes = [axon.membrane, *(each.membrane for each in axon.stretches if each.membrane is not None)]
    return min(each.mechanism.axon_step or LONGEST_STEP / max(1.0, each.haste) for each in membranes)


def _rest(axon: Axon, compartments: Compartments) -> tuple[np.ndarray, np.ndarray]:
    """The potential (mV) and the gates at which nothing changes, by compartment."""
    V = np.full(len(compartments.position), axon.membrane.resting_potential)
    gates = np.zeros((compartments.slots, len(V)))
    if not compartments.kernel.settle(V, gates, *compartments.sections, compartments.area, compartments.axial):
        raise ValueError(f"{axon!r} has no rest that it could start from; allowed: membranes that come to rest")
    return V, gates
