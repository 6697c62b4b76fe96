/** A small chart: lines and dots in axes that hold them. */

import { make } from "../page/elements"
import { format } from "../page/numbers"

/** Points, joined by a line or as dots; `style` ends the name of its class: "sodium", "potassium", "hand", "soft", "ink", "blue". */
export interface Row {
  readonly name: string
  readonly style: string
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly dots?: boolean
}

export interface Wanted {
  readonly label: string
  readonly x: string
  readonly y: string
  readonly rows: readonly Row[]
  /** Of the y axis; left out, as far as the rows go. */
  readonly limits?: readonly [number, number]
  /** Vertical lines, where cursors stand. */
  readonly cursors?: readonly number[]
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [360, 230, 48, 8, 22, 36]
const MOST = 700 // points of a line that are drawn

export function chart({ label, x, y, rows, limits, cursors = [] }: Wanted): HTMLElement {
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label })
  const all = (of: "x" | "y"): number[] =>
    rows.flatMap(row => Array.from(row[of]).filter((_, k) => Number.isFinite(row.x[k]!) && Number.isFinite(row.y[k]!)))
  const [left, right] = bounds(all("x"))
  const [low, high] = limits ?? bounds(all("y"))
  const across = (value: number): number => LEFT + ((value - left) / (right - left)) * (WIDTH - LEFT - RIGHT)
  const up = (value: number): number =>
    HEIGHT - BOTTOM - ((Math.min(Math.max(value, low), high) - low) / (high - low)) * (HEIGHT - TOP - BOTTOM)
  const parts: SVGElement[] = [svg("path", { class: "ap-chart__axes", d: `M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}` })]
  if (low < 0 && high > 0) parts.push(svg("path", { class: "ap-chart__zero", d: `M${LEFT} ${up(0)}H${WIDTH - RIGHT}` }))
  for (const at of ticks(left, right)) parts.push(text(across(at), HEIGHT - BOTTOM + 14, "middle", format(at, 3)))
  for (const at of ticks(low, high)) parts.push(text(LEFT - 5, up(at) + 4, "end", format(at, 3)))
  parts.push(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4, "middle", x), text(4, 12, "start", y))
  for (const at of cursors) parts.push(svg("path", { class: "ap-chart__cursor", d: `M${across(at)} ${TOP}V${HEIGHT - BOTTOM}` }))
  for (const row of rows) {
    const points = Array.from(row.x, (at, k) => [at, row.y[k]!] as const).filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b))
    if (row.dots) {
      for (const [a, b] of points)
        parts.push(svg("circle", { class: `ap-chart__dot ap-chart--${row.style}`, cx: across(a), cy: up(b), r: 3 }))
    } else {
      const stride = Math.max(1, Math.floor(points.length / MOST))
      const path = points.filter((_, k) => k % stride === 0).map(([a, b]) => `${across(a).toFixed(1)} ${up(b).toFixed(1)}`)
      if (path.length) parts.push(svg("path", { class: `ap-chart__line ap-chart--${row.style}`, d: `M${path.join("L")}` }))
    }
  }
  picture.append(...parts)
  const key = rows
    .filter(({ name }) => name)
    .map(({ name, style, dots }) =>
      make("span", { class: `ap-chart__key ap-chart__key--${dots ? "dots" : "line"} ap-chart--${style}` }, name),
    ) // prettier-ignore
  return make("div", { class: "ap-chart" }, picture, make("p", { class: "ap-chart__keys" }, ...key))
}

function bounds(values: readonly number[]): readonly [number, number] {
  const [low, high] = [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)]
  if (!(high >= low)) return [0, 1]
  const room = high > low ? 0.04 * (high - low) : 1
  return [low - (low === 0 ? 0 : room), high + room]
}

/** Round numbers between two. */
function ticks(low: number, high: number): number[] {
  const rough = (high - low) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map(each => each * power).find(each => each >= rough)!
  const first = Math.ceil(low / step)
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, k) => (first + k) * step)
}

function svg(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value))
  return made
}

function text(x: number, y: number, anchor: string, words: string): SVGElement {
  const made = svg("text", { x, y, "text-anchor": anchor })
  made.textContent = words
  return made
}
