/**
 * Where the words within a pair of axes stand: those of the picture, each where that is which it names, and the names of
 * the curves. Nothing lies on a curve, on a grip or on other words as long as there is room beside them.
 */

import type { Content } from "./content"
import { Ground, type Away, type Box } from "./ground"
import type { Stand } from "./naming"
import { clamp } from "../page/numbers"
import { ruler, type Axes, type Label } from "../page/types"

const EDGE = 4 // CSS pixels between the names of the curves and the axes' end
const SIDE = 2 // CSS pixels by which what stands beside something may reach over it
const OFF = 9 // CSS pixels between a level and its name, at most
const APART = 10 // CSS pixels between two words beside each other, at least
const DOT = 6 // CSS pixels: the size from which a mark is a dot
const THICK = 6 // CSS pixels: the width from which a line is a bar
const ACROSS = { left: 0, center: 0.5, right: 1 }
const DOWN = { top: 0, center: 0.5, bottom: 1, baseline: 0.8 }

/** The room that the letters of some words take and, within their lines, what is free above and below them, CSS pixels. */
export interface Size {
  readonly width: number
  readonly height: number
  readonly above: number
  readonly below: number
}

/** Some words, and how far they stand from where they would. */
export interface Piece extends Size {
  last?: Away | undefined
}

/** The pieces of a pair of axes; the names of its curves are also one piece, as long as there is room for that. */
export interface Pieces {
  readonly texts: ReadonlyMap<Label, Piece>
  readonly names: readonly Piece[]
  together?: Away | undefined
}

/** Where each piece stands in axes that are shown `scale` times their size; `taken`: what stands over them. */
export function arrange(content: Content, axes: Axes, scale: number, taken: readonly Box[], pieces: Pieces): Map<Piece, Box> {
  const [width, height] = [axes.width * scale, axes.height * scale]
  const [x, y] = [ruler(axes.x, 0, width), ruler(axes.y, height, -height)]
  const ground = groundOf(content, axes, scale)
  const levels = levelsIn(content, axes).map(y)
  for (const box of taken) ground.box(box)
  const found = new Map<Piece, Box>()
  const put = (piece: Piece, { left, top, width, height }: Box, [right, down]: Away): void => {
    const box = { left: left + right, top: top + down, width, height }
    ground.box({ ...box, left: box.left - APART, width: width + 2 * APART })
    found.set(piece, box)
  }
  for (const [text, piece] of pieces.texts) {
    const stands: Stand | null = content.stands ? content.stands(text) : content.decorated ? ([text.x, text.y] as const) : null
    if (!stands) continue
    const limits = stands[2] ?? {}
    const named = limits.of === undefined ? NaN : y(limits.of)
    const left = x(stands[0])
    const top = named >= 0 && named <= height ? clamp(y(stands[1]), 0, height) : y(stands[1])
    if (!(left >= -1 && left <= width + 1 && top >= -1 && top <= height + 1)) continue
    const { width: wide, height: tall } = piece
    const box = { left: left - ACROSS[text.across] * wide, top: top - DOWN[text.down] * tall, width: wide, height: tall }
    const beside = limits.side === undefined ? NaN : x(limits.side)
    const [at, above, below] = [limits.level, limits.above, limits.below].map(each => (each === undefined ? NaN : y(each))) as [
      number,
      number,
      number,
    ]
    const { away, taken } = ground.near(
      box,
      piece.last,
      stands[2] &&
        (within =>
          !(text.across === "left" ? within.left < beside - SIDE : within.left + within.width > beside + SIDE) &&
          !(within.top > at + OFF || within.top + within.height < at - OFF) &&
          !levels.some(level => parts(level, at, within)) &&
          !(within.top + within.height > above + SIDE || within.top < below - SIDE)),
    )
    piece.last = away
    // What names a part of a run is left out rather than struck.
    if (!taken || (!text.names && taken < Infinity)) put(piece, box, away)
  }
  putNames(pieces, ground, width, put)
  return found
}

/** Where lines lie straight across the axes. */
function levelsIn({ curves, decorated }: Content, { levels }: Axes): number[] {
  const flat = curves.filter(({ y }) => y.length && [y.length >> 1, y.length - 1].every(k => y[k] === y[0])).map(({ y }) => y[0]!)
  return decorated ? [...flat, ...levels.filter(({ kind, color }) => kind === "y" && color !== "faint").map(({ at }) => at)] : flat
}

/** Whether a level lies between another one and what would be its name. */
function parts(level: number, named: number, { top, height }: Box): boolean {
  const middle = top + height / 2
  return (level - named) * (level - middle) < 0 && Math.abs(level - named) > SIDE
}

/** The names of the curves stand together in a corner or, where there is no room for that, each for itself. */
function putNames(pieces: Pieces, ground: Ground, width: number, put: (piece: Piece, box: Box, away: Away) => void): void {
  const { names } = pieces
  if (!names.length) return
  const wide = Math.max(...names.map(each => each.width))
  const tall = names.reduce((sum, { height, above, below }) => sum + above + height + below, 0)
  const { away, taken } = ground.near({ left: width - EDGE - wide, top: 0, width: wide, height: tall }, pieces.together)
  pieces.together = away
  let top = 0
  for (const name of names) {
    const box = { left: width - EDGE - name.width, top: top + name.above, width: name.width, height: name.height }
    top += name.above + name.height + name.below
    if (taken) name.last = ground.near(box, name.last).away
    put(name, box, taken ? name.last! : away)
  }
}

/** What of the axes is taken by what is drawn in them. */
export function groundOf({ time, curves, lines, marks, decorated }: Content, axes: Axes, scale: number): Ground {
  const [width, height] = [axes.width * scale, axes.height * scale]
  const ground = new Ground(width, height)
  const [x, y] = [ruler(axes.x, 0, width), ruler(axes.y, height, -height)]
  for (const curve of curves) {
    ground.line(
      Math.min(time.length, curve.y.length),
      k => x(time[k]!),
      k => y(curve.y[k] ?? NaN),
    )
  }
  for (const { points, width: thick } of lines) {
    if (thick >= THICK)
      for (const box of bars(
        points.map(([a, b]) => [x(a), y(b)] as const),
        thick * scale,
      ))
        ground.box(box)
    else if (thick)
      ground.line(
        points.length,
        k => x(points[k]![0]),
        k => y(points[k]![1]),
      )
    else
      for (const [a, b] of points)
        ground.line(
          1,
          () => x(a),
          () => y(b),
        )
  }
  for (const { color, kind, at } of axes.levels) {
    if (color === "faint" || !decorated) continue
    if (kind === "x")
      ground.line(
        2,
        () => x(at),
        k => k * height,
      )
    else
      ground.line(
        2,
        k => k * width,
        () => y(at),
      )
  }
  for (const mark of marks) {
    const size = mark.size * scale
    if (mark.size < DOT)
      ground.line(
        1,
        () => x(mark.x),
        () => y(mark.y),
      )
    else ground.box({ left: x(mark.x) - size / 2, top: y(mark.y) - size / 2, width: size, height: size })
  }
  return ground
}

/** The pieces of a line so thick, which goes up and down. */
function bars(points: readonly (readonly [number, number])[], thick: number): Box[] {
  return points.slice(1).map(([toX, toY], k) => {
    const [fromX, fromY] = points[k]!
    const [left, top] = [Math.min(fromX, toX) - thick / 2, Math.min(fromY, toY)]
    return { left, top, width: Math.abs(toX - fromX) + thick, height: Math.abs(toY - fromY) }
  })
}
