/** The plots that a reader adds: fetched when they are first asked for, by a button or by a link. */

import type { AddedPlots, Scene } from "./plots"
import type { Experiment } from "./experiment"

export class Adding {
  private plots: AddedPlots | undefined
  /** Those that a link asked for, until they are there. */
  private awaited: readonly string[] = []

  /** `scene` is what stands around them, `hover` is told of the time that the pointer is at, `changed` that others are open. */
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
    const plots = (this.plots = new AddedPlots(this.offered, this.experiment, this.scene, this.hover, () => this.changed(true)))
    requestAnimationFrame(() => {
      for (const name of this.awaited) plots.toggle(name)
      this.awaited = []
      this.changed(false)
    })
    return plots.element
  }

  renew(): void {
    this.plots?.renew()
  }

  draw(): void {
    this.plots?.draw()
  }

  point(): void {
    this.plots?.point()
  }

  paint(): void {
    this.plots?.paint()
  }

  destroy(): void {
    this.plots?.destroy()
  }
}
