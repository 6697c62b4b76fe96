/** What stands beneath a terminal's figure: what happened, the next spike, controls, read-outs, drawers with the rest. */

import { CONTROLS, MOST_SPIKES } from "@model/terminal-facts"

import { Slider, type Owner } from "./controls"
import { KEYS, button, drawer, keys, sharing, type Taken } from "./drawers"
import { steady } from "./numbers"
import type { Synapse } from "./synapse"
import { MEASURES } from "./synapse-words"
import { make, setText } from "./words"

export interface Actions extends Taken {
  resetAll(): void
  /** Send so many spikes more. */
  send(spikes: number): void
  /** Forget the spikes so far, and begin again with other random numbers. */
  begin(): void
}

export class SynapseBench {
  readonly element = make("div", { class: "ap-live__bench" })
  private readonly sliders: Slider[] = []
  private readonly status = make("p", { class: "ap-live__status", "aria-hidden": "true" })
  private readonly spokenStatus = make("p", { class: "ap-live__hidden", role: "status", "aria-live": "polite" })
  private readonly summary = make("p", { class: "ap-live__hidden" })
  private readonly readouts = new Map<string, HTMLElement>()
  private readonly resetButton: HTMLButtonElement
  private readonly senders: readonly HTMLButtonElement[]
  private timer: ReturnType<typeof setTimeout> | undefined

  /** `shown` are the controls in sight, `all` those that there are, `read` the measures; `id` begins every identifier. */
  constructor(
    id: string, shown: readonly string[], all: readonly string[], read: readonly string[], counting: boolean,
    private readonly owner: Owner, actions: Actions,
  ) {
    this.summary.id = `${id}-summary`
    this.senders = [["One more spike", 1], ["Twenty more spikes", 20]].map(([text, spikes]) =>
      button(text as string, () => actions.send(spikes as number)))
    const sending = make(
      "div", { class: "ap-live__toolbar", role: "group", "aria-label": "Spikes" },
      ...this.senders, button("New series", () => actions.begin()),
    )
    this.resetButton = button("Reset all", () => actions.resetAll())
    const drawers = make("div", { class: "ap-live__drawers" })
    const rest = all.filter(name => !shown.includes(name) && (counting || !["spikes", "seed"].includes(name)))
    const toolbar = make(
      "div", { class: "ap-live__toolbar", role: "group", "aria-label": "More" }, this.resetButton,
      drawer(drawers, id, "All settings", () => make("div", {}, this.controls(rest))),
      drawer(drawers, id, "Share and save", () => sharing(actions)),
      drawer(drawers, id, "Keys", () => keys(counting ? [["Enter or Space on a button", "sends spikes"], ...KEYS] : KEYS)),
    )
    const values = make("dl", { class: "ap-live__readouts" }, ...read.map(name => {
      const value = make("dd")
      this.readouts.set(name, value)
      return make("div", { "data-measure": name }, make("dt", {}, MEASURES[name]!.label), value)
    }))
    this.element.append(this.status, this.spokenStatus, this.summary, ...(counting ? [sending] : []), this.controls(shown), values, toolbar, drawers)
  }

  /** Show the present values. */
  show(changed: boolean, synapse: Synapse): void {
    for (const slider of this.sliders) slider.show()
    this.resetButton.disabled = !changed
    for (const each of this.senders) each.disabled = this.owner.get("spikes") >= MOST_SPIKES
    for (const [name, element] of this.readouts) {
      const { unit, digits, of } = MEASURES[name]!
      const value = of(synapse)
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

  destroy(): void {
    clearTimeout(this.timer)
    this.element.remove()
  }

  private controls(names: readonly string[]): HTMLElement {
    return make("div", { class: "ap-live__controls" }, ...names.map(name => {
      const slider = new Slider(CONTROLS[name]!, this.owner)
      this.sliders.push(slider)
      return slider.element
    }))
  }
}
