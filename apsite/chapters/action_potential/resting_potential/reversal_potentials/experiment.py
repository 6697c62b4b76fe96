"""Where each ion is in balance.

The Nernst potentials of potassium, sodium and chloride for a squid's axon and a mammal's neuron, the resting potential
that the Goldman equation gives between them, and what the membrane of this book has in their place.
"""

from dataclasses import dataclass

from scipy.optimize import brentq

from apsite.laboratory.experiment import Options, Value
from apsite.laboratory.ions import MAMMAL, SQUID, Solutions, balance_ratio
from apsite.laboratory.membrane import Membrane
from apsite.parameters import BY_NAME, V_REST


@dataclass(frozen=True)
class Protocol(Options):
    """The two standard sets of concentrations."""


@dataclass(frozen=True)
class Balance:
    """Potentials in mV; `rest` by the Goldman equation."""

    E_K: float
    E_Na: float
    E_Cl: float
    rest: float


@dataclass(frozen=True)
class Result:
    """The balance of both sets; `membrane`, the one of this book; `potassium_ratio` and `sodium_ratio`, outside over
    inside or inside over outside, whichever is above 1, that the membrane's reversal potentials stand for;
    `permeability`, of sodium over potassium, that puts a mammal's rest at this book's without any chloride.
    """

    squid: Balance
    mammal: Balance
    membrane: Membrane
    potassium_ratio: float
    sodium_ratio: float
    permeability: float


def run(protocol: Protocol = Protocol()) -> Result:
    """Work out all potentials."""
    membrane = Membrane()
    permeability = brentq(
        lambda P_Na: MAMMAL.resting_potential(P_Na=P_Na, P_Cl=0.0) - V_REST.value, 0.0, 1.0, xtol=1e-12
    )
    return Result(
        squid=_balance(SQUID),
        mammal=_balance(MAMMAL),
        membrane=membrane,
        potassium_ratio=float(1 / balance_ratio(membrane.E_K, membrane.temperature)),
        sodium_ratio=float(balance_ratio(membrane.E_Na, membrane.temperature)),
        permeability=float(permeability),
    )


def _balance(solutions: Solutions) -> Balance:
    potentials = (solutions.E_K, solutions.E_Na, solutions.E_Cl, solutions.resting_potential())
    return Balance(*(float(each) for each in potentials))


def values(result: Result) -> tuple[Value, ...]:
    """Return the potentials, and what the membrane's own reversal potentials ask for."""
    made = []
    for name, balance, solutions in (("squid", result.squid, SQUID), ("mammal", result.mammal, MAMMAL)):
        where = f"with the concentrations of the {name} at {solutions.temperature:g} °C"
        made += [
            Value(f"{name}.E_K", balance.E_K, "mV", 1, f"Nernst potential of potassium {where}."),
            Value(f"{name}.E_Na", balance.E_Na, "mV", 1, f"Nernst potential of sodium {where}."),
            Value(f"{name}.E_Cl", balance.E_Cl, "mV", 1, f"Nernst potential of chloride {where}."),
            Value(f"{name}.rest", balance.rest, "mV", 1, f"Resting potential by the Goldman equation {where}."),
            Value(
                f"{name}.K_ratio", solutions.K_in / solutions.K_out, "1", 0, f"Potassium inside over outside, {name}."
            ),
        ]
    squid = result.squid
    squid_K, squid_Na = SQUID.K_in, SQUID.Na_out
    ratio = "that puts the reversal potential of the model's"
    per_decade = BY_NAME["mammal_K_out"]
    tenfold = MAMMAL.replace(K_out=10 * per_decade.value).E_K - result.mammal.E_K
    return (
        *made,
        Value("squid.K_below", squid.rest - squid.E_K, "mV", 0, "From E_K to rest, by the squid's concentrations."),
        Value("squid.Na_above", squid.E_Na - squid.rest, "mV", 0, "From rest to E_Na, by the squid's concentrations."),
        Value("hh.K_below", V_REST.value - result.membrane.E_K, "mV", 0, "From E_K to the published rest."),
        Value("hh.Na_above", result.membrane.E_Na - V_REST.value, "mV", 0, "From the published rest to E_Na."),
        Value("nernst.tenfold", float(tenfold), "mV", 1, "Change of E_K by a tenfold concentration outside, at 37 °C."),
        Value("hh.K_ratio", result.potassium_ratio, "1", 1, f"Potassium inside over outside {ratio} current in place."),
        Value("hh.Na_ratio", result.sodium_ratio, "1", 2, f"Sodium outside over inside {ratio} current in place."),
        Value(
            "hh.K_out", squid_K / result.potassium_ratio, "mM", 1, "Potassium outside the squid's axon for that ratio."
        ),
        Value("hh.Na_in", squid_Na / result.sodium_ratio, "mM", 1, "Sodium inside the squid's axon for that ratio."),
        Value(
            "ghk.sodium_permeability",
            result.permeability,
            "1",
            4,
            "Permeability to sodium over that to potassium that puts the mammal's rest at -70 mV, without chloride.",
        ),
    )
