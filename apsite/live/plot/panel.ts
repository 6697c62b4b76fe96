/**
 * One pair of axes: a canvas with axes, curves and what else the picture holds, text around it, and over it a layer
 * for what can be touched, which no redraw changes.
 *
 * Owns the place of the axes, which is the picture's, scaled as the picture is. What is drawn comes from the figure.
 */

import { Brush, type Field } from "./brush"
import type { Content } from "./content"
import type { Box } from "./ground"
import { Labels } from "./labels"
import { ROOM, namesOf, setTicks } from "./lettering"
import { CanvasPen } from "./pens"
import { clamp } from "../page/numbers"
import type { Palette } from "../page/palette"
import { ruler, share, valueAt, type Axes } from "../page/types"
import { make, setText } from "../page/elements"

/** A cursor that has moved by less is not drawn anew, CSS pixels. */
const SEEN = 0.5

export class Panel {
  readonly element: HTMLElement
  /** Over the axes' own area: handles are put into it, and stay the same through every redraw. */
  readonly over = make("div", { class: "ap-live__over" })
  private readonly canvas = make("canvas", { "aria-hidden": "true" })
  private readonly context = this.canvas.getContext("2d")!
  private readonly labels = new Labels()
  private readonly note = make("div", { class: "ap-live__note" })
  private readonly names = make("div")
  private readonly ticks = make("div", { class: "ap-live__ticks", "aria-hidden": "true" })
  private content: Content = { time: [], curves: [], lines: [], marks: [], decorated: true }
  private colors: Palette = {}
  private taken: readonly Box[] = []
  private scale = 1
  private density = 1
  private brush = this.newBrush()
  private cursor: number | null = null
  /** What of it is lit along x, null for all. */
  private stretch: readonly [number | null, number | null] | null = null
  /** Whether something else is to be drawn than there is, and whether words may stand elsewhere than they do. */
  private stale = true
  private unwritten = true

  /** `onCursor` is told where along x the pointer is; left out, there is no cursor. */
  constructor(
    public axes: Axes,
    onCursor?: (x: number) => void,
  ) {
    this.over.append(this.labels.element, this.note)
    this.element = make("div", { class: "ap-live__panel" }, this.canvas, this.names, this.ticks, this.over)
    if (onCursor)
      this.over.addEventListener("mousemove", ({ target, offsetX }) => {
        if (target === this.over) onCursor(this.value(offsetX, 0)[0]) // a grip says itself where it is
      })
  }

  /** Width and height of that area, CSS pixels. */
  get extent(): readonly [number, number] {
    return [this.axes.width * this.scale, this.axes.height * this.scale]
  }

  /** Place the panel, with the same axes or others, in a picture that is shown `scale` times its size; what it shows is to be shown anew. */
  place(scale: number, colors: Palette, axes: Axes): void {
    this.axes = axes
    this.scale = scale
    this.colors = colors
    const { left, top, width, height } = axes
    put(this.element, left - ROOM.left, top - ROOM.top, width + ROOM.left + ROOM.right, height + ROOM.top + ROOM.bottom, scale)
    put(this.over, ROOM.left, ROOM.top, width, height, scale)
    this.element.style.fontSize = `${13 * scale}px`
    this.density = 0
    this.labels.make(axes, scale, colors)
    this.names.replaceChildren(...namesOf(axes, scale))
    this.limit(axes)
  }

  /** Take over axes that differ from those before in what lies along them; what is shown is to be shown anew. */
  limit(axes: Axes): void {
    this.axes = axes
    this.brush = this.newBrush()
    setTicks(this.ticks, axes, this.scale)
    this.light(this.stretch)
    this.stale = this.unwritten = true
  }

  /** Light a stretch along x, null for all: the style sheet veils the rest of it. */
  light(stretch: readonly [number | null, number | null] | null): void {
    this.stretch = stretch
    const { style, classList } = this.over
    classList.toggle("is-lit", stretch !== null)
    if (!stretch) return
    const [from, to] = stretch.map((end, at) => clamp(end === null ? at : share(this.axes.x, end), 0, 1)) as [number, number]
    style.setProperty("--from", `${100 * from}%`)
    style.setProperty("--to", `${100 * to}%`)
  }

  /** Take over what is to be shown; `taken`: what stands over the axes, where no words are to lie. */
  show(content: Content, taken: readonly Box[] = []): void {
    this.content = content
    this.taken = taken
    this.stale = this.unwritten = true
    setText(this.note, content.note ?? "")
  }

  /** Put the words where there is room for them beside what is shown: that takes longer than to draw it. */
  write(): void {
    if (!this.unwritten) return
    this.unwritten = false
    this.labels.show(this.axes, this.content, this.taken)
  }

  /** Put the shared cursor to `x`, or nowhere. */
  point(x: number | null): void {
    const { cursor } = this
    if (x !== null && cursor !== null && Math.abs(this.pixel(x, 0)[0] - this.pixel(cursor, 0)[0]) < SEEN) return
    this.stale ||= x !== cursor
    this.cursor = x
  }

  /** Where a value of the axes is within `over`, CSS pixels. */
  pixel(x: number, y: number): [number, number] {
    const { axes, scale } = this
    return [share(axes.x, x) * axes.width * scale, (1 - share(axes.y, y)) * axes.height * scale]
  }

  /** The values of the axes at a place within `over`. */
  value(left: number, top: number): [number, number] {
    const { axes, scale } = this
    return [valueAt(axes.x, left / (axes.width * scale)), valueAt(axes.y, 1 - top / (axes.height * scale))]
  }

  destroy(): void {
    this.element.remove()
  }

  /** Draw it, if it is another than was drawn last. */
  paint(): void {
    if (!this.stale) return
    this.stale = false
    const field = this.cleared()
    this.brush.draw(field, this.axes, this.content, this.cursor)
  }

  /** The canvas, empty, in as many pixels as the screen has now. */
  private cleared(): Field {
    const { axes, canvas, context, scale } = this
    if (this.density !== devicePixelRatio) {
      this.density = devicePixelRatio
      this.brush = this.newBrush()
      canvas.width = Math.round((axes.width + ROOM.left + ROOM.right) * scale * this.density)
      canvas.height = Math.round((axes.height + ROOM.top + ROOM.bottom) * scale * this.density)
    } else context.clearRect(0, 0, canvas.width, canvas.height)
    const [left, top, width, height] = [ROOM.left, ROOM.top, axes.width, axes.height].map(each => each * scale * this.density) as [
      number,
      number,
      number,
      number,
    ]
    return {
      left,
      top,
      width,
      height,
      x: ruler(axes.x, left, width),
      y: ruler(axes.y, top + height, -height),
    }
  }

  /** One that has drawn nothing yet, for a canvas of the present size. */
  private newBrush(): Brush<Path2D> {
    const scale = this.scale * this.density
    return new Brush(new CanvasPen(this.context, scale, this.colors), scale)
  }
}

/** Put an element to a place of the picture. */
function put({ style }: HTMLElement, left: number, top: number, width: number, height: number, scale: number): void {
  Object.assign(style, { left: `${left * scale}px`, top: `${top * scale}px`, width: `${width * scale}px`, height: `${height * scale}px` })
}
