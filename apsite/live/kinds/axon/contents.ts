/** What stands in the two pairs of axes of a live axon: the potential along it at a moment, and the lines on the map. */

import { stretchOf } from "./state"
import { GHOST, type Content } from "../../plot/content"
import { clamp } from "../../page/numbers"
import type { AxonRecording } from "../../laboratory/axon-recordings"
import type { DrawnLine, Line, Values } from "../../page/types"

const DENSEST = 4 // CSS pixels from node to node, from which on nodes are marked
const ELECTRODE: Line = { color: "accent", dash: [5, 4], width: 1.2, alpha: 1 }
const EDGE: Line = { color: "stimulus", dash: [2, 3], width: 1.2, alpha: 1 }
const CURSOR: Line = { color: "ink", dash: [], width: 1.4, alpha: 0.9 }
const FAR = 1e4 // mV: beyond all axes
const FRONT: Line = { color: "ink", dash: [3, 2], width: 1.1, alpha: 0.9 }

/** What is shown: a run, the values that it follows from, the moment of the cursor, and the run before. */
export interface Shown {
  readonly travel: AxonRecording
  /** Middles of the nodes, cm. */
  readonly nodes: readonly number[]
  readonly values: Values
  readonly moment: number
  readonly ghost: AxonRecording | undefined
  /** Whether it is still in hand: axes become no narrower then. */
  readonly held: boolean
}

/** The potential along the axon, in axes so many CSS pixels wide. */
export function profileOf({ travel, ghost, moment, nodes, values }: Shown, width: number): Content {
  const sample = sampleAt(travel, moment)
  const before = ghost && ghost !== travel ? [{ ...GHOST, marker: 0, points: points(ghost, ghost.samples[sampleAt(ghost, moment)]!) }] : []
  const curves = [{ ...ELECTRODE, color: "ink", dash: [], width: 2.2, label: before.length ? "now" : "", y: travel.samples[sample]! }]
  return {
    time: travel.position,
    // The run before has compartments of its own: it is a line, and here only its name.
    curves: before.length ? [...curves, { ...GHOST, label: "before", y: [] }] : curves,
    lines: [...before, ...uprights(values, -FAR, FAR), reachOf(travel)],
    marks:
      nodes.length * DENSEST < width
        ? nodes.map(place => ({ x: place, y: travel.at(sample, place), color: "ink", filled: true, size: 4 }))
        : [],
    decorated: false,
  }
}

/** The lines on the map, with the `fronts` of spikes. */
export function mapOf({ moment, values }: Shown, fronts: readonly DrawnLine[]): Content {
  const cursor: DrawnLine = {
    ...CURSOR,
    marker: 0,
    points: [
      [0, moment],
      [values["length"]!, moment],
    ],
  }
  return { time: [], curves: [], marks: [], decorated: false, lines: [...fronts, ...uprights(values, 0, values["ms"]!), cursor] }
}

/** Electrodes and the ends of a stretch, over all heights. */
function uprights(values: Values, from: number, to: number): DrawnLine[] {
  const at = (place: number, line: Line): DrawnLine => ({
    ...line,
    marker: 0,
    points: [
      [place, from],
      [place, to],
    ],
  })
  return [
    ...[values["near"]!, values["far"]!].map(place => at(place, ELECTRODE)),
    ...(stretchOf(values) ?? []).map(place => at(place, EDGE)),
  ]
}

/** What the axes have to hold at any moment of a run, so that they stand still while it is played: a line that is not seen. */
function reachOf({ position: [place], span }: AxonRecording): DrawnLine {
  return { ...FRONT, width: 0, marker: 0, own: true, points: span.map(V => [place!, V] as const) }
}

/** The sample next to a moment. */
export function sampleAt({ samples, dt }: AxonRecording, moment: number): number {
  return clamp(Math.round(moment / dt), 0, samples.length - 1)
}

/** When a spike arrives where: a line for each part of the axon that one comes to. */
export function frontsOf({ position, arrivals }: AxonRecording): DrawnLine[] {
  const parts: (readonly [number, number])[][] = [[]]
  arrivals.forEach((time, i) => {
    if (!Number.isNaN(time)) parts.at(-1)!.push([position[i]!, time])
    else if (parts.at(-1)!.length) parts.push([])
  })
  return parts.filter(part => part.length > 1).map(points => ({ ...FRONT, marker: 0, points }))
}

function points({ position }: AxonRecording, values: Float64Array): (readonly [number, number])[] {
  return Array.from(position, (place, i) => [place, values[i]!] as const)
}
