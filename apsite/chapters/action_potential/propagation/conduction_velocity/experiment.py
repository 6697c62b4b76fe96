"""Conduction velocity.

A brief current at one end of the squid's axon sets off a spike that travels to the other; electrodes along the axon
record it one after the other, and the delay between two of them gives its velocity.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.axon import Axon
from apsite.laboratory.compartments import resting_length_constant
from apsite.laboratory.conduction import AxonRecording, simulate_axon
from apsite.laboratory.electrodes import Injection
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.stimuli import Pulse, Step
from apsite.parameters import BY_NAME

PULSE = Pulse(0.1, 0.2, 15.0)  # uA
DURATION = 10.0  # ms
COLD = 6.3  # °C
MOMENTS = (1.0, 2.5, 4.0, 5.5)  # ms, of the snapshots
ELECTRODES = (2.0, 4.0, 6.0, 8.0, 10.0)  # cm
MEASURED = (4.0, 10.0)  # cm
FAR = 6.0  # cm
#: A depolarization that lasts, and is too small to tell from a hyperpolarization: uA, ms, and where it is measured, cm.
SMALL, LASTING, NEAR, AWAY = 0.02, 60.0, 1.0, 2.0
#: Finer than by default, for the digits that are stated (ms, cm).
_STEP, _LONGEST = 0.0025, 0.0125


@dataclass(frozen=True)
class Protocol(Options):
    """A pulse of 0.2 ms at one end of an axon 12 cm long."""

    temperature: float = option(18.5, BY_NAME["temperature"], "Temperature of the axon.")


@dataclass(frozen=True)
class Result:
    """`recording`: the run; `velocity` of its spike and `cold_velocity`, at `COLD`, in m/s; `length_constant`
    (cm), of a small depolarization that lasts.
    """

    recording: AxonRecording
    velocity: float
    cold_velocity: float
    length_constant: float


def run(protocol: Protocol = Protocol()) -> Result:
    """Let a spike travel at both temperatures; raise ValueError where none does."""
    recording, velocity = _travel(protocol.temperature)
    return Result(recording, velocity, _travel(COLD)[1], _length_constant(recording.axon))


def _travel(temperature: float) -> tuple[AxonRecording, float]:
    axon = Axon(membrane=Membrane(temperature=temperature))
    recording = simulate_axon(axon, [Injection(0.0, PULSE)], DURATION, step=_STEP, longest=_LONGEST)
    velocity = recording.velocity_between(*MEASURED)
    if velocity is None:
        raise ValueError(f"no spike travels at temperature = {temperature:g} °C")
    return recording, velocity


def _length_constant(axon: Axon) -> float:
    """Over which distance a small steady depolarization falls to a share of 1/e, in cm."""
    up, down = (simulate_axon(axon, [Injection(0.0, Step(0.0, each))], LASTING, dt=0.1) for each in (SMALL, -SMALL))
    # Half the difference: what does not depend on how small is small.
    near, away = (float(up.voltage_at(place)[-1] - down.voltage_at(place)[-1]) for place in (NEAR, AWAY))
    return (AWAY - NEAR) / float(np.log(near / away))


def values(result: Result) -> tuple[Value, ...]:
    """Return the velocities, and how long a spike lasts at one place and reaches at one moment."""
    recording = result.recording
    axon = recording.axon
    first, second = (recording.arrival_at(place) or np.nan for place in MEASURED)
    trace = recording.voltage_at(FAR)
    half = (trace[0] + trace.max()) / 2
    lasts = float((trace > half).sum() * (recording.time[1] - recording.time[0]))
    snapshot = recording.voltage[recording.sample_at(recording.arrival_at(FAR) or np.nan)]
    pitch = recording.position[1] - recording.position[0]
    where = "away from both ends"
    return (
        Value("conduction.velocity", result.velocity, "m/s", 2, f"Conduction velocity at 18.5 °C, {where}."),
        Value("conduction.temperature", recording.axon.membrane.temperature, "°C", 1, "Temperature of the axon."),
        Value(
            "conduction.cold_velocity", result.cold_velocity, "m/s", 2, f"Conduction velocity at {COLD:g} °C, {where}."
        ),
        Value(
            "conduction.amplitude", PULSE.amplitude, "uA", 0, "Current through the electrode at the end of the axon."
        ),
        Value("conduction.width", PULSE.width, "ms", 1, "How long that current lasts."),
        Value("conduction.first", MEASURED[0], "cm", 0, "Place of the first electrode of two."),
        Value("conduction.second", MEASURED[1], "cm", 0, "Place of the second electrode of two."),
        Value("conduction.distance", MEASURED[1] - MEASURED[0], "cm", 0, "Distance between these electrodes."),
        Value("conduction.delay", second - first, "ms", 2, "From the arrival at the first to that at the second."),
        Value("conduction.peak", float(trace.max()), "mV", 1, "Highest potential in the middle of the axon."),
        Value("conduction.lasts", lasts, "ms", 2, "How long one place is above half of the spike's height."),
        Value(
            "conduction.extent",
            float((snapshot > half).sum() * pitch),
            "cm",
            1,
            "Length of axon that is above half of the spike's height at one moment.",
        ),
        Value(
            "conduction.length_constant",
            result.length_constant,
            "cm",
            2,
            "Distance over which a small depolarization that lasts falls to a share of 1/e.",
        ),
        Value(
            "conduction.still_constant",
            resting_length_constant(axon.diameter * 1e-4, axon.axial_resistivity),
            "cm",
            2,
            "The same if all gates stood still as at rest.",
        ),
    )
