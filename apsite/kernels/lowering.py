"""From the equations and a scheme to a program: constants, and routines that any target language can print.

Owns which routines a kernel consists of. Leaves their text to `python` (and to other languages beside it).
"""

from dataclasses import dataclass

import sympy as sp

from apsite import parameters
from apsite.equations import ions
from apsite.equations.membrane import Equations, equations_of
from apsite.equations.symbols import Expression, I_stim, V, symbol
from apsite.kernels.exponentials import shared, with_growth
from apsite.kernels.routines import Routine, Tape, used
from apsite.kernels.schemes import EXTRAPOLATED_STRANG, Scheme, gate_flow, settled, speeds, step_size
from apsite.membranes.mechanism import Mechanism

#: The rate of a gate that is where it settles at once, 1/ms.
AT_ONCE = 1e9


@dataclass(frozen=True)
class Program:
    """A kernel in no language yet: the membrane that it runs, its constants by name and its routines."""

    membrane: Equations
    scheme: Scheme
    constants: dict[str, float]
    routines: tuple[Routine, ...]

    @property
    def speeds(self) -> tuple[Expression, ...]:
        """What multiplies each gate's rate."""
        return speeds(self.membrane)

    def routine(self, name: str) -> Routine:
        """Return the routine of this name."""
        return next(each for each in self.routines if each.name == name)


def lower(mechanism: Mechanism, scheme: Scheme = EXTRAPOLATED_STRANG, *, terse: bool = False) -> Program:
    """Return the kernel of a declared membrane with `scheme`; a terse one needs fewer exponentials and divisions.

    It differs in the last bits, and its language needs the functions of `exponentials`.
    """
    membrane = shared(equations_of(mechanism)) if terse else equations_of(mechanism)
    routines: tuple[Routine, ...] = (
        _routine("derive", membrane.parameters, tuple(membrane.derived.values())),
        scheme.routine(membrane),
        _clamped(membrane),
        _observe(membrane),
        _routine("slope", (*membrane.state, I_stim, *membrane.fixed), (membrane.dVdt,)),
        _steady(membrane),
        _block(membrane),
        *([_settle(membrane)] if membrane.instantaneous else []),
    )
    if terse:
        routines = tuple(map(with_growth, routines))
    return Program(membrane, scheme, constants_of(membrane, routines), routines)


def constants_of(membrane: Equations, routines: tuple[Routine, ...]) -> dict[str, float]:
    """Return the constants of a membrane that stand in routines, by name."""
    needed = used(routines)
    values = (*membrane.mechanism.constants, *membrane.mechanism.shared)
    return {str(each): found.value for each, found in zip(membrane.constants, values, strict=True) if each in needed}


def _routine(
    name: str, arguments: tuple[Expression, ...], results: tuple[Expression, ...], labels: tuple[str, ...] = ()
) -> Routine:
    return Tape().routine(name, arguments, results, labels)


def _clamped(membrane: Equations) -> Routine:
    """The gates `step` ms later at a potential that is held."""
    tape = Tape()
    _, *gates = gate_flow(membrane, tape, membrane.state, step_size)
    arguments = (*membrane.state, step_size, *membrane.fixed, *speeds(membrane))
    return tape.routine("advance_clamped", arguments, tuple(gates))


def _observe(membrane: Equations) -> Routine:
    """What a recording shows beside the state: conductances, currents, and dV/dt without stimulus."""
    conductances = tuple(current.conductance for current in membrane.currents)
    currents = tuple(current.current for current in membrane.currents)
    slope = membrane.dVdt.subs(I_stim, 0)
    labels = [f"{kind}_{current.name}" for kind in "gI" for current in membrane.currents]
    results = (*conductances, *currents, slope)
    return _routine("observe", (*membrane.state, *membrane.fixed), results, (*labels, "slope"))


def _steady(membrane: Equations) -> Routine:
    """Where the gates settle at a held potential, how fast, and the ionic current that then flows."""
    tape = Tape()
    gates = membrane.gates
    ends = {gate.symbol: tape.let(f"{gate.name}_inf", gate.steady_state) for gate in gates}
    rates = tuple(sp.Float(AT_ONCE) if gate.instantaneous else gate.rate for gate in gates)
    labels = [*(gate.name for gate in gates), *(f"rate_{gate.name}" for gate in gates), "current"]
    results = (*ends.values(), *rates, membrane.ionic_current.subs(ends))
    return tape.routine("steady", (V, *membrane.fixed), results, tuple(labels))


def _settle(membrane: Equations) -> Routine:
    """Where the gates are that are always where they settle."""
    tape = Tape()
    end = settled(membrane, tape, membrane.state)
    found = tuple(each for each, gate in zip(end[1:], membrane.gates, strict=True) if gate.instantaneous)
    return tape.routine("settle", (*membrane.state, *membrane.fixed, *speeds(membrane)), found)


def _block(membrane: Equations) -> Routine:
    """What a membrane's parameters become when channels are blocked."""
    changed = tuple(str(parameter) for parameter in membrane.blocked)
    left = tuple(block.left for block in membrane.blocks)
    arguments = (*left, *membrane.resting.values(), *membrane.parameters)
    return _routine("block", arguments, tuple(membrane.blocked.values()), changed)


#: The solutions on the two sides, in the order of the routine `goldman`.
SOLUTIONS = (ions.c_K_out, ions.c_K_in, ions.c_Na_out, ions.c_Na_in, ions.c_Cl_out, ions.c_Cl_in)
PERMEABILITIES = tuple(sp.Symbol(parameter.name, real=True) for parameter in parameters.PERMEABILITIES)


def lower_ions() -> tuple[dict[str, float], tuple[Routine, ...]]:
    """Return constants and routines of the solutions: where one ion is in balance, and where a membrane rests."""
    temperature = symbol("temperature")
    routines = (
        _routine("nernst", (ions.c_out, ions.c_in, ions.z, temperature), (ions.nernst,)),
        _routine("goldman", (*SOLUTIONS, temperature, *PERMEABILITIES), (ions.ghk,)),
    )
    return {parameter.name: parameter.value for parameter in parameters.CHEMISTRY}, routines
