"""Runs of an axon: where current enters it, what the potential does at every place, and how fast a spike travels.

Owns the measures of a travelling spike, and when it is known whether one comes. Leaves the run to `journeys`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, inf

import numpy as np

from apsite.equations.membrane import equations_of
from apsite.kernels.cable import Kind
from apsite.laboratory.arrivals import arrival
from apsite.laboratory.axon import Axon
from apsite.laboratory.compartments import Compartments
from apsite.laboratory.electrodes import Electrode
from apsite.laboratory.inputs import Traces, instance, named
from apsite.laboratory.journeys import REACH, Journey
from apsite.laboratory.measurements import DETECTION_LEVEL
from apsite.parameters import Quantity

#: The electrodes of `velocity`, in shares of the length: far from both ends, where a spike has another speed.
ELECTRODES = (0.4, 0.8)
#: Of a run that is asked for no more than whether a spike comes: into how many pieces it is cut, unless one had fewer
#: steps times compartments than make up for its tables; and how near to rest (mV; shares of gates) an axon is from
#: which nothing more will come.
PIECES, WORTH = 32, 1e5
STILL, STILL_GATES = 1.0, 0.02


@dataclass(frozen=True, eq=False)
class AxonRecording:
    """What an axon did: `time` (ms) of shape (samples,), `position` (cm, the compartments' middles) of (positions,).

    `voltage` (mV) of shape (samples, positions); `states`, the shares of open gates, of shape (slots, samples,
    positions), of which a membrane with fewer gates leaves the last at 0: a node one, an internode all.
    """

    axon: Axon
    injections: tuple[Electrode, ...]
    time: np.ndarray
    voltage: np.ndarray
    states: np.ndarray
    compartments: Compartments

    @property
    def position(self) -> np.ndarray:
        """Middles of the compartments, cm, shape (positions,)."""
        return self.compartments.position

    @cached_property
    def gates(self) -> dict[str, np.ndarray]:
        """Shares of open gates, 0 to 1, by name: m, h, n; shape (samples, positions) each, 0 where there is none."""
        mechanisms = self.compartments.mechanisms
        found = Traces({gate.name: np.zeros_like(self.voltage) for each in mechanisms for gate in each.gates})
        for membrane, start, end in zip(self.compartments.which, *_edges(self.compartments.first), strict=True):
            kind = Kind(equations_of(mechanisms[self.compartments.kinds[membrane]]))
            for slot, name in enumerate(map(str, kind.slots)):
                if name in found:
                    found[name][:, start:end] = self.states[slot, :, start:end]
        return found

    @cached_property
    def ionic_current(self) -> np.ndarray:
        """Current through the membrane's channels and leaks, uA/cm2, positive outward; shape (samples, positions)."""
        return np.asarray(self.compartments.kernel.current(self.voltage, self.states, *self.compartments.sections))

    @cached_property
    def axial_current(self) -> np.ndarray:
        """Current along the axon's inside from each compartment to the next, uA; shape (samples, positions - 1)."""
        return np.asarray(-np.diff(self.voltage, axis=1) * self.compartments.axial[:-1])

    def voltage_at(self, place: float) -> np.ndarray:
        """Return the potential (mV) at an electrode at `place` (cm), shape (samples,): linear between two positions.

        Raises ValueError for a place beyond the axon.
        """
        (left, share), *right = self.compartments.spread(self._place(place))
        trace = share * self.voltage[:, left]
        return np.asarray(trace + sum(part * self.voltage[:, other] for other, part in right))

    @cached_property
    def arrivals(self) -> np.ndarray:
        """When a spike first passes the detection level upwards at each position, ms; NaN where none does."""
        return np.array([arrival(self.time, trace, DETECTION_LEVEL) for trace in self.voltage.T])

    def arrival_at(self, place: float, level: float = DETECTION_LEVEL) -> float | None:
        """Return when the potential at an electrode at `place` (cm) first passes `level` (mV) upwards, ms, or None.

        Raises ValueError for a place beyond the axon.
        """
        near = self.compartments.spread(self._place(place))
        found = sum(share * arrival(self.time, self.voltage[:, position], level) for position, share in near)
        return None if np.isnan(found) else float(found)

    def velocity_between(self, start: float, end: float, level: float = DETECTION_LEVEL) -> float | None:
        """Return how fast the spike travels from one electrode to the other (cm both), m/s: passing `level` (mV).

        None unless it passes both, negative where it comes the other way. Raises ValueError for a place beyond the
        axon.
        """
        first, second = self.arrival_at(start, level), self.arrival_at(end, level)
        if first is None or second is None or first == second:
            return None
        return (end - start) / (second - first) * 10.0  # cm/ms to m/s

    @property
    def velocity(self) -> float | None:
        """Velocity between electrodes at 0.4 and 0.8 of the length, m/s; None unless a spike passes both."""
        return self.velocity_between(*(share * self.axon.length for share in ELECTRODES))

    def position_at(self, place: float) -> int:
        """Return which of the positions lies next to `place` (cm). Raises ValueError for a place beyond the axon."""
        return int(np.argmin(np.abs(self.position - self._place(place))))

    def sample_at(self, moment: float) -> int:
        """Return which of the samples lies next to `moment` (ms)."""
        return int(np.argmin(np.abs(self.time - moment)))

    def _place(self, place: float) -> float:
        return Quantity("place", "cm", 0.0, self.axon.length).check(place)


def _edges(first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return first[:-1], first[1:]


@named
def simulate_axon(
    axon: Axon,
    injections: Sequence[Electrode],
    duration: float,
    *,
    dt: float | None = None,
    step: float | None = None,
    longest: float | None = None,
) -> AxonRecording:
    """Return what `axon` does under `injections` for `duration` ms, sampled every `dt` ms.

    Where no `dt` is given it is 0.025 ms, or 0.005 ms for an axon with a mammal's nodes. Samples lie at 0,
    dt, 2 dt and so on; where dt does not divide the duration, the last lies before its end. It starts at its rest: the
    state in which nothing changes anywhere. `step` is the longest step of the integration (ms), `longest` the length
    of a bare axon's longest compartment (cm); the error falls with the square of both. By default they are short
    enough for a velocity that is right to 0.2 %. Raises ValueError for input that has no meaning, naming the
    argument, its value, its unit and what is allowed.
    """
    instance("axon", axon, Axon)
    journey = Journey.of(axon, injections, duration, dt, step, longest)
    voltage, states = journey.run(*journey.rest, 0, len(journey.time))
    return AxonRecording(axon, journey.injections, journey.time, voltage, states, journey.compartments)


@named
def arrives(
    axon: Axon,
    injections: Sequence[Electrode],
    place: float,
    duration: float,
    *,
    level: float = DETECTION_LEVEL,
    dt: float | None = None,
) -> bool:
    """Say whether the potential at `place` (cm) passes `level` (mV) upwards within `duration` ms: as `arrival_at` does.

    The run ends as soon as that is known: when the spike has come, or when the axon is at rest again all along and
    no current is left to come. Raises ValueError as `simulate_axon` does, and for a place beyond the axon.
    """
    instance("axon", axon, Axon)
    level = Quantity("level", "mV", -REACH, REACH).check(level)
    journey = Journey.of(axon, injections, duration, dt, None, None)
    near = journey.compartments.spread(Quantity("place", "cm", 0.0, axon.length).check(place))
    positions = [position for position, _ in near]
    passed = np.zeros(len(positions), bool)
    rest = V, gates = journey.rest
    before = V[positions] > level
    last = max((_end(each) for each in journey.injections), default=0.0)
    samples = len(journey.time)
    piece = max(ceil(samples / PIECES), ceil(WORTH / (journey.substeps * len(V))))
    for start in range(0, samples - 1, piece):
        voltage, states = journey.run(V, gates, start, min(start + piece + 1, samples))
        above = np.vstack([before, voltage[1:, positions] > level])
        passed |= (~above[:-1] & above[1:]).any(axis=0)
        if passed.all():
            return True
        V, gates, before = voltage[-1], states[:, -1], above[-1]
        still = np.abs(V - rest[0]).max() < STILL and np.abs(gates - rest[1]).max() < STILL_GATES
        if still and journey.time[start + len(voltage) - 1] > last:
            return False
    return False


def _end(electrode: Electrode) -> float:
    """When its current ends, ms."""
    width = electrode.stimulus.width
    return inf if width is None else electrode.stimulus.onset + width
