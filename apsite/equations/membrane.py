"""A membrane's equations, in SymPy, from its declaration: rates, gates, currents and dV/dt.

Convention. V is the membrane potential, inside minus outside, in mV; depolarization is positive. A current is positive
outward; the stimulus is positive when it depolarizes. Hodgkin & Huxley (1952) write both voltage and current with the
opposite sign; their constants are the same.

Owns what follows from a declaration, whatever membrane it is, and no number: each symbol is the name of a parameter.
Kernels, LaTeX and dimension check are derived from here.
"""

from dataclasses import dataclass
from functools import cache, cached_property

import sympy as sp

from apsite.equations.symbols import Expression, I_stim, V, lookup, read, tables
from apsite.membranes.mechanism import Mechanism


@dataclass(frozen=True)
class Gate:
    """A gate that opens at `alpha` and closes at `beta` (both 1/ms, where the `factor` on both is 1).

    Or one that approaches `inf` with the time constant `tau` (ms), or, without a `tau`, is there at once.
    """

    symbol: Expression
    alpha: Expression = None
    beta: Expression = None
    inf: Expression = None
    tau: Expression = None
    factor: Expression = 1

    @property
    def name(self) -> str:
        """The gate's letter."""
        return str(self.symbol)

    @property
    def instantaneous(self) -> bool:
        """Whether it is always where it settles."""
        return self.alpha is None and self.tau is None

    @property
    def steady_state(self) -> Expression:
        """Share of open gates after a long time at a fixed potential (eq. 9 of the paper for n)."""
        return self.inf if self.alpha is None else self.alpha / (self.alpha + self.beta)

    @property
    def rate(self) -> Expression:
        """How fast the steady state is approached, 1/ms: the inverse of the time constant."""
        return self.factor / self.tau if self.alpha is None else self.factor * (self.alpha + self.beta)

    @property
    def derivative(self) -> Expression:
        """Change of the share of open gates, 1/ms (eqs. 7, 15, 16)."""
        if self.alpha is None:
            return self.factor * (self.inf - self.symbol) / self.tau
        return self.factor * (self.alpha * (1 - self.symbol) - self.beta * self.symbol)


@dataclass(frozen=True)
class Current:
    """An ionic current: `conductance` (mS/cm2) times the driving force V - `reversal` (mV)."""

    name: str
    conductance: Expression
    reversal: Expression

    @property
    def current(self) -> Expression:
        """The current, uA/cm2, positive outward."""
        return self.conductance * (V - self.reversal)


@dataclass(frozen=True)
class Block:
    """A blocked current: its largest conductance, the share of it that is left, and the leak that keeps the rest."""

    name: str
    largest: Expression
    left: Expression
    kept_by: str


