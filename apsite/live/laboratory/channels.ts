/**
 * Patches of membrane with so many channels, each of which opens and closes by chance: the laboratory's `channels`.
 *
 * The same chain, the same steps and the same random numbers in the same order. A run goes on when it is told to, so that
 * it can be made piece by piece.
 */

import { out, settledCurrent } from "@model/kernel"
import { CHANNELS, FIRED, LEAKS, OVER } from "@model/channels-constants"
import type { Course } from "@model/kernel"

import { Chance } from "./chance"
import { Gating } from "./gating"
import { SQUID, type Membrane } from "./models"

/** The channels of one current: what they are called, their parameters, and the row of each gate with its copies. */
export interface Population {
  readonly name: string
  readonly conductance: string
  readonly reversal: string
  readonly gates: readonly (readonly [number, number])[]
}

/** How many of `channels` each population has, by its largest conductance. */
export function sharedOut(channels: number, conductances: readonly number[]): number[] {
  const total = conductances.reduce((sum, each) => sum + each, 0)
  let [before, sum] = [0, 0]
  return conductances.map(each => {
    sum += each
    const end = total ? Math.floor((channels * sum) / total + 0.5) : 0
    const own = end - before
    before = end
    return own
  })
}

/** The channels of one current in all patches: how many are in each state, by the numbers of their open gates. */
class Crowd {
  private readonly counts: Int32Array
  private readonly states: number
  private readonly gatings: readonly Gating[]
  /** Of each gate, where the states begin that differ in it alone, in the order in which they are drawn; and how far they lie apart. */
  private readonly rows: readonly (readonly [readonly number[], number])[]
  private readonly going: Int32Array
  private readonly shares: Float64Array

  constructor(
    readonly population: Population,
    readonly numbers: readonly number[],
    private readonly chance: Chance,
  ) {
    const sizes = population.gates.map(([, copies]) => copies + 1)
    const strides = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((product, size) => product * size, 1))
    this.states = sizes.reduce((product, size) => product * size, 1)
    this.counts = new Int32Array(numbers.length * this.states)
    numbers.forEach((number, patch) => (this.counts[patch * this.states] = number))
    this.gatings = population.gates.map(([, copies]) => Gating.of(copies))
    this.rows = sizes.map((_, axis) => {
      // The last axis stands in the place of this one.
      const others = sizes.map((_, at) => (at === axis ? sizes.length - 1 : at)).slice(0, -1)
      const starts = others.reduce<number[]>(
        (found, at) => found.flatMap(start => Array.from({ length: sizes[at]! }, (_, k) => start + k * strides[at]!)),
        [0],
      )
      return [starts, strides[axis]!]
    })
    this.going = new Int32Array(numbers.length * this.states)
    this.shares = new Float64Array(numbers.length * Math.max(...this.gatings.map(({ shares }) => shares.length)))
  }

  /** How many channels of a patch have all gates open. */
  open(patch: number): number {
    return this.counts[(patch + 1) * this.states - 1]!
  }

  /** Let all gates move; `opens` and `closes` of a gate and a patch: that it is open, or closed, at the end. */
  move(opens: (row: number, patch: number) => number, closes: (row: number, patch: number) => number): void {
    this.population.gates.forEach(([row], axis) => this.moveGate(axis, patch => [opens(row, patch), closes(row, patch)]))
  }

  private moveGate(axis: number, chances: (patch: number) => readonly [number, number]): void {
    const { counts, states, chance, going, shares, numbers } = this
    const gating = this.gatings[axis]!
    const { copies, ways } = gating
    const [starts, stride] = this.rows[axis]!
    const each = starts.length * (copies + 1)
    const all = numbers.length * each
    const size = gating.shares.length
    for (let patch = 0, at = 0; patch < numbers.length; patch++) {
      gating.work(...chances(patch))
      shares.set(gating.shares, patch * size)
      for (const start of starts) {
        for (let j = 0; j <= copies; j++, at++) {
          going[at] = chance.binomial(counts[patch * states + start + j * stride]!, gating.leaving[j]!)
        }
      }
    }
    for (let way = 0; way < copies; way++) {
      for (let at = 0; at < all; at++) {
        const some = going[at]!
        if (!some) continue
        const patch = Math.floor(at / each)
        const j = at % (copies + 1)
        const taken = way === copies - 1 ? some : chance.binomial(some, shares[patch * size + j * copies + way]!)
        if (!taken) continue
        going[at] = some - taken
        const base = patch * states + starts[Math.floor((at % each) / (copies + 1))]!
        counts[base + j * stride]! -= taken
        counts[base + ways[j]![way]! * stride]! += taken
      }
    }
  }
}

/** What patches are made of, and what is done to them. */
export interface Patched {
  membrane: Membrane
  /** Where the membrane rests, mV. */
  rest: number
  /** How many channels each patch has. */
  channels: readonly number[]
  course: Course
  seed: number
  /** The step, and how many samples there are. */
  dt: number
  count: number
}

export class Patches {
  /**
   * The potential (mV) and, by the current's name, the number of channels that are open until the next sample, of each
   * patch; only what is done of them is of the run.
   */
  readonly voltage: readonly Float64Array[]
  readonly open: Readonly<Record<string, readonly Float64Array[]>>
  /** How many samples there are so far. */
  done = 0
  private readonly crowds: readonly Crowd[]
  private readonly V: Float64Array
  private readonly settle: (V: number) => number
  private readonly gates: number
  private readonly current: Float64Array
  private readonly jumps: Float64Array
  private readonly opens: Float64Array
  private readonly closes: Float64Array

