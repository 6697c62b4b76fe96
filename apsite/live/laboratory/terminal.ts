/**
 * The terminal as the reader has set it: the spike that arrives, calcium, release by chance, answers of the next cell.
 *
 * All of it follows from the values, the random numbers too: they begin with the seed, one for each vesicle of each spike.
 */

import { MODULUS, MULTIPLIER, SKIPPED } from "@model/terminal-constants"
import {
  E_post,
  balance,
  calciumEntry,
  content,
  contentFromFailures,
  noneReleased,
  oneMore,
  release,
  response,
  worth,
  type Entry,
} from "@model/terminal-kernel"

import { highest } from "./readings"
import { record, type Recording } from "./recordings"
import type { Run, Values } from "../page/types"

/** How long the next cell is followed after the release, and in which steps, ms. */
const LONG = 20
const STEP = 0.05

const RUN: Run = { name: "main", label: "", changes: [], stimuli: null, held: "", settled: false, ms: null }

/** What a terminal needs beside the controls: the membrane and the pulse that bring the spike, length and samples of the run. */
export interface Spiking {
  spike: Values
  ms: number
  dt: number
}

const answers = new Map<number, readonly (readonly [number, number])[]>()

/** What the next cell does after the release of so many vesicles: time since then (ms) and potential (mV). */
export function answerTo(quanta: number): readonly (readonly [number, number])[] {
  let found = answers.get(quanta)
  if (!found) {
    const potential = response(quanta, LONG / STEP + 1, STEP)
    answers.set(quanta, (found = Array.from(potential, (V, k) => [k * STEP, V] as const)))
  }
  return found
}

/** By how much so many vesicles depolarize the next cell, mV. */
export function depolarization(quanta: number): number {
  return answerTo(quanta).reduce((best, [, V]) => Math.max(best, V), -Infinity) - E_post
}

/** Where a trace is highest: near its largest sample, at the top of the parabola through that and those beside it. */
function top(trace: Float64Array, at: number): number {
  const [before, here, after] = [trace[at - 1]!, trace[at]!, trace[at + 1]!]
  const bend = before - 2 * here + after
  return bend < 0 ? at + (before - after) / (2 * bend) : at
}

/** How many vesicles each of `spikes` releases: one random number after the other, as in Python's `laboratory/chance.py`. */
export function released(seed: number, spikes: number, vesicles: number, probability: number): number[] {
  let state = seed
  const next = (): number => (state = (MULTIPLIER * state) % MODULUS)
  for (let k = 0; k < SKIPPED; k++) next()
  return Array.from({ length: spikes }, () => {
    let count = 0
    for (let vesicle = 0; vesicle < vesicles; vesicle++) if (next() / MODULUS < probability) count++
    return count
  })
}

/** The probabilities that a spike releases none, one, two or more of the vesicles. */
export function binomialLaw(probability: number, vesicles: number): number[] {
  const found = [worth(noneReleased, probability, vesicles)]
  for (let k = 0; k < vesicles; k++) found.push(found[k]! * worth(oneMore, k, probability, vesicles))
  return found
}

export class Synapse {
  readonly recording: Recording
  readonly entry: Entry
  /** The sample at which calcium is highest: there this model releases. */
  readonly released: number
  readonly probability: number
  /** What each spike so far has released, and what became of the mean after each of them. */
  readonly quanta: readonly number[]
  readonly counted: readonly number[]
  readonly fromFailures: readonly (number | null)[]
  private fromPeak: Float64Array | undefined

  /** Throws a Problem where the membrane cannot be run. `before` may lend its spike. */
  constructor(
    readonly values: Values,
    { spike, ms, dt }: Spiking,
    before?: Synapse,
  ) {
    const kept = before && ["TEA", "TTX", "temperature"].every(name => before.values[name] === values[name])
    this.recording = kept ? before.recording : record({ ...spike, ...values }, RUN, { bench: "current clamp", origin: 0, dt, ms })
    const { recording } = this
    this.entry = calciumEntry(
      recording.trace("V"),
      recording.trace("slope"),
      dt,
      values["g_Ca"]!,
      values["Ca_out"]!,
      values["temperature"]!,
    )
    this.released = this.entry.calcium.indexOf(highest(this.entry.calcium))
    this.probability = worth(release, this.calcium)
    this.quanta = released(values["seed"]!, values["spikes"]!, values["N_ves"]!, this.probability)
    let [sum, failures] = [0, 0]
    this.counted = this.quanta.map((quanta, k) => (sum += quanta) / (k + 1))
    this.fromFailures = this.quanta.map((quanta, k) => {
      if (!quanta) failures++
      return failures ? worth(contentFromFailures, k + 1, failures) : null
    })
  }

  /** The samples of the recording, counted from the peak of what arrives, ms. */
  get time(): Float64Array {
    if (this.fromPeak) return this.fromPeak
    const { recording, peakTime } = this
    const found = new Float64Array(recording.count)
    for (let k = 0; k < found.length; k++) found[k] = k * recording.frame.dt - peakTime
    return (this.fromPeak = found)
  }

  /** The largest concentration of calcium, uM. */
  get calcium(): number {
    return this.entry.calcium[this.released]!
  }

  /** The potential at which calcium is in balance, mV; null where there is none outside. */
  get balance(): number | null {
    const outside = this.values["Ca_out"]!
    return outside ? worth(balance, outside, this.values["temperature"]!) : null
  }

  /** The mean quantal content. */
  get content(): number {
    return worth(content, this.probability, this.values["N_ves"]!)
  }

  get failures(): number {
    return this.quanta.filter(quanta => quanta === 0).length
  }

  /** When the potential that arrives is highest: of the spike, where there is one, ms. */
  get peakTime(): number {
    const V = this.recording.trace("V")
    return this.recording.spikes[0]?.peakTime ?? V.indexOf(highest(V)) * this.recording.frame.dt
  }

  /** From there to the release, ms; null where no spike arrives, or no calcium enters. */
  get delay(): number | null {
    const moment = top(this.entry.calcium, this.released)
    return this.recording.spikes.length && this.released ? moment * this.recording.frame.dt - this.peakTime : null
  }

  /** What the next cell does if so many vesicles are released, at the samples of the recording, mV. */
  felt(quanta: number): Float64Array {
    const { count, frame } = this.recording
    const found = new Float64Array(count).fill(E_post)
    found.set(response(quanta, count - this.released, frame.dt), this.released)
    return found
  }
}
