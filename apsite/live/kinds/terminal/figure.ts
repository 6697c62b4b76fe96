/** One live figure of a terminal: its runs, and how axes, bench and address follow from them. */

import { CONTROLS, MODULUS, MOST_SPIKES, WHOLE } from "@model/terminal-constants"

import { Board, WIDER } from "../../plot/picture"
import type { Content } from "../../plot/content"
import { Later } from "../../page/later"
import { impossible, unknown } from "../../page/link"
import { palette } from "../../page/palette"
import { Panel } from "../../plot/panel"
import { LiveFigure } from "../../figure"
import { Synapse, depolarization, type Spiking } from "../../laboratory/terminal"
import { TerminalBench, type TerminalActions } from "./bench"
import { contentOf, type Shows } from "./contents"
import { MEASURED, told } from "./words"
import { Problem, type Axes, type Control, type Layout, type Values } from "../../page/types"

/** What the figure starts from, as `presets/terminal.py` writes it. */
interface TerminalPreset extends Spiking {
  title: string
  bench: "terminal" | "terminal counting"
  values: Values
  shown: readonly string[]
  panels: readonly { shows: Shows }[]
  read: readonly string[]
}

interface TerminalData {
  preset: TerminalPreset
  layouts: { wide: Layout; narrow: Layout }
}

let numbered = 0

export class TerminalFigure extends LiveFigure<TerminalPreset> implements TerminalActions {
  protected readonly stage: Board
  protected readonly bench: TerminalBench
  private readonly id = `ap-terminal-${++numbered}`
  private readonly counting: boolean
  private synapse: Synapse
  private ghost: Synapse | undefined
  private problem = ""
  private note = ""
  protected readonly later = new Later([() => this.bench.read(name => MEASURED[name]!(this.synapse)), () => this.tell()])

  /** As for every kind, see `page/mount.ts`. Throws where it cannot be started. */
  constructor(root: HTMLElement, { preset, layouts }: TerminalData, seat: HTMLElement, home: URL) {
    super(root, preset, seat, home, CONTROLS)
    this.counting = preset.bench === "terminal counting"
    this.synapse = new Synapse(preset.values, preset)
    this.bench = new TerminalBench(this.id, preset.shown, Object.keys(preset.values), preset.read, this.counting, this)
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
    this.later.finish()
    this.redraw()
  }

  // What controls and buttons ask for

  reach({ low, high }: Control): readonly [number, number] {
    return [low, high]
  }

  legal({ minimum, maximum }: Control): readonly [number, number] {
    return [minimum, maximum]
  }

  override set(name: string, value: number): void {
    super.set(name, WHOLE.includes(name) ? Math.round(value) : value)
  }

  send(spikes: number): void {
    this.set("spikes", Math.min(MOST_SPIKES, this.get("spikes") + spikes))
  }

  begin(): void {
    const { maximum } = CONTROLS["seed"]!
    this.ask({ ...this.wanted, spikes: 0, seed: (this.get("seed") % Math.min(maximum, MODULUS - 1)) + 1 })
  }

  // State

  protected measured(name: string): number | null {
    return this.problem ? null : (MEASURED[name]?.(this.synapse) ?? null)
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

  protected keep(): void {
    this.ghost = this.synapse
  }

  protected follow(moved: boolean): void {
    if (!moved) return
    this.note = ""
    this.attempt(this.wanted)
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
      this.synapse = new Synapse(values, this.preset, this.synapse)
      this.problem = ""
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.problem = error.message
    }
    this.stage.element.classList.toggle("is-stale", this.problem !== "")
  }

  // What follows from it

  private tell(): void {
    this.say(
      say => this.problem || this.note + told(this.synapse, this.counting, say) + (this.stage.widened ? WIDER : ""),
      this.problem !== "",
    )
  }

  private contentOf(index: number, axes: Axes): Content {
    const { shows } = this.preset.panels[index]!
    return contentOf(shows, axes, this.synapse, this.changed && !this.counting ? this.ghost : undefined)
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
    this.stage.fill((index, axes) => this.contentOf(index, axes), !this.changed)
    this.after.again()
  }

  async share(): Promise<HTMLElement> {
    const { taken } = await import("./tables")
    return taken(
      this.shared,
      this.counting,
      () => this.synapse,
      depolarization,
      () => {
        const { layout } = this.stage
        return { ...layout, panels: this.stage.drawn((index, axes) => this.contentOf(index, axes)) }
      },
    )
  }
}
