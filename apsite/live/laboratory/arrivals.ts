/** When spikes pass: the laboratory's `arrivals`, for browsers. */

import { DETECTION_LEVEL } from "@model/common-constants"

/** When a spike first passed each place, ms, NaN where none has; `samples`: the potential (mV) of all, every `dt` ms. */
export function arrivalsOf(samples: readonly Float64Array[], dt: number): Float64Array {
  const trace = new Float64Array(samples.length)
  return samples[0]!.map((_, i) => {
    for (let sample = 0; sample < trace.length; sample++) trace[sample] = samples[sample]![i]!
    return arrival(trace, dt)
  })
}

/**
 * When a trace first passes the detection level upwards; NaN if never. On the cubic through the four samples around or,
 * where they do not rise or the cubic leaves the two next to the level, on the line between these two.
 */
function arrival(trace: Float64Array, dt: number): number {
  const right = trace.findIndex((V, k) => k > 0 && V > DETECTION_LEVEL && !(trace[k - 1]! > DETECTION_LEVEL))
  if (right < 0) return NaN
  const start = Math.min(Math.max(right - 2, 0), Math.max(trace.length - 4, 0))
  const near = [...trace.subarray(start, start + 4)].map(V => V - DETECTION_LEVEL)
  if (near.every((V, k) => k === 0 || V > near[k - 1]!)) {
    const weight = (k: number): number => near.reduce((product, V, other) => (other === k ? product : (product * -V) / (near[k]! - V)), 1)
    const place = near.reduce((sum, _, k) => sum + weight(k) * (start + k), 0)
    if (place >= right - 1 && place <= right) return place * dt
  }
  const [before, after] = [trace[right - 1]!, trace[right]!]
  return (right - 1 + (DETECTION_LEVEL - before) / (after - before)) * dt
}
