/**
 * What live figures of every kind have in common: the values that their reader asks for, and their place on the page.
 *
 * Owns start and end, the address, and the rest after which a run stays as a ghost. The runs, and what is shown and
 * said of them, are each kind's own.
 */

import type { Actions, Bench } from "./bench/bench"
import { keepInSight } from "./plot/picture"
import type { Live, Watched } from "./page/mount"
import { Later } from "./page/later"
import { inAddress, read, remember, write, type Linked } from "./page/link"
import { spoken, typeset, type Say } from "./page/numbers"
import { watchPalette } from "./page/palette"
import type { Shared } from "./bench/sharing"
import { summary } from "./bench/summary"
import type { Control, Sketch, Values } from "./page/types"

const REST = 900 // ms without a change, after which the next one leaves a ghost, and the address follows
const DRAWN = 6 // ms of a frame after which nothing follows in it from what was drawn

/** What lets a run be heard, once its reader has asked for that: `sound/listening.ts`. */
interface Heard {
  /** The time cursor is at another time, ms. */
  follow(time: number): void
  /** The run is another. */
  renew(): void
  destroy(): void
}

/** What is seen in the place of the picture. */
interface Seen {
  readonly element: HTMLElement
  destroy(): void
}

export abstract class LiveFigure<Preset extends { title: string; values: Values }> implements Live, Actions {
  protected abstract readonly stage: Seen
  protected abstract readonly bench: Bench
  protected readonly name: string
  protected readonly stop = new AbortController()
  protected wanted: Values
  private readonly watch = new ResizeObserver(() => this.place(false))
  /** What follows from a change, after what is seen of it at once. */
  protected abstract readonly later: Later
  /** What follows from what was drawn. */
  protected readonly after = new Later([() => this.accompany(), () => this.write()], DRAWN)
  protected heard: Heard | undefined
  /** Whether something follows elsewhere, for which nothing can be done here. */
  protected awaits = false
  private resting = true
  private due = false
  /** Whether something was asked for since the last frame. */
  private moved = false
  private timer: ReturnType<typeof setTimeout> | undefined
  private frame = 0

  /**
   * `root` is the figure's element, with its pictures; `seat`, where the bench goes; `home`, where the site begins;
   * `controls`, all those that the figure may have. Throws where nothing can be drawn.
   */
  constructor(
    protected readonly root: HTMLElement,
    protected readonly preset: Preset,
    private readonly seat: HTMLElement,
    private readonly home: URL,
    private readonly controls: Readonly<Record<string, Control>>,
  ) {
    if (!document.createElement("canvas").getContext("2d")) throw new Error("this browser draws nothing")
    this.name = root.dataset["figure"]!
    this.wanted = preset.values
  }

  abstract open(): void | Promise<void>

  destroy(): void {
    this.stop.abort()
    this.watch.disconnect()
    clearTimeout(this.timer)
    cancelAnimationFrame(this.frame)
    this.stage.destroy()
    this.bench.destroy()
    this.heard?.destroy()
    this.root.classList.remove("is-live")
  }

  abstract reach(control: Control): readonly [number, number]
  abstract legal(control: Control): readonly [number, number]

  get(name: string): number {
    return this.wanted[name]!
  }

  start(name: string): number {
    return this.preset.values[name]!
  }

  value(name: string): number | null {
    return Object.hasOwn(this.wanted, name) ? this.wanted[name]! : this.measured(name)
  }

  /** What is measured of the present run under this name; null where there is nothing, or not yet. */
  protected abstract measured(name: string): number | null

  put(values: Values): void {
    this.ask({ ...this.preset.values, ...values })
  }

  sketch(_state: Values): Promise<Sketch | null> {
    return Promise.resolve(null)
  }

  watchChannels(): Promise<Watched | null> {
    return Promise.resolve(null)
  }

  altered(but: Values): string[] {
    const { wanted, preset } = this
    const names = Object.keys(wanted).filter(name => wanted[name] !== preset.values[name] && !Object.hasOwn(but, name))
    return names.map(name => this.controls[name]?.label ?? name)
  }

  set(name: string, value: number): void {
    if (Number.isFinite(value) && value !== this.wanted[name]) this.ask({ ...this.wanted, [name]: value })
  }

  complain(message: string): void {
    this.say(() => message, true)
  }

  resetAll(): void {
    this.ask(this.preset.values)
  }

  abstract share(): Promise<HTMLElement>

  /** What "Share and save" has to know of the figure. */
  protected get shared(): Shared {
    const {
      root,
      name,
      home,
      preset: { title },
    } = this
    return { root, name, home, title, state: () => this.state, complain: message => this.complain(message) }
  }

  /** What a link has to hold. */
  protected get state(): string {
    return write(this.wanted, this.preset.values, [])
  }

  protected get changed(): boolean {
    return Object.keys(this.wanted).some(name => this.wanted[name] !== this.preset.values[name])
  }

  /** Keep the present run as the ghost of those to come. */
  protected abstract keep(): void

  /** Begin a frame; where the reader has `moved` something, follow with what is to be seen at once. */
  protected abstract follow(moved: boolean, now: number): void

  /** Draw all that is another than in the frame before; what is to come `after` it, if anything does. */
  protected abstract paint(): void

  /** Draw what shows more of the same run than the figure. */
  protected accompany(): void {}

  /** Put the words on the plot to what was drawn. */
  protected write(): void {}

  /** Put the stage over the picture; `always`, also where only the palette has changed. */
  protected abstract place(always: boolean): void

  /** Put stage and bench into the page, and follow its size and palette from then on. */
  protected mount(): void {
    this.seat.replaceChildren(this.bench.element)
    this.root.prepend(this.stage.element)
    this.root.classList.add("is-live")
    keepInSight(this.stage.element, this.bench.element)
    this.place(true)
    this.watch.observe(this.root)
    watchPalette(() => this.place(true), this.stop.signal)
  }

  /** What the address asks for, null where it says nothing of this figure; `plots` are those that can be added, `done` a part that was followed already. */
  protected asked(plots: readonly string[] = [], done = ""): Linked | null {
    const text =
      inAddress(this.name)
        ?.split("~")
        .filter(part => !done || part !== done)
        .join("~") ?? null
    return text === null ? null : read(text, this.preset.values, plots, this.controls)
  }

  protected ask(values: Values): void {
    if (this.resting) this.keep()
    this.resting = false
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.resting = true
      remember(this.name, this.state)
    }, REST)
    this.wanted = values
    this.moved = true
    this.busy(true)
    this.soon()
  }

  /** Go on before the page is painted next: whatever happens until then is drawn once. */
  protected soon(): void {
    this.frame ||= requestAnimationFrame(now => {
      const { moved, later, after } = this
      const begun = performance.now()
      this.frame = 0
      this.moved = false
      this.follow(moved, now)
      if (moved) later.again()
      later.advance(begun, moved)
      this.paint()
      const due = after.advance(begun, false) || later.waits
      if (due) this.soon()
      this.busy(due || this.awaits)
    })
  }

  /** Say whether something is to follow from what was asked for. */
  private busy(due: boolean): void {
    if (due === this.due) return
    this.due = due
    if (due) this.stage.element.setAttribute("aria-busy", "true")
    else this.stage.element.removeAttribute("aria-busy")
  }

  /** Say what happened, or what the problem is, which may be told without its full stop. */
  protected say(told: (say: Say) => string, problem = false): void {
    const whole = (text: string): string => (problem ? text.replace(/[^.]$/, "$&.") : text)
    this.bench.say(whole(told(typeset)), whole(told(spoken)), summary(this.preset.values, this.wanted, this.controls), problem)
  }
}
