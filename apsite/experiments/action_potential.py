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
from apsite.parameters import BY_NAME, CURRENT, Quantity

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


def run(protocol: Protocol = Protocol()) -> Result:
    """Stimulate and record."""
    membrane = Membrane(temperature=protocol.temperature)
    recording = simulate(membrane, [Pulse(ONSET, WIDTH, protocol.amplitude)], DURATION, dt=0.005)
    return Result(protocol, recording, recording.spikes[0] if recording.spikes else None)


def values(result: Result) -> tuple[Value, ...]:
    """Return the measures of the spike, and of the rest before it; raise ValueError where there is no spike."""
    recording, spike = result.recording, result.spike
    if spike is None or spike.threshold is None or spike.half_width is None:
        raise ValueError(f"no whole spike to measure at amplitude = {result.protocol.amplitude:g} uA/cm2")
    at_peak, at_trough = (
        int(np.argmin(np.abs(recording.time - moment))) for moment in (spike.peak_time, spike.trough_time)
    )
    conductances = recording.conductances
    total = sum(float(each[0]) for each in conductances.values())
    largest_inward = recording.time[int(np.argmin(recording.currents["Na"]))]
    pulse = f"a pulse of {result.protocol.amplitude:g} uA/cm2 for {WIDTH:g} ms from rest, {result.protocol.temperature:g} °C"
    return (
        Value("stimulus.amplitude", result.protocol.amplitude, "uA/cm2", 2, "Amplitude of the standard pulse."),
        Value("stimulus.width", WIDTH, "ms", 1, "Width of the standard pulse."),
        Value("rest.voltage", recording.membrane.resting_potential, "mV", 2,
              "Potential at which no net ionic current flows with all gates settled."),
        Value("rest.precise", recording.membrane.resting_potential, "mV", 3, "The same, to the microvolt."),
        *(Value(f"rest.{name}_share", 100 * float(conductances[ion][0]) / total, "%", decimals,
                f"Share of the {name} conductance in the resting conductance.")
          for name, ion, decimals in (("potassium", "K", 0), ("leak", "L", 0), ("sodium", "Na", 1))),
        Value("threshold.criterion", ONSET_CRITERION, "mV/ms", 0, "Slope dV/dt at which the spike is said to begin."),
        Value("threshold.voltage", spike.threshold, "mV", 2,
              f"Where dV/dt last passes {ONSET_CRITERION:g} mV/ms before the peak, after {pulse}."),
        Value("peak.voltage", spike.peak, "mV", 2, f"Largest potential after {pulse}."),
        Value("peak.latency", spike.peak_time - ONSET, "ms", 3, f"Time from the start of the pulse to the peak; {pulse}."),
        Value("peak.conductance_ratio", float(conductances["Na"][at_peak] / conductances["K"][at_peak]), "1", 0,
              "Sodium over potassium conductance at the peak."),
        Value("peak.to_largest_inward", float(largest_inward) - spike.peak_time, "ms", 2,
              "Time from the peak to the largest inward sodium current."),
        Value("spike.amplitude", spike.peak - recording.membrane.resting_potential, "mV", 1, "From rest to peak."),
        Value("spike.half_width", spike.half_width, "ms", 3, "Width of the spike half way between rest and peak."),
        Value("spike.max_rise", spike.max_rise, "mV/ms", 1, "Largest dV/dt of the spike."),
        Value("spike.max_fall", spike.max_fall, "mV/ms", 1, "Smallest dV/dt of the spike."),
        Value("spike.fall_rate", -spike.max_fall, "mV/ms", 1, "How fast the potential falls at the most."),
        Value("undershoot.voltage", spike.trough, "mV", 2, f"Smallest potential after the peak; {pulse}."),
        Value("undershoot.latency", spike.trough_time - ONSET, "ms", 2, "Time from the start of the pulse to the undershoot's minimum."),
        Value("undershoot.depth", spike.trough - recording.membrane.resting_potential, "mV", 1, "From rest to the undershoot's minimum."),
        Value("undershoot.leak_current", float(recording.currents["L"][at_trough]), "uA/cm2", 2,
              "Leak current at the undershoot's minimum."),
        Value("undershoot.leak_inflow", -float(recording.currents["L"][at_trough]), "uA/cm2", 2,
              "Leak current at the undershoot's minimum, counted positive inward."),
        Value("undershoot.potassium_current", float(recording.currents["K"][at_trough]), "uA/cm2", 2,
              "Potassium current at the undershoot's minimum."),
    )  # fmt: skip
