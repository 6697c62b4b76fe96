/**
 * Curves over many runs, and rates that need a long one: what is asked of each run, and what it comes to.
 *
 * Each is a generator that yields wherever it can wait, see `background.ts`. Runs of one membrane that are asked only when
 * they pass the detection level go side by side, see `probes.ts`.
 */

import { CONTROLS, LONGEST_STEP, PATIENCE, RATE_DURATION, RATE_SETTLED } from "@model/constants"
import type { Course } from "@model/kernel"

import { asked, type Bench, type Probe, type Task } from "./probes"
import { measure } from "./readings"
import { membraneOf, restingPotential, settledAt } from "./membrane"
import { SQUID } from "./models"
import { changed, record, speedsOf, substepsOf, type Frame } from "./recordings"
import { courseOf } from "./stimuli"
import { Problem, type Run, type Sweep, type Values } from "../page/types"

/** How a search is begun and how far it goes: near what is known, within so many times of it; until to a share of itself. */
interface Search {
  /** Where it may be, 0 where nothing is known. */
  readonly near: () => number
  readonly spread: number
  readonly precision: number
}

/** The steps of a rough curve are so many times as long. */
const COARSER = 2
const ROUGHLY = 0.005
const PRECISELY = 3e-6
/** A rough value is known to within so many times of it; what is known of a neighbour, less well. */
const AT_PLACE = 1.01
const BESIDE = 1.25
/** A rough rate is that of intervals that differ by less than this share of them; after so many ms of silence, 0. */
const EVEN = 0.003
const SILENCE = 60
/** No stimulus of interest is less than this, in units of its control. */
const LEAST = 1e-3
const ANYWHERE: Search = { near: () => 0, spread: 4, precision: PRECISELY }

/** What is known of a curve before it is worked out: nothing, or what it roughly is; "rough" where no more is asked for. */
export type Known = readonly (number | null)[] | "rough"

/** Whether a sweep can be had roughly, in a small part of the time. */
export function canBeRough({ measure }: Sweep): boolean {
  return measure === "rate" || measure.startsWith("weakest ")
}

/**
 * Work out `sweep` for `values`; `put` is told each point, a null where there is none. Where it is `known` to be "rough",
 * what is searched is right to half a per cent, and a rate to a hundredth but near where firing begins.
 */
export function* sweeping(
  sweep: Sweep,
  values: Values,
  run: Run,
  frame: Frame,
  put: (x: number, y: number | null) => void,
  known: Known = [],
): Generator<void, void> {
  const rough = known === "rough"
  const [word, searched] = sweep.measure.split(" ")
  const sign = Math.sign(sweep.y_unit)
  const places = sweep.values.map(x => ({ ...values, [sweep.control]: x }))
  let told = 0
  const next = (y: number | null): void => put(sweep.values[told++]!, y)
  if (word === "weakest") {
    let unit = 1
    if (sweep.over) {
      const how = rough ? { near: () => values[sweep.over]!, spread: BESIDE, precision: ROUGHLY } : ANYWHERE
      unit = (yield* weakest(sweep.over, sign, { ...values, [searched!]: 0 }, run, frame, how)) ?? NaN
    }
    // What stands over the threshold of a first pulse keeps the axis that the picture has.
    const scale = sweep.over ? sweep.y_unit / unit : 1
    const coarser = rough ? COARSER : 1
    const { dt, pace } = watched(values, run, frame, coarser)
    let last = 0
    const searches = places.map((here, at) => {
      const near = (): number => (rough ? last : Math.abs((known[at] ?? 0) / scale))
      const [spread, precision] = rough ? [BESIDE, ROUGHLY] : [AT_PLACE, PRECISELY]
      return searching(searched!, sign, here, run, { ...frame, dt }, pace, { near, spread, precision })
    })
    yield* together(sweep, places, run, frame, dt, coarser, searches, y => {
      last = Math.abs(y ?? 0)
      next(y === null ? null : y * scale)
    })
  } else if (word === "rate") {
    const coarser = rough ? COARSER : 1
    const own = { ...frame, dt: coarser * frame.dt }
    const counts = places.map(here => counting(here, run, own, rough))
    yield* together(sweep, places, run, frame, own.dt, coarser, counts, next)
  } else {
    for (const here of places) {
      next(measured(sweep.measure, here, run, frame))
      yield
    }
  }
}

