/** Axes that no picture has laid out. */

import type { Axis, Words } from "../page/types"

/** An axis with a few ticks at round numbers. */
export function axis(label: string, limits: readonly [number, number]): Axis {
  const [low, high] = limits
  const step = roundStep((high - low) / 4)
  const ticks: [number, Words][] = []
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
    const value = Number((k * step).toPrecision(12))
    ticks.push([value, [[String(value).replace("-", "\u2212"), ""]]])
  }
  return { limits, log: false, label: [[label, ""]], label_at: 0, ticks }
}

/** A round number, `about` as large or somewhat larger. */
export function roundStep(about: number): number {
  const unit = 10 ** Math.floor(Math.log10(about))
  return unit * ([1, 2, 5].find(each => each * unit >= about) ?? 10)
}
