"""Tetrodotoxin.

Fewer and fewer sodium channels: the threshold current grows, the spike shrinks, the step between spike and no spike
gives way to a slope, and in the end the membrane only answers as a leaky capacitor does.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.measurements import DETECTION_LEVEL
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.searches import threshold_amplitudes
from apsite.laboratory.stimuli import Pulse
from apsite.laboratory.sweeps import simulate_many
from apsite.parameters import CURRENT

ONSET = 2.0  # ms
WIDTH = 0.5  # ms
DURATION = 20.0  # ms
SHARES = (1.0, 0.75, 0.5, 0.25, 0.0)  # of the sodium channels that are left
AMPLITUDES = np.linspace(0.0, 80.0, 161)  # uA/cm2


@dataclass(frozen=True)
class Protocol(Options):
    """A pulse of 0.5 ms to membranes with fewer and fewer sodium channels."""

    amplitude: float = option(26.55, CURRENT, "Amplitude of the pulse.")


@dataclass(frozen=True)
class Result:
    """`recordings`: the pulse, for each of `SHARES`; `thresholds` (uA/cm2), the weakest pulse of 0.5 ms that fires, for
    the shares that can; `amplitudes` (uA/cm2), shape (pulses,), and `peaks` (mV), shape (shares, pulses), the highest
    potential once the pulse has ended.
    """

    protocol: Protocol
    recordings: dict[float, Recording]
    thresholds: dict[float, float]
    amplitudes: np.ndarray
    peaks: np.ndarray


def run(protocol: Protocol = Protocol()) -> Result:
    """Record the pulse and pulses of all amplitudes in each membrane."""
    healthy = Membrane()
    membranes = {share: healthy.replace(g_Na=share * healthy.g_Na) for share in SHARES}
    pulses = [[Pulse(ONSET, WIDTH, float(each))] for each in AMPLITUDES]
    several = [each for each in membranes.values() for _ in pulses]
    found = simulate_many(several, pulses * len(membranes), DURATION, _peak, dt=0.025)
    peaks = np.array(found).reshape(len(membranes), len(pulses))
    firing = [share for share, row in zip(SHARES, peaks, strict=True) if row.max() > DETECTION_LEVEL]
    thresholds = threshold_amplitudes([membranes[share] for share in firing], [WIDTH] * len(firing))
    return Result(
        protocol=protocol,
        recordings={
            share: simulate(each, [Pulse(ONSET, WIDTH, protocol.amplitude)], DURATION)
            for share, each in membranes.items()
        },
        thresholds=dict(zip(firing, thresholds.tolist(), strict=True)),
        amplitudes=AMPLITUDES,
        peaks=peaks,
    )


def _peak(recording: Recording) -> float:
    """Highest potential once the pulse has ended, mV."""
    return float(recording.voltage[recording.time >= ONSET + WIDTH].max())


def values(result: Result) -> tuple[Value, ...]:
    """Return threshold current, peak and the height of the step for each share of the channels."""
    found = []
    for share, row in zip(SHARES, result.peaks, strict=True):
        name, left = f"{100 * share:.0f}", f"with {100 * share:g} % of the sodium channels"
        found += [
            Value(f"ttx.left_{name}", 100 * share, "%", 0, "Share of the sodium channels that are left."),
            Value(
                f"ttx.peak_{name}", _peak(result.recordings[share]), "mV", 1, f"Highest potential {left}, same pulse."
            ),
            Value(
                f"ttx.jump_{name}",
                float(np.diff(row).max()),
                "mV",
                0,
                f"Most that 0.5 uA/cm2 more add to the highest potential, {left}.",
            ),
        ]
        if share in result.thresholds:
            threshold = result.thresholds[share]
            found.append(Value(f"ttx.threshold_{name}", threshold, "uA/cm2", 1, f"Weakest pulse that fires, {left}."))
    ratio = result.thresholds[0.5] / result.thresholds[1.0]
    rest = result.recordings[0.0].membrane.resting_potential
    return (
        *found,
        Value("ttx.amplitude", result.protocol.amplitude, "uA/cm2", 2, "Amplitude of the pulse."),
        Value("ttx.step", float(AMPLITUDES[1] - AMPLITUDES[0]), "uA/cm2", 1, "Distance of the amplitudes tried."),
        Value("ttx.threshold_ratio", ratio, "1", 1, "Threshold with half of the channels over that with all."),
        Value("ttx.rest", rest, "mV", 1, "Resting potential without sodium channels."),
    )
