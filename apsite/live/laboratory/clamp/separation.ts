/** A clamped axon's current taken apart: leak, sodium, potassium; conductances. The laboratory's `separation`, for browsers. */

import { Problem } from "../../page/types"
import { during, jumpsOf, levelOf, shiftOf, type Sweep } from "./rig"
import { linear } from "./squares"

/** The last so much of a step, by which its leak is judged. */
const LATE = 0.5
/** In so many times the time to its largest sodium's current comes and goes; a polynomial of this degree follows potassium's. */
const [TRANSIENT, SLOW] = [3, 3]
/** Samples over which currents are smoothed. */
export const SMOOTH = 15
/** Over a smaller driving force (mV) a current says nothing of the conductance. */
const LEAST_DRIVING_FORCE = 2
/** A step this far below the holding potential opens nothing, mV. */
const BELOW = 10

/** `conductance` (mS/cm2), `reversal` (mV), `capacitance` (uF/cm2), and the `settling` of the surge (ms). */
export interface Leak {
  readonly conductance: number
  readonly reversal: number
  readonly capacitance: number
  readonly settling: number
}

/** Currents (uA/cm2) of a step to `level`, over `time` since its onset; `factor`: sodium's over the difference of the records. */
export interface Separation {
  readonly level: number
  readonly time: Float64Array
  readonly sodium: Float64Array
  readonly potassium: Float64Array
  readonly difference: Float64Array
  readonly factor: number
}

export function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, each) => sum + each, 0) / values.length
}

/** Leak and capacitance of steps at which no channel opens. Throws a Problem for others. */
export function fitLeak(sweeps: readonly Sweep[]): Leak {
  for (const each of sweeps) {
    if (each.steps.length !== 1 || levelOf(each) > each.holding - BELOW) {
      throw new Problem(
        `${each.name} may open channels: a leak is measured where none opens, by steps at least ${BELOW} mV below the holding potential`,
      )
    }
  }
  const levels = sweeps.map(levelOf)
  if (new Set(levels).size < 2) throw new Problem("One step gives no line: a leak needs steps to two potentials or more")
  const late = sweeps.map(({ current }) => mean(current.slice(-Math.floor(LATE * current.length))))
  const [offset, slope] = linear([levels.map(() => 1), levels], late) as unknown as [number, number]
  const interval = sweeps[0]!.time[1]! - sweeps[0]!.time[0]!
  const [charges, delays, heights] = [[], [], []] as number[][]
  for (const { time, current, steps, settled, holding } of sweeps) {
    const dt = time[1]! - time[0]!
    const since = time.map(at => at - steps[0]!.onset)
    const surge = Array.from(since.keys()).filter(k => since[k]! >= -1e-9 && since[k]! < 2 * settled - 1e-9)
    const after = mean(current.filter((_, k) => since[k]! >= 2 * settled - 1e-9 && since[k]! < 3 * settled))
    charges!.push(dt * surge.reduce((sum, k) => sum + current[k]! - after, 0))
    delays!.push(dt * surge.reduce((sum, k) => sum + (current[k]! - after) * (since[k]! + dt / 2), 0))
    heights!.push(steps[0]!.level - holding)
  }
  const whole = Math.max(ratio(delays!, charges!) / interval - 0.5, 1e-3)
  return {
    conductance: slope,
    reversal: -offset / slope,
    capacitance: ratio(charges!, heights!),
    settling: -interval / Math.log(whole / (1 + whole)),
  }
}

/** By what `other` is multiplied to come nearest to `one`. */
function ratio(one: readonly number[], other: readonly number[]): number {
  const product = (some: readonly number[]): number => some.reduce((sum, each, k) => sum + each * other[k]!, 0)
  return product(one) / product(other)
}

/** A sweep without its leak and its surge. */
export function subtractLeak(sweep: Sweep, { conductance, reversal, capacitance, settling }: Leak): Sweep {
  const { time, command } = sweep
  const dt = time[1]! - time[0]!
  const current = sweep.current.map((each, k) => each - conductance * (command[k]! - reversal))
  for (const at of jumpsOf(command)) {
    const first = (capacitance * (command[at]! - command[at - 1]!) * (1 - Math.exp(-dt / settling))) / dt
    for (let k = at; k < current.length; k++) current[k]! -= first * Math.exp(-(time[k]! - time[at]!) / settling)
  }
  return { ...sweep, current }
}

