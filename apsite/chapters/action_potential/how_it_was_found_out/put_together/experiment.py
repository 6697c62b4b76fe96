"""The membrane that was measured, set free.

Rates that were measured under clamp are put together to a membrane whose potential is its own: it fires, and its spike
runs along an axon about as fast as the model's. With one gate in the place of four, or without inactivation, there is
no such spike.
"""

from dataclasses import dataclass

import numpy as np

from apsite.chapters.action_potential.how_it_was_found_out.course import measure, take_apart
from apsite.laboratory.axon import Axon
from apsite.laboratory.chance import SEED
from apsite.laboratory.clamps import simulate
from apsite.laboratory.conduction import simulate_axon
from apsite.laboratory.electrodes import Injection
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.rig import NOISE, Rig
from apsite.laboratory.searches import threshold_amplitude
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import BY_NAME

STIMULUS = Pulse(1.0, 0.5, 26.55)
DURATION = 15.0  # ms
LENGTH, AXON_DURATION = 10.0, 7.0  # cm, ms
INJECTION = Injection(place=0.0, stimulus=Pulse(0.1, 0.2, 15.0))


@dataclass(frozen=True)
class Protocol(Options):
    """The instrument, and the temperature of the axon."""

    noise: float = option(5.0, NOISE, "Standard deviation of the instrument's noise.")
    seed: float = option(1, SEED, "Where the random numbers of the noise begin.")
    temperature: float = option(18.5, BY_NAME["temperature"], "Temperature of the axon along which the spike runs.")


@dataclass(frozen=True)
class Result:
    """`time` (ms) and `voltages` (mV), shape (samples,) each, of the `model`'s, the `measured` membrane's, that with
    `one_gate` n, and that with `no_inactivation`. `velocities` (m/s) and `thresholds` (uA/cm2) of the first two,
    `rests` (mV) of all.
    """

    protocol: Protocol
    time: np.ndarray
    voltages: dict[str, np.ndarray]
    velocities: dict[str, float]
    thresholds: dict[str, float]
    rests: dict[str, float]


def run(protocol: Protocol = Protocol()) -> Result:
    """Measure, put together and let go."""
    apart = take_apart(Rig(noise=protocol.noise, seed=int(protocol.seed)))
    measured = measure(apart).membrane()
    membranes: dict[str, Membrane] = {
        "model": Membrane(),
        "measured": measured,
        "one_gate": measure(apart, power=1).membrane(),
        "no_inactivation": measured.replace(power_h=0.0),
    }
    # Without inactivation the membrane rests elsewhere: it starts where the other one rests.
    start = measured.rest
    runs = {
        name: simulate(each, [STIMULUS], DURATION, initial=start if name == "no_inactivation" else None)
        for name, each in membranes.items()
    }
    both = {name: membranes[name] for name in ("model", "measured")}
    return Result(
        protocol,
        runs["model"].time,
        {name: each.voltage for name, each in runs.items()},
        {name: _velocity(each.replace(temperature=protocol.temperature)) for name, each in both.items()},
        {name: threshold_amplitude(each, STIMULUS.width) for name, each in both.items()},
        {name: each.resting_potential for name, each in membranes.items()},
    )


def _velocity(membrane: Membrane) -> float:
    found = simulate_axon(Axon(LENGTH, membrane=membrane), [INJECTION], AXON_DURATION).velocity
    if found is None:
        raise ValueError("the measured membrane does not conduct a spike; allowed: one that does")
    return found


def values(result: Result) -> tuple[Value, ...]:
    """Return what the measured membrane does beside the model's."""
    words = {"model": "the model's membrane", "measured": "the measured membrane"}
    found = []
    for name, who in words.items():
        voltage = result.voltages[name]
        found += [
            Value(f"together.{name}_peak", float(np.max(voltage)), "mV", 1, f"Peak of the spike of {who}."),
            Value(f"together.{name}_trough", float(np.min(voltage)), "mV", 1, f"Undershoot of the spike of {who}."),
            Value(f"together.{name}_rest", result.rests[name], "mV", 1, f"Rest of {who}."),
            Value(f"together.{name}_threshold", result.thresholds[name], "uA/cm2", 1,
                  f"Weakest current of {STIMULUS.width:g} ms that fires {who}."),
            Value(f"together.{name}_velocity", result.velocities[name], "m/s", 1, f"Velocity of the spike of {who}."),
        ]  # fmt: skip
    stuck = result.voltages["no_inactivation"]
    off = 100 * abs(result.velocities["measured"] / result.velocities["model"] - 1)
    return (
        *found,
        Value("together.off", off, "%", 1, "By how much the measured velocity differs from the model's."),
        Value("together.temperature", result.protocol.temperature, "°C", 1, "Temperature of the axon."),
        Value("together.width", STIMULUS.width, "ms", 1, "Width of the pulse."),
        Value("together.one_rest", result.rests["one_gate"], "mV", 0, "Rest with one gate n in the place of four."),
        Value("together.duration", DURATION, "ms", 0, "How long the runs last."),
        Value("together.stuck", float(stuck[-1]), "mV", 1, f"Potential after {DURATION:g} ms without inactivation."),
    )
