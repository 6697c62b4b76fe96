/** Buttons beneath a live figure, and the drawers that they open: what is in all of them. */

import { make } from "./words"

/** How the keys work, for those who look for it. */
const KEYS: readonly (readonly [string, string])[] = [
  ["Tab", "goes from one control to the next"],
  ["Arrow keys", "move what is chosen by one step"],
  ["Shift + arrow keys, Page Up, Page Down", "by ten steps"],
  ["Home, End", "to the ends of the slider"],
  ["Enter in a number box", "takes the number; a box goes beyond the slider, to all that the model allows"],
]

/** What a reader can take away. */
export interface Taken {
  copyLink(): Promise<string>
  copyEmbed(): Promise<string>
  download(kind: "csv" | "svg" | "png"): void
}

export function button(text: string, click: () => void): HTMLButtonElement {
  const made = make("button", { type: "button", class: "ap-live__button" }, text)
  made.addEventListener("click", click)
  return made
}

/** A drawer in `drawers` and the button that opens it; most are never opened, so `fill` makes what is in it when it is. */
export function drawer(drawers: HTMLElement, figure: string, title: string, fill: () => HTMLElement): HTMLButtonElement {
  const id = `${figure}-${title.toLowerCase().replace(/ /g, "-")}`
  const body = make("div", { class: "ap-live__drawer", id, role: "group", "aria-label": title })
  body.hidden = true
  const opener = button(title, () => {
    if (!body.firstChild) body.append(fill())
    body.hidden = !body.hidden
    opener.setAttribute("aria-expanded", String(!body.hidden))
  })
  opener.setAttribute("aria-expanded", "false")
  opener.setAttribute("aria-controls", id)
  drawers.append(body)
  return opener
}

/** What is in "Share and save". */
export function sharing(taken: Taken): HTMLElement {
  const done = make("p", { class: "ap-live__done", role: "status" })
  const copy = (text: string, action: () => Promise<string>): HTMLButtonElement =>
    button(text, () => void action().then(said => (done.textContent = said)))
  const buttons = [
    copy("Copy link", () => taken.copyLink()),
    copy("Copy code to embed", () => taken.copyEmbed()),
    button("Curves (CSV)", () => taken.download("csv")),
    button("Drawing (SVG)", () => taken.download("svg")),
    button("Image (PNG)", () => taken.download("png")),
  ]
  return make("div", {}, make("div", { class: "ap-live__toolbar" }, ...buttons), done)
}

/** What is in "Keys": first those that only figures of this kind have. */
export function keys(own: readonly (readonly [string, string])[]): HTMLElement {
  return make("dl", { class: "ap-live__keys" }, ...[...own, ...KEYS].flatMap(([key, does]) => [make("dt", {}, key), make("dd", {}, does)]))
}
