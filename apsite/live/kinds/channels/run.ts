/** One run of all patches of a figure, with the book's own membrane beside them, made piece by piece. */

import { CHANNELS, DENSITY } from "@model/channels-constants"

import { Patches, sharedOut } from "../../laboratory/channels"
import { record, type Recording } from "../../laboratory/recordings"
import type { Run, Values } from "../../page/types"

const SMOOTH: Run = { name: "main", label: "", changes: [], stimuli: null, held: "", settled: false, ms: null }
/** Steps between two looks at the clock: of the most patches they take a millisecond at a quarter of a processor's speed. */
const UNSEEN = 4

/** What a run needs beside the controls: the membrane and its pulse, when that comes, length and samples. */
export interface Ground {
  base: Values
  origin: number
  ms: number
  dt: number
}

export class PatchRun {
  /** The membrane with so many channels that chance averages out. */
  readonly smooth: Recording
  readonly patches: Patches
  /** The share of channels that conduct where they are without number, %, by the current's name. */
  private readonly all: Map<string, Float64Array>
  /** The same of the first patch, as far as it was asked for. */
  private readonly shares = new Map<string, { percent: Float64Array; done: number }>()
  private found: readonly number[][] | undefined

  /** Throws a Problem where the membrane cannot be run. `before` may lend its smooth one. */
  constructor(
    readonly values: Values,
    readonly ground: Ground,
    before?: PatchRun,
  ) {
    const { base, origin, ms, dt } = ground
    const kept = before && ["pulse.amplitude", "pulse.width"].every(name => before.values[name] === values[name])
    this.all = kept ? before.all : new Map()
    this.smooth = kept ? before.smooth : record({ ...base, ...values }, SMOOTH, { bench: "current clamp", origin, ms, dt })
    const { membrane, rest, course, count } = this.smooth
    const channels = Array.from({ length: values["patches"]! }, () => values["channels"]!)
    this.patches = new Patches({ membrane, rest, course, count, dt, channels, seed: values["seed"]! })
  }

  get whole(): boolean {
    return this.patches.whole
  }

  /** Go on until `end` on the page's clock, or until the run is whole; returns whether there is more. */
  advance(end: number): boolean {
    const { patches } = this
    while (!patches.whole) {
      for (let k = 0; k < UNSEEN && !patches.whole; k++) patches.step()
      if (performance.now() >= end) break
    }
    return !patches.whole
  }

  /** How many channels a patch has that carry a current. */
  number(name: string): number {
    const { membrane, model } = this.smooth
    const largest = CHANNELS.map(({ conductance }) => membrane[model.parameters.indexOf(conductance)]!)
    return sharedOut(this.values["channels"]!, largest)[CHANNELS.findIndex(each => each.name === name)]!
  }

  /** The share of the first patch's channels that conduct, %, at each sample so far. */
  open(name: string): Float64Array {
    const { done, open, of } = this.patches
    let kept = this.shares.get(name)
    if (!kept) this.shares.set(name, (kept = { percent: new Float64Array(of.count), done: 0 }))
    const counts = open[name]![0]!
    const each = 100 / Math.max(this.number(name), 1)
    for (; kept.done < done; kept.done++) kept.percent[kept.done] = counts[kept.done]! * each
    return kept.percent.subarray(0, done)
  }

  /** The same where channels are without number. */
  openOfAll(name: string): Float64Array {
    let found = this.all.get(name)
    if (!found) this.all.set(name, (found = this.smoothShare(name)))
    return found
  }

  private smoothShare(name: string): Float64Array {
    const { gates } = CHANNELS.find(each => each.name === name)!
    const { kernel } = this.smooth.model
    const percent = new Float64Array(this.smooth.count).fill(100)
    for (const [row, copies] of gates) {
      const trace = this.smooth.trace(kernel.STATE[row + 1]!)
      for (let copy = 0; copy < copies; copy++) for (let k = 0; k < percent.length; k++) percent[k]! *= trace[k]!
    }
    return percent
  }

  /** On how much membrane a patch's channels lie, um2. */
  get area(): number {
    const { membrane, model } = this.smooth
    const whole = CHANNELS.reduce((sum, { conductance }) => sum + membrane[model.parameters.indexOf(conductance)]!, 0)
    return this.values["channels"]! / (DENSITY * whole)
  }

  /** When each patch's spikes came, ms since the pulse began. */
  get spikes(): readonly number[][] {
    return (this.found ??= this.patches.voltage.map((_, patch) => this.patches.spikeTimes(patch).map(time => time - this.ground.origin)))
  }

  /** Spikes before the pulse. */
  get alone(): number {
    return this.spikes.reduce((sum, times) => sum + times.filter(time => time < 0).length, 0)
  }

  /** The first spike of each patch that fires after the pulse began. */
  get answers(): number[] {
    return this.spikes.flatMap(times => times.filter(time => time >= 0).slice(0, 1))
  }

  /** How far these scatter: their standard deviation, ms; null of fewer than two. */
  get spread(): number | null {
    const { answers } = this
    if (answers.length < 2) return null
    const mean = answers.reduce((sum, each) => sum + each, 0) / answers.length
    return Math.sqrt(answers.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (answers.length - 1))
  }
}
