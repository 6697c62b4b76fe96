"""Emission to TypeScript: the text of a module that holds the kernel for browsers.

The same program as `python` prints, with the same loops around it. Owns the printer of the language; every formula
and every constant comes from the program. A routine leaves its results in `out`, since a browser that makes no arrays
in its innermost loop does not have to clear them away either.
"""

from string import Template
from typing import Any

from sympy.printing.jscode import JavascriptCodePrinter

from apsite.kernels.lowering import Program
from apsite.kernels.python import EXPONENT_LIMIT, names
from apsite.kernels.routines import Routine


class Printer(JavascriptCodePrinter):  # type: ignore[misc]
    """JavaScript's functions under the guards of the Python kernel."""

    def _print_exp(self, expression: Any) -> str:
        return f"Math.exp(Math.min({self._print(expression.args[0])}, {EXPONENT_LIMIT}))"

    def _print_log(self, expression: Any) -> str:
        return f"Math.log({self._print(expression.args[0])})"

    def _print_linoid(self, expression: Any) -> str:
        return f"linoid({self._print(expression.args[0])})"

    def _print_Pow(self, expression: Any) -> str:
        base, exponent = expression.args
        if base.is_Symbol and exponent.is_Integer and 2 <= exponent <= 4:
            return "(" + "*".join([self._print(base)] * int(exponent)) + ")"
        return str(super()._print_Pow(expression))


_MODULE = Template("""\
// Generated from apsite.equations by apsite.kernels ($scheme, order $order). Not to be edited.

/** What the last routine returned; the largest number of results is $largest. */
export const out = new Float64Array($largest)

/** The state's parts, in the order in which runs take and return them. */
export const STATE = $state_names as const

/** The membrane's parameters, in the order in which routines take them. */
export const MEMBRANE = $membrane_names as const

/** Where each result of `observe`, `steady` and `block` lies in `out`. */
export const OBSERVED = $observed_names as const
export const STEADY = $steady_names as const
export const BLOCKED = $blocked_names as const

/** One value for each of MEMBRANE. */
export type Membrane = readonly [$membrane_type]

/** One value for each gate: 1, or 0 where it is held still. */
export type Speeds = readonly [$speeds_type]

/** A stimulus: from starts[k] on (ms) it is levels[k] and grows by slopes[k] per ms; there V jumps by jumps[k]. */
export interface Course {
  starts: readonly number[]
  levels: readonly number[]
  slopes: readonly number[]
  jumps: readonly number[]
}

$constants

function linoid(x: number): number {
  return x === 0 ? 1 : x / Math.expm1(x)
}
$routines

/** Integrate from start to stop under a stimulus that is `level` at onset and has a slope; the state is left in out. */
function integrate(
  $state_typed, start: number, stop: number, substeps: number, onset: number, level: number, slope: number,
  $constant_typed,
): void {
  const step = (stop - start) / substeps
  if (step > 0) {
    for (let k = 0; k < substeps; k++) {
      const stimulus = level + slope * (start + (k + 0.5) * step - onset)
      advance($state, stimulus, step, $constant)
      $take_state
    }
  }
  $leave_state
}

/** Integrate under a stimulus that is linear between its starts; returns an array of samples for each part of STATE. */
export function currentClamp(
  initial: ArrayLike<number>, count: number, dt: number, substeps: number, course: Course,
  [$membrane]: Membrane, [$speeds]: Speeds,
): Float64Array[] {
  const { starts, levels, slopes, jumps } = course
  $derive
  const states = STATE.map(() => new Float64Array(count))
  $take_initial
  V += jumps[0]!$settle_first
  let segment = 0
  let t = 0
  for (let sample = 0; sample < count; sample++) {
    const end = sample * dt
    while (segment + 1 < starts.length && starts[segment + 1]! <= end) {
      integrate(
        $state, t, starts[segment + 1]!, substeps, starts[segment]!, levels[segment]!, slopes[segment]!,
        $constant,
      )
      $take_state
      segment++
      t = starts[segment]!
      V += jumps[segment]!$settle
    }
    integrate($state, t, end, substeps, starts[segment]!, levels[segment]!, slopes[segment]!, $constant)
    $take_state
    t = end
    $store
  }
  return states
}

/** Integrate the gates under a command that is constant between its starts; returns an array for each part of STATE. */
export function voltageClamp(
  initial: ArrayLike<number>, count: number, dt: number, course: Course, [$membrane]: Membrane, [$speeds]: Speeds,
): Float64Array[] {
  const { starts, levels } = course
  $derive
  const states = STATE.map(() => new Float64Array(count))
  $take_initial
  V = levels[0]!
  let segment = 0
  let t = 0
  for (let sample = 0; sample < count; sample++) {
    const end = sample * dt
    while (segment + 1 < starts.length && starts[segment + 1]! <= end) {
      advance_clamped($state, starts[segment + 1]! - t, $constant)
      $take_gates
      segment++
      t = starts[segment]!
      V = levels[segment]!
    }
    advance_clamped($state, end - t, $constant)
    $take_gates
    t = end
    $store
  }
  return states
}

/** What `observe` finds at every sample: an array for each of OBSERVED. */
export function observables(states: readonly Float64Array[], [$membrane]: Membrane): Float64Array[] {
  $derive
  const [$state_arrays] = states as [$state_array_type]
  const found = OBSERVED.map(() => new Float64Array($first_array.length))
  for (let sample = 0; sample < $first_array.length; sample++) {
    observe($state_samples, $fixed)
    for (let row = 0; row < found.length; row++) found[row]![sample] = out[row]!
  }
  return found
}

/** dV/dt at every sample under a stimulus; at an edge, after it. */
export function slopes(
  states: readonly Float64Array[], stimulus: ArrayLike<number>, [$membrane]: Membrane,
): Float64Array {
  $derive
  const [$state_arrays] = states as [$state_array_type]
  const found = new Float64Array($first_array.length)
  for (let sample = 0; sample < found.length; sample++) {
    slope($state_samples, stimulus[sample]!, $fixed)
    found[sample] = out[0]!
  }
  return found
}

/** What `steady` finds at one potential: a value for each of STEADY. */
export function steadyState(V: number, [$membrane]: Membrane): Float64Array {
  $derive
  steady(V, $fixed)
  return out.slice(0, STEADY.length)
}

/** The ionic current at a potential once the gates have settled, as a function. */
export function settledCurrent([$membrane]: Membrane): (V: number) => number {
  $derive
  return V => {
    steady(V, $fixed)
    return out[STEADY.length - 1]!
  }
}

/** The factor on all rates. */
export function temperatureFactor([$membrane]: Membrane): number {
  $factor
}
""")


