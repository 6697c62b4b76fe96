/** Axes that hold what is drawn: as the picture has them or, where these do not, wider by round steps. */

import { roundStep } from "./axis"
import type { Content } from "./content"
import { clamp, format } from "../page/numbers"
import { share, valueAt, type Axes, type Axis, type Beyond, type DrawnLine, type Words } from "../page/types"

const STEPS = 12 // in an axis at most: by so much it becomes wider at a time
const SLACK = 0.04 // of the picture's axis: what there has to be left over before one becomes narrower again
const TICKS = 6
const APART = { x: 40, y: 18 } // of the picture's pixels, from tick to tick at least
const LEAST = 5e-5 // what is less is written as a power of ten
const ROOM = 0.02 // of the picture's axis: between what made it wider and its end
const UNSEEN = 1e-4 // of the picture's axis: what is beyond its end by less is at its end

type Span = [number, number]

/**
 * The axes for `content`: `base`, those of the picture, where they hold it; `now`, the present ones, as long as there is
 * no reason to change. `keep`: they become no narrower, as something is being dragged in them.
 */
export function holding(base: Axes, now: Axes, content: Content, keep: boolean): Axes {
  const [many, more] = [base.width / APART.x, base.height / APART.y].map(most => clamp(Math.floor(most), 2, TICKS)) as [number, number]
  const x = fitted(base.x, now.x, across(content), keep, many, content.end)
  const y = fitted(base.y, now.y, upright(content, x, base.y), keep, more)
  if (x === base.x && y === base.y) return base
  return x === now.x && y === now.y ? now : { ...base, x, y }
}

/** Whether something of `content` lies within axes. */
export function inside({ x, y }: Axes, { time, curves, lines, marks }: Content): boolean {
  const within = (a: number, b: number | null): boolean => b !== null && holds(x, a) && holds(y, b)
  return (
    curves.some(({ y }) => {
      for (let k = 0; k < y.length; k++) if (within(time[k]!, y[k]!)) return true
      return false
    }) ||
    marks.some(mark => within(mark.x, mark.y)) ||
    lines.some(line => line.points.some(([a, b]) => within(a, b)))
  )
}

/** Over which ends of axes some lines go; along y, as far as they lie along x. */
export function goingBeyond({ x, y }: Axes, lines: readonly DrawnLine[]): Beyond {
  const [wide, tall]: [Span, Span] = [
    [Infinity, -Infinity],
    [Infinity, -Infinity],
  ]
  for (const { points } of lines) {
    for (const [at] of points) widen(wide, at)
    for (const value of heights(points, x, y)) widen(tall, value)
  }
  const over = ([low, high]: Span, [from, to]: Span): [boolean, boolean] => [low < from, high > to]
  return { x: over(wide, ends(x)), y: over(tall, ends(y)) }
}

/** The values of a line along y, as far as it lies along x: where it leaves that axis, it is drawn up to its end. */
function heights(points: DrawnLine["points"], x: Axis, y: Axis): number[] {
  const [from, to] = ends(x)
  return points.flatMap(([a, b], k) => {
    const found = a >= from && a <= to ? [b] : []
    const before = points[k - 1]
    if (!before) return found
    const [start, low] = [share(x, before[0]), share(y, before[1])]
    for (const end of [from, to]) {
      if ((before[0] - end) * (a - end) >= 0) continue
      const part = (share(x, end) - start) / (share(x, a) - start)
      found.push(valueAt(y, low + part * (share(y, b) - low)))
    }
    return found
  })
}

function holds({ limits: [from, to] }: Axis, value: number): boolean {
  return value >= Math.min(from, to) && value <= Math.max(from, to)
}

/** What has to lie along x: moments that are told of, marks, and lines that are the reader's. */
function across({ moments = [], marks, lines }: Content): Span {
  const span: Span = [Infinity, -Infinity]
  for (const moment of moments) widen(span, moment)
  for (const { x } of marks) widen(span, x)
  for (const { points, own, beyond } of lines) if (own) for (const [x] of points) widen(span, x, beyond?.x)
  return span
}

/** What has to lie along y; of curves, as far as they lie along x. */
function upright({ time, curves, marks, lines }: Content, x: Axis, scale: Axis): Span {
  const span: Span = [Infinity, -Infinity]
  for (const { y } of marks) widen(span, y)
  for (const { points, own, beyond } of lines) if (own) for (const y of heights(points, x, scale)) widen(span, y, beyond?.y)
  const [from, to] = [Math.min(...x.limits), Math.max(...x.limits)]
  for (const { y, cut } of curves) {
    const own: Span = [Infinity, -Infinity]
    let last: number | null = null
    for (let k = 0; k < y.length; k++) {
      if (time[k]! >= from && time[k]! <= to && (last = y[k]!) !== null) widen(own, last)
    }
    widen(span, own[0])
    // The picture cuts it off above: where it goes down to, and where it ends, has to be seen.
    if (!cut) widen(span, own[1])
    else if (last !== null && !ended(time, y, to)) widen(span, last)
  }
  return span
}

