/** Stimuli on the plot itself: a shape that is drawn where it acts, with grips for its start, its end and its height. */

import { CONTROLS, GRIP, TALL } from "@model/constants"

import { onGrid, stepped, type Owner } from "../../bench/controls"
import { draggable } from "../../page/drag"
import { settled, Stimulus, type Part, type Standing } from "./grip-places"
import type { Box } from "../../plot/ground"
import { clamp, digitsOf, spoken } from "../../page/numbers"
import type { Panel } from "../../plot/panel"
import { make } from "../../page/elements"

/** The grips and the shape of one stimulus in one panel; unless they are there `always`, only while it acts. */
export class Handle {
  private readonly shape = make("div", { class: "ap-live__stimulus", "aria-hidden": "true" })
  private readonly grips = new Map<Part, HTMLElement>()
  private readonly stimulus: Stimulus
  /** Where they stand; nowhere while the stimulus is nothing. */
  private standing: Standing | undefined

  constructor(
    private readonly kind: string,
    readonly panel: Panel,
    private readonly owner: Owner,
    private readonly ms: number,
    private readonly always: boolean,
    signal: AbortSignal,
  ) {
    this.stimulus = new Stimulus(kind, owner)
    for (const part of this.stimulus.parts) {
      const grip = make("div", { class: `ap-live__grip ap-live__grip--${part}`, role: "slider", tabindex: "0" })
      grip.setAttribute("aria-orientation", part === "strength" ? "vertical" : "horizontal")
      draggable(grip, start => this.grab(start, part), signal)
      grip.addEventListener("keydown", event => this.keyed(event, part), { signal })
      grip.addEventListener(
        "blur",
        ({ relatedTarget }) => {
          if (![...this.grips.values()].includes(relatedTarget as HTMLElement)) this.show()
        },
        { signal },
      )
      this.grips.set(part, grip)
    }
  }

  /** Whether the stimulus is to be seen: also one of nothing, as long as the reader has it in hand. */
  private get seen(): boolean {
    return (
      this.always ||
      this.owner.get(this.stimulus.strength) !== 0 ||
      [...this.grips.values()].includes(document.activeElement as HTMLElement)
    )
  }

  /** The stimulus, where it is seen. */
  get acting(): Stimulus | undefined {
    return this.standing && this.stimulus
  }

  show(): void {
    const parts = [this.shape, ...this.grips.values()]
    if (!this.seen) {
      this.standing = undefined
      return parts.forEach(part => part.remove())
    }
    if (!this.shape.isConnected) this.panel.over.append(...parts)
    this.standing = this.stimulus.standing(this.panel)
    for (const [side, length] of Object.entries(this.standing.area)) this.shape.style.setProperty(side, `${length}px`)
    this.shape.classList.toggle("ap-live__stimulus--ramp", this.kind === "ramp")
    this.shape.classList.toggle("is-down", this.stimulus.tall(this.panel.extent) < 0)
    for (const [part, grip] of this.grips) {
      const now = String(this.named(part)[1])
      if (grip.ariaValueNow !== now) grip.ariaValueNow = now
    }
  }

  /** Put the grips of all stimuli in one panel where they are wanted, but not upon each other; returns what is covered. */
  static settle(handles: readonly Handle[], width: number): Box[] {
    const seen = handles.filter(({ standing }) => standing)
    const { places, covered } = settled(
      seen.map(({ standing }) => standing!),
      width,
    )
    let at = 0
    for (const handle of seen) for (const [part, , y] of handle.standing!.wanted) handle.put(part, places[at++]!, y)
    return covered
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
        "aria-label": control.label,
        "aria-valuemin": String(Math.min(low, value)),
        "aria-valuemax": String(Math.max(high, value)),
        "aria-valuenow": String(value),
        "aria-valuetext": spoken(value, control.unit, digitsOf(control, value)),
      }
      for (const [attribute, text] of Object.entries(said)) grip.setAttribute(attribute, text)
    }
  }

  private named(part: Part): [string, number] {
    const name = { onset: `${this.kind}.onset`, end: `${this.kind}.width`, strength: this.stimulus.strength }[part]
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
    return Math.min(this.stimulus.width, this.panel.axes.x.limits[1] - this.owner.get(`${this.kind}.onset`))
  }

  /** Take hold: what is in hand goes with the pointer, also where the axes become wider meanwhile. */
  private grab({ clientX: x, clientY: y }: PointerEvent, part: Part): (to: PointerEvent) => void {
    const [name, value] = this.named(part)
    const control = CONTROLS[name]!
    const { onset, zero, most: strongest } = this.stimulus
    const upright = part === "strength"
    const [low, high] = this.owner.reach(control)
    const seen = part === "end" ? this.seenWidth : clamp(value, low, high)
    const from = upright
      ? ((seen - zero) / strongest) * TALL * this.panel.extent[1]
      : this.panel.pixel(part === "end" ? onset + seen : seen, 0)[0]
    return to => {
      const at = upright
        ? zero + ((from + y - to.clientY) / (TALL * this.panel.extent[1])) * strongest
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
    draggable(
      this.grip,
      () => to => {
        const box = this.panel.over.getBoundingClientRect()
        onDrag(...this.panel.value(clamp(to.clientX - box.left, 0, box.width), clamp(to.clientY - box.top, 0, box.height)))
      },
      signal,
    )
    panel.over.append(this.grip)
  }

  show(x: number, y: number): void {
    const [left, top] = this.panel.pixel(x, y)
    const [width, height] = this.panel.extent
    this.grip.style.transform = `translate(${clamp(left, 0, width) - GRIP / 2}px, ${clamp(top, 0, height) - GRIP / 2}px)`
  }
}