def emit(program: Program, *others: tuple[dict[str, float], tuple[Routine, ...]]) -> str:
    """Return the text of a TypeScript module whose functions run `program`, with `others`: constants and routines."""
    printer = Printer()
    cell = program.membrane
    routines = (*program.routines, *(routine for _, more in others for routine in more))
    constants = program.constants | {name: value for more, _ in others for name, value in more.items()}
    state, membrane, speeds = names(cell.state), names(cell.parameters), names(program.speeds)
    fixed, derived = names(cell.fixed), names(tuple(cell.derived))
    arrays = [f"{name}_samples" for name in state]
    take_derived = [f"const {name} = out[{row}]!" for row, name in enumerate(derived)]
    derive = [f"derive({', '.join(membrane)})", *take_derived] if derived else []
    return _MODULE.substitute(
        scheme=program.scheme.name,
        order=program.scheme.order,
        largest=max(len(routine.results) for routine in routines),
        constants="\n".join(f"const {name} = {value!r}" for name, value in constants.items()),
        routines="\n".join(function(routine, printer) for routine in routines),
        state_names=listed(state),
        membrane_names=listed(membrane),
        observed_names=listed(program.routine("observe").labels),
        steady_names=listed(program.routine("steady").labels),
        blocked_names=listed(program.routine("block").labels),
        membrane_type=", ".join(["number"] * len(membrane)),
        speeds_type=", ".join(["number"] * len(speeds)),
        membrane=", ".join(membrane),
        speeds=", ".join(speeds),
        fixed=", ".join(fixed),
        state=", ".join(state),
        derive="\n  ".join(derive),
        take_initial="\n  ".join(f"let {name} = initial[{row}]!" for row, name in enumerate(state)),
        take_state="; ".join(f"{name} = out[{row}]!" for row, name in enumerate(state)),
        take_gates="; ".join(f"{name} = out[{row}]!" for row, name in enumerate(state[1:])),
        leave_state="; ".join(f"out[{row}] = {name}" for row, name in enumerate(state)),
        state_typed=typed(state),
        constant=", ".join([*fixed, *speeds]),
        constant_typed=typed([*fixed, *speeds]),
        settle_first=_settle(program, 2),
        settle=_settle(program, 6),
        store="\n    ".join(f"states[{row}]![sample] = {name}" for row, name in enumerate(state)),
        state_arrays=", ".join(arrays),
        state_array_type=", ".join(["Float64Array"] * len(arrays)),
        first_array=arrays[0],
        state_samples=", ".join(f"{name}[sample]!" for name in arrays),
        factor="\n  ".join(_factor(program, membrane)),
    )


def _factor(program: Program, membrane: list[str]) -> list[str]:
    """The lines that return what multiplies the rates of all gates: 1, unless it is one and follows from parameters."""
    factors = {gate.factor for gate in program.membrane.gates}
    row = next((row for row, each in enumerate(program.membrane.derived) if factors == {each}), None)
    return ["return 1"] if row is None else [f"derive({', '.join(membrane)})", f"return out[{row}]!"]


def _settle(program: Program, indent: int) -> str:
    """The lines that put gates that are always where they settle to where that is, if there are any."""
    cell = program.membrane
    instantaneous = names(tuple(cell.instantaneous))
    given = ", ".join(names((*cell.state, *cell.fixed, *program.speeds)))
    lines = [f"settle({given})", *(f"{name} = out[{row}]!" for row, name in enumerate(instantaneous))]
    return "".join(f"\n{' ' * indent}{line}" for line in lines) if instantaneous else ""


def listed(names: "list[str] | tuple[str, ...]") -> str:
    """Return an array of strings, as text."""
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def typed(names: list[str]) -> str:
    """Return names as parameters that are numbers."""
    return ", ".join(f"{name}: number" for name in names)


def function(routine: Routine, printer: Printer) -> str:
    """Return `routine` as a function of the language, which leaves its results in `out`."""
    arguments = typed(names(routine.arguments))
    body = [f"  const {symbol} = {printer.doprint(value)}" for symbol, value in routine.body]
    body += [f"  out[{row}] = {printer.doprint(result)}" for row, result in enumerate(routine.results)]
    return "\n".join([f"\nexport function {routine.name}({arguments}): void {{", *body, "}"])
