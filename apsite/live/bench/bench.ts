/** What stands beneath live figures of every kind: what happened, controls, read-outs, and drawers with the rest. */

import { Slider, type Owner } from "./controls"
import { button, drawer, enable } from "./drawers"
import { steady } from "../page/numbers"
import type { Control, Readout } from "../page/types"
import { apart, make, setText } from "../page/elements"

/** What a bench asks of the figure. */
export interface Actions extends Owner {
  resetAll(): void
  /** What is in "Share and save". */
  share(): Promise<HTMLElement>
}

/** A group of settings by its title, and which controls belong to it. */
export type Group = readonly [string, (name: string) => boolean]

const NONE = "\u2013"

export class Bench<Asked extends Actions = Actions> {
  readonly element = make("div", { class: "ap-live__bench" })
  private readonly status = make("p", { class: "ap-live__status", "aria-hidden": "true" })
  private readonly spokenStatus = make("p", { class: "ap-live__hidden", role: "status", "aria-live": "polite" })
  private readonly summary = make("p", { class: "ap-live__hidden" })
  private readonly sliders: Slider[] = []
  /** The element of each measure's value. */
  private readonly values = new Map<string, HTMLElement>()
  protected readonly drawers = make("div", { class: "ap-live__drawers" })
  private readonly resetButton: HTMLButtonElement
  private timer: ReturnType<typeof setTimeout> | undefined

  /** `controls` and `measures` are all that there may be, by name; `id` begins every identifier. */
  constructor(
    private readonly id: string,
    private readonly controls: Readonly<Record<string, Control>>,
    private readonly measures: Readonly<Record<string, Readout>>,
    protected readonly figure: Asked,
  ) {
    this.summary.id = `${id}-summary`
    this.resetButton = button("Reset all", () => figure.resetAll())
    this.element.append(this.status, this.spokenStatus, this.summary)
  }

  /** Show the present values. */
  show(changed: boolean): void {
    for (const slider of this.sliders) slider.show()
    enable(this.resetButton, changed)
  }

  /** Show the measures, null where there is none. */
  read(measured: (name: string) => number | null): void {
    for (const [name, element] of this.values) {
      const { unit, digits } = this.measures[name]!
      const value = measured(name)
      if (value === null) delete element.dataset["value"]
      else element.dataset["value"] = String(value)
      setText(element.querySelector(".ap-live__apart")!, value === null ? NONE : steady(value, unit, digits))
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

  destroy(): void {
    clearTimeout(this.timer)
    this.element.remove()
  }

  protected controlsOf(names: readonly string[]): HTMLElement {
    return make(
      "div",
      { class: "ap-live__controls" },
      ...names.map(name => {
        const slider = new Slider(this.controls[name]!, this.figure)
        this.sliders.push(slider)
        return slider.element
      }),
    )
  }

  /** Controls by their groups, those that have any. */
  protected grouped(names: readonly string[], groups: readonly Group[]): HTMLElement {
    const filled = groups.map(([title, belongs]) => [title, names.filter(belongs)] as const).filter(([, own]) => own.length)
    return make("div", {}, ...filled.map(([title, own]) => make("fieldset", {}, make("legend", {}, title), this.controlsOf(own))))
  }

  protected readouts(names: readonly string[]): HTMLElement {
    return make(
      "dl",
      { class: "ap-live__readouts" },
      ...names.map(name => {
        const value = make("dd", {}, apart(make("div", {}, NONE)))
        this.values.set(name, value)
        return make("div", { "data-measure": name }, make("dt", {}, this.measures[name]!.label), value)
      }),
    )
  }

  /** The toolbar that opens drawers, `first` among its buttons, and the drawers; `own` are the keys of this kind alone. */
  protected more(settings: () => HTMLElement, own: readonly (readonly [string, string])[], ...first: HTMLElement[]): HTMLElement[] {
    const { drawers, id, figure } = this
    const toolbar = make(
      "div",
      { class: "ap-live__toolbar", role: "group", "aria-label": "More" },
      this.resetButton,
      ...first,
      drawer(drawers, id, "All settings", settings),
      drawer(drawers, id, "Share and save", () => figure.share()),
      drawer(drawers, id, "Keys", async () => (await import("./keys")).keys(own)),
    )
    return [toolbar, drawers]
  }
}
