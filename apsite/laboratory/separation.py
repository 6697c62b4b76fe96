"""A clamped axon's current taken apart: leak, sodium, potassium; where each turns its sign; conductances.

Owns the ways of Hodgkin & Huxley (1952, J Physiol 116: 449-472): what flows in sea water and in a solution in which
choline has taken the place of sodium differs in the sodium current alone, which keeps its course in time. Comes after
`rig`, whose sweeps it is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from apsite.laboratory.inputs import instance, listed, named
from apsite.laboratory.ions import nernst
from apsite.laboratory.rig import Sweep
from apsite.parameters import COMMAND

#: The late part of a step, by which its leak is judged: the last so much of it.
LATE = 0.5
#: In so many times the time that sodium's current takes to its largest it comes and goes; potassium's meanwhile
#: changes slowly, as a polynomial of this degree can. (The paper took it to stand still at first; here the surge hides
#: much of that time.)
TRANSIENT, SLOW = 3.0, 3
#: Samples over which the difference of two records is smoothed before its largest is looked for.
SMOOTH = 15
#: A current over a smaller driving force (mV) says nothing of the conductance.
LEAST_DRIVING_FORCE = 2.0


@dataclass(frozen=True)
class Leak:
    """What stays when no gate moves: `conductance` (mS/cm2), its `reversal` (mV), and the `capacitance` (uF/cm2).

    `settling` (ms): with which the surge that charges the capacitance dies away.
    """

    conductance: float
    reversal: float
    capacitance: float
    settling: float

    def current(self, potential: np.ndarray | float) -> np.ndarray:
        """Return the leak's current (uA/cm2) at `potential` (mV), same shape."""
        return np.asarray(self.conductance * (np.asarray(potential) - self.reversal))


@named
def fit_leak(sweeps: Sequence[Sweep]) -> Leak:
    """Return leak and capacitance from steps below the holding potential, at which no channel opens.

    A straight line goes through the late currents; the capacitance is the area beneath the surge over the height of
    the step. Raises ValueError for fewer than two levels, or for one that is no hyperpolarization.
    """
    given = _sweeps("sweeps", sweeps)
    for each in given:
        if len(each.steps) != 1 or each.level > each.holding - 10.0:
            raise ValueError(
                f"{each.name}: a leak is measured where no channel opens; allowed: one step, at least 10 mV below the "
                f"holding potential of {each.holding:g} mV"
            )
    if len({each.level for each in given}) < 2:
        raise ValueError(f"sweeps = {[each.name for each in given]}; allowed: steps to two potentials or more")
    late = [np.mean(each.current[-int(LATE * len(each.time)) :]) for each in given]
    levels = np.array([each.level for each in given])
    slope, offset = np.polyfit(levels, late, 1)
    charges, delays, heights = [], [], []
    for each in given:
        since, dt = each.time - each.steps[0].onset, each.time[1] - each.time[0]
        surge = (since >= -1e-9) & (since < 2 * each.settled - 1e-9)
        after = (since >= 2 * each.settled - 1e-9) & (since < 3 * each.settled)
        excess = each.current[surge] - np.mean(each.current[after])
        charges.append(float(np.sum(excess) * dt))
        delays.append(float(np.sum(excess * (since[surge] + dt / 2)) * dt))
        heights.append(each.level - each.holding)
    charge = np.array(charges)
    capacitance = float(np.dot(charge, heights) / np.dot(heights, heights))
    # Of an exponential that is averaged over each dt, each sample is `left` times the one before.
    interval = given[0].time[1] - given[0].time[0]
    whole = max(float(np.dot(delays, charge) / np.dot(charge, charge)) / interval - 0.5, 1e-3)
    left = whole / (1.0 + whole)
    return Leak(float(slope), float(-offset / slope), capacitance, float(-interval / np.log(left)))


@named
def subtract_leak(sweep: Sweep, leak: Leak) -> Sweep:
    """Return `sweep` without its leak, and without the surge, as far as the leak's settling describes it.

    Raises ValueError for what is no sweep or no leak.
    """
    instance("sweep", sweep, Sweep)
    instance("leak", leak, Leak)
    current = sweep.current - leak.current(sweep.command)
    dt = sweep.time[1] - sweep.time[0]
    for at in np.flatnonzero(np.diff(sweep.command)) + 1:
        left = np.exp(-(sweep.time[at:] - sweep.time[at]) / leak.settling)
        charge = leak.capacitance * (sweep.command[at] - sweep.command[at - 1])
        current[at:] -= charge * left * (1.0 - np.exp(-dt / leak.settling)) / dt
    return replace(sweep, current=current, name=f"{sweep.name}, leak subtracted")


@dataclass(frozen=True, eq=False)
class Separation:
    """Two currents of one step to `level` (mV). Arrays of shape (samples,): `time` since its onset (ms), `sodium` and
    `potassium` (uA/cm2) in sea water. `difference`: of the two records. `factor`: sodium's current over the difference.
    """

    level: float
    time: np.ndarray
    sodium: np.ndarray
    potassium: np.ndarray
    difference: np.ndarray
    factor: float

    @property
    def ratio(self) -> float:
        """The sodium current in the other solution over that in sea water; infinite where there is none of that."""
        return 1.0 - 1.0 / self.factor if self.factor else -np.inf


