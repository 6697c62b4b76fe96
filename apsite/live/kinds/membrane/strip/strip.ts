/**
 * The strip: a piece of membrane over a figure's plot, whose channels are seen at the plot's time cursor.
 *
 * Owns its place, how time is played, and what is said. Fetched when it is first opened. The run is the figure's.
 */

import "./strip.css"

import { button } from "../../../bench/drawers"
import { Playback } from "../../../bench/playback"
import { apart, make, setText } from "../../../page/elements"
import { spoken, typeset } from "../../../page/numbers"
import type { Palette } from "../../../page/palette"
import type { Preset } from "../../../page/types"
import type { Recording } from "../../../laboratory/recordings"
import { moment } from "../words"
import { Crowd, type Kind } from "./crowd"
import { Painter } from "./painter"
import { Places } from "./places"
import { seenAt, stands } from "./words"

/** So many times slower than life. */
const SLOWER = [1000, 2000, 5000, 10000, 20000]
const USUAL = 2000
/** Before the axes' 0, where it is played from first, ms. */
const BEFORE = 0.2
/** After which what is seen is said aloud, ms without a change. */
const REST = 500
const SEEDS = 100
/** How long words stay the same while time runs, ms. */
const READABLE = 300
/** What the strip asks of the figure. */
export interface Owner {
  /** The reader's run. */
  readonly run: Recording | undefined
  readonly colors: Palette
  /** The time cursor is moved to a time of the axes, ms. */
  movedTo(time: number): void
}

export class Strip {
  /** What stands over the plot, and what is beneath it: how time is played, and what there is to see. */
  readonly element: HTMLElement
  readonly bench: HTMLElement
  private readonly canvas = make("canvas", { class: "ap-strip__canvas", role: "img" })
  private readonly painter = new Painter(this.canvas)
  private readonly playback: Playback
  private readonly pace = make("select", { class: "ap-strip__pace", "aria-label": "How much slower than life" })
  private readonly words = make("div", { "aria-hidden": "true" })
  private readonly aloud = make("p", { class: "ap-live__hidden", role: "status", "aria-live": "polite" })
  private readonly note = make("p", { class: "ap-strip__note" })
  private crowd: Crowd
  private seed = 1
  private places: Places | undefined
  private kind: Kind | null = null
  /** The run that its channels have gone through. */
  private followed: Recording | undefined
  /** Whether something else is to be drawn than there is, and whether the look is another one. */
  private stale = true
  private undressed = true
  /** When it was told last what there is to see, ms. */
  private told = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  /** `root` is the figure's element, whose plot `plot` is; `time`, where its cursor is, or null. */
  constructor(
    private readonly root: HTMLElement,
    private readonly plot: HTMLElement,
    private readonly preset: Preset,
    private readonly owner: Owner,
    time: number | null,
    signal: AbortSignal,
  ) {
    const { origin, ms, dt } = preset
    this.crowd = new Crowd(this.seed, preset.values)
    for (const times of SLOWER) this.pace.append(make("option", { value: String(times) }, `1/${times} of real time`))
    this.pace.value = String(USUAL)
    const [start, end] = [-origin, ms - origin]
    this.playback = new Playback(
      time ?? Math.max(start, -BEFORE),
      dt,
      () => end,
      () => owner.movedTo(this.playback.moment),
      { start, speed: () => 1 / Number(this.pace.value) },
    )
    this.playback.halt()
    const { element } = this.playback
    // Who takes the time in hand stops it; told is where they move it to.
    for (const hand of ["input", "keydown"])
      element.addEventListener(hand, ({ target }) => target instanceof HTMLInputElement && this.playback.halt(), { capture: true })
    element.addEventListener("click", () => this.rest())
    this.plot.addEventListener("pointerdown", () => this.halt(), { signal })
    const step = (name: string, count: number): HTMLButtonElement =>
      button(name, () => {
        this.halt()
        this.playback.step(count)
      })
    this.bench = make(
      "div",
      { class: "ap-strip__bench" },
      element,
      make("div", { class: "ap-strip__words" }, apart(this.words)),
      make(
        "div",
        { class: "ap-live__toolbar" },
        step("Step back", -1),
        step("Step on", 1),
        this.pace,
        button("Other chances", () => this.again()),
      ),
      make(
        "p",
        { class: "ap-strip__key" },
        ...(["sodium", "potassium", "leak"] as const).map(kind => make("span", { class: `is-${kind}` }, NAMES[kind])),
        make("span", { class: "is-blocked" }, "what blocks a pore: TTX, TEA"),
      ),
      this.note,
      this.aloud,
    )
    this.canvas.addEventListener("click", () => {
      this.playback.play()
      this.rest()
    })
    this.element = make("div", { class: "ap-strip", role: "group", "aria-label": "A strip of the membrane" }, this.canvas)
    this.canvas.setAttribute("aria-label", TITLE)
  }

