"""Emission of the cable to TypeScript: the text of a module beside that of the membrane.

The same program as `python_cable` prints, with the same loops around it. Owns those loops; every formula of a membrane
comes from the program. The innermost loops make no objects and call no routine: its body stands in them.
"""

from string import Template

from apsite.kernels.cable import (
    FOREVER,
    GATES,
    HARDLY,
    KINDS,
    ROUNDS,
    SECOND_STAGE,
    SETTLED,
    STAGE,
    TABLE_DENSITY,
    TABLE_LOW,
    TABLE_POINTS,
    WIDTH,
    CableProgram,
    Kind,
)
from apsite.kernels.python import names
from apsite.kernels.typescript import Printer, function

_MODULE = Template("""\
// Generated from apsite.equations by apsite.kernels (the cable). Not to be edited.

/** What the last routine returned. */
export const out = new Float64Array($largest)

/** The kinds of membrane; a compartment's is a place in this list. */
export const KINDS = $kind_names as const

/** How many parameters a membrane has room for in `rows`. */
export const WIDTH = $width

/** How many gates a compartment has room for. */
export const GATES = $gates

/**
 * An axon cut into compartments, which lie in sections of like membrane: section s has the compartments first[s] to
 * first[s + 1] - 1 and the membrane which[s]. Membrane k is of the kind kinds[k] and has WIDTH parameters from
 * rows[WIDTH * k] on. For each compartment: `area` (cm2), `capacitance` (uF), `axial` (mS to the next, 0 for the last).
 */
export interface Compartments {
  readonly first: ArrayLike<number>
  readonly which: ArrayLike<number>
  readonly kinds: ArrayLike<number>
  readonly rows: Float64Array
  readonly area: Float64Array
  readonly capacitance: Float64Array
  readonly axial: Float64Array
}

/** Potential (mV) and gates (0 to 1) of every compartment at one moment; `advance` changes them in place. */
export interface CableState {
  readonly V: Float64Array
  readonly gates: readonly Float64Array[]
}

/** A stimulus: its mean current (uA) during each step of a run, of which compartments `sites` are given `shares`. */
export interface Drive {
  readonly sites: ArrayLike<number>
  readonly shares: ArrayLike<number>
  readonly means: Float64Array
}

$constants

function linoid(x: number): number {
  return x === 0 ? 1 : x / Math.expm1(x)
}
$routines

/** Leave in `out`, for each gate, what it is multiplied by in `step` ms at V and what is added then. */
function relax(kind: number, V: number, step: number, rows: Float64Array, row: number): void {
  out.fill(0)
$relax
}

/**
 * What `relax` finds for each membrane at each tabulated potential, over half of `step` ms: a row has, for each gate,
 * what it is multiplied by, how much that differs in the next row, what is added, and how much that differs.
 */
export function tabulate({ kinds, rows }: Compartments, step: number): Float64Array[] {
  return Array.from({ length: kinds.length }, (_, membrane) => {
    const table = new Float64Array($points * $row)
    for (let point = 0; point < $points; point++) {
      relax(kinds[membrane]!, $low + point / $density, step / 2, rows, membrane * $width)
      for (let column = 0; column < $doubled; column++) {
        const at = point * $row + 2 * column
        table[at] = out[column]!
        if (point) table[at - $row + 1] = out[column]! - table[at - $row]!
      }
    }
    return table
  })
}

/** Move the gates on by half of `step` ms, or by a whole one in two equal halves, at potentials that stand still. */
function relaxGates(
  cable: Compartments, tables: readonly Float64Array[], { V, gates }: CableState, step: number, twice: boolean,
): void {
  const { first, which, kinds, rows } = cable
  const [$gate_arrays] = gates as [$gate_types]
  for (let section = 0; section < which.length; section++) {
    const membrane = which[section]!
    const table = tables[membrane]!
    const end = first[section + 1]!
    for (let i = first[section]!; i < end; i++) {
      const place = (V[i]! - $low) * $density
      if (place >= 0 && place < $last) {
        const point = place | 0
        const share = place - point
        const at = point * $row
        $look_up
      } else {
        relax(kinds[membrane]!, V[i]!, step / 2, rows, membrane * $width)
        for (let gate = 0; gate < $gates; gate++) {
          const value = gates[gate]![i]! * out[2 * gate]! + out[2 * gate + 1]!
          gates[gate]![i] = twice ? value * out[2 * gate]! + out[2 * gate + 1]! : value
        }
      }
    }
  }
}

function assemble(
  cable: Compartments, { V, gates }: CableState, a: number, capacitance: Float64Array, net: Float64Array,
  diagonal: Float64Array,
): void {
  const { first, which, kinds, rows, area, axial } = cable
  const [$gate_arrays] = gates as [$gate_types]
  for (let section = 0; section < which.length; section++) {
    const membrane = which[section]!
    const row = membrane * $width
    const start = first[section]!
    const end = first[section + 1]!
$conduct
  }
  let flow = 0
  let left = 0
  const last = V.length - 1
  for (let i = 0; i <= last; i++) {
    const onward = i < last ? axial[i]! * (V[i + 1]! - V[i]!) : 0
    net[i]! += onward - flow
    diagonal[i]! += a * (axial[i]! + left)
    flow = onward
    left = axial[i]!
  }
}

function factorize(diagonal: Float64Array, a: number, axial: Float64Array, factor: Float64Array): void {
  let before = 0
  for (let i = 0; i < diagonal.length; i++) {
    const inverse = 1 / (diagonal[i]! - before)
    const multiplier = a * axial[i]! * inverse
    diagonal[i] = inverse
    factor[i] = multiplier
    before = a * axial[i]! * multiplier
  }
}

function solve(x: Float64Array, inverse: Float64Array, factor: Float64Array): void {
  let carried = x[0]!
  for (let i = 1; i < x.length; i++) {
    carried = x[i]! + factor[i - 1]! * carried
    x[i] = carried
  }
  let later = 0
  for (let i = x.length - 1; i >= 0; i--) {
    later = x[i]! * inverse[i]! + factor[i]! * later
    x[i] = later
  }
}

let scratch = [0, 1, 2, 3].map(() => new Float64Array(0))

function workspace(count: number): Float64Array[] {
  if (scratch[0]!.length !== count) scratch = scratch.map(() => new Float64Array(count))
  return scratch
}

/**
 * Move the state on by `steps` of `step` ms, in place; `tables` are those of `tabulate` for the same step, and currents
 * are taken from step `at` of the run on. Where a run is divided into calls makes no difference to it.
 */
export function advance(
  cable: Compartments, tables: readonly Float64Array[], state: CableState, steps: number, step: number,
  drives: readonly Drive[], at: number,
): void {
  const { capacitance, axial } = cable
  const { V } = state
  const count = V.length
  const a = $stage * step
  const [y, z, inverse, factor] = workspace(count) as [Float64Array, Float64Array, Float64Array, Float64Array]
  relaxGates(cable, tables, state, step, false)
  for (let k = 0; k < steps; k++) {
    assemble(cable, state, a, capacitance, y, inverse)
    for (const { sites, shares, means } of drives) {
      const current = means[at + k]!
      if (current) for (let site = 0; site < sites.length; site++) y[sites[site]!]! += shares[site]! * current
    }
    factorize(inverse, a, axial, factor)
    solve(y, inverse, factor)
    for (let i = 0; i < count; i++) z[i] = capacitance[i]! * y[i]!
    solve(z, inverse, factor)
    for (let i = 0; i < count; i++) V[i]! += a * (y[i]! + $second * z[i]!)
    relaxGates(cable, tables, state, step, k + 1 < steps)
  }
}

/** Move V, a guess, and the gates to where nothing changes any more. Returns whether they have come there. */
export function settle(cable: Compartments, state: CableState): boolean {
  const { first, which, kinds, rows, area, axial } = cable
  const { V, gates } = state
  const [y, , inverse, factor] = workspace(V.length) as [Float64Array, Float64Array, Float64Array, Float64Array]
  const hardly = area.map(each => $hardly * each)
  for (let round = 0; round < $rounds; round++) {
    for (let section = 0; section < which.length; section++) {
      const membrane = which[section]!
      for (let i = first[section]!; i < first[section + 1]!; i++) {
        relax(kinds[membrane]!, V[i]!, $forever, rows, membrane * $width)
        for (let gate = 0; gate < $gates; gate++) gates[gate]![i] = out[2 * gate + 1]!
      }
    }
    assemble(cable, state, 1, hardly, y, inverse)
    factorize(inverse, 1, axial, factor)
    solve(y, inverse, factor)
    let largest = 0
    for (let i = 0; i < V.length; i++) {
      V[i]! += y[i]! / 2
      largest = Math.max(largest, Math.abs(y[i]!))
    }
    if (largest < $settled) return true
  }
  return false
}

/** The ionic current of every compartment, uA/cm2, positive outward, into `found`. */
export function ionicCurrent(cable: Compartments, { V, gates }: CableState, found: Float64Array): void {
  const { first, which, kinds, rows } = cable
  const [$gate_arrays] = gates as [$gate_types]
  for (let section = 0; section < which.length; section++) {
    const membrane = which[section]!
    const row = membrane * $width
    const start = first[section]!
    const end = first[section + 1]!
$current
  }
}
""")

