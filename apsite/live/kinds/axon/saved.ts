/** A live axon as a drawing to be saved: as on the page, with the stimuli and electrodes that stand on it. */

import { DRAWING, TICKS } from "@model/axon-constants"

import type { Grip } from "./grips"
import type { Parts } from "./stage"
import { text, type Drawing } from "../../plot/document"
import { heightOf } from "../../plot/heat"
import { round } from "../../plot/pens"
import { format } from "../../page/numbers"
import type { Palette } from "../../page/palette"

// CSS pixels, as in the style sheet.
const LETTER = 13
const RADIUS = 10
const BORDER = 2
const [POINT, WIDE] = [7, 4] // how far what points at the axon reaches, and half its width
const [BAR_WIDTH, BAR_HEIGHT, BESIDE] = [7, 16, 8] // of what marks an end of a stretch, and how far it lies aside
const HINT = 12.5
const TICK = 12
const MIDDLE = 0.35 // of letters: from their middle down to the line that they stand on

export function drawingOf({ plan, panels, canvas, heat, key, grips, hint }: Parts, colors: Palette): Drawing {
  const { map, width } = plan
  const bar = key.querySelector("canvas")
  const words = hint?.textContent
  return {
    ...plan,
    panels,
    images: [
      image(canvas, 0, 0, width, DRAWING.height),
      image(heat, map.left, map.top, map.width, map.height),
      ...(bar && plan.key ? framed(bar, plan.key, colors) : []),
    ],
    over: [
      ...grips.filter(({ element }) => !element.hidden).map(grip => standing(grip, colors)),
      '<g class="words">',
      ...grips.filter(({ element, letter }) => letter && !element.hidden).map(grip => lettered(grip, colors)),
      ...(words ? [put(words, HINT, parseFloat(hint.style.left), 4 + HINT, "middle", colors["muted"]!)] : []),
      ...keyed(plan),
      "</g>",
    ],
  }
}

function image(canvas: HTMLCanvasElement, x: number, y: number, width: number, height: number): string {
  return `<image x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" preserveAspectRatio="none" href="${canvas.toDataURL()}"/>`
}

/** The bar of the colours within its thin line. */
function framed(bar: HTMLCanvasElement, { left, top, width, height }: NonNullable<Parts["plan"]["key"]>, colors: Palette): string[] {
  return [
    `<rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" fill="${colors["faint"]}"/>`,
    image(bar, left + 1, top + 1, width - 2, height - 2),
  ]
}

function colorOf({ kind }: Grip, colors: Palette): string {
  return colors[kind === "electrode" ? "accent" : "stimulus"]!
}

/** What stands on the axon, without its letter. */
function standing(grip: Grip, colors: Palette): string {
  const { kind, at, aside } = grip
  const [x, y] = at
  const color = colorOf(grip, colors)
  const outline = `fill="${colors["page"]}" stroke="${color}" stroke-width="${BORDER}"`
  if (kind === "onset" || kind === "end") {
    const left = x + (kind === "onset" ? BESIDE - BAR_WIDTH : -BESIDE) + BORDER / 2
    const [across, down] = [BAR_WIDTH - BORDER, BAR_HEIGHT - BORDER]
    return `<rect x="${round(left)}" y="${y - down / 2}" width="${across}" height="${down}" rx="2" ${outline}/>`
  }
  const way = kind === "electrode" ? -1 : 1
  const foot = y + way * (RADIUS + BORDER / 2)
  return (
    `<circle cx="${round(x)}" cy="${y}" r="${RADIUS}" ${outline}/>` +
    `<path d="M${round(x + aside - WIDE)} ${foot}h${2 * WIDE}l${-WIDE} ${way * POINT}Z" fill="${color}"/>`
  )
}

function lettered(grip: Grip, colors: Palette): string {
  const [x, y] = grip.at
  return put(grip.letter, LETTER, x, y + MIDDLE * LETTER, "middle", colorOf(grip, colors))
}

/** What potentials the colours stand for. */
function keyed({ key, wide }: Parts["plan"]): string[] {
  if (!key) return []
  const { left, top, width, height } = key
  return TICKS.map(V => {
    const words = `${format(V, 0)}${wide || V === TICKS.at(-1) ? "\u00a0mV" : ""}`
    return wide
      ? put(words, TICK, left + 19, top + (1 - heightOf(V)) * height + MIDDLE * TICK, "start")
      : put(words, TICK, left + heightOf(V) * width, top + 15 + TICK, "middle")
  })
}

function put(words: string, size: number, x: number, y: number, anchor: string, color = ""): string {
  return text([[words, ""]], size, `x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${color && ` fill="${color}"`}`)
}
