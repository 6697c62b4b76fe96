/** What is taken hold of keeps apart, so that each can be. It asks the browser nothing. */

import { clamp } from "../page/numbers"

const PASSES = 90 // in which grips push each other aside

/** Where along `width` the middles of grips of a `size` stand, which are wanted at some places, so that none covers another. */
export function apart(wanted: readonly (readonly [number, number])[], width: number, size: number): number[] {
  const inside = (x: number): number => clamp(x, size / 2, width - size / 2)
  const found = wanted.map(([x]) => inside(x))
  for (let pass = 0; pass < PASSES; pass++) {
    let moved = false
    for (let i = 0; i < found.length; i++) {
      for (let k = 0; k < i; k++) {
        const short = size - Math.abs(found[i]! - found[k]!)
        if (short <= 0.01 || Math.abs(wanted[i]![1] - wanted[k]![1]) >= size) continue
        const [left, right] = wanted[i]![0] < wanted[k]![0] ? [i, k] : [k, i]
        found[left] = inside(found[left]! - short / 2)
        found[right] = inside(found[left]! + size)
        found[left] = Math.min(found[left]!, found[right]! - size)
        moved = true
      }
    }
    if (!moved) break
  }
  return found.map(inside)
}
