/** The time of a run that is played: its cursor, and the button that lets it run. */

import { button } from "./drawers"
import { clamp, spoken, typeset } from "../page/numbers"
import { apart, make, setText } from "../page/elements"

const PLAYED = 5000 // ms that a run takes when it is played
const STEPS = 20 // of a run, where motion is not wanted
const COARSE = 10 // fine steps of the cursor to a coarse one
const FINEST = 200 // steps of the cursor in a run, at most

export class Playback {
  readonly element: HTMLElement
  private readonly button = button("Play", () => this.play())
  private readonly cursor = make("input", { type: "range", "aria-label": "Time cursor", min: "0", step: "any" })
  /** No live region: while time runs it changes in every frame. The cursor says the same of itself. */
  private readonly text = make("div", { class: "ap-live__moment", "aria-hidden": "true" })
  /** When the moment was last moved on, ms; undefined while it stands. */
  private since: number | undefined

  /**
   * `moment`: where time stands first, ms; `dt`: from sample to sample, ms; `end`: how long the run is, ms; `moved` is
   * called when there is another moment to be shown.
   */
  constructor(
    public moment: number,
    private readonly dt: number,
    private readonly end: () => number,
    private readonly moved: () => void,
  ) {
    this.button.classList.add("ap-live__play")
    this.cursor.addEventListener("input", () => this.moveTo(Number(this.cursor.value)))
    this.cursor.addEventListener("keydown", event => this.keyed(event))
    this.element = make("div", { class: "ap-live__cursor ap-live__cursor--played" }, this.button, apart(this.cursor), this.text)
  }

  /** Whether the reader wants no motion. */
  get still(): boolean {
    return matchMedia("(prefers-reduced-motion: reduce)").matches
  }

  /** Show the cursor where it stands, with what is to be seen then. */
  show(shown: string, aloud: string): void {
    this.cursor.max = String(this.end())
    this.cursor.value = String(this.moment)
    this.cursor.setAttribute("aria-valuetext", `${spoken(this.moment, "ms", 2)}: ${aloud}`)
    setText(this.text, `${typeset(this.moment, "ms", 2)}: ${shown}`)
  }

  moveTo(moment: number): void {
    this.moment = clamp(moment, 0, this.end())
    this.moved()
  }

  /** Let the run be played from its start; where motion is not wanted, show its first step. */
  begin(): void {
    this.halt()
    this.moment = 0
    this.play()
  }

  halt(): void {
    this.since = undefined
    setText(this.button, this.still ? "Step" : "Play")
  }

  /** Where time runs, move on to what is due `now`, and stop at the end. */
  advance(now: number): void {
    if (this.since === undefined) return
    const end = this.end()
    this.moment = Math.min(end, this.moment + (Math.max(0, now - this.since) / PLAYED) * end)
    this.since = now
    if (this.moment >= end) this.halt()
    this.moved()
  }

  /** Start or stop; where motion is not wanted, go on by one step. */
  private play(): void {
    const end = this.end()
    if (this.since !== undefined) return this.halt()
    if (this.still) return this.moveTo(this.moment >= end ? 0 : this.moment + end / STEPS)
    if (this.moment >= end) this.moment = 0
    this.since = performance.now()
    setText(this.button, "Pause")
    this.moved()
  }

  private keyed(event: KeyboardEvent): void {
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: COARSE, PageDown: -COARSE }[event.key]
    if (steps === undefined) return
    event.preventDefault()
    const step = (event.shiftKey ? COARSE : 1) * Math.max(this.dt, Number(this.cursor.max) / FINEST)
    this.moveTo(Number(this.cursor.value) + steps * step)
  }
}
