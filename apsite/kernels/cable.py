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

from dataclasses import dataclass
from math import sqrt

import sympy as sp

from apsite import parameters
from apsite.equations import cable, ions, membrane, node
from apsite.equations.membrane import DEFINITIONS, Expression, Gate, V
from apsite.kernels.lowering import MEMBRANE
from apsite.kernels.routines import Routine, Tape
from apsite.kernels.schemes import step_size

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


@dataclass(frozen=True)
class Kind:
    """A kind of membrane: its parameters in the order in which a kernel takes them, its gates and its current."""

    name: str
    fixed: tuple[Expression, ...]
    gates: tuple[Gate, ...]
    current: Expression

    def relax(self) -> Routine:
        """What each gate is multiplied by in `step` ms at V, and what is added to it then."""
        tape = Tape()
        ends = []
        for gate in self.gates:
            rate = tape.let(f"rate_{gate.name}", gate.rate.subs(DEFINITIONS))
            decay = tape.let(f"decay_{gate.name}", sp.exp(-step_size * rate))
            ends += [decay, tape.let(f"gain_{gate.name}", (1 - decay) * gate.steady_state)]
        return tape.routine(f"relax_{self.name}", (V, step_size, *self.fixed), tuple(ends))

    def conduct(self) -> Routine:
        """The conductance (mS/cm2) of the membrane, and the inward current (uA/cm2) that it carries at V = 0."""
        slope = sp.diff(self.current, V)
        if slope.has(V):
            raise ValueError(f"the current of {self.name} is not linear in V, so a step is no linear system")
        gates = tuple(gate.symbol for gate in self.gates)
        results = (slope, -self.current.subs(V, 0))
        return Tape().routine(f"conduct_{self.name}", (*gates, *self.fixed), results, ("conductance", "inward"))


def _symbols(group: tuple[parameters.Parameter, ...]) -> tuple[Expression, ...]:
    return tuple(membrane.symbol(parameter.name) for parameter in group)


#: The membranes that an axon can have, in the order of their numbers in a kernel.
KINDS = (
    Kind("squid", MEMBRANE, membrane.GATES, membrane.ionic_current),
    Kind("node", _symbols(parameters.NODE), node.GATES, node.ionic_current),
    Kind("myelin", (*_symbols(parameters.MYELIN[-2:]), node.E_rest), (), node.I_my),
)
#: How many gates a compartment has room for, and how many parameters a membrane.
GATES = max(len(kind.gates) for kind in KINDS)
WIDTH = max(len(kind.fixed) for kind in KINDS)


#: What the loops around the routines are filled in with in every language, by the names that they have there.
NUMBERS = {
    "points": TABLE_POINTS,
    "low": f"({TABLE_LOW})",
    "density": float(TABLE_DENSITY),
    "gates": GATES,
    "doubled": 2 * GATES,
    "row": 4 * GATES,
    "width": WIDTH,
    "stage": repr(STAGE),
    "second": repr(SECOND_STAGE),
    "hardly": HARDLY,
    "forever": FOREVER,
    "rounds": ROUNDS,
    "settled": SETTLED,
}


@dataclass(frozen=True)
class CableProgram:
    """The cable's kernel in no language yet: its constants by name, and its routines."""

    constants: dict[str, float]
    routines: tuple[Routine, ...]

    def routine(self, name: str) -> Routine:
        """Return the routine of this name."""
        return next(each for each in self.routines if each.name == name)


def lower_cable() -> CableProgram:
    """Return the kernel of the cable."""
    named = (*parameters.CONSTANTS, *parameters.NODE_RATES)
    cylinder = Tape().routine(
        "cylinder", (ions.d, cable.ell, cable.R_a), (cable.area, cable.axial_conductance), ("area", "conductance")
    )
    outside = Tape().routine("outside", (cable.I_outside, cable.r, cable.rho_e), (cable.V_e,), ("V_e",))
    routines = [cylinder, outside, *(kind.relax() for kind in KINDS if kind.gates), *(kind.conduct() for kind in KINDS)]
    return CableProgram({parameter.name: parameter.value for parameter in named}, tuple(routines))
