/**
 * Ions that pass single channels: as many as the current of each carries, the way that the driving force takes them.
 *
 * Of a great many ions one is told: the one that completes a charge of so many. Owns when and through which channel
 * each passes. That it leaves one side and arrives on the other some time before and after is no matter of the model.
 */

import { Chance } from "./chance"

/** What passes through one channel: its conductance while it is open (pS), the reversal potential (mV), and when it is open. */
export interface Passage {
  readonly conductance: number
  readonly reversal: number
  /** Stretches of time, ms since the run began: from, to, from, to. */
  readonly conducting: readonly number[]
}

/** An ion that is in the middle of a channel's pore at a time, ms since the run began. */
export interface Crossing {
  readonly time: number
  /** The number of the channel. */
  readonly channel: number
  /** Whether its positive charge goes into the cell. */
  readonly inward: boolean
}

/**
 * The ions that pass, one for `charge` (pS mV ms: a millionth of a millionth of a microcoulomb), in the order of time;
 * `V` is the potential (mV) at samples of `dt` ms. Channels begin with a part of a charge, which chance gives them.
 */
export function crossingsOf(passages: readonly Passage[], V: Float64Array, dt: number, charge: number, seed: number): Crossing[] {
  const chance = new Chance(seed)
  const found: Crossing[] = []
  passages.forEach(({ conductance, reversal, conducting }, channel) => {
    let carried = chance.share()
    if (!conductance) return
    const flow = (sample: number): number => {
      const k = Math.min(Math.floor(sample), V.length - 2)
      return ((V[k]! + (V[k + 1]! - V[k]!) * (sample - k) - reversal) * conductance * dt) / charge
    }
    for (let k = 0; k < conducting.length; k += 2) {
      const end = Math.min(conducting[k + 1]! / dt, V.length - 1)
      let from = conducting[k]! / dt
      while (from < end) {
        const to = Math.min(end, Math.floor(from) + 1)
        const before = carried
        carried += ((flow(from) + flow(to)) / 2) * (to - from)
        const inward = carried < before
        // A whole charge is passed at each whole number on the way.
        for (let whole = Math.floor(before); inward ? whole > carried : whole + 1 <= carried; whole += inward ? -1 : 1) {
          const at = (inward ? whole : whole + 1) - before
          found.push({ time: (from + ((to - from) * at) / (carried - before)) * dt, channel, inward })
        }
        from = to
      }
    }
  })
  return found.sort((a, b) => a.time - b.time)
}
