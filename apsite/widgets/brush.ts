/** What is drawn on a panel's canvas beside uPlot's axes and curves: areas, levels, lines and marks. */

import type uPlot from "uplot"

import type { Palette } from "./palette"
import type { Area, DrawnLine, Level, Line } from "./types"

/** A mark at a point: a filled or an open dot. */
export interface Mark {
  x: number
  y: number
  color: string
  filled: boolean
  size: number
}

const LARGE = 6 // CSS pixels: the size from which a mark is a dot

export class Brush {
  /** The points of the picture's own lines never change: their paths are made once. */
  private readonly paths = new WeakMap<DrawnLine["points"], { line: Path2D; dots: Path2D }>()

  /** For a picture that is shown `scale` times its size. */
  constructor(
    private readonly scale: number,
    private readonly colors: Palette,
  ) {}

  line(plot: uPlot, line: DrawnLine): void {
    let kept = this.paths.get(line.points)
    if (!kept) this.paths.set(line.points, (kept = this.pathsOf(plot, line)))
    if (line.width) this.stroke(plot, line, kept.line)
    if (line.marker) this.fill(plot, line.color, kept.dots, line.alpha)
  }

  level(plot: uPlot, level: Level): void {
    const { left, top, width, height } = plot.bbox
    const at = Math.round(plot.valToPos(level.at, level.kind, true)) + 0.5
    const path = new Path2D()
    path.moveTo(level.kind === "x" ? at : left, level.kind === "x" ? top : at)
    path.lineTo(level.kind === "x" ? at : left + width, level.kind === "x" ? top + height : at)
    this.stroke(plot, level, path)
  }

  area(plot: uPlot, area: Area): void {
    const path = new Path2D()
    for (const [x, y] of area.points) path.lineTo(plot.valToPos(x, "x", true), plot.valToPos(y, "y", true))
    this.fill(plot, area.color, path, area.alpha)
  }

  /** Small marks, of which a trail has hundreds, are squares, and those that look alike one path. */
  marks(plot: uPlot, marks: readonly Mark[]): void {
    let path = new Path2D()
    marks.forEach((mark, index) => {
      const [x, y, radius] = [plot.valToPos(mark.x, "x", true), plot.valToPos(mark.y, "y", true), this.pixels(mark.size / 2)]
      if (mark.size < LARGE) path.rect(x - radius, y - radius, 2 * radius, 2 * radius)
      else {
        path.moveTo(x + radius, y)
        path.arc(x, y, radius, 0, 2 * Math.PI)
      }
      const next = marks[index + 1]
      if (next && alike(mark, next)) return
      this.fill(plot, mark.filled ? mark.color : "page", path)
      if (!mark.filled || mark.size >= LARGE) this.stroke(plot, { color: mark.color, alpha: 1, width: 1.5, dash: [] }, path)
      path = new Path2D()
    })
  }

  /** How many pixels of the canvas a length in the picture is. */
  private pixels(length: number): number {
    return length * this.scale * devicePixelRatio
  }

  private pathsOf(plot: uPlot, { points, marker }: DrawnLine): { line: Path2D; dots: Path2D } {
    const found = { line: new Path2D(), dots: new Path2D() }
    const radius = this.pixels(marker / 2)
    for (const [a, b] of points) {
      const [x, y] = [plot.valToPos(a, "x", true), plot.valToPos(b, "y", true)]
      found.line.lineTo(x, y)
      found.dots.moveTo(x + radius, y)
      found.dots.arc(x, y, radius, 0, 2 * Math.PI)
    }
    return found
  }

  private stroke({ ctx }: uPlot, { color, alpha, width, dash }: Line, path: Path2D): void {
    ctx.strokeStyle = this.colors[color]!
    ctx.globalAlpha = alpha
    ctx.lineWidth = this.pixels(width)
    ctx.setLineDash(dash.map(each => this.pixels(each)))
    ctx.lineJoin = "round"
    ctx.stroke(path)
  }

  private fill({ ctx }: uPlot, color: string, path: Path2D, alpha = 1): void {
    ctx.globalAlpha = alpha
    ctx.fillStyle = this.colors[color]!
    ctx.fill(path)
  }
}

function alike(one: Mark, other: Mark): boolean {
  return one.color === other.color && one.filled === other.filled && one.size === other.size
}
