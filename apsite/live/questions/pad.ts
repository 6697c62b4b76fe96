/** A pad on which a reader draws a curve, with a finger, a mouse or keys, in the axes of a figure. */

import { make } from "../page/elements"
import { clamp, typeset } from "../page/numbers"
import type { Curve } from "./comparing"
import type { Axis, Sketch, Words } from "../page/types"

const COLUMNS = 80
const STEP = 0.01 // of the axis, that a key moves the curve by; ten times that with Shift
const EDGE = { left: 46, right: 10, top: 12, bottom: 34 }
const HEIGHT = { narrow: 240, wide: 300 }

export class Pad {
  readonly element: HTMLElement
  private readonly svg = svg("svg", {})
  private readonly hand = svg("path", { class: "ap-pad__hand" })
  private readonly model = svg("path", { class: "ap-pad__model" })
  private readonly cursor = svg("line", { class: "ap-pad__cursor" })
  /** What was drawn at each of so many times; nothing where nothing was. */
  private readonly knots: (number | undefined)[] = new Array(COLUMNS + 1).fill(undefined)
  private column = 0
  private last: readonly [number, number] | undefined
  private readonly limits: { x: readonly [number, number]; y: readonly [number, number] }
  private readonly size: { width: number; height: number }

  constructor(
    private readonly sketch: Sketch,
    width: number,
  ) {
    const { x, y, before, after } = sketch
    // What the model does has to have its place, whatever the picture's axes show.
    const most = (end: "min" | "max"): number => Math[end](y.limits[end === "min" ? 0 : 1], ...before.y.map(Number), ...after.y.map(Number))
    this.limits = { x: x.limits, y: [most("min"), most("max")] }
    this.size = { width: Math.max(240, width), height: width < 480 ? HEIGHT.narrow : HEIGHT.wide }
    this.element = make("div", {
      class: "ap-pad__sheet",
      role: "slider",
      tabindex: "0",
      "aria-label": "Your curve: left and right go along the time, up and down draw",
      "aria-orientation": "vertical",
      "aria-valuemin": String(Math.floor(this.limits.y[0])),
      "aria-valuemax": String(Math.ceil(this.limits.y[1])),
    })
    this.svg.setAttribute("viewBox", `0 0 ${this.size.width} ${this.size.height}`)
    this.svg.setAttribute("aria-hidden", "true")
    this.element.append(this.svg)
    this.ground(x, y)
    this.listen()
    this.point()
  }

  get empty(): boolean {
    return this.knots.every(each => each === undefined)
  }

  /** The curve that was drawn: straight between what was, level before, and as at the last one behind. */
  get curve(): Curve {
    const time = this.knots.map((_, column) => this.timeOf(column))
    const first = this.sketch.before.y[0]!
    const drawn = this.knots.flatMap((value, column) => (value === undefined ? [] : [column]))
    const y = time.map((_, column) => {
      const own = this.knots[column]
      if (own !== undefined) return own
      const [from, to] = [drawn.filter(each => each < column).at(-1), drawn.find(each => each > column)]
      if (from === undefined) return first
      if (to === undefined) return this.knots[from]!
      return this.knots[from]! + ((column - from) / (to - from)) * (this.knots[to]! - this.knots[from]!)
    })
    return { time, y }
  }

  clear(): void {
    this.knots.fill(undefined)
    this.model.removeAttribute("d")
    this.show()
  }

  /** Show the model's curve beside the one that was drawn. */
  reveal(): void {
    this.model.setAttribute("d", this.path(this.sketch.after))
  }

  private timeOf(column: number): number {
    const [from, to] = this.limits.x
    return from + (column / COLUMNS) * (to - from)
  }

  private place(time: number, value: number): [number, number] {
    const { width, height } = this.size
    const share = (at: number, [from, to]: readonly [number, number]): number => (at - from) / (to - from)
    return [
      EDGE.left + share(time, this.limits.x) * (width - EDGE.left - EDGE.right),
      height - EDGE.bottom - share(value, this.limits.y) * (height - EDGE.top - EDGE.bottom),
    ]
  }

