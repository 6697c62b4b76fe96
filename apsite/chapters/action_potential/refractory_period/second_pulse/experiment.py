"""The two-pulse experiment.

A first pulse sets off a spike; how strong a second one must be to set off another is searched over the interval
between the two. A second spike is one that passes 0 mV upwards after the second pulse has begun.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.searches import fires_each, least_of_each, threshold_amplitude
from apsite.laboratory.states import State
from apsite.laboratory.stimuli import Pulse
from apsite.laboratory.sweeps import simulate_many
from apsite.parameters import BY_NAME

WIDTH = 0.5  # ms, of both pulses
FIRST = 2.0  # times threshold
INTERVALS = np.concatenate([np.arange(6.75, 12.0, 0.75), np.arange(12.0, 35.1, 1.0)])  # ms, from onset to onset
CHOSEN = (8.0, 10.0, 12.0, 16.0, 20.0, 25.0)  # ms
CAPS = (2.0, 5.0, 10.0)  # times threshold
SHOWN = (8.0, 10.0, 12.0, 14.0, 17.0, 21.0)  # ms, intervals of the traces
SECOND = 2.0  # times threshold, of the second pulse in the traces
SPAN = 40.0  # ms
WARM = 18.5  # °C
PATIENCE = 15.0  # ms for which a second spike is waited for, at the reference temperature
STEP = 0.025  # ms
#: From a strength a little above this on, the charge of the pulse alone lifts the potential past 0 mV.
STRONGEST = 12.0  # times threshold
_PRECISION = 1e-5  # of the ratios and intervals searched


@dataclass(frozen=True)
class Protocol(Options):
    """Two pulses of 0.5 ms, the first of twice the threshold current."""

    temperature: float = option(6.3, BY_NAME["temperature"], "Temperature of the axon.")


@dataclass(frozen=True)
class Result:
    """`threshold` (uA/cm2) of a first pulse. `intervals` (ms) and `ratios`, shape (intervals,): the weakest second
    pulse that fires, over `threshold`; `chosen`: the same for `CHOSEN`. `absolute` (ms), for each of `CAPS`:
    the shortest interval at which a second pulse of that strength fires. `after`: one spike and its recovery; `pairs`:
    the runs with a second pulse of `SECOND` times threshold. `warm_absolute` (ms): for the first cap, at `WARM`.
    """

    protocol: Protocol
    threshold: float
    intervals: np.ndarray
    ratios: np.ndarray
    chosen: tuple[float, ...]
    absolute: tuple[float, ...]
    after: Recording
    pairs: tuple[Recording, ...]
    warm_absolute: float


class Bench:
    """A membrane on which first pulses of twice threshold are followed by second ones."""

    def __init__(self, membrane: Membrane) -> None:
        self.membrane = membrane
        self.threshold = threshold_amplitude(membrane, WIDTH)
        self.first = Pulse(0.0, WIDTH, FIRST * self.threshold)

    def left_by_first(self, interval: float) -> State:
        """The state `interval` ms after the first pulse began, when the second one begins."""
        step = interval / ceil(interval / STEP)
        recording = simulate(self.membrane, [self.first], interval, dt=step)
        return recording.state_at(float(recording.time[-1]))

    def ratios(self, states: Sequence[State]) -> np.ndarray:
        """The weakest pulses that set off a spike from each of `states`, over the threshold from rest."""
        widths = np.full(len(states), WIDTH)
        return least_of_each(
            lambda each, which: fires_each(
                self.membrane, each * self.threshold, widths[which], [states[k] for k in which], patience=PATIENCE
            ),
            np.zeros(len(states)),
            np.full(len(states), STRONGEST),
            "times threshold",
            precision=_PRECISION,
        )

    def absolute(self, caps: Sequence[float]) -> tuple[float, ...]:
        """The shortest intervals (ms) at which second pulses of `caps` times threshold fire."""

        def fire(intervals: np.ndarray, which: np.ndarray) -> np.ndarray:
            pairs = [
                [self.first, Pulse(interval, WIDTH, caps[search] * self.threshold)]
                for interval, search in zip(intervals.tolist(), which.tolist(), strict=True)
            ]
            # What is slower in the cold is waited for longer; what is quicker in the warm is looked at more often.
            haste = self.membrane.haste
            span, step = intervals.max() + PATIENCE / min(1.0, haste), STEP / max(1.0, haste)
            found = simulate_many(self.membrane, pairs, span, ["spike_times"], dt=step)["spike_times"]
            return np.array([(times > onset).any() for times, onset in zip(found, intervals, strict=True)])

        none = np.zeros(len(caps))
        return tuple(least_of_each(fire, none + 2.5, none + SPAN, "ms", precision=_PRECISION).tolist())


def run(protocol: Protocol = Protocol()) -> Result:
    """Search the weakest second pulse at every interval, and the shortest interval for every cap."""
    bench, warm = Bench(Membrane(temperature=protocol.temperature)), Bench(Membrane(temperature=WARM))
    ratios = bench.ratios([bench.left_by_first(interval) for interval in (*INTERVALS, *CHOSEN)])
    (warm_absolute,) = warm.absolute(CAPS[:1])
    return Result(
        protocol=protocol,
        threshold=bench.threshold,
        intervals=INTERVALS,
        ratios=ratios[: len(INTERVALS)],
        chosen=tuple(ratios[len(INTERVALS) :].tolist()),
        absolute=bench.absolute(CAPS),
        after=simulate(bench.membrane, [bench.first], SPAN),
        pairs=tuple(
            simulate(bench.membrane, [bench.first, Pulse(each, WIDTH, SECOND * bench.threshold)], SPAN)
            for each in SHOWN
        ),
        warm_absolute=warm_absolute,
    )


def values(result: Result) -> tuple[Value, ...]:
    """Return the ratios and the refractory periods, and how far the gates have recovered."""
    after = result.after
    rest = after.membrane.rest
    eight, twelve, twenty = (after.state_at(moment) for moment in (CHOSEN[0], CHOSEN[2], CHOSEN[4]))
    weakest = f"Weakest second pulse of {WIDTH:g} ms that fires, over the weakest first one, when it begins"
    shortest = "Shortest interval between the onsets of two pulses at which the second fires, if it is"
    first = f"after a first pulse of {FIRST:g} times threshold"
    least_at = int(np.argmin(result.ratios))
    return (
        Value("second.width", WIDTH, "ms", 1, "Width of both pulses."),
        Value("second.first", FIRST, "1", 0, "First pulse, over the weakest that fires."),
        *(
            Value(f"second.interval_{each:g}", each, "ms", 0, "An interval between the onsets of two pulses.")
            for each in CHOSEN
        ),
        *(
            Value(f"second.ratio_at_{each:g}", ratio, "1", 2, f"{weakest} {each:g} ms {first}.")
            for each, ratio in zip(CHOSEN, result.chosen, strict=True)
        ),
        *(Value(f"refractory.cap_{cap:g}", cap, "1", 0, "Cap on the second pulse, times threshold.") for cap in CAPS),
        *(
            Value(f"refractory.absolute_{cap:g}x", period, "ms", 2, f"{shortest} {cap:g} times threshold, {first}.")
            for cap, period in zip(CAPS, result.absolute, strict=True)
        ),
        Value("refractory.warm_temperature", WARM, "°C", 1, "Temperature of the warm axon."),
        Value(
            "refractory.warm_absolute",
            result.warm_absolute,
            "ms",
            2,
            f"{shortest} {CAPS[0]:g} times threshold, {first}, at {WARM:g} °C.",
        ),
        Value(
            "refractory.warm_factor",
            result.absolute[0] / result.warm_absolute,
            "1",
            1,
            f"That interval at {result.protocol.temperature:g} °C over that at {WARM:g} °C.",
        ),
        Value(
            "refractory.gate_factor",
            BY_NAME["Q_10"].value ** ((WARM - BY_NAME["T_ref"].value) / BY_NAME["dT_10"].value),
            "1",
            1,
            f"How much faster all gates are at {WARM:g} °C than at {BY_NAME['T_ref'].value:g} °C.",
        ),
        Value("refractory.h_at_rest", rest.h, "1", 2, "Share of open h gates at rest."),
        Value("refractory.n_at_rest", rest.n, "1", 2, "Share of open n gates at rest."),
        Value("refractory.h_at_8", eight.h, "1", 2, "Share of open h gates 8 ms after the first pulse began."),
        Value("refractory.n_at_8", eight.n, "1", 2, "Share of open n gates 8 ms after the first pulse began."),
        Value(
            "refractory.potassium_at_8",
            (eight.n / rest.n) ** 4,
            "1",
            1,
            "Potassium conductance 8 ms after the first pulse began, over that at rest.",
        ),
        Value("refractory.h_at_12", twelve.h, "1", 2, "Share of open h gates 12 ms after the first pulse began."),
        Value(
            "refractory.potassium_at_12",
            (twelve.n / rest.n) ** 4,
            "1",
            2,
            "Potassium conductance 12 ms after the first pulse began, over that at rest.",
        ),
        Value("refractory.voltage_at_8", eight.V, "mV", 1, "Potential 8 ms after the first pulse began."),
        Value("supernormal.interval", float(result.intervals[least_at]), "ms", 0, "Interval of the lowest threshold."),
        Value("supernormal.ratio", float(result.ratios[least_at]), "1", 2, f"{weakest} at that interval {first}."),
        Value("supernormal.voltage", twenty.V - rest.V, "mV", 1, "V above rest, 20 ms after the first pulse began."),
        Value("supernormal.n", twenty.n, "1", 3, "Share of open n gates 20 ms after the first pulse began."),
        Value("supernormal.n_at_rest", rest.n, "1", 3, "Share of open n gates at rest."),
    )
