/** One run of the kernel and what can be read off it, by the names that presets and exports use. */

import { OBSERVED, derive, observe, out, type Course, type Membrane as Squid } from "@model/kernel"
import { LONGEST_STEP } from "@model/constants"

import { acting, commandOf, courseOf, sampled } from "./stimuli"
import { membraneOf, restingPotential, settledAt } from "./membrane"
import { findSpikes, type Spike } from "./measurements"
import { SQUID, type Membrane, type Model } from "./models"
import { Problem, type BenchName, type Run, type Values } from "../page/types"

/**
 * What a run needs beside the values: the bench, the time that the axes call 0, the sample interval and the length; and the
 * membrane that is run, by default the squid's.
 */
export interface Frame {
  bench: BenchName
  origin: number
  dt: number
  ms: number
  model?: Model
}

/** So many steps there is time for in a frame, also where a processor is slow; beyond, while a hand moves, they are longer. */
const QUICK = 2500
const COARSER = 5 // times as long as in the laboratory, at the most

/** The values as one run has them. */
export function changed(values: Values, run: Run): Values {
  const found = { ...values }
  for (const change of run.changes) {
    found[change.name] = change.set ?? values[change.name]! * change.scale + change.add
  }
  return found
}

export class Recording {
  /** Traces that were asked for, by name. */
  private readonly traces = new Map<string, Float64Array>()
  private found: readonly Spike[] | undefined
  private own: readonly Spike[] | undefined

  constructor(
    readonly values: Values,
    readonly membrane: Membrane,
    readonly frame: Frame,
    readonly course: Course,
    readonly states: readonly Float64Array[],
    readonly rest: number,
    /** The stimuli that act in it, by their kinds. */
    readonly acting: readonly string[],
    /** Whether its steps are longer than the laboratory's: a picture for while a hand moves. */
    readonly coarse = false,
  ) {}

  /** The same at the samples of another run of that length; undefined where it has not all of them. */
  like({ count, frame: { dt } }: Recording): Recording | undefined {
    if (count === this.count) return this
    const times = Math.round(dt / this.frame.dt)
    if (times < 2 || Math.floor((this.count - 1) / times) + 1 !== count) return undefined
    const states = this.states.map(trace => Float64Array.from({ length: count }, (_, k) => trace[k * times]!))
    return new Recording(this.values, this.membrane, { ...this.frame, dt }, this.course, states, this.rest, this.acting, this.coarse)
  }

  get model(): Model {
    return this.frame.model ?? SQUID
  }

  get count(): number {
    return this.states[0]!.length
  }

  /** The time of a sample, as the axes count it, ms. */
  timeAt(sample: number): number {
    return sample * this.frame.dt - this.frame.origin
  }

  /** The sample next to a time of the axes, within the run. */
  sampleAt(time: number): number {
    return Math.min(this.count - 1, Math.max(0, Math.round((time + this.frame.origin) / this.frame.dt)))
  }

  /** The samples of a quantity: t, V, m, h, n, g_Na, I_K, I_ion, stimulus, slope, E_Na and so on. */
  trace(name: string): Float64Array {
    let trace = this.traces.get(name)
    if (trace === undefined) this.traces.set(name, (trace = this.make(name)))
    return trace
  }

  /** The spikes, by the definitions of the laboratory's `measurements`. */
  get spikes(): readonly Spike[] {
    const { starts, jumps } = this.course
    return (this.found ??= findSpikes(
      this.frame.dt,
      this.trace("V"),
      this.trace("slope"),
      this.rest,
      this.trace("drive"),
      starts.filter((_, k) => jumps[k]),
    ))
  }

  /** Those of the spikes that the membrane makes: at more than half their height its own current is inward at some time. */
  get fired(): readonly Spike[] {
    return (this.own ??= this.firedOf())
  }

  private firedOf(): readonly Spike[] {
    const [V, slope, drive] = ["V", "slope", "drive"].map(name => this.trace(name)) as [Float64Array, Float64Array, Float64Array]
    return this.spikes.filter(({ time, peak, peakTime }, index) => {
      const from = Math.round((this.spikes[index - 1]?.troughTime ?? 0) / this.frame.dt)
      for (let k = Math.round(Math.max(time, peakTime) / this.frame.dt); k >= from && V[k]! > (this.rest + peak) / 2; k--) {
        if (slope[k]! > drive[k]!) return true
      }
      return false
    })
  }

