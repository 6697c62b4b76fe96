"""The cable lowered: kinds of membrane as routines, and the constants of the scheme that solves it.

An axon is cut into compartments, each with its membrane, joined by conductances between their middles. A step has two
halves, as in `schemes`: with the gates still, all potentials together obey a linear system; with the potentials still,
each gate relaxes exactly. They are composed symmetrically (Strang 1968) - half a step of the gates, one of the
potentials, half a step of the gates - which gives order 2.

The linear half is solved by TR-BDF2 (Bank et al. 1985; Hosea & Shampine 1996): a trapezoidal stage and a backward
difference of one common matrix, C - a A, with a = (1 - 1/sqrt 2) step, C the capacitances and A what leak, channels and
axial currents make of the potentials. With r the current that is left over at the start of the step,

    (C - a A) y = r,    (C - a A) z = C y,    V + a y + (1 + sqrt 2) a z

is the potential at its end. It is of order 2 and, unlike Crank-Nicolson, damps the shortest waves that compartments
can hold, however long the step: an electrode leaves no ripples, and a compartment may have no capacitance at all. One
tridiagonal matrix is factorized a step.

Owns the kinds of membrane and the scheme. Leaves the loops to `python_cable` and `assembly_loops`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from math import sqrt

import sympy as sp

from apsite.equations import cable, ions
from apsite.equations.membrane import Equations, equations_of
from apsite.equations.symbols import Expression, V
from apsite.kernels.lowering import constants_of
from apsite.kernels.routines import Routine, Tape
from apsite.kernels.schemes import step_size
from apsite.membranes.mechanism import Mechanism
from apsite.membranes.myelin import MYELIN
from apsite.membranes.node import NODE
from apsite.membranes.squid import SQUID

#: Declared orders in the step and in the length of a compartment.
TIME_ORDER = 2
SPACE_ORDER = 2
#: a over the step, and what z is taken times beside a.
STAGE = 1 - 1 / sqrt(2)
SECOND_STAGE = 1 + sqrt(2)

#: Gates are tabulated from here on, so many potentials for a mV and so many in all; beyond, their equations are used.
#: Between two neighbours the table is linear, which is off by less than 1e-5 of a gate's share.
TABLE_LOW, TABLE_DENSITY, TABLE_POINTS = -130.0, 10, 2001

#: An axon at rest is found in rounds: gates settle at the potentials (a step that lasts forever, ms), potentials move
#: half of the way to where these gates hold them, until no potential (mV) has far to go. Hardly any capacitance
#: (uF/cm2) lets a membrane without conductance stay where it was.
FOREVER, ROUNDS, SETTLED, HARDLY = 1e9, 1000, 1e-11, 1e-9


#: The potential, where the conductance of a membrane depends on it; and how far from it (mV) the slope of a gate that
#: is always where it settles is taken.
potential = sp.Symbol("potential", real=True)
ASIDE = 1e-4


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of membrane: its parameters in the order in which a kernel takes them, its gates and its current.

    A gate has a slot in a compartment's state; one that is always where it settles has two, of which the second holds
    how steeply that depends on V: the current, linear in V while gates stand still, is taken along its tangent there.
    """

    membrane: Equations

    @property
    def name(self) -> str:
        """What kernels call it."""
        return self.membrane.mechanism.name

    @property
    def fixed(self) -> tuple[Expression, ...]:
        """Its parameters, and its tables, where it has any."""
        return (*self.membrane.parameters, *self.membrane.tables)

    @cached_property
    def slots(self) -> tuple[Expression, ...]:
        """What a compartment keeps of its gates."""
        return tuple(
            slot
            for gate in self.membrane.gates
            for slot in ((gate.symbol, _steepness(gate.symbol)) if gate.instantaneous else (gate.symbol,))
        )

    def relax(self) -> Routine:
        """What each slot is multiplied by in `step` ms at V, and what is added to it then."""
        tape = Tape()
        ends: list[Expression] = []
        for gate in self.membrane.gates:
            steady = gate.steady_state.subs(self.membrane.derived)
            if gate.instantaneous:
                above, below = (steady.subs(V, V + aside) for aside in (ASIDE, -ASIDE))
                ends += [sp.Integer(0), steady, sp.Integer(0), (above - below) / (2 * ASIDE)]
                continue
            rate = tape.let(f"rate_{gate.name}", gate.rate.subs(self.membrane.derived))
            decay = tape.let(f"decay_{gate.name}", sp.exp(-step_size * rate))
            ends += [decay, tape.let(f"gain_{gate.name}", (1 - decay) * steady)]
        return tape.routine(f"relax_{self.name}", (V, step_size, *self.fixed), tuple(ends))

    def conduct(self) -> Routine:
        """The conductance (mS/cm2) of the membrane, and the inward current (uA/cm2) that it carries at V = 0."""
        current = self.membrane.ionic_current.subs(self.membrane.derived)
        slope = sp.diff(current, V)
        inward = -current.subs(V, 0)
        if self.membrane.instantaneous:
            slope += sum(sp.diff(current, gate) * _steepness(gate) for gate in self.membrane.instantaneous)
            slope, inward = (each.subs(V, potential) for each in (slope, slope * V - current))
        return Tape().routine(
            f"conduct_{self.name}",
            (*self.leading, *self.slots, *self.fixed),
            (slope, inward),
            ("conductance", "inward"),
        )

    @property
    def leading(self) -> tuple[Expression, ...]:
        """What `conduct` takes before the slots: the potential, where it depends on it."""
        return (potential,) if self.membrane.instantaneous else ()


