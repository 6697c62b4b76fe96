/** What a page says of the answers that are kept, beneath its last question; and how they are taken away or deleted. */

import { save } from "../bench/exports"
import { make, setText } from "../page/elements"
import { Handing } from "./handing"
import type { Keeping, Record } from "./keeping"

export class Kept {
  private readonly element = make("div", { class: "ap-kept", role: "group", "aria-label": "Your answers" })
  private readonly said = make("p", { "aria-live": "polite" })
  private readonly deleting = make("button", { type: "button", class: "ap-live__button" }, "Delete them")
  private readonly forgotten = new Set<() => void>()
  private readonly next = make("p", { class: "ap-kept__next" })
  private readonly showing = make("button", { type: "button", class: "ap-live__button" }, "Show my path in the navigation")
  private sure = false

  /** `home` is where the site begins. */
  constructor(
    private readonly keeping: Keeping,
    private readonly home: URL,
  ) {
    const saving = make("button", { type: "button", class: "ap-live__button" }, "Save them as a file")
    saving.addEventListener("click", () => save("answers.json", new Blob([keeping.written], { type: "application/json" })))
    this.deleting.addEventListener("click", () => this.forget())
    this.deleting.addEventListener("blur", () => this.ask(false))
    this.showing.addEventListener("click", () => {
      keeping.want(!keeping.all.path)
      this.showPath()
    })
    // In a frame of somebody else's page there is no navigation, and nowhere to go on.
    this.showing.hidden = !document.querySelector(".md-nav--primary")
    const handing = new Handing(keeping, home)
    this.element.append(this.next, this.said, this.showing, saving, this.deleting, handing.button, handing.element)
    if (keeping.any) this.show()
  }

  /** Whether it is on the page at hand, or will be once there is something to keep. */
  get stands(): boolean {
    return this.element.isConnected || !this.keeping.any || !this.keeping.lasts
  }

  of(question: string): Record {
    return this.keeping.of(question)
  }

  put(question: string, record: Record): void {
    this.keeping.put(question, record)
    this.show()
  }

  /** Have `forget` done when the reader deletes all. */
  whenForgotten(forget: () => void): void {
    this.forgotten.add(forget)
  }

  /** Say where to go on and, where the reader wants that, in the navigation how far it is. */
  private showPath(): void {
    const { all } = this.keeping
    this.showing.setAttribute("aria-pressed", String(all.path))
    if (this.showing.hidden) return
    import("./path").then(
      ({ show }) => show(this.home, all, this.next),
      error => console.info("The path is not shown:", error),
    )
  }

  private show(): void {
    if (!this.keeping.lasts) return
    this.showPath()
    setText(this.said, "Your answers are kept in this browser, for all pages of the book. They are sent nowhere.")
    if (this.element.isConnected) return
    const all = document.querySelectorAll(".ap-question")
    all[all.length - 1]?.after(this.element)
  }

  private forget(): void {
    if (!this.sure) return this.ask(true)
    this.keeping.forget()
    this.showPath()
    for (const forget of this.forgotten) forget()
    this.ask(false)
    setText(this.said, "All answers are deleted.")
  }

  private ask(sure: boolean): void {
    this.sure = sure
    setText(this.deleting, sure ? "Delete all answers for good" : "Delete them")
  }
}
