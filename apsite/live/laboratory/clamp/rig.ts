/** The rig: an axon under voltage clamp, and the sweeps that its instruments record; the laboratory's `rig`, for browsers. */

import { nernst, observables, out, voltageClamp, type Membrane } from "@model/kernel"

import { Problem, type Values } from "../../page/types"
import { membraneOf, restingPotential, settledAt } from "../membrane"
import { SQUID } from "../models"

const [MULTIPLIER, MODULUS, SKIPPED] = [48271, 2 ** 31 - 1, 8]
/** When a step of a family begins, and how long it is recorded, ms. */
export const [ONSET, DURATION] = [1, 12]
/** A surge is over after so many times the settling. */
const SURGE = 5
/** Least share of sea water's sodium: without any, no potential would hold it in balance. */
const [LEAST_SODIUM, LOWEST, HIGHEST, LONGEST] = [0.01, -200, 200, 200]

/** A step of the command to `level` (mV) from `onset` (ms) on, for `width` ms or to the end. */
export interface Step {
  readonly onset: number
  readonly level: number
  readonly width?: number
}

/** What is in the bath: the share of sea water's sodium, and the shares of channels that are blocked. */
export interface Bath {
  readonly sodium: number
  readonly TTX: number
  readonly TEA: number
}

export const SEA_WATER: Bath = { sodium: 1, TTX: 0, TEA: 0 }

/** One record of a clamped axon: `time` (ms), `current` (uA/cm2, positive outward), `command` (mV). */
export interface Sweep {
  readonly time: Float64Array
  readonly current: Float64Array
  readonly command: Float64Array
  readonly steps: readonly Step[]
  readonly holding: number
  readonly bath: Bath
  readonly temperature: number
  /** When, after a step, the surge of the capacitance is over, ms. */
  readonly settled: number
  readonly name: string
}

/** The potential of a sweep's last step, mV. */
export function levelOf({ steps }: Sweep): number {
  return steps.at(-1)!.level
}

/** What was recorded in the last step once the surge was over; time is counted from its onset. */
export function during({ steps, time, current, settled }: Sweep): { time: Float64Array; current: Float64Array } {
  const { onset, width } = steps.at(-1)!
  const end = onset + (width ?? Infinity)
  const within = (_: number, k: number): boolean => time[k]! >= onset + settled - 1e-9 && time[k]! < end - 1e-9
  return { time: time.filter(within).map(at => at - onset), current: current.filter(within) }
}

/** The samples at which the command has just jumped. */
export function jumpsOf(command: Float64Array): number[] {
  return Array.from(command.keys()).filter(k => k > 0 && command[k] !== command[k - 1])
}

/** How far Nernst's equation moves sodium's reversal potential when this share of it is outside, mV. */
export function shiftOf(sodium: number, temperature: number): number {
  nernst(sodium, 1, 1, temperature)
  return out[0]!
}

export interface Settings {
  /** The standard deviation of a sample, uA/cm2. */
  readonly noise: number
  readonly seed: number
  /** ms: of the clamp, and between samples. */
  readonly settling?: number
  readonly dt?: number
}

export class Rig {
  /** Where the axon rests in sea water, mV. */
  readonly rest: number
  readonly temperature: number
  /** How many sweeps were recorded. */
  sweeps = 0
  readonly settling: number
  readonly dt: number
  private state: number

  /** `base`: the axon's parameters. Noise goes on from sweep to sweep in one sequence, which the seed begins. */
  constructor(
    private readonly base: Values,
    private readonly settings: Settings,
  ) {
    this.rest = restingPotential(membraneOf(base))
    this.temperature = base["temperature"]!
    this.settling = settings.settling ?? 0.02
    this.dt = settings.dt ?? 0.01
    this.state = settings.seed
    for (let k = 0; k < SKIPPED; k++) this.draw()
  }

