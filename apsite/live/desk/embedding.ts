/** The code that puts one question with its figure into somebody else's page, beside the link to it. */

import { make, setText } from "../page/elements"

const HEIGHT = 1100 // CSS pixels: a figure, its controls and a question

/** Put a button beside `link` that shows the code for what it leads to. */
export function embedding(link: HTMLAnchorElement): void {
  const button = make("button", { type: "button", class: "ap-live__button" }, "Code to embed")
  button.addEventListener("click", () => show(link, button))
  link.after(" ", button)
}

/** Put the code in the place of `button`, whole and marked, with a button that copies it and says whether it did. */
function show(link: HTMLAnchorElement, button: HTMLButtonElement): void {
  const frame = make("iframe", { src: link.href, width: "800", height: String(HEIGHT), title: link.textContent ?? "" })
  const code = make("textarea", { readonly: "", rows: "4", spellcheck: "false", "aria-label": "Code to embed" }, frame.outerHTML)
  const copying = make("button", { type: "button", class: "ap-live__button" }, "Copy")
  const said = make("span", { role: "status" })
  const copy = async (): Promise<void> => {
    code.select()
    try {
      await navigator.clipboard.writeText(code.value)
      setText(said, "The code is copied.")
    } catch {
      setText(said, "Copy the code that is marked now.")
    }
  }
  copying.addEventListener("click", () => void copy())
  button.replaceWith(make("div", { class: "ap-desk__code" }, code, copying, " ", said))
  code.focus()
  code.select()
}
