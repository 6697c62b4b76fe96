/**
 * Spikes and their measures, by the definitions of the laboratory's `measurements`: between two samples the potential
 * follows the cubic that agrees with samples and slopes.
 */

import { DETECTION_LEVEL } from "@model/common-constants"
import { ONSET_CRITERION } from "@model/constants"

/** One spike: potentials in mV, times in ms from the start of the run, null where the trace ends before. */
export interface Spike {
  time: number
  peak: number
  peakTime: number
  threshold: number | null
  thresholdTime: number | null
  halfWidth: number | null
  trough: number
  troughTime: number
  /** Why there is no threshold, "" where there is one. */
  unmet: "" | Unmet
}

/** The stimulus meets the criterion; the slope never comes up to it; the trace begins when it is already met. */
type Unmet = "stimulus" | "slow" | "before"

/** `drive` is the part of `slope` that the stimulus makes; `shocks` (ms) are when the potential jumps. */
export function findSpikes(
  dt: number,
  V: Float64Array,
  slope: Float64Array,
  rest: number,
  drive: Float64Array,
  shocks: readonly number[],
): Spike[] {
  const starts: number[] = []
  for (let k = 1; k < V.length; k++) if (V[k - 1]! <= DETECTION_LEVEL && V[k]! > DETECTION_LEVEL) starts.push(k)
  const bounds = [0, ...starts, V.length]
  const trace = new Trace(dt, V, slope, drive, shocks)
  return starts.map((start, index) => {
    const before = lowest(V, bounds[index]!, start)
    return trace.spike(before, start, bounds[index + 2]!, rest)
  })
}

/** When `V` passes the detection level on its way up, ms; linear between samples. */
export function upwardCrossings(dt: number, V: Float64Array): number[] {
  const found: number[] = []
  for (let k = 1; k < V.length; k++) {
    const [a, b] = [V[k - 1]!, V[k]!]
    if (a <= DETECTION_LEVEL && b > DETECTION_LEVEL) found.push((k - 1 + (DETECTION_LEVEL - a) / (b - a)) * dt)
  }
  return found
}

function lowest(V: Float64Array, from: number, to: number): number {
  let at = from
  for (let k = from; k < to; k++) if (V[k]! < V[at]!) at = k
  return at
}

class Trace {
  constructor(
    private readonly dt: number,
    private readonly V: Float64Array,
    private readonly slope: Float64Array,
    private readonly drive: Float64Array,
    private readonly shocks: readonly number[],
  ) {}

  spike(before: number, start: number, after: number, rest: number): Spike {
    const { V } = this
    let top = start
    for (let k = start; k < after; k++) if (V[k]! > V[top]!) top = k
    const bottom = lowest(V, top, after)
    const [peakTime, peak] = this.extremum(top, 1)
    const [troughTime, trough] = this.extremum(bottom, -1)
    const onset = this.onset(before, top)
    const [thresholdTime, threshold] = typeof onset === "string" ? [null, null] : onset
    const half = (rest + peak) / 2
    return {
      time: this.crossing(start - 1, DETECTION_LEVEL),
      peak,
      peakTime,
      threshold,
      thresholdTime,
      halfWidth: this.width(before, top, bottom, half),
      trough,
      troughTime,
      unmet: typeof onset === "string" ? onset : "",
    }
  }

  /** The cubic between sample `left` and the next at the share `s` of the interval. */
  private at(left: number, s: number): number {
    const [a, b] = [this.V[left]!, this.V[left + 1]!]
    const [p, q] = [this.slope[left]! * this.dt, this.slope[left + 1]! * this.dt]
    return a + s * (p + s * (3 * (b - a) - 2 * p - q + s * (2 * (a - b) + p + q)))
  }

  /** When the cubic passes `level` between sample `left` and the next. */
  private crossing(left: number, level: number): number {
    const rising = this.V[left + 1]! > this.V[left]!
    let [low, high] = [0, 1]
    for (let k = 0; k < 52; k++) {
      const middle = (low + high) / 2
      if (this.at(left, middle) < level === rising) low = middle
      else high = middle
    }
    return (left + (low + high) / 2) * this.dt
  }