  /** Record the current under steps for `duration` ms. Throws a Problem for what is out of range. */
  clamp(steps: readonly Step[], duration = DURATION, bath: Partial<Bath> = {}, name = ""): Sweep {
    const bathed = { ...SEA_WATER, ...bath }
    if (!(bathed.sodium >= LEAST_SODIUM && bathed.sodium <= 1)) {
      throw new Problem("Some sodium has to be left in the bath, 1\u202f% at least: without any, no potential would hold it in balance")
    }
    if (!steps.every(({ level }) => level >= LOWEST && level <= HIGHEST)) throw new Problem("The amplifier reaches from −200 mV to 200 mV")
    if (!(duration > 0 && duration <= LONGEST)) throw new Problem(`A record lasts up to ${LONGEST} ms`)
    const count = Math.floor(duration / this.dt + 1e-9) + 1
    const membrane = this.membrane(bathed)
    const course = commanded(steps, this.rest)
    const states = voltageClamp([course.levels[0]!, ...settledAt(this.rest, membrane)], count, this.dt, course, membrane, [1, 1, 1])
    const [, , , Na, K, L] = observables(states, membrane) as Float64Array[]
    const command = states[0]!
    const current = Na!.map((value, k) => value + K![k]! + L![k]!)
    this.surge(current, command, membrane[0])
    this.tremble(current)
    this.sweeps++
    return {
      time: Float64Array.from({ length: count }, (_, k) => k * this.dt),
      current,
      command,
      steps,
      holding: this.rest,
      bath: bathed,
      temperature: this.temperature,
      settled: SURGE * this.settling,
      name: name || `${steps.at(-1)!.level} mV`.replace("-", "\u2212"),
    }
  }

  /** Record a step to each of `levels`. */
  family(levels: readonly number[], duration = DURATION, bath: Partial<Bath> = {}): Sweep[] {
    return levels.map(level => this.clamp([{ onset: ONSET, level }], duration, bath))
  }

  private membrane({ sodium, TTX, TEA }: Bath): Membrane {
    const found = membraneOf({ ...this.base, TTX: 100 * TTX, TEA: 100 * TEA }).slice()
    found[SQUID.parameters.indexOf("E_Na")]! += shiftOf(sodium, this.temperature)
    return found as unknown as Membrane
  }

  /** Add what charges the capacitance, at each sample the mean over the interval that it begins. */
  private surge(current: Float64Array, command: Float64Array, capacitance: number): void {
    for (const at of jumpsOf(command)) {
      const first = (capacitance * (command[at]! - command[at - 1]!) * (1 - Math.exp(-this.dt / this.settling))) / this.dt
      for (let k = at; k < current.length; k++) current[k]! += first * Math.exp((-(k - at) * this.dt) / this.settling)
    }
  }

  /** Add noise of a normal distribution (Box and Muller 1958). */
  private tremble(current: Float64Array): void {
    const { noise } = this.settings
    const pairs = (current.length + 1) >> 1
    const [first, second] = [0, 1].map(() => Float64Array.from({ length: pairs }, () => this.draw())) as [Float64Array, Float64Array]
    for (let k = 0; k < current.length; k++) {
      const pair = k < pairs ? k : k - pairs
      const angle = 2 * Math.PI * second[pair]!
      current[k]! += noise * Math.sqrt(-2 * Math.log(first[pair]!)) * (k < pairs ? Math.cos(angle) : Math.sin(angle))
    }
  }

  private draw(): number {
    this.state = (MULTIPLIER * this.state) % MODULUS
    return this.state / MODULUS
  }
}

/** The command as the kernel takes it. */
function commanded(steps: readonly Step[], holding: number): { starts: number[]; levels: number[]; slopes: number[]; jumps: number[] } {
  const starts = [0]
  const levels = [holding]
  steps.forEach(({ onset, level, width }, k) => {
    starts.push(onset)
    levels.push(level)
    const end = onset + (width ?? Infinity)
    if (end < (steps[k + 1]?.onset ?? Infinity)) {
      starts.push(end)
      levels.push(holding)
    }
  })
  return { starts, levels, slopes: levels.map(() => 0), jumps: levels.map(() => 0) }
}
