/** How a reader hands in the answers of a page: by a link that holds them, which is sent to nobody by the book. */

import { make, setText } from "../page/elements"
import { write } from "./handed"
import type { Keeping } from "./keeping"

export class Handing {
  readonly button = make("button", { type: "button", class: "ap-live__button", "aria-expanded": "false" }, "Hand in")
  readonly element = make("div", { class: "ap-kept__handing" })
  private readonly name = make("input", { type: "text", maxlength: "80", autocomplete: "name" })
  private readonly link = make("input", { type: "text", readonly: "" })
  private readonly said = make("span", { role: "status" })

  constructor(
    private readonly keeping: Keeping,
    private readonly home: URL,
  ) {
    this.element.hidden = true
    const copying = make("button", { type: "button", class: "ap-live__button" }, "Copy the link")
    copying.addEventListener("click", () => void this.copy())
    this.button.addEventListener("click", () => this.toggle())
    this.name.addEventListener("input", () => this.show())
    this.link.addEventListener("focus", () => this.link.select())
    this.element.append(
      make("p", {}, "A link holds your answers of this page. Whoever you give it to can read them; the book sends it to nobody."),
      make("label", {}, "Your name, if you like ", this.name),
      make("label", {}, "The link ", this.link),
      make("p", {}, copying, " ", this.said),
    )
  }

  private toggle(): void {
    this.element.hidden = !this.element.hidden
    this.button.setAttribute("aria-expanded", String(!this.element.hidden))
    setText(this.said, "")
    this.show()
  }

  private show(): void {
    const url = new URL("teach/handed-in/", this.home)
    url.hash = write(this.name.value.trim(), this.keeping.page, this.keeping.own)
    this.link.value = url.href
  }

  private async copy(): Promise<void> {
    this.show() // with what was answered since
    try {
      await navigator.clipboard.writeText(this.link.value)
      setText(this.said, "The link is copied: send it to your lecturer.")
    } catch {
      this.link.select()
      setText(this.said, "Copy the link that is marked now, and send it to your lecturer.")
    }
  }
}
