/** Stimuli as the controls set them, and what they add up to: the laboratory's `stimuli`, for one of each kind. */

import type { Course } from "@model/kernel"

import { format } from "../page/numbers"
import { Problem, type Values } from "../page/types"

interface Span {
  kind: string
  start: number
  stop: number
  level: number
  slope: number
  jump: number
}

const WORDS: Readonly<Record<string, string>> = {
  pulse: "pulse",
  second: "second pulse",
  step: "steady current",
  ramp: "ramp",
  kick: "kick",
  command: "step",
}

/** The control that sets how strong a stimulus is; at 0 there is none. */
export const STRENGTH: Readonly<Record<string, string>> = {
  pulse: "pulse.amplitude",
  second: "second.amplitude",
  step: "step.level",
  ramp: "ramp.slope",
  kick: "kick.displacement",
}

/** The stimuli that `values` ask for, of those in `kinds`. */
export function acting(values: Values, kinds: readonly string[] | null): string[] {
  return Object.keys(STRENGTH).filter(kind => (kinds === null || kinds.includes(kind)) && values[STRENGTH[kind]!])
}

/** Add up what `values` ask for over `ms`. Times count from `origin`. Throws a Problem for what one electrode cannot do. */
export function courseOf(values: Values, kinds: readonly string[] | null, origin: number, ms: number): Course {
  const spans = acting(values, kinds).map(kind => spanOf(kind, values, origin))
  for (const { kind, start } of spans) {
    if (start > ms || start < 0) {
      const [first, last] = [format(-origin, 2), format(ms - origin, 2)]
      throw new Problem(`The ${WORDS[kind]!} does not begin within the run, ${first} to ${last} ms`)
    }
  }
  const [first, second] = spans.filter(({ kind }) => kind === "pulse" || kind === "second")
  if (first && second && first.start < second.stop && second.start < first.stop) {
    throw new Problem("The two pulses overlap: one electrode gives one pulse at a time")
  }
  const inner = spans.flatMap(({ start, stop }) => [start, stop])
  const starts = [...new Set([0, ...inner])].sort((a, b) => a - b)
  const course = { starts, levels: [] as number[], slopes: [] as number[], jumps: [] as number[] }
  for (const edge of starts) {
    let [level, slope, jump] = [0, 0, 0]
    for (const span of spans) {
      if (span.kind === "kick") jump += edge === span.start ? span.jump : 0
      else if (span.start <= edge && edge < span.stop) {
        level += span.level + span.slope * (edge - span.start)
        slope += span.slope
      }
    }
    course.levels.push(level)
    course.slopes.push(slope)
    course.jumps.push(jump)
  }
  return course
}

function spanOf(kind: string, values: Values, origin: number): Span {
  const start = values[`${kind}.onset`]! + origin
  const strength = values[STRENGTH[kind]!]!
  const stop = kind === "kick" ? start : start + values[`${kind}.width`]!
  return {
    kind,
    start,
    stop,
    level: kind === "ramp" || kind === "kick" ? 0 : strength,
    slope: kind === "ramp" ? strength : 0,
    jump: kind === "kick" ? strength : 0,
  }
}

/** The command of a voltage clamp: one step from the holding potential and back. */
export function commandOf(values: Values, origin: number, ms: number): Course {
  const start = values["command.onset"]! + origin
  const stop = start + values["command.width"]!
  if (start > ms || start < 0) {
    throw new Problem(`The step does not begin within the run, ${format(-origin, 2)} to ${format(ms - origin, 2)} ms`)
  }
  const [held, level] = [values["holding"]!, values["command.level"]!]
  return start === 0
    ? { starts: [0, stop], levels: [level, held], slopes: [0, 0], jumps: [0, 0] }
    : { starts: [0, start, stop], levels: [held, level, held], slopes: [0, 0, 0], jumps: [0, 0, 0] }
}

/** The current (or command) at every sample; at an edge, the one after it. */
export function sampled(course: Course, count: number, dt: number): Float64Array {
  const found = new Float64Array(count)
  let segment = 0
  for (let sample = 0; sample < count; sample++) {
    const t = sample * dt
    while (segment + 1 < course.starts.length && course.starts[segment + 1]! <= t) segment++
    found[sample] = course.levels[segment]! + course.slopes[segment]! * (t - course.starts[segment]!)
  }
  return found
}
