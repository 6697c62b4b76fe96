/**
 * Runs of one membrane that are asked when its potential passes the detection level, and no more: one after the other, or
 * side by side as lanes. A task asks for them one by one, since what it asks next depends on what it has heard.
 *
 * A lane's run ends as soon as it is known, and the lane takes the next one at once.
 */

import { DETECTION_LEVEL } from "@model/common-constants"
import type { Course } from "@model/kernel"

import { Lanes, WIDTH } from "./lanes"
import { upwardCrossings } from "./measurements"
import { SQUID, type Membrane, type Model } from "./models"
import { Problem } from "../page/types"

/**
 * A run of so many samples; where only the first passage from a time on counts (ms), that time; and when all that is to be
 * known of it is, of the passages so far and of the time (ms).
 */
export interface Probe {
  readonly course: Course
  readonly count: number
  readonly first?: number
  readonly known?: (times: readonly number[], now: number) => boolean
}

/** Asks for runs, is told when V passes in each (ms), and comes to something. */
export type Task<Found> = Generator<Probe, Found, readonly number[]>

/** What all runs of a task have in common: where they start, which gates move, and how often the potential is looked at. */
export interface Bench {
  readonly model: Model
  readonly membrane: Membrane
  readonly speeds: readonly number[]
  readonly start: readonly number[]
  readonly dt: number
  readonly substeps: number
}

/** Samples after which a lane's run is looked at. */
const LOOK = 40
/** Looks between two moments at which the page may have its turn. */
const LOOKS = 8
/** How near (mV; shares of gates) to where it starts a membrane has to be for no spike to come without a stimulus. */
const STILL = 1
const STILL_GATES = 0.02
/** A push (mV) that has to die away (to this share of it) in so many ms, slowed as the membrane is, if the start is a rest. */
const PUSH = 1
const LEFT = 0.1
const DYING = 50

/** Do tasks; `done` is told what each comes to, in their order. Yields after each run, of lanes after a part of one. */
export function* asked<Found>(bench: Bench, tasks: readonly Task<Found>[], done: (found: Found) => void): Generator<void, void> {
  const lanes = lanesFor(bench)
  if (lanes) yield* sideBySide(bench, lanes, tasks, done)
  else for (const task of tasks) done(yield* alone(bench, task))
}

function* alone<Found>(bench: Bench, task: Task<Found>): Generator<void, Found> {
  const { model, start, dt, substeps, membrane, speeds } = bench
  let heard: readonly number[] = []
  for (;;) {
    const next = task.next(heard)
    if (next.done) return next.value
    const { course, count } = next.value
    const [V] = model.kernel.currentClamp(start, count, dt, substeps, course, membrane, speeds)
    heard = upwardCrossings(dt, V!)
    yield
  }
}

function lanesFor({ model, membrane, speeds, dt, substeps }: Bench): Lanes | undefined {
  if (model !== SQUID) return undefined
  try {
    return new Lanes(membrane, speeds, dt, substeps)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

/** What a lane does: a run of a task. */
interface Busy<Found> {
  readonly task: Task<Found>
  readonly place: number
  probe: Probe
  times: number[]
  before: number
  /** As far as all its runs are the same, up to what is asked for: the last sample and the state that were looked at. */
  shared: { readonly sample: number; readonly state: readonly number[] } | undefined
}

function* sideBySide<Found>(
  bench: Bench,
  lanes: Lanes,
  tasks: readonly Task<Found>[],
  done: (found: Found) => void,
): Generator<void, void> {
  const { start, dt } = bench
  const calm = dies(bench, lanes)
  const found = new Map<number, Found>()
  const busy: (Busy<Found> | undefined)[] = []
  let [taken, told] = [0, 0]

  /** Have a lane do what its task asks next, or the first run of a task that nobody has. */
  const go = (lane: number, heard: readonly number[]): void => {
    for (let now = busy[lane]; ; now = undefined) {
      const [task, place] = now ? [now.task, now.place] : [tasks[taken], taken++]
      busy[lane] = undefined
      if (!task) return
      const next = task.next(now ? heard : [])
      if (!next.done) {
        const shared = now?.shared
        lanes.begin(lane, shared?.state ?? start, next.value.course, shared?.sample)
        busy[lane] = { task, place, probe: next.value, times: [], before: lanes.state(lane, 0), shared }
        return
      }
      found.set(place, next.value)
    }
  }

  /** Hear the samples that a lane has gone on by; returns whether all is known of its run. */
  const hear = (lane: number, now: Busy<Found>, samples: number): boolean => {
    const { count, first, known } = now.probe
    const begun = lanes.sample(lane) - samples
    for (let k = 0; k < samples && begun + k + 1 < count; k++) {
      const [a, b] = [now.before, lanes.V(lane, k)]
      if (a <= DETECTION_LEVEL && b > DETECTION_LEVEL) {
        now.times.push((begun + k + (DETECTION_LEVEL - a) / (b - a)) * dt)
        if (first !== undefined && now.times.at(-1)! >= first) return true
      }
      now.before = b
    }
    const at = begun + samples
    if (first !== undefined && at * dt < first) now.shared = { sample: at, state: start.map((_, row) => lanes.state(lane, row)) }
    if (begun + samples + 1 >= count || known?.(now.times, (begun + samples) * dt)) return true
    return calm && first !== undefined && lanes.left(lane) && still(lanes, lane, start)
  }

  for (let lane = 0; lane < WIDTH; lane++) go(lane, [])
  for (let looks = 1; busy.some(Boolean); looks++) {
    const samples = lanes.advance(LOOK)
    for (let lane = 0; lane < WIDTH; lane++) {
      const now = busy[lane]
      if (now && hear(lane, now, samples)) go(lane, now.times)
    }
    for (; found.has(told); told++) done(found.get(told)!)
    if (looks % LOOKS === 0) yield
  }
}

function still(lanes: Lanes, lane: number, start: readonly number[]): boolean {
  return start.every((value, row) => Math.abs(lanes.state(lane, row) - value) < (row ? STILL_GATES : STILL))
}

/** Whether a small push dies away: a membrane may fire by itself, and what looks like rest then is none. */
function dies({ model, membrane, start, dt }: Bench, lanes: Lanes): boolean {
  const course = { starts: [0], levels: [0], slopes: [0], jumps: [PUSH] }
  for (let lane = 0; lane < WIDTH; lane++) lanes.begin(lane, start, course)
  const end = DYING / Math.min(1, model.pace(membrane)) / dt
  let late = 0
  while (lanes.sample(0) < end) {
    const samples = lanes.advance(LOOK)
    if (lanes.sample(0) > (2 / 3) * end) for (let k = 0; k < samples; k++) late = Math.max(late, Math.abs(lanes.V(0, k) - start[0]!))
  }
  return late < LEFT * PUSH
}
