"""Firing rate against a steady current.

Below a certain current the membrane fires once or a few times and falls silent; above it, it fires on, at once at a
rate far from zero. Over a range of currents it does either: it fires on, or stays silent where it is.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.searches import least_of_each
from apsite.laboratory.states import State
from apsite.laboratory.stimuli import Shock, Step, Stimulus
from apsite.laboratory.sweeps import simulate_many
from apsite.parameters.protocols import RATE_DURATION, RATE_SETTLED

LEVELS = (0.0, 2.0, 4.0, 6.0, 6.2, 6.3, 7.0, 8.0, 10.0, 12.5, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0)  # uA/cm2
BOTH = 8.0  # uA/cm2, at which the membrane can fire or be silent
PATIENCE = 2000.0  # ms, for a train that dies out slowly
NUDGE = 0.001  # mV, small enough for the membrane to answer in proportion
NUDGE_SPAN = 400.0  # ms
TRACE = 100.0  # ms
_STEP = 0.025  # ms


@dataclass(frozen=True)
class Protocol(Options):
    """Steps of current from rest, a second long."""


@dataclass(frozen=True)
class Result:
    """`levels` in uA/cm2, `counts` of all spikes, `rates` (Hz) and `peaks` (mV, highest potential) once settled, each
    of shape (levels,). `sustained` (uA/cm2): from where on a step from rest keeps the membrane firing; `unstable`
    (uA/cm2): up to where a membrane that is settled under a current stays so. `firing` and `silent`: runs at `BOTH`,
    from rest and from the settled state.
    """

    levels: np.ndarray
    counts: np.ndarray
    rates: np.ndarray
    peaks: np.ndarray
    sustained: float
    unstable: float
    firing: Recording
    silent: Recording

    def at(self, level: float) -> tuple[int, float]:
        """Return the count and the rate (Hz) at one of the levels (uA/cm2)."""
        place = list(self.levels).index(level)
        return int(self.counts[place]), float(self.rates[place])

    def peak_at(self, level: float) -> float:
        """Return the highest potential (mV) at one of the levels (uA/cm2)."""
        return float(self.peaks[list(self.levels).index(level)])


def run(protocol: Protocol = Protocol()) -> Result:
    """Record all steps, then search the borders of the range in which the membrane can do either."""
    membrane = Membrane()
    measured = simulate_many(membrane, [[Step(0.0, level)] for level in LEVELS], RATE_DURATION, _measure, dt=_STEP)
    counts, rates, peaks = zip(*measured, strict=True)
    return Result(
        levels=np.array(LEVELS),
        counts=np.array(counts),
        rates=np.array(rates),
        peaks=np.array(peaks),
        sustained=_border(lambda levels, _: _fire_on(membrane, levels), 5.0, 8.0),
        unstable=_border(lambda levels, _: _nudges_grow(membrane, levels), 8.0, 12.0),
        firing=simulate(membrane, [Step(0.0, BOTH)], TRACE, dt=0.05),
        silent=simulate(membrane, [Step(0.0, BOTH)], TRACE, initial=settled_under(membrane, BOTH), dt=0.05),
    )


def settled_under(membrane: Membrane, level: float) -> State:
    """Return the state in which `membrane` stands still under a steady current of `level` uA/cm2.

    In the balance a steady current does what a shift of the leak's reversal potential by `level` over g_L does.
    """
    return membrane.replace(E_L=membrane.E_L + level / membrane.g_L).rest


def _border(works: Callable[[np.ndarray, np.ndarray], np.ndarray], low: float, high: float) -> float:
    """The current (uA/cm2) from where on a membrane does what it did not below."""
    (found,) = least_of_each(works, np.array([low]), np.array([high]), "uA/cm2", precision=1e-5)
    return float(found)


def _fire_on(membrane: Membrane, levels: np.ndarray) -> np.ndarray:
    """Say of long steps of `levels` (uA/cm2) whether the membrane still fires at their end."""
    steps = [[Step(0.0, level)] for level in levels.tolist()]
    found = simulate_many(membrane, steps, PATIENCE, ["spike_times"], dt=_STEP)["spike_times"]
    return np.array([bool(times.size and times[-1] > PATIENCE - 50.0) for times in found])


def _nudges_grow(membrane: Membrane, levels: np.ndarray) -> np.ndarray:
    """Say whether the swings after a small push grow in membranes that have settled under `levels` (uA/cm2)."""
    starts = [settled_under(membrane, level) for level in levels.tolist()]
    pushed: list[list[Stimulus]] = [[Step(0.0, level), Shock(0.0, NUDGE)] for level in levels.tolist()]
    traces = simulate_many(membrane, pushed, NUDGE_SPAN, lambda run: run, initial=starts, dt=0.1)
    return np.array([_grow(trace, start.V) for trace, start in zip(traces, starts, strict=True)])


def _grow(trace: Recording, around: float) -> bool:
    swings, late = np.abs(trace.voltage - around), trace.time > NUDGE_SPAN / 2
    # The first swings hold what dies out at once, whatever the current.
    early = (trace.time > NUDGE_SPAN / 8) & ~late
    return bool(swings[late].max() > swings[early].max())


def _measure(recording: Recording) -> tuple[int, float, float]:
    """All spikes; spikes per second (Hz) once settled, from the first to the last of those; highest potential then."""
    times = recording.spike_times[recording.spike_times > RATE_SETTLED]
    rate = 1000 * (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0
    return len(recording.spike_times), float(rate), float(recording.voltage[recording.time > RATE_SETTLED].max())


def values(result: Result) -> tuple[Value, ...]:
    """Return the rates where firing starts and at stronger currents."""
    where = f"between {RATE_SETTLED:g} and {RATE_DURATION:g} ms of a steady current of"
    return (
        Value("firing.weak_level", 2.0, "uA/cm2", 0, "A steady current below the rheobase."),
        Value("firing.weak_count", result.at(2.0)[0], "1", 0, "Spikes in a second of a steady current of 2 uA/cm2."),
        Value("firing.silent_level", 6.0, "uA/cm2", 0, "A steady current that does not keep the membrane firing."),
        Value("firing.silent_count", result.at(6.0)[0], "1", 0, "Spikes in a second of a steady current of 6 uA/cm2."),
        Value("firing.silent_rate", result.at(6.0)[1], "Hz", 0, f"Firing rate {where} 6 uA/cm2."),
        Value("firing.first_level", 6.3, "uA/cm2", 1, "A steady current just strong enough to keep it firing."),
        Value("firing.first_rate", result.at(6.3)[1], "Hz", 1, f"Firing rate {where} 6.3 uA/cm2."),
        Value("firing.rate_at_10", result.at(10.0)[1], "Hz", 1, f"Firing rate {where} 10 uA/cm2."),
        Value("firing.ten", 10.0, "uA/cm2", 0, "A steady current between the two."),
        Value("firing.period", 1000 / result.at(6.3)[1], "ms", 1, "Time between spikes at 6.3 uA/cm2, once settled."),
        Value(
            "firing.strong_period",
            1000 / result.at(50.0)[1],
            "ms",
            1,
            "Time between spikes at 50 uA/cm2, once settled.",
        ),
        Value("firing.strong_level", 50.0, "uA/cm2", 0, "A steady current eight times as strong."),
        Value("firing.strong_rate", result.at(50.0)[1], "Hz", 1, f"Firing rate {where} 50 uA/cm2."),
        Value("firing.strong_peak", result.peak_at(50.0), "mV", 1, f"Highest potential {where} 50 uA/cm2."),
        Value("firing.rise", result.at(50.0)[1] / result.at(6.3)[1], "1", 1, "Rate at 50 uA/cm2 over that at 6.3."),
        Value("firing.ten_peak", result.peak_at(10.0), "mV", 1, f"Highest potential {where} 10 uA/cm2."),
        Value("firing.both_level", BOTH, "uA/cm2", 0, "A steady current at which the membrane can fire or be silent."),
        Value("firing.both_rate", result.at(BOTH)[1], "Hz", 1, f"Firing rate {where} {BOTH:g} uA/cm2, from rest."),
        Value("firing.both_voltage", result.silent.state_at(0.0).V, "mV", 1, "Potential of the silent membrane then."),
        Value(
            "firing.sustained", result.sustained, "uA/cm2", 2, "Weakest step from rest that keeps it firing for 2 s."
        ),
        Value(
            "firing.unstable",
            result.unstable,
            "uA/cm2",
            2,
            "Steady current up to which a settled membrane comes back to where it stood after a push of a microvolt.",
        ),
    )