_LETTERS = ("first_gate", "second_gate", "third_gate")[:GATES]


def emit_cable(program: CableProgram) -> str:
    """Return the text of a TypeScript module whose functions run the cable."""
    printer = Printer()
    spoken = [each for each in program.routines if not each.name.startswith("conduct_")]
    return _MODULE.substitute(
        largest=2 * GATES,
        kind_names="[" + ", ".join(f'"{kind.name}"' for kind in KINDS) + "]",
        constants="\n".join(f"const {name} = {value!r}" for name, value in program.constants.items()),
        routines="\n".join(function(routine, printer) for routine in spoken),
        relax="\n".join(_relax(number, kind) for number, kind in enumerate(KINDS) if kind.gates),
        conduct="\n".join(_conduct(number, kind, program, printer) for number, kind in enumerate(KINDS)),
        current="\n".join(_current(number, kind, program, printer) for number, kind in enumerate(KINDS)),
        look_up="\n        ".join(_look_up(gate) for gate in range(GATES)),
        gate_arrays=", ".join(_LETTERS),
        gate_types=", ".join(["Float64Array"] * GATES),
        points=TABLE_POINTS,
        last=TABLE_POINTS - 1,
        low=f"({TABLE_LOW})",
        density=TABLE_DENSITY,
        gates=GATES,
        doubled=2 * GATES,
        row=4 * GATES,
        width=WIDTH,
        stage=repr(STAGE),
        second=repr(SECOND_STAGE),
        hardly=HARDLY,
        forever=FOREVER,
        rounds=ROUNDS,
        settled=SETTLED,
    )