  /** Time and value of the extremum (`sign` 1: a maximum) at or beside a sample that is one. */
  private extremum(at: number, sign: 1 | -1): [number, number] {
    let [place, best] = [at, this.V[at]!]
    for (const left of [at - 1, at]) {
      if (left < 0 || left + 1 >= this.V.length) continue
      for (const s of this.turns(left)) {
        const value = this.at(left, s)
        if (sign * value > sign * best) [place, best] = [left + s, value]
      }
    }
    return [place * this.dt, best]
  }

  /** Where the cubic's derivative is 0 between sample `left` and the next. */
  private turns(left: number): number[] {
    const [a, b] = [this.V[left]!, this.V[left + 1]!]
    const [p, q] = [this.slope[left]! * this.dt, this.slope[left + 1]! * this.dt]
    const [c3, c2, c1] = [3 * (2 * (a - b) + p + q), 2 * (3 * (b - a) - 2 * p - q), p]
    if (c3 === 0) return c2 === 0 ? [] : [-c1 / c2].filter(s => s > 0 && s < 1)
    const root = c2 * c2 - 4 * c3 * c1
    if (root < 0) return []
    return [(-c2 + Math.sqrt(root)) / (2 * c3), (-c2 - Math.sqrt(root)) / (2 * c3)].filter(s => s > 0 && s < 1)
  }

  /** Time and potential of the last upward passage of the slope through the criterion before the peak, or why there is none. */
  private onset(before: number, top: number): [number, number] | Unmet {
    const { slope, drive } = this
    let steepest = before
    for (let k = before; k <= top; k++) if (slope[k]! > slope[steepest]!) steepest = k
    if (slope[steepest]! < ONSET_CRITERION) return "slow"
    const first = Math.max(before - 1, 0) // at the lowest sample of all the stimulus may just have let go
    let left = steepest - 1
    while (left >= first && slope[left]! >= ONSET_CRITERION) left--
    if (left < first) return drive[first]! >= ONSET_CRITERION || this.jumped(first) ? "stimulus" : "before"
    const share = (ONSET_CRITERION - slope[left]!) / (slope[left + 1]! - slope[left]!)
    const potential = this.at(left, share)
    return this.driven(before, left, potential) ? "stimulus" : [(left + share) * this.dt, potential]
  }

  /** Whether the stimulus, not the membrane, makes the slope pass the criterion after sample `left`, as the laboratory judges. */
  private driven(before: number, left: number, potential: number): boolean {
    const { slope, drive, V } = this
    const rise = drive[left + 1]! - drive[left]!
    if (drive[left + 1]! >= ONSET_CRITERION || this.jumped(left + 1) || rise > (slope[left + 1]! - slope[left]!) / 2) return true
    if (this.carried(left)) return true
    for (let k = before; k < left; k++) if (potential <= V[k]! && this.carried(k)) return true
    return false
  }

  /** Whether a strong stimulus or a shock acted up to a sample. */
  private carried(sample: number): boolean {
    const { drive } = this
    return drive[sample]! >= ONSET_CRITERION || drive[sample - 1]! >= ONSET_CRITERION || this.jumped(sample)
  }

  /** Whether a sample is the first after a shock. */
  private jumped(sample: number): boolean {
    return this.shocks.some(time => (sample - 1) * this.dt < time && time <= sample * this.dt)
  }

  /** Time for which the spike is above `level`. */
  private width(before: number, top: number, bottom: number, level: number): number | null {
    let rise = top - 1
    while (rise >= before && this.V[rise]! > level) rise--
    let fall = top
    while (fall <= bottom && this.V[fall]! > level) fall++
    if (rise < before || fall > bottom) return null
    return this.crossing(fall - 1, level) - this.crossing(rise, level)
  }
}
