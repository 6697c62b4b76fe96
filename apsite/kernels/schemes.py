"""Integration schemes, as symbols: how the state at t + step follows from the state at t.

The membrane has two halves, and each has an exact solution while the other stands still: the potential relaxes
towards a mean of the reversal potentials at a rate set by the open conductances, and each gate towards its steady
state at a rate set by the potential. Strang (1968) composes the two flows symmetrically, which gives order 2 and
keeps every step stable however stiff the membrane; Richardson's extrapolation of a symmetric scheme raises the order
by two (Hairer, Lubich & Wanner 2006, Geometric Numerical Integration, II.4 and V.3).

Owns the schemes and their declared orders. Knows no language and no parameter value.
"""

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from apsite.equations.membrane import GATES, Expression, I_stim, V, dVdt, linoid
from apsite.kernels.routines import Routine, Tape

STATE = (V, *(gate.symbol for gate in GATES))
#: What multiplies each gate's rate: 1 as the equations have it, 0 where an experiment holds the gate still.
SPEEDS = tuple(sp.Symbol(f"speed_{gate.name}", nonnegative=True) for gate in GATES)
State = tuple[Expression, ...]
Flow = Callable[[Tape, State, Expression], State]

step_size = sp.Symbol("step", positive=True)


@dataclass(frozen=True)
class Scheme:
    """A way to take a step: its declared order and the flow that it takes over `step` ms."""

    name: str
    order: int
    flow: Flow

    def routine(self, *constant: Expression) -> Routine:
        """Return the step as a routine of the state, the stimulus, the step (ms) and what is `constant`."""
        tape = Tape()
        end = self.flow(tape, STATE, step_size)
        return tape.routine("advance", (*STATE, I_stim, step_size, *constant), end)


def potential_flow(tape: Tape, state: State, step: Expression) -> State:
    """Exact flow of the potential while the gates stand still: a relaxation, since dV/dt is linear in V."""
    here = dict(zip(STATE, state, strict=True))
    slope = sp.diff(dVdt, V)
    if slope.has(V):
        raise ValueError("dV/dt is not linear in V, so this flow is not exact")
    relaxation = tape.let("z", (step * slope).subs(here))
    # (exp(z) - 1) / z, the mean of the exponential over the step, is 1 / linoid(z), and has no gap at z = 0.
    return (tape.let("V", state[0] + step * dVdt.subs(here) / linoid(relaxation)), *state[1:])


def gate_flow(tape: Tape, state: State, step: Expression) -> State:
    """Exact flow of the gates, each at its speed, while the potential stands still."""
    ends = []
    for gate, share, speed in zip(GATES, state[1:], SPEEDS, strict=True):
        alpha = tape.let(f"alpha_{gate.name}", gate.alpha.subs(V, state[0]))
        beta = tape.let(f"beta_{gate.name}", gate.beta.subs(V, state[0]))
        rates = {gate.alpha: alpha, gate.beta: beta}
        steady = tape.let(f"{gate.name}_inf", gate.steady_state.subs(rates))
        ends.append(tape.let(gate.name, steady + (share - steady) * sp.exp(-step * speed * gate.rate.subs(rates))))
    return (state[0], *ends)


def strang_flow(tape: Tape, state: State, step: Expression, times: int = 1) -> State:
    """`times` steps of half the potential, the gates, half the potential; halves that meet are taken as one."""
    state = potential_flow(tape, state, step / 2)
    for left in reversed(range(times)):
        state = gate_flow(tape, state, step)
        state = potential_flow(tape, state, step if left else step / 2)
    return state


def extrapolated_flow(tape: Tape, state: State, step: Expression) -> State:
    """Combine one Strang step with two of half the size so that their leading errors cancel."""
    coarse = strang_flow(tape, state, step)
    fine = strang_flow(tape, state, step / 2, times=2)
    V_end, *shares = [(4 * b - a) / 3 for a, b in zip(coarse, fine, strict=True)]
    # The combination can leave 0..1 where a step is far too long for the gate; a share of channels cannot.
    return (V_end, *(sp.Max(0, sp.Min(1, share)) for share in shares))


STRANG = Scheme("Strang splitting", order=2, flow=strang_flow)
EXTRAPOLATED_STRANG = Scheme("extrapolated Strang splitting", order=4, flow=extrapolated_flow)
SCHEMES = (EXTRAPOLATED_STRANG, STRANG)
