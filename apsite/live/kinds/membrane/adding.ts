/** What a reader adds to a figure: plots beneath it, and the strip of membrane over it; fetched when it is first asked for. */

import type { Experiment } from "./experiment"
import type { AddedPlots, Scene } from "./plots"
import type { Strip } from "./strip/strip"

/** What stands around the strip. */
export interface Ground {
  readonly root: HTMLElement
  readonly plot: HTMLElement
  readonly signal: AbortSignal
}

export class Adding {
  private plots: AddedPlots | undefined
  private strip: Strip | undefined
  /** Those that a link asked for, until they are there. */
  private awaited: readonly string[] = []

  /** `scene` is what stands around them, `hover` is told of the time that the cursor is moved to, `changed` that others are open. */
  constructor(
    readonly offered: readonly string[],
    private readonly experiment: Experiment,
    private readonly scene: () => Scene,
    private readonly hover: (time: number) => void,
    private readonly changed: (byHand: boolean) => void,
  ) {}

  /** The plots that are open or asked for. */
  get names(): string[] {
    return [...(this.plots?.names ?? []), ...this.awaited]
  }

  /** Have plots opened once they are there. */
  ask(names: readonly string[]): void {
    this.awaited = names
  }

  async fetch(): Promise<HTMLElement> {
    const { AddedPlots } = await import("./plots")
    const hover = (time: number): void => {
      if (!this.playing) this.hover(time)
    }
    const plots = (this.plots = new AddedPlots(this.offered, this.experiment, this.scene, hover, () => this.changed(true)))
    requestAnimationFrame(() => {
      for (const name of this.awaited) plots.toggle(name)
      this.awaited = []
      this.changed(false)
    })
    return plots.element
  }

  /** The strip, not yet open. */
  async fetchStrip({ root, plot, signal }: Ground): Promise<Strip> {
    if (this.strip) return this.strip
    const { Strip } = await import("./strip/strip")
    const { experiment, scene, hover } = this
    const owner = {
      get run() {
        return experiment.main
      },
      get colors() {
        return scene().colors
      },
      movedTo: hover,
    }
    return (this.strip ??= new Strip(root, plot, experiment.preset, owner, scene().at, signal))
  }

  /** Whether time runs in the strip. */
  get playing(): boolean {
    return this.strip?.playing ?? false
  }

  /** Let time stand in the strip. */
  halt(): void {
    this.strip?.halt()
  }

  advance(now: number): void {
    this.strip?.advance(now)
  }

  renew(): void {
    this.plots?.renew()
    this.strip?.place()
  }

  draw(): void {
    this.plots?.draw()
    this.strip?.show()
  }

  point(): void {
    this.plots?.point()
    this.strip?.point(this.scene().at)
  }

  paint(): void {
    this.plots?.paint()
    this.strip?.paint()
  }

  destroy(): void {
    this.plots?.destroy()
    this.strip?.destroy()
  }
}
