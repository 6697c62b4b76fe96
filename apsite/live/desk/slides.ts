/**
 * Slides, of which one is shown at a time: by keys, by buttons, or by the address, whose hash is the slide's number.
 *
 * A figure is live once on a page: it stands on the slide that is shown, if that has a place for it, and else on its own.
 */

import { make, setText } from "../page/elements"

const ON = new Set(["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"])
const BACK = new Set(["ArrowLeft", "ArrowUp", "PageUp", "Backspace"])
/** What has every key to itself, what is pressed by two, and a field that is written in. */
const WHOLE = ".ap-figure[data-figure], textarea, select, [role=slider], input[type=range]"
const PRESSED = "button, summary, a"
const FIELD = "input"

export class Slides {
  private readonly all: readonly HTMLElement[]
  private readonly count = make("span", { class: "ap-slides__count", role: "status" })
  private readonly noting = this.button("Notes", () => this.note())
  /** Each live figure, and where it stands on its own slide. */
  private readonly figures: readonly (readonly [HTMLElement, HTMLElement])[]
  private at = 0

  constructor(private readonly root: HTMLElement) {
    this.all = [...root.querySelectorAll<HTMLElement>(".ap-slide")]
    this.figures = [...root.querySelectorAll<HTMLElement>(".ap-figure[data-figure]")].map(each => [each, each.parentElement!])
    root.classList.add("is-shown")
    const back = this.button("← Back", () => this.go(this.at - 1))
    const on = this.button("On →", () => this.go(this.at + 1))
    const bar = make("nav", { class: "ap-slides__bar", "aria-label": "Slides" }, back, this.count, on, this.noting)
    if (document.fullscreenEnabled) bar.append(this.button("Full screen", () => this.fill()))
    root.after(bar)
    this.noting.setAttribute("aria-pressed", "false")
    document.addEventListener("keydown", event => this.press(event))
    window.addEventListener("hashchange", () => this.go(this.asked))
    window.addEventListener("beforeprint", () => this.place())
    window.addEventListener("afterprint", () => this.place(this.all[this.at]))
    this.go(this.asked)
  }

  /** The slide that the address asks for; the first, where it asks for none that there is. */
  private get asked(): number {
    return Number(/^#(\d{1,4})$/.exec(location.hash)?.[1] ?? 1) - 1
  }

  private button(words: string, act: () => void): HTMLButtonElement {
    const button = make("button", { type: "button", class: "ap-live__button" }, words)
    button.addEventListener("click", act)
    return button
  }

  private press(event: KeyboardEvent): void {
    const { key, target } = event
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (key === "Escape" && target instanceof HTMLElement) return target.blur()
    if (target instanceof Element && isTaken(target, key)) return
    if (ON.has(key) || BACK.has(key)) this.go(this.at + (ON.has(key) ? 1 : -1))
    else if (key === "Home") this.go(0)
    else if (key === "End") this.go(this.all.length - 1)
    else if (key === "n" || key === "N") this.note()
    else if (key === "f" || key === "F") this.fill()
    else return
    event.preventDefault()
  }

  private go(to: number): void {
    this.at = Math.max(0, Math.min(this.all.length - 1, Number.isFinite(to) ? to : 0))
    this.all.forEach((slide, index) => {
      slide.hidden = index !== this.at
    })
    this.place(this.all[this.at])
    setText(this.count, `${this.at + 1} of ${this.all.length}`)
    try {
      history.replaceState(history.state, "", `#${this.at + 1}`)
    } catch {
      // A page that is a file or in a frame keeps its address.
    }
    scrollTo(0, 0)
  }

  /** Bring the figure that `slide` is about to it, and all others to where they belong. */
  private place(slide?: HTMLElement): void {
    const wanted = slide?.querySelector<HTMLElement>("[data-about]")
    for (const [figure, home] of this.figures) {
      const place = wanted && wanted.dataset["about"] === figure.dataset["figure"] ? wanted : home
      if (figure.parentElement !== place) place.prepend(figure)
    }
  }

  private note(): void {
    const shown = this.root.classList.toggle("has-notes")
    this.noting.setAttribute("aria-pressed", String(shown))
  }

  private fill(): void {
    const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()
    done.catch(() => {})
  }
}

/** Whether a key is for what has the focus. Those of a presenter, which turn pages, are not for what is written or pressed. */
function isTaken(target: Element, key: string): boolean {
  if (target.closest(WHOLE)) return true
  if (target.closest(PRESSED)) return key === " " || key === "Enter"
  return target.closest(FIELD) !== null && key !== "PageUp" && key !== "PageDown"
}
