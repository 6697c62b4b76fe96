"""The loops around the cable's routines in TypeScript, for `typescript_cable` to fill in: those of `python_cable`.

Owns these loops; every formula of a membrane comes from the program.
"""

from string import Template

MODULE = Template("""\
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

/** Move the gates of a compartment on by `step` ms by their equations. */
function moveDirectly(
  gates: readonly Float64Array[], i: number, kind: number, V: number, step: number, rows: Float64Array, row: number,
): void {
  relax(kind, V, step, rows, row)
  for (let gate = 0; gate < $gates; gate++) gates[gate]![i] = gates[gate]![i]! * out[2 * gate]! + out[2 * gate + 1]!
}

/** A table of so many potentials, with one row more that leaves gates as they are. */
function blank(points: number): Float64Array {
  const table = new Float64Array((points + 1) * $row)
  for (let gate = 0; gate < $gates; gate++) table[points * $row + 4 * gate] = 1
  return table
}

/**
 * What `relax` finds for each membrane at each tabulated potential, over half of `step` ms: a row has, for each gate,
 * what it is multiplied by, how much that differs in the next row, what is added, and how much that differs.
 */
export function tabulate({ kinds, rows }: Compartments, step: number): Float64Array[] {
  return Array.from({ length: kinds.length }, (_, membrane) => {
    const table = blank($points)
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

/** Room for a step over so many compartments, kept from run to run. */
function room(count: number) {
  if (count !== kept.y.length) kept = build(count)
  return kept
}

function build(count: number) {
  const one = () => new Float64Array(count)
  return { y: one(), z: one(), inverse: one(), factor: one(), shares: one(), places: new Int32Array(count) }
}

let kept = build(0)

/**
 * Where in the table each potential from `start` to `end` lies: after which row, and how far. Where one lies beyond,
 * its gates are moved on by their equations, and it is given the row that leaves them there.
 */
function locate(
  { V, gates }: CableState, start: number, end: number, table: Float64Array, places: Int32Array, shares: Float64Array,
  kind: number, step: number, rows: Float64Array, row: number,
): void {
  const still = table.length - $row
  const last = still / $row - 1
  let within = true
  for (let i = start; i < end; i++) {
    const place = (V[i]! - $low) * $density
    if (place >= 0 && place < last) {
      const point = place | 0
      places[i] = point * $row
      shares[i] = place - point
    } else {
      places[i] = still
      shares[i] = 0
      within = false
    }
  }
  if (within) return
  for (let i = start; i < end; i++) if (places[i] === still) moveDirectly(gates, i, kind, V[i]!, step, rows, row)
}

/**
 * Move the gates on by half of `step` ms, or by a whole one in two equal halves, at potentials that stand still; then
 * leave in `net` what charges each compartment (uA) and in `diagonal` that of the matrix C - a A. What a compartment
 * needs one after the other stands in loops of its own, short enough for a processor to work on several at once.
 */
function prepare(
  cable: Compartments, tables: readonly Float64Array[], state: CableState, step: number, twice: boolean,
  a: number, net: Float64Array, diagonal: Float64Array,
): void {
  const { V, gates } = state
  const { first, which, kinds, rows, area, capacitance, axial } = cable
  const [$gate_arrays] = gates as [$gate_types]
  const { places, shares } = room(V.length)
  const tip = V.length - 1
  let flow = 0
  let left = 0
  for (let section = 0; section < which.length; section++) {
    const membrane = which[section]!
    const table = tables[membrane]!
    const row = membrane * $width
    const start = first[section]!
    const end = first[section + 1]!
$prepare
  }
}

/**
 * Eliminate from both ends of the axon to its middle, so that a processor has two chains of operations to work on:
 * `diagonal` becomes the inverse pivots, x the right side that is left over.
 */
function eliminate(
  diagonal: Float64Array, a: number, axial: Float64Array, factor: Float64Array, x: Float64Array,
): void {
  const tip = x.length - 1
  const middle = x.length >> 1
  let before = 0
  let after = 0
  let left = 0
  let right = 0
  for (let i = 0, j = tip; i < middle; i++, j--) {
    const rest = diagonal[i]! - before
    const link = a * axial[i]!
    const pivot = 1 / rest
    const multiplier = link * pivot
    diagonal[i] = pivot
    factor[i] = multiplier
    before = (link * link) / rest // not link * multiplier, for which the next pivot would have to wait
    left += x[i]!
    x[i] = left
    left *= multiplier
    if (j > middle) {
      const rest = diagonal[j]! - after
      const link = a * axial[j - 1]!
      const pivot = 1 / rest
      const multiplier = link * pivot
      diagonal[j] = pivot
      factor[j] = multiplier
      after = (link * link) / rest
      right += x[j]!
      x[j] = right
      right *= multiplier
    }
  }
  diagonal[middle] = 1 / (diagonal[middle]! - before - after)
  x[middle]! += left + right
}

/** Make C y the right side x and eliminate in it. */
function carry(x: Float64Array, factor: Float64Array, capacitance: Float64Array, y: Float64Array): void {
  const tip = x.length - 1
  const middle = x.length >> 1
  let left = 0
  let right = 0
  for (let i = 0, j = tip; i < middle; i++, j--) {
    left += capacitance[i]! * y[i]!
    x[i] = left
    left *= factor[i]!
    if (j > middle) {
      right += capacitance[j]! * y[j]!
      x[j] = right
      right *= factor[j]!
    }
  }
  x[middle] = capacitance[middle]! * y[middle]! + left + right
}

/** Turn a right side that is left over into the solution, from the middle to both ends. */
function substitute(x: Float64Array, inverse: Float64Array, factor: Float64Array): void {
  const tip = x.length - 1
  const middle = x.length >> 1
  let left = x[middle]! * inverse[middle]!
  let right = left
  x[middle] = left
  for (let i = middle - 1, j = middle + 1; i >= 0; i--, j++) {
    left = x[i]! * inverse[i]! + factor[i]! * left
    x[i] = left
    if (j <= tip) {
      right = x[j]! * inverse[j]! + factor[j]! * right
      x[j] = right
    }
  }
}

/**
 * Move the state on by so many samples of `substeps` steps of `step` ms, in place, and return the potentials at each;
 * `tables` are those of `tabulate` for the same step, and currents are taken from step `at` of the run on. Where a run
 * is divided into calls makes no difference to it.
 */
export function advance(
  cable: Compartments, tables: readonly Float64Array[], state: CableState, samples: number, substeps: number,
  step: number, drives: readonly Drive[], at: number,
): Float64Array[] {
  const { capacitance, axial } = cable
  const { V } = state
  const count = V.length
  const a = $stage * step
  const { y, z, inverse, factor } = room(count)
  const found: Float64Array[] = []
  prepare(cable, tables, state, step, false, a, y, inverse)
  for (let k = 1; k <= samples * substeps; k++) {
    for (const { sites, shares, means } of drives) {
      const current = means[at + k - 1]!
      if (current) for (let site = 0; site < sites.length; site++) y[sites[site]!]! += shares[site]! * current
    }
    eliminate(inverse, a, axial, factor, y)
    substitute(y, inverse, factor)
    carry(z, factor, capacitance, y)
    substitute(z, inverse, factor)
    for (let i = 0; i < count; i++) V[i]! += a * (y[i]! + $second * z[i]!)
    if (k % substeps === 0) found.push(V.slice())
    prepare(cable, tables, state, step, k < samples * substeps, a, y, inverse)
  }
  return found
}

/** Move V, a guess, and the gates to where nothing changes any more. Returns whether they have come there. */
export function settle(cable: Compartments, state: CableState): boolean {
  const { V } = state
  const { y, inverse, factor } = room(V.length)
  const massless = { ...cable, capacitance: cable.area.map(each => $hardly * each) }
  const none = Array.from({ length: cable.kinds.length }, () => blank(0))
  for (let round = 0; round < $rounds; round++) {
    prepare(massless, none, state, $forever, false, 1, y, inverse)
    eliminate(inverse, 1, cable.axial, factor, y)
    substitute(y, inverse, factor)
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