/** Do the tasks at the places of a sweep, with steps that may be `coarser`: at once, unless the membrane or where it starts differ between them. */
function* together<Found>(
  { control }: Sweep,
  places: readonly Values[],
  run: Run,
  frame: Frame,
  dt: number,
  coarser: number,
  tasks: readonly Task<Found>[],
  done: (found: Found) => void,
): Generator<void, void> {
  const alike = control.includes(".") && !run.settled
  if (alike) yield* asked(benchOf(places[0]!, run, frame, dt, coarser), tasks, done)
  else for (const [at, here] of places.entries()) yield* asked(benchOf(here, run, frame, dt, coarser), [tasks[at]!], done)
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
export function* weakest(
  control: string,
  sign: number,
  values: Values,
  run: Run,
  frame: Frame,
  how = ANYWHERE,
): Generator<void, number | null> {
  const { dt, pace } = watched(values, run, frame)
  let found: number | null = null
  const task = searching(control, sign, values, run, { ...frame, dt }, pace, how)
  yield* asked(benchOf(values, run, frame, dt), [task], weakest => (found = weakest))
  return found
}

/** Spikes per second under the steady current once it has settled. */
export function* settledRate(values: Values, run: Run, frame: Frame): Generator<void, number> {
  let found = 0
  yield* asked(benchOf(values, run, frame, frame.dt), [counting(values, run, frame)], rate => (found = rate))
  return found
}

/** How often a run that is asked whether it fires is looked at (ms), and how many times as fast as the squid's it is. */
function watched(values: Values, run: Run, frame: Frame, coarser = 1): { dt: number; pace: number } {
  const model = frame.model ?? SQUID
  const pace = model.pace(membraneOf(changed(values, run), model))
  // What is quicker in the warm would pass between two samples.
  return { dt: (coarser * LONGEST_STEP) / Math.max(1, pace), pace }
}

function* searching(
  control: string,
  sign: number,
  values: Values,
  run: Run,
  frame: Frame,
  pace: number,
  { near, spread, precision }: Search,
): Task<number | null> {
  const kind = control.split(".")[0]!
  const first = values[`${kind}.onset`]! + frame.origin
  // A break spike comes after the current has ended, every other one is waited for from the start.
  const length = kind === "step" || kind === "second" || kind === "pulse" ? values[`${kind}.width`]! : 0
  // What is slower in the cold is waited for longer.
  const ms = first + Math.min(length, 200) + PATIENCE / Math.min(1, pace)
  const count = Math.floor(ms / frame.dt + 1e-9) + 1
  function* fires(strength: number): Generator<Probe, boolean, readonly number[]> {
    const course = courseOr({ ...values, [control]: sign * strength }, run, run.stimuli, frame.origin, ms)
    return course !== null && (yield { course, count, first }).some(time => time >= first)
  }
  const { minimum, maximum } = CONTROLS[control]!
  const strongest = sign < 0 ? -minimum : maximum
  const about = near()
  let [low, high] = about ? [about / spread, Math.min(about * spread, strongest)] : [0, Math.min(1, strongest)]
  let raised = false
  for (let times = about ? spread : 4; !(yield* fires(high)); times = Math.min(4, times * times)) {
    if (high === strongest) return null
    raised = true
    low = high
    high = Math.min(times * high, strongest)
  }
  for (let times = spread; low && !raised && (yield* fires(low)); times *= times) {
    high = low
    low = low < LEAST ? 0 : low / times
  }
  while (high - low > precision * high && high > LEAST * precision) {
    const middle = (low + high) / 2
    if (yield* fires(middle)) high = middle
    else low = middle
  }
  return sign * high
}

function* counting(values: Values, run: Run, frame: Frame, rough = false): Task<number> {
  const held = { ...values, "step.onset": -frame.origin, "step.width": 10_000 }
  const course = courseOr(held, run, ["step"], frame.origin, RATE_DURATION)
  if (!course) return 0
  const count = Math.round(RATE_DURATION / frame.dt) + 1
  if (rough) {
    const [third, second, last] = (yield { course, count, known: settled }).slice(-3) as [number?, number?, number?]
    return last !== undefined && even(third!, second!, last) ? 1000 / (last - second!) : 0
  }
  const times = yield { course, count }
  const counted = times.filter(time => time > RATE_SETTLED)
  return counted.length > 1 ? (1000 * (counted.length - 1)) / (counted.at(-1)! - counted[0]!) : 0
}

/** Whether a train goes on as it is, or is over. */
function settled(times: readonly number[], now: number): boolean {
  const [third, second, last] = times.slice(-3) as [number?, number?, number?]
  return now - (times.at(-1) ?? 0) > SILENCE || (last !== undefined && even(third!, second!, last))
}

function even(third: number, second: number, last: number): boolean {
  return Math.abs(last - 2 * second + third) < EVEN * (last - second)
}

/** What stimuli add up to, or null where one electrode cannot do it. */
function courseOr(values: Values, run: Run, kinds: readonly string[] | null, origin: number, ms: number): Course | null {
  try {
    return courseOf(changed(values, run), kinds, origin, ms)
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

function benchOf(given: Values, run: Run, frame: Frame, dt: number, coarser = 1): Bench {
  const values = changed(given, run)
  const model = frame.model ?? SQUID
  const membrane = membraneOf(values, model)
  const from = restingPotential(membrane, run.settled ? values["step.level"]! : 0, model)
  const start = [from, ...settledAt(from, membrane, model)]
  return { model, membrane, start, speeds: speedsOf(run, model), dt, substeps: substepsOf(dt / coarser, model.pace(membrane)) }
}
