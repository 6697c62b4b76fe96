/** What stands beneath a figure of patches: beside what all have, a button for other chances. */

import { CONTROLS, READOUTS } from "@model/channels-constants"

import { Bench, type Actions } from "../../bench/bench"
import { button } from "../../bench/drawers"
import { make } from "../../page/elements"

/** What this bench asks for beyond what all do. */
export interface ChannelsActions extends Actions {
  /** Let the same patches meet other random numbers. */
  again(): void
}

export class ChannelsBench extends Bench<ChannelsActions> {
  /** `shown` are the controls in sight, `read` the measures; `id` begins every identifier. */
  constructor(id: string, shown: readonly string[], read: readonly string[], figure: ChannelsActions) {
    super(id, CONTROLS, READOUTS, figure)
    const rest = Object.keys(CONTROLS).filter(name => !shown.includes(name))
    this.element.append(
      make(
        "div",
        { class: "ap-live__toolbar", role: "group", "aria-label": "Chance" },
        button("Other chances", () => figure.again()),
      ),
      this.controlsOf(shown),
      this.readouts(read),
      ...this.more(() => make("div", {}, this.controlsOf(rest)), []),
    )
  }
}
