"""Sodium that a spike costs, beyond what the capacitance needs.

In each of four membranes more sodium enters during a spike than charges the capacitance from rest to the peak, since
some of it enters while potassium leaves. How much more differs from membrane to membrane.
"""

from dataclasses import dataclass

import numpy as np
from scipy.integrate import cumulative_simpson

from apsite.chapters.action_potential.other_neurons.other_neurons.experiment import MECHANISMS, WORDS
from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.ions import outward_amount
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.searches import threshold_amplitude
from apsite.laboratory.stimuli import Pulse
from apsite.quantities import Quantity

ONSET, WIDTH, DURATION = 2.0, 0.5, 60.0  # ms
MARGIN = Quantity("margin", "1", 1.0, 10.0)


@dataclass(frozen=True)
class Protocol(Options):
    """A pulse of 0.5 ms, for each membrane a little stronger than it needs to fire."""

    margin: float = option(1.1, MARGIN, "The pulse over the weakest that fires.")


@dataclass(frozen=True)
class Cost:
    """What one spike takes, beyond what moves at rest, in pmol/cm2.

    `entered`, of sodium, since the start of the run, has the shape (samples,), as the recording; `needed` is what
    charging the capacitance from rest to the peak takes.
    """

    recording: Recording
    entered: np.ndarray
    needed: float

    @property
    def excess(self) -> float:
        """How many times what is needed has entered."""
        return float(self.entered[-1] / self.needed)


@dataclass(frozen=True)
class Result:
    """The `costs` by membrane."""

    protocol: Protocol
    costs: dict[str, Cost]


def run(protocol: Protocol = Protocol()) -> Result:
    """Search each membrane's threshold, and add up what enters."""
    cells = {name: Membrane.of(mechanism) for name, mechanism in MECHANISMS.items()}
    return Result(protocol, {name: _cost(cell, protocol.margin) for name, cell in cells.items()})


def _cost(membrane: Membrane, margin: float) -> Cost:
    amplitude = margin * threshold_amplitude(membrane, WIDTH)
    recording = simulate(membrane, [Pulse(ONSET, WIDTH, amplitude)], DURATION, dt=0.005)
    sodium = recording.currents["Na"]
    charge = np.asarray(cumulative_simpson(sodium - sodium[0], x=recording.time, initial=0.0))
    rise = recording.voltage.max() - membrane.resting_potential
    return Cost(recording, -np.asarray(outward_amount(charge)), float(outward_amount(membrane.capacitance * rise)))


def values(result: Result) -> tuple[Value, ...]:
    """Return what a spike costs in each membrane."""
    made = []
    for name, cost in result.costs.items():
        of = f"of the {WORDS[name]}"
        made += [
            Value(f"{name}.sodium", cost.entered[-1], "pmol/cm2", 2, f"Sodium that enters in a spike {of}, over rest."),
            Value(f"{name}.needed", cost.needed, "pmol/cm2", 2, f"What charging the capacitance takes, {of}."),
            Value(f"{name}.excess", cost.excess, "1", 1, f"Sodium that enters over what is needed, {of}."),
        ]
    return tuple(made)
