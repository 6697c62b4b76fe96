/**
 * Runs of an axon: the laboratory's `conduction`, for browsers. What travelled is measured by `travel.ts`.
 *
 *     const run = new AxonRun(axon, [{ place: 0, course }], ms, dt)
 *     while (run.sample + 1 < run.count) run.advance(20)   // as many samples a call as a frame has time for
 *     run.travel.samples, run.travel.arrivalAt(place), run.travel.velocity(from, to)
 */

import { advance, out, outside, settle, tabulate, type CableState, type Drive } from "@model/cable"
import { temperatureFactor, type Course, type Membrane as SquidMembrane } from "@model/kernel"
import { NODE_STEP, REACH, SQUID_STEP } from "@model/facts"

import { KOHM, cut, guess, restOf, type Axon, type Cut } from "./axon"
import { arrivalsOf } from "./arrivals"
import { Travel, spread } from "./travel"
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
   * at 4 to 2 %.
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
    const more = Math.min(samples, this.count - 1 - this.sample)
    const at = this.sample * this.substeps
    const found = advance(this.cut, this.tables, this.state, more, this.substeps, this.step, this.drives, at)
    this.sample += more
    this.samples.push(...found)
    if (!found.every(sample => sample.every(V => Math.abs(V) <= REACH))) {
      throw new Problem("The stimulus is too strong: it drives the potential beyond what the model is made for")
    }
  }

  /** The gates (0 to 1) of every compartment at the last sample. */
  get gates(): readonly Float64Array[] {
    return this.state.gates
  }

  /** What has happened so far. */
  get travel(): Travel {
    return new Travel(this.cut.position, this.samples, this.dt, arrivalsOf(this.samples, this.dt))
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
