"""Anode-break excitation.

A current that hyperpolarizes the membrane, and then ends, can set off a spike: h gates have opened and n gates have
closed meanwhile. The weakest current that does is searched for one width, for many, and with single gates put back.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.measurements import Spike
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.searches import least_of_each
from apsite.laboratory.stimuli import Step
from apsite.laboratory.sweeps import simulate_many
from apsite.parameters import Quantity

ONSET = 5.0  # ms
AFTER = 40.0  # ms
MARGIN = 0.02  # how far from the weakest step, as a share of it, the two steps are
STRONGEST = 30.0  # uA/cm2
WIDTHS = np.array([1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.5, 15.0, 20.0, 30.0, 40.0])  # ms
_SAMPLE_INTERVAL = 0.025
_PRECISION = 1e-5


@dataclass(frozen=True)
class Protocol(Options):
    """A current that hyperpolarizes a resting membrane for a while."""

    width: float = option(30.0, Quantity("width", "ms", 1.0, 200.0), "How long the current lasts.")


@dataclass(frozen=True)
class Result:
    """`threshold` (uA/cm2), the weakest hyperpolarizing current that ends in a spike; `below` and `above`, the runs a
    little under and over it, `released` the sample (index) at which it ends. `widths` (ms) and `thresholds` (uA/cm2)
    of shape (widths,). `h_reset` and `n_reset` (uA/cm2): the weakest current if one gate is put at rest when it ends.
    """

    protocol: Protocol
    threshold: float
    below: Recording
    above: Recording
    released: int
    widths: np.ndarray
    thresholds: np.ndarray
    h_reset: float
    n_reset: float


def run(protocol: Protocol = Protocol()) -> Result:
    """Search the weakest step, then record around it, at other widths and with gates put back."""
    membrane, width = Membrane(), protocol.width
    rest = membrane.rest

    searched = np.append(WIDTHS, width)
    changes = ({"h": rest.h}, {"n": rest.n})

    def fire(amplitudes: np.ndarray, which: np.ndarray) -> np.ndarray:
        steps = [[Step(0.0, -amplitude, ends)] for amplitude, ends in zip(amplitudes, searched[which], strict=True)]
        span = searched.max() + AFTER
        found = simulate_many(membrane, steps, span, ["spike_times"], dt=_SAMPLE_INTERVAL)["spike_times"]
        ends = searched[which]
        return np.array([((end < each) & (each <= end + AFTER)).any() for each, end in zip(found, ends, strict=True)])

    def fire_reset(amplitudes: np.ndarray, which: np.ndarray) -> np.ndarray:
        steps = [[Step(0.0, -amplitude)] for amplitude in amplitudes]
        ends = simulate_many(membrane, steps, width, lambda run: run.state_at(width), dt=_SAMPLE_INTERVAL)
        states = [state.replace(**changes[search]) for state, search in zip(ends, which, strict=True)]
        found = simulate_many(membrane, [[]] * len(states), AFTER, ["spikes"], initial=states, dt=_SAMPLE_INTERVAL)
        return np.asarray(found["spikes"] > 0)

    def weakest(works: Callable[[np.ndarray, np.ndarray], np.ndarray], searches: int) -> np.ndarray:
        none = np.zeros(searches)
        return least_of_each(works, none, none + STRONGEST, "uA/cm2", precision=_PRECISION)

    def record(amplitude: float) -> Recording:
        return simulate(membrane, [Step(ONSET, -amplitude, width)], ONSET + width + AFTER)

    *thresholds, threshold = weakest(fire, len(searched)).tolist()
    h_reset, n_reset = weakest(fire_reset, len(changes)).tolist()
    above = record((1 + MARGIN) * threshold)
    return Result(
        protocol=protocol,
        threshold=threshold,
        below=record((1 - MARGIN) * threshold),
        above=above,
        released=int(np.argmin(np.abs(above.time - ONSET - width))),
        widths=WIDTHS,
        thresholds=np.array(thresholds),
        h_reset=h_reset,
        n_reset=n_reset,
    )


def values(result: Result) -> tuple[Value, ...]:
    """Return the weakest steps, and what they have done to the membrane by the time they end."""
    above, released, width = result.above, result.released, result.protocol.width
    rest, state = above.membrane.rest, above.state_at(float(above.time[result.released]))
    spike = _first(above)
    weakest = f"Weakest hyperpolarizing current that ends in a spike when it lasts {width:g} ms"
    end = f"at the end of {width:g} ms of a current {100 * MARGIN:g} % stronger than the weakest"
    return (
        Value("break.width", width, "ms", 0, "How long the hyperpolarizing current lasts."),
        Value("break.amplitude", result.threshold, "uA/cm2", 2, f"{weakest}."),
        Value("break.margin", 100 * MARGIN, "%", 0, "How far from the weakest current the two that are shown lie."),
        Value("break.voltage", state.V, "mV", 1, f"Potential {end}."),
        Value("break.depth", rest.V - state.V, "mV", 0, f"Distance of V from rest, {end}."),
        Value("break.h", state.h, "1", 2, f"Share of open h gates {end}."),
        Value("break.h_at_rest", rest.h, "1", 2, "Share of open h gates at rest."),
        Value("break.n", state.n, "1", 2, f"Share of open n gates {end}."),
        Value("break.n_at_rest", rest.n, "1", 2, "Share of open n gates at rest."),
        Value(
            "break.potassium_share", 100 * (state.n / rest.n) ** 4, "%", 0, f"Potassium conductance {end}, of rest's."
        ),
        Value("break.sodium_gain", state.h / rest.h, "1", 2, f"Share of open h gates {end}, over that at rest."),
        Value("break.peak", spike.peak, "mV", 1, "Peak of the spike that follows the shown current."),
        Value(
            "break.latency",
            spike.peak_time - float(above.time[released]),
            "ms",
            1,
            "From the current's end to the peak.",
        ),
        Value(
            "break.below_peak",
            float(result.below.voltage.max()),
            "mV",
            1,
            "Highest potential after a current too weak.",
        ),
        Value("break.h_reset", result.h_reset, "uA/cm2", 2, f"{weakest} and h is then put at rest."),
        Value("break.n_reset", result.n_reset, "uA/cm2", 2, f"{weakest} and n is then put at rest."),
        Value("break.brief_width", float(result.widths[0]), "ms", 0, "Briefest hyperpolarizing current tried."),
        Value(
            "break.brief",
            float(result.thresholds[0]),
            "uA/cm2",
            1,
            "Weakest current of that width that ends in a spike.",
        ),
    )


def _first(recording: Recording) -> Spike:
    """The first spike; raises ValueError where there is none."""
    if not recording.spikes:
        raise ValueError("the membrane does not fire when the current ends")
    return recording.spikes[0]
