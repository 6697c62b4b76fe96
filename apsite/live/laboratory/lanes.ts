/**
 * Two squid membranes at once, each under its own stimulus from its own start: the lanes of a vector, in WebAssembly.
 *
 * The scheme is the kernel's, and its edges are met as it meets them, so that each lane does what its run alone does.
 */

import { CONSTANTS, LANES, PLACES, SAMPLES } from "@model/lanes-loops"
import { STATE, derive, out, type Course, type Membrane as Squid } from "@model/kernel"

import { compiled } from "./compiled"
import type { Membrane } from "./models"

/** How many there are. */
export const WIDTH = 2

interface Loops {
  readonly memory: WebAssembly.Memory
  go(samples: number, substeps: number): void
}

/** How far one lane's run is. */
interface Lane {
  course: Course
  segment: number
  sample: number
  at: number
}

/** Where what two runs have ends, and where samples begin. */
const END = PLACES.constants / 8
const FROM = PLACES.samples / 8
const NONE: Course = { starts: [0], levels: [0], slopes: [0], jumps: [0] }

let loops: Loops | undefined
/** The memory as numbers, and whose they are: there is room for one run of two lanes. */
let all: Float64Array
let holder: Lanes | undefined

export class Lanes {
  private readonly rows = new Float64Array(END)
  private readonly lanes: Lane[] = Array.from({ length: WIDTH }, () => ({ course: NONE, segment: 0, sample: 0, at: 0 }))

  /**
   * For lanes of one membrane, whose gates have `speeds`, sampled every `dt` ms with so many steps to a sample. Throws a
   * Problem in a browser that cannot run them.
   */
  constructor(
    membrane: Membrane,
    speeds: readonly number[],
    readonly dt: number,
    private readonly substeps: number,
  ) {
    if (!loops) {
      loops = compiled<Loops>(LANES, {})
      loops.memory.grow(1)
      all = new Float64Array(loops.memory.buffer)
      CONSTANTS.forEach((value, k) => all.fill(value, END + WIDTH * k, END + WIDTH * (k + 1)))
    }
    derive(...(membrane as unknown as Squid))
    const fixed = [...membrane, out[0]!, ...speeds]
    fixed.forEach((value, k) => this.rows.fill(value, WIDTH * (STATE.length + k), WIDTH * (STATE.length + k + 1)))
  }

  /** Begin a run in a lane, in the state `start`; or go on with one from a sample at which it had that state. */
  begin(lane: number, start: ArrayLike<number>, course: Course, sample = 0): void {
    this.hold()
    for (let row = 0; row < STATE.length; row++) all[WIDTH * row + lane] = start[row]!
    const at = sample * this.dt
    let segment = 0
    while (course.starts[segment + 1]! <= at) segment++
    if (!sample) all[lane]! += course.jumps[0]!
    this.lanes[lane] = { course, segment, sample, at }
  }

  /** Go on by at most so many samples; returns by how many, of which `V` then has the potentials. */
  advance(most: number): number {
    this.hold()
    const free = this.lanes.reduce((least, lane) => Math.min(least, this.untilEdge(lane, least)), Math.min(most, SAMPLES))
    if (free > 0) {
      for (let lane = 0; lane < WIDTH; lane++) this.put(lane, this.dt / this.substeps)
      loops!.go(free, this.substeps)
      for (const lane of this.lanes) {
        lane.sample += free
        lane.at = lane.sample * this.dt
      }
      return free
    }
    this.pass()
    return 1
  }

  /** The potential of a lane at one of the samples that the last call went on by. */
  V(lane: number, sample: number): number {
    return all[FROM + WIDTH * sample + lane]!
  }

  /** One part of a lane's state, the potential first, at its last sample. */
  state(lane: number, row: number): number {
    return all[WIDTH * row + lane]!
  }

  /** How many samples a lane's run is old. */
  sample(lane: number): number {
    return this.lanes[lane]!.sample
  }

  /** Whether nothing more is done to a lane. */
  left(lane: number): boolean {
    const { course, segment } = this.lanes[lane]!
    return segment + 1 === course.starts.length && !course.levels[segment] && !course.slopes[segment]
  }

  /** How many samples, at most so many, a lane goes on without an edge of its stimulus. */
  private untilEdge({ course, segment, sample }: Lane, most: number): number {
    const edge = course.starts[segment + 1]
    if (edge === undefined || (sample + most) * this.dt < edge) return most
    let free = Math.max(0, Math.floor(edge / this.dt) - sample - 1)
    while ((sample + free + 1) * this.dt < edge) free++
    return Math.min(free, most)
  }

  /** Go on by the one sample before which a lane has edges; one that has come there waits for the other. */
  private pass(): void {
    for (;;) {
      let waits = false
      this.lanes.forEach((lane, number) => {
        const end = (lane.sample + 1) * this.dt
        const { starts, jumps } = lane.course
        while (starts[lane.segment + 1]! <= lane.at) all[number]! += jumps[++lane.segment]!
        const stop = Math.min(end, starts[lane.segment + 1] ?? end)
        this.put(number, (stop - lane.at) / this.substeps)
        waits ||= lane.at < end
        lane.at = stop
      })
      if (!waits) break
      loops!.go(0, this.substeps)
    }
    this.lanes.forEach((lane, number) => {
      lane.sample++
      all[FROM + number] = all[number]!
    })
  }

  /** Say what a lane's steps are, and what its stimulus is. */
  private put(lane: number, step: number): void {
    const { course, segment, at } = this.lanes[lane]!
    const values = [at, step, course.starts[segment]!, course.levels[segment]!, course.slopes[segment]!]
    values.forEach((value, k) => (all[PLACES.begin / 8 + WIDTH * k + lane] = value))
  }

  private hold(): void {
    if (holder === this) return
    holder?.rows.set(all.subarray(0, END))
    all.set(this.rows)
    holder = this
  }
}
