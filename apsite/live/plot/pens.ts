/** What a figure is drawn with: a canvas on the page or, for a reader to take away, a document of SVG. Both draw the same. */

import type { Palette } from "../page/palette"
import type { Line } from "../page/types"
import type { Box } from "./ground"

/** What a pen follows. `arc` is asked for whole circles alone, by who stands at their right end. */
export type Path = Pick<Path2D, "moveTo" | "lineTo" | "rect" | "arc">

/** Colours are names of the palette, widths and dashes CSS pixels at the size of the picture. */
export interface Pen<P extends Path> {
  /** A path with nothing in it, of the kind that this pen follows. */
  path(): P
  stroke(path: P, line: Line): void
  fill(path: P, color: string, alpha: number): void
  /** Draw with nothing to be seen outside of `box`. */
  within(box: Box, draw: () => void): void
}

export class CanvasPen implements Pen<Path2D> {
  /** `scale`: pixels of the canvas to one of the picture. */
  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly scale: number,
    private readonly colors: Palette,
  ) {}

  path(): Path2D {
    return new Path2D()
  }

  stroke(path: Path2D, { color, alpha, width, dash }: Line): void {
    const { context, scale } = this
    context.strokeStyle = this.colors[color]!
    context.globalAlpha = alpha
    context.lineWidth = scale * width
    context.setLineDash(dash.map(each => scale * each))
    context.lineJoin = "round"
    context.stroke(path)
  }

  fill(path: Path2D, color: string, alpha: number): void {
    this.context.globalAlpha = alpha
    this.context.fillStyle = this.colors[color]!
    this.context.fill(path)
  }

  within({ left, top, width, height }: Box, draw: () => void): void {
    this.context.save()
    this.context.beginPath()
    this.context.rect(left, top, width, height)
    this.context.clip()
    draw()
    this.context.restore()
  }
}

/** A path as SVG writes it. */
export class Written implements Path {
  d = ""

  moveTo(x: number, y: number): void {
    this.d += `M${round(x)} ${round(y)}`
  }

  lineTo(x: number, y: number): void {
    this.d += `${this.d ? "L" : "M"}${round(x)} ${round(y)}`
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.d += `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`
  }

  arc(x: number, y: number, radius: number): void {
    const half = (to: number): string => `A${round(radius)} ${round(radius)} 0 1 1 ${round(to)} ${round(y)}`
    this.d += half(x - radius) + half(x + radius)
  }
}

export class SvgPen implements Pen<Written> {
  private readonly parts: string[] = []
  private windows = 0

  /** `id`: what the names of its windows begin with, other than those of all pens in the document. */
  constructor(
    private readonly colors: Palette,
    private readonly id: string,
  ) {}

  /** What was drawn, as elements. */
  get written(): string {
    return this.parts.join("")
  }

  path(): Written {
    return new Written()
  }

  stroke({ d }: Written, { color, alpha, width, dash }: Line): void {
    if (!d) return
    this.parts.push(
      `<path d="${d}" fill="none" stroke="${this.colors[color]}" stroke-width="${width}"${alpha === 1 ? "" : ` stroke-opacity="${alpha}"`}` +
        `${dash.length ? ` stroke-dasharray="${dash.join(" ")}"` : ""} stroke-linejoin="round"/>`,
    )
  }

  fill({ d }: Written, color: string, alpha: number): void {
    if (d) this.parts.push(`<path d="${d}" fill="${this.colors[color]}"${alpha === 1 ? "" : ` fill-opacity="${alpha}"`}/>`)
  }

  within({ left, top, width, height }: Box, draw: () => void): void {
    const name = `${this.id}-${++this.windows}`
    this.parts.push(
      `<clipPath id="${name}"><rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}"/></clipPath>` +
        `<g clip-path="url(#${name})">`,
    )
    draw()
    this.parts.push("</g>")
  }
}

/** Hundredths of a pixel: finer than can be seen, and short. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}
