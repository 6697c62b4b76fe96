/** A figure as a document of SVG: drawn as on the page, with words as text, which are put where there is room for them. */

import type { Palette } from "../page/palette"
import { ruler, type Axes, type Words } from "../page/types"
import { named } from "../page/elements"
import { arrange, type Piece } from "./arranging"
import { Brush } from "./brush"
import type { Content } from "./content"
import type { Box } from "./ground"
import { LINE, NAME, SAMPLE, SMALL, namedIn, sizeOf, sizeOfName } from "./labels"
import { headings, numbers } from "./lettering"
import { SvgPen, round } from "./pens"

/** A stimulus that is drawn over axes; a ramp rises, or is `down`, from one end of its area to the other. */
export interface Acting {
  readonly area: Box
  readonly ramp: boolean
  readonly down: boolean
}

/** A pair of axes and what stands in them. */
export interface DrawnPanel {
  readonly axes: Axes
  readonly content: Content
  readonly stimuli?: readonly Acting[]
}

/** All that is seen of a figure: its size in CSS pixels, its axes, images beneath them, and what stands over all. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly panels: readonly DrawnPanel[]
  /** Both as elements of SVG. */
  readonly images?: readonly string[]
  readonly over?: readonly string[]
}

// What a program without the book's face takes instead is about as wide: words were put where there is room for them.
const FACE = "'Source Sans 3', 'Source Sans Pro', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
// CSS pixels at the size of the picture, as in the style sheet.
const TITLE = 14
const AXIS = 13.3
const NUMBER = 12.7
const NOTE = 11.7
const BORDER = 2 // of a stimulus
// Of the letters' size: from their middle, their top and the top of their line down to the line that they stand on.
const MIDDLE = 0.33
const TOP = 0.74
const BASE = 0.955
const LOWER = { sub: 0.22, sup: -0.35 } // by how much an index stands lower than the letters beside it
const SAMPLED = 1.7 // how long the piece of a curve beside its name is
const RAISED = 0.28 // how far it lies above that line

/** The figure on the page's own ground. */
export function documentOf({ width, height, panels, images = [], over = [] }: Drawing, colors: Palette, title: string): string {
  const drawn = panels.map((panel, index) => panelOf(panel, colors, `panel-${index}`))
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
    ` font-family="${FACE}" font-size="${NUMBER}" fill="${colors["ink"]}">\n<title>${escaped(title)}</title>\n` +
    `<rect width="100%" height="100%" fill="${colors["page"]}"/>\n${[...images, ...drawn, ...over].join("\n")}\n</svg>\n`
  )
}

function panelOf({ axes, content, stimuli = [] }: DrawnPanel, colors: Palette, id: string): string {
  const { left, top, width, height } = axes
  const pen = new SvgPen(colors, id)
  const field = { left, top, width, height, x: ruler(axes.x, left, width), y: ruler(axes.y, top + height, -height) }
  new Brush(pen, 1).draw(field, axes, content, null)
  for (const each of stimuli) stimulus(pen, axes, each)
  const { title, x, y } = headings(axes)
  const { across, up } = numbers(axes)
  return [
    pen.written,
    '<g class="words">',
    text(title.words, TITLE, `x="${title.x}" y="${title.y - 0.2 * TITLE}" font-weight="600"`),
    text(x.words, AXIS, `x="${x.x}" y="${round(x.y + MIDDLE * AXIS)}" text-anchor="middle"`),
    text(y.words, AXIS, `transform="translate(${round(y.x + MIDDLE * AXIS)} ${y.y}) rotate(-90)" text-anchor="middle"`),
    ...across.map(spot => text(spot.words, NUMBER, `x="${round(spot.x)}" y="${round(spot.y + TOP * NUMBER)}" text-anchor="middle"`)),
    ...up.map(spot => text(spot.words, NUMBER, `x="${round(spot.x)}" y="${round(spot.y + MIDDLE * NUMBER)}" text-anchor="end"`)),
    ...(content.note ? [text([[content.note, ""]], NOTE, `x="${left + 8}" y="${top + height - 8}"`)] : []),
    ...within(
      axes,
      content,
      stimuli.map(({ area }) => area),
      colors,
    ),
    "</g>",
  ].join("\n")
}

