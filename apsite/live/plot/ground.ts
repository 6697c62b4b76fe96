/**
 * What of a pair of axes is taken, by curves, grips and words, and where there is room for more words.
 *
 * Owns the search for that room, in CSS pixels from the corner of the axes. It asks the browser nothing.
 */

import { clamp } from "../page/numbers"

/** A rectangle, CSS pixels. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** How far a place is from another, to the right and down. */
export type Away = readonly [number, number]

const CELL = 2 // CSS pixels: how finely it is known what is taken
const STEP = 5 // CSS pixels from one place that is tried to the next
const SIDEWAYS = 0.8 // a step sideways counts as so much of one up or down: words are wide

/** The steps from a place of something so large that keep it within the whole, the nearest first. */
function stepsOf(from: number, size: number, whole: number): number[] {
  const [first, last] = [Math.ceil(-from / STEP), Math.floor((whole + 0.1 - size - from) / STEP)]
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at).sort((a, b) => Math.abs(a) - Math.abs(b))
}

export class Ground {
  private readonly across: number
  private readonly down: number
  private readonly cells: Uint8Array
  /** How many cells are taken above and left of each corner; made when it is asked for first. */
  private sums: Int32Array | undefined
  private readonly boxes: Box[] = []

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    this.across = Math.ceil(width / CELL)
    this.down = Math.ceil(height / CELL)
    this.cells = new Uint8Array(this.across * this.down)
  }

  /** A line from point to point takes room; a point that is no number breaks it. */
  line(count: number, x: (k: number) => number, y: (k: number) => number): void {
    let [fromX, fromY] = [NaN, NaN]
    for (let k = 0; k < count; k++) {
      const [toX, toY] = [x(k), y(k)]
      if (Number.isFinite(toY)) this.piece(Number.isFinite(fromY) ? fromX : toX, Number.isFinite(fromY) ? fromY : toY, toX, toY)
      fromX = toX
      fromY = toY
    }
  }

  box(box: Box): void {
    this.boxes.push(box)
  }

  /** How much of a box is taken. */
  taken({ left, top, width, height }: Box): number {
    const [l, r] = [this.column(left), this.column(left + width)]
    const [t, b] = [this.row(top), this.row(top + height)]
    const sums = (this.sums ??= this.summed())
    const wide = this.across + 1
    let found = sums[(b + 1) * wide + r + 1]! - sums[t * wide + r + 1]! - sums[(b + 1) * wide + l]! + sums[t * wide + l]!
    for (const box of this.boxes) {
      const over = Math.min(left + width, box.left + box.width) - Math.max(left, box.left)
      const under = Math.min(top + height, box.top + box.height) - Math.max(top, box.top)
      if (over > 0 && under > 0) found += 1 + (over * under) / (CELL * CELL) // words on words are worse than on a curve
    }
    return found
  }

  /**
   * How far from a wanted place, within the axes, the nearest one is where nothing is taken, or else the one where least
   * is; and how much is. `last`, how far it stood before, is kept as long as it is free and the wanted place is not: what
   * is read does not jump about. Where places are `allowed` or not, and none is, how much is taken is infinite.
   */
  near({ left, top, width, height }: Box, last?: Away, allowed?: (box: Box) => boolean): { away: Away; taken: number } {
    const to: Away = [clamp(left, 0, this.width - width) - left, clamp(top, 0, this.height - height) - top]
    let best: Away = to
    let [least, nearest] = [Infinity, Infinity]
    /** Keep a place, `far` away, if it is better; returns whether it is free. */
    const tried = (x: number, y: number, far: number): boolean => {
      const box = { left: left + x, top: top + y, width, height }
      if (box.left < 0 || box.top < 0 || box.left + width > this.width + 0.1 || box.top + height > this.height + 0.1) return false
      if (allowed && !allowed(box)) return false
      const taken = this.taken(box)
      if (taken < least || (taken === least && far < nearest)) {
        best = [x, y]
        least = taken
        nearest = far
      }
      return taken === 0
    }
    if (tried(...to, 0) || (last && tried(...last, 0))) return { away: best, taken: least }
    const down = stepsOf(top + to[1], height, this.height)
    for (const i of stepsOf(left + to[0], width, this.width)) {
      if (least === 0 && (i * SIDEWAYS) ** 2 >= nearest) break
      for (const k of down) {
        const far = (i * SIDEWAYS) ** 2 + k ** 2
        if (least === 0 && far >= nearest) break
        tried(to[0] + i * STEP, to[1] + k * STEP, far)
      }
    }
    return { away: best, taken: least }
  }

  private column(x: number): number {
    return Math.min(this.across - 1, Math.max(0, Math.floor(x / CELL)))
  }

  private row(y: number): number {
    return Math.min(this.down - 1, Math.max(0, Math.floor(y / CELL)))
  }

  private piece(fromX: number, fromY: number, toX: number, toY: number): void {
    if (Math.max(fromX, toX) < 0 || Math.min(fromX, toX) > this.width) return
    const [first, last] = [this.column(Math.min(fromX, toX)), this.column(Math.max(fromX, toX))]
    const slope = toX === fromX ? 0 : (toY - fromY) / (toX - fromX)
    for (let column = first; column <= last; column++) {
      const [a, b] =
        first === last
          ? [fromY, toY]
          : ([column, column + 1].map(each => {
              const x = Math.min(Math.max(each * CELL, Math.min(fromX, toX)), Math.max(fromX, toX))
              return fromY + slope * (x - fromX)
            }) as [number, number])
      if (Math.max(a, b) < 0 || Math.min(a, b) > this.height) continue
      const [top, bottom] = [this.row(Math.min(a, b)), this.row(Math.max(a, b))]
      for (let row = top; row <= bottom; row++) this.cells[row * this.across + column] = 1
    }
  }

  private summed(): Int32Array {
    const { across, down, cells } = this
    const sums = new Int32Array((across + 1) * (down + 1))
    for (let row = 0; row < down; row++) {
      let sum = 0
      for (let column = 0; column < across; column++) {
        sum += cells[row * across + column]!
        sums[(row + 1) * (across + 1) + column + 1] = sums[row * (across + 1) + column + 1]! + sum
      }
    }
    return sums
  }
}
