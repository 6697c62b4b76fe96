/** What stands on the drawn axon and is moved along it: stimuli, electrodes, the ends of a stretch. */

import { onGrid, stepped, type Owner } from "../../bench/controls"
import { draggable } from "../../page/drag"
import { clamp, digitsOf, spoken } from "../../page/numbers"
import type { Control } from "../../page/types"
import { make } from "../../page/elements"

export const GRIP = 24 // CSS pixels: what a finger hits
const OVER = 2 // how far over the axon's end one may stand

/** A grip's place on the drawing, CSS pixels, and the scale along it. */
export interface Ruler {
  readonly left: number
  readonly width: number
  readonly length: number
}

export class Grip {
  readonly element: HTMLElement
  private state = ""

  /** `from` (cm): where the control counts from. `shift`: CSS pixels beside the place that it stands for. */
  constructor(
    private readonly control: Control,
    kind: string,
    letter: string,
    private readonly height: number,
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
    this.element.addEventListener("blur", () => this.show(), { signal })
  }

  /** Stand where the control says; most grips stand still while one is moved. */
  show(): void {
    const { control, owner } = this
    const { left, width, length } = this.ruler()
    const value = owner.get(control.name)
    const hidden = !this.shown() && document.activeElement !== this.element // what is in hand stays
    const state = [hidden, left, width, length, value, this.from()].join()
    if (state === this.state) return
    this.state = state
    this.element.hidden = hidden
    const x = left + ((value + this.from()) / length) * width + this.shift
    this.element.style.transform = `translate(${clamp(x, GRIP / 2, left + width + OVER) - GRIP / 2}px, ${this.height - GRIP / 2}px)`
    const [low, high] = owner.reach(control)
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
