/**
 * The passages of a figure that is told: as they go by, each lights its stretch of the figure's curves, until a reader
 * takes the figure over.
 *
 * Nothing is scrolled, and nothing is said aloud: to who hears the page, the passages are text.
 */

import "./story.css"

import { make, setText } from "../page/elements"
import type { Live, Stretch, Watched } from "../page/mount"

const BEYOND = 0.5 // ms before or after the one end that a stretch has: what the channels do there

const AHEAD = 0.4 // of the room beneath the plot, or of the window beside it: where a passage is read

/** Channels that a passage is about. */
type Kind = NonNullable<Parameters<Watched["highlight"]>[0]>

/** A live figure that can be lit. */
type Lit = Live & Required<Pick<Live, "light">>

/** Let the passages in `root` light the live figure that they stand in, which `wake` starts. */
export async function open(root: HTMLElement, wake: (name: string) => Promise<Live | undefined>): Promise<void> {
  const figure = root.closest<HTMLElement>(".ap-figure")!
  const live = await wake(figure.dataset["figure"]!)
  if (live?.light && root.isConnected) new Story(root, figure, live as Lit)
}

class Story {
  private readonly passages: readonly HTMLElement[]
  private readonly stage: HTMLElement
  private readonly numbers = make("p", { class: "ap-story__now", "aria-hidden": "true" })
  private readonly back = make("button", { type: "button", class: "ap-live__button ap-story__back", hidden: "" }, "Follow the text again")
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)")
  private readonly stop = new AbortController()
  private readonly under = new Set<Element>()
  private watch: IntersectionObserver | undefined
  private now: HTMLElement | undefined
  private taken = false
  /** Whether a strip of membrane is open. */
  private strip = false

  constructor(
    private readonly root: HTMLElement,
    private readonly figure: HTMLElement,
    private readonly live: Lit,
  ) {
    this.passages = [...root.querySelectorAll<HTMLElement>(".ap-passage")]
    this.stage = figure.querySelector<HTMLElement>(".ap-live__stage")!
    this.stage.append(this.numbers, this.back)
    this.back.addEventListener("click", event => {
      event.stopPropagation()
      void this.giveBack()
    })
    this.listen()
    const { signal } = this.stop
    addEventListener("resize", () => this.look(), { signal })
    new ResizeObserver(() => this.look()).observe(this.stage) // a strip over the plot makes it lower
    // A strip that is opened plays the whole run: nothing is lit until the next passage shows its own channels.
    new MutationObserver(() => this.stripped()).observe(figure, { attributes: true, attributeFilter: ["class"] })
    this.still.addEventListener("change", () => this.look(), { signal })
    this.look()
  }

  /** What of the figure a reader touches to take it over: its plot and grips, and its controls. */
  private listen(): void {
    const take = (): void => this.take()
    const grip = (event: Event): boolean => (event.target as Element).closest(".ap-live__grip") !== null
    this.stage.addEventListener("pointerdown", event => {
      // A finger on the plot may be about to scroll the page.
      if (grip(event) || (event.pointerType === "mouse" && event.target !== this.back)) take()
    })
    this.stage.addEventListener("click", take)
    this.stage.addEventListener("keydown", event => {
      if (grip(event) && event.key !== "Tab" && event.key !== "Shift") take()
    })
    this.figure.querySelector(".ap-live")!.addEventListener("input", take)
    this.figure.addEventListener("click", ({ target }) => {
      if ((target as Element).closest(".ap-strip, .ap-strip__bench")) take()
    })
    // Who goes through the passages by keys is where the focus is.
    this.root.addEventListener("focusin", event => {
      const passage = (event.target as Element).closest<HTMLElement>(".ap-passage")
      if (passage) this.show(passage)
    })
  }

  /** Watch which passage is where it is read. */
  private look(): void {
    this.watch?.disconnect()
    this.under.clear()
    if (!this.root.isConnected) return this.stop.abort()
    if (this.still.matches) return this.show(undefined)
    const plot = this.stage.getBoundingClientRect()
    const beside = this.root.getBoundingClientRect().left >= plot.right - 1
    document.body.classList.toggle("is-beside", beside)
    const top = beside ? 0 : plot.height + (parseFloat(getComputedStyle(this.stage).top) || 0)
    const line = Math.round(top + AHEAD * Math.max(0, innerHeight - top))
    this.watch = new IntersectionObserver(entries => this.seen(entries), {
      rootMargin: `${-line}px 0px ${-(innerHeight - line - 1)}px 0px`,
    })
    for (const passage of this.passages) this.watch.observe(passage)
  }

  private seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.under.add(target)
      else this.under.delete(target)
    }
    this.show(this.passages.find(each => this.under.has(each)))
  }

  private show(passage: HTMLElement | undefined): void {
    this.now = passage
    if (!this.taken && this.live.altered({}).length) this.take()
    document.body.classList.toggle("is-told", passage !== undefined)
    this.light(this.now)
  }

  /** Let the light go out where a strip has been opened. */
  private stripped(): void {
    const open = this.figure.classList.contains("has-strip")
    if (open && !this.strip) this.light(undefined)
    this.strip = open
  }

  /** Light what a passage tells of, the present one, if the figure is the passages'. */
  private light(now: HTMLElement | undefined): void {
    const { taken } = this
    for (const each of this.passages) each.classList.toggle("is-now", each === now && !taken)
    const stretch = now && !taken ? (JSON.parse(now.dataset["stretch"]!) as Stretch) : null
    setText(this.numbers, this.live.light(stretch))
    this.numbers.hidden = !stretch
    void this.lightChannels(stretch, (now?.dataset["channels"] ?? null) as Kind | null)
  }

  /** Show in the strip of membrane, where the reader has opened it, what the channels do in a stretch. */
  private async lightChannels(stretch: Stretch | null, kind: Kind | null): Promise<void> {
    const { now, taken, figure, live } = this
    if (!figure.classList.contains("has-strip")) return
    const strip = await live.watchChannels()
    if (now !== this.now || taken !== this.taken) return // another passage is the present one by now
    strip?.highlight(stretch && kind)
    if (!stretch) return
    const [from, to] = stretch
    strip?.showAt(from === null ? to! - BEYOND : to === null ? from + BEYOND : (from + to) / 2)
  }

  /** Leave the figure to the reader, who has touched it. */
  private take(): void {
    if (this.taken || this.still.matches) return
    this.taken = true
    this.back.hidden = false
    this.light(this.now)
  }

  /** Have the passages light the figure again, as it starts. */
  private async giveBack(): Promise<void> {
    this.live.put({})
    do await new Promise(requestAnimationFrame)
    while (this.stage.isConnected && this.stage.hasAttribute("aria-busy"))
    this.taken = false
    const focused = document.activeElement === this.back
    this.back.hidden = true
    if (focused) {
      const at = this.now ?? this.root
      at.tabIndex = -1
      at.focus({ preventScroll: true })
    }
    this.light(this.now)
  }
}
