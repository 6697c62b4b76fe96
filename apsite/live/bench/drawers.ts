/** Buttons beneath a live figure, and the drawers that they open. */

import { make } from "../page/elements"

export function button(text: string, click: () => void): HTMLButtonElement {
  const made = make("button", { type: "button", class: "ap-live__button" }, text)
  made.addEventListener("click", () => {
    if (made.getAttribute("aria-disabled") !== "true") click()
  })
  return made
}

/** Let a button be used or not. It keeps the focus where it has it, which the page would take from one that is disabled. */
export function enable(button: HTMLButtonElement, on: boolean): void {
  button.setAttribute("aria-disabled", String(!on))
}

/**
 * A drawer in `drawers` and the button that opens it; most are never opened, so `fill` makes what is in it when it is,
 * and may have to fetch it first. Where that fails the drawer says so, and the next click tries again.
 */
export function drawer(
  drawers: HTMLElement,
  figure: string,
  title: string,
  fill: () => HTMLElement | Promise<HTMLElement>,
): HTMLButtonElement {
  const id = `${figure}-${title.toLowerCase().replace(/ /g, "-")}`
  const body = make("div", { class: "ap-live__drawer", id, role: "group", "aria-label": title })
  let filled = false
  body.hidden = true
  const put = async (made: Promise<HTMLElement>): Promise<void> => {
    filled = true
    body.replaceChildren("…")
    try {
      body.replaceChildren(await made)
      for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame) // what came may leave the plot another height
      if (!body.hidden) reveal()
    } catch (error) {
      filled = false
      body.replaceChildren(make("p", { role: "status" }, "This did not load. "), button("Try again", fillOnce))
      console.info("A drawer stays empty:", error)
    }
  }
  const fillOnce = (): void => {
    if (filled) return
    const made = fill()
    if (made instanceof Promise) return void put(made)
    filled = true
    body.append(made)
  }
  // Of what is higher than the room beneath the plot, the head is seen.
  const reveal = (): void => {
    const tall = body.offsetHeight + parseFloat(getComputedStyle(body).scrollMarginTop) > innerHeight
    body.scrollIntoView({ block: tall ? "start" : "nearest" })
  }
  const opener = button(title, () => {
    body.hidden = !body.hidden
    opener.setAttribute("aria-expanded", String(!body.hidden))
    if (body.hidden) return
    fillOnce()
    reveal()
  })
  opener.setAttribute("aria-expanded", "false")
  opener.setAttribute("aria-controls", id)
  drawers.append(body)
  return opener
}
