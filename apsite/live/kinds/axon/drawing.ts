/** The axon drawn as an axon: a tube that swells and takes on colour where it is depolarized, in its myelin if it has any. */

import { TUBE } from "@model/axon-constants"

import { stretchOf } from "./state"
import { colorOf, columnsOf, type Ramp } from "../../plot/heat"
import type { Palette } from "../../page/palette"
import type { AxonRecording } from "../../laboratory/axon-recordings"
import type { Values } from "../../page/types"

const MYELIN = 5
const NARROWEST = 3
const WIDEST = 17

/** Where the axon lies in its canvas: from `left` on `width` pixels wide, around the height `middle`. */
export interface Place {
  readonly left: number
  readonly width: number
  readonly middle: number
}

/** Draw the axon as it is at a sample. `scale`: pixels of the canvas to one of the page. */
export function drawAxon(
  context: CanvasRenderingContext2D,
  { left, width, middle }: Place,
  scale: number,
  values: Values,
  nodes: readonly number[],
  travel: AxonRecording,
  sample: number,
  ramp: Ramp,
  colors: Palette,
): void {
  const count = Math.round(width)
  const length = values["length"]!
  const columns = columnsOf(travel, length, count)
  const [V, rest] = [travel.samples[sample]!, travel.samples[0]!]
  const [from, to] = stretchOf(values) ?? [Infinity, Infinity]
  const [wider, thinner] = [values["stretch.diameter"] ?? 1, values["stretch.thinning"] ?? 1]
  const bare = new Set(nodes.map(place => Math.min(count - 1, Math.floor((place / length) * count))))
  const outline = new Float64Array(count)
  context.save()
  context.scale(scale, scale)
  for (let k = 0; k < count; k++) {
    const [i, share, place] = [columns.left[k]!, columns.share[k]!, ((k + 0.5) / count) * length]
    const other = place >= from && place <= to
    const value = V[i]! + share * ((V[i + 1] ?? V[i]!) - V[i]!)
    const radius = Math.min(WIDEST, Math.max(NARROWEST, TUBE.radius * Math.sqrt(other ? wider : 1)))
    const height = radius + Math.max(-TUBE.dent, TUBE.swelling * (value - rest[i]!))
    outline[k] = height
    context.fillStyle = colorOf(ramp, value)
    context.fillRect(left + k, middle - height, 1.5, 2 * height)
    if (!nodes.length || bare.has(k)) continue
    const thick = Math.max(0.8, MYELIN / Math.sqrt(Math.max(1, other ? thinner : 1)))
    context.fillStyle = colors["muted"]!
    context.globalAlpha = 0.55
    context.fillRect(left + k, middle - height - thick, 1.02, thick)
    context.fillRect(left + k, middle + height, 1.02, thick)
    context.globalAlpha = 1
  }
  context.strokeStyle = colors["ink"]!
  context.lineWidth = 1.2
  for (const side of [-1, 1]) {
    context.beginPath()
    outline.forEach((height, k) => context.lineTo(left + k + 0.5, middle + side * height))
    context.stroke()
  }
  for (const [end, k] of [
    [left, 0],
    [left + count, count - 1],
  ] as const) {
    context.beginPath()
    context.ellipse(end, middle, 3, outline[k]!, 0, 0, 2 * Math.PI)
    context.fillStyle = colors["page"]!
    context.fill()
    context.stroke()
  }
  context.restore()
}
