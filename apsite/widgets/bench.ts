/** What stands beneath a live figure: what happened, controls, read-outs, the time cursor, and drawers with the rest. */

import { CONTROLS } from "@model/facts"

import { Slider, type Owner } from "./controls"
import { KEYS, button, drawer, keys, sharing, type Taken } from "./drawers"
import { MEASURES } from "./measures"
import { spoken, steady, typeset } from "./numbers"
import type { Preset } from "./types"
import { make, setText } from "./words"

const GROUPS: readonly (readonly [string, (name: string) => boolean])[] = [
  ["Stimulus", name => name.includes(".") || name === "holding"],
  ["Membrane", name => !/^(P_|TTX|TEA)|_(in|out)$|\.|holding/.test(name)],
  ["Blockers", name => name === "TTX" || name === "TEA"],
  ["Solutions", name => /^P_|_(in|out)$/.test(name)],
]

/** What the bench asks of the rig beside the values. */
export interface Actions extends Taken {
  resetAll(): void
  togglePlot(name: string): void
  moveCursor(time: number): void
}

export class Bench {
  readonly element = make("div", { class: "ap-live__bench" })
  /** Where added plots go. */
  readonly plots = make("div", { class: "ap-live__plots" })
  private readonly sliders: Slider[] = []
  private readonly status = make("p", { class: "ap-live__status", "aria-hidden": "true" })
  private readonly spokenStatus = make("p", { class: "ap-live__hidden", role: "status", "aria-live": "polite" })
  private readonly summary = make("p", { class: "ap-live__hidden" })
  /** The element of each measure's value. */
  private readonly readouts = new Map<string, HTMLElement>()
  private readonly cursor = make("input", { type: "range", "aria-label": "Time cursor", step: "any" })
  private readonly cursorText = make("output", { class: "ap-live__moment" })
  private readonly resetButton: HTMLButtonElement
  private readonly plotDrawer: HTMLButtonElement
  private readonly plotButtons = new Map<string, HTMLButtonElement>()
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly preset: Preset,
    private readonly owner: Owner,
    private readonly actions: Actions,
    plots: readonly string[],
    id: string,
  ) {
    this.summary.id = `${id}-summary`
    const shown = make("div", { class: "ap-live__controls" }, ...preset.shown.map(name => this.slider(name)))
    this.resetButton = button("Reset all", () => actions.resetAll())
    const drawers = make("div", { class: "ap-live__drawers" })
    const toolbar = make("div", { class: "ap-live__toolbar", role: "group", "aria-label": "More" }, this.resetButton)
    this.plotDrawer = drawer(drawers, id, "More plots", () => this.plotChoice(plots))
    if (plots.length) toolbar.append(this.plotDrawer)
    toolbar.append(
      drawer(drawers, id, "All settings", () => this.settings()),
      drawer(drawers, id, "Share and save", () => sharing(actions)),
      drawer(drawers, id, "Keys", () => keys(KEYS)),
    )
    this.element.append(this.status, this.spokenStatus, this.summary, shown, this.readoutList())
    if (preset.bench !== "solutions") this.element.append(this.cursorRow())
    this.element.append(toolbar, drawers)
  }

  /** Show the present values. */
  show(changed: boolean, measured: (name: string) => number | null): void {
    for (const slider of this.sliders) slider.show()
    this.resetButton.disabled = !changed
    for (const [name, element] of this.readouts) {
      const { unit, digits } = MEASURES[name]!
      const value = measured(name)
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

  /** Show the time cursor at `time`, with what stands there. */
  point(time: number | null, text: string): void {
    if (time !== null) {
      this.cursor.value = String(time)
      this.cursor.setAttribute("aria-valuetext", `${spoken(time, "ms", 2)}: ${text}`)
    }
    setText(this.cursorText, time === null ? "Point at the plot, or move the slider, to read values off." : `${typeset(time, "ms", 2)}: ${text}`)
  }

  /** Open the drawer of the added plots. */
  showPlots(): void {
    if (this.plotDrawer.getAttribute("aria-expanded") === "false") this.plotDrawer.click()
  }

  pressed(name: string, on: boolean): void {
    this.plotButtons.get(name)?.setAttribute("aria-pressed", String(on))
  }

  destroy(): void {
    clearTimeout(this.timer)
    this.element.remove()
  }

  private readoutList(): HTMLElement {
    return make("dl", { class: "ap-live__readouts" }, ...this.preset.read.map(name => {
      const value = make("dd")
      this.readouts.set(name, value)
      return make("div", { "data-measure": name }, make("dt", {}, MEASURES[name]!.label), value)
    }))
  }

  private slider(name: string): HTMLElement {
    const slider = new Slider(CONTROLS[name]!, this.owner)
    this.sliders.push(slider)
    return slider.element
  }

  private plotChoice(plots: readonly string[]): HTMLElement {
    const buttons = plots.map(name => {
      const made = button(name === "phase" ? "Phase plane" : name[0]!.toUpperCase() + name.slice(1), () => this.actions.togglePlot(name))
      made.setAttribute("aria-pressed", "false")
      this.plotButtons.set(name, made)
      return made
    })
    return make("div", {}, make("div", { class: "ap-live__toolbar" }, ...buttons), this.plots)
  }

  private settings(): HTMLElement {
    const rest = Object.keys(this.preset.values).filter(name => !this.preset.shown.includes(name))
    const groups = GROUPS.map(([title, belongs]) => [title, rest.filter(belongs)] as const).filter(([, names]) => names.length)
    return make("div", {}, ...groups.map(([title, names]) => {
      const controls = make("div", { class: "ap-live__controls" }, ...names.map(name => this.slider(name)))
      return make("fieldset", {}, make("legend", {}, title), controls)
    }))
  }

  private cursorRow(): HTMLElement {
    const { origin, ms } = this.preset
    this.cursor.min = String(-origin)
    this.cursor.max = String(ms - origin)
    this.cursor.value = "0"
    this.cursor.addEventListener("input", () => this.actions.moveCursor(Number(this.cursor.value)))
    this.cursor.addEventListener("keydown", event => {
      const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
      if (way === undefined) return
      event.preventDefault()
      const step = (event.shiftKey ? 10 : 1) * Math.max(this.preset.dt, ms / 500)
      this.actions.moveCursor(Math.min(ms - origin, Math.max(-origin, Number(this.cursor.value) + way * step)))
    })
    return make("div", { class: "ap-live__cursor" }, this.cursor, this.cursorText)
  }
}
