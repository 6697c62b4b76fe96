"""Velocity against diameter, bare and wrapped.

Axons of many diameters: along bare ones a spike travels faster by the root of the diameter, along myelinated ones in
proportion to it.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.axon import Axon, Myelin
from apsite.laboratory.axon_sweeps import simulate_axons
from apsite.laboratory.conduction import ELECTRODES, AxonRecording
from apsite.laboratory.electrodes import Injection
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.measurements import DETECTION_LEVEL
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.node import Node
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import BY_NAME, Quantity

BARE = np.array([1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0])  # um
FIBRES = np.array([2.0, 5.0, 10.0, 20.0])  # um
CAPACITANCE = 0.005  # uF/cm2
NODES = 40
TEN = 10.0  # um
LEVEL = -40.0  # mV
COOL, WARM = 18.5, 30.0  # °C, of bare axons: that of the paper, and one close to that of the fastest spike


@dataclass(frozen=True)
class Protocol(Options):
    """Bare squid axons at 18.5 °C and one at 30 °C, and a mammal's fibres at 37 °C."""

    capacitance: float = option(
        CAPACITANCE, Quantity("capacitance", "uF/cm2", 0.0, 0.02), "Capacitance of the internodes of a fibre of 10 um."
    )


@dataclass(frozen=True)
class Result:
    """Velocities (m/s) of `bare` axons of the diameters `BARE`, of a `warm` one of the usual diameter at `WARM`, of
    `fibres` of the diameters `FIBRES`, and of the same with myelin that `insulates` perfectly.
    """

    bare: np.ndarray
    warm: float
    fibres: np.ndarray
    insulated: np.ndarray


def run(protocol: Protocol = Protocol()) -> Result:
    """Let a spike travel along each."""
    usual = BY_NAME["diameter"].value
    *bare, warm = _velocities([*(_bare(each, COOL) for each in BARE), _bare(usual, WARM)], 8.0, LEVEL)
    capacitances = (protocol.capacitance, 0.0)
    fibres = _velocities([_fibre(each, capacitance) for capacitance in capacitances for each in FIBRES], 1.8)
    return Result(np.array(bare), warm, *np.array(fibres).reshape(len(capacitances), -1))


def _velocities(
    begun: list[tuple[Axon, list[Injection]]], duration: float, level: float = DETECTION_LEVEL
) -> list[float]:
    def velocity(recording: AxonRecording) -> float:
        near, far = (part * recording.axon.length for part in ELECTRODES)
        found = recording.velocity_between(near, far, level)
        assert found is not None
        return found

    axons, injections = zip(*begun, strict=True)
    return simulate_axons(axons, injections, duration, velocity)


def _bare(diameter: float, temperature: float) -> tuple[Axon, list[Injection]]:
    # Distances shrink as the root of the diameter, and with them the axon; so does what current it takes, three times.
    share = float(np.sqrt(diameter / BY_NAME["diameter"].value))
    axon = Axon(12.0 * share, diameter, membrane=Membrane(temperature=temperature))
    return axon, [Injection(0.0, Pulse(0.1, 0.2, 15.0 * share**3))]


def _fibre(diameter: float, capacitance: float) -> tuple[Axon, list[Injection]]:
    # Myelin is as many times thicker as the fibre is wider, and its capacitance as many times smaller.
    myelin = Myelin(capacitance=capacitance * TEN / diameter)
    axon = Axon(1.0, myelin.g_ratio * diameter, BY_NAME["fibre_resistivity"].value, Node(), myelin)
    axon = axon.replace(length=NODES * axon.internode_length)
    return axon, [Injection(0.0, Pulse(0.01, 0.1, 0.0002 * diameter))]


def values(result: Result) -> tuple[Value, ...]:
    """Return both laws, and what they make of one diameter."""
    per_root = float(np.exp(np.mean(np.log(result.bare / np.sqrt(BARE)))))
    per_um = float(np.exp(np.mean(np.log(result.fibres / FIBRES))))
    warm_per_root = result.warm / np.sqrt(BY_NAME["diameter"].value)
    ten_bare, ten_fibre = (float(np.interp(TEN, *each)) for each in ((BARE, result.bare), (FIBRES, result.fibres)))
    return (
        Value("diameter.per_root", per_root, "m/s", 3, "Velocity along a bare axon of 1 um at 18.5 °C."),
        Value("diameter.bare_exponent", _exponent(BARE, result.bare), "1", 2, "Power of the diameter in its velocity."),
        Value("diameter.ten", TEN, "um", 0, "A diameter, of a bare axon and of a fibre with its myelin."),
        Value("diameter.ten_bare", ten_bare, "m/s", 1, "Velocity along a bare axon of that diameter at 18.5 °C."),
        Value("fibre.per_um", per_um, "m/s", 2, "Velocity along a fibre at 37 °C for each um of its diameter."),
        Value(
            "fibre.exponent", _exponent(FIBRES, result.fibres), "1", 2, "Power of the diameter in a fibre's velocity."
        ),
        Value("fibre.ten", ten_fibre, "m/s", 1, "Velocity along a fibre of that diameter at 37 °C."),
        Value("fibre.insulated_per_um", float(np.mean(result.insulated / FIBRES)), "m/s", 2, "With perfect myelin."),
        Value(
            "fibre.capacitance",
            CAPACITANCE,
            "uF/cm2",
            3,
            "Capacitance of an internode of a fibre of 10 um, for each area of the axon in it.",
        ),
        Value("diameter.needed", _needed(ten_fibre, per_root), "mm", 1, "Of a bare axon as fast as that fibre."),
        Value("diameter.cool", COOL, "°C", 1, "Temperature of the bare axons."),
        Value("diameter.warm", WARM, "°C", 0, "A temperature near that at which the squid's axon is fastest."),
        Value(
            "diameter.warm_needed", _needed(ten_fibre, warm_per_root), "mm", 1, "Of a bare axon that is as fast there."
        ),
    )


def _needed(velocity: float, per_root: float) -> float:
    """Diameter (mm) of a bare axon of this velocity (m/s), from that of one of a um."""
    return float((velocity / per_root) ** 2 / 1000.0)


def _exponent(diameters: np.ndarray, velocities: np.ndarray) -> float:
    return float(np.polyfit(np.log(diameters), np.log(velocities), 1)[0])