  private path({ time, y }: Curve): string {
    const [from, to] = this.limits.x
    const stride = Math.max(1, Math.floor(time.length / 1200))
    const points = time.flatMap((at, index) => (index % stride || at < from || at > to ? [] : [this.place(at, y[index]!)]))
    return points.map(([x, y], index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("")
  }

  private ground(x: Axis, y: Axis): void {
    const { width, height } = this.size
    const [left, bottom] = [EDGE.left, height - EDGE.bottom]
    const parts: SVGElement[] = [svg("path", { class: "ap-pad__axes", d: `M${left} ${EDGE.top}V${bottom}H${width - EDGE.right}` })]
    const inside = (value: number, [from, to]: readonly [number, number]): boolean => value >= from - 1e-9 && value <= to + 1e-9
    for (const [value, words] of x.ticks) {
      if (inside(value, this.limits.x)) parts.push(text(this.place(value, 0)[0], bottom + 14, "middle", plain(words)))
    }
    for (const [value, words] of y.ticks) {
      if (inside(value, this.limits.y)) parts.push(text(left - 6, this.place(0, value)[1] + 4, "end", plain(words)))
    }
    parts.push(text((left + width) / 2, height - 4, "middle", plain(x.label)))
    const label = text(0, 0, "middle", plain(y.label))
    label.setAttribute("transform", `translate(12 ${bottom / 2}) rotate(-90)`)
    const before = svg("path", { class: "ap-pad__before", d: this.path(this.sketch.before) })
    this.svg.append(...parts, label, before, this.cursor, this.model, this.hand)
  }

  private listen(): void {
    const { element } = this
    element.addEventListener("pointerdown", event => {
      if (event.button) return
      element.setPointerCapture(event.pointerId)
      this.last = undefined
      this.draw(event)
    })
    element.addEventListener("pointermove", event => {
      if (element.hasPointerCapture(event.pointerId)) for (const each of event.getCoalescedEvents?.() ?? [event]) this.draw(each)
      if (element.hasPointerCapture(event.pointerId)) this.draw(event)
    })
    element.addEventListener("keydown", event => {
      const { key, shiftKey } = event
      const step = STEP * (shiftKey ? 10 : 1) * (this.limits.y[1] - this.limits.y[0])
      const along = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[key]
      const up = { ArrowUp: step, ArrowDown: -step }[key]
      if (along === undefined && up === undefined && key !== "Home" && key !== "End") return
      event.preventDefault()
      if (key === "Home" || key === "End") this.column = key === "Home" ? 0 : COLUMNS
      else if (along !== undefined) this.column = clamp(this.column + along, 0, COLUMNS)
      else this.knots[this.column] = clamp(this.curve.y[this.column]! + up!, ...this.limits.y)
      this.show()
    })
  }

  /** Draw to where the hand is, over all times between there and where it was. */
  private draw({ clientX, clientY }: MouseEvent): void {
    const box = this.svg.getBoundingClientRect()
    const { width, height } = this.size
    const across = ((clientX - box.left) / box.width) * width
    const down = ((clientY - box.top) / box.height) * height
    const column = clamp(Math.round(((across - EDGE.left) / (width - EDGE.left - EDGE.right)) * COLUMNS), 0, COLUMNS)
    const share = 1 - (down - EDGE.top) / (height - EDGE.top - EDGE.bottom)
    const value = this.limits.y[0] + clamp(share, 0, 1) * (this.limits.y[1] - this.limits.y[0])
    const [from, was] = this.last ?? [column, value]
    for (let each = Math.min(from, column); each <= Math.max(from, column); each++) {
      this.knots[each] = from === column ? value : was + ((each - from) / (column - from)) * (value - was)
    }
    this.last = [column, value]
    this.column = column
    this.show()
  }

  private show(): void {
    this.hand.setAttribute("d", this.empty ? "" : this.path(this.curve))
    this.point()
  }

  private point(): void {
    const value = this.curve.y[this.column]!
    const time = this.timeOf(this.column)
    const [x] = this.place(time, value)
    for (const [name, at] of Object.entries({ x1: x, x2: x, y1: EDGE.top, y2: this.size.height - EDGE.bottom })) {
      this.cursor.setAttribute(name, String(at))
    }
    this.element.setAttribute("aria-valuenow", String(Math.round(value)))
    this.element.setAttribute("aria-valuetext", `at ${typeset(time, "ms", 1)}: ${typeset(value, "mV", 0)}`)
  }
}

function svg<Tag extends keyof SVGElementTagNameMap>(tag: Tag, attributes: Readonly<Record<string, string>>): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return element
}

function text(x: number, y: number, anchor: string, words: string): SVGTextElement {
  const element = svg("text", { x: String(x), y: String(y), "text-anchor": anchor })
  element.textContent = words
  return element
}

function plain(words: Words): string {
  return words.map(([text]) => text.replace(/\n/g, " ")).join("")
}
