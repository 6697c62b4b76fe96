/**
 * One pair of axes: uPlot draws axes and curves over time, hooks let a `Brush` draw what else the picture holds.
 *
 * Owns the place of the axes, which is the picture's, scaled as the picture is. What is drawn comes from the rig.
 */

import uPlot from "uplot"

import { Brush, type Mark } from "./brush"
import { ROOM, TICK, legendOf, namesOf, ticksOf, wordsOf } from "./lettering"
import type { Palette } from "./palette"
import { share, valueAt, type Axes, type Axis, type DrawnLine, type Line } from "./types"
import { make } from "./words"

/** A curve over a panel's time axis. */
export interface Curve extends Line {
  label: string
  y: ArrayLike<number | null>
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

export class Panel {
  readonly element = make("div", { class: "ap-live__panel" })
  private readonly words = make("div", { class: "ap-live__words", "aria-hidden": "true" })
  private readonly legend = make("div", { class: "ap-live__legend", "aria-hidden": "true" })
  private plot: uPlot | undefined
  private content: Content = { time: [], curves: [], lines: [], marks: [], decorated: true }
  private colors: Palette = {}
  private shape = ""
  private scale = 1
  private brush = new Brush(this.scale, this.colors)
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
    this.brush = new Brush(scale, colors)
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
    const { decorated } = this.content
    clipped(plot, () => {
      if (decorated) for (const area of areas) this.brush.area(plot, area)
      for (const level of levels) if (decorated || level.color === "faint") this.brush.level(plot, level)
    })
  }

  /** The picture's lines and points, the reader's marks and the cursor, over the curves. */
  private drawBefore(plot: uPlot): void {
    clipped(plot, () => {
      for (const line of this.content.lines) this.brush.line(plot, line)
      this.brush.marks(plot, this.content.marks)
      if (this.cursor !== null) {
        this.brush.level(plot, { kind: "x", at: this.cursor, color: "muted", alpha: 1, width: 1, dash: [3, 3] })
      }
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

/** Draw within the axes. */
function clipped({ ctx, bbox: { left, top, width, height } }: uPlot, draw: () => void): void {
  ctx.save()
  ctx.beginPath()
  ctx.rect(left, top, width, height)
  ctx.clip()
  draw()
  ctx.restore()
}

/** A colour of six digits with an opacity. */
function faded(color: string, alpha: number): string {
  return color + Math.round(255 * alpha).toString(16).padStart(2, "0")
}
