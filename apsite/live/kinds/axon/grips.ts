/** What stands on the drawn axon and is moved along it: stimuli, electrodes, the ends of a stretch. */

import { onGrid, stepped, type Owner } from "../../bench/controls"
import { draggable } from "../../page/drag"
import { apart } from "../../plot/apart"
import { clamp, digitsOf, spoken } from "../../page/numbers"
import type { Control } from "../../page/types"
import { make } from "../../page/elements"

export const GRIP = 24 // CSS pixels: what a finger hits
const OVER = 2 // how far over the axon's end one may stand
const ASIDE = 10 // how far beside its middle one may point

/** A grip's place on the drawing, CSS pixels, and the scale along it. */
export interface Ruler {
  readonly left: number
  readonly width: number
  readonly length: number
}

export class Grip {
  readonly element: HTMLElement
  /** Where on the drawing its middle is, and how far that is from where it points to, CSS pixels. */
  at: readonly [number, number] = [0, 0]
  aside = 0
  private state = ""

  /** `from` (cm): where the control counts from. `shift`: CSS pixels beside the place that it stands for. */
  constructor(
    private readonly control: Control,
    readonly kind: string,
    readonly letter: string,
    readonly height: number,
    private readonly owner: Owner,
    private readonly ruler: () => Ruler,
    private readonly from: () => number,
    private readonly shown: () => boolean,
    private readonly shift: number,
    signal: AbortSignal,
  ) {
    this.element = make(
      "div",
      {
        class: `ap-live__grip ap-live__grip--${kind}`,
        role: "slider",
        tabindex: "0",
        "aria-orientation": "horizontal",
        "aria-label": control.label,
        "data-grip": control.name,
      },
      letter,
    )
    draggable(this.element, start => this.grab(start), signal)
    this.element.addEventListener("keydown", event => this.keyed(event), { signal })
  }

  /** Whether it is to be seen; what is in hand stays. */
  get seen(): boolean {
    return this.shown() || document.activeElement === this.element
  }

  /** Where along the drawing its middle would be best, CSS pixels. */
  get wanted(): number {
    const { left, width, length } = this.ruler()
    return left + ((this.owner.get(this.control.name) + this.from()) / length) * width + this.shift
  }

  /** Put grips where they are wanted, those at one height not upon each other. */
  static settle(grips: readonly Grip[], { left, width }: Ruler): void {
    for (const grip of grips) {
      const row = grips.filter(each => each.seen && each.height === grip.height)
      const places = apart(
        row.map(each => [each.wanted, each.height] as const),
        left + width + OVER + GRIP / 2,
        GRIP,
      )
      grip.show(places[row.indexOf(grip)] ?? null)
    }
  }

  /** Stand at `x`, or nowhere; most grips stand still while one is moved. */
  private show(x: number | null): void {
    const { control, owner } = this
    const value = owner.get(control.name)
    const reach = owner.reach(control)
    const state = [x, value, ...reach].join()
    if (state === this.state) return
    this.state = state
    this.element.hidden = x === null
    if (x !== null) {
      const points = this.wanted - x
      this.at = [x, this.height]
      this.aside = clamp(points, -ASIDE, ASIDE)
      this.element.style.setProperty("--points", `${this.aside}px`)
      this.element.style.transform = `translate(${x - GRIP / 2}px, ${this.height - GRIP / 2}px)`
    }
    const [low, high] = reach
    const said = {
      "aria-valuemin": String(Math.min(low, value)),
      "aria-valuemax": String(Math.max(high, value)),
      "aria-valuenow": String(value),
      "aria-valuetext": spoken(value, control.unit, digitsOf(control, value)),
    }
    for (const [attribute, text] of Object.entries(said)) this.element.setAttribute(attribute, text)
  }

  private grab({ clientX: begun }: PointerEvent): (move: PointerEvent) => void {
    const { control, owner } = this
    const before = owner.get(control.name)
    return ({ clientX }) => {
      const { width, length } = this.ruler()
      const value = onGrid(before + ((clientX - begun) / width) * length, control.step)
      owner.set(control.name, clamp(value, ...owner.legal(control)))
    }
  }

  private keyed(event: KeyboardEvent): void {
    const value = stepped(event, this.owner.get(this.control.name), this.control.step, this.owner.reach(this.control))
    if (value === null || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    this.owner.set(this.control.name, value)
  }
}
