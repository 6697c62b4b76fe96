/** The code that puts one question with its figure into somebody else's page, beside the link to it. */

import { make } from "../page/elements"

const HEIGHT = 1100 // CSS pixels: a figure, its controls and a question

/** Put a button beside `link` that shows the code for what it leads to, and copies it. */
export function embedding(link: HTMLAnchorElement): void {
  const button = make("button", { type: "button", class: "ap-live__button" }, "Code to embed")
  button.addEventListener("click", () => void show(link, button))
  link.after(" ", button)
}

async function show(link: HTMLAnchorElement, button: HTMLButtonElement): Promise<void> {
  const frame = make("iframe", { src: link.href, width: "800", height: String(HEIGHT), title: link.textContent ?? "" })
  const code = make("input", { type: "text", readonly: "", value: frame.outerHTML, "aria-label": "Code to embed" })
  button.replaceWith(code)
  code.focus()
  code.select()
  await navigator.clipboard?.writeText(code.value).catch(() => {})
}
