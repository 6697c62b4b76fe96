/** Where the parts of a live axon stand: the drawing, the potential along it, and the map, above each other over one scale of place. */

import { ACROSS, ALONE, BESIDE, BETWEEN, DRAWING, LONG, REACH, TITLE, UNDER, UP } from "@model/axon-constants"

import { axis } from "../../plot/axis"
import type { Axes, Axis } from "../../page/types"

/** From this width on (CSS pixels) the colours' key stands beside the map. */
const WIDE = 560
/** From this height on (CSS pixels) there is room for the key of the colours beneath the map. */
const TALL = 430
/** How high it is there, with its numbers. */
const KEY = 50

export interface Plan {
  readonly width: number
  readonly height: number
  readonly wide: boolean
  readonly profile: Axes
  readonly map: Axes
  /** The key of the colours, where there is room for it. */
  readonly key: null | { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
}

/** `height` is the picture's. */
export function planOf(width: number, height: number, length: number, ms: number): Plan {
  const wide = width >= WIDE
  const [left, right] = wide ? BESIDE : ALONE
  const across = width - left - right
  const place = axis("place (cm)", [0, length])
  const keyed = wide || height >= TALL
  const top = DRAWING.height + TITLE
  const under = wide || !keyed ? UNDER : UNDER + KEY
  const room = height - top - BETWEEN - TITLE - under
  const up = Math.min(UP, 0.48 * room)
  const below = top + up + BETWEEN + TITLE
  const down = height - below - under
  const time = axis("time (ms)", [0, ms])
  const plain = { left, width: across, lines: [], areas: [], texts: [] }
  return {
    width,
    height,
    wide,
    profile: {
      ...plain,
      top,
      height: up,
      title: [[LONG, ""]],
      x: { ...place, label: [], label_at: top + up, ticks: place.ticks.map(([value]) => [value, []] as const) },
      y: { ...axis("potential (mV)", REACH), ticks: [-80, -40, 0, 40].map(numbered), label_at: wide ? 12 : 9 },
      levels: [{ kind: "y", at: 0, color: "faint", width: 1, dash: [], alpha: 1 }],
    },
    map: {
      ...plain,
      top: below,
      height: down,
      title: [[ACROSS, ""]],
      x: { ...place, label_at: below + down + 32 },
      y: { ...time, limits: [ms, 0], label_at: wide ? 12 : 9 },
      levels: [],
    },
    key: !keyed
      ? null
      : wide
        ? { left: left + across + 22, top: below + 18, width: 14, height: down - 26 }
        : { left, top: height - 36, width: across, height: 12 },
  }
}

function numbered(value: number): Axis["ticks"][number] {
  return [value, [[String(value).replace("-", "\u2212"), ""]]]
}