@named
def separate_currents(sea_water: Sweep, choline: Sweep, *, reversal: float | None = None, step: int = -1) -> Separation:
    """Return sodium and potassium current of one `step`, from sweeps in two solutions whose leak is subtracted.

    With I and I' the currents in the two and k the ratio of their sodium currents, I_Na = (I - I') / (1 - k), and I_K
    is what is left of I. The factor 1 / (1 - k) is found much as the paper found it, from the beginning of a step:
    sodium's current alone comes and goes there, potassium's changes slowly. Or it follows from the `reversal` potential
    of sodium in sea water (mV) and Nernst's equation, once that is known. Raises ValueError for sweeps that differ in
    anything but sodium, or not in that.
    """
    both = _sweeps("sea_water and choline", (sea_water, choline))
    _alike(*both)
    if choline.sodium >= sea_water.sodium:
        raise ValueError(
            f"choline = {choline.name}, with {choline.sodium:g} of the sodium, against {sea_water.sodium:g}; allowed: "
            "a solution with less sodium than the first"
        )
    first, second = (each.during(step) for each in both)
    difference = first.current - second.current
    if reversal is None:
        factor = _factor(first.time, difference, second.current)
    else:
        shift = float(nernst(choline.sodium, sea_water.sodium, sea_water.temperature))
        factor = (first.level - COMMAND.check(reversal)) / shift
    sodium = factor * difference
    return Separation(first.level, first.time, sodium, first.current - sodium, difference, factor)


def _factor(time: np.ndarray, difference: np.ndarray, choline: np.ndarray) -> float:
    """What the difference of two records is multiplied by to be sodium's current; shapes (samples,).

    The record in choline is a slow change, potassium's, and some share of the difference: least squares say which.
    """
    size = np.convolve(np.abs(difference), np.ones(SMOOTH) / SMOOTH, mode="valid")
    early = time <= TRANSIENT * time[int(np.argmax(size)) + SMOOTH // 2]
    since = time[early] / time[early][-1]
    terms = np.stack([difference[early], *(since**degree for degree in range(SLOW + 1))], axis=1)
    if len(terms) < 2 * terms.shape[1]:
        raise ValueError(
            f"{len(terms)} samples while sodium's current comes and goes; allowed: {2 * terms.shape[1]} or more. "
            "Take a shorter dt, or give the reversal potential"
        )
    return float(1.0 + np.linalg.lstsq(terms, choline[early], rcond=None)[0][0])


@named
def reversal_potential(potentials: Sequence[float], currents: Sequence[float]) -> float:
    """Return where a current turns its sign, mV: on the line between its neighbours on both sides.

    `potentials` (mV) and `currents` (uA/cm2) of one shape, (steps,). Raises ValueError where it does not turn, or more
    than once.
    """
    levels, found = (np.asarray(listed(name, each, "number"), float) for name, each in
                     (("potentials", potentials), ("currents", currents)))  # fmt: skip
    if levels.shape != found.shape or levels.ndim != 1:
        raise ValueError(f"potentials and currents of shapes {levels.shape} and {found.shape}; allowed: one shape")
    order = np.argsort(levels)
    levels, found = levels[order], found[order]
    turns = np.flatnonzero(np.sign(found[:-1]) * np.sign(found[1:]) < 0)
    if len(turns) != 1:
        raise ValueError(
            f"the current turns its sign {len(turns)} times between {levels[0]:g} and {levels[-1]:g} mV; allowed: "
            "once. Step to potentials on both sides of where it turns"
        )
    at = int(turns[0])
    return float(levels[at] - found[at] * (levels[at + 1] - levels[at]) / (found[at + 1] - found[at]))


@named
def conductance(current: np.ndarray, potential: float, reversal: float) -> np.ndarray:
    """Return the conductance (mS/cm2) of a `current` (uA/cm2) at a `potential` (mV), by Ohm's law; same shape.

    Raises ValueError within 2 mV of its `reversal` (mV), where a current says nothing of it.
    """
    if abs(potential - reversal) < LEAST_DRIVING_FORCE:
        raise ValueError(
            f"potential = {potential:g} mV is within {LEAST_DRIVING_FORCE:g} mV of the reversal potential, "
            f"{reversal:g} mV, where nothing flows whatever is open; allowed: any other"
        )
    return np.asarray(np.asarray(current, dtype=float) / (potential - reversal))


def _sweeps(name: str, given: Sequence[Sweep]) -> tuple[Sweep, ...]:
    found = listed(name, given, "sweep")
    for each in found:
        instance(f"one of {name}", each, Sweep)
    return found


def _alike(one: Sweep, other: Sweep) -> None:
    """Raise ValueError where two sweeps were not recorded alike, but for sodium."""
    for what, unit in (("holding", "mV"), ("temperature", "°C"), ("TTX", ""), ("TEA", "")):
        mine, its = getattr(one, what), getattr(other, what)
        if mine != its:
            raise ValueError(
                f"the two sweeps differ in {what}: {mine:g} and {its:g} {unit}".rstrip() + "; allowed: the same"
            )
    if one.steps != other.steps or len(one.time) != len(other.time):
        raise ValueError(
            f"the two sweeps were not commanded alike: {one.name} and {other.name}; allowed: "
            "the same steps, for as long"
        )