def _look_up(gate: int) -> str:
    array, at = _LETTERS[gate], 4 * gate
    return "\n        ".join(
        [
            f"const decay{gate} = table[at + {at}]! + share * table[at + {at + 1}]!",
            f"const gain{gate} = table[at + {at + 2}]! + share * table[at + {at + 3}]!",
            f"const value{gate} = {array}[i]! * decay{gate} + gain{gate}",
            f"{array}[i] = twice ? value{gate} * decay{gate} + gain{gate} : value{gate}",
        ]
    )


def _relax(number: int, kind: Kind) -> str:
    values = ", ".join(f"rows[row + {column}]!" for column in range(len(kind.fixed)))
    return f"  if (kind === {number}) relax_{kind.name}(V, step, {values})"


def _conduct(number: int, kind: Kind, program: CableProgram, printer: Printer) -> str:
    loop = [
        "diagonal[i] = capacitance[i]! + a * area[i]! * conductance",
        "net[i] = area[i]! * (inward - conductance * V[i]!)",
    ]
    return _of_kind(number, kind, program, printer, loop)


def _current(number: int, kind: Kind, program: CableProgram, printer: Printer) -> str:
    return _of_kind(number, kind, program, printer, ["found[i] = conductance * V[i]! - inward"])


def _of_kind(number: int, kind: Kind, program: CableProgram, printer: Printer, uses: list[str]) -> str:
    """A loop over the compartments of a section of this kind: what its routine finds, and what is done with that."""
    routine = program.routine(f"conduct_{kind.name}")
    needed = {str(symbol) for _, value in routine.body for symbol in value.free_symbols}
    needed |= {str(symbol) for value in routine.results for symbol in value.free_symbols}
    lines = [f"    if (kinds[membrane] === {number}) {{"]
    lines += [
        f"      const {name} = rows[row + {column}]!" for column, name in enumerate(names(kind.fixed)) if name in needed
    ]
    lines += ["      for (let i = start; i < end; i++) {"]
    lines += [f"        const {gate.name} = {_LETTERS[row]}[i]!" for row, gate in enumerate(kind.gates)]
    lines += [f"        const {symbol} = {printer.doprint(value)}" for symbol, value in routine.body]
    lines += [
        f"        const {label} = {printer.doprint(result)}"
        for label, result in zip(routine.labels, routine.results, strict=True)
    ]
    lines += [f"        {line}" for line in uses]
    return "\n".join([*lines, "      }", "    }"])
