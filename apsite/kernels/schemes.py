"""Integration schemes, as symbols: how the state at t + step follows from the state at t.

A membrane has two halves, and each has an exact solution while the other stands still: the potential relaxes
towards a mean of the reversal potentials at a rate set by the open conductances, and each gate towards its steady
state at a rate set by the potential. Strang (1968) composes the two flows symmetrically, which gives order 2 and
keeps every step stable however stiff the membrane; Richardson's extrapolation of a symmetric scheme raises the order
by two (Hairer, Lubich & Wanner 2006, Geometric Numerical Integration, II.4 and V.3).

Owns the schemes and their declared orders. Knows no language and no parameter value.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import sympy as sp

from apsite.equations.membrane import Equations
from apsite.equations.symbols import Expression, I_stim, V, linoid
from apsite.kernels.routines import Routine, Tape

State = tuple[Expression, ...]
Flow = Callable[[Equations, Tape, State, Expression], State]

step_size = sp.Symbol("step", positive=True)


@dataclass(frozen=True)
class Scheme:
    """A way to take a step: its declared order and the flow that it takes over `step` ms."""

    name: str
    order: int
    flow: Flow

    def routine(self, membrane: Equations) -> Routine:
        """Return the step as a routine of the state, the stimulus, the step (ms), and what does not change in a run."""
        tape = Tape()
        end = self.flow(membrane, tape, membrane.state, step_size)
        constant = (*membrane.fixed, *speeds(membrane))
        return tape.routine("advance", (*membrane.state, I_stim, step_size, *constant), end)


@cache
def speeds(membrane: Equations) -> tuple[Expression, ...]:
    """What multiplies each gate's rate: 1 as the equations have it, 0 where an experiment holds the gate still."""
    return tuple(sp.Symbol(f"speed_{gate.name}", nonnegative=True) for gate in membrane.gates)


def potential_flow(membrane: Equations, tape: Tape, state: State, step: Expression) -> State:
    """Exact flow of the potential while the gates stand still: a relaxation, since dV/dt is linear in V.

    Where some gates do not stand still, being always where they settle, one step of the classical method of Runge and
    Kutta, whose error is of the order that extrapolation reaches.
    """
    if membrane.instantaneous:
        return settled(membrane, tape, (_runge_kutta(membrane, tape, state, step), *state[1:]))
    here = dict(zip(membrane.state, state, strict=True))
    slope = sp.diff(membrane.dVdt, V)
    relaxation = tape.let("z", (step * slope).subs(here))
    # (exp(z) - 1) / z, the mean of the exponential over the step, is 1 / linoid(z), and has no gap at z = 0.
    return (tape.let("V", state[0] + step * membrane.dVdt.subs(here) / linoid(relaxation)), *state[1:])


def _runge_kutta(membrane: Equations, tape: Tape, state: State, step: Expression) -> Expression:
    slopes: list[Expression] = [sp.Integer(0)]
    for share in (sp.Integer(0), sp.Rational(1, 2), sp.Rational(1, 2), sp.Integer(1)):
        moved = (tape.let("V", state[0] + share * step * slopes[-1]), *state[1:])
        here = dict(zip(membrane.state, settled(membrane, tape, moved), strict=True))
        slopes.append(tape.let("k", membrane.dVdt.subs(here, simultaneous=True)))
    _, one, two, three, four = slopes
    return tape.let("V", state[0] + step * (one + 2 * two + 2 * three + four) / 6)


def settled(membrane: Equations, tape: Tape, state: State) -> State:
    """Return the state with those gates that are always where they settle there, unless they are held still."""
    found = list(state)
    for row, (gate, speed) in enumerate(zip(membrane.gates, speeds(membrane), strict=True), start=1):
        if gate.instantaneous:
            steady = tape.let(f"{gate.name}_inf", gate.steady_state.subs(V, state[0]))
            found[row] = tape.let(gate.name, speed * steady + (1 - speed) * state[row])
    return tuple(found)


def gate_flow(membrane: Equations, tape: Tape, state: State, step: Expression) -> State:
    """Exact flow of the gates, each at its speed, while the potential stands still."""
    ends = list(state)
    for row, (gate, speed) in enumerate(zip(membrane.gates, speeds(membrane), strict=True), start=1):
        if gate.instantaneous:
            continue
        share = state[row]
        if gate.alpha is None:
            steady = tape.let(f"{gate.name}_inf", gate.steady_state.subs(V, state[0]))
            rate = tape.let(f"rate_{gate.name}", gate.rate.subs(V, state[0]))
        else:
            alpha = tape.let(f"alpha_{gate.name}", gate.alpha.subs(V, state[0]))
            beta = tape.let(f"beta_{gate.name}", gate.beta.subs(V, state[0]))
            rates = {gate.alpha: alpha, gate.beta: beta}
            steady = tape.let(f"{gate.name}_inf", gate.steady_state.subs(rates))
            rate = gate.rate.subs(rates)
        ends[row] = tape.let(gate.name, steady + (share - steady) * sp.exp(-step * speed * rate))
    return settled(membrane, tape, tuple(ends))


def strang_flow(membrane: Equations, tape: Tape, state: State, step: Expression, times: int = 1) -> State:
    """`times` steps of half the potential, the gates, half the potential; halves that meet are taken as one."""
    state = potential_flow(membrane, tape, state, step / 2)
    for left in reversed(range(times)):
        state = gate_flow(membrane, tape, state, step)
        state = potential_flow(membrane, tape, state, step if left else step / 2)
    return state


def extrapolated_flow(membrane: Equations, tape: Tape, state: State, step: Expression) -> State:
    """Combine one Strang step with two of half the size so that their leading errors cancel."""
    coarse = strang_flow(membrane, tape, state, step)
    fine = strang_flow(membrane, tape, state, step / 2, times=2)
    V_end, *shares = [(4 * b - a) / 3 for a, b in zip(coarse, fine, strict=True)]
    # The combination can leave 0..1 where a step is far too long for the gate; a share of channels cannot.
    end = (V_end, *(sp.Max(0, sp.Min(1, share)) for share in shares))
    return settled(membrane, tape, (tape.let("V", V_end), *end[1:])) if membrane.instantaneous else end


STRANG = Scheme("Strang splitting", order=2, flow=strang_flow)
EXTRAPOLATED_STRANG = Scheme("extrapolated Strang splitting", order=4, flow=extrapolated_flow)
SCHEMES = (EXTRAPOLATED_STRANG, STRANG)
