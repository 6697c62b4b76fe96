/** A slider with a number box: one value of the state, by pointer, by keys, by typing. */

import { clamp, digitsOf, format, parse, pretty, spoken, typeset } from "../page/numbers"
import { Problem, type Control, type Preset } from "../page/types"
import { apart, make } from "../page/elements"

/** Coarse steps, with Shift or the Page keys, are this many fine ones. */
const COARSE = 10
/** A step along a slider on which equal ways are equal factors, decades. */
const TENTH = 0.1

/** What a control asks of the figure. */
export interface Owner {
  get(name: string): number
  start(name: string): number
  set(name: string, value: number): void
  complain(message: string): void
  reach(control: Control): readonly [number, number]
  legal(control: Control): readonly [number, number]
}

/** The ends of a control's slider in the figure of a membrane. */
export function reachOf(
  { origin, ms, reach }: Pick<Preset, "origin" | "ms" | "reach">,
  { name, low, high }: Control,
): readonly [number, number] {
  return reach[name] ?? (name.endsWith(".onset") ? [-origin, ms - origin] : [low, high])
}

/**
 * Where the arrow keys take a value, or null for other keys. `seen`: where it is seen, which it comes back from at the first
 * step where it lies beyond that or beyond the slider's reach.
 */
export function stepped(
  event: KeyboardEvent,
  value: number,
  step: number,
  [low, high]: readonly [number, number],
  seen = value,
): number | null {
  const fine = event.shiftKey ? COARSE : 1
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: fine,
    ArrowUp: fine,
    ArrowLeft: -fine,
    ArrowDown: -fine,
    PageUp: COARSE,
    PageDown: -COARSE,
  }
  if (event.key === "Home") return low
  if (event.key === "End") return high
  const count = steps[event.key]
  if (count === undefined) return null
  const edge = clamp(seen, low, high)
  const from = (value - edge) * count > 0 ? value : edge
  return clamp(onGrid(from + count * step, step), Math.min(low, from), Math.max(high, from))
}

/** The multiple of `step` next to `value`. */
export function onGrid(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toPrecision(12))
}

let numbered = 0

export class Slider {
  readonly element: HTMLElement
  private readonly range: HTMLInputElement
  private readonly box: HTMLInputElement
  private readonly reset: HTMLButtonElement
  private shown = NaN
  /** Whether the box holds text that has not been taken yet. */
  private typing = false

  constructor(
    readonly control: Control,
    private readonly owner: Owner,
  ) {
    const id = `ap-control-${++numbered}`
    const label = make("label", { class: "ap-live__label", for: id }, control.label)
    if (control.symbol.includes("_")) {
      const [letter, ...index] = control.symbol.split("_")
      label.append(" ", make("i", {}, letter!), make("sub", {}, index.join("")))
    }
    this.range = make("input", { type: "range", id, step: "any" })
    this.box = make("input", {
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      spellcheck: "false",
      enterkeyhint: "go",
      "aria-label": `${control.label}, ${spoken(2, control.unit, 0).replace(/^2 ?/, "") || "a number"}`,
    })
    this.reset = make("button", { type: "button", class: "ap-live__reset", "aria-label": `Reset: ${control.label}`, title: "Reset" }, "↺")
    this.element = make(
      "div",
      { class: "ap-live__control", "data-control": control.name },
      label,
      apart(this.range),
      apart(this.box),
      make("span", { class: "ap-live__unit", "aria-hidden": "true" }, pretty(control.unit)),
      this.reset,
    )
    this.range.addEventListener("input", () => owner.set(control.name, clamp(this.valueAt(Number(this.range.value)), ...this.legal)))
    this.range.addEventListener("keydown", event => this.keyed(event))
    this.box.addEventListener("input", () => (this.typing = true))
    this.box.addEventListener("change", () => this.typed())
    this.box.addEventListener("keydown", event => {
      if (event.key === "Enter") this.typed()
      else if (event.key === "ArrowUp" || event.key === "ArrowDown") this.keyed(event)
    })
    this.reset.addEventListener("click", () => {
      owner.set(control.name, owner.start(control.name))
      this.range.focus()
    })
    this.show()
  }

  private get legal(): readonly [number, number] {
    return this.owner.legal(this.control)
  }

  /** The slider's ends may hang on other controls. */
  private bound(): void {
    const [low, high] = this.owner.reach(this.control).map(each => String(this.placeOf(each))) as [string, string]
    if (this.range.min === low && this.range.max === high) return
    Object.assign(this.range, { min: low, max: high, value: String(this.placeOf(this.shown)) })
  }

  /** Where a value lies along the slider, and the value that is set there. */
  private placeOf(value: number): number {
    return this.control.log ? Math.log10(value) : value
  }

  private valueAt(place: number): number {
    return this.control.log ? Number((10 ** place).toPrecision(2)) : onGrid(place, this.control.step)
  }

  /** Show the present value; most sliders of a figure stand still while one is moved. */
  show(): void {
    const { name, unit } = this.control
    const value = this.owner.get(name)
    this.bound()
    if (value === this.shown && !this.box.hasAttribute("aria-invalid")) return
    this.shown = value
    const digits = digitsOf(this.control, value)
    this.range.value = String(this.placeOf(value))
    this.range.setAttribute("aria-valuetext", spoken(value, unit, digits))
    // What is being typed is not overwritten by what a moment ago was asked for.
    if (!(this.typing && document.activeElement === this.box)) this.write(value, digits)
    const changed = value !== this.owner.start(name)
    this.element.classList.toggle("is-changed", changed)
    this.reset.hidden = !changed
  }

  private write(value: number, digits: number): void {
    this.typing = false
    this.box.value = format(value, digits)
    this.box.removeAttribute("aria-invalid")
  }

  private keyed(event: KeyboardEvent): void {
    const { name, step, log } = this.control
    const ends = this.owner.reach(this.control).map(each => this.placeOf(each)) as [number, number]
    const place = stepped(event, this.placeOf(this.owner.get(name)), log ? TENTH : step, ends)
    if (place === null || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    this.owner.set(name, log ? this.valueAt(place) : place)
  }

  private typed(): void {
    const { label, unit, name } = this.control
    const [low, high] = this.legal
    const digits = digitsOf(this.control, this.owner.get(name))
    try {
      const value = parse(this.box.value)
      if (value < low || value > high) {
        throw new Problem(`${typeset(value, unit, 6)} is out of range`)
      }
      this.owner.set(name, value)
      this.write(value, digitsOf(this.control, value))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.box.setAttribute("aria-invalid", "true")
      const allowed = `${typeset(low, unit, 6)} to ${typeset(high, unit, 6)}`
      this.owner.complain(`${label}: ${error.message}. Allowed: ${allowed}. It stays at ${typeset(this.owner.get(name), unit, digits)}.`)
    }
  }
}
