/** What an axon did, and the measures of what travelled: the laboratory's `AxonRecording`, for browsers. */

import { DETECTION_LEVEL } from "@model/common-facts"

/** The compartments that a current at `place` (cm) enters, each with its share: as it would split along a resistor. */
export function spread({ position }: Placed, place: number): [number, number][] {
  const right = position.findIndex(each => each >= place)
  if (right === 0) return [[0, 1]]
  if (right < 0) return [[position.length - 1, 1]]
  const share = (place - position[right - 1]!) / (position[right]! - position[right - 1]!)
  return [[right - 1, 1 - share], [right, share]]
}


interface Placed {
  /** Middles of the compartments, cm. */
  readonly position: Float64Array
}

export class Travel implements Placed {
  private found: Float64Array | undefined

  /** `samples`: the potential (mV) of every compartment, every `dt` ms from 0 on; `arrivals`, where they are known. */
  constructor(
    readonly position: Float64Array,
    readonly samples: readonly Float64Array[],
    readonly dt: number,
    arrivals?: Float64Array,
  ) {
    this.found = arrivals
  }

  /** The potential (mV) at `place` (cm) at a sample. */
  at(sample: number, place: number): number {
    return spread(this, place).reduce((sum, [i, share]) => sum + share * this.samples[sample]![i]!, 0)
  }

  /** The potential (mV) at an electrode at `place` (cm), at every sample. */
  voltageAt(place: number): Float64Array {
    const near = spread(this, place)
    return Float64Array.from(this.samples, V => near.reduce((sum, [i, share]) => sum + share * V[i]!, 0))
  }

  /** When a spike first passed each compartment, ms; NaN if none has. */
  get arrivals(): Float64Array {
    const trace = new Float64Array(this.samples.length)
    return (this.found ??= this.position.map((_, i) => {
      for (let sample = 0; sample < trace.length; sample++) trace[sample] = this.samples[sample]![i]!
      return arrival(trace, this.dt)
    }))
  }

  /** When a spike first passed an electrode at `place` (cm), ms; NaN if none has. */
  arrivalAt(place: number): number {
    return spread(this, place).reduce((sum, [i, share]) => sum + share * this.arrivals[i]!, 0)
  }

  /** How fast the spike went from one electrode to another (cm both), m/s; NaN unless it passed both. */
  velocity(from: number, to: number): number {
    return ((to - from) / (this.arrivalAt(to) - this.arrivalAt(from))) * 10 // cm/ms to m/s
  }
}

/** When a trace first passes the detection level upwards, on the cubic through the four samples around; NaN if never. */
export function arrival(trace: Float64Array, dt: number): number {
  const right = trace.findIndex((V, k) => k > 0 && V > DETECTION_LEVEL && !(trace[k - 1]! > DETECTION_LEVEL))
  if (right < 0) return NaN
  const start = Math.min(Math.max(right - 2, 0), Math.max(trace.length - 4, 0))
  const near = [...trace.subarray(start, start + 4)].map(V => V - DETECTION_LEVEL)
  if (near.every((V, k) => k === 0 || V > near[k - 1]!)) {
    const weight = (k: number): number => near.reduce((product, V, other) => (other === k ? product : (product * -V) / (near[k]! - V)), 1)
    return near.reduce((sum, _, k) => sum + weight(k) * (start + k) * dt, 0)
  }
  const [before, after] = [trace[right - 1]!, trace[right]!]
  return (right - 1 + (DETECTION_LEVEL - before) / (after - before)) * dt
}
