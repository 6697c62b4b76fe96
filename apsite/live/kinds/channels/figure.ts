/** One live figure of patches: its runs, and how axes, bench and address follow from them. */

import { CONTROLS, WHOLE } from "@model/channels-constants"

import { BoardFigure, type BoardData } from "../../board-figure"
import type { Content } from "../../plot/content"
import { Later } from "../../page/later"
import { ChannelsBench, type ChannelsActions } from "./bench"
import { contentOf, type Shows } from "./contents"
import { PatchRun, type Ground } from "./run"
import { MEASURED, told } from "./words"
import type { Say } from "../../page/numbers"
import type { Control, Values } from "../../page/types"

/** What the figure starts from, as `presets/channels.py` writes it. */
interface ChannelsPreset extends Ground {
  title: string
  values: Values
  shown: readonly string[]
  panels: readonly { shows: Shows }[]
  read: readonly string[]
}

/** Of a frame, for a piece of the run, ms. */
const PIECE = 4

let numbered = 0

export class ChannelsFigure extends BoardFigure<ChannelsPreset> implements ChannelsActions {
  protected readonly bench: ChannelsBench
  protected readonly id = `ap-channels-${++numbered}`
  private patches: PatchRun
  /** Whether the run was begun in this frame, with as much of it as a frame has time for. */
  private fresh = false
  protected readonly later = new Later([() => this.goOn(), () => this.read(), () => this.tellOfAll()])

  /** As for every kind, see `page/mount.ts`. Throws where it cannot be started. */
  constructor(root: HTMLElement, data: BoardData<ChannelsPreset>, seat: HTMLElement, home: URL) {
    super(root, data, seat, home, CONTROLS, WHOLE)
    const { preset } = data
    this.patches = new PatchRun(preset.values, preset)
    this.bench = new ChannelsBench(this.id, preset.shown, preset.read, this)
  }

  protected opened(): void {
    this.redraw()
    this.later.again()
    this.soon()
  }

  override legal(control: Control): readonly [number, number] {
    const [least, most] = super.legal(control)
    return [least, control.name === "pulse.width" ? this.preset.ms - this.preset.origin : most]
  }

  again(): void {
    this.set("seed", (this.get("seed") % CONTROLS["seed"]!.maximum) + 1)
  }

  protected keep(): void {}

  protected measured(name: string): number | null {
    return this.possible && this.patches.whole ? (MEASURED[name]?.(this.patches) ?? null) : null
  }

  protected run(values: Values): void {
    this.patches = new PatchRun(values, this.preset, this.patches)
  }

  protected override follow(moved: boolean, now: number): void {
    this.fresh = moved
    super.follow(moved, now)
  }

  protected override begun(now: number): void {
    this.patches.advance(Math.max(now, performance.now()) + PIECE)
  }

  /** Make another piece of the run; returns whether there is more. */
  private goOn(): boolean {
    if (this.patches.whole) return false
    if (this.fresh) return true
    const more = this.patches.advance(performance.now() + PIECE)
    this.draw()
    return more
  }

  private read(): boolean {
    if (!this.patches.whole) return true
    this.bench.read(name => MEASURED[name]!(this.patches))
    return false
  }

  /** Tell of the run once it is whole; returns whether that is still to be done. */
  private tellOfAll(): boolean {
    if (!this.patches.whole && this.possible) return true
    this.tell()
    return false
  }

  protected told(say: Say): string {
    return told(this.patches, say)
  }

  protected contentOf(index: number): Content {
    return contentOf(this.preset.panels[index]!.shows, this.patches)
  }

  async share(): Promise<HTMLElement> {
    const { taken } = await import("./tables")
    const whole = (): PatchRun => {
      this.patches.advance(Infinity)
      this.fresh = false
      this.later.finish() // what is taken away is of one state
      return this.patches
    }
    return taken(this.shared, whole, () => {
      whole()
      return this.drawing()
    })
  }
}
