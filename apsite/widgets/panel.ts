/**
 * One pair of axes: uPlot draws axes and curves over time, the hooks here draw what else the picture holds.
 *
 * Owns the place of the axes, which is the picture's, scaled as the picture is. What is drawn comes from the rig.
 */

import uPlot from "uplot"

import { ROOM, TICK, legendOf, namesOf, ticksOf, wordsOf } from "./lettering"
import type { Palette } from "./palette"
import { share, valueAt, type Area, type Axes, type Axis, type DrawnLine, type Level, type Line } from "./types"
import { make } from "./words"

/** A curve over a panel's time axis. */
export interface Curve extends Line {
  label: string
  y: ArrayLike<number | null>
}

/** A mark at a point: a filled or an open dot. */
export interface Mark {
  x: number
  y: number
  color: string
  filled: boolean
  size: number
}

/** All that a panel shows. `decorated`: the words and areas of the picture belong to it. */
export interface Content {
  time: ArrayLike<number>
  curves: readonly Curve[]
  lines: readonly DrawnLine[]
  marks: readonly Mark[]
  decorated: boolean
}

/** How a former run is drawn. */
export const GHOST: Line = { color: "muted", dash: [1.5, 3], width: 1.6, alpha: 1 }

const LARGE = 6 // CSS pixels: the size from which a mark is a dot

export class Panel {
  readonly element = make("div", { class: "ap-live__panel" })
  private readonly words = make("div", { class: "ap-live__words", "aria-hidden": "true" })
  private readonly legend = make("div", { class: "ap-live__legend", "aria-hidden": "true" })
  private plot: uPlot | undefined
  private content: Content = { time: [], curves: [], lines: [], marks: [], decorated: true }
  private colors: Palette = {}
  private shape = ""
  private paths = new WeakMap<DrawnLine["points"], { line: Path2D; dots: Path2D }>()
  private scale = 1
  private cursor: number | null = null

  /** `onCursor` is told where along x the pointer is, null when it leaves; left out, there is no cursor. */
  constructor(
    readonly axes: Axes,
    private readonly onCursor?: (x: number | null) => void,
  ) {}

  /** The element over the axes' own area: handles are put into it. */
  get over(): HTMLElement {
    return this.plot!.over
  }

  /** Width and height of that area, CSS pixels. */
  get extent(): readonly [number, number] {
    return [this.axes.width * this.scale, this.axes.height * this.scale]
  }

  /** Place the panel in a picture that is shown `scale` times its size. */
  place(scale: number, colors: Palette): void {
    this.scale = scale
    this.colors = colors
    const { left, top, width, height } = this.axes
    Object.assign(this.element.style, {
      left: `${(left - ROOM.left) * scale}px`,
      top: `${(top - ROOM.top) * scale}px`,
      width: `${(width + ROOM.left + ROOM.right) * scale}px`,
      height: `${(height + ROOM.top + ROOM.bottom) * scale}px`,
    })
    this.element.style.fontSize = `${13 * scale}px`
    this.shape = ""
    this.paths = new WeakMap()
    this.show(this.content)
  }

  show(content: Content): void {
    this.content = content
    const styles = content.curves.map(({ label, color, width, alpha }) => `${label} ${color} ${width} ${alpha}`)
    const shape = [this.scale, this.colors["ink"], this.colors["muted"], ...styles].join("|")
    if (shape !== this.shape || !this.plot) {
      this.rebuild()
      this.shape = shape
    } else {
      this.plot.setData(this.data(), false)
      this.plot.redraw(true, false)
    }
    this.words.hidden = !content.decorated
    this.legend.hidden = content.decorated
  }

  /** Draw the shared cursor at `x`, or nowhere. */
  point(x: number | null): void {
    if (x === this.cursor) return
    this.cursor = x
    this.plot?.redraw(false, false)
  }

  /** Where a value of the axes is within `over`, CSS pixels. */
  pixel(x: number, y: number): [number, number] {
    // uPlot itself knows only once it has drawn.
    const { axes, scale } = this
    return [share(axes.x, x) * axes.width * scale, (1 - share(axes.y, y)) * axes.height * scale]
  }

