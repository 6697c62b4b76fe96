/**
 * What is in "Hear it": a run as a tone and clicks, played or where the time cursor is, and its curve to be walked along.
 *
 * Silent until the reader asks for sound, and again once the drawer is closed, another figure is heard or the page is out
 * of sight. Fetched when the drawer is first opened.
 */

import { button } from "../bench/drawers"
import { make, setText } from "../page/elements"
import { LOWEST, OCTAVE, OCTAVES, endOf, potentialAt, type Score } from "./score"
import { Voice } from "./voice"
import { Walk } from "./walk"

/** The figure that is heard. */
export interface Audible {
  /** What clicks and what the tone is of, in a sentence or two. */
  readonly told: string
  /** What there is to hear of the present run; null where there is none. */
  score(): Score | null
  moveCursor(time: number): void
}

const PLAYED = 5 // s that a run takes when it is played
const JUMP = 0.1 // of a run: a cursor that moves on by more has not passed what lies between
const FRAME = 1 / 60 // s
const PATIENCE = 150 // ms until another run is heard in the place of one that is played
const SAME = 1e-6 // ms
const NONE = "This browser makes no sound. What there is to hear stands in words where you walk along the curve."

/** What is heard at present, of all figures of the page. */
let heard: Listening | undefined

export class Listening {
  readonly element: HTMLElement
  private readonly walk: Walk
  private readonly playing = button("Play the run", () => (this.since === undefined ? this.play() : this.rest()))
  private readonly turning = button("Turn sound on", () => (this.voice ? this.off() : this.on()))
  private readonly state = make("p", { role: "status" }, "Sound is off.")
  private readonly gone = new AbortController()
  private context: AudioContext | undefined
  private voice: Voice | undefined
  private known: Score | null | undefined
  /** Where the time cursor was last, ms. */
  private time: number | undefined
  /** When the run that is played began, ms; undefined where none is. */
  private since: number | undefined
  private renewing: ReturnType<typeof setTimeout> | undefined
  private frame = 0

  constructor(private readonly figure: Audible) {
    this.walk = new Walk(
      () => this.score,
      time => this.figure.moveCursor(time),
    )
    const [low, high] = [LOWEST.potential, LOWEST.potential + OCTAVE * OCTAVES]
    const scale = `${LOWEST.hertz}\u00a0Hz at \u2212${-low}\u00a0mV, twice as high every ${OCTAVE}\u00a0mV, up to ${LOWEST.hertz * 2 ** OCTAVES}\u00a0Hz at +${high}\u00a0mV.`
    this.element = make(
      "div",
      { class: "ap-heard" },
      make("p", {}, `${figure.told} The scale: ${scale}`),
      make("div", { class: "ap-live__toolbar", role: "group", "aria-label": "Sound" }, this.playing, this.turning),
      this.state,
      this.walk.element,
      make(
        "p",
        {},
        "Arrow keys on the slider go from step to step, with Shift by ten; Home and End to the ends; S, P and T to the next spike, peak and trough, with Shift to the one before.",
      ),
    )
    if (!("AudioContext" in window)) this.refuse()
    document.addEventListener("visibilitychange", () => document.hidden && this.off(), { signal: this.gone.signal })
    this.walk.show()
  }

  /** The time cursor is at another time, ms. */
  follow(time: number): void {
    const { time: before, voice, score } = this
    if (!this.opened) return this.off()
    this.time = time
    this.walk.show(time)
    if (!voice || !score || this.since !== undefined) return
    voice.sound(potentialAt(score, time))
    const jumps = before === undefined || time < before || time - before > JUMP * (endOf(score) - score.start)
    const passed = jumps
      ? score.clicks.filter(each => Math.abs(each - time) < SAME)
      : score.clicks.filter(each => each > before + SAME && each <= time + SAME)
    for (const each of passed) voice.click(jumps ? 0 : ((each - before) / (time - before)) * FRAME)
  }

  /** The run is another. */
  renew(): void {
    this.known = undefined
    this.renewing ??= setTimeout(() => {
      this.renewing = undefined
      if (!this.opened) return
      if (this.since !== undefined) this.replay()
      this.walk.show()
    }, PATIENCE)
  }

  destroy(): void {
    this.gone.abort()
    clearTimeout(this.renewing)
    this.off()
  }

  private get score(): Score | null {
    if (this.known === undefined) this.known = this.figure.score()
    return this.known
  }

  /** Whether its drawer is open on a page that is there. */
  private get opened(): boolean {
    return this.element.isConnected && !this.element.closest("[hidden]")
  }

  /** Make sound from now on. Only what a reader does leads here: before that a browser allows none. */
  private on(): void {
    if (heard !== this) heard?.off()
    heard = this
    try {
      this.context = new AudioContext()
      this.voice = new Voice(this.context)
      this.context.resume().catch(() => this.refuse())
    } catch (error) {
      console.info("There is no sound:", error)
      return this.refuse()
    }
    setText(this.turning, "Turn sound off")
    setText(this.state, "Sound is on: play the run, walk along it, or point at the plot. A phone that is set to silent may stay so.")
  }

  private off(): void {
    if (heard === this) heard = undefined
    this.rest()
    if (!this.context) return
    void this.context.close().catch(() => {})
    this.context = this.voice = undefined
    setText(this.turning, "Turn sound on")
    setText(this.state, "Sound is off.")
  }

  /** There is no sound here; say so. */
  private refuse(): void {
    this.off()
    this.playing.hidden = this.turning.hidden = true
    setText(this.state, NONE)
  }

  private play(): void {
    if (!this.voice) this.on()
    if (!this.voice || !this.score) return
    this.since = performance.now()
    this.replay()
    setText(this.playing, "Stop")
    this.frame = requestAnimationFrame(() => this.go())
  }

  /** Play what there is of the run from where it is now. */
  private replay(): void {
    const { score, voice } = this
    if (!score || !voice) return this.rest()
    voice.play(score, this.now(score), this.pace(score))
  }

  /** Stop what is played. */
  private rest(): void {
    cancelAnimationFrame(this.frame)
    this.since = undefined
    this.voice?.hush()
    setText(this.playing, "Play the run")
  }

  /** Take the time cursor along with what is played; where motion is not wanted, it stays where it is. */
  private go(): void {
    const { score } = this
    if (!this.opened) return this.off()
    if (score) {
      const now = this.now(score)
      if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.figure.moveCursor(now)
      if (now >= endOf(score)) return this.rest()
    }
    this.frame = requestAnimationFrame(() => this.go())
  }

  /** How much of a run is played in a second, ms. */
  private pace(score: Score): number {
    return (endOf(score) - score.start) / PLAYED
  }

  /** Where the run is that is played, ms. */
  private now(score: Score): number {
    const passed = (performance.now() - (this.since ?? 0)) / 1000
    return Math.min(endOf(score), score.start + passed * this.pace(score))
  }
}
