/** What an axon did, and the measures of what travelled: the laboratory's `AxonRecording`, for browsers. */

import type { Placed } from "./axon"

/** The compartments that a current at `place` (cm) enters, each with its share: as it would split along a resistor. */
export function spread({ position, axial, resistance }: Placed, place: number): [number, number][] {
  let [right, end] = [0, position.length]
  while (right < end) {
    const middle = (right + end) >> 1
    if (position[middle]! < place) right = middle + 1
    else end = middle
  }
  if (right === 0) return [[0, 1]]
  if (right === position.length) return [[right - 1, 1]]
  const left = right - 1
  // Straight from either side, until the two lines meet: there the diameter changes.
  const from = (place - position[left]!) * resistance[left]! * axial[left]!
  const to = 1 - (position[right]! - place) * resistance[right]! * axial[left]!
  const share = (resistance[right]! < resistance[left]! ? Math.min : Math.max)(from, to)
  return [
    [left, 1 - share],
    [right, share],
  ]
}

export class AxonRecording {
  /**
   * `samples`: the potential (mV) of every compartment, every `dt` ms from 0 on; `arrivals`: when a spike first passed
   * each compartment, ms, NaN where none has; `span`: the lowest and the highest of the samples, mV.
   */
  constructor(
    readonly placed: Placed,
    readonly samples: readonly Float64Array[],
    readonly dt: number,
    readonly arrivals: Float64Array,
    readonly span: readonly [number, number],
  ) {}

  get position(): Float64Array {
    return this.placed.position
  }

  /** The potential (mV) at `place` (cm) at a sample. */
  at(sample: number, place: number): number {
    return spread(this.placed, place).reduce((sum, [i, share]) => sum + share * this.samples[sample]![i]!, 0)
  }

  /** The potential (mV) at an electrode at `place` (cm), at every sample. */
  voltageAt(place: number): Float64Array {
    const near = spread(this.placed, place)
    return Float64Array.from(this.samples, V => near.reduce((sum, [i, share]) => sum + share * V[i]!, 0))
  }

  /** When a spike first passed an electrode at `place` (cm), ms; NaN if none has. */
  arrivalAt(place: number): number {
    return spread(this.placed, place).reduce((sum, [i, share]) => sum + share * this.arrivals[i]!, 0)
  }

  /** How fast the spike went from one electrode to another (cm both), m/s; NaN unless it passed both. */
  velocity(from: number, to: number): number {
    return ((to - from) / (this.arrivalAt(to) - this.arrivalAt(from))) * 10 // cm/ms to m/s
  }
}

/** The lowest and the highest of some samples. */
export function spanOf(samples: readonly Float64Array[]): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const V of samples)
    for (let i = 0; i < V.length; i++) {
      const each = V[i]!
      if (each < low) low = each
      if (each > high) high = each
    }
  return [low, high]
}
