"""Firing rate against a steady current.

Below a certain current the membrane fires once or a few times and falls silent; above it, it fires on, at once at a
rate far from zero.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.clamps import simulate_many
from apsite.laboratory.experiment import Options, Value
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Step

LEVELS = (0.0, 2.0, 4.0, 6.0, 6.2, 6.3, 7.0, 8.0, 10.0, 12.5, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0)  # uA/cm2
DURATION = 1000.0  # ms
SETTLED = 500.0  # ms; the rate is that of the time after it


@dataclass(frozen=True)
class Protocol(Options):
    """Steps of current from rest, a second long."""


@dataclass(frozen=True)
class Result:
    """`levels` in uA/cm2, `counts` of all spikes, and `rates` in Hz once settled, each of shape (levels,)."""

    levels: np.ndarray
    counts: np.ndarray
    rates: np.ndarray

    def at(self, level: float) -> tuple[int, float]:
        """Return the count and the rate (Hz) at one of the levels (uA/cm2)."""
        place = list(self.levels).index(level)
        return int(self.counts[place]), float(self.rates[place])


def run(protocol: Protocol = Protocol()) -> Result:
    """Record all steps."""
    measured = simulate_many(Membrane(), [[Step(0.0, level)] for level in LEVELS], DURATION, _measure, dt=0.025)
    counts, rates = zip(*measured, strict=True)
    return Result(np.array(LEVELS), np.array(counts), np.array(rates))


def _measure(recording: Recording) -> tuple[int, float]:
    """All spikes, and spikes per second (Hz) once settled, from the first to the last of those."""
    times = recording.spike_times[recording.spike_times > SETTLED]
    rate = 1000 * (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0
    return len(recording.spike_times), rate


def values(result: Result) -> tuple[Value, ...]:
    """Return the rates where firing starts and at stronger currents."""
    where = f"between {SETTLED:g} and {DURATION:g} ms of a steady current of"
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
    )
