"""Potassium outside the cell.

The concentration of potassium outside a mammal's neuron is raised. The membrane depolarizes, and potassium goes on
flowing out of the cell, only less.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.ions import MAMMAL, balance_ratio
from apsite.parameters import BY_NAME, CONCENTRATION

OUTSIDE = np.geomspace(1.0, 50.0, 121)  # mM


@dataclass(frozen=True)
class Protocol(Options):
    """A raised concentration, and what else the cell has."""

    raised: float = option(10.0, CONCENTRATION, "Potassium outside after it was raised.")
    potassium_inside: float = option(BY_NAME["mammal_K_in"].value, CONCENTRATION, "Potassium inside.")
    sodium_outside: float = option(BY_NAME["mammal_Na_out"].value, CONCENTRATION, "Sodium outside.")
    sodium_inside: float = option(BY_NAME["mammal_Na_in"].value, CONCENTRATION, "Sodium inside.")
    temperature: float = option(BY_NAME["mammal_temperature"].value, BY_NAME["temperature"], "Temperature.")


@dataclass(frozen=True)
class Result:
    """`outside` (mM), `E_K` and `rest` (mV), each of shape (concentrations,); `E_Na` (mV).

    At `usual_outside` (mM) the cell rests at `usual_rest` (mV); after the rise, `raised_E_K` and `raised_rest` (mV).
    The driving force on potassium, rest - E_K, is positive where it flows out: `usual`, `at_once` (after the rise, with
    the potential still as before) and `settled`, in mV. Up to `level_at_once` (mM) outside, potassium flows out even
    then; up to `level_settled` (mM), once the potential has settled; None where that has no limit.
    """

    protocol: Protocol
    outside: np.ndarray
    E_K: np.ndarray
    rest: np.ndarray
    E_Na: float
    usual_outside: float
    usual_rest: float
    raised_E_K: float
    raised_rest: float
    usual: float
    at_once: float
    settled: float
    level_at_once: float
    level_settled: float | None

    @property
    def forces_at_once(self) -> np.ndarray:
        """Driving force on potassium (mV) before the potential has followed, shape (concentrations,)."""
        return np.asarray(self.usual_rest - self.E_K)

    @property
    def forces_settled(self) -> np.ndarray:
        """Driving force on potassium (mV) once the potential has settled, shape (concentrations,)."""
        return np.asarray(self.rest - self.E_K)


def run(protocol: Protocol = Protocol()) -> Result:
    """Work out the potentials at all concentrations, and the driving forces at two."""
    cell = MAMMAL.replace(
        K_in=protocol.potassium_inside,
        Na_out=protocol.sodium_outside,
        Na_in=protocol.sodium_inside,
        temperature=protocol.temperature,
    )
    many, raised = cell.replace(K_out=OUTSIDE), cell.replace(K_out=protocol.raised)
    rest = float(cell.resting_potential())

    def settled(outside: float) -> float:
        bathed = cell.replace(K_out=outside)
        return float(bathed.resting_potential() - bathed.E_K)

    return Result(
        protocol=protocol,
        outside=OUTSIDE,
        E_K=many.E_K,
        rest=many.resting_potential(),
        E_Na=float(cell.E_Na),
        usual_outside=cell.K_out,
        usual_rest=rest,
        raised_E_K=float(raised.E_K),
        raised_rest=float(raised.resting_potential()),
        usual=settled(cell.K_out),
        at_once=float(rest - raised.E_K),
        settled=settled(protocol.raised),
        level_at_once=float(cell.K_in * balance_ratio(rest, cell.temperature)),
        level_settled=_border(settled),
    )


def _border(force: Callable[[float], float]) -> float | None:
    """Where the driving force turns inward; None where it does not."""
    low, high = CONCENTRATION.minimum, CONCENTRATION.maximum
    return None if force(low) * force(high) > 0 else float(brentq(force, low, high))


def values(result: Result) -> tuple[Value, ...]:
    """Return the potentials before and after the rise, and the force on potassium."""
    if result.level_settled is None:
        raise ValueError("potassium flows one way at all concentrations outside")
    before, after = result.usual_outside, result.protocol.raised
    rise = f"from {before:g} to {after:g} mM outside"
    force = "Driving force on potassium, positive outward,"
    return (
        Value("potassium.outside", before, "mM", 0, "Potassium outside a mammal's neuron."),
        Value("potassium.raised", after, "mM", 0, "Potassium outside after it was raised."),
        Value("potassium.raised_E_K", result.raised_E_K, "mV", 1, f"Nernst potential of potassium at {after:g} mM."),
        Value("potassium.raised_rest", result.raised_rest, "mV", 1, f"Resting potential (Goldman) at {after:g} mM."),
        Value(
            "potassium.E_K_shift",
            result.raised_E_K - float(result.usual_rest - result.usual),
            "mV",
            1,
            f"Change of E_K {rise}.",
        ),
        Value("potassium.rest_shift", result.raised_rest - result.usual_rest, "mV", 1, f"Change of rest {rise}."),
        Value("potassium.force", result.usual, "mV", 1, f"{force} at {before:g} mM."),
        Value(
            "potassium.force_at_once", result.at_once, "mV", 1, f"{force} before the potential has followed the rise."
        ),
        Value("potassium.force_settled", result.settled, "mV", 1, f"{force} once the potential has followed."),
        Value(
            "potassium.limit_at_once", result.level_at_once, "mM", 0, "Potassium outside above which it first flows in."
        ),
        Value(
            "potassium.limit", result.level_settled, "mM", 0, "Potassium outside above which it flows in even at rest."
        ),
    )
