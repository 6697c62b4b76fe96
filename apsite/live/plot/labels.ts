/** The words within a pair of axes as elements; `arranging.ts` says where they stand. */

import { arrange, type Piece, type Size } from "./arranging"
import type { Content, Curve } from "./content"
import type { Box } from "./ground"
import type { Palette } from "../page/palette"
import type { Axes, Label, Words } from "../page/types"
import { make, named, setWords } from "../page/elements"

const LONG = 3 // a dash that is longer is no dot
export const LINE = 1.2 // of the letters' size: from line to line
// Of it: what a line leaves above the letters, and below those that go down farthest, and indices.
const ABOVE = 0.22
const BELOW = 0.03
export const SMALL = 0.72 // of it: an index
export const NAME = 11.7 // CSS pixels at the size of the picture: the letters of a curve's name
export const SAMPLE = 2.15 // of them: a piece of its line, and the gap behind it

interface Written extends Piece {
  readonly element: HTMLElement
  /** Where it stands, as the style says it. */
  at?: string
}

export class Labels {
  readonly element = make("div", { class: "ap-live__words", "aria-hidden": "true" })
  private readonly pieces = { texts: new Map<Label, Written>(), names: [] as Written[], together: undefined }
  private named = ""
  private scale = 1
  private colors: Palette = {}

  /** Make the words of the picture that `axes` are from, which is shown `scale` times its size. */
  make(axes: Axes, scale: number, colors: Palette): void {
    Object.assign(this, { scale, colors, named: "" })
    const { texts } = this.pieces
    texts.clear()
    this.pieces.names = []
    for (const text of axes.texts) {
      const element = make("span")
      Object.assign(element.style, { color: colors[text.color]!, fontSize: `${text.size * scale}px`, textAlign: text.across })
      setWords(element, text.words)
      texts.set(text, { element, ...sizeOf(text.words, text.size * scale) })
    }
    this.element.replaceChildren(...[...texts.values()].map(({ element }) => element))
  }

  /** Put everything where there is room for it now in `axes`, of which only the limits are others; `taken`: what stands over them. */
  show(axes: Axes, content: Content, taken: readonly Box[]): void {
    const { scale, pieces } = this
    this.name(content)
    if (!pieces.texts.size && !pieces.names.length) return
    const places = arrange(content, axes, scale, taken, pieces) as Map<Written, Box>
    for (const piece of [...pieces.texts.values(), ...pieces.names]) {
      const box = places.get(piece)
      const at = box ? `translate(${box.left.toFixed(1)}px,${(box.top - piece.above).toFixed(1)}px)` : ""
      if (at === piece.at) continue
      piece.at = at
      piece.element.hidden = !at
      piece.element.style.transform = at
    }
  }

  /** Write the names of the curves, where they are others than before. */
  private name(content: Content): void {
    const shown = namedIn(content)
    const key = shown.map(({ label, color, width, alpha }) => `${label} ${color} ${width} ${alpha}`).join("|")
    if (key === this.named) return
    this.named = key
    for (const { element } of this.pieces.names) element.remove()
    this.pieces.names = shown.map(curve => this.nameOf(curve))
    this.element.append(...this.pieces.names.map(({ element }) => element))
  }

  private nameOf({ label, width, dash, color, alpha }: Curve): Written {
    const size = NAME * this.scale
    const words = named(label)
    const sample = make("span", { class: "ap-live__sample" })
    const style = dash.length === 0 ? "solid" : dash[0]! > LONG ? "dashed" : "dotted"
    sample.style.borderTop = `${Math.max(1.5, width)}px ${style} ${this.colors[color]!}`
    sample.style.opacity = String(alpha)
    const element = make("span", { class: "ap-live__legend" }, sample)
    element.style.fontSize = `${size}px`
    setWords(element, words)
    return { ...sizeOfName(words, size), element }
  }
}

/** The curves that have a name beside them: of those with one name the last. */
export function namedIn({ curves, decorated }: Content): Curve[] {
  return decorated ? [] : [...new Map(curves.filter(({ label }) => label).map(curve => [curve.label, curve])).values()]
}

/** How much room the name of a curve takes, with the piece of its line before it. */
export function sizeOfName(words: Words, size: number): Size {
  const found = sizeOf(words, size)
  return { ...found, width: found.width + SAMPLE * size }
}

const known = new Map<string, Size>()
let context: CanvasRenderingContext2D | undefined

/** How much room words take, without asking for a layout. */
export function sizeOf(words: Words, size: number): Size {
  const key = JSON.stringify([words, size])
  const before = known.get(key)
  if (before) return before
  context ??= make("canvas").getContext("2d")!
  const family = getComputedStyle(document.documentElement).getPropertyValue("--book-sans")
  const wide = [0]
  for (const [text, style] of words) {
    context.font = `${style === "i" ? "italic " : ""}${style.startsWith("su") ? SMALL * size : size}px ${family}`
    text.split("\n").forEach((line, index) => {
      if (index) wide.push(0)
      wide[wide.length - 1]! += context!.measureText(line).width
    })
  }
  const [above, below] = [ABOVE * size, BELOW * size]
  const found = { width: Math.max(...wide), height: wide.length * LINE * size - above - below, above, below }
  known.set(key, found)
  return found
}
