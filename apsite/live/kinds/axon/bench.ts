/** What stands beneath a live axon: beside what all have, buttons that make experiments. */

import { READOUTS } from "@model/axon-constants"

import type { Action, AxonPreset } from "./state"
import { Bench, type Actions, type Group } from "../../bench/bench"
import { button, drawer } from "../../bench/drawers"
import { make } from "../../page/elements"

const OWN_KEYS: readonly (readonly [string, string])[] = [
  ["1, 2 on the axon", "stimuli: the arrow keys move them, and the spike starts where they stand"],
  ["A, B beneath it", "electrodes: the arrow keys move them, and the velocity is measured between them"],
]
const GROUPS: readonly Group[] = [
  ["Stimuli", name => /^(first|second)\./.test(name)],
  ["Stretch that differs", name => name.startsWith("stretch.")],
  ["Axon and run", name => !name.includes(".")],
]

/** What this bench asks for beyond what all do. */
export interface AxonActions extends Actions {
  toggle(action: Action): void
  done(action: Action): boolean
  /** What is in "Hear it". */
  hear(): Promise<HTMLElement>
}

export class AxonBench extends Bench<AxonActions> {
  private readonly toggles = new Map<Action, HTMLButtonElement>()

  /** `playback` lets the run be played; `id` begins every identifier. */
  constructor(preset: AxonPreset, figure: AxonActions, id: string, playback: HTMLElement) {
    super(id, preset.controls, READOUTS, figure)
    const experiments = make("div", { class: "ap-live__toolbar", role: "group", "aria-label": "Experiments" })
    for (const action of preset.actions) {
      const made = button(action.label, () => figure.toggle(action))
      this.toggles.set(action, made)
      experiments.append(made)
    }
    const hearing = drawer(this.drawers, id, "Hear it", () => figure.hear())
    const rest = Object.keys(preset.values).filter(name => !preset.shown.includes(name))
    this.element.append(
      playback,
      experiments,
      this.controlsOf(preset.shown),
      this.readouts(Object.keys(READOUTS)),
      ...this.more(() => this.grouped(rest, GROUPS), OWN_KEYS, hearing),
    )
  }

  override show(changed: boolean): void {
    super.show(changed)
    for (const [action, made] of this.toggles) made.setAttribute("aria-pressed", String(this.figure.done(action)))
  }
}
