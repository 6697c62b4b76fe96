"""The rig: an axon under voltage clamp, and the sweeps that its instruments record.

Owns what lies between a membrane's current and a record of it: the surge that charges the capacitance, the noise of an
instrument, the solution in the bath. The current itself is that of `voltage_clamp`; what is done with sweeps stands in
`separation` and `fits`.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from apsite.laboratory.chance import MODULUS, SEED, SKIPPED, states
from apsite.laboratory.clamps import voltage_clamp
from apsite.laboratory.inputs import instance, listed, named, whole
from apsite.laboratory.ions import nernst
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.stimuli import Step
from apsite.parameters import SAMPLE_INTERVAL, SHARE
from apsite.quantities import Quantity

#: How long the clamp takes to settle (ms): the surge of current that charges the membrane dies away with it.
SETTLING = Quantity("settling", "ms", 0.001, 1.0)
NOISE = Quantity("noise", "uA/cm2", 0.0, 1000.0)
#: What of sea water's sodium is left when choline takes its place. Without any, no potential would hold it in balance.
SODIUM = Quantity("sodium", "1", 0.01, 1.0)
ONSET, DURATION = 1.0, 12.0  # ms, of a family's steps
#: A surge is over after so many times the settling, to less than a hundredth.
SURGE = 5.0


@dataclass(frozen=True, eq=False)
class Sweep:
    """One record of a clamped axon. Arrays of shape (samples,): `time` (ms), `current` (uA/cm2, positive outward).

    `command` is the potential that was commanded, mV, by `steps` from `holding` (mV). The bath had the share `sodium`
    of sea water's sodium and blockers of the shares `TTX` and `TEA`, at `temperature` (°C). `settled` is when, after a
    step, the surge of the capacitance is over, ms.
    """

    time: np.ndarray
    current: np.ndarray
    command: np.ndarray
    steps: tuple[Step, ...]
    holding: float
    sodium: float = 1.0
    TTX: float = 0.0
    TEA: float = 0.0
    temperature: float = 6.3
    settled: float = 0.0
    name: str = ""

    @property
    def level(self) -> float:
        """The potential of the last step, mV."""
        return self.steps[-1].level

    def during(self, step: int = -1) -> "Sweep":
        """Return what was recorded in one step, by its number, once the surge was over; time is counted from its onset.

        Raises ValueError for a step that there is not.
        """
        if not isinstance(step, int) or not -len(self.steps) <= step < len(self.steps):
            raise ValueError(f"step = {step!r}; allowed: one of the sweep's {len(self.steps)}, the last being -1")
        onset = self.steps[step].onset
        later = [each.onset for each in self.steps if each.onset > onset]
        width = self.steps[step].width
        end = min(later + ([] if width is None else [onset + width]), default=np.inf)
        within = (self.time >= onset + self.settled - 1e-9) & (self.time < end - 1e-9)
        cut = {name: getattr(self, name)[within] for name in ("current", "command")}
        return dataclasses.replace(self, time=self.time[within] - onset, steps=(self.steps[step],), **cut)


@named
class Rig:
    """An axon on the bench, clamped.

        rig = Rig(Membrane(), noise=5.0, seed=1)
        sea, choline = rig.family([-40.0, 0.0, 40.0]), rig.family([-40.0, 0.0, 40.0], sodium=0.1)

    `noise`: of the instrument, the standard deviation of a sample (uA/cm2), down to none; each sweep goes on in one
    sequence of random numbers, which `seed` (1 to 1,000,000) begins. `settling` (ms): of the clamp; the charge that a
    step puts on the capacitance goes with it. The gates are given the commanded potential at once, as in a perfect
    clamp. `dt` (ms): between samples. `sweeps` are those that were recorded. Raises ValueError for what is out of
    range.
    """

    def __init__(
        self,
        membrane: Membrane | None = None,
        *,
        noise: float = 5.0,
        seed: int = 1,
        settling: float = 0.02,
        dt: float = 0.01,
    ) -> None:
        self.membrane = Membrane() if membrane is None else membrane
        instance("membrane", self.membrane, Membrane)
        for name in ("E_Na", "temperature"):
            if name not in self.membrane.mechanism:
                raise ValueError(f"membrane = {membrane!r} has no {name}; allowed: one with it, such as Membrane()")
        self.noise = NOISE.check(noise)
        self.settling = SETTLING.check(settling)
        self.dt = SAMPLE_INTERVAL.check(dt)
        self.sweeps: list[Sweep] = []
        self._state = int(states(whole(seed, SEED), SKIPPED)[-1])

    @named
    def clamp(
        self,
        steps: Sequence[Step],
        duration: float = DURATION,
        *,
        holding: float | None = None,
        sodium: float = 1.0,
        TTX: float = 0.0,
        TEA: float = 0.0,
        name: str = "",
    ) -> Sweep:
        """Record the current under `steps` of the command (mV) for `duration` ms; return the sweep.

        The axon is held at `holding` mV (default: its rest in sea water) before, between and after the steps. `sodium`:
        the share of sea water's that is in the bath, choline in the place of the rest. `TTX`, `TEA`: the shares (0 to
        1) of sodium and potassium channels that are blocked, as nobody could in 1952. Raises ValueError for what is out
        of range, and without a step.
        """
        steps = tuple(sorted(listed("steps", steps, "step"), key=lambda each: getattr(each, "onset", 0.0)))
        if not steps:
            raise ValueError("steps = (); allowed: a list of one Step or more")
        base = self.membrane.resting_potential if holding is None else holding
        blocked = {"TTX": TTX, "TEA": TEA}
        TTX, TEA = (dataclasses.replace(SHARE, name=each).check(share) for each, share in blocked.items())
        bathed = self.bathed(sodium, TTX, TEA)
        found = voltage_clamp(bathed, steps, duration, holding=base, dt=self.dt)
        current = found.stimulus + self._surge(found.time, found.voltage, bathed.capacitance)
        current += self.noise * self._normal(len(found.time))
        sweep = Sweep(
            found.time,
            current,
            found.voltage,
            steps,
            base,
            float(sodium),
            TTX,
            TEA,
            self.membrane.temperature,
            SURGE * self.settling,
            name or f"{steps[-1].level:+g} mV",
        )
        self.sweeps.append(sweep)
        return sweep

    @named
    def family(
        self,
        levels: Sequence[float],
        *,
        before: Sequence[Step] = (),
        onset: float = ONSET,
        duration: float = DURATION,
        holding: float | None = None,
        sodium: float = 1.0,
        TTX: float = 0.0,
        TEA: float = 0.0,
    ) -> tuple[Sweep, ...]:
        """Record a step to each of `levels` (mV) from `onset` ms to the end, each after the steps `before`.

        What else it takes, and raises, is said of `clamp`.
        """
        return tuple(
            self.clamp([*before, Step(onset, level)], duration, holding=holding, sodium=sodium, TTX=TTX, TEA=TEA)
            for level in listed("levels", levels, "potential")
        )

    @named
    def two_pulse(
        self,
        conditioning: float,
        test: float,
        *,
        width: float = 40.0,
        duration: float = 6.0,
        holding: float | None = None,
        sodium: float = 1.0,
        TTX: float = 0.0,
        TEA: float = 0.0,
    ) -> Sweep:
        """Record a step to `test` (mV) for `duration` ms that follows `width` ms at `conditioning` (mV); see `clamp`.

        Raises ValueError as `clamp` does.
        """
        steps = [Step(ONSET, conditioning, width), Step(ONSET + width, test)]
        bath = {"sodium": sodium, "TTX": TTX, "TEA": TEA}
        return self.clamp(
            steps, ONSET + width + duration, holding=holding, **bath, name=f"{test:+g} mV after {conditioning:+g} mV"
        )

    def bathed(self, sodium: float = 1.0, TTX: float = 0.0, TEA: float = 0.0) -> Membrane:
        """Return the membrane as it is in a bath: see `clamp`. Raises ValueError for what is out of range."""
        share = SODIUM.check(sodium)
        shift = float(nernst(share, 1.0, self.membrane.temperature))
        membrane = self.membrane.blocked(Na=TTX, K=TEA) if TTX or TEA else self.membrane
        return membrane.replace(E_Na=membrane.E_Na + shift)

    def _surge(self, time: np.ndarray, command: np.ndarray, capacitance: float) -> np.ndarray:
        """What charges the capacitance (uA/cm2), at each sample the mean over the interval that it begins."""
        surge = np.zeros_like(time)
        for at in np.flatnonzero(np.diff(command)) + 1:
            left = np.exp(-(time[at:] - time[at]) / self.settling)
            lost = left * (1.0 - np.exp(-self.dt / self.settling))
            surge[at:] += capacitance * (command[at] - command[at - 1]) * lost / self.dt
        return surge

    def _normal(self, count: int) -> np.ndarray:
        """Random numbers of a normal distribution, mean 0, standard deviation 1 (Box & Muller 1958)."""
        pairs = (count + 1) // 2
        drawn = states(self._state, 2 * pairs)
        self._state = int(drawn[-1])
        first, second = (drawn / MODULUS).reshape(2, pairs)
        radius = np.sqrt(-2.0 * np.log(first))
        return np.concatenate([radius * np.cos(2 * np.pi * second), radius * np.sin(2 * np.pi * second)])[:count]
