/** The time of a run that is played: its cursor, and the button that lets it run. */

import { button } from "./drawers"
import { clamp, spoken, typeset } from "../page/numbers"
import { apart, make, setText } from "../page/elements"

const PLAYED = 5000 // ms that a run takes when it is played
const STEPS = 20 // of a run, where motion is not wanted
const COARSE = 10 // fine steps of the cursor to a coarse one
const FINEST = 200 // steps of the cursor in a run, at most

/** How a run is played that does not begin at 0, or not in the time that runs take. */
export interface Pace {
  /** Where time begins, ms. */
  readonly start: number
  /** So many milliseconds of the run pass in one of the clock. */
  speed(): number
}

export class Playback {
  readonly element: HTMLElement
  private readonly button = button("Play", () => this.play())
  private readonly cursor = make("input", { type: "range", "aria-label": "Time cursor", step: "any" })
  /** No live region: while time runs it changes in every frame. The cursor says the same of itself. */
  private readonly text = make("div", { class: "ap-live__moment", "aria-hidden": "true" })
  /** When the moment was last moved on, ms; undefined while it stands. */
  private since: number | undefined

  /**
   * `moment`: where time stands first, ms; `dt`: from sample to sample, ms; `end`: how long the run is, ms; `moved` is
   * called when there is another moment to be shown; `pace`, where it is not from 0 and in the time that runs take.
   */
  constructor(
    public moment: number,
    private readonly dt: number,
    private readonly end: () => number,
    private readonly moved: () => void,
    private readonly pace: Pace = { start: 0, speed: () => end() / PLAYED },
  ) {
    this.cursor.min = String(pace.start)
    this.button.classList.add("ap-live__play")
    this.cursor.addEventListener("input", () => this.moveTo(Number(this.cursor.value)))
    this.cursor.addEventListener("keydown", event => this.keyed(event))
    this.element = make("div", { class: "ap-live__cursor ap-live__cursor--played" }, this.button, apart(this.cursor), this.text)
  }

  /** Whether the reader wants no motion. */
  get still(): boolean {
    return matchMedia("(prefers-reduced-motion: reduce)").matches
  }

  /** Show the cursor where it stands. */
  point(): void {
    this.cursor.max = String(this.end())
    this.cursor.value = String(this.moment)
  }

  /** Show the cursor where it stands, with what is to be seen then. */
  show(shown: string, aloud: string): void {
    this.point()
    this.cursor.setAttribute("aria-valuetext", `${spoken(this.moment, "ms", 2)}: ${aloud}`)
    setText(this.text, `${typeset(this.moment, "ms", 2)}: ${shown}`)
  }

  moveTo(moment: number): void {
    this.moment = clamp(moment, this.pace.start, this.end())
    this.moved()
  }

  /** Whether time runs. */
  get runs(): boolean {
    return this.since !== undefined
  }

  /** Move on, or back, by so many fine steps of the cursor. */
  step(count: number): void {
    this.moveTo(Number(this.cursor.value) + count * Math.max(this.dt, (Number(this.cursor.max) - this.pace.start) / FINEST))
  }

  /** Let the run be played from its start; where motion is not wanted, show its first step. */
  begin(): void {
    this.halt()
    this.moment = this.pace.start
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
    this.moment = Math.min(end, this.moment + Math.max(0, now - this.since) * this.pace.speed())
    this.since = now
    if (this.moment >= end) this.halt()
    this.moved()
  }

  /** Start or stop; where motion is not wanted, go on by one step. */
  play(): void {
    const end = this.end()
    const { start } = this.pace
    if (this.since !== undefined) return this.halt()
    if (this.still) return this.moveTo(this.moment >= end ? start : this.moment + (end - start) / STEPS)
    if (this.moment >= end) this.moment = start
    this.since = performance.now()
    setText(this.button, "Pause")
    this.moved()
  }

  private keyed(event: KeyboardEvent): void {
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: COARSE, PageDown: -COARSE }[event.key]
    if (steps === undefined) return
    event.preventDefault()
    this.step((event.shiftKey ? COARSE : 1) * steps)
  }
}
