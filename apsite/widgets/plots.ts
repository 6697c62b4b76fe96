/** The plots that a reader adds beneath a figure, which show more of the same run. */

import { axis } from "./axis"
import type { Mark } from "./brush"
import type { Experiment } from "./experiment"
import type { Palette } from "./palette"
import { GHOST, Panel } from "./panel"
import type { Recording } from "./recording"
import type { DrawnLine } from "./types"
import { VIEWS, curvesOf, limitsOf, plainAxes } from "./views"
import { make } from "./words"

const HEIGHT = 220 // CSS pixels
const NARROWEST = 280
const PHASE = "phase"

export class AddedPlots {
  private readonly panels = new Map<string, Panel>()
  /** What axes reach over; they grow with what is shown, and do not shrink again. */
  private readonly spans = new Map<string, readonly [number, number]>()

  /** `place` is where plots go; `hover` is told of the time that the pointer is at. */
  constructor(
    private readonly experiment: Experiment,
    private readonly place: HTMLElement,
    private readonly hover: (time: number | null) => void,
  ) {}

  get names(): string[] {
    return [...this.panels.keys()]
  }

  /** Open or close a plot; returns whether it is open now. */
  toggle(name: string, width: number, time: readonly [number, number], colors: Palette): boolean {
    if (!this.panels.has(name)) {
      this.open(name, width, time, colors)
      return true
    }
    this.panels.get(name)!.destroy()
    this.panels.delete(name)
    this.holder(name)?.remove()
    return false
  }

  /** Make all plots anew, for another width or palette. */
  renew(width: number, time: readonly [number, number], colors: Palette): void {
    for (const name of this.names) {
      this.panels.get(name)!.destroy()
      this.open(name, width, time, colors)
    }
  }

  /** Show the present run and the `ghost` of the former one, with the cursor at `at`. */
  draw(ghost: Recording | undefined, at: number | null, width: number, time: readonly [number, number], colors: Palette): void {
    const { main, changed } = this.experiment
    if (!main) return
    const before = ghost && changed && ghost.count === main.count ? ghost : undefined
    for (const name of this.names) {
      if (name === PHASE) this.drawPhase(this.panels.get(name)!, main, before, at)
      else this.drawView(name, main, before, width, time, colors)
    }
  }

  /** Move the time cursor. */
  point(time: number | null, ghost: Recording | undefined): void {
    for (const [name, panel] of this.panels) {
      if (name !== PHASE) panel.point(time)
      else if (this.experiment.main) this.drawPhase(panel, this.experiment.main, this.experiment.changed ? ghost : undefined, time)
    }
  }

  destroy(): void {
    for (const panel of this.panels.values()) panel.destroy()
  }

  private holder(name: string): HTMLElement | undefined {
    return ([...this.place.children] as HTMLElement[]).find(each => each.dataset["plot"] === name)
  }

  private open(name: string, width: number, time: readonly [number, number], colors: Palette): void {
    const { main } = this.experiment
    if (!main) return
    const size = Math.max(NARROWEST, this.place.clientWidth || width)
    let panel: Panel
    if (name === PHASE) {
      const [x, y] = [axis("membrane potential (mV)", [-100, 60]), axis("open n gates", [0, 1])]
      panel = new Panel(plainAxes(size, HEIGHT, [["Phase plane: n against the potential", ""]], x, y))
    } else {
      const view = VIEWS[name]!
      const limits = this.spans.get(name) ?? limitsOf(view.limits, curvesOf(name, main))
      this.spans.set(name, limits)
      panel = new Panel(plainAxes(size, HEIGHT, [[view.title, ""]], axis("time (ms)", time), axis(view.y, limits)), this.hover)
    }
    const holder = this.holder(name) ?? make("div", { class: "ap-live__plot", "data-plot": name })
    holder.style.height = `${HEIGHT}px`
    holder.append(panel.element)
    if (!holder.isConnected) this.place.append(holder)
    panel.place(1, colors)
    this.panels.set(name, panel)
  }

  private drawView(
    name: string, main: Recording, ghost: Recording | undefined, width: number, time: readonly [number, number], colors: Palette,
  ): void {
    const curves = curvesOf(name, main)
    const span = limitsOf(this.spans.get(name)!, curves)
    if (span.some((limit, end) => limit !== this.spans.get(name)![end])) {
      this.spans.set(name, span)
      this.panels.get(name)!.destroy()
      this.open(name, width, time, colors)
    }
    const before = ghost ? curvesOf(name, ghost, GHOST).map(curve => ({ ...curve, label: "" })) : []
    this.panels.get(name)!.show({ time: main.trace("t"), curves: [...before, ...curves], lines: [], marks: [], decorated: false })
  }

  private drawPhase(panel: Panel, main: Recording, ghost: Recording | undefined, time: number | null): void {
    const path = (recording: Recording, line: Partial<DrawnLine>): DrawnLine => ({
      ...{ color: "ink", dash: [], width: 2, alpha: 1, marker: 0 }, ...line,
      points: Array.from(recording.trace("V"), (V, k) => [V, recording.trace("n")[k]!]),
    })
    const at = time === null ? 0 : main.sampleAt(time)
    const mark: Mark = { x: main.trace("V")[at]!, y: main.trace("n")[at]!, color: "ink", filled: true, size: 9 }
    const lines = [...(ghost ? [path(ghost, GHOST)] : []), path(main, {})]
    panel.show({ time: [], curves: [], lines, marks: [mark], decorated: false })
  }
}
