"""All or nothing: peak against stimulus.

Pulses of 0.5 ms and growing strength: the peak jumps at the threshold current and hardly grows beyond it. In a warm
axon the jump becomes a slope.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.measurements import ONSET_CRITERION
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.searches import rheobase, threshold_amplitude
from apsite.laboratory.stimuli import Pulse, Shock, Step
from apsite.laboratory.sweeps import simulate_many
from apsite.parameters import BY_NAME, Quantity

ONSET = 2.0  # ms
DURATION = 25.0  # ms
MULTIPLES = np.concatenate([np.linspace(0.0, 0.9, 19), np.linspace(0.92, 1.08, 33), np.linspace(1.1, 3.0, 39)])
MARGIN = 1e-4  # how far from threshold, as a share of it, the two traces lie that tell the decision
WARM = 30.0  # °C
WARM_KICKS = (10.0, 30.0)  # mV


@dataclass(frozen=True)
class Protocol(Options):
    """Pulses of one width."""

    width: float = option(0.5, Quantity("width", "ms", 0.05, 10.0), "Width of the pulses.")
    temperature: float = option(6.3, BY_NAME["temperature"], "Temperature of the axon.")


@dataclass(frozen=True)
class Result:
    """`threshold` (uA/cm2), the weakest pulse that fires; `amplitudes` (uA/cm2) and `peaks` (mV) of shape (pulses,);
    `below` and `above`, the recordings a ten-thousandth under and over threshold; `strong_peak` (mV) at five times
    threshold; `onsets` (mV), the least and the most negative dV/dt threshold under steady currents;
    `warm_peaks` (mV), after the kicks `WARM_KICKS` in the warm.
    """

    protocol: Protocol
    threshold: float
    amplitudes: np.ndarray
    peaks: np.ndarray
    below: Recording
    above: Recording
    strong_peak: float
    onsets: tuple[float, float]
    warm_peaks: tuple[float, ...]


def run(protocol: Protocol = Protocol()) -> Result:
    """Find the threshold, then record around it."""
    membrane = Membrane(temperature=protocol.temperature)
    threshold = threshold_amplitude(membrane, protocol.width)

    def pulses(multiples: np.ndarray) -> list[list[Pulse]]:
        return [[Pulse(ONSET, protocol.width, float(each) * threshold)] for each in multiples]

    below, above, strong = (
        simulate(membrane, protocol_of, DURATION) for protocol_of in pulses(np.array([1 - MARGIN, 1 + MARGIN, 5.0]))
    )
    warm, kicks = Membrane(temperature=WARM), [[Shock(0.0, kick)] for kick in WARM_KICKS]
    return Result(
        protocol=protocol,
        threshold=threshold,
        amplitudes=MULTIPLES * threshold,
        peaks=simulate_many(membrane, pulses(MULTIPLES), DURATION, ["highest"])["highest"],
        below=below,
        above=above,
        strong_peak=_peak(strong),
        onsets=_onsets(Membrane()),
        warm_peaks=tuple(simulate_many(warm, kicks, 10.0, ["highest"], dt=0.002)["highest"].tolist()),
    )


def _peak(recording: Recording) -> float:
    return float(recording.voltage.max())


def _onsets(membrane: Membrane) -> tuple[float, float]:
    """Highest and lowest dV/dt threshold (mV) for steady currents from just over rheobase to strong."""
    levels = np.linspace(1.1 * rheobase(membrane), 10.0, 9)
    steps = [[Step(1.0, float(level))] for level in levels]
    found = simulate_many(membrane, steps, 25.0, ["threshold"])["threshold"]
    return float(np.nanmax(found)), float(np.nanmin(found))


def values(result: Result) -> tuple[Value, ...]:
    """Return the threshold current, the peaks on both sides of it, and what the rule's limits are."""
    width = f"pulses of {result.protocol.width:g} ms"
    by_slope = f"Where dV/dt passes {ONSET_CRITERION:g} mV/ms under a steady current"
    kicks = f"Largest potential after an instantaneous kick at {WARM:g} °C, of"
    return (
        Value("threshold.amplitude", result.threshold, "uA/cm2", 2, f"Weakest of {width} after which V passes 0 mV."),
        Value("threshold.highest", result.onsets[0], "mV", 1, f"{by_slope} of 1.1 times rheobase."),
        Value("threshold.lowest", result.onsets[1], "mV", 1, f"{by_slope} of 10 uA/cm2."),
        Value("below.margin", 100 * MARGIN, "%", 2, "How far from the threshold current the two pulses are."),
        Value(
            "below.peak", _peak(result.below), "mV", 1, f"Largest potential after a pulse {100 * MARGIN:g} % too weak."
        ),
        Value(
            "above.peak",
            _peak(result.above),
            "mV",
            1,
            f"Largest potential after a pulse {100 * MARGIN:g} % over threshold.",
        ),
        Value(
            "five_times.peak", result.strong_peak, "mV", 1, "Largest potential after five times the threshold current."
        ),
        Value(
            "five_times.gain",
            result.strong_peak - _peak(result.above),
            "mV",
            0,
            "How much higher than just over threshold.",
        ),
        Value("kicks.temperature", WARM, "°C", 0, "Temperature of the axon in which spikes are graded."),
        Value("kicks.weak", WARM_KICKS[0], "mV", 0, "The weaker kick of the warm axon."),
        Value("kicks.strong", WARM_KICKS[1], "mV", 0, "The stronger kick of the warm axon."),
        Value("kicks.weak_peak", result.warm_peaks[0], "mV", 0, f"{kicks} {WARM_KICKS[0]:g} mV."),
        Value("kicks.strong_peak", result.warm_peaks[1], "mV", 0, f"{kicks} {WARM_KICKS[1]:g} mV."),
    )
