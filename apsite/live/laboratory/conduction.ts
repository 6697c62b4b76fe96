/**
 * Runs of an axon: the laboratory's `conduction`, for browsers. What travelled is measured by `axon-recordings.ts`.
 *
 *     const run = new AxonRun(axon, [{ place: 0, course }], ms, dt)
 *     while (run.sample + 1 < run.count) run.advance(20)   // as many samples a call as a frame has time for
 *     run.travel.samples, run.travel.arrivalAt(place), run.travel.velocity(from, to)
 */

import { MOST_COMPARTMENTS, advance, out, outside, settle, tabulate, type CableState, type Drive } from "@model/cable"
import { temperatureFactor, type Course, type Membrane as SquidMembrane } from "@model/kernel"
import { NODE_STEP, REACH, SQUID_STEP } from "@model/constants"

import { KOHM, cut, guess, restOf, type Axon, type Cut } from "./axon"
import { arrivalsOf } from "./arrivals"
import { AxonRecording, spanOf, spread } from "./axon-recordings"
import { Problem } from "../page/types"

/** An electrode: `place` in cm, the course in uA; inside the axon, unless it has an `outside`. */
export interface Injection {
  readonly place: number
  readonly course: Course
  /** Of an electrode outside the axon: how far beside `place` it is, cm, and the resistivity of the fluid, ohm cm. */
  readonly outside?: { readonly distance: number; readonly resistivity: number }
}

/** The error of a long step grows more slowly than the rates do with the warmth: as their power of 4/3, the step's of 2. */
const WARMTH = 2 / 3

/** How many times as often as a cold membrane the warmest of an axon has to be stepped; `power` of the rates' factor. */
function haste(axon: Axon, power: number): number {
  return Math.max(
    1,
    ...membranesOf(axon).map(({ kind, values }) => (kind === "node" ? 1 : temperatureFactor(values as unknown as SquidMembrane) ** power)),
  )
}

function membranesOf(axon: Axon): Axon["membrane"][] {
  return [axon.membrane, ...axon.stretches.flatMap(({ membrane }) => membrane ?? [])]
}

/** The longest step of a run, ms, as in the laboratory, but for the steps of a drag. */
function longestStep(axon: Axon, coarser: number): number {
  const limit = SQUID_STEP / haste(axon, coarser > 1 ? WARMTH : 1)
  return coarser * (membranesOf(axon).some(({ kind }) => kind === "node") ? Math.min(limit, NODE_STEP) : limit)
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
  /** From sample to sample, ms. */
  readonly dt: number
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
   * Throws a Problem for an axon without a rest, or of too many compartments. `dt`: ms from sample to sample. Steps
   * and samples that lie `coarser` times as far apart as usual, in the warm even farther, take that many times less,
   * for a picture while something is dragged: at 1 a velocity is right to 0.2 %, at 4 to 2 %.
   */
  constructor(
    readonly axon: Axon,
    injections: readonly Injection[],
    ms: number,
    dt: number,
    coarser = 1,
  ) {
    this.cut = cut(axon)
    const count = this.cut.position.length
    if (count > MOST_COMPARTMENTS) {
      throw new Problem(`This axon would take ${count} compartments, and a page runs ${MOST_COMPARTMENTS}: make it shorter or thicker`)
    }
    this.dt = coarser > 1 ? (coarser * dt) / haste(axon, WARMTH) : dt
    this.count = Math.floor(ms / this.dt + 1e-9) + 1
    this.substeps = Math.max(1, Math.ceil(this.dt / longestStep(axon, coarser) - 1e-9))
    this.state = guess(count, restOf(axon.membrane))
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
    const { found, furthest } = advance(this.cut, this.tables, this.state, more, this.substeps, this.step, this.drives, at)
    this.sample += more
    this.samples.push(...found)
    if (!(furthest <= REACH)) {
      throw new Problem("The stimulus is too strong: it drives the potential beyond what the model is made for")
    }
  }

  /** The gates (0 to 1) of every compartment at the last sample. */
  get gates(): readonly Float64Array[] {
    return this.state.gates
  }

  /** What has happened so far. */
  get travel(): AxonRecording {
    return new AxonRecording(this.cut, this.samples, this.dt, arrivalsOf(this.samples, this.dt), spanOf(this.samples))
  }

  private drive({ place, course, outside: beside }: Injection): Drive {
    const given = beside ? fromOutside(this.cut, place, beside) : spread(this.cut, place)
    const steps = (this.count - 1) * this.substeps
    const means = Float64Array.from(
      { length: steps },
      (_, k) => (charge(course, (k + 1) * this.step) - charge(course, k * this.step)) / this.step,
    )
    return { sites: given.map(([site]) => site), shares: given.map(([, share]) => share), means }
  }
}

/** What each compartment is given of a current outside: what its potential, uneven along the axon, drives within. */
function fromOutside(
  { position, axial }: Cut,
  place: number,
  { distance, resistivity }: NonNullable<Injection["outside"]>,
): [number, number][] {
  const potential = position.map(each => {
    outside(1, Math.hypot(each - place, distance), resistivity * KOHM)
    return out[0]!
  })
  const flow = (i: number): number => (i < 0 || i + 1 >= potential.length ? 0 : axial[i]! * (potential[i + 1]! - potential[i]!))
  return Array.from(position, (_, i) => [i, flow(i) - flow(i - 1)])
}
