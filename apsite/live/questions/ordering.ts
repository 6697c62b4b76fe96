/** Things in a list that a reader puts in order: each has buttons that move it, which keep the focus as they go. */

import { make } from "../page/elements"

export class Ordering {
  private readonly things: readonly HTMLElement[]
  private readonly said = make("span", { class: "ap-live__hidden", "aria-live": "polite" })

  constructor(private readonly list: HTMLElement) {
    this.things = [...list.children] as HTMLElement[]
    list.after(this.said)
    for (const thing of this.things) {
      const words = wordsOf(thing)
      const [up, down] = [this.button("↑", `Move up: ${words}`), this.button("↓", `Move down: ${words}`)]
      up.addEventListener("click", () => this.move(thing, -1, up))
      down.addEventListener("click", () => this.move(thing, 1, down))
      thing.append(make("span", { class: "ap-question__moves" }, up, down))
    }
  }

  /** Of each place the number of the thing that stands there, as they were numbered at first. */
  get order(): number[] {
    return [...this.list.children].map(each => this.things.indexOf(each as HTMLElement))
  }

  get words(): string {
    return [...this.list.children].map(wordsOf).join(", ")
  }

  private button(sign: string, words: string): HTMLButtonElement {
    return make("button", { type: "button", class: "ap-live__button", "aria-label": words }, sign)
  }

  private move(thing: HTMLElement, by: number, button: HTMLButtonElement): void {
    const all = [...this.list.children]
    const to = all.indexOf(thing) + by
    const other = all[to]
    if (!other) return
    // The other one moves: what has the focus stays where it is in the page, and keeps it.
    if (by < 0) thing.after(other)
    else thing.before(other)
    button.focus()
    this.said.textContent = `${wordsOf(thing)}: now ${to + 1} of ${all.length}`
  }
}

function wordsOf(thing: Element): string {
  return thing.firstElementChild?.textContent?.trim() ?? ""
}
