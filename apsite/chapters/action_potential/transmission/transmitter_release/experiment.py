"""From the spike to the next cell.

A spike reaches the axon's terminal, opens calcium channels, and the calcium releases vesicles, whose transmitter
changes the next cell's potential. Without calcium the same spike changes nothing there.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.measurements import Spike
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Pulse
from apsite.laboratory.terminal import (
    CalciumEntry,
    calcium_balance,
    calcium_entry,
    calcium_peaks,
    release_probability,
    response,
)
from apsite.parameters import BY_NAME, Quantity

ONSET, WIDTH, AMPLITUDE = 2.0, 0.5, 26.55  # ms, ms, uA/cm2: the standard pulse
DURATION = 12.0  # ms
_SOME_CALCIUM = Quantity("outside_calcium", "mM", 1e-5, 100.0)  # without any it has no balance to be published
SHARES = np.geomspace(0.1, 4.0, 49)  # of the calcium conductance


@dataclass(frozen=True)
class Protocol(Options):
    """A spike at 18.5 °C, where it is brief enough for a synapse."""

    calcium_conductance: float = option(BY_NAME["g_Ca"].value, BY_NAME["g_Ca"], "Conductance of the calcium channels.")
    outside_calcium: float = option(BY_NAME["Ca_out"].value, _SOME_CALCIUM, "Calcium outside the terminal.")
    temperature: float = option(18.5, BY_NAME["temperature"], "Temperature of the axon.")


@dataclass(frozen=True)
class Result:
    """`recording` and `spike`, of the axon; `entry`, of the terminal; `quanta`, the vesicles that the spike releases on
    average, to the nearest whole.

    `response` (mV) of the next cell to them, and `silent`, without calcium, have the shape of the recording.
    `concentrations` (uM) and `probabilities`, of shape (shares,), are the peaks of calcium, and release, with the
    calcium conductance at a share of its value.
    """

    protocol: Protocol
    recording: Recording
    spike: Spike
    entry: CalciumEntry
    quanta: int
    response: np.ndarray
    silent: np.ndarray
    concentrations: np.ndarray
    probabilities: np.ndarray


def run(protocol: Protocol = Protocol()) -> Result:
    """Send one spike to the terminal, then the same with more and with less calcium."""
    recording = spike_at_terminal(protocol.temperature)
    if not recording.spikes:
        raise ValueError(f"no spike reaches the terminal at {protocol.temperature:g} °C")
    outside = protocol.outside_calcium
    entry = calcium_entry(recording, protocol.calcium_conductance, outside)
    quanta = round(BY_NAME["N_ves"].value * entry.release_probability)
    limit = BY_NAME["g_Ca"].maximum
    conductances = np.minimum(SHARES * BY_NAME["g_Ca"].value, limit)
    peaks = calcium_peaks(recording, conductances, outside)
    some, none = _felt(entry, quanta), _felt(calcium_entry(recording, 0.0, outside), 0)
    return Result(
        protocol=protocol,
        recording=recording,
        spike=recording.spikes[0],
        entry=entry,
        quanta=quanta,
        response=some,
        silent=none,
        concentrations=peaks,
        probabilities=release_probability(peaks),
    )


def spike_at_terminal(temperature: float) -> Recording:
    """Return the run that brings a spike to the terminal."""
    return simulate(Membrane(temperature=temperature), [Pulse(ONSET, WIDTH, AMPLITUDE)], DURATION)


def _felt(entry: CalciumEntry, quanta: int) -> np.ndarray:
    """The next cell's potential (mV) at the recording's times: at rest until the release."""
    before = np.full(int(entry.concentration.argmax()), BY_NAME["E_post"].value)
    since = entry.time[len(before) :] - entry.time[len(before)]
    return np.concatenate([before, response(since, np.array([quanta]))[0]])


def values(result: Result) -> tuple[Value, ...]:
    """Return the steps on the way, and what half the calcium does."""
    entry, spike, rest = result.entry, result.spike, BY_NAME["E_post"].value
    at = f"of the terminal's spike at {result.protocol.temperature:g} °C"
    size = float(result.response.max() - rest)
    spike_size = spike.peak - result.recording.membrane.resting_potential
    halved = float(release_probability(np.array(entry.peak / 2)))
    inward = float(entry.time[int(entry.current.argmin())])
    return (
        Value("terminal.temperature", result.protocol.temperature, "°C", 1, "Temperature of the terminal."),
        Value("terminal.spike_size", spike_size, "mV", 1, f"From rest to the peak {at}."),
        Value("terminal.half_width", spike.half_width or np.nan, "ms", 2, f"Half width {at}."),
        Value(
            "terminal.current_lag",
            inward - spike.peak_time,
            "ms",
            2,
            f"From the peak {at} to the largest calcium current.",
        ),
        Value(
            "terminal.balance",
            float(calcium_balance(result.protocol.outside_calcium, result.protocol.temperature)),
            "mV",
            1,
            "Potential at which calcium is in balance (Nernst).",
        ),
        Value("terminal.calcium", entry.peak, "uM", 1, f"Largest calcium concentration beside the channels {at}."),
        Value("terminal.calcium_ratio", entry.peak / BY_NAME["Ca_0"].value, "1", 0, "That over the one at rest."),
        Value("terminal.delay", entry.peak_time - spike.peak_time, "ms", 2, f"From the peak {at} to the release."),
        Value(
            "terminal.probability", entry.release_probability, "1", 2, f"Probability that a vesicle is released {at}."
        ),
        Value("terminal.quanta", result.quanta, "1", 0, "Vesicles released on average, to the nearest whole."),
        Value("terminal.epsp", size, "mV", 2, "Depolarization of the next cell by that many vesicles."),
        Value(
            "terminal.ratio", spike_size / size, "1", 0, "Size of the spike over that of what it does beyond the gap."
        ),
        Value(
            "terminal.silent",
            float(np.ptp(result.silent)),
            "mV",
            2,
            "Change of the next cell's potential without calcium.",
        ),
        Value("terminal.half_calcium", entry.peak / 2, "uM", 1, "Half of the largest calcium concentration."),
        Value("terminal.half_probability", halved, "1", 3, "Probability of release at half the calcium."),
        Value(
            "terminal.half_factor",
            entry.release_probability / halved,
            "1",
            0,
            "By how much half the calcium lowers release.",
        ),
        Value(
            "terminal.power",
            float(_slope(result)),
            "1",
            2,
            "Slope of release against calcium, both logarithmic, at little calcium.",
        ),
    )


def _slope(result: Result) -> float:
    logs = np.log(result.concentrations[:2]), np.log(result.probabilities[:2])
    return float(np.diff(logs[1])[0] / np.diff(logs[0])[0])
