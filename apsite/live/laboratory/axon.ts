/** The axon that the reader has set, cut into compartments: the laboratory's `axon` and `compartments`, for browsers. */

import { GATES, KINDS, WIDTH, cylinder, out, settle, type CableState, type Compartments } from "@model/cable"
import { INTERNODE_PARTS, LONGEST_COMPARTMENT, PUBLISHED_REST, SLIVER } from "@model/constants"

import { Problem } from "../page/types"

const CM = 1e-4 // a um
export const KOHM = 1e-3 // an ohm
/** Where a rest is looked for that is not found from the published one on, mV. */
const [LOWEST, HIGHEST, STRIDE, HALVINGS] = [-130, 60, 0.1, 50]

/** Its parameters in the order of `MEMBRANE` in the kernel, or of the node's in `parameters.NODE`. */
export interface Membrane {
  readonly kind: "squid" | "node"
  readonly values: readonly number[]
}

/** Capacitance (uF/cm2) and conductance (mS/cm2) of an internode, for each area of the axon in it. */
export interface Wrapping {
  readonly capacitance: number
  readonly conductance: number
}

export interface Myelin extends Wrapping {
  /** Length of an internode, in diameters of the fibre. */
  readonly internode: number
  /** Diameter of the axon over that of the fibre. */
  readonly gRatio: number
  /** um */
  readonly nodeLength: number
}

/** From `start` to `end` (cm) what is given here counts; of several stretches, the last. */
export interface Stretch {
  readonly start: number
  readonly end: number
  readonly membrane?: Membrane
  /** um, of a bare axon */
  readonly diameter?: number
  readonly myelin?: Wrapping
}

export interface Axon {
  /** cm */
  readonly length: number
  /** um, of the axon itself */
  readonly diameter: number
  /** ohm cm */
  readonly axialResistivity: number
  readonly membrane: Membrane
  /** null for a bare axon */
  readonly myelin: Myelin | null
  readonly stretches: readonly Stretch[]
}

/** Where the compartments of an axon lie. */
export interface Placed {
  /** Middles of the compartments, cm. */
  readonly position: Float64Array
  /** Conductance of the inside from each to the next, mS. */
  readonly axial: Float64Array
  /** Resistance of the inside along each, kohm/cm. */
  readonly resistance: Float64Array
}

export interface Cut extends Compartments, Placed {
  readonly axial: Float64Array
}

/** A kind of membrane and its parameters. */
type Row = readonly [string, readonly number[]]

interface Cylinder {
  readonly length: number
  readonly diameter: number
  /** Null where it is perfectly insulated. */
  readonly row: Row | null
}

function last<T>(found: readonly (T | undefined)[], otherwise: T): T {
  return found.reduce<T>((before, each) => each ?? before, otherwise)
}

function over(axon: Axon, place: number): readonly Stretch[] {
  return axon.stretches.filter(({ start, end }) => start <= place && place <= end)
}

function membraneAt(axon: Axon, place: number): Membrane {
  return last(
    over(axon, place).map(each => each.membrane),
    axon.membrane,
  )
}

/** Length of an internode, cm. */
export function internodeLength({ diameter }: Axon, { internode, gRatio }: Myelin): number {
  return internode * (diameter / gRatio) * CM
}

/** Middles of the nodes, cm; of a bare axon none. */
export function nodesOf(axon: Axon): number[] {
  if (!axon.myelin) return []
  const node = axon.myelin.nodeLength * CM
  const pitch = internodeLength(axon, axon.myelin) + node
  const count = Math.max(Math.floor((axon.length - node) / pitch + 1e-9) + 1, 1)
  return Array.from({ length: count }, (_, k) => node / 2 + k * pitch)
}

function* bare(axon: Axon): Generator<Cylinder> {
  const inner = axon.stretches.flatMap(({ start, end }) => [start, end])
  const edges = [...new Set([0, axon.length, ...inner])].sort((a, b) => a - b)
  for (let k = 1; k < edges.length; k++) {
    const length = edges[k]! - edges[k - 1]!
    if (length < SLIVER) continue
    const middle = (edges[k - 1]! + edges[k]!) / 2
    const { kind, values } = membraneAt(axon, middle)
    const diameter =
      last(
        over(axon, middle).map(each => each.diameter),
        axon.diameter,
      ) * CM
    const limit = LONGEST_COMPARTMENT * Math.sqrt(diameter / axon.axialResistivity)
    const count = Math.max(1, Math.ceil(length / limit - 1e-9))
    const row: Row = [kind, values]
    for (let each = 0; each < count; each++) yield { length: length / count, diameter, row }
  }
}

