/** A figure as a document of SVG: drawn as on the page, with words as text, which are put where there is room for them. */

import type { Palette } from "../page/palette"
import { ruler, type Axes, type Words } from "../page/types"
import { named } from "../page/elements"
import { arrange, type Piece } from "./arranging"
import { Brush } from "./brush"
import type { Content } from "./content"
import { LINE, NAME, SAMPLE, SMALL, namedIn, sizeOf, sizeOfName } from "./labels"
import { headings, numbers } from "./lettering"
import { SvgPen, round } from "./pens"

/** All that is seen of a figure: its size in CSS pixels, axes and what stands in them, images beneath or above them. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly panels: readonly { axes: Axes; content: Content }[]
  /** As elements of SVG. */
  readonly images?: readonly string[]
}

// What a program without the book's face takes instead is about as wide: words were put where there is room for them.
const FACE = "'Source Sans 3', 'Source Sans Pro', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
// CSS pixels at the size of the picture, as in the style sheet.
const TITLE = 14
const AXIS = 13.3
const NUMBER = 12.7
const NOTE = 11.7
// Of the letters' size: from their middle, their top and the top of their line down to the line that they stand on.
const MIDDLE = 0.33
const TOP = 0.74
const BASE = 0.955
const LOWER = { sub: 0.22, sup: -0.35 } // by how much an index stands lower than the letters beside it
const SAMPLED = 1.7 // how long the piece of a curve beside its name is
const RAISED = 0.28 // how far it lies above that line

/** The figure on the page's own ground. */
export function documentOf({ width, height, panels, images = [] }: Drawing, colors: Palette, title: string): string {
  const drawn = panels.map(({ axes, content }, index) => panelOf(axes, content, colors, `panel-${index}`))
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
    ` font-family="${FACE}" font-size="${NUMBER}" fill="${colors["ink"]}">\n<title>${escaped(title)}</title>\n` +
    `<rect width="100%" height="100%" fill="${colors["page"]}"/>\n${[...images, ...drawn].join("\n")}\n</svg>\n`
  )
}

function panelOf(axes: Axes, content: Content, colors: Palette, id: string): string {
  const { left, top, width, height } = axes
  const pen = new SvgPen(colors, id)
  const field = { left, top, width, height, x: ruler(axes.x, left, width), y: ruler(axes.y, top + height, -height) }
  new Brush(pen, 1).draw(field, axes, content, null)
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
    ...within(axes, content, colors),
    "</g>",
  ].join("\n")
}

/** The words within the axes. */
function within(axes: Axes, content: Content, colors: Palette): string[] {
  const texts = new Map(axes.texts.map(each => [each, sizeOf(each.words, each.size) as Piece]))
  const names = namedIn(content).map(curve => ({ curve, words: named(curve.label), piece: sizeOfName(named(curve.label), NAME) as Piece }))
  const places = arrange(content, axes, 1, [], { texts, names: names.map(({ piece }) => piece) })
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
      const y = round(axes.top + box.top - piece.inset + (index * LINE + BASE) * each.size)
      found.push(text(words, each.size, `x="${x}" y="${y}" text-anchor="${anchors[each.across]}" fill="${colors[each.color]}"`))
    })
  }
  for (const { curve, words, piece } of names) {
    const box = places.get(piece)
    if (!box) continue
    const [x, y] = [axes.left + box.left, axes.top + box.top - piece.inset + BASE * NAME]
    const pen = new SvgPen(colors, "")
    const sample = pen.path()
    sample.moveTo(x, y - RAISED * NAME)
    sample.lineTo(x + SAMPLED * NAME, y - RAISED * NAME)
    pen.stroke(sample, { ...curve, width: Math.max(1.5, curve.width) })
    found.push(pen.written + text(words, NAME, `x="${round(x + SAMPLE * NAME)}" y="${round(y)}"`))
  }
  return found
}

/** Words as one element. An index is moved by hand: not every program knows how to shift one. */
function text(words: Words, size: number, attributes: string): string {
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