  /** The values of the axes at a place within `over`. */
  value(left: number, top: number): [number, number] {
    const { axes, scale } = this
    return [valueAt(axes.x, left / (axes.width * scale)), valueAt(axes.y, 1 - top / (axes.height * scale))]
  }

  destroy(): void {
    this.plot?.destroy()
    this.plot = undefined
    this.element.remove()
  }

  private data(): uPlot.AlignedData {
    const { time, curves } = this.content
    return [time, ...curves.map(({ y }) => y)] as unknown as uPlot.AlignedData
  }

  private rebuild(): void {
    const kept = this.plot ? [...this.plot.over.children] : []
    this.plot?.destroy()
    this.element.replaceChildren()
    const { scale, axes } = this
    this.plot = new uPlot(
      {
        width: (axes.width + ROOM.left + ROOM.right) * scale,
        height: (axes.height + ROOM.top + ROOM.bottom) * scale,
        padding: [ROOM.top * scale, ROOM.right * scale, 0, 0],
        pxAlign: 0,
        legend: { show: false },
        cursor: { show: this.onCursor !== undefined, x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
        scales: { x: this.scaleOf(axes.x), y: this.scaleOf(axes.y) },
        axes: [this.axisOf(axes.x, 2, ROOM.bottom), this.axisOf(axes.y, 3, ROOM.left)],
        series: [{}, ...this.content.curves.map(curve => this.seriesOf(curve))],
        hooks: {
          drawAxes: [plot => this.drawBehind(plot)],
          draw: [plot => this.drawBefore(plot)],
          ...(this.onCursor && {
            setCursor: [
              (plot: uPlot) => {
                const { left } = plot.cursor
                this.onCursor!(left === undefined || left < 0 ? null : this.value(left, 0)[0])
              },
            ],
          }),
        },
      },
      this.data(),
      this.element,
    )
    this.plot.over.append(...kept)
    this.label()
  }

  private scaleOf({ limits: [from, to], log }: Axis): uPlot.Scale {
    const range: uPlot.Range.MinMax = from < to ? [from, to] : [to, from]
    return { time: false, distr: log ? 3 : 1, dir: from < to ? 1 : -1, range }
  }

  private axisOf(axis: Axis, side: uPlot.Axis.Side, size: number): uPlot.Axis {
    const { scale, colors } = this
    const splits = axis.ticks.map(([value]) => value)
    return {
      side,
      size: size * scale,
      splits: () => splits,
      filter: () => splits,
      values: () => [], // the labels are text over the canvas: to draw them anew in every frame takes longer than the curves
      grid: { show: false },
      ticks: { stroke: colors["muted"]!, width: 1, size: TICK * scale },
      border: { show: true, stroke: colors["muted"]!, width: 1 },
    }
  }

  private seriesOf(curve: Curve): uPlot.Series {
    return {
      label: curve.label,
      stroke: faded(this.colors[curve.color]!, curve.alpha),
      width: curve.width * this.scale,
      dash: curve.dash.map(each => each * this.scale),
      points: { show: false },
      pxAlign: 0,
      spanGaps: false,
    }
  }

  /** Areas and levels, under the curves. */
  private drawBehind(plot: uPlot): void {
    const { levels, areas } = this.axes
    this.clipped(plot, context => {
      if (this.content.decorated) for (const area of areas) this.fill(plot, context, area)
      for (const level of levels) if (this.content.decorated || level.color === "faint") this.drawLevel(plot, context, level)
    })
  }

  /** The picture's lines and points, the reader's marks and the cursor, over the curves. */
  private drawBefore(plot: uPlot): void {
    this.clipped(plot, context => {
      for (const line of this.content.lines) this.drawLine(plot, context, line)
      this.drawMarks(plot, context, this.content.marks)
      if (this.cursor !== null) {
        this.drawLevel(plot, context, { kind: "x", at: this.cursor, color: "muted", alpha: 1, width: 1, dash: [3, 3] })
      }
    })
  }

  private clipped(plot: uPlot, draw: (context: CanvasRenderingContext2D) => void): void {
    const { left, top, width, height } = plot.bbox
    plot.ctx.save()
    plot.ctx.beginPath()
    plot.ctx.rect(left, top, width, height)
    plot.ctx.clip()
    draw(plot.ctx)
    plot.ctx.restore()
  }

  private stroke(context: CanvasRenderingContext2D, { color, alpha, width, dash }: Line, path: Path2D): void {
    const size = this.scale * devicePixelRatio
    context.strokeStyle = this.colors[color]!
    context.globalAlpha = alpha
    context.lineWidth = width * size
    context.setLineDash(dash.map(each => each * size))
    context.lineJoin = "round"
    context.stroke(path)
  }

  private drawLine(plot: uPlot, context: CanvasRenderingContext2D, line: DrawnLine): void {
    // The points of the picture's own lines never change: their paths are made once.
    let kept = this.paths.get(line.points)
    if (!kept) this.paths.set(line.points, (kept = this.pathsOf(plot, line)))
    if (line.width) this.stroke(context, line, kept.line)
    if (line.marker) this.fillPath(context, line.color, kept.dots, line.alpha)
  }

  private pathsOf(plot: uPlot, { points, marker }: DrawnLine): { line: Path2D; dots: Path2D } {
    const found = { line: new Path2D(), dots: new Path2D() }
    const radius = (marker / 2) * this.scale * devicePixelRatio
    for (const [a, b] of points) {
      const [x, y] = [plot.valToPos(a, "x", true), plot.valToPos(b, "y", true)]
      found.line.lineTo(x, y)
      found.dots.moveTo(x + radius, y)
      found.dots.arc(x, y, radius, 0, 2 * Math.PI)
    }
    return found
  }

  private fillPath(context: CanvasRenderingContext2D, color: string, path: Path2D, alpha = 1): void {
    context.globalAlpha = alpha
    context.fillStyle = this.colors[color]!
    context.fill(path)
  }

  private drawLevel(plot: uPlot, context: CanvasRenderingContext2D, level: Level): void {
    const { left, top, width, height } = plot.bbox
    const at = Math.round(plot.valToPos(level.at, level.kind, true)) + 0.5
    const path = new Path2D()
    path.moveTo(level.kind === "x" ? at : left, level.kind === "x" ? top : at)
    path.lineTo(level.kind === "x" ? at : left + width, level.kind === "x" ? top + height : at)
    this.stroke(context, level, path)
  }

  private fill(plot: uPlot, context: CanvasRenderingContext2D, area: Area): void {
    const path = new Path2D()
    for (const [x, y] of area.points) path.lineTo(plot.valToPos(x, "x", true), plot.valToPos(y, "y", true))
    this.fillPath(context, area.color, path, area.alpha)
  }

  /** Small marks, of which a trail has hundreds, are squares, and those that look alike one path. */
  private drawMarks(plot: uPlot, context: CanvasRenderingContext2D, marks: readonly Mark[]): void {
    let path = new Path2D()
    marks.forEach((mark, index) => {
      const [x, y, radius] = [plot.valToPos(mark.x, "x", true), plot.valToPos(mark.y, "y", true), (mark.size / 2) * this.scale * devicePixelRatio]
      if (mark.size < LARGE) path.rect(x - radius, y - radius, 2 * radius, 2 * radius)
      else {
        path.moveTo(x + radius, y)
        path.arc(x, y, radius, 0, 2 * Math.PI)
      }
      const next = marks[index + 1]
      if (next && alike(mark, next)) return
      this.fillPath(context, mark.filled ? mark.color : "page", path)
      if (!mark.filled || mark.size >= LARGE) this.stroke(context, { color: mark.color, alpha: 1, width: 1.5, dash: [] }, path)
      path = new Path2D()
    })
  }

  /** Put all that is text around and over the canvas. */
  private label(): void {
    const { axes, scale } = this
    const place = (x: number, y: number): readonly [number, number] => this.pixel(x, y)
    this.words.replaceChildren(...wordsOf(axes, scale, this.colors, place))
    this.legend.replaceChildren(...legendOf(this.content.curves, this.colors))
    this.plot!.over.append(this.words, this.legend)
    this.element.append(...namesOf(axes, scale), ticksOf(axes, scale))
  }
}

function alike(one: Mark, other: Mark): boolean {
  return one.color === other.color && one.filled === other.filled && one.size === other.size
}

/** A colour of six digits with an opacity. */
function faded(color: string, alpha: number): string {
  return color + Math.round(255 * alpha).toString(16).padStart(2, "0")
}
