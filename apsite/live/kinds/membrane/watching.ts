/** The button that opens the strip of membrane, which is fetched then, and what stands beneath the plot as long as it is open. */

import { drawer } from "../../bench/drawers"
import { make } from "../../page/elements"
import type { Watched } from "../../page/mount"
import type { Strip } from "./strip/strip"

export class Watching {
  /** The button, and what it opens. */
  readonly element: HTMLElement
  private readonly opener: HTMLButtonElement
  private strip: Promise<Strip> | undefined

  /** `instead`: what is not to be seen as long as it is open. */
  constructor(
    id: string,
    private readonly fetch: () => Promise<Strip>,
    private readonly instead: readonly HTMLElement[],
  ) {
    const place = make("div")
    this.opener = drawer(place, id, "Watch the channels", async () => {
      const strip = await (this.strip = this.fetch())
      this.follow(strip)
      return strip.bench
    })
    this.opener.addEventListener("click", () => void this.strip?.then(strip => this.follow(strip)).catch(() => {}))
    this.element = make("div", { class: "ap-live__watch" }, this.opener, place)
  }

  private get expanded(): boolean {
    return this.opener.getAttribute("aria-expanded") === "true"
  }

  /** Open it, if it is not, and return what can be done with it. */
  async open(): Promise<Watched> {
    if (!this.expanded) this.opener.click()
    const strip = await this.strip!
    return strip
  }

  /** Let the strip be seen, or not. */
  private follow(strip: Strip): void {
    for (const each of this.instead) each.style.display = this.expanded ? "none" : ""
    strip.open(this.expanded)
  }
}
