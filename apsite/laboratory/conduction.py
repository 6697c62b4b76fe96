"""Runs of an axon: where current enters it, what the potential does at every place, and how fast a spike travels.

Owns the step in time, and the measures of a travelling spike.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

import numpy as np

from apsite.equations.membrane import equations_of
from apsite.kernels.cable import Kind
from apsite.laboratory.arrivals import arrival
from apsite.laboratory.axon import Axon
from apsite.laboratory.clamps import time_axis
from apsite.laboratory.compartments import Compartments, cut
from apsite.laboratory.electrodes import Electrode, driven, placed
from apsite.laboratory.inputs import Traces, instance, named
from apsite.laboratory.measurements import DETECTION_LEVEL
from apsite.membranes.mechanism import Mechanism
from apsite.parameters import BY_NAME, TIME, Quantity

#: Longest step of the integration of the squid's axon at the reference temperature, ms, as in `clamps`; of a membrane
#: that says its own (`Mechanism.axon_step`), that.
LONGEST_STEP = 0.025
#: How often a run is sampled where nothing is said, ms; or once in so many steps of a membrane that says its own.
INTERVAL = 0.025
STEPS_TO_A_SAMPLE = 5
#: The electrodes of `velocity`, in shares of the length: far from both ends, where a spike has another speed.
ELECTRODES = (0.4, 0.8)
#: What a run may reach, mV: far beyond, the fits of the rates mean nothing.
REACH = 300.0
#: What a run may take: steps times compartments, about a minute, and samples times compartments, about a gigabyte.
MOST_MOVES, MOST_KEPT = 1e9, 3e7


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
    V, gates = _rest(axon, compartments)
    drive = driven(given, compartments, len(time) - 1, substeps, dt, duration)
    voltage, states = compartments.kernel.propagate(
        V,
        gates,
        len(time),
        substeps,
        dt / substeps,
        *compartments.sections,
        compartments.area,
        compartments.capacitance,
        compartments.axial,
        drive,
    )
    if not np.abs(voltage).max() <= REACH:
        raise ValueError(
            f"the potential leaves the range in which the model has a meaning; allowed: -{REACH:g} to {REACH:g} mV. "
            "The current of a stimulus (uA) is too strong for this axon"
        )
    return AxonRecording(axon, given, time, voltage, states, compartments)


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