  private make(name: string): Float64Array {
    const { kernel, capacitance, reversals } = this.model
    const row = kernel.STATE.indexOf(name)
    if (row >= 0) return this.states[row]!
    if (kernel.OBSERVED.includes(name) && name !== "slope") {
      kernel.observables(this.states, this.membrane).forEach((trace, at) => this.traces.set(kernel.OBSERVED[at]!, trace))
      const trace = this.traces.get(name)!
      this.traces.delete("slope") // without stimulus
      return trace
    }
    switch (name) {
      case "t":
        return this.each(sample => this.timeAt(sample))
      case "stimulus":
        return this.frame.bench === "voltage clamp" ? this.trace("I_ion") : sampled(this.course, this.count, this.frame.dt)
      case "drive": {
        const [stimulus, C] = [this.trace("stimulus"), this.parameter(capacitance)]
        return this.each(sample => stimulus[sample]! / C)
      }
      case "slope":
        return kernel.slopes(this.states, this.trace("stimulus"), this.membrane)
      case "I_ion": {
        const currents = kernel.OBSERVED.filter(each => each.startsWith("I_")).map(each => this.trace(each))
        return this.each(sample => currents.reduce((sum, each) => sum + each[sample]!, 0))
      }
      case "n_progress":
      case "g_K_progress":
        return this.progress(name.replace("_progress", ""))
    }
    if (!reversals.includes(name)) throw new Error(`there is no trace ${name}`)
    const constant = this.parameter(name)
    return this.each(() => constant)
  }

  private parameter(name: string): number {
    return this.membrane[this.model.parameters.indexOf(name)]!
  }

  /** How much of its way a quantity has gone, from the step of the command (0) to where it settles (1). */
  private progress(name: string): Float64Array {
    const trace = this.trace(name)
    const start = trace[Math.min(this.count - 1, Math.round(this.course.starts.at(-2)! / this.frame.dt))]!
    const V = this.values["command.level"]!
    const [m, h, n] = settledAt(V, this.membrane) as unknown as [number, number, number]
    const squid = this.membrane as unknown as Squid // only its pictures show that
    derive(...squid)
    observe(V, m, h, n, ...squid, out[0]!)
    const end = name === "n" ? n : out[(OBSERVED as readonly string[]).indexOf(name)]!
    return this.each(sample => (end === start ? 0 : (trace[sample]! - start) / (end - start)))
  }

  private each(value: (sample: number) => number): Float64Array {
    const found = new Float64Array(this.count)
    for (let sample = 0; sample < found.length; sample++) found[sample] = value(sample)
    return found
  }
}

/**
 * Run `run` of a figure with the reader's `values`, with longer steps where it has to be there `soon` and would not be.
 * Throws a Problem where it cannot be done.
 */
export function record(given: Values, run: Run, frame: Frame, initial?: ArrayLike<number>, soon = false): Recording {
  const values = changed(given, run)
  const model = frame.model ?? SQUID
  const { kernel } = model
  const membrane = membraneOf(values, model)
  const ms = run.ms ?? frame.ms
  const pace = model.pace(membrane)
  const coarse = soon && frame.bench !== "voltage clamp" && (ms / frame.dt) * substepsOf(frame.dt, pace) > QUICK
  const dt = coarse ? frame.dt * Math.ceil(ms / frame.dt / QUICK) : frame.dt
  const count = Math.floor(ms / dt + 1e-9) + 1
  const speeds = speedsOf(run, model)
  const rest = restingPotential(membrane, 0, model)
  const own = { ...frame, ms, dt }
  let course: Course
  let states: Float64Array[]
  if (frame.bench === "voltage clamp") {
    course = commandOf(values, frame.origin, ms)
    const start = [course.levels[0]!, ...settledAt(values["holding"]!, membrane, model)]
    states = kernel.voltageClamp(start, count, dt, course, membrane, speeds)
  } else {
    course = courseOf(values, run.stimuli, frame.origin, ms)
    const from = run.settled ? restingPotential(membrane, values["step.level"]!, model) : rest
    const substeps = substepsOf(dt, coarse ? pace / COARSER : pace)
    const start = initial ?? [from, ...settledAt(from, membrane, model)]
    states = kernel.currentClamp(start, count, dt, substeps, course, membrane, speeds)
  }
  if (!states.every(trace => Number.isFinite(trace[count - 1]!))) {
    throw new Problem("With these values the potential leaves every bound; there is no curve to show")
  }
  const stimuli = frame.bench === "voltage clamp" ? [] : acting(values, run.stimuli)
  return new Recording(values, membrane, own, course, states, rest, stimuli, coarse)
}

/** One for each gate: 1, or 0 where the run holds it still. */
export function speedsOf(run: Run, { kernel }: Model): number[] {
  return kernel.STATE.slice(1).map(gate => (run.held.includes(gate) ? 0 : 1))
}

/** In how many steps `dt` ms are gone through by a membrane that is so many times as fast as the squid's. */
export function substepsOf(dt: number, pace: number): number {
  return Math.max(1, Math.ceil((dt * pace) / LONGEST_STEP - 1e-9))
}