/** Whether a curve stops before the axis does. */
function ended(time: ArrayLike<number>, y: ArrayLike<number | null>, to: number): boolean {
  return y.length < time.length && time[y.length - 1]! < to
}

/** `beyond`: at which of its ends what is there need not be held. */
function widen(span: Span, value: number, [low, high]: Beyond["x"] = [false, false]): void {
  if (!Number.isFinite(value)) return
  if (value < span[0] && !low) span[0] = value
  if (value > span[1] && !high) span[1] = value
}

/** `ticks`: how many there is room for; `end`: where there is no more to be seen. */
function fitted(base: Axis, now: Axis, [lowest, highest]: Span, keep: boolean, ticks: number, end = Infinity): Axis {
  const [from, to] = ends(base)
  const near = base.log ? from * Math.log(to / from) * UNSEEN : (to - from) * UNSEEN
  const low = lowest < from && lowest > from - near ? from : lowest
  const high = highest > to && highest < to + near ? to : highest
  const slack = base.log ? Math.log(to / from) * SLACK : (to - from) * SLACK
  const [tight, loose] = [
    limits(base, low, high, end),
    base.log ? limits(base, low * Math.exp(-slack), high * Math.exp(slack), end) : limits(base, low - slack, high + slack, end),
  ]
  const [left, right] = ends(now)
  if (left <= low && high <= right && (keep || (left >= loose[0] && right <= loose[1]))) return now
  const wanted: Span = keep ? [Math.min(left, tight[0]), Math.max(right, tight[1])] : tight
  if (wanted[0] === from && wanted[1] === to) return base
  return wanted[0] === left && wanted[1] === right ? now : made(base, wanted, ticks)
}

function ends({ limits: [from, to] }: Axis): Span {
  return from < to ? [from, to] : [to, from]
}

/** The limits of an axis that holds what lies from `low` to `high`; what cannot stand on a logarithmic one is left out. */
function limits(base: Axis, low: number, high: number, end: number): Span {
  const [from, to] = ends(base)
  if (base.log) {
    const round = (value: number, up: boolean): number => {
      const unit = 10 ** Math.floor(Math.log10(value) + 1e-9)
      const each = up
        ? [1, 2, 5, 10].find(step => step * unit >= value * (1 - 1e-9))
        : [5, 2, 1].find(step => step * unit <= value * (1 + 1e-9))
      return (each ?? 1) * unit
    }
    return [low > 0 && low < from ? round(low, false) : from, high > to ? round(high, true) : to]
  }
  const step = roundStep((Math.max(to, high) - Math.min(from, low)) / STEPS)
  const room = ROOM * (to - from)
  const rounded = (value: number): number => Number((value * step).toPrecision(12))
  return [
    low < from ? rounded(Math.floor((low - room) / step)) : from,
    high > to ? Math.min(rounded(Math.ceil((high + room) / step)), Math.max(end, high)) : to,
  ]
}

function made(base: Axis, [low, high]: Span, most: number): Axis {
  const named = base.ticks.some(([, words]) => words.length)
  const label = (value: number): Words =>
    !named
      ? []
      : value > 0 && value < LEAST
        ? [
            ["10", ""],
            [format(Math.log10(value), 0), "sup"],
          ]
        : [[format(value, 9), ""]]
  const [from, to] = base.limits
  const ticks = base.ticks.length ? places(base.log, low, high, most).map(value => [value, label(value)] as const) : []
  return { ...base, limits: from < to ? [low, high] : [high, low], ticks }
}

/** Round numbers from `low` to `high`, about `most` of them, and at least two. */
function places(log: boolean, low: number, high: number, most: number): number[] {
  const found: number[] = []
  if (log) {
    const decades = Math.log10(high / low)
    for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power += Math.max(1, Math.round(decades / most))) {
      for (const each of decades < 2 ? [1, 2, 5] : [1]) found.push(Number((each * 10 ** power).toPrecision(3)))
    }
    return found.filter(value => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9))
  }
  for (let least = most; found.length < 2; least *= 2) {
    const step = roundStep((high - low) / least)
    found.length = 0
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) found.push(Number((k * step).toPrecision(12)))
  }
  return found
}
