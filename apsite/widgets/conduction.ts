/**
 * Runs of an axon, and the measures of a travelling spike: the laboratory's `conduction`, for browsers.
 *
 *     const run = new AxonRun(axon, [{ place: 0, course }], ms, dt)
 *     while (run.sample + 1 < run.count) run.advance(20)   // as many samples a call as a frame has time for
 *     run.voltage(sample), run.arrivalAt(place), run.velocity(from, to)
 */

import { advance, out, outside, settle, tabulate, type CableState, type Drive } from "@model/cable"
import { temperatureFactor, type Course, type Membrane as SquidMembrane } from "@model/kernel"
import { DETECTION_LEVEL, NODE_STEP, REACH, SQUID_STEP } from "@model/facts"

import { KOHM, cut, guess, restOf, spread, type Axon, type Cut } from "./axon"
import { Problem } from "./types"

/** An electrode: `place` in cm, the course in uA; inside the axon, unless it has an `outside`. */
export interface Injection {
  readonly place: number
  readonly course: Course
  /** Of an electrode outside the axon: how far beside `place` it is, cm, and the resistivity of the fluid, ohm cm. */
  readonly outside?: { readonly distance: number; readonly resistivity: number }
}

function longestStep(axon: Axon): number {
  const membranes = [axon.membrane, ...axon.stretches.flatMap(({ membrane }) => membrane ?? [])]
  const steps = membranes.map(({ kind, values }) =>
    kind === "node" ? NODE_STEP : SQUID_STEP / Math.max(1, temperatureFactor(values as unknown as SquidMembrane)),
  )
  return Math.min(...steps)
}

/** The integral of a course from 0 to t. */
function charge({ starts, levels, slopes }: Course, t: number): number {
  let sum = 0
  for (let k = 0; k < starts.length && starts[k]! < t; k++) {
    const length = Math.min(t, starts[k + 1] ?? t) - starts[k]!
    sum += length * (levels[k]! + (slopes[k]! * length) / 2)
  }
  return sum
}

/** One run of an axon from its rest, in as many pieces as the caller likes. */
export class AxonRun {
  readonly cut: Cut
  /** How many samples the run will have, the first at 0 ms. */
  readonly count: number
  /** The last sample that has been reached. */
  sample = 0
  private readonly state: CableState
  private readonly tables: Float64Array[]
  private readonly drives: readonly Drive[]
  private readonly substeps: number
  private readonly samples: Float64Array[]

  /**
   * Throws a Problem for an axon without a rest. `dt`: ms from sample to sample. Steps that are `coarser` times as long
   * as usual take that many times less, for a picture while something is dragged: at 1 a velocity is right to 0.2 %,
   * at 4 to 1 %.
   */
  constructor(readonly axon: Axon, injections: readonly Injection[], ms: number, readonly dt: number, coarser = 1) {
    this.cut = cut(axon)
    this.count = Math.floor(ms / dt + 1e-9) + 1
    this.substeps = Math.max(1, Math.ceil(dt / (coarser * longestStep(axon)) - 1e-9))
    this.state = guess(this.cut.position.length, restOf(axon.membrane))
    if (!settle(this.cut, this.state)) throw new Problem("This axon has no rest that it could start from")
    this.tables = tabulate(this.cut, this.step)
    this.drives = injections.map(each => this.drive(each))
    this.samples = [this.state.V.slice()]
  }

  private get step(): number {
    return this.dt / this.substeps
  }

  /** Run on for so many samples, or to the end. Throws a Problem where the potential leaves what the model is made for. */
  advance(samples: number): void {
    const end = Math.min(this.sample + samples, this.count - 1)
    while (this.sample < end) {
      const at = this.sample * this.substeps
      advance(this.cut, this.tables, this.state, this.substeps, this.step, this.drives, at)
      this.sample++
      this.samples.push(this.state.V.slice())
      if (!this.state.V.every(V => Math.abs(V) <= REACH)) {
        throw new Problem("The stimulus is too strong: it drives the potential beyond what the model is made for")
      }
    }
  }

  /** The potential (mV) of every compartment at a sample that has been reached. */
  voltage(sample: number): Float64Array {
    return this.samples[sample]!
  }

  /** The potential (mV) at an electrode at `place` (cm), at every sample so far. */
  voltageAt(place: number): Float64Array {
    const near = spread(this.cut, place)
    return Float64Array.from(this.samples, V => near.reduce((sum, [i, share]) => sum + share * V[i]!, 0))
  }

  /** The gates (0 to 1) of every compartment at the last sample. */
  get gates(): readonly Float64Array[] {
    return this.state.gates
  }

  /** When a spike first passed compartment i, ms; NaN if none has. */
  arrival(i: number): number {
    return arrival(Float64Array.from(this.samples, V => V[i]!), this.dt)
  }

  /** When a spike first passed an electrode at `place` (cm), ms; NaN if none has. */
  arrivalAt(place: number): number {
    return spread(this.cut, place).reduce((sum, [i, share]) => sum + share * this.arrival(i), 0)
  }

  /** How fast the spike went from one electrode to another (cm both), m/s; NaN unless it passed both. */
  velocity(from: number, to: number): number {
    return ((to - from) / (this.arrivalAt(to) - this.arrivalAt(from))) * 10 // cm/ms to m/s
  }

  private drive({ place, course, outside: beside }: Injection): Drive {
    const given = beside ? fromOutside(this.cut, place, beside) : spread(this.cut, place)
    const steps = (this.count - 1) * this.substeps
    const means = Float64Array.from({ length: steps }, (_, k) =>
      (charge(course, (k + 1) * this.step) - charge(course, k * this.step)) / this.step)
    return { sites: given.map(([site]) => site), shares: given.map(([, share]) => share), means }
  }
}

/** What each compartment is given of a current outside: what its potential, uneven along the axon, drives within. */
function fromOutside({ position, axial }: Cut, place: number, { distance, resistivity }: NonNullable<Injection["outside"]>): [number, number][] {
  const potential = position.map(each => {
    outside(1, Math.hypot(each - place, distance), resistivity * KOHM)
    return out[0]!
  })
  const flow = (i: number): number => (i < 0 || i + 1 >= potential.length ? 0 : axial[i]! * (potential[i + 1]! - potential[i]!))
  return Array.from(position, (_, i) => [i, flow(i) - flow(i - 1)])
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