@dataclass(frozen=True, eq=False)
class Equations:
    """What follows from a `mechanism`. `parameters` and `constants` are symbols, in the order of the declaration.

    `derived` follows from the parameters alone, and is worked out once a run; `where` are all formulas by their names.
    """

    mechanism: Mechanism
    parameters: tuple[Expression, ...]
    constants: tuple[Expression, ...]
    where: dict[str, Expression]
    derived: dict[Expression, Expression]
    gates: tuple[Gate, ...]
    currents: tuple[Current, ...]

    @cached_property
    def capacitance(self) -> Expression:
        """The symbol of the capacitance. Raises ValueError where there is none."""
        own = self.mechanism.capacitance
        if own is None:
            raise ValueError(f"{self.mechanism.name} has no capacitance (uF/cm2): its potential is always given")
        return self.named(own.name)

    @cached_property
    def ionic_current(self) -> Expression:
        """The sum of all currents, uA/cm2."""
        return sum((current.current for current in self.currents), sp.Integer(0))

    @cached_property
    def dVdt(self) -> Expression:
        """Change of the membrane potential, mV/ms (eq. 26 of the paper, with the stimulus moved to the right)."""
        return (I_stim - self.ionic_current) / self.capacitance

    @property
    def state(self) -> tuple[Expression, ...]:
        """The potential and the gates, in the order of the declaration."""
        return (V, *(gate.symbol for gate in self.gates))

    @property
    def fixed(self) -> tuple[Expression, ...]:
        """What does not change during a run."""
        return (*self.parameters, *self.derived, *self.tables)

    @property
    def tables(self) -> tuple[Expression, ...]:
        """What holds the points of its tables, where it has any: one symbol, or none."""
        return (tables,) if self.mechanism.tables else ()

    @cached_property
    def instantaneous(self) -> dict[Expression, Expression]:
        """The gates that are always where they settle, and where that is."""
        return {gate.symbol: gate.steady_state for gate in self.gates if gate.instantaneous}

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The currents that can be blocked."""
        kept = {each.name: each.kept_by for each in self.mechanism.currents}
        return tuple(
            Block(name, self.named(largest), sp.Symbol(f"left_{name}", real=True), kept[name])
            for name, largest in self.mechanism.blockable.items()
        )

    @cached_property
    def resting(self) -> dict[Expression, Expression]:
        """The gates whose shares at rest a block has to know, each with the symbol of that share."""
        kept = [
            current
            for current in self.currents
            for block in self.blocks
            if block.name == current.name and block.kept_by
        ]
        needed = {symbol for current in kept for symbol in current.conductance.free_symbols}
        return {
            gate.symbol: sp.Symbol(f"{gate.name}_rest", real=True) for gate in self.gates if gate.symbol in needed
        }  # fmt: skip

    @cached_property
    def blocked(self) -> dict[Expression, Expression]:
        """What a partly blocked membrane has in place of its parameters.

        What the blocked channels conduct at rest is left to them where a leak keeps it: a block of the channels that
        open on depolarization hardly moves an axon's rest.
        """
        found = {block.largest: block.left * block.largest for block in self.blocks}
        by_name = {current.name: current for current in self.currents}
        for leak in dict.fromkeys(block.kept_by for block in self.blocks if block.kept_by):
            own = by_name[leak]
            kept = [
                ((1 - block.left) * by_name[block.name].conductance.subs(self.resting), by_name[block.name].reversal)
                for block in self.blocks
                if block.kept_by == leak
            ]
            whole = own.conductance + sum(conductance for conductance, _ in kept)
            charge = own.conductance * own.reversal + sum(conductance * reversal for conductance, reversal in kept)
            found |= {own.conductance: whole, own.reversal: charge / whole}
        return found

    def named(self, name: str) -> Expression:
        """The symbol of a parameter, a constant or a gate, by the name that it has within the mechanism."""
        return self._names[name]

    @cached_property
    def _names(self) -> dict[str, Expression]:
        return _symbols(self.mechanism)


def _symbols(mechanism: Mechanism) -> dict[str, Expression]:
    own = (*mechanism.parameters, *mechanism.constants)
    found = {each.name: sp.Symbol(f"{mechanism.scope}{each.name}", real=True) for each in own}
    found |= {each.name: sp.Symbol(each.name, real=True) for each in mechanism.shared}
    found |= {each.name: sp.Symbol(each.name, real=True) for each in mechanism.gates}
    return found


@cache
def equations_of(mechanism: Mechanism) -> Equations:
    """Return the equations of a declared membrane.

    Raises ValueError for a conductance or a reversal potential that depends on V otherwise than by a gate, which would
    make a current that is not linear in V.
    """
    symbols = _symbols(mechanism)
    names = {"V": V} | symbols
    where: dict[str, Expression] = {}
    derived: dict[Expression, Expression] = {}
    gates = {symbols[each.name] for each in mechanism.gates}
    for name, text in mechanism.where.items():
        where[name] = read(text, names)
        alone = not where[name].has(V, *derived) and where[name].free_symbols <= set(symbols.values()) - gates
        names[name] = sp.Symbol(name, real=True) if alone else where[name]
        if alone:
            derived[names[name]] = where[name]
    names |= {name: lookup(tables, row, V) for row, name in enumerate(mechanism.tables)}
    made = [
        Gate(symbols[each.name], **{name: read(text, names) for name, text in each.formulas.items()})
        for each in mechanism.gates
    ]
    currents = []
    for each in mechanism.currents:
        found = Current(each.name, read(each.conductance, names), read(each.reversal, names))
        for what, expression in (("conductance", found.conductance), ("reversal", found.reversal)):
            if expression.has(V):
                raise ValueError(
                    f"{mechanism.name}: the {what} of {each.name} depends on V itself, so that the current is not "
                    "linear in V; allowed: by gates alone, of which one without a tau is where it settles at once"
                )
        currents.append(found)
    own = [symbols[each.name] for each in mechanism.parameters]
    constants = [symbols[each.name] for each in (*mechanism.constants, *mechanism.shared)]
    return Equations(mechanism, tuple(own), tuple(constants), where, derived, tuple(made), tuple(currents))
