/**
 * Channels one by one, each gate of which opens and closes by chance at the potential of a run that is given.
 *
 * The rates are those of the membrane at the run's own potential, so that the chance that a gate is open is the run's own
 * gating variable, and of many channels as many are open as its conductance says. A gate waits until the integral of the
 * rate at which it can move has grown by a number drawn from the exponential law (mean 1): that is exact for rates that
 * change, and takes a random number a flip. Each gate has random numbers of its own, so that it flips a little sooner or
 * later, and no other one does, where the potential becomes a little different.
 *
 * Owns the flips of gates and when channels conduct. What patches of so many channels do, whose potential follows from
 * them, is in `channels`; the ions that pass are in `crossings`.
 */

import { out, settledCurrent, type Membrane as Squid } from "@model/kernel"

import { Chance } from "./chance"
import type { Population } from "./channels"
import type { Recording } from "./recordings"

/** Random numbers of one gate, the same ones for every run. */
class Draws {
  private readonly chance: Chance
  private readonly shares: number[] = []

  constructor(seed: number) {
    this.chance = new Chance(seed)
  }

  /** The number `k` of them: a share, 0 to 1. */
  share(k: number): number {
    while (this.shares.length <= k) this.shares.push(this.chance.share())
    return this.shares[k]!
  }
}

/** Integrals of the rates at which the gates of one row open and close, from the start of a run to each of its samples. */
interface Grown {
  /** The chance that such a gate is open at the start. */
  readonly first: number
  readonly opening: Float64Array
  readonly closing: Float64Array
}

/** How the gates of a run move, by their rows; `speeds` is 0 for those that it holds still. */
export function grownIn({ membrane, model, states, frame, course }: Recording, speeds: readonly number[]): Grown[] {
  const V = states[0]!
  const { dt, bench } = frame
  const settle = settledCurrent(membrane as unknown as Squid)
  const rows = model.kernel.STATE.length - 1
  const grown = speeds.map((_, row) => ({
    first: states[row + 1]![0]!,
    opening: new Float64Array(V.length),
    closing: new Float64Array(V.length),
  }))
  // Where the potential jumps, that of the sample before holds until then.
  const jumps = new Set(course.starts.flatMap((start, k) => (bench === "voltage clamp" || course.jumps[k] ? [Math.round(start / dt)] : [])))
  const before = new Float64Array(2 * rows)
  for (let k = 0; k < V.length; k++) {
    settle(V[k]!)
    const jumped = jumps.has(k)
    for (let row = 0; row < rows; row++) {
      const settled = Math.min(Math.max(out[row]!, 0), 1)
      const rate = out[rows + row]! * speeds[row]!
      const [opens, closes] = [settled * rate, (1 - settled) * rate]
      const { opening, closing } = grown[row]!
      if (k) {
        opening[k] = opening[k - 1]! + dt * (jumped ? before[2 * row]! : (before[2 * row]! + opens) / 2)
        closing[k] = closing[k - 1]! + dt * (jumped ? before[2 * row + 1]! : (before[2 * row + 1]! + closes) / 2)
      }
      before[2 * row] = opens
      before[2 * row + 1] = closes
    }
  }
  return grown
}

/** Where a trace that only grows comes to `value`, in samples from its start, beyond the sample `from`; Infinity where it does not. */
function reached(trace: Float64Array, value: number, from: number): number {
  let [low, high] = [from, trace.length - 1]
  if (trace[high]! < value) return Infinity
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (trace[middle]! < value) low = middle
    else high = middle
  }
  const step = trace[high]! - trace[low]!
  return step > 0 ? low + (value - trace[low]!) / step : high
}

/** How far a trace has come between two samples. */
function at(trace: Float64Array, sample: number): number {
  const k = Math.min(Math.floor(sample), trace.length - 2)
  return trace[k]! + (trace[k + 1]! - trace[k]!) * (sample - k)
}

export class Gate {
  /** When it moves, ms since the run began; and whether it is open first. */
  flips: readonly number[] = []
  private first = false
  /** How many flips there were at the time that was asked for last. */
  private passed = 0

  constructor(private readonly draws: Draws) {}

  /** Move as the rates let it, from sample to sample of `dt` ms. */
  run({ first, opening, closing }: Grown, dt: number): void {
    const { draws } = this
    const flips: number[] = []
    let open = (this.first = draws.share(0) < first)
    let now = 0
    for (;;) {
      const rate = open ? closing : opening
      now = reached(rate, at(rate, now) - Math.log1p(-draws.share(flips.length + 1)), Math.floor(now))
      if (now === Infinity) break
      flips.push(now * dt)
      open = !open
    }
    this.flips = flips
    this.passed = 0
  }

  private reach(time: number): number {
    const { flips } = this
    while (this.passed < flips.length && flips[this.passed]! <= time) this.passed++
    while (this.passed && flips[this.passed - 1]! > time) this.passed--
    return this.passed
  }

  /** Whether it is open at a time (ms since the run began). */
  open(time: number): boolean {
    return this.first === (this.reach(time) % 2 === 0)
  }

  /** When it moved last, -Infinity where it has not. */
  since(time: number): number {
    const passed = this.reach(time)
    return passed ? this.flips[passed - 1]! : -Infinity
  }
}

export class Channel {
  /** The stretches of time in which all its gates are open, ms since the run began: from, to, from, to. */
  conducting: readonly number[] = []

  constructor(
    readonly population: Population,
    /** By the gates of the population, and of each its copies. */
    readonly gates: readonly (readonly Gate[])[],
  ) {}

  /** Move all gates as a run's rates let them; `ms`: how long it is. */
  run(grown: readonly Grown[], dt: number, ms: number): void {
    this.population.gates.forEach(([row], at) => {
      for (const gate of this.gates[at]!) gate.run(grown[row]!, dt)
    })
    this.conducting = this.stretches(this.gates.flat(), ms)
  }

  private stretches(gates: readonly Gate[], ms: number): number[] {
    const found: number[] = []
    const next = gates.map(() => 0)
    const open = gates.map(gate => gate.open(-1))
    let shut = open.filter(each => !each).length
    if (!shut) found.push(0)
    for (;;) {
      let first = -1
      let time = Infinity
      for (let k = 0; k < gates.length; k++) {
        const flip = gates[k]!.flips[next[k]!]
        if (flip !== undefined && flip < time) [first, time] = [k, flip]
      }
      if (first < 0) break
      next[first]!++
      open[first] = !open[first]
      shut += open[first] ? -1 : 1
      if (open[first] ? shut === 0 : shut === 1) found.push(time)
    }
    if (found.length % 2) found.push(ms)
    return found
  }

  /** Whether it conducts at a time. */
  open(time: number): boolean {
    return this.gates.every(copies => copies.every(gate => gate.open(time)))
  }
}

/** So many channels of each population, in the order in which populations are given; the same ones for the same seed. */
export function channelsOf(populations: readonly Population[], numbers: readonly number[], seed: number): Channel[] {
  const chance = new Chance(seed)
  const gate = (): Gate => new Gate(new Draws(Math.floor(chance.share() * 2 ** 32)))
  return populations.flatMap((population, at) =>
    Array.from(
      { length: numbers[at]! },
      () =>
        new Channel(
          population,
          population.gates.map(([, copies]) => Array.from({ length: copies }, gate)),
        ),
    ),
  )
}