  /** Show it over the plot, or take it away. Where motion is wanted, it is played. */
  open(open: boolean): void {
    if (!open) return this.close()
    if (this.there) return
    this.root.prepend(this.element)
    this.root.classList.add("has-strip")
    this.place()
    this.show()
    this.owner.movedTo(this.playback.moment)
    if (!this.playback.still) this.playback.play()
  }

  private close(): void {
    this.playback.halt()
    clearTimeout(this.timer)
    this.element.remove()
    this.root.classList.remove("has-strip")
  }

  destroy(): void {
    this.close()
    this.followed = undefined
  }

  private get there(): boolean {
    return this.element.isConnected
  }

  /** Whether time runs. */
  get playing(): boolean {
    return this.playback.runs
  }

  halt(): void {
    this.playback.halt()
    this.rest()
  }

  /** Tell of where time stands, if it does. */
  private rest(): void {
    if (!this.playing) this.tell()
  }

  /** Show what there is at a time of the axes, ms, and let it stand. */
  showAt(time: number): void {
    this.halt()
    this.playback.moveTo(time)
  }

  /** Draw channels and ions of a kind alone in their colours; all of them, where it is null. */
  highlight(kind: Kind | null): void {
    this.kind = kind
    this.undressed = this.stale = true
    this.paint()
  }

  /** Where time runs, go on to what is due `now`. */
  advance(now: number): void {
    if (!this.playing) return
    this.playback.advance(now)
    this.rest()
  }

  /** Take the width and the palette that there are. */
  place(): void {
    if (!this.there) return
    const { clientWidth, clientHeight } = this.canvas
    const shown = this.crowd.shown.map(({ kind }) => kind)
    if (this.places?.width !== clientWidth || this.places.height !== clientHeight)
      this.places = new Places(clientWidth, clientHeight, shown)
    for (const name of ["sodium", "potassium", "leak", "stimulus"]) this.bench.style.setProperty(`--${name}`, this.owner.colors[name]!)
    this.undressed = this.stale = true
  }

  /** Let the channels go through the reader's run, if that is another one. */
  show(): void {
    const { run } = this.owner
    if (!this.there || !run || run === this.followed) return
    this.followed = run
    this.crowd.follow(run, this.preset.runs[0]!)
    setText(this.note, stands(this.crowd))
    this.undressed = this.stale = true
    this.tell()
  }

  /** Show the time cursor where it is, or where it is not yet. */
  point(time: number | null): void {
    if (time === null || !this.there) return
    this.playback.moment = time
    this.stale = true
    this.tell()
  }

  paint(): void {
    const { places, crowd, kind, owner } = this
    if (!this.stale || !places || !this.there) return
    this.stale = false
    if (this.undressed) this.painter.dress({ places, colors: owner.colors, crowd, kind })
    this.undressed = false
    this.painter.paint(this.time)
  }

  /** The time since the run began, ms. */
  private get time(): number {
    return this.playback.moment + this.preset.origin
  }

  private again(): void {
    this.seed = (this.seed % SEEDS) + 1
    this.crowd = new Crowd(this.seed, this.preset.values)
    this.followed = undefined
    this.show()
    this.paint()
  }

  /** Show in words what there is to see; while time runs, not in every frame: no eye follows that. */
  private tell(): void {
    const { followed, playback } = this
    const now = performance.now()
    if (!followed) return
    if (this.playing && now - this.told < READABLE) return playback.point()
    this.told = now
    const read = moment(followed, followed.sampleAt(playback.moment))
    playback.show(read, read)
    setText(this.words, seenAt(this.crowd, playback.moment, this.time, typeset))
    if (!this.playing) this.say()
  }

  /** Say aloud what there is to see, once time has come to rest. */
  private say(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      if (!this.playing) setText(this.aloud, seenAt(this.crowd, this.playback.moment, this.time, spoken))
    }, REST)
  }
}

const TITLE =
  "A strip of an axon's membrane, cut along: above and below, the membrane with its channels, each with its gates; between " +
  "them the inside of the cell. What it shows at the time cursor is said beneath it."

const NAMES: Readonly<Record<Kind, string>> = {
  sodium: "Na⁺ and its channels: three bars swing open (gates m), a ball shuts them off (gate h)",
  potassium: "K⁺ and its channels: four bars (gates n)",
  leak: "leak: open at all times",
}
