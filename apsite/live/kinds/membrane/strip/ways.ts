/** The ways of ions through channels: each sets out on one side, is in the middle of the pore at its time, and arrives on the other. */

import type { Crossing } from "../../../laboratory/crossings"
import type { Places } from "./places"

/** In a run's time, from the middle of a pore to where an ion sets out or arrives, ms; and the part of that in which it is in the pore. */
const [AWAY, WITHIN] = [0.3, 0.22]

/** An ion on its way: -1 where it sets out, 1 where it arrives; its number is its own. */
interface Way {
  readonly crossing: Crossing
  readonly way: number
  readonly number: number
}

/** Those that have set out at a time and have not arrived. */
export function underWay(crossings: readonly Crossing[], time: number): Way[] {
  const found: Way[] = []
  for (let number = firstAfter(crossings, time - AWAY); number < crossings.length; number++) {
    const crossing = crossings[number]!
    if (crossing.time >= time + AWAY) break
    found.push({ crossing, way: (time - crossing.time) / AWAY, number })
  }
  return found
}

/** The number of the first that comes after a time. */
function firstAfter(crossings: readonly Crossing[], time: number): number {
  let [low, high] = [0, crossings.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (crossings[middle]!.time < time) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Where an ion is on its `way`: -1 where it sets out on its side, 0 in the middle of the pore, 1 where it arrives on the
 * other side. `number` is its own, by which it takes a way of its own outside of the pore.
 */
export function onWay(places: Places, { channel, inward }: Crossing, way: number, number: number): [number, number] {
  const { x, y, up } = places.of(channel)
  const { reach, far, pitch } = places
  // Depth: below 0 outside, above 0 inside.
  const depth = inward ? way : -way
  const beyond = Math.max(0, (Math.abs(depth) - WITHIN) / (1 - WITHIN))
  const end = far[depth < 0 ? 0 : 1]
  const along = Math.abs(depth) < WITHIN ? (Math.abs(depth) / WITHIN) * reach : reach + beyond * (end - reach)
  const spread = Math.sin(12.9898 * (number + 1) + (depth < 0 ? 0 : 2)) * pitch * 0.9
  return [x + spread * beyond, y + up * Math.sign(depth) * along]
}
