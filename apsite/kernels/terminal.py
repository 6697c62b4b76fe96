"""The terminal's kernel for browsers: its equations with the method of Runge and Kutta, as a TypeScript module.

Owns which routines it consists of and the loops around them; printer and tape are those of the membrane's kernel,
whose recordings it follows. In Python the laboratory solves the same equations with SciPy: the two check each other.
"""

from collections.abc import Callable
from string import Template

import sympy as sp

from apsite import parameters
from apsite.equations import terminal
from apsite.equations.symbols import Expression, V, symbol
from apsite.kernels.routines import Routine, Tape
from apsite.kernels.typescript import Printer, function

step, V_mid, V_next = sp.symbols("step V_mid V_next", real=True)

#: What the reader can set of the channels.
CHANNELS = (symbol("g_Ca"), symbol("Ca_out"), symbol("temperature"))

_MODULE = Template("""\
// Generated from apsite.equations.terminal by apsite.kernels.terminal. Not to be edited.

/** What the last routine returned. */
const out = new Float64Array(2)

$constants
$routines

/** The one result of a routine: `worth(release, Ca)`. */
export function worth<Arguments extends number[]>(routine: (...given: Arguments) => void, ...given: Arguments): number {
  routine(...given)
  return out[0]!
}

/** What a potential does in the terminal: gates, current (uA/cm2) and calcium (uM) at its samples, `dt` ms apart. */
export interface Entry {
  gate: Float64Array
  current: Float64Array
  calcium: Float64Array
}

/** Follow the potential V (mV) with its slope (mV/ms); between samples it is a cubic. */
export function calciumEntry(
  V: ArrayLike<number>, slope: ArrayLike<number>, dt: number, g_Ca: number, Ca_out: number, temperature: number,
): Entry {
  const { length } = V
  const found = { gate: new Float64Array(length), current: new Float64Array(length), calcium: new Float64Array(length) }
  settle(V[0]!)
  let s = out[0]!
  let Ca = Ca_0
  for (let k = 0; k < length; k++) {
    found.gate[k] = s
    found.calcium[k] = Ca
    found.current[k] = worth(carried, s, V[k]!, g_Ca, Ca_out, temperature)
    if (k + 1 === length) break
    const middle = (V[k]! + V[k + 1]!) / 2 + (dt * (slope[k]! - slope[k + 1]!)) / 8
    enter(s, Ca, V[k]!, middle, V[k + 1]!, dt, g_Ca, Ca_out, temperature)
    s = out[0]!
    Ca = out[1]!
  }
  return found
}

/** The next cell's potential (mV) at `count` samples, `dt` ms apart, after the release of so many quanta. */
export function response(quanta: number, count: number, dt: number): Float64Array {
  const found = new Float64Array(count)
  let V_post = E_post
  for (let k = 0; k < count; k++) {
    found[k] = V_post
    V_post = worth(answer, V_post, quanta, k * dt, dt)
  }
  return found
}
""")


def emit() -> str:
    """Return the text of the module."""
    routines = _routines()
    arguments = {str(each) for routine in routines for each in routine.arguments}
    used = {str(each) for routine in routines for _, value in routine.body for each in value.free_symbols}
    used |= {str(each) for routine in routines for value in routine.results for each in value.free_symbols}
    constants = [
        f"{'export ' if name in ('E_post', 'Ca_0') else ''}const {name} = {parameter.value!r}"
        for name, parameter in parameters.BY_NAME.items()
        if name in (used | {"E_post", "Ca_0"}) - arguments
    ]
    printer = Printer()
    return _MODULE.substitute(
        constants="\n".join(constants), routines="\n".join(function(routine, printer) for routine in routines)
    )


def _routines() -> tuple[Routine, ...]:
    N, p, quanta = symbol("N_ves"), terminal.p, terminal.quanta
    return (
        _enter(),
        _answer(),
        _single("settle", (V,), terminal.s_inf),
        _single("carried", (terminal.s, V, *CHANNELS), terminal.without_gap(terminal.I_Ca)),
        _single("balance", CHANNELS[1:], terminal.E_Ca),
        _single("release", (terminal.Ca,), terminal.release),
        _single("noneReleased", (p, N), terminal.none_released),
        _single("oneMore", (quanta, p, N), terminal.one_more),
        _single("content", (p, N), terminal.content),
        _single("contentFromFailures", (terminal.trials, terminal.failures), terminal.content_from_failures),
    )


def _single(name: str, arguments: tuple[Expression, ...], result: Expression) -> Routine:
    return Tape().routine(name, arguments, (result,))


def _enter() -> Routine:
    """Gate and calcium `step` ms later, the potential being known at both ends and in the middle."""
    entry = terminal.without_gap(terminal.dCadt)
    potentials = {sp.Integer(0): V, sp.Rational(1, 2): V_mid, sp.Integer(1): V_next}

    def rates(state: tuple[Expression, ...], share: Expression) -> tuple[Expression, ...]:
        here = {terminal.s: state[0], terminal.Ca: state[1], V: potentials[share]}
        return terminal.dsdt.subs(here, simultaneous=True), entry.subs(here, simultaneous=True)

    tape = Tape()
    results = _runge_kutta(tape, (terminal.s, terminal.Ca), rates)
    return tape.routine("enter", (terminal.s, terminal.Ca, V, V_mid, V_next, step, *CHANNELS), results)


def _answer() -> Routine:
    """The next cell's potential `step` ms later."""

    def rates(state: tuple[Expression, ...], share: Expression) -> tuple[Expression, ...]:
        here = {terminal.V_post: state[0], terminal.t: terminal.t + share * step}
        return (terminal.dVpostdt.subs(here, simultaneous=True),)

    tape = Tape()
    results = _runge_kutta(tape, (terminal.V_post,), rates)
    return tape.routine("answer", (terminal.V_post, terminal.quanta, terminal.t, step), results)


def _runge_kutta(
    tape: Tape,
    state: tuple[Expression, ...],
    rates: Callable[[tuple[Expression, ...], Expression], tuple[Expression, ...]],
) -> tuple[Expression, ...]:
    """One step of the classical method, of order four."""
    slopes: list[tuple[Expression, ...]] = []
    for share in (sp.Integer(0), sp.Rational(1, 2), sp.Rational(1, 2), sp.Integer(1)):
        before = slopes[-1] if slopes else (sp.Integer(0),) * len(state)
        here = tuple(each + share * step * slope for each, slope in zip(state, before, strict=True))
        slopes.append(tuple(tape.let("k", rate) for rate in rates(here, share)))
    return tuple(
        each + step * (one + 2 * two + 2 * three + four) / 6
        for each, one, two, three, four in zip(state, *slopes, strict=True)
    )
