"""What a run leaves behind: the states at each sample, and all that follows from them.

Owns the names under which a run's traces are read. Everything beside the states is worked out when it is asked for.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from apsite.laboratory.inputs import Traces
from apsite.laboratory.measurements import Spike, find_spikes, upward_crossings
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.states import State
from apsite.laboratory.stimuli import Shock, Stimulus
from apsite.membranes.mechanism import Current
from apsite.parameters import TIME


@dataclass(frozen=True, eq=False)
class Recording:
    """Traces of one run; every array has the shape (samples,).

    `time` in ms; `states` of shape (parts, samples): potential (mV) and the gates (0 to 1), of
    the squid's axon m, h, n;
    `stimulus`, the current through the electrode in uA/cm2, positive when it depolarizes.
    """

    membrane: Membrane
    stimuli: tuple[Stimulus, ...]
    time: np.ndarray
    states: np.ndarray
    stimulus: np.ndarray

    @property
    def voltage(self) -> np.ndarray:
        """Membrane potential, mV."""
        return np.asarray(self.states[0])

    def state_at(self, moment: float) -> State:
        """Return the state at the sample next to `moment` (ms), for another run to start from.

        Raises ValueError for a moment outside the run.
        """
        moment = replace(TIME, name="moment", maximum=float(self.time[-1])).check(moment)
        return State.of(self.membrane.mechanism, *self.states[:, int(np.argmin(np.abs(self.time - moment)))])

    @cached_property
    def gates(self) -> dict[str, np.ndarray]:
        """Share of open gates, 0 to 1, by name: of the squid's axon m, h, n."""
        return Traces({gate.name: self.states[row] for row, gate in enumerate(self.membrane.mechanism.gates, start=1)})

    @cached_property
    def conductances(self) -> dict[str, np.ndarray]:
        """Conductances in mS/cm2 by ion: of the squid's axon Na, K, L (leak)."""
        return Traces({current.name: self._observables[row] for row, current in enumerate(self._declared)})

    @cached_property
    def currents(self) -> dict[str, np.ndarray]:
        """Ionic currents in uA/cm2, positive outward, by ion: of the squid's axon Na, K, L (leak)."""
        return Traces(
            {each.name: self._observables[row] for row, each in enumerate(self._declared, len(self._declared))}
        )

    @cached_property
    def slope(self) -> np.ndarray:
        """dV/dt in mV/ms; at an edge of the stimulus, after it."""
        return np.asarray(self._observables[-1] + self.stimulus / self.membrane.capacitance)

    @cached_property
    def spike_times(self) -> np.ndarray:
        """When the detection level is passed upwards, ms, shape (spikes,): quicker than measuring whole spikes."""
        return upward_crossings(self.time, self.voltage)

    @cached_property
    def spikes(self) -> tuple[Spike, ...]:
        """The action potentials, measured with the criteria that `find_spikes` has by default."""
        drive = self.stimulus / self.membrane.capacitance
        shocks = [each.onset for each in self.stimuli if isinstance(each, Shock)]
        rest = self.membrane.resting_potential
        return find_spikes(self.time, self.voltage, self.slope, rest, drive=drive, shocks=shocks)

    @property
    def _declared(self) -> tuple[Current, ...]:
        return self.membrane.mechanism.currents

    @cached_property
    def _observables(self) -> np.ndarray:
        return np.asarray(self.membrane.kernel.observables(self.states, self.membrane.arguments))
