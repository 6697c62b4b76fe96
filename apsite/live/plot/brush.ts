/** What is drawn on a panel's canvas: axes, areas, levels, curves, lines and marks. */

import type { Palette } from "../page/palette"
import type { Area, Axes, DrawnLine, Level, Line } from "../page/types"

/** A mark at a point: a filled or an open dot. */
export interface Mark {
  x: number
  y: number
  color: string
  filled: boolean
  size: number
}

/** The axes' own area in a canvas, in its pixels, and where in the canvas values lie. */
export interface Field {
  readonly context: CanvasRenderingContext2D
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  x(value: number): number
  y(value: number): number
}

const LARGE = 6 // CSS pixels: the size from which a mark is a dot

/** Draws in one canvas at one size; for another there is another brush. */
export class Brush {
  /** The points of the picture's own lines never change: their paths are made once. So are those of a run's curves. */
  private readonly paths = new WeakMap<DrawnLine["points"], { line: Path2D; dots: Path2D }>()
  private readonly curves = new WeakMap<object, { time: object; path: Path2D }>()

  /** `scale`: pixels of the canvas to one of the picture. */
  constructor(
    private readonly scale: number,
    private readonly colors: Palette,
  ) {}

  /** The two axes with ticks, `tick` long. */
  axes({ context, left, top, width, height, x, y }: Field, { x: across, y: up }: Axes, tick: number): void {
    const path = new Path2D()
    const line = (fromX: number, fromY: number, toX: number, toY: number): void => {
      path.moveTo(fromX, fromY)
      path.lineTo(toX, toY)
    }
    const [corner, bottom, length] = [crisp(left), crisp(top + height), this.scale * tick]
    line(corner, top, corner, bottom)
    line(corner, bottom, left + width, bottom)
    for (const [value] of across.ticks) line(crisp(x(value)), bottom, crisp(x(value)), bottom + length)
    for (const [value] of up.ticks) line(corner - length, crisp(y(value)), corner, crisp(y(value)))
    context.lineWidth = Math.max(1, Math.floor(this.scale))
    context.strokeStyle = this.colors["muted"]!
    context.globalAlpha = 1
    context.setLineDash([])
    context.stroke(path)
  }

  /** A curve over time; where it has no value, there is a gap. The same arrays are always drawn alike. */
  curve(field: Field, line: Line, time: ArrayLike<number>, y: ArrayLike<number | null>): void {
    let kept = this.curves.get(y)
    if (kept?.time !== time) this.curves.set(y, (kept = { time, path: pathOf(field, time, y) }))
    this.stroke(field, line, kept.path)
  }

  line(field: Field, line: DrawnLine): void {
    let kept = this.paths.get(line.points)
    if (!kept) this.paths.set(line.points, (kept = this.pathsOf(field, line)))
    if (line.width) this.stroke(field, line, kept.line)
    if (line.marker) this.fill(field, line.color, kept.dots, line.alpha)
  }

  level(field: Field, level: Level): void {
    const { left, top, width, height } = field
    const at = crisp(field[level.kind](level.at))
    const path = new Path2D()
    path.moveTo(level.kind === "x" ? at : left, level.kind === "x" ? top : at)
    path.lineTo(level.kind === "x" ? at : left + width, level.kind === "x" ? top + height : at)
    this.stroke(field, level, path)
  }

  area(field: Field, area: Area): void {
    const path = new Path2D()
    for (const [x, y] of area.points) path.lineTo(field.x(x), field.y(y))
    this.fill(field, area.color, path, area.alpha)
  }

  /** Small marks, of which a trail has hundreds, are squares, and those that look alike one path. */
  marks(field: Field, marks: readonly Mark[]): void {
    let path = new Path2D()
    marks.forEach((mark, index) => {
      const [x, y, radius] = [field.x(mark.x), field.y(mark.y), (this.scale * mark.size) / 2]
      if (mark.size < LARGE) path.rect(x - radius, y - radius, 2 * radius, 2 * radius)
      else {
        path.moveTo(x + radius, y)
        path.arc(x, y, radius, 0, 2 * Math.PI)
      }
      const next = marks[index + 1]
      if (next && alike(mark, next)) return
      this.fill(field, mark.filled ? mark.color : "page", path)
      if (!mark.filled || mark.size >= LARGE) this.stroke(field, { color: mark.color, alpha: 1, width: 1.5, dash: [] }, path)
      path = new Path2D()
    })
  }

  private pathsOf(field: Field, { points, marker }: DrawnLine): { line: Path2D; dots: Path2D } {
    const found = { line: new Path2D(), dots: new Path2D() }
    const radius = (this.scale * marker) / 2
    for (const [a, b] of points) {
      const [x, y] = [field.x(a), field.y(b)]
      found.line.lineTo(x, y)
      found.dots.moveTo(x + radius, y)
      found.dots.arc(x, y, radius, 0, 2 * Math.PI)
    }
    return found
  }

  private stroke({ context }: Field, { color, alpha, width, dash }: Line, path: Path2D): void {
    context.strokeStyle = this.colors[color]!
    context.globalAlpha = alpha
    context.lineWidth = this.scale * width
    context.setLineDash(dash.map(each => this.scale * each))
    context.lineJoin = "round"
    context.stroke(path)
  }

  private fill({ context }: Field, color: string, path: Path2D, alpha = 1): void {
    context.globalAlpha = alpha
    context.fillStyle = this.colors[color]!
    context.fill(path)
  }
}

function pathOf({ x, y: up }: Field, time: ArrayLike<number>, y: ArrayLike<number | null>): Path2D {
  const path = new Path2D()
  let drawing = false
  for (let k = 0; k < y.length; k++) {
    const value = y[k]!
    const known = value !== null && !Number.isNaN(value)
    if (known && drawing) path.lineTo(x(time[k]!), up(value))
    else if (known) path.moveTo(x(time[k]!), up(value))
    drawing = known
  }
  return path
}

/** The middle of the pixel in which a line of one pixel is drawn sharply. */
function crisp(at: number): number {
  return Math.round(at) + 0.5
}

function alike(one: Mark, other: Mark): boolean {
  return one.color === other.color && one.filled === other.filled && one.size === other.size
}
