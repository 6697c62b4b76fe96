"""Velocity against temperature.

Warmth makes all gates faster, and with them the spike, until it is too brief: its peak falls, and beyond a certain
temperature none travels at all.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.axon import Axon
from apsite.laboratory.axon_sweeps import simulate_axons
from apsite.laboratory.conduction import AxonRecording, arrives
from apsite.laboratory.electrodes import Injection
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.searches import least
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import BY_NAME, DIAMETER

TEMPERATURES = np.array([0.0, 3.0, 6.3, 10.0, 14.0, 18.5, 22.0, 25.0, 28.0, 30.0, 31.5, 32.5])  # °C
CHOSEN = (6.3, 18.5)  # °C
LENGTH = 8.0  # cm
PLACES = (3.2, 6.4)  # cm
LEVEL = -40.0  # mV: warm spikes end below zero
#: Near the limit a spike shrinks for many centimetres before it ends: whether it travels is asked far away.
FAR_LENGTH, FAR, FAR_DURATION = 30.0, 27.0, 20.0  # cm, cm, ms
_PULSE = Pulse(0.1, 0.3, 30.0)


@dataclass(frozen=True)
class Protocol(Options):
    """A strong pulse at one end of axons of many temperatures."""

    diameter: float = option(476.0, DIAMETER, "Diameter of the axon.")


@dataclass(frozen=True)
class Result:
    """For each of `TEMPERATURES`: `velocities` (m/s) and `peaks` (mV) in the middle; `limit` (°C), beyond
    which no spike travels.
    """

    velocities: np.ndarray
    peaks: np.ndarray
    limit: float


def run(protocol: Protocol = Protocol()) -> Result:
    """Let a spike travel at each temperature, and search the one at which none does."""
    cold = TEMPERATURES < 5.0
    slow, quick = (_travel(protocol.diameter, TEMPERATURES[some], long) for some, long in ((cold, 12.0), (~cold, 9.0)))
    velocities, peaks = np.array([*slow, *quick], dtype=float).T
    limit = least(
        lambda temperature: not _travels_on(protocol.diameter, temperature),
        float(TEMPERATURES[-1]),
        BY_NAME["temperature"].maximum,
        "°C",
        precision=1e-3,
    )
    return Result(
        velocities=velocities,
        peaks=peaks,
        limit=limit,
    )


def _travel(diameter: float, temperatures: np.ndarray, duration: float) -> list[tuple[float | None, float]]:
    """Velocity (m/s) and peak (mV) in the middle of an axon at each temperature (°C)."""
    axons, injections = zip(*(_begun(diameter, float(each), LENGTH) for each in temperatures), strict=True)
    return simulate_axons(
        axons, injections, duration, lambda run: (_velocity(run), float(run.voltage_at(run.axon.length / 2).max()))
    )


def _travels_on(diameter: float, temperature: float) -> bool:
    begun = _begun(diameter, temperature, FAR_LENGTH)
    return arrives(*begun, _share(diameter) * FAR, FAR_DURATION, level=LEVEL)


def _begun(diameter: float, temperature: float, length: float) -> tuple[Axon, list[Injection]]:
    share = _share(diameter)
    axon = Axon(share * length, diameter, membrane=Membrane(temperature=temperature))
    pulse = Pulse(_PULSE.onset, _PULSE.width, _PULSE.amplitude * share**3)
    return axon, [Injection(0.0, pulse)]


def _share(diameter: float) -> float:
    """By how much all distances differ from those of the squid's axon: as the root of the diameter."""
    return float(np.sqrt(diameter / BY_NAME["diameter"].value))


def _velocity(recording: AxonRecording) -> float | None:
    first, second = (_share(recording.axon.diameter) * place for place in PLACES)
    return recording.velocity_between(first, second, LEVEL)


def values(result: Result) -> tuple[Value, ...]:
    """Return the fastest spike, the last one, and how velocity grows from one temperature to another."""
    fastest = int(np.nanargmax(result.velocities))
    cold, warm = (int(np.flatnonzero(each == TEMPERATURES)[0]) for each in CHOSEN)
    return (
        Value(
            "warmth.fastest", float(result.velocities[fastest]), "m/s", 1, "Fastest spike of the temperatures tried."
        ),
        Value("warmth.fastest_temperature", float(TEMPERATURES[fastest]), "°C", 0, "Temperature of that spike."),
        Value("warmth.limit", result.limit, "°C", 1, "Temperature beyond which no spike travels along this axon."),
        Value("warmth.last_temperature", float(TEMPERATURES[-1]), "°C", 1, "Warmest axon of those tried."),
        Value("warmth.last_peak", float(result.peaks[-1]), "mV", 0, "Peak in the middle of that axon."),
        Value("warmth.cold_peak", float(result.peaks[cold]), "mV", 0, "Peak in the middle of the axon at 6.3 °C."),
        Value(
            "warmth.factor",
            float(result.velocities[warm] / result.velocities[cold]),
            "1",
            1,
            "Velocity at 18.5 °C over that at 6.3 °C.",
        ),
        Value(
            "warmth.gates_factor",
            BY_NAME["Q_10"].value ** ((CHOSEN[1] - CHOSEN[0]) / BY_NAME["dT_10"].value),
            "1",
            1,
            "How much faster all gates are at 18.5 °C than at 6.3 °C.",
        ),
    )