  constructor(readonly of: Patched) {
    const { membrane, channels, seed, course, dt, count } = of
    const chance = new Chance(seed)
    const largest = CHANNELS.map(({ conductance }) => parameter(membrane, conductance))
    const numbers = channels.map(each => sharedOut(each, largest))
    this.settle = settledCurrent(membrane as never)
    this.gates = SQUID.kernel.STATE.length - 1
    this.voltage = channels.map(() => new Float64Array(count))
    this.open = Object.fromEntries(CHANNELS.map(({ name }) => [name, channels.map(() => new Float64Array(count))]))
    this.V = new Float64Array(channels.length).fill(of.rest)
    this.opens = new Float64Array(this.gates * channels.length)
    this.closes = new Float64Array(this.gates * channels.length)
    ;[this.current, this.jumps] = given(course, count, dt)
    this.crowds = CHANNELS.map(
      (population, at) =>
        new Crowd(
          population,
          numbers.map(each => each[at]!),
          chance,
        ),
    )
    this.move(Infinity)
    if (this.jumps[0]) this.jump(dt)
    this.keep()
  }

  get whole(): boolean {
    return this.done >= this.of.count
  }

  /** When a patch passed 0 mV upward, ms; a spike is over, and the next can be told, once it has come far below. */
  spikeTimes(patch: number): number[] {
    const V = this.voltage[patch]!
    const found: number[] = []
    let over = true
    for (let k = 1; k < this.done; k++) {
      if (V[k - 1]! < OVER) over = true
      if (!over || V[k - 1]! >= FIRED || V[k]! < FIRED) continue
      found.push((k - 1 + (FIRED - V[k - 1]!) / (V[k]! - V[k - 1]!)) * this.of.dt)
      over = false
    }
    return found
  }

  /** Go on by one sample. */
  step(): void {
    const { V, crowds, done } = this
    const { membrane, dt, channels } = this.of
    const C = parameter(membrane, SQUID.capacitance)
    for (let patch = 0; patch < channels.length; patch++) {
      const v = V[patch]!
      let [conductance, inward] = [0, this.current[done - 1]!]
      for (const [g, E] of LEAKS) {
        conductance += parameter(membrane, g)
        inward -= parameter(membrane, g) * (v - parameter(membrane, E))
      }
      for (const { population, numbers } of crowds) {
        const open = this.open[population.name]![patch]![done - 1]!
        const g = (parameter(membrane, population.conductance) * open) / Math.max(numbers[patch]!, 1)
        conductance += g
        inward -= g * (v - parameter(membrane, population.reversal))
      }
      V[patch] = v + ((inward * dt) / C) * relaxing((conductance * dt) / C)
    }
    if (this.jumps[done]) {
      this.move(dt / 2) // a shock comes in the middle of the gates' step
      this.jump(dt)
    } else this.move(dt)
    this.keep()
  }

  /** Let the potential jump, and the gates go on for half a step. */
  private jump(dt: number): void {
    for (let patch = 0; patch < this.V.length; patch++) this.V[patch]! += this.jumps[this.done]!
    this.move(dt / 2)
  }

  /** Let the gates go on for `ms` at the present potentials. */
  private move(ms: number): void {
    const { V, gates, opens, closes } = this
    for (let patch = 0; patch < V.length; patch++) {
      this.settle(V[patch]!)
      for (let row = 0; row < gates; row++) {
        const settled = Math.min(Math.max(out[row]!, 0), 1)
        const moving = -Math.expm1(-out[gates + row]! * ms)
        opens[row * V.length + patch] = settled * moving
        closes[row * V.length + patch] = (1 - settled) * moving
      }
    }
    for (const crowd of this.crowds) {
      crowd.move(
        (row, patch) => opens[row * V.length + patch]!,
        (row, patch) => closes[row * V.length + patch]!,
      )
    }
  }

  private keep(): void {
    for (let patch = 0; patch < this.V.length; patch++) {
      this.voltage[patch]![this.done] = this.V[patch]!
      for (const crowd of this.crowds) this.open[crowd.population.name]![patch]![this.done] = crowd.open(patch)
    }
    this.done++
  }
}

function parameter(membrane: Membrane, name: string): number {
  return membrane[SQUID.parameters.indexOf(name)]!
}

/** (1 - exp(-x)) / x, 1 at x = 0. */
function relaxing(x: number): number {
  return x === 0 ? 1 : -Math.expm1(-x) / x
}

/** What was given in the runs before, by its course: patches often get the same again. */
const known = new WeakMap<Course, { of: string; found: [Float64Array, Float64Array] }>()

/** The mean current (uA/cm2) of each step between samples, and the jumps (mV) at samples. */
export function given(course: Course, count: number, dt: number): [Float64Array, Float64Array] {
  const of = `${count} ${dt}`
  const kept = known.get(course)
  if (kept?.of === of) return kept.found
  const found = workedOut(course, count, dt)
  known.set(course, { of, found })
  return found
}

function workedOut({ starts, levels, slopes, jumps }: Course, count: number, dt: number): [Float64Array, Float64Array] {
  const charges = new Float64Array(count)
  let [segment, before] = [0, 0]
  const since = (t: number): number => levels[segment]! * t + (slopes[segment]! * t * t) / 2
  for (let k = 0; k < count; k++) {
    while (segment + 1 < starts.length && starts[segment + 1]! <= k * dt) {
      before += since(starts[segment + 1]! - starts[segment]!)
      segment++
    }
    charges[k] = before + since(k * dt - starts[segment]!)
  }
  const current = Float64Array.from({ length: count - 1 }, (_, k) => (charges[k + 1]! - charges[k]!) / dt)
  const jumped = new Float64Array(count)
  starts.forEach((start, k) => {
    const at = Math.ceil(start / dt - 1e-9)
    if (at < jumped.length) jumped[at]! += jumps[k]!
  })
  return [current, jumped]
}