def _steepness(gate: Expression) -> Expression:
    return sp.Symbol(f"{gate}_steepness", real=True)


#: The membranes of the book's axons, in the order of their numbers in a kernel.
MEMBRANES = (SQUID, NODE, MYELIN)


def together(mechanisms: Iterable[Mechanism]) -> tuple[Mechanism, ...]:
    """Return the mechanisms that the kernel of an axon with these has: the book's, unless one is another."""
    found = {*mechanisms, MYELIN}
    # In one order, so that no kernel is made twice.
    return MEMBRANES if found <= set(MEMBRANES) else tuple(sorted(found, key=lambda each: each.name))


@dataclass(frozen=True)
class CableProgram:
    """The cable's kernel in no language yet: its kinds of membrane, constants by name, and routines."""

    kinds: tuple[Kind, ...]
    constants: dict[str, float]
    routines: tuple[Routine, ...]

    def routine(self, name: str) -> Routine:
        """Return the routine of this name."""
        return next(each for each in self.routines if each.name == name)

    @property
    def slots(self) -> int:
        """How many slots a compartment has room for."""
        return max(len(kind.slots) for kind in self.kinds)

    @property
    def width(self) -> int:
        """How many parameters a membrane has room for."""
        return max(len(kind.membrane.parameters) for kind in self.kinds)

    @property
    def numbers(self) -> dict[str, object]:
        """What the loops around the routines are filled in with in every language, by their names there."""
        return {
            "points": TABLE_POINTS,
            "low": f"({TABLE_LOW})",
            "density": float(TABLE_DENSITY),
            "gates": self.slots,
            "doubled": 2 * self.slots,
            "row": 4 * self.slots,
            "width": self.width,
            "stage": repr(STAGE),
            "second": repr(SECOND_STAGE),
            "hardly": HARDLY,
            "forever": FOREVER,
            "rounds": ROUNDS,
            "settled": SETTLED,
        }


@cache
def lower_cable(mechanisms: tuple[Mechanism, ...] = MEMBRANES) -> CableProgram:
    """Return the kernel of a cable of these membranes."""
    kinds = tuple(Kind(equations_of(each)) for each in mechanisms)
    cylinder = Tape().routine(
        "cylinder", (ions.d, cable.ell, cable.R_a), (cable.area, cable.axial_conductance), ("area", "conductance")
    )
    outside = Tape().routine("outside", (cable.I_outside, cable.r, cable.rho_e), (cable.V_e,), ("V_e",))
    routines = [cylinder, outside, *(kind.relax() for kind in kinds if kind.slots), *(kind.conduct() for kind in kinds)]
    constants: dict[str, float] = {}
    for kind in kinds:
        constants |= constants_of(kind.membrane, tuple(routines))
    return CableProgram(kinds, constants, tuple(routines))
