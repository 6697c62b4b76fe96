/** Slides, of which one is shown at a time: by keys, by buttons, or by the address, whose hash is the slide's number. */

import { make, setText } from "../page/elements"

/** Where keys are for something else than going on. */
const BUSY = "input, textarea, select, summary, button, .ap-figure, [tabindex]"
const ON = new Set(["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"])
const BACK = new Set(["ArrowLeft", "ArrowUp", "PageUp", "Backspace"])

export class Slides {
  private readonly all: readonly HTMLElement[]
  private readonly count = make("span", { class: "ap-slides__count", role: "status" })
  private readonly noting = this.button("Notes", () => this.note())
  private at = 0

  constructor(private readonly root: HTMLElement) {
    this.all = [...root.querySelectorAll<HTMLElement>(".ap-slide")]
    root.classList.add("is-shown")
    const back = this.button("← Back", () => this.go(this.at - 1))
    const on = this.button("On →", () => this.go(this.at + 1))
    const bar = make("nav", { class: "ap-slides__bar", "aria-label": "Slides" }, back, this.count, on, this.noting)
    if (document.fullscreenEnabled) bar.append(this.button("Full screen", () => this.fill()))
    root.after(bar)
    this.noting.setAttribute("aria-pressed", "false")
    document.addEventListener("keydown", event => this.press(event))
    window.addEventListener("hashchange", () => this.go(this.asked))
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
    if (event.ctrlKey || event.metaKey || event.altKey || (target instanceof Element && target.closest(BUSY))) return
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
    setText(this.count, `${this.at + 1} of ${this.all.length}`)
    try {
      history.replaceState(history.state, "", `#${this.at + 1}`)
    } catch {
      // A page that is a file or in a frame keeps its address.
    }
    scrollTo(0, 0)
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
