"""The channels of a declared membrane: of which gates each is made, and what all of them conduct once they are open.

Owns what follows for a single channel from a conductance that is written for many: with m**3 * h it has three gates m
and one h, each of which opens and closes alone. Chance is drawn in the laboratory.
"""

from dataclasses import dataclass
from functools import cache

import sympy as sp

from apsite.equations.membrane import equations_of
from apsite.equations.symbols import Expression
from apsite.membranes.mechanism import Mechanism


@dataclass(frozen=True)
class Population:
    """The channels that carry the current `name`. `gates`: the row of each in the mechanism, how many a channel has."""

    name: str
    gates: tuple[tuple[int, int], ...]


@cache
def populations(mechanism: Mechanism) -> tuple[Population, ...]:
    """Return the channels of a declared membrane: of every current that has gates.

    Raises ValueError for a current whose conductance is no product of gates, as that of a channel with gates of its
    own is, and for gates that are where they settle at once, which cannot be counted.
    """
    membrane = equations_of(mechanism)
    symbols = [gate.symbol for gate in membrane.gates]
    found = []
    for current in membrane.currents:
        powers = sp.sympify(current.conductance).as_powers_dict()
        gates = tuple((row, int(powers[each])) for row, each in enumerate(symbols) if powers.get(each, 0) != 0)
        product = sp.Mul(*(symbols[row] ** copies for row, copies in gates))
        if (current.conductance / product).has(*symbols) or any(copies < 1 for _, copies in gates):
            raise ValueError(
                f"{mechanism.name}: the conductance of {current.name} is {current.conductance}, no product of gates, "
                "so that its channels cannot be counted; allowed: a parameter times gates and their whole powers"
            )
        if any(membrane.gates[row].instantaneous for row, _ in gates):
            raise ValueError(
                f"{mechanism.name}: a gate of {current.name} has no time constant, so that nothing is left to chance; "
                "allowed: gates with a tau, or with alpha and beta"
            )
        if gates:
            found.append(Population(current.name, gates))
    return tuple(found)


def opened(mechanism: Mechanism) -> dict[str, Expression]:
    """Return what each current's channels conduct once all are open, mS/cm2; of a leak, what it conducts always."""
    membrane = equations_of(mechanism)
    all_open = {gate.symbol: 1 for gate in membrane.gates}
    return {each.name: sp.sympify(each.conductance).subs(all_open).subs(membrane.derived) for each in membrane.currents}
