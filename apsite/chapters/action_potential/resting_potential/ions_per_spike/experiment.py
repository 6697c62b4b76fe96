"""Ions moved by a spike.

How much sodium enters and how much potassium leaves during one spike, and how far that changes the concentrations in
axons of different diameters.
"""

from dataclasses import dataclass

import numpy as np
from scipy.integrate import cumulative_simpson

from apsite.chapters.action_potential.action_potential.experiment import ONSET, WIDTH
from apsite.chapters.action_potential.action_potential.experiment import Protocol as StandardPulse
from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.ions import SQUID, balance_ratio, concentration_rise, outward_amount
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import BY_NAME, CURRENT

DURATION = 60.0  # ms, by which all gates are back at rest
DIAMETERS = np.geomspace(0.5, 1000.0, 67)  # um
CHOSEN = (500.0, 10.0, 1.0)  # um
WARM = 18.5  # °C
FALL = 5.0  # mV


@dataclass(frozen=True)
class Protocol(Options):
    """The standard pulse to a resting membrane."""

    amplitude: float = option(StandardPulse().amplitude, CURRENT, "Amplitude of the pulse, which lasts 0.5 ms.")
    temperature: float = option(6.3, BY_NAME["temperature"], "Temperature of the axon.")


@dataclass(frozen=True)
class Moved:
    """What one spike moves, beyond what moves at rest, in pmol/cm2.

    `entered` (sodium) and `left` (potassium), since the start of the run, have the shape (samples,), as the recording;
    `needed` is what charging the membrane's capacitance from rest to the peak takes.
    """

    recording: Recording
    entered: np.ndarray
    left: np.ndarray
    needed: float


@dataclass(frozen=True)
class Result:
    """`moved` at the protocol's temperature and `warm` at 18.5 °C.

    `diameters` (um) and `rises` (mM, of sodium inside, by one spike) have the shape (diameters,); `chosen` (mM) are the
    rises at the diameters `CHOSEN`, and `spikes`, how many of them lower E_Na by `FALL` there.
    """

    protocol: Protocol
    moved: Moved
    warm: Moved
    diameters: np.ndarray
    rises: np.ndarray
    chosen: tuple[float, ...]
    spikes: tuple[float, ...]


def run(protocol: Protocol = Protocol()) -> Result:
    """Record a spike at two temperatures, and spread its sodium over the inside of many axons."""
    moved, warm = (_moved(protocol.amplitude, temperature) for temperature in (protocol.temperature, WARM))
    outward = -_charge(moved.recording, "Na")[-1]
    chosen = tuple(float(concentration_rise(-outward, diameter)) for diameter in CHOSEN)
    # So far E_Na may fall: the sodium inside then stands in the smaller ratio to that outside.
    allowed = SQUID.Na_out / balance_ratio(SQUID.E_Na - FALL, SQUID.temperature) - SQUID.Na_in
    return Result(
        protocol=protocol,
        moved=moved,
        warm=warm,
        diameters=DIAMETERS,
        rises=concentration_rise(-outward, DIAMETERS),
        chosen=chosen,
        spikes=tuple(float(allowed / rise) for rise in chosen),
    )


def _moved(amplitude: float, temperature: float) -> Moved:
    membrane = Membrane(temperature=temperature)
    recording = simulate(membrane, [Pulse(ONSET, WIDTH, amplitude)], DURATION, dt=0.005)
    return Moved(
        recording=recording,
        entered=-outward_amount(_charge(recording, "Na")),
        left=outward_amount(_charge(recording, "K")),
        needed=float(outward_amount(membrane.C_m * (recording.voltage.max() - membrane.resting_potential))),
    )


def _charge(recording: Recording, ion: str) -> np.ndarray:
    """Charge (nC/cm2) that an ion's current has carried outward since the start, beyond that at rest."""
    current = recording.currents[ion]
    return np.asarray(cumulative_simpson(current - current[0], x=recording.time, initial=0.0))


def _held(diameter: float) -> float:
    """Potassium (pmol) in an axon of this `diameter` (um) behind each cm2 of its membrane: a quarter of it deep."""
    return 1e6 * float(SQUID.K_in) * (1e-4 * diameter / 4)  # mM is umol/cm3, a million pmol/cm3


def values(result: Result) -> tuple[Value, ...]:
    """Return what one spike moves, and what that changes."""
    made = []
    for name, moved, temperature in (
        ("moved", result.moved, result.protocol.temperature),
        ("moved_warm", result.warm, WARM),
    ):
        by = f"by one spike at {temperature:g} °C, beyond what moves at rest"
        capacitance = f"What charging the capacitance from rest to the peak takes, at {temperature:g} °C."
        entered, left = float(moved.entered[-1]), float(moved.left[-1])
        made += [
            Value(f"{name}.sodium", entered, "pmol/cm2", 2, f"Sodium that enters {by}."),
            Value(f"{name}.potassium", left, "pmol/cm2", 2, f"Potassium that leaves {by}."),
            Value(f"{name}.needed", moved.needed, "pmol/cm2", 2, capacitance),
            Value(f"{name}.excess", entered / moved.needed, "1", 1, f"Sodium that enters over what is needed, {by}."),
        ]
    for diameter, rise, spikes in zip(CHOSEN, result.chosen, result.spikes, strict=True):
        axon = f"in an axon of {diameter:g} um at {result.protocol.temperature:g} °C"
        made += [
            Value(f"axon_{diameter:g}.diameter", diameter, "um", 0, "Diameter of an axon."),
            Value(f"axon_{diameter:g}.rise", rise, "mM", 4, f"Rise of sodium inside by one spike {axon}."),
            Value(
                f"axon_{diameter:g}.share", 100 * rise / SQUID.Na_in, "%", 4, f"That rise over what was inside, {axon}."
            ),
            Value(
                f"axon_{diameter:g}.spikes", spikes, "1", 0, f"Spikes that lower E_Na by {FALL:g} mV {axon}, no pump."
            ),
        ]
    # What the resting potential itself takes: the charge on the capacitance, as ions of one charge.
    apart = float(outward_amount(abs(result.moved.recording.membrane.C_m * result.moved.recording.voltage[0])))
    giant, thin, _ = (_held(diameter) / apart for diameter in CHOSEN)
    made += [
        Value("apart.ions", apart, "pmol/cm2", 2, "Ions of one charge that are apart across the membrane at rest."),
        Value("apart.giant", giant / 1e6, "1", 1, f"Millions of K+ for each ion apart, axon of {CHOSEN[0]:g} um."),
        Value("apart.thin", thin / 1e3, "1", 0, f"Thousands of K+ for each ion apart, axon of {CHOSEN[1]:g} um."),
    ]
    return (*made, Value("axon.fall", FALL, "mV", 0, "How far E_Na is let fall."))
