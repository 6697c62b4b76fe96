"""The rates of the gates, as they were measured.

From the steps of a clamped axon follow where the gates n, m and h settle and how long they take; curves of the paper's
form go through them.
"""

from dataclasses import dataclass

import numpy as np

from apsite.chapters.action_potential.how_it_was_found_out.course import Gate, measure, take_apart
from apsite.laboratory.chance import SEED
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.rig import NOISE, Rig
from apsite.laboratory.seven_steps import CONDITIONING
from apsite.membranes.squid import SQUID, V_REST

NAMES = ("n", "m", "h")
POTENTIALS = np.linspace(-110.0, 50.0, 161)  # mV, over which curves are held against the model's


@dataclass(frozen=True)
class Protocol(Options):
    """The instrument."""

    noise: float = option(5.0, NOISE, "Standard deviation of the instrument's noise.")
    seed: float = option(1, SEED, "Where the random numbers of the noise begin.")


@dataclass(frozen=True)
class Result:
    """`gates`: what was measured, by name. `shares` (0 to 1) and `taus` (ms) of the model at `POTENTIALS`, shape
    (3, potentials), in the order of `NAMES`. `sweeps`: how many were recorded. `g_Na`, `g_K` (mS/cm2), as measured.
    """

    protocol: Protocol
    gates: dict[str, Gate]
    shares: np.ndarray
    taus: np.ndarray
    sweeps: int
    g_Na: float
    g_K: float


def run(protocol: Protocol = Protocol()) -> Result:
    """Measure all gates, and read the model's off its equations."""
    rig = Rig(noise=protocol.noise, seed=int(protocol.seed))
    found = measure(take_apart(rig))
    order = [[gate.name for gate in rig.membrane.mechanism.gates].index(name) for name in NAMES]
    shares, taus = (
        np.array([[read(V)[row] for V in POTENTIALS] for row in order])
        for read in (rig.membrane.settled_gates, rig.membrane.time_constants)
    )
    return Result(protocol, found.gates, shares, taus, len(rig.sweeps), found.g_Na, found.g_K)


def settled(gate: Gate, potentials: np.ndarray) -> np.ndarray:
    """Return where a measured gate settles (0 to 1) at `potentials` (mV), by its curves; same shape."""
    alpha, beta = gate.alpha.at(potentials), gate.beta.at(potentials)
    return np.asarray(alpha / (alpha + beta))


def values(result: Result) -> tuple[Value, ...]:
    """Return the constants of the curves, and how far they are from the model's."""
    found = []
    for name, gate in result.gates.items():
        row = NAMES.index(name)
        off = float(np.max(np.abs(settled(gate, POTENTIALS) - result.shares[row])))
        tau = 1.0 / (gate.alpha.at(POTENTIALS) + gate.beta.at(POTENTIALS))
        slow = float(np.max(np.abs(np.log(tau / result.taus[row]))))
        found += [
            Value(f"rates.{name}_off", off, "1", 2, f"Farthest that the measured curve of {name} is from the model's."),
            Value(f"rates.{name}_slow", 100 * slow, "%", 0, f"Farthest that the measured tau of {name} is off."),
        ]
    n, h = result.gates["n"], result.gates["h"]
    rest = Membrane().resting_potential
    half = float(np.interp(-0.5, -h.shares[np.isfinite(h.shares)], h.potentials[np.isfinite(h.shares)]))
    at_rest = float(np.interp(rest, CONDITIONING, h.shares[np.isfinite(h.shares)]))
    return (
        *found,
        Value("rates.alpha_n_scale", n.alpha.scale, "1/ms", 2, "Scale of the measured alpha of n."),
        Value(
            "rates.model_scale", SQUID["A_alpha_n"].value * SQUID["k_alpha_n"].value, "1/ms", 2, "Scale of the model's."
        ),
        Value("rates.alpha_n_steepness", n.alpha.steepness, "mV", 1, "Steepness of the measured alpha of n."),
        Value("rates.alpha_n_shift", n.alpha.shift - V_REST.value, "mV", 1, "Its shift from rest."),
        Value("rates.beta_n_scale", n.beta.scale, "1/ms", 3, "Scale of the measured beta of n."),
        Value("rates.beta_n_steepness", n.beta.steepness, "mV", 0, "Steepness of the measured beta of n."),
        Value("rates.h_half", half, "mV", 0, "After which first step half of the sodium current is left."),
        Value("rates.h_at_rest", at_rest, "1", 2, "Share of the sodium current that a step from rest finds."),
        Value("rates.sweeps", result.sweeps, "1", 0, "Sweeps that were recorded for all rates."),
        Value("rates.g_Na", result.g_Na, "mS/cm2", 0, "Largest sodium conductance, as it was measured."),
        Value("rates.g_K", result.g_K, "mS/cm2", 0, "Largest potassium conductance, as it was measured."),
    )
