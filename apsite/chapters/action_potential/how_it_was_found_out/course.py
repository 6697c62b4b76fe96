"""The seven steps from a clamped axon to its equations, as the page's experiments go through them.

Owns the protocols: to which potentials the command steps, in which solutions, and what is read off each sweep. What is
done with a sweep stands in the laboratory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import curve_fit

from apsite.laboratory.fits import GateFit, RateCurve, fit_gate, fit_rates
from apsite.laboratory.rates import GRID, MeasuredMembrane, Rates
from apsite.laboratory.rig import Rig, Sweep
from apsite.laboratory.separation import (
    SMOOTH,
    Leak,
    Separation,
    conductance,
    fit_leak,
    reversal_potential,
    separate_currents,
    subtract_leak,
)
from apsite.laboratory.seven_steps import (
    ALL_OPEN,
    ASIDE,
    BEYOND,
    BRIEF_TAILS,
    CHOLINE,
    CONDITIONING,
    LEAKY,
    LEVELS,
    OPENED,
    RECOVERING,
    TAILS,
    TEST,
    WIDTHS,
)
from apsite.laboratory.stimuli import Step


@dataclass(frozen=True)
class TakenApart:
    """What steps one to four give of a `rig`: the `leak`, where sodium and potassium turn their signs (mV), and the
    currents of each step, by its level (mV).
    """

    rig: Rig
    leak: Leak
    E_Na: float
    E_K: float
    currents: dict[float, Separation]
    peaks: dict[float, float]

    def potassium(self, level: float) -> tuple[np.ndarray, np.ndarray]:
        """Return time (ms) and potassium conductance (mS/cm2) of the step to `level` (mV)."""
        found = self.currents[level]
        return found.time, conductance(found.potassium, level, self.E_K)

    def sodium(self, level: float) -> tuple[np.ndarray, np.ndarray]:
        """Return time (ms) and sodium conductance (mS/cm2) of the step to `level` (mV)."""
        found = self.currents[level]
        return found.time, conductance(found.sodium, level, self.E_Na)

    def separated(self, steps: Sequence[Step], duration: float) -> Separation:
        """Return the currents of the last of `steps`, recorded in both solutions."""
        sweeps = (self.rig.clamp(steps, duration, sodium=sodium) for sodium in (1.0, CHOLINE))
        sea_water, choline = (subtract_leak(each, self.leak) for each in sweeps)
        return separate_currents(sea_water, choline, reversal=self.E_Na)


def take_apart(rig: Rig, levels: Sequence[float] = LEVELS) -> TakenApart:
    """Return leak, reversal potentials and currents: steps one to four."""
    leak = fit_leak(rig.family(LEAKY, duration=25.0))
    pairs = [
        tuple(subtract_leak(each, leak) for each in both)
        for both in zip(rig.family(levels), rig.family(levels, sodium=CHOLINE), strict=True)
    ]
    first = [separate_currents(*both) for both in pairs]
    peaks = {each.level: largest(each.sodium, each.difference) for each in first}
    strong = [level for level in levels if level >= 10.0]
    E_Na = reversal_potential(strong, [peaks[level] for level in strong])
    E_K = reversal_potential(TAILS, [_beginning(subtract_leak(each, leak)) for each in tails(rig)])
    currents = {both[0].level: separate_currents(*both, reversal=E_Na) for both in pairs}
    return TakenApart(rig, leak, E_Na, E_K, currents, peaks)


def tails(rig: Rig) -> list[Sweep]:
    """Return sweeps in which channels that have opened shut again, at each of `TAILS`."""
    return [rig.clamp([Step(1.0, OPENED, 10.0), Step(11.0, level)], 22.0) for level in TAILS]


def largest(current: np.ndarray, by: np.ndarray) -> float:
    """Return a `current` (uA/cm2) where `by`, which has its course, is largest; both smoothed."""
    smooth, size = (np.convolve(each, np.ones(SMOOTH) / SMOOTH, mode="valid") for each in (current, np.abs(by)))
    return float(smooth[int(np.argmax(size))])


def _beginning(sweep: Sweep) -> float:
    return float(np.mean(sweep.during().current[:SMOOTH]))


@dataclass(frozen=True)
class Gate:
    """A gate as it was measured. Arrays of shape (steps,): `potentials` (mV), `shares` (0 to 1) where it settles and
    `taus` (ms), NaN where one of them was not measured; `alpha` and `beta` are the curves through them.
    """

    potentials: np.ndarray
    shares: np.ndarray
    taus: np.ndarray
    alpha: RateCurve
    beta: RateCurve


@dataclass(frozen=True)
class Measured:
    """Steps five and six: the gates m, h and n with their largest conductances (mS/cm2), and the `fits` of each step's
    potassium and sodium conductance by its level (mV).
    """

    apart: TakenApart
    gates: dict[str, Gate]
    g_Na: float
    g_K: float
    power: int
    potassium: dict[float, GateFit]
    sodium: dict[float, GateFit]

    @cached_property
    def rates(self) -> Rates:
        """The curves of alpha and beta, as tables."""
        alpha, beta = ({name: getattr(gate, kind).at(GRID) for name, gate in self.gates.items()}
                       for kind in ("alpha", "beta"))  # fmt: skip
        return Rates(GRID, alpha, beta, self.apart.rig.membrane.temperature)

    def membrane(self, **changes: float) -> MeasuredMembrane:
        """Return the membrane that was measured, with some of its parameters changed."""
        found = self.apart
        measured = {
            "C_m": found.leak.capacitance,
            "g_Na": self.g_Na,
            "g_K": self.g_K,
            "g_L": found.leak.conductance,
            "E_Na": found.E_Na,
            "E_K": found.E_K,
            "E_L": found.leak.reversal,
            "power_n": float(self.power),
        }
        return self.rates.membrane(**(measured | changes))


def measure(apart: TakenApart, power: int = 4) -> Measured:
    """Return the gates: steps five and six, with `power` gates n."""
    potassium, g_K, n = _n(apart, power)
    sodium, g_Na, m, h = _m_and_h(apart)
    return Measured(apart, {"m": m, "h": h, "n": n}, g_Na, g_K, power, potassium, sodium)


def _n(apart: TakenApart, power: int) -> tuple[dict[float, GateFit], float, Gate]:
    fits = {level: fit_gate(*apart.potassium(level), power) for level in apart.currents}
    g_K = ALL_OPEN * fits[BEYOND].settled
    shut = {}
    for level in TAILS:
        if abs(level - apart.E_K) > ASIDE:
            found = apart.separated([Step(1.0, OPENED, 10.0), Step(11.0, level)], 22.0)
            shut[level] = fit_gate(found.time, conductance(found.potassium, level, apart.E_K), power)
    every = shut | fits
    shares = {level: each.share(g_K) for level, each in every.items()}
    return fits, g_K, _gate(shares, {level: each.tau for level, each in every.items()}, "linoid", "exponential")


def _m_and_h(apart: TakenApart) -> tuple[dict[float, GateFit], float, Gate, Gate]:
    def second(level: float, width: float) -> float:
        steps = [Step(1.0, level, width), Step(1.0 + width, TEST)]
        found = apart.separated(steps, 6.0 + width)
        return abs(largest(found.sodium, found.difference))

    found = np.array([second(level, 40.0) for level in CONDITIONING])
    shares = dict(zip(CONDITIONING, found / found[:2].mean(), strict=True))
    resting = float(np.interp(apart.rig.membrane.resting_potential, list(shares), list(shares.values())))
    taus = {level: _time_constant([second(level, width) for width in WIDTHS]) for level in RECOVERING}

    fits = {}
    for level in apart.currents:
        if abs(level - apart.E_Na) > ASIDE:
            time, g = apart.sodium(level)
            early = time < 6.0
            fits[level] = fit_gate(time[early], g[early], 3, inactivates=True)
            if level > max(RECOVERING):
                taus[level] = fits[level].tau_h
    g_Na = max(each.settled for each in fits.values()) / resting
    opening = {level: each.tau for level, each in fits.items()}
    for level in BRIEF_TAILS:
        shut = apart.separated([Step(1.0, OPENED, 0.6), Step(1.6, level)], 4.0)
        opening[level] = fit_gate(shut.time, conductance(shut.sodium, level, apart.E_Na), 3).tau
    m = _gate({level: each.share(g_Na * resting) for level, each in fits.items()}, opening, "linoid", "exponential")
    return fits, g_Na, m, _gate(shares, taus, "exponential", "sigmoid")


def _time_constant(peaks: Sequence[float]) -> float:
    def course(width: np.ndarray, end: float, start: float, tau: float) -> np.ndarray:
        return np.asarray(end - (end - start) * np.exp(-width / tau))

    found, _ = curve_fit(course, np.array(WIDTHS), np.array(peaks), p0=(peaks[-1], peaks[0], 4.0))
    return float(found[2])


def _gate(shares: dict[float, float], taus: dict[float, float], alpha: str, beta: str) -> Gate:
    potentials = np.array(sorted(shares.keys() | taus.keys()))
    settled, slow = (np.array([each.get(level, np.nan) for level in potentials]) for each in (shares, taus))
    return Gate(potentials, settled, slow, *fit_rates(potentials, settled, slow, alpha=alpha, beta=beta))