/**
 * Sodium and potassium current of two sweeps without leak. Where sodium's reversal potential in sea water is known, the
 * factor follows from it and Nernst's equation. Throws a Problem for sweeps that differ in anything but sodium, or not in that.
 */
export function separate(seaWater: Sweep, choline: Sweep, reversal?: number): Separation {
  alike(seaWater, choline)
  const [first, second] = [during(seaWater), during(choline)]
  const difference = first.current.map((each, k) => each - second.current[k]!)
  const level = levelOf(seaWater)
  const share = choline.bath.sodium / seaWater.bath.sodium
  const factor =
    reversal === undefined ? factorOf(first.time, difference, second.current) : (level - reversal) / shiftOf(share, seaWater.temperature)
  const sodium = difference.map(each => factor * each)
  return { level, time: first.time, sodium, potassium: first.current.map((each, k) => each - sodium[k]!), difference, factor }
}

function alike(one: Sweep, other: Sweep): void {
  if (one.temperature !== other.temperature) {
    throw new Problem("The two records were made at different temperatures: channels open at another pace in the second")
  }
  if (one.bath.TTX !== other.bath.TTX || one.bath.TEA !== other.bath.TEA) {
    throw new Problem("One of the two records was made with a blocker: what differs is then not sodium's current alone")
  }
  if (JSON.stringify(one.steps) !== JSON.stringify(other.steps) || one.time.length !== other.time.length) {
    throw new Problem(
      `These are records of different commands, ${one.name} and ${other.name}: other channels are open, and potassium’s current does not cancel`,
    )
  }
  if (other.bath.sodium >= one.bath.sodium) {
    throw new Problem("The second record has no less sodium than the first: between them, nothing of sodium’s current differs")
  }
}

/** What the difference is multiplied by to be sodium's current: the record in choline is a slow change and a share of it. */
function factorOf(time: Float64Array, difference: Float64Array, choline: Float64Array): number {
  const early = TRANSIENT * time[largestAt(smoothed(difference.map(Math.abs))) + (SMOOTH >> 1)]!
  const count = time.filter(at => at <= early).length
  const since = time.slice(0, count).map(at => at / time[count - 1]!)
  const powers = Array.from({ length: SLOW + 1 }, (_, degree) => since.map(each => each ** degree))
  return 1 + linear([difference.slice(0, count), ...powers], choline.slice(0, count))[0]!
}

/** Means over `width` samples, where there are as many. */
export function smoothed(values: Float64Array, width = SMOOTH): Float64Array {
  return Float64Array.from({ length: values.length - width + 1 }, (_, k) => mean(values.subarray(k, k + width)))
}

function largestAt(values: Float64Array): number {
  return values.reduce((best, each, k) => (each > values[best]! ? k : best), 0)
}

/** A current where `by`, which has its course, is largest; both smoothed. */
export function largest(current: Float64Array, by: Float64Array): number {
  return smoothed(current)[largestAt(smoothed(by).map(Math.abs))]!
}

/** Where a current turns its sign, mV: on the line between its neighbours. Throws a Problem unless it does so once. */
export function reversalOf(potentials: readonly number[], currents: readonly number[]): number {
  const order = potentials.map((_, k) => k).sort((a, b) => potentials[a]! - potentials[b]!)
  const [V, I] = [potentials, currents].map(each => order.map(k => each[k]!)) as [number[], number[]]
  const turns = V.flatMap((_, k) => (k + 1 < V.length && Math.sign(I[k]!) * Math.sign(I[k + 1]!) < 0 ? [k] : []))
  if (turns.length !== 1) {
    throw new Problem(
      `The current turns its sign ${turns.length || "no"} times among these steps: step to both sides of where it turns once`,
    )
  }
  const at = turns[0]!
  return V[at]! - (I[at]! * (V[at + 1]! - V[at]!)) / (I[at + 1]! - I[at]!)
}

/** The conductance (mS/cm2) of a current, by Ohm's law. Throws a Problem where hardly anything flows whatever is open. */
export function conductance(current: Float64Array, potential: number, reversal: number): Float64Array {
  if (Math.abs(potential - reversal) < LEAST_DRIVING_FORCE) {
    throw new Problem(
      `So near the reversal potential nothing flows, whatever is open: take a step farther than ${LEAST_DRIVING_FORCE} mV from it`,
    )
  }
  return current.map(each => each / (potential - reversal))
}