/** A stimulus as the style sheet draws it: a tint between two lines, or a slope over one. */
function stimulus(pen: SvgPen, axes: Axes, { area, ramp, down }: Acting): void {
  const [left, right] = [axes.left + area.left, axes.left + area.left + area.width]
  const [top, bottom] = [axes.top + area.top, axes.top + area.top + area.height]
  const shape = pen.path()
  const line = (y: number): void => {
    const path = pen.path()
    path.moveTo(left, y)
    path.lineTo(right, y)
    pen.stroke(path, { color: "stimulus", alpha: 1, width: BORDER, dash: [] })
  }
  if (ramp) {
    shape.moveTo(left, down ? top : bottom)
    shape.lineTo(right, down ? bottom : top)
    shape.lineTo(right, down ? top : bottom)
  } else shape.rect(left, top, right - left, bottom - top)
  pen.fill(shape, "stimulus", ramp ? 0.45 : 0.14)
  if (!ramp || down) line(top + BORDER / 2)
  if (!ramp || !down) line(bottom - BORDER / 2)
}

/** The words within the axes. */
function within(axes: Axes, content: Content, taken: readonly Box[], colors: Palette): string[] {
  const texts = new Map(axes.texts.map(each => [each, sizeOf(each.words, each.size) as Piece]))
  const names = namedIn(content).map(curve => ({ curve, words: named(curve.label), piece: sizeOfName(named(curve.label), NAME) as Piece }))
  const places = arrange(content, axes, 1, taken, { texts, names: names.map(({ piece }) => piece) })
  const [anchors, shares] = [
    { left: "start", center: "middle", right: "end" },
    { left: 0, center: 0.5, right: 1 },
  ]
  const found: string[] = []
  for (const [each, piece] of texts) {
    const box = places.get(piece)
    if (!box) continue
    const x = round(axes.left + box.left + shares[each.across] * box.width)
    lines(each.words).forEach((words, index) => {
      const y = round(axes.top + box.top - piece.above + (index * LINE + BASE) * each.size)
      found.push(text(words, each.size, `x="${x}" y="${y}" text-anchor="${anchors[each.across]}" fill="${colors[each.color]}"`))
    })
  }
  for (const { curve, words, piece } of names) {
    const box = places.get(piece)
    if (!box) continue
    const [x, y] = [axes.left + box.left, axes.top + box.top - piece.above + BASE * NAME]
    const pen = new SvgPen(colors, "")
    const sample = pen.path()
    sample.moveTo(x, y - RAISED * NAME)
    sample.lineTo(x + SAMPLED * NAME, y - RAISED * NAME)
    pen.stroke(sample, { ...curve, width: Math.max(1.5, curve.width) })
    found.push(pen.written + text(words, NAME, `x="${round(x + SAMPLE * NAME)}" y="${round(y)}"`))
  }
  return found
}

/** Words as one element, `size` pixels large. An index is moved by hand: not every program knows how to shift one. */
export function text(words: Words, size: number, attributes: string): string {
  let [spans, down] = ["", 0]
  for (const [letters, style] of words) {
    const to = style === "sub" || style === "sup" ? LOWER[style] * size : 0
    const [small, shift] = [to ? ` font-size="${round(SMALL * size)}"` : "", to === down ? "" : ` dy="${round(to - down)}"`]
    const given = (style === "i" ? ' font-style="italic"' : "") + small + shift
    spans += given ? `<tspan${given}>${escaped(letters)}</tspan>` : escaped(letters)
    down = to
  }
  return `<text font-size="${size}" ${attributes}>${spans}</text>`
}

/** Words line by line. */
function lines(words: Words): Words[] {
  const found: [string, string][][] = [[]]
  for (const [letters, style] of words) {
    letters.split("\n").forEach((line, index) => {
      if (index) found.push([])
      found.at(-1)!.push([line, style])
    })
  }
  return found
}

function escaped(letters: string): string {
  return letters.replace(/[&<>"]/g, each => `&#${each.charCodeAt(0)};`)
}
