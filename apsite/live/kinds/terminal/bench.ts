/** What stands beneath a terminal's figure: beside what all have, buttons that send the next spikes. */

import { CONTROLS, MOST_SPIKES, READOUTS } from "@model/terminal-constants"

import { Bench, type Actions } from "../../bench/bench"
import { button, enable } from "../../bench/drawers"
import { make } from "../../page/elements"

/** What this bench asks for beyond what all do. */
export interface TerminalActions extends Actions {
  /** Send so many spikes more. */
  send(spikes: number): void
  /** Forget the spikes so far, and begin again with other random numbers. */
  begin(): void
}

export class TerminalBench extends Bench<TerminalActions> {
  private readonly senders: readonly HTMLButtonElement[]

  /** `shown` are the controls in sight, `all` those that there are, `read` the measures; `id` begins every identifier. */
  constructor(
    id: string,
    shown: readonly string[],
    all: readonly string[],
    read: readonly string[],
    counting: boolean,
    figure: TerminalActions,
  ) {
    super(id, CONTROLS, READOUTS, figure)
    this.senders = [
      ["One more spike", 1],
      ["Twenty more spikes", 20],
    ].map(([text, spikes]) => button(text as string, () => figure.send(spikes as number)))
    const sending = make(
      "div",
      { class: "ap-live__toolbar", role: "group", "aria-label": "Spikes" },
      ...this.senders,
      button("New series", () => figure.begin()),
    )
    const rest = all.filter(name => !shown.includes(name) && (counting || !["spikes", "seed"].includes(name)))
    this.element.append(
      ...(counting ? [sending] : []),
      this.controlsOf(shown),
      this.readouts(read),
      ...this.more(() => make("div", {}, this.controlsOf(rest)), counting ? [["Enter or Space on a button", "sends spikes"]] : []),
    )
  }

  override show(changed: boolean): void {
    super.show(changed)
    for (const each of this.senders) enable(each, this.figure.get("spikes") < MOST_SPIKES)
  }
}
