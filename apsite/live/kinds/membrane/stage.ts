/** The picture's axes, alive in the picture's place, with the grips of the stimuli that act in them. */

import { CONTROLS } from "@model/constants"

import { Board } from "../../plot/picture"
import type { Content } from "../../plot/content"
import { onGrid, type Owner } from "../../bench/controls"
import { placed } from "./curves"
import { stimuliIn, type Stimulus } from "./grip-places"
import { DragPoint, Handle } from "./handles"
import type { Stretch } from "../../page/mount"
import { clamp } from "../../page/numbers"
import type { Palette } from "../../page/palette"
import { Panel } from "../../plot/panel"
import type { Axes, FigureData, Point, Values } from "../../page/types"

/** What the stage asks of the figure. */
export interface Director extends Owner {
  contentOf(index: number, axes: Axes): Content
  /** The reader drags a point to a place on its axes. */
  dragged(point: Point, x: number, y: number): void
  moveCursor(time: number): void
}

export class Stage extends Board {
  private handles: Handle[] = []
  private points: ((values: Values) => void)[] = []

  constructor(
    root: HTMLElement,
    private readonly data: FigureData,
    private readonly director: Director,
    private readonly signal: AbortSignal,
  ) {
    super(root, data.layouts, (axes, index) => {
      const timed = data.preset.panels[index]?.traces.length
      return timed ? new Panel(axes, time => director.moveCursor(time)) : new Panel(axes)
    })
  }

  /** The limits of the time axis. */
  get time(): readonly [number, number] {
    const { panels, origin, ms } = this.data.preset
    const timed = panels.findIndex(({ traces }) => traces.length)
    return timed < 0 ? [-origin, ms - origin] : (this.panels[timed] ?? { axes: this.layout.axes[timed]! }).axes.x.limits
  }

  override place(colors: () => Palette, always: boolean): boolean {
    const fresh = !this.ready
    const placed = super.place(colors, always)
    if (placed && fresh) this.equip()
    return placed
  }

  draw(values: Values, changed: boolean): void {
    this.fill(
      (index, axes) => this.director.contentOf(index, axes),
      !changed,
      panel => {
        const own = this.handles.filter(handle => handle.panel === panel)
        for (const handle of own) handle.show()
        return Handle.settle(own, panel.extent[0])
      },
    )
    for (const show of this.points) show(values)
  }

  /** The stimuli that are seen in the axes number `index`. */
  acting(index: number): Stimulus[] {
    return this.handles.filter(({ panel }) => panel === this.panels[index]).flatMap(({ acting }) => acting ?? [])
  }

  /** Say in words where the grips stand. */
  describe(): void {
    for (const handle of this.handles) handle.describe()
  }

  /** Light a stretch of the curves over time, null for all. */
  light(stretch: Stretch | null): void {
    this.panels.forEach((panel, index) => {
      if (this.data.preset.panels[index]?.traces.length) panel.light(stretch)
    })
  }

  /** Move the time cursor. */
  point(time: number | null): void {
    this.panels.forEach((panel, index) => {
      if (this.data.preset.panels[index]?.traces.length) panel.point(time)
    })
  }

  /** Give the panels their grips. */
  private equip(): void {
    const { preset } = this.data
    const end = preset.ms - preset.origin
    this.handles = this.panels.flatMap((panel, index) =>
      stimuliIn(preset, index).map(([kind, always]) => new Handle(kind, panel, this.director, end, always, this.signal)),
    )
    this.points = this.panels.flatMap((panel, index) =>
      (preset.panels[index]?.points ?? [])
        .filter(({ drag }) => drag)
        .map(point => {
          const grip = new DragPoint(panel, (x, y) => this.director.dragged(point, x, y), this.signal)
          return (values: Values) => grip.show(placed(point, "x", values[point.x]!), placed(point, "y", values[point.y]!))
        }),
    )
  }
}

/** The values of the two controls of `point` at a place on its axes, within the reach of their sliders. */
export function valuesAt(point: Point, x: number, y: number, { reach }: Pick<Owner, "reach">): Record<string, number> {
  const asked = [
    [point.x, (x - point.x_from) * point.x_unit],
    [point.y, (y - point.y_from) * point.y_unit],
  ] as const
  return Object.fromEntries(
    asked.map(([name, value]) => {
      const control = CONTROLS[name]!
      return [name, clamp(onGrid(value, control.step), ...reach(control))]
    }),
  )
}
