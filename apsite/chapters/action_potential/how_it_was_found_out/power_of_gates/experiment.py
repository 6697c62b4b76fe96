"""How many gates a potassium channel has.

The potassium conductance of one step is fitted by one gate, by two, and so on to six: one cannot follow the delay at
its beginning, and between four and five there is little to choose.
"""

from dataclasses import dataclass

import numpy as np

from apsite.chapters.action_potential.how_it_was_found_out.course import take_apart
from apsite.laboratory.chance import SEED
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.fits import GateFit, fit_gate
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.rig import NOISE, Rig
from apsite.laboratory.seven_steps import ALL_OPEN, BEYOND
from apsite.parameters import COMMAND

POWERS = (1, 2, 3, 4, 5, 6)
FOOT = 1.0  # ms, of the step, in which the delay shows


@dataclass(frozen=True)
class Protocol(Options):
    """The instrument, and the step whose conductance is fitted."""

    noise: float = option(5.0, NOISE, "Standard deviation of the instrument's noise.")
    seed: float = option(1, SEED, "Where the random numbers of the noise begin.")
    level: float = option(-20.0, COMMAND, "Potential of the step.")


@dataclass(frozen=True)
class Result:
    """`time` (ms) and potassium `conductance` (mS/cm2) of the step, shape (samples,); `fits` by power; `largest`
    (mS/cm2): with all gates open, as the paper took it.
    """

    protocol: Protocol
    time: np.ndarray
    conductance: np.ndarray
    fits: dict[int, GateFit]
    largest: float


def run(protocol: Protocol = Protocol()) -> Result:
    """Take the currents apart, and fit the potassium conductance of one step."""
    rig = Rig(noise=protocol.noise, seed=int(protocol.seed))
    apart = take_apart(rig)
    time, conductance = apart.potassium(protocol.level)
    fits = {power: fit_gate(time, conductance, power) for power in POWERS}
    return Result(protocol, time, conductance, fits, ALL_OPEN * fit_gate(*apart.potassium(BEYOND)).settled)


def values(result: Result) -> tuple[Value, ...]:
    """Return what each number of gates leaves over at the foot, and what four of them measure."""
    level = result.protocol.level
    where = f"in a step from rest to {level:g} mV"
    foot = result.time <= FOOT
    membrane = Membrane()
    four = result.fits[4]
    found = [
        Value(
            f"power.foot_{power}",
            float(np.sqrt(np.mean((fit.at(result.time[foot]) - result.conductance[foot]) ** 2))),
            "mS/cm2",
            2,
            f"What n to the power {power} misses of the first millisecond, root mean square, {where}.",
        )
        for power, fit in result.fits.items()
    ]
    return (
        *found,
        Value("power.level", level, "mV", 0, "Potential of the step whose potassium conductance is fitted."),
        Value("power.settled", four.settled, "mS/cm2", 1, f"Where the potassium conductance settles, {where}."),
        Value("power.tau", four.tau, "ms", 2, f"Time constant of n, as four gates fit it, {where}."),
        Value("power.tau_one", result.fits[1].tau, "ms", 2, f"Time constant of one gate that is fitted, {where}."),
        Value("power.model_tau", membrane.time_constants(level)[2], "ms", 2, f"tau of n in the model, {where}."),
        Value("power.largest", result.largest, "mS/cm2", 1, "Largest potassium conductance, as it was measured."),
        Value("power.share", four.share(result.largest), "1", 2, f"Share of n gates open in the end, {where}."),
        Value("power.model_share", membrane.settled_gates(level)[2], "1", 2, f"Share of the model's n gates, {where}."),
    )
