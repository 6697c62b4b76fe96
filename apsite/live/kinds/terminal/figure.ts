/** One live figure of a terminal: its runs, and how axes, bench and address follow from them. */

import { CONTROLS, MODULUS, MOST_SPIKES, WHOLE } from "@model/terminal-constants"

import { BoardFigure, type BoardData } from "../../board-figure"
import type { Content } from "../../plot/content"
import { Later } from "../../page/later"
import { Synapse, depolarization, type Spiking } from "../../laboratory/terminal"
import { TerminalBench, type TerminalActions } from "./bench"
import { contentOf, type Shows } from "./contents"
import { MEASURED, told } from "./words"
import type { Say } from "../../page/numbers"
import type { Axes, Values } from "../../page/types"

/** What the figure starts from, as `presets/terminal.py` writes it. */
interface TerminalPreset extends Spiking {
  title: string
  bench: "terminal" | "terminal counting"
  values: Values
  shown: readonly string[]
  panels: readonly { shows: Shows }[]
  read: readonly string[]
}

let numbered = 0

export class TerminalFigure extends BoardFigure<TerminalPreset> implements TerminalActions {
  protected readonly bench: TerminalBench
  protected readonly id = `ap-terminal-${++numbered}`
  private readonly counting: boolean
  private synapse: Synapse
  private ghost: Synapse | undefined
  protected readonly later = new Later([() => this.bench.read(name => MEASURED[name]!(this.synapse)), () => this.tell()])

  /** As for every kind, see `page/mount.ts`. Throws where it cannot be started. */
  constructor(root: HTMLElement, data: BoardData<TerminalPreset>, seat: HTMLElement, home: URL) {
    super(root, data, seat, home, CONTROLS, WHOLE)
    const { preset } = data
    this.counting = preset.bench === "terminal counting"
    this.synapse = new Synapse(preset.values, preset)
    this.bench = new TerminalBench(this.id, preset.shown, Object.keys(preset.values), preset.read, this.counting, this)
  }

  protected opened(): void {
    this.later.finish()
    this.redraw()
  }

  send(spikes: number): void {
    this.set("spikes", Math.min(MOST_SPIKES, this.get("spikes") + spikes))
  }

  begin(): void {
    const { maximum } = CONTROLS["seed"]!
    this.ask({ ...this.wanted, spikes: 0, seed: (this.get("seed") % Math.min(maximum, MODULUS - 1)) + 1 })
  }

  protected measured(name: string): number | null {
    return this.possible ? (MEASURED[name]?.(this.synapse) ?? null) : null
  }

  protected keep(): void {
    this.ghost = this.synapse
  }

  protected run(values: Values): void {
    this.synapse = new Synapse(values, this.preset, this.synapse)
  }

  protected told(say: Say): string {
    return told(this.synapse, this.counting, say)
  }

  protected contentOf(index: number, axes: Axes): Content {
    const { shows } = this.preset.panels[index]!
    return contentOf(shows, axes, this.synapse, this.changed && !this.counting ? this.ghost : undefined)
  }

  async share(): Promise<HTMLElement> {
    const { taken } = await import("./tables")
    return taken(
      this.shared,
      this.counting,
      () => this.synapse,
      depolarization,
      () => this.drawing(),
    )
  }
}
