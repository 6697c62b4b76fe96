/** What stands beneath a live axon: its time, what happened, experiments, controls, read-outs, drawers with the rest. */

import type { Action, AxonPreset } from "./axon-state"
import { MEASURES, type Passage } from "./axon-words"
import { Slider, type Owner } from "./controls"
import { KEYS, button, drawer, keys, sharing, type Taken } from "./drawers"
import { spoken, steady, typeset } from "./numbers"
import { make, setText } from "./words"

const OWN_KEYS: readonly (readonly [string, string])[] = [
  ["1, 2 on the axon", "stimuli: the arrow keys move them, and the spike starts where they stand"],
  ["A, B beneath it", "electrodes: the arrow keys move them, and the velocity is measured between them"],
]
const GROUPS: readonly (readonly [string, (name: string) => boolean])[] = [
  ["Stimuli", name => /^(first|second)\./.test(name)],
  ["Stretch that differs", name => name.startsWith("stretch.")],
  ["Axon and run", name => !name.includes(".")],
]

export interface Actions extends Taken {
  resetAll(): void
  toggle(action: Action): void
  done(action: Action): boolean
  moveCursor(moment: number): void
  /** Start or stop the time that runs; where motion is not wanted, go on by one step. */
  play(): void
}

export class AxonBench {
  readonly element = make("div", { class: "ap-live__bench" })
  private readonly sliders: Slider[] = []
  private readonly status = make("p", { class: "ap-live__status", "aria-hidden": "true" })
  private readonly spokenStatus = make("p", { class: "ap-live__hidden", role: "status", "aria-live": "polite" })
  private readonly summary = make("p", { class: "ap-live__hidden" })
  private readonly readouts = new Map<string, HTMLElement>()
  private readonly toggles = new Map<Action, HTMLButtonElement>()
  private readonly cursor = make("input", { type: "range", "aria-label": "Time cursor", min: "0", step: "any" })
  /** No live region: while time runs it changes in every frame. The cursor says the same of itself. */
  private readonly moment = make("div", { class: "ap-live__moment", "aria-hidden": "true" })
  private readonly playButton: HTMLButtonElement
  private readonly resetButton: HTMLButtonElement
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly preset: AxonPreset, private readonly owner: Owner, private readonly actions: Actions, id: string) {
    this.summary.id = `${id}-summary`
    this.playButton = button("Play", () => actions.play())
    this.playButton.classList.add("ap-live__play")
    this.resetButton = button("Reset all", () => actions.resetAll())
    const experiments = make("div", { class: "ap-live__toolbar", role: "group", "aria-label": "Experiments" })
    for (const action of preset.actions) {
      const made = button(action.label, () => actions.toggle(action))
      this.toggles.set(action, made)
      experiments.append(made)
    }
    const drawers = make("div", { class: "ap-live__drawers" })
    const toolbar = make(
      "div", { class: "ap-live__toolbar", role: "group", "aria-label": "More" }, this.resetButton,
      drawer(drawers, id, "All settings", () => this.settings()),
      drawer(drawers, id, "Share and save", () => sharing(actions)),
      drawer(drawers, id, "Keys", () => keys([...OWN_KEYS, ...KEYS])),
    )
    const values = make("dl", { class: "ap-live__readouts" }, ...Object.entries(MEASURES).map(([name, { label }]) => {
      const value = make("dd", {}, "\u2013")
      this.readouts.set(name, value)
      return make("div", { "data-measure": name }, make("dt", {}, label), value)
    }))
    this.element.append(
      this.cursorRow(), this.status, this.spokenStatus, this.summary, experiments, this.controls(preset.shown), values, toolbar, drawers,
    )
  }

  /** Show the present values, and what was measured if it is of them. */
  show(changed: boolean, passage: Passage | undefined): void {
    for (const slider of this.sliders) slider.show()
    this.resetButton.disabled = !changed
    for (const [action, made] of this.toggles) made.setAttribute("aria-pressed", String(this.actions.done(action)))
    if (!passage) return
    for (const [name, element] of this.readouts) {
      const { unit, digits, of } = MEASURES[name]!
      const value = of(passage)
      if (value === null) delete element.dataset["value"]
      else element.dataset["value"] = String(value)
      setText(element, value === null ? "\u2013" : steady(value, unit, digits))
    }
  }

  /** Say what happened: at once on the page, and aloud once things have come to rest. */
  say(shown: string, aloud: string, summary: string, problem: boolean): void {
    setText(this.status, shown)
    this.status.classList.toggle("is-problem", problem)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      if (this.spokenStatus.textContent !== aloud) this.spokenStatus.textContent = aloud
      this.summary.textContent = summary
    }, 400)
  }

  /** Show the time cursor at `moment` of `ms`, with what stands there. */
  point(moment: number, ms: number, shown: string, aloud: string): void {
    this.cursor.max = String(ms)
    this.cursor.value = String(moment)
    this.cursor.setAttribute("aria-valuetext", `${spoken(moment, "ms", 2)}: ${aloud}`)
    setText(this.moment, `${typeset(moment, "ms", 2)}: ${shown}`)
  }

  playing(name: "Play" | "Pause" | "Step"): void {
    setText(this.playButton, name)
  }

  destroy(): void {
    clearTimeout(this.timer)
    this.element.remove()
  }

  private controls(names: readonly string[]): HTMLElement {
    return make("div", { class: "ap-live__controls" }, ...names.map(name => {
      const slider = new Slider(this.preset.controls[name]!, this.owner)
      this.sliders.push(slider)
      return slider.element
    }))
  }

  private settings(): HTMLElement {
    const rest = Object.keys(this.preset.values).filter(name => !this.preset.shown.includes(name))
    return make("div", {}, ...GROUPS.map(([title, belongs]) =>
      make("fieldset", {}, make("legend", {}, title), this.controls(rest.filter(belongs)))))
  }

  private cursorRow(): HTMLElement {
    const { cursor, actions } = this
    cursor.addEventListener("input", () => actions.moveCursor(Number(cursor.value)))
    cursor.addEventListener("keydown", event => {
      const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key]
      if (way === undefined) return
      event.preventDefault()
      const step = (event.shiftKey ? 10 : 1) * Math.max(this.preset.dt, Number(cursor.max) / 200)
      actions.moveCursor(Number(cursor.value) + way * step)
    })
    return make("div", { class: "ap-live__cursor ap-live__cursor--played" }, this.playButton, cursor, this.moment)
  }
}
