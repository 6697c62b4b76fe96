/** What there is to hear of a run: how high its tone is, when it clicks, and where its curve turns. Nothing of audio or page. */

import { clamp } from "../page/numbers"

export interface Score {
  /** The time of the first sample, and from one to the next, ms. */
  readonly start: number
  readonly dt: number
  /** What is heard as a tone, mV. */
  readonly potential: Float64Array
  /** When there is a click, ms, in order. */
  readonly clicks: readonly number[]
}

export type Turn = "peak" | "trough"

/** The potential of the lowest tone, how far it is to one twice as high, and how many of these steps there are. */
export const LOWEST = { potential: -90, hertz: 110 } // mV, Hz
export const OCTAVE = 50 // mV
export const OCTAVES = 3

/** Less of a rise or a fall is no turn, mV. */
const LEAST = 1
/** So many steps take a walker through a run, or a few more. */
const STEPS = 100

/** How high the tone of a potential (mV) is, Hz; beyond either end of the scale it is no other than there. */
export function pitch(potential: number): number {
  return LOWEST.hertz * 2 ** clamp((potential - LOWEST.potential) / OCTAVE, 0, OCTAVES)
}

/** When the last sample is, ms. */
export function endOf({ start, dt, potential }: Score): number {
  return start + (potential.length - 1) * dt
}

/** The potential at a time, mV, on the line between two samples. */
export function potentialAt({ start, dt, potential }: Score, time: number): number {
  const place = clamp((time - start) / dt, 0, potential.length - 1)
  const left = Math.floor(place)
  const [from, to] = [potential[left]!, potential[Math.min(left + 1, potential.length - 1)]!]
  return from + (place - left) * (to - from)
}

/** Where the curve turns, by how many samples it is away: from each turn to the next it rises or falls by `LEAST` or more. */
export function turnsOf({ potential: V }: Score): readonly (readonly [number, Turn])[] {
  const found: [number, Turn][] = []
  let [top, bottom] = [0, 0]
  let way: Turn | undefined // of the last turn; before the first both are looked for
  for (let k = 1; k < V.length; k++) {
    if (V[k]! > V[top]!) top = k
    if (V[k]! < V[bottom]!) bottom = k
    if (way !== "peak" && V[top]! - V[k]! >= LEAST) {
      if (top > 0) found.push([top, "peak"])
      ;[way, bottom] = ["peak", k]
    } else if (way !== "trough" && V[k]! - V[bottom]! >= LEAST) {
      if (bottom > 0) found.push([bottom, "trough"])
      ;[way, top] = ["trough", k]
    }
  }
  return found
}

/** How far a step of a walk is, ms: a round number, and no less than from sample to sample. */
export function stepOf(score: Score): number {
  const least = Math.max(score.dt, (endOf(score) - score.start) / STEPS)
  const decade = 10 ** Math.floor(Math.log10(least))
  return [1, 2, 5, 10].map(times => times * decade).find(step => step >= least * (1 - 1e-9))!
}
