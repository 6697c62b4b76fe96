"""The action potential.

A brief pulse of twice the threshold current sets off one spike in a resting, space-clamped membrane at 6.3 °C.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.measurements import ONSET_CRITERION, Spike
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import BY_NAME, CURRENT

ONSET = 2.0  # ms
WIDTH = 0.5  # ms
DURATION = 20.0  # ms


@dataclass(frozen=True)
class Protocol(Options):
    """A pulse of 0.5 ms to a resting membrane."""

    amplitude: float = option(26.55, CURRENT, "Amplitude of the pulse.")
    temperature: float = option(6.3, BY_NAME["temperature"], "Temperature of the axon.")


@dataclass(frozen=True)
class Result:
    """`recording`: the run; `spike`: its first spike, None where the pulse was too weak."""

    protocol: Protocol
    recording: Recording
    spike: Spike | None


def run(protocol: Protocol = Protocol(), dt: float = 0.005) -> Result:
    """Stimulate and record a sample every `dt` ms."""
    membrane = Membrane(temperature=protocol.temperature)
    recording = simulate(membrane, [Pulse(ONSET, WIDTH, protocol.amplitude)], DURATION, dt=dt)
    return Result(protocol, recording, recording.spikes[0] if recording.spikes else None)


def values(result: Result) -> tuple[Value, ...]:
    """Return the measures of the spike, and of the rest before it; raise ValueError where there is no spike."""
    recording, spike = result.recording, result.spike
    if spike is None or spike.half_width is None:
        raise ValueError(f"no whole spike to measure at amplitude = {result.protocol.amplitude:g} uA/cm2")
    if spike.threshold is None or spike.threshold_time is None:
        reason = f"amplitude = {result.protocol.amplitude:g} uA/cm2 meets the criterion of the threshold itself"
        raise ValueError(f"{reason}; allowed: less, for the membrane to meet it")
    at_peak, at_trough = (
        int(np.argmin(np.abs(recording.time - moment))) for moment in (spike.peak_time, spike.trough_time)
    )
    rest, currents, conductances = recording.membrane.resting_potential, recording.currents, recording.conductances
    resting = {ion: float(conductance[0]) for ion, conductance in conductances.items()}
    shares = {ion: 100 * each / sum(resting.values()) for ion, each in resting.items()}
    largest_inward = float(recording.time[int(np.argmin(currents["Na"]))])
    first, last = _overshoot(recording, spike.peak_time)
    ratio = float(conductances["Na"][at_peak] / conductances["K"][at_peak])
    leak, potassium = float(currents["L"][at_trough]), float(currents["K"][at_trough])
    amplitude, temperature = result.protocol.amplitude, result.protocol.temperature
    after = f"after a pulse of {amplitude:g} uA/cm2 for {WIDTH:g} ms from rest, {temperature:g} °C"
    onset = f"Where dV/dt last passes {ONSET_CRITERION:g} mV/ms before the peak, {after}."
    share = "Share in the resting conductance that belongs to the"
    lowest = "at the undershoot's minimum"
    return (
        Value("stimulus.amplitude", amplitude, "uA/cm2", 2, "Amplitude of the standard pulse."),
        Value("stimulus.width", WIDTH, "ms", 1, "Width of the standard pulse."),
        Value("stimulus.start", 0.0, "ms", 1, "When the standard pulse starts, which times of the spike count from."),
        Value("rest.voltage", rest, "mV", 2, "Potential at which, with all gates settled, no net ionic current flows."),
        Value("rest.precise", rest, "mV", 3, "The resting potential, to the microvolt."),
        Value("rest.potassium_share", shares["K"], "%", 0, f"{share} potassium channels."),
        Value("rest.leak_share", shares["L"], "%", 0, f"{share} leak."),
        Value("rest.sodium_share", shares["Na"], "%", 1, f"{share} sodium channels."),
        Value("threshold.criterion", ONSET_CRITERION, "mV/ms", 0, "Slope dV/dt at which a spike is said to begin."),
        Value("threshold.voltage", spike.threshold, "mV", 2, onset),
        Value(
            "threshold.latency", spike.threshold_time - ONSET, "ms", 2, "From the start of the pulse to the threshold."
        ),
        Value(
            "overshoot.start", first - ONSET, "ms", 2, "From the start of the pulse to where 0 mV is passed upwards."
        ),
        Value("overshoot.end", last - ONSET, "ms", 2, "From the start of the pulse to where 0 mV is passed downwards."),
        Value("peak.voltage", spike.peak, "mV", 2, f"Largest potential {after}."),
        Value(
            "peak.latency", spike.peak_time - ONSET, "ms", 3, f"Time from the start of the pulse to the peak, {after}."
        ),
        Value("peak.conductance_ratio", ratio, "1", 0, "Sodium over potassium conductance at the peak."),
        Value("peak.lead", largest_inward - spike.peak_time, "ms", 2, "From the peak to the largest sodium current."),
        Value("spike.amplitude", spike.peak - rest, "mV", 1, "From rest to peak."),
        Value("spike.half_width", spike.half_width, "ms", 3, "Width of the spike half way between rest and peak."),
        Value("spike.max_rise", spike.max_rise, "mV/ms", 1, "Largest dV/dt of the spike."),
        Value("spike.max_fall", spike.max_fall, "mV/ms", 1, "Smallest dV/dt of the spike."),
        Value("spike.fall_rate", -spike.max_fall, "mV/ms", 1, "How fast the potential falls at most."),
        Value("undershoot.voltage", spike.trough, "mV", 2, f"Smallest potential after the peak, {after}."),
        Value(
            "undershoot.latency", spike.trough_time - ONSET, "ms", 2, "From the start of the pulse to the undershoot."
        ),
        Value("undershoot.depth", rest - spike.trough, "mV", 1, "From the undershoot's minimum to rest."),
        Value("undershoot.leak_inflow", -leak, "uA/cm2", 2, f"Leak current {lowest}, counted positive inward."),
        Value("undershoot.potassium_current", potassium, "uA/cm2", 2, f"Potassium current {lowest}."),
    )


def _overshoot(recording: Recording, peak_time: float) -> tuple[float, float]:
    """Return when the potential passes 0 mV for the last time before its peak and for the first time after it.

    Both in ms, linear between samples. Raises ValueError where it does not.
    """
    time, voltage = recording.time, recording.voltage
    at_peak = int(np.argmin(np.abs(time - peak_time)))
    before, after = (np.flatnonzero(each <= 0) for each in (voltage[:at_peak], voltage[at_peak:]))
    if not before.size or not after.size or not after[0]:
        raise ValueError("the spike does not pass 0 mV on both sides of its peak")

    def crossing(at: int) -> float:
        return float(time[at] - voltage[at] * (time[at + 1] - time[at]) / (voltage[at + 1] - voltage[at]))

    return crossing(int(before[-1])), crossing(at_peak + int(after[0]) - 1)
