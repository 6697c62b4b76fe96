/** What is drawn of a pair of axes, in which order: axes, areas, levels, curves, lines and marks. A pen draws it. */

import { share, type Area, type Axes, type DrawnLine, type Level, type Line } from "../page/types"
import type { Content, Mark } from "./content"
import { TICK } from "./lettering"
import type { Path, Pen } from "./pens"

/** The axes' own area as a pen draws it, in its pixels, and where in it values lie. */
export interface Field {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  x(value: number): number
  y(value: number): number
}

const LARGE = 6 // CSS pixels: the size from which a mark is a dot

/** Draws by one pen at one size; for another there is another brush. */
export class Brush<P extends Path> {
  /** The points of the picture's own lines never change: their paths are made once. So are those of a run's curves. */
  private readonly paths = new WeakMap<DrawnLine["points"], { line: P; dots: P }>()
  private readonly curves = new WeakMap<object, { time: object; path: P }>()

  /** `scale`: pixels of the pen to one of the picture. */
  constructor(
    private readonly pen: Pen<P>,
    private readonly scale: number,
  ) {}

  /** All that is seen of a pair of axes but for words. `cursor`: the value along x that is pointed at. */
  draw(field: Field, axes: Axes, content: Content, cursor: number | null): void {
    const { time, curves, lines, marks, decorated } = content
    this.axes(field, axes)
    this.pen.within(field, () => {
      if (decorated) for (const area of axes.areas) this.area(field, area)
      for (const level of axes.levels) if (decorated || level.color === "faint") this.level(field, level)
      for (const curve of curves) this.curve(field, curve, time, curve.y)
      for (const line of lines) this.line(field, line)
      if (cursor !== null) this.level(field, { kind: "x", at: cursor, color: "muted", alpha: 1, width: 1, dash: [3, 3] })
    })
    // A dot at the end of the axes is seen whole.
    this.marks(
      field,
      marks.filter(mark => [share(axes.x, mark.x), share(axes.y, mark.y)].every(at => at >= 0 && at <= 1)),
    )
  }

  private axes({ left, top, width, height, x, y }: Field, { x: across, y: up }: Axes): void {
    const path = this.pen.path()
    const line = (fromX: number, fromY: number, toX: number, toY: number): void => {
      path.moveTo(fromX, fromY)
      path.lineTo(toX, toY)
    }
    const [corner, bottom, length] = [crisp(left), crisp(top + height), this.scale * TICK]
    line(corner, top, corner, bottom)
    line(corner, bottom, left + width, bottom)
    for (const [value] of across.ticks) line(crisp(x(value)), bottom, crisp(x(value)), bottom + length)
    for (const [value] of up.ticks) line(corner - length, crisp(y(value)), corner, crisp(y(value)))
    const whole = Math.max(1, Math.floor(this.scale)) / this.scale // a line of whole pixels is sharp
    this.pen.stroke(path, { color: "muted", alpha: 1, width: whole, dash: [] })
  }

  /** A curve over time; where it has no value, there is a gap. The same arrays are always drawn alike. */
  private curve(field: Field, line: Line, time: ArrayLike<number>, y: ArrayLike<number | null>): void {
    let kept = this.curves.get(y)
    if (kept?.time !== time) this.curves.set(y, (kept = { time, path: this.pathOf(field, time, y) }))
    this.pen.stroke(kept.path, line)
  }

  private line(field: Field, line: DrawnLine): void {
    let kept = this.paths.get(line.points)
    if (!kept) this.paths.set(line.points, (kept = this.pathsOf(field, line)))
    if (line.width) this.pen.stroke(kept.line, line)
    if (line.marker) this.pen.fill(kept.dots, line.color, line.alpha)
  }

  private level(field: Field, level: Level): void {
    const { left, top, width, height } = field
    const at = crisp(field[level.kind](level.at))
    const path = this.pen.path()
    path.moveTo(level.kind === "x" ? at : left, level.kind === "x" ? top : at)
    path.lineTo(level.kind === "x" ? at : left + width, level.kind === "x" ? top + height : at)
    this.pen.stroke(path, level)
  }

  private area(field: Field, area: Area): void {
    const path = this.pen.path()
    for (const [x, y] of area.points) path.lineTo(field.x(x), field.y(y))
    this.pen.fill(path, area.color, area.alpha)
  }

  /** Small marks, of which a trail has hundreds, are squares, and those that look alike one path. */
  private marks(field: Field, marks: readonly Mark[]): void {
    let path = this.pen.path()
    marks.forEach((mark, index) => {
      const [x, y, radius] = [field.x(mark.x), field.y(mark.y), (this.scale * mark.size) / 2]
      if (mark.size < LARGE) path.rect(x - radius, y - radius, 2 * radius, 2 * radius)
      else {
        path.moveTo(x + radius, y)
        path.arc(x, y, radius, 0, 2 * Math.PI)
      }
      const next = marks[index + 1]
      if (next && alike(mark, next)) return
      this.pen.fill(path, mark.filled ? mark.color : "page", 1)
      if (!mark.filled || mark.size >= LARGE) this.pen.stroke(path, { color: mark.color, alpha: 1, width: 1.5, dash: [] })
      path = this.pen.path()
    })
  }

  private pathsOf(field: Field, { points, marker }: DrawnLine): { line: P; dots: P } {
    const found = { line: this.pen.path(), dots: this.pen.path() }
    const radius = (this.scale * marker) / 2
    for (const [a, b] of points) {
      const [x, y] = [field.x(a), field.y(b)]
      found.line.lineTo(x, y)
      found.dots.moveTo(x + radius, y)
      found.dots.arc(x, y, radius, 0, 2 * Math.PI)
    }
    return found
  }

  private pathOf({ x, y: up }: Field, time: ArrayLike<number>, y: ArrayLike<number | null>): P {
    const path = this.pen.path()
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
}

/** The middle of the pixel in which a line of one pixel is drawn sharply. */
function crisp(at: number): number {
  return Math.round(at) + 0.5
}

function alike(one: Mark, other: Mark): boolean {
  return one.color === other.color && one.filled === other.filled && one.size === other.size
}
