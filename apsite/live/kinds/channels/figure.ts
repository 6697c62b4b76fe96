/** One live figure of patches: its runs, and how axes, bench and address follow from them. */

import { CONTROLS, WHOLE } from "@model/channels-constants"

import { Board, WIDER } from "../../plot/picture"
import { Later } from "../../page/later"
import { impossible, unknown } from "../../page/link"
import { palette } from "../../page/palette"
import { Panel } from "../../plot/panel"
import { LiveFigure } from "../../figure"
import { ChannelsBench, type ChannelsActions } from "./bench"
import { contentOf, type Shows } from "./contents"
import { PatchRun, type Ground } from "./run"
import { MEASURED, told } from "./words"
import { Problem, type Control, type Layout, type Values } from "../../page/types"

/** What the figure starts from, as `presets/channels.py` writes it. */
interface ChannelsPreset extends Ground {
  title: string
  values: Values
  shown: readonly string[]
  panels: readonly { shows: Shows }[]
  read: readonly string[]
}

interface ChannelsData {
  preset: ChannelsPreset
  layouts: { wide: Layout; narrow: Layout }
}

/** Of a frame, for a piece of the run, ms. */
const PIECE = 4

let numbered = 0

export class ChannelsFigure extends LiveFigure<ChannelsPreset> implements ChannelsActions {
  protected readonly stage: Board
  protected readonly bench: ChannelsBench
  private readonly id = `ap-channels-${++numbered}`
  private run: PatchRun
  private problem = ""
  private note = ""
  protected readonly later = new Later([() => this.goOn(), () => this.read(), () => this.tell()])

  /** As for every kind, see `page/mount.ts`. Throws where it cannot be started. */
  constructor(root: HTMLElement, { preset, layouts }: ChannelsData, seat: HTMLElement, home: URL) {
    super(root, preset, seat, home, CONTROLS)
    this.run = new PatchRun(preset.values, preset)
    this.bench = new ChannelsBench(this.id, preset.shown, preset.read, this)
    this.stage = new Board(root, layouts, axes => new Panel(axes))
    this.stage.released = () => {
      this.draw()
      this.later.again() // whether axes are wide is told
      this.soon()
    }
  }

  open(): void {
    this.stage.name(this.preset.title, this.id)
    this.mount()
    this.note = this.linkedTo()
    this.bench.show(this.changed)
    this.redraw()
    this.later.again()
    this.soon()
  }

  // What controls and buttons ask for

  reach({ low, high }: Control): readonly [number, number] {
    return [low, high]
  }

  legal({ name, minimum, maximum }: Control): readonly [number, number] {
    return name === "pulse.width" ? [minimum, this.preset.ms - this.preset.origin] : [minimum, maximum]
  }

  override set(name: string, value: number): void {
    super.set(name, WHOLE.includes(name) ? Math.round(value) : value)
  }

  again(): void {
    this.set("seed", (this.get("seed") % CONTROLS["seed"]!.maximum) + 1)
  }

  // State

  protected measured(name: string): number | null {
    return this.problem || !this.run.whole ? null : (MEASURED[name]?.(this.run) ?? null)
  }

  /** Take over what a link asks for; returns what has to be said of it. */
  private linkedTo(): string {
    const linked = this.asked()
    if (!linked) return ""
    const { values, refused } = linked
    for (const name of WHOLE) if (name in values) values[name] = Math.round(values[name]!)
    this.attempt({ ...this.preset.values, ...values })
    if (!this.problem) return unknown(refused)
    const note = impossible(this.problem)
    this.attempt(this.preset.values)
    return note
  }

  protected keep(): void {}

  protected follow(moved: boolean, now: number): void {
    if (!moved) return
    this.note = ""
    this.attempt(this.wanted)
    if (!this.problem) this.run.advance(Math.max(now, performance.now()) + PIECE)
    this.draw()
    this.bench.show(this.changed)
  }

  protected paint(): void {
    this.stage.paint()
  }

  protected override write(): void {
    this.stage.write()
  }

  private attempt(values: Values): void {
    this.wanted = values
    try {
      this.run = new PatchRun(values, this.preset, this.run)
      this.problem = ""
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.problem = error.message
    }
    this.stage.element.classList.toggle("is-stale", this.problem !== "")
  }

  // What follows from it

  /** Make another piece of the run; returns whether there is more. */
  private goOn(): boolean {
    if (this.run.whole) return false
    const more = this.run.advance(performance.now() + PIECE)
    this.draw()
    return more
  }

  private read(): boolean {
    if (!this.run.whole) return true
    this.bench.read(name => MEASURED[name]!(this.run))
    return false
  }

  private tell(): boolean {
    if (!this.run.whole && !this.problem) return true
    this.say(say => this.problem || this.note + told(this.run, say) + (this.stage.widened ? WIDER : ""), this.problem !== "")
    return false
  }

  protected place(always: boolean): void {
    if (this.stage.place(palette, always)) this.redraw()
  }

  /** Draw everything, not only in the next frame. */
  private redraw(): void {
    this.draw()
    this.paint()
    this.after.finish()
  }

  private draw(): void {
    this.stage.fill(index => contentOf(this.preset.panels[index]!.shows, this.run), !this.changed)
    this.after.again()
  }

  async share(): Promise<HTMLElement> {
    const { taken } = await import("./tables")
    const whole = (): PatchRun => {
      this.run.advance(Infinity)
      this.later.finish() // what is taken away is of one state
      return this.run
    }
    return taken(this.shared, whole, () => {
      const { layout } = this.stage
      return { ...layout, panels: this.stage.drawn(index => contentOf(this.preset.panels[index]!.shows, whole())) }
    })
  }
}
