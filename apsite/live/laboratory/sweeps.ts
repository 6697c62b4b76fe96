/**
 * Curves over many runs, and rates that need a long one: worked out in slices, so that the page never waits.
 *
 * A job is a generator that yields after each run; `Background` advances it while there is time in the frame.
 */

import { CONTROLS, LONGEST_STEP, PATIENCE, RATE_DURATION, RATE_SETTLED } from "@model/constants"

import { upwardCrossings } from "./measurements"
import { measure } from "./readings"
import { membraneOf } from "./membrane"
import { SQUID } from "./models"
import { record, type Frame, type Recording } from "./recordings"
import { Problem, type Run, type Sweep, type Values } from "../page/types"

const SLICE = 6 // ms of work at a time
const PAUSE = 150 // ms without a new job before one is begun: a drag is not to be held up
const HALVINGS = 18

/** One unit of work after the other; `next` is called until it is done. */
export type Job = Iterator<void, void>

/** Runs the newest job in slices between frames; a new job takes the place of the one before. */
export class Background {
  private timer: ReturnType<typeof setTimeout> | undefined
  private job: Job | undefined

  start(job: Job): void {
    this.stop()
    this.job = job
    this.timer = setTimeout(() => this.advance(), PAUSE)
  }

  stop(): void {
    clearTimeout(this.timer)
    this.job = undefined
  }

  private advance(): void {
    const until = performance.now() + SLICE
    while (this.job && performance.now() < until) {
      if (this.job.next().done) this.job = undefined
    }
    if (this.job) this.timer = setTimeout(() => this.advance())
  }
}

/** Work out `sweep` for `values`; `put` is told each point, a null where there is none. */
export function* sweeping(
  sweep: Sweep,
  values: Values,
  run: Run,
  frame: Frame,
  put: (x: number, y: number | null) => void,
): Generator<void, void> {
  const [word, searched] = sweep.measure.split(" ")
  let unit = 1
  if (searched && sweep.over) {
    const alone = { ...values, [searched]: 0 }
    unit = (yield* weakest(sweep.over, Math.sign(sweep.y_unit), alone, run, frame)) ?? NaN
  }
  for (const x of sweep.values) {
    const here = { ...values, [sweep.control]: x }
    let y: number | null
    if (word === "weakest") y = yield* weakest(searched!, Math.sign(sweep.y_unit), here, run, frame)
    else if (word === "rate") y = yield* settledRate(here, run, frame)
    else y = measured(sweep.measure, here, run, frame)
    // What stands over the threshold of a first pulse keeps the axis that the picture has.
    put(x, y === null ? null : sweep.over ? (y / unit) * sweep.y_unit : y)
    yield
  }
}

function measured(name: string, values: Values, run: Run, frame: Frame): number | null {
  try {
    return measure(name, record(values, run, frame))
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

/** The value of `control` nearest to 0, of the given sign, at which the run fires; null where none does. */
export function* weakest(control: string, sign: number, values: Values, run: Run, frame: Frame): Generator<void, number | null> {
  const kind = control.split(".")[0]!
  const from = values[`${kind}.onset`]! + frame.origin
  // What is slower in the cold is waited for longer; what is quicker in the warm would pass between two samples.
  const model = frame.model ?? SQUID
  const pace = model.pace(membraneOf(values, model))
  const dt = LONGEST_STEP / Math.max(1, pace)
  // A break spike comes after the current has ended, every other one is waited for from the start.
  const length = kind === "step" || kind === "second" || kind === "pulse" ? values[`${kind}.width`]! : 0
  const long = { ...frame, dt, ms: from + Math.min(length, 200) + PATIENCE / Math.min(1, pace) }
  const fires = (strength: number): boolean => {
    try {
      const recording = record({ ...values, [control]: sign * strength }, { ...run, ms: null }, long)
      return upwardCrossings(dt, recording.trace("V")).some(time => time >= from)
    } catch (error) {
      if (error instanceof Problem) return false
      throw error
    }
  }
  const { minimum, maximum } = CONTROLS[control]!
  const strongest = sign < 0 ? -minimum : maximum
  let [low, high] = [0, Math.min(1, strongest)]
  while (!fires(high)) {
    if (high === strongest) return null
    low = high
    high = Math.min(4 * high, strongest)
    yield
  }
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2
    if (fires(middle)) high = middle
    else low = middle
    yield
  }
  return sign * high
}

/** Spikes per second under the steady current once it has settled: a run in pieces, each from where the last one ended. */
export function* settledRate(values: Values, run: Run, frame: Frame): Generator<void, number> {
  const held = { ...values, "step.onset": -frame.origin, "step.width": 10_000 }
  const times: number[] = []
  let state: number[] | undefined
  for (let at = 0; at < RATE_DURATION; at += frame.ms) {
    let piece: Recording
    try {
      piece = record(held, { ...run, stimuli: ["step"], ms: null }, frame, state)
    } catch (error) {
      if (error instanceof Problem) return 0
      throw error
    }
    times.push(...upwardCrossings(frame.dt, piece.trace("V")).map(time => at + time))
    state = piece.states.map(trace => trace.at(-1)!)
    yield
  }
  const counted = times.filter(time => time > RATE_SETTLED)
  return counted.length > 1 ? (1000 * (counted.length - 1)) / (counted.at(-1)! - counted[0]!) : 0
}
