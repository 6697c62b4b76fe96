/** What of the strip stands still: the two sides, the membranes, the bodies of channels, what blocks them, and words. */

import type { Palette } from "../../../page/palette"
import type { Crowd, Kind } from "./crowd"
import type { Places } from "./places"

const FAINT = 0.25 // of what is not looked at
const LIPID = 0.19 // of a membrane's thickness: two radii of a head

/** What the strip is drawn with. */
export interface Look {
  readonly places: Places
  readonly colors: Palette
  readonly crowd: Crowd
  /** What is looked at: all, where it is null. */
  readonly kind: Kind | null
}

/** How much of its colour a kind has. */
export function weight({ kind: looked }: Look, kind: Kind): number {
  return looked && looked !== kind ? FAINT : 1
}

/** Draw it in a context in which a unit is a CSS pixel. */
export function drawGround(context: CanvasRenderingContext2D, look: Look, family: string): void {
  const { places, colors, crowd } = look
  const { width, height, outer, thick, inner, middles } = places
  context.clearRect(0, 0, width, height)
  context.globalAlpha = 0.45
  context.fillStyle = colors["faint"]!
  context.fillRect(0, outer + thick / 2, width, inner + thick)
  context.globalAlpha = 1
  for (const middle of middles) drawLipids(context, look, middle)
  crowd.shown.forEach((each, at) => {
    const place = places.of(at)
    context.save()
    context.translate(place.x, place.y)
    context.scale(1, place.up)
    drawBody(context, look, each.kind)
    if (crowd.isBlocked(each)) drawBlocker(context, look, each.kind)
    context.restore()
  })
  context.globalAlpha = 1
  name(context, look, family, "outside: more Na⁺", 12)
  name(context, look, family, "inside: more K⁺", height / 2 + 4)
  name(context, look, family, "outside: more Na⁺", height - 4)
}

function name(context: CanvasRenderingContext2D, { places, colors }: Look, family: string, text: string, y: number): void {
  context.font = `600 ${places.width < 500 ? 10.5 : 12}px ${family}`
  context.lineJoin = "round"
  context.lineWidth = 4
  context.strokeStyle = colors["page"]!
  context.strokeText(text, 5, y)
  context.fillStyle = colors["ink"]!
  context.fillText(text, 5, y)
}

/** A film two molecules thick: heads on both sides, tails within. */
function drawLipids(context: CanvasRenderingContext2D, { places: { width, thick }, colors }: Look, middle: number): void {
  const radius = (LIPID * thick) / 2
  const apart = 2 * radius + 1
  const heads = new Path2D()
  const tails = new Path2D()
  for (let x = apart / 2; x < width; x += apart) {
    for (const side of [-1, 1]) {
      const y = middle + side * (thick / 2 - radius)
      heads.moveTo(x + radius, y)
      heads.arc(x, y, radius, 0, 2 * Math.PI)
      for (const foot of [-0.4, 0.4]) {
        tails.moveTo(x + foot * radius, y - side * radius)
        tails.lineTo(x + foot * 1.3 * radius, middle + side * 1.2)
      }
    }
  }
  context.fillStyle = colors["page"]!
  context.fillRect(0, middle - thick / 2 + radius, width, thick - 2 * radius)
  context.lineWidth = 0.7
  context.strokeStyle = colors["muted"]!
  context.globalAlpha = 0.5
  context.stroke(tails)
  context.globalAlpha = 1
  context.fillStyle = colors["faint"]!
  context.fill(heads)
  context.globalAlpha = 0.7
  context.stroke(heads)
  context.globalAlpha = 1
}

/** The two halves of a channel, with its pore between; the outside is above. */
function drawBody(context: CanvasRenderingContext2D, look: Look, kind: Kind): void {
  const { places, colors } = look
  const { pore, half, reach } = places
  const body = new Path2D()
  for (const side of [-1, 1]) body.roundRect(side < 0 ? -pore - half : pore, -reach, half, 2 * reach, half * 0.6)
  context.fillStyle = colors["page"]!
  context.fillRect(-pore - half, -reach + 2, 2 * (pore + half), 2 * reach - 4)
  context.fill(body)
  context.globalAlpha = 0.32 * weight(look, kind)
  context.fillStyle = colors[kind]!
  context.fill(body)
  context.globalAlpha = weight(look, kind)
  context.lineWidth = 1.1
  context.strokeStyle = colors[kind]!
  context.stroke(body)
}

/** What sits in a pore: the poison in that of sodium from outside, the other blocker in that of potassium from within. */
function drawBlocker(context: CanvasRenderingContext2D, look: Look, kind: Kind): void {
  const { places, colors } = look
  const { pore, reach, pitch } = places
  const size = Math.max(pore * 1.25, 2.8)
  const y = (kind === "sodium" ? -1 : 1) * (reach + size * 0.25)
  context.globalAlpha = weight(look, kind)
  context.beginPath()
  for (let corner = 0; corner < 6; corner++) {
    const turn = (corner * Math.PI) / 3
    context.lineTo(size * Math.cos(turn) * 1.15, y + size * Math.sin(turn) * 1.15)
  }
  context.closePath()
  context.fillStyle = colors["stimulus"]!
  context.fill()
  context.lineWidth = Math.min(1.2, pitch * 0.08)
  context.strokeStyle = colors["page"]!
  context.stroke()
}
