"""From the equations and a scheme to a program: constants, and routines that any target language can print.

Owns which routines a kernel consists of. Leaves their text to `python` (and to other languages beside it).
"""

from dataclasses import dataclass

import sympy as sp

from apsite import parameters
from apsite.equations import ions
from apsite.equations.membrane import (
    BLOCKED,
    CURRENTS,
    DEFINITIONS,
    GATES,
    Expression,
    I_stim,
    V,
    dVdt,
    ionic_current,
    left_K,
    left_Na,
    n_rest,
)
from apsite.kernels.routines import Routine, Tape
from apsite.kernels.schemes import EXTRAPOLATED_STRANG, SPEEDS, STATE, Scheme, gate_flow, step_size

#: What a membrane differs in, in the order of `parameters.MEMBRANE`.
MEMBRANE = tuple(sp.Symbol(parameter.name, real=True) for parameter in parameters.MEMBRANE)
DERIVED = tuple(DEFINITIONS)
#: What does not change during a run.
FIXED = (*MEMBRANE, *DERIVED)


@dataclass(frozen=True)
class Program:
    """A kernel in no language yet: its constants by name and its routines."""

    scheme: Scheme
    constants: dict[str, float]
    routines: tuple[Routine, ...]


def lower(scheme: Scheme = EXTRAPOLATED_STRANG) -> Program:
    """Return the kernel of the membrane's equations with `scheme`."""
    constants = {parameter.name: parameter.value for parameter in parameters.CONSTANTS}
    routines = (
        _routine("derive", MEMBRANE, tuple(DEFINITIONS.values())),
        scheme.routine(*FIXED, *SPEEDS),
        _clamped(),
        _observe(),
        _routine("slope", (*STATE, I_stim, *FIXED), (dVdt,)),
        _steady(),
        _block(),
    )
    return Program(scheme, constants, routines)


def _routine(
    name: str, arguments: tuple[Expression, ...], results: tuple[Expression, ...], labels: tuple[str, ...] = ()
) -> Routine:
    return Tape().routine(name, arguments, results, labels)


def _clamped() -> Routine:
    """The gates `step` ms later at a potential that is held."""
    tape = Tape()
    _, *gates = gate_flow(tape, STATE, step_size)
    return tape.routine("advance_clamped", (*STATE, step_size, *FIXED, *SPEEDS), tuple(gates))


def _observe() -> Routine:
    """What a recording shows beside the state: conductances, currents, and dV/dt without stimulus."""
    conductances = tuple(current.conductance for current in CURRENTS)
    currents = tuple(current.current for current in CURRENTS)
    slope = dVdt.subs(I_stim, 0)
    labels = [f"{kind}_{current.name}" for kind in "gI" for current in CURRENTS]
    return _routine("observe", (*STATE, *FIXED), (*conductances, *currents, slope), (*labels, "slope"))


def _steady() -> Routine:
    """Where the gates settle at a held potential, how fast, and the ionic current that then flows."""
    tape = Tape()
    settled = {gate.symbol: tape.let(f"{gate.name}_inf", gate.steady_state) for gate in GATES}
    rates = tuple(gate.rate for gate in GATES)
    labels = [*(gate.name for gate in GATES), *(f"rate_{gate.name}" for gate in GATES), "current"]
    results = (*settled.values(), *rates, ionic_current.subs(settled))
    return tape.routine("steady", (V, *FIXED), results, tuple(labels))


def _block() -> Routine:
    """What a membrane's parameters become when channels are blocked."""
    changed = tuple(str(parameter) for parameter in BLOCKED)
    return _routine("block", (left_Na, left_K, n_rest, *MEMBRANE), tuple(BLOCKED.values()), changed)


#: The solutions on the two sides, in the order of the routine `goldman`.
SOLUTIONS = (ions.c_K_out, ions.c_K_in, ions.c_Na_out, ions.c_Na_in, ions.c_Cl_out, ions.c_Cl_in)
PERMEABILITIES = tuple(sp.Symbol(parameter.name, real=True) for parameter in parameters.PERMEABILITIES)


def lower_ions() -> tuple[dict[str, float], tuple[Routine, ...]]:
    """Return constants and routines of the solutions: where one ion is in balance, and where a membrane rests."""
    temperature = MEMBRANE[-1]
    routines = (
        _routine("nernst", (ions.c_out, ions.c_in, ions.z, temperature), (ions.nernst,)),
        _routine("goldman", (*SOLUTIONS, temperature, *PERMEABILITIES), (ions.ghk,)),
    )
    return {parameter.name: parameter.value for parameter in parameters.CHEMISTRY}, routines