function* myelinated(axon: Axon, myelin: Myelin): Generator<Cylinder> {
  const diameter = axon.diameter * CM
  const internode = internodeLength(axon, myelin)
  const nodes = nodesOf(axon)
  const rest = restOf(axon.membrane)
  for (const [number, place] of nodes.entries()) {
    if (number) {
      const middle = (nodes[number - 1]! + place) / 2
      const { capacitance, conductance } = last<Wrapping>(
        over(axon, middle).map(each => each.myelin),
        myelin,
      )
      const insulates = capacitance === 0 && conductance === 0
      const parts = insulates ? 1 : INTERNODE_PARTS
      const row: Row | null = insulates ? null : ["myelin", [capacitance, conductance, rest]]
      for (let part = 0; part < parts; part++) yield { length: internode / parts, diameter, row }
    }
    const { kind, values } = membraneAt(axon, place)
    yield { length: myelin.nodeLength * CM, diameter, row: [kind, values] }
  }
}

/** Cut an axon into compartments. */
export function cut(axon: Axon): Cut {
  const resistivity = axon.axialResistivity * KOHM
  const [position, area, capacitance, axial, along] = [[], [], [], [], []] as [number[], number[], number[], number[], number[]]
  const [first, which] = [[0], []] as [number[], number[]]
  const membranes = new Map<string, readonly [number, Row]>()
  let found: readonly [number, Row] | undefined
  let [start, between] = [0, 0]
  for (const { length, diameter, row } of axon.myelin ? myelinated(axon, axon.myelin) : bare(axon)) {
    cylinder(diameter, length / 2, resistivity)
    const half = 1 / out[1]!
    between += half
    if (row) {
      if (position.length) axial.push(1 / between)
      between = 0
      along.push((2 * half) / length)
      cylinder(diameter, length, resistivity)
      position.push(start + length / 2)
      area.push(out[0]!)
      capacitance.push(out[0]! * row[1][0]!)
      if (row !== found?.[1]) {
        const name = row.join(" ")
        found = membranes.get(name) ?? [membranes.size, row]
        membranes.set(name, found)
      }
      if (which.at(-1) !== found[0]) {
        which.push(found[0])
        first.push(first.at(-1)!)
      }
      first[first.length - 1]!++
    }
    between += half
    start += length
  }
  axial.push(0)
  const rows = [...membranes.values()].map(([, row]) => row)
  return {
    position: Float64Array.from(position),
    first: Int32Array.from(first),
    which: Int32Array.from(which),
    kinds: Int32Array.from(rows, ([kind]) => (KINDS as readonly string[]).indexOf(kind)),
    rows: Float64Array.from(rows.flatMap(([, values]) => [...values, ...Array<number>(WIDTH - values.length).fill(0)])),
    area: Float64Array.from(area),
    capacitance: Float64Array.from(capacitance),
    axial: Float64Array.from(axial),
    resistance: Float64Array.from(along),
  }
}

/** A state of so many compartments at one potential (mV), with all gates shut: a guess for `settle`. */
export function guess(count: number, V: number): CableState {
  return { V: new Float64Array(count).fill(V), gates: Array.from({ length: GATES }, () => new Float64Array(count)) }
}

/** Where a patch of this membrane rests, mV. */
export function restOf({ kind, values }: Membrane): number {
  const one = new Float64Array(1)
  const patch: Compartments = {
    first: [0, 1],
    which: [0],
    kinds: [(KINDS as readonly string[]).indexOf(kind)],
    rows: Float64Array.from({ length: WIDTH }, (_, k) => values[k] ?? 0),
    area: one.map(() => 1),
    capacitance: one,
    axial: one,
  }
  const state = guess(1, PUBLISHED_REST)
  if (settle(patch, state)) return state.V[0]!
  // Where two equilibria nearly meet, rounds come no nearer. What one of them does still tells on which side of the
  // first equilibrium a potential lies.
  const moves = (V: number): boolean => {
    const from = guess(1, V)
    settle(patch, from, 1)
    return from.V[0]! > V
  }
  let high = LOWEST
  while (high < HIGHEST && moves(high)) high += STRIDE
  if (high >= HIGHEST) throw new Problem("This membrane has no rest that it could start from")
  let low = high - STRIDE
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2
    if (moves(middle)) low = middle
    else high = middle
  }
  return high
}
