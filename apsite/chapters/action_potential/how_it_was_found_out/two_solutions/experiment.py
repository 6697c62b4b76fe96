"""The currents of a clamped axon, taken apart.

A step of the potential is recorded in sea water and again with most of its sodium replaced by choline; what differs is
sodium's current, what is left is potassium's.
"""

from dataclasses import dataclass

import numpy as np

from apsite.chapters.action_potential.how_it_was_found_out.course import TakenApart, take_apart
from apsite.laboratory.chance import SEED
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.ions import nernst
from apsite.laboratory.rig import NOISE, ONSET, Rig
from apsite.laboratory.separation import Separation, reversal_potential, separate_currents, subtract_leak
from apsite.laboratory.seven_steps import CHOLINE, LEAKY, LEVELS
from apsite.parameters import COMMAND

#: Where the ratio of the two sodium currents is found safely: many channels open, and sodium far from its reversal.
SAFE = (-30.0, -20.0, -10.0, 0.0, 10.0, 20.0)  # mV


@dataclass(frozen=True)
class Protocol(Options):
    """The instrument, and the step that is looked at closely."""

    noise: float = option(5.0, NOISE, "Standard deviation of the instrument's noise.")
    seed: float = option(1, SEED, "Where the random numbers of the noise begin.")
    level: float = option(0.0, COMMAND, "Potential of the step that is looked at closely.")


@dataclass(frozen=True)
class Result:
    """`records`: of the step, in sea water and with choline, current (uA/cm2) against `time` (ms) as recorded, shape
    (2, samples); `separation`: what they give. `peaks` (uA/cm2): sodium's largest at each of `LEVELS` (mV). E_Na, E_K
    and `E_Na_choline` (mV): where currents turn their signs; `conductance` (mS/cm2), `reversal` (mV) and `capacitance`
    (uF/cm2) of the leak.
    """

    protocol: Protocol
    time: np.ndarray
    records: np.ndarray
    separation: Separation
    peaks: np.ndarray
    E_Na: float
    E_K: float
    E_Na_choline: float
    conductance: float
    reversal: float
    capacitance: float


def run(protocol: Protocol = Protocol()) -> Result:
    """Record, subtract the leak, and separate."""
    rig = Rig(noise=protocol.noise, seed=int(protocol.seed))
    apart = take_apart(rig)
    sea_water, choline = (rig.family([protocol.level], sodium=sodium)[0] for sodium in (1.0, CHOLINE))
    both = (subtract_leak(each, apart.leak) for each in (sea_water, choline))
    return Result(
        protocol,
        sea_water.time - ONSET,
        np.array([sea_water.current, choline.current]),
        separate_currents(*both, reversal=apart.E_Na),
        np.array([apart.peaks[level] for level in LEVELS]),
        apart.E_Na,
        apart.E_K,
        _in_choline(apart),
        apart.leak.conductance,
        apart.leak.reversal,
        apart.leak.capacitance,
    )


def _in_choline(apart: TakenApart) -> float:
    """Where sodium's current turns its sign with choline in the bath, mV."""
    pairs: dict[float, list[object]] = {}
    for sweep in apart.rig.sweeps:
        if sweep.level in SAFE and len(sweep.steps) == 1:
            pairs.setdefault(sweep.level, []).append(subtract_leak(sweep, apart.leak))
    ratios = [separate_currents(*pairs[level][:2]).ratio for level in SAFE]  # type: ignore[arg-type]
    return reversal_potential(SAFE, ratios)


def values(result: Result) -> tuple[Value, ...]:
    """Return what the two solutions tell."""
    level = result.protocol.level
    where = f"in a step from rest to {level:g} mV"
    found, law = result.E_Na_choline - result.E_Na, float(nernst(CHOLINE, 1.0, 6.3))
    sodium, potassium = result.separation.sodium, result.separation.potassium
    return (
        Value("rig.noise", result.protocol.noise, "uA/cm2", 0, "Standard deviation of the rig's noise."),
        Value("rig.level", level, "mV", 0, "Potential of the step that is taken apart."),
        Value("rig.sodium_left", 100 * CHOLINE, "%", 0, "Share of sea water's sodium that choline leaves."),
        Value("rig.surge", float(np.max(result.records[0])) / 1000, "mA/cm2", 1, f"Most of the surge, {where}."),
        Value("rig.lowest", LEAKY[-1], "mV", 0, "Lowest potential at which the leak is measured."),
        Value("rig.highest", LEAKY[0], "mV", 0, "Highest potential at which the leak is measured."),
        Value("rig.leak", result.conductance, "mS/cm2", 2, "Conductance of the leak, from hyperpolarizing steps."),
        Value("rig.leak_reversal", result.reversal, "mV", 0, "Where the leak turns its sign, from the same."),
        Value("rig.capacitance", result.capacitance, "uF/cm2", 2, "Area of the surge over the height of the step."),
        Value("rig.sodium", float(np.min(sodium)), "uA/cm2", 0, f"Largest sodium current, {where}."),
        Value("rig.sodium_at", float(result.separation.time[int(np.argmin(sodium))]), "ms", 1, "When it is that."),
        Value("rig.potassium", float(np.mean(potassium[-100:])), "uA/cm2", 0, f"Potassium current, {where}."),
        Value("rig.E_Na", result.E_Na, "mV", 1, "Where the sodium current turns its sign in sea water."),
        Value("rig.E_Na_choline", result.E_Na_choline, "mV", 1, "Where it does with choline in the bath."),
        Value("rig.shift", found, "mV", 1, "By how much choline shifts that."),
        Value("rig.nernst", law, "mV", 1, "Shift that Nernst's equation gives for that share of sodium."),
        Value("rig.E_K", result.E_K, "mV", 1, "Where a tail of potassium current turns its sign."),
    )
