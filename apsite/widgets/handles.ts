/** Stimuli on the plot itself: a shape that is drawn where it acts, with grips for its start, its end and its height. */

import { BASE, CONTROLS, GRIP, STRENGTHS, TALL } from "@model/facts"

import { clamp, onGrid, stepped, type Owner } from "./controls"
import { draggable } from "./drag"
import type { Box } from "./ground"
import { digitsOf, spoken } from "./numbers"
import type { Panel } from "./panel"
import { make } from "./words"

const BAR = 4

type Part = "onset" | "end" | "strength"

const PASSES = 90 // in which grips push each other aside

/** Where along `width` the middles of grips stand, which are wanted at some places, so that none covers another. */
export function apart(wanted: readonly (readonly [number, number])[], width: number): number[] {
  const inside = (x: number): number => clamp(x, GRIP / 2, width - GRIP / 2)
  const found = wanted.map(([x]) => inside(x))
  for (let pass = 0; pass < PASSES; pass++) {
    let moved = false
    for (let i = 0; i < found.length; i++) {
      for (let k = 0; k < i; k++) {
        const short = GRIP - Math.abs(found[i]! - found[k]!)
        if (short <= 0.01 || Math.abs(wanted[i]![1] - wanted[k]![1]) >= GRIP) continue
        const [left, right] = wanted[i]![0] < wanted[k]![0] ? [i, k] : [k, i]
        found[left] = inside(found[left]! - short / 2)
        found[right] = inside(found[left]! + GRIP)
        found[left] = Math.min(found[left]!, found[right]! - GRIP)
        moved = true
      }
    }
    if (!moved) break
  }
  return found.map(inside)
}

/** The grips and the shape of one stimulus in one panel; unless they are there `always`, only while it acts. */
export class Handle {
  private readonly shape = make("div", { class: "ap-live__stimulus", "aria-hidden": "true" })
  private readonly grips = new Map<Part, HTMLElement>()
  private readonly strength: string
  /** Where the shape is, and where each grip would be best, CSS pixels; empty while the stimulus is nothing. */
  private area: Box | undefined
  private wanted: [Part, number, number][] = []

  constructor(
    private readonly kind: string,
    readonly panel: Panel,
    private readonly owner: Owner,
    private readonly ms: number,
    private readonly always: boolean,
    signal: AbortSignal,
  ) {
    this.strength = `${kind}.${STRENGTHS[kind]!}`
    const parts: Part[] = kind === "kick" ? ["onset", "strength"] : ["onset", "end", "strength"]
    for (const part of parts) {
      const grip = make("div", { class: `ap-live__grip ap-live__grip--${part}`, role: "slider", tabindex: "0" })
      grip.setAttribute("aria-orientation", part === "strength" ? "vertical" : "horizontal")
      draggable(grip, start => this.grab(start, part), signal)
      grip.addEventListener("keydown", event => this.keyed(event, part), { signal })
      grip.addEventListener("blur", ({ relatedTarget }) => {
        if (![...this.grips.values()].includes(relatedTarget as HTMLElement)) this.show()
      }, { signal })
      this.grips.set(part, grip)
    }
  }

  /** Whether the stimulus is to be seen: also one of nothing, as long as the reader has it in hand. */
  private get seen(): boolean {
    return this.always || this.owner.get(this.strength) !== 0 || [...this.grips.values()].includes(document.activeElement as HTMLElement)
  }

  show(): void {
    const parts = [this.shape, ...this.grips.values()]
    if (!this.seen) {
      this.area = undefined
      this.wanted = []
      return parts.forEach(part => part.remove())
    }
    if (!this.shape.isConnected) this.panel.over.append(...parts)
    const [width, height] = this.panel.extent
    const onset = this.owner.get(`${this.kind}.onset`)
    const left = this.panel.pixel(onset, 0)[0]
    const right = this.kind === "kick" ? left : this.panel.pixel(onset + this.width, 0)[0]
    const tall = this.height(height)
    const base = (1 - BASE) * height
    const [from, to] = [clamp(left, -BAR, width + BAR), clamp(right, -BAR, width + BAR)]
    this.area = {
      left: from, width: Math.max(BAR / 2, to - from), top: Math.min(base, base - tall) - BAR / 2, height: Math.abs(tall) + BAR,
    }
    for (const [side, length] of Object.entries(this.area)) this.shape.style.setProperty(side, `${length}px`)
    this.shape.classList.toggle("ap-live__stimulus--ramp", this.kind === "ramp")
    this.shape.classList.toggle("is-down", tall < 0)
    const top = base - tall + (tall < 0 ? 1 : -1) * (GRIP / 2)
    const middle = (from + to) / 2
    const wanted: [Part, number, number][] = [
      ["onset", Math.min(from - GRIP / 2, middle - GRIP), base],
      ["end", Math.max(to + (this.kind === "ramp" ? GRIP : GRIP / 2), middle + GRIP), base],
      ["strength", this.kind === "ramp" ? to : middle, clamp(top, GRIP / 2, height - GRIP / 2)],
    ]
    this.wanted = wanted.filter(([part]) => this.grips.has(part))
    for (const [part, grip] of this.grips) {
      const now = String(this.named(part)[1])
      if (grip.ariaValueNow !== now) grip.ariaValueNow = now
    }
  }

