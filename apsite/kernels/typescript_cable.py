"""Emission of the cable to TypeScript: the text of a module beside that of the membrane.

Owns what is done once a run, as `python_cable` has it, and the memory of the compiled loops (`assembly_cable`), which
take the steps; every formula of a membrane comes from the program.
"""

from string import Template

from apsite.kernels.assembly_cable import MOST, SPAN, places
from apsite.kernels.cable import CableProgram, Kind
from apsite.kernels.typescript import Printer, function

_MODULE = Template("""\
// Generated from apsite.equations by apsite.kernels (the cable). Not to be edited.

import { LOOPS } from "@model/cable-loops"

import { compiled } from "@live/laboratory/compiled"

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

/** A table of so many potentials, with one row more that leaves gates as they are. */
function blank(points: number): Float64Array {
  const table = new Float64Array((points + 1) * $row)
  for (let gate = 0; gate < $gates; gate++) table[points * $row + 4 * gate] = 1
  return table
}

/**
 * What `relax` finds for each membrane at each tabulated potential, over half of `step` ms: a row has, for each gate,
 * what it is multiplied by and what is added, then how much these differ in the next row.
 */
export function tabulate({ kinds, rows }: Compartments, step: number): Float64Array[] {
  return Array.from({ length: kinds.length }, (_, membrane) => {
    const table = blank($points)
    for (let point = 0; point < $points; point++) {
      relax(kinds[membrane]!, $low + point / $density, step / 2, rows, membrane * $width)
      for (let column = 0; column < $doubled; column++) {
        const at = point * $row + 4 * (column >> 1) + (column & 1)
        table[at] = out[column]!
        if (point) table[at - $row + 2] = out[column]! - table[at - $row]!
      }
    }
    return table
  })
}

/** How many compartments an axon can have here. */
export const MOST_COMPARTMENTS = $most

/** The compiled loops, see `assembly_loops`. */
interface Loops {
  readonly memory: WebAssembly.Memory
  begin(compartments: number, sections: number, points: number): void
  prepare(stage: number, twice: boolean): void
  step(stage: number): number
  settle(): number
}

/** The cable and its tables that lie in the memory of the loops, which has room for one. */
interface Held {
  readonly cable: Compartments
  readonly tables: readonly Float64Array[]
}

let loops: Loops
let held: Held | undefined
/** The memory as numbers. */
let all: Float64Array
/** How long (ms) the gates are moved on at once. */
let moment = 0

/** Move the gates of a compartment on by their equations, where its potential is not in the table. */
function beyond(i: number, membrane: number): void {
  const { kinds, rows } = held!.cable
  relax(kinds[membrane]!, all[$at_V / 8 + i]!, moment, rows, membrane * $width)
  for (let gate = 0; gate < $gates; gate++) {
    const at = ($at_gate0 + gate * $span) / 8 + i
    all[at] = all[at]! * out[2 * gate]! + out[2 * gate + 1]!
  }
}

/** What of a state lies where in the memory. */
function parts({ V, gates }: CableState): [number, Float64Array][] {
  return [[$at_V, V], ...gates.map((gate, k): [number, Float64Array] => [$at_gate0 + k * $span, gate])]
}

/** Put a cable, its tables and its state into the memory of the loops. */
function hold(cable: Compartments, tables: readonly Float64Array[], state: CableState): void {
  loops ??= compiled<Loops>(LOOPS, { page: { beyond } })
  const put = ([place, values]: readonly [number, Float64Array]) => all.set(values, place / 8)
  if (held?.cable !== cable || held.tables !== tables) {
    const { area, capacitance, axial, first, which, kinds, rows } = cable
    const { memory } = loops
    const { length } = tables[0]!
    held = undefined // until all of it is there
    loops.begin(area.length, which.length, length / $row - 1)
    const missing = $at_tables + 8 * tables.length * length - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / 65536))
    const whole = new Int32Array(memory.buffer)
    all = new Float64Array(memory.buffer)
    all.fill(0, 0, $at_first / 8)
    // Of the one after the last, which belongs to no axon but may be worked on with the first.
    all[$at_capacitance / 8 + area.length] = all[$at_diagonal / 8 + area.length] = 1
    whole.set(first, $at_first / 4)
    whole.set(which, $at_which / 4)
    whole.set(kinds, $at_kinds / 4)
    const given = [[$at_area, area], [$at_capacitance, capacitance], [$at_axial, axial], [$at_rows, rows]] as const
    given.forEach(put)
    tables.forEach((table, membrane) => put([$at_tables + 8 * length * membrane, table]))
    held = { cable, tables }
  }
  parts(state).forEach(put)
}

/** Leave what the loops hold in a state. */
function release(state: CableState): void {
  for (const [place, values] of parts(state)) values.set(all.subarray(place / 8, place / 8 + values.length))
}

/**
 * Move the state on by so many samples of `substeps` steps of `step` ms, in place; return the potentials at each, and
 * how far from 0 mV one of them is at the most. `tables` are those of `tabulate` for the same step, and currents are
 * taken from step `at` of the run on. Where a run is divided into calls makes no difference to it. Throws a Problem
 * where the browser has no such loops.
 */
export function advance(
  cable: Compartments, tables: readonly Float64Array[], state: CableState, samples: number, substeps: number,
  step: number, drives: readonly Drive[], at: number,
): { found: Float64Array[]; furthest: number } {
  hold(cable, tables, state)
  const count = state.V.length
  const a = $stage * step
  const V = all.subarray($at_V / 8, $at_V / 8 + count)
  const kept = new Float64Array(samples * count)
  let furthest = 0
  moment = step / 2
  loops.prepare(a, false)
  for (let k = 1; k <= samples * substeps; k++) {
    for (const { sites, shares, means } of drives) {
      const current = means[at + k - 1]!
      if (!current) continue
      for (let site = 0; site < sites.length; site++) all[$at_net / 8 + sites[site]!]! += shares[site]! * current
    }
    const most = loops.step(a)
    if (k % substeps === 0) {
      kept.set(V, (k / substeps - 1) * count)
      furthest = Math.max(furthest, most)
    }
    const twice = k < samples * substeps
    moment = twice ? step : step / 2
    loops.prepare(a, twice)
  }
  release(state)
  const found = Array.from({ length: samples }, (_, sample) => kept.subarray(sample * count, (sample + 1) * count))
  return { found, furthest }
}

/**
 * Move V, a guess, and the gates to where nothing changes any more, or so many rounds towards it. Returns whether they
 * have come there. Throws a Problem where the browser has no such loops.
 */
export function settle(cable: Compartments, state: CableState, rounds = $rounds): boolean {
  const massless = { ...cable, capacitance: cable.area.map(each => $hardly * each) }
  hold(massless, Array.from({ length: cable.kinds.length }, () => blank(0)), state)
  moment = $forever / 2
  let far = Infinity
  for (let round = 0; round < rounds && far >= $settled; round++) {
    loops.prepare(1, false)
    far = loops.settle()
  }
  release(state)
  return far < $settled
}
""")


def emit_cable(program: CableProgram) -> str:
    """Return the text of a TypeScript module whose functions run the cable."""
    printer = Printer()
    routines = [each for each in program.routines if not each.name.startswith("conduct_")]
    return _MODULE.substitute(
        largest=2 * program.slots,
        kind_names="[" + ", ".join(f'"{kind.name}"' for kind in program.kinds) + "]",
        constants="\n".join(f"const {name} = {value!r}" for name, value in program.constants.items()),
        routines="\n".join(function(routine, printer) for routine in routines),
        relax="\n".join(_relax(number, kind) for number, kind in enumerate(program.kinds) if kind.slots),
        most=MOST,
        span=SPAN,
        **{f"at_{name}": place for name, place in places(program).items()},
        **program.numbers,
    )


def _relax(number: int, kind: Kind) -> str:
    values = ", ".join(f"rows[row + {column}]!" for column in range(len(kind.fixed)))
    return f"  if (kind === {number}) relax_{kind.name}(V, step, {values})"