  /** Put the grips of all stimuli in one panel where they are wanted, but not upon each other; returns what is covered. */
  static settle(handles: readonly Handle[], width: number): Box[] {
    const all = handles.flatMap(handle => handle.wanted.map(([part, x, y]) => ({ handle, part, x, y })))
    const places = apart(all.map(({ x, y }) => [x, y] as const), width)
    all.forEach(({ handle, part, y }, index) => handle.put(part, places[index]!, y))
    return [
      ...handles.flatMap(({ area }) => area ?? []),
      ...all.map(({ y }, index) => ({ left: places[index]! - GRIP / 2, top: y - GRIP / 2, width: GRIP, height: GRIP })),
    ]
  }

  private get width(): number {
    return this.owner.get(`${this.kind}.width`)
  }

  /** How tall the shape stands, CSS pixels; the largest reach is the tallest. */
  private height(panel: number): number {
    const strength = this.owner.get(this.strength) - this.zero
    return clamp((strength / this.most) * TALL * panel, -BASE * panel, 0.9 * panel)
  }

  /** The strongest that its slider reaches. */
  private get most(): number {
    const [low, high] = this.owner.reach(CONTROLS[this.strength]!)
    return Math.max(Math.abs(low - this.zero), Math.abs(high - this.zero))
  }

  /** What counts as no stimulus: a command's is the holding potential. */
  private get zero(): number {
    return this.kind === "command" ? this.owner.get("holding") : 0
  }

  private put(part: Part, x: number, y: number): void {
    const grip = this.grips.get(part)
    if (!grip) return
    grip.style.transform = `translate(${x - GRIP / 2}px, ${y - GRIP / 2}px)`
  }

  /** Say in words where the grips stand. */
  describe(): void {
    for (const [part, grip] of this.grips) {
      const [name, value] = this.named(part)
      const control = CONTROLS[name]!
      const [low, high] = this.owner.reach(control)
      const said = {
        "aria-label": control.label, "aria-valuemin": String(Math.min(low, value)), "aria-valuemax": String(Math.max(high, value)),
        "aria-valuenow": String(value), "aria-valuetext": spoken(value, control.unit, digitsOf(control, value)),
      }
      for (const [attribute, text] of Object.entries(said)) grip.setAttribute(attribute, text)
    }
  }

  private named(part: Part): [string, number] {
    const name = { onset: `${this.kind}.onset`, end: `${this.kind}.width`, strength: this.strength }[part]
    return [name, this.owner.get(name)]
  }

  private keyed(event: KeyboardEvent, part: Part): void {
    const [name, value] = this.named(part)
    const control = CONTROLS[name]!
    const next = stepped(event, value, control.step, this.owner.reach(control), part === "end" ? this.seenWidth : value)
    if (next === null || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    this.owner.set(name, next)
  }

  /** The width of what is seen: an end beyond the axes is taken hold of at theirs. */
  private get seenWidth(): number {
    return Math.min(this.width, this.panel.axes.x.limits[1] - this.owner.get(`${this.kind}.onset`))
  }

  /** Take hold: what is in hand goes with the pointer, also where the axes become wider meanwhile. */
  private grab({ clientX: x, clientY: y }: PointerEvent, part: Part): (to: PointerEvent) => void {
    const [name, value] = this.named(part)
    const control = CONTROLS[name]!
    const onset = this.owner.get(`${this.kind}.onset`)
    const upright = part === "strength"
    const [low, high] = this.owner.reach(control)
    const seen = part === "end" ? this.seenWidth : clamp(value, low, high)
    const from = upright ? ((seen - this.zero) / this.most) * TALL * this.panel.extent[1]
      : this.panel.pixel(part === "end" ? onset + seen : seen, 0)[0]
    return to => {
      const at = upright ? this.zero + ((from + y - to.clientY) / (TALL * this.panel.extent[1])) * this.most
        : this.panel.value(from + to.clientX - x, 0)[0] - (part === "end" ? onset : 0)
      // What lies beyond sight or reach stays there until it is pulled back.
      const beyond = value > seen ? at >= seen : value < seen && at <= seen
      const most = part === "onset" ? Math.min(high, this.ms) : high
      this.owner.set(name, beyond ? value : clamp(onGrid(at, control.step), Math.min(low, seen), Math.max(most, seen)))
    }
  }
}

/** A point on a curve that can be taken hold of: two values at once. */
export class DragPoint {
  private readonly grip = make("div", { class: "ap-live__grip ap-live__grip--point", "aria-hidden": "true" })

  constructor(
    private readonly panel: Panel,
    onDrag: (x: number, y: number) => void,
    signal: AbortSignal,
  ) {
    draggable(this.grip, () => to => {
      const box = this.panel.over.getBoundingClientRect()
      onDrag(...this.panel.value(clamp(to.clientX - box.left, 0, box.width), clamp(to.clientY - box.top, 0, box.height)))
    }, signal)
    panel.over.append(this.grip)
  }

  show(x: number, y: number): void {
    const [left, top] = this.panel.pixel(x, y)
    const [width, height] = this.panel.extent
    this.grip.style.transform = `translate(${clamp(left, 0, width) - GRIP / 2}px, ${clamp(top, 0, height) - GRIP / 2}px)`
  }
}
