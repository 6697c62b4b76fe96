/** The plots that a reader adds beneath a figure, which show more of the same run. */

import { axis } from "../../plot/axis"
import type { Mark } from "../../plot/content"
import { GHOST, type Content } from "../../plot/content"
import { button } from "../../bench/drawers"
import type { Experiment } from "./experiment"
import type { Palette } from "../../page/palette"
import { Panel } from "../../plot/panel"
import { holding } from "../../plot/ranges"
import type { Recording } from "../../laboratory/recordings"
import type { Axes, DrawnLine } from "../../page/types"
import { curvesOf, plainAxes, viewOf } from "./views"
import { make } from "../../page/elements"

const HEIGHT = 220 // CSS pixels
const NARROWEST = 280
const PHASE = "phase"

/** What stands around the plots. */
export interface Scene {
  /** The figure's width, CSS pixels, and the limits of its time axis, ms. */
  readonly width: number
  readonly time: readonly [number, number]
  readonly colors: Palette
  /** The former run, and where the time cursor is. */
  readonly ghost: Recording | undefined
  readonly at: number | null
}

export class AddedPlots {
  readonly element: HTMLElement
  private readonly place = make("div", { class: "ap-live__plots" })
  private readonly buttons = new Map<string, HTMLButtonElement>()
  private readonly panels = new Map<string, Panel>()
  /** The axes of each as far as they go without need. */
  private readonly bases = new Map<string, Axes>()

  /** `hover` is told of the time that the pointer is at, `toggled` that a plot was opened or closed. */
  constructor(
    offered: readonly string[],
    private readonly experiment: Experiment,
    private readonly scene: () => Scene,
    private readonly hover: (time: number) => void,
    toggled: () => void,
  ) {
    for (const name of offered) {
      const made = button(name === PHASE ? "Phase plane" : name[0]!.toUpperCase() + name.slice(1), () => {
        this.toggle(name)
        toggled()
      })
      made.setAttribute("aria-pressed", "false")
      this.buttons.set(name, made)
    }
    this.element = make("div", {}, make("div", { class: "ap-live__toolbar" }, ...this.buttons.values()), this.place)
  }

  get names(): string[] {
    return [...this.panels.keys()]
  }

  /** Open or close a plot. */
  toggle(name: string): void {
    const closed = !this.panels.has(name)
    this.buttons.get(name)!.setAttribute("aria-pressed", String(closed))
    if (closed) return this.open(name)
    this.panels.get(name)!.destroy()
    this.panels.delete(name)
    this.holder(name)?.remove()
  }

  /** Lay all plots out for another width or palette. */
  renew(): void {
    for (const name of this.names) this.lay(name)
  }

  /** Show the present run and, once something is changed, the former one, with the cursor where it is. */
  draw(): void {
    const { main } = this.experiment
    if (!main) return
    const before = this.former()
    for (const name of this.names) if (name !== PHASE) this.drawView(name, main, before)
    this.point()
  }

  /** Move the time cursor to where it is. */
  point(): void {
    const { main } = this.experiment
    for (const [name, panel] of this.panels) {
      if (name !== PHASE) panel.point(this.scene().at)
      else if (main) this.drawPhase(main, this.former())
    }
  }

  paint(): void {
    for (const panel of this.panels.values()) panel.paint()
  }

  destroy(): void {
    for (const panel of this.panels.values()) panel.destroy()
  }

  private former(): Recording | undefined {
    const { ghost } = this.scene()
    const { main, changed } = this.experiment
    return ghost && main && changed ? ghost.like(main) : undefined
  }

  private holder(name: string): HTMLElement | undefined {
    return ([...this.place.children] as HTMLElement[]).find(each => each.dataset["plot"] === name)
  }

  private open(name: string): void {
    if (!this.experiment.main) return
    const panel = name === PHASE ? new Panel(this.axesOf(name)) : new Panel(this.axesOf(name), this.hover)
    const holder = make("div", { class: "ap-live__plot", "data-plot": name }, panel.element)
    holder.style.height = `${HEIGHT}px`
    this.place.append(holder)
    this.panels.set(name, panel)
    this.lay(name)
  }

  private lay(name: string): void {
    const axes = this.axesOf(name)
    this.bases.set(name, axes)
    this.panels.get(name)!.place(1, this.scene().colors, axes)
  }

  /** Show something in a plot, whose axes hold it. */
  private fill(name: string, content: Content): void {
    const panel = this.panels.get(name)!
    const { time } = this.scene()
    if (name !== PHASE && this.bases.get(name)!.x.limits.some((limit, end) => limit !== time[end])) this.lay(name)
    const axes = holding(this.bases.get(name)!, panel.axes, content, false)
    if (axes !== panel.axes) panel.limit(axes)
    panel.show(content)
    panel.write()
  }

  private axesOf(name: string): Axes {
    const { width, time } = this.scene()
    const size = Math.max(NARROWEST, this.place.clientWidth || width)
    if (name === PHASE) {
      const [x, y] = [axis("membrane potential (mV)", [-100, 60]), axis("open n gates", [0, 1])]
      return plainAxes(size, HEIGHT, [["Phase plane: n against the potential", ""]], x, y)
    }
    const view = viewOf(name, this.experiment.model)
    return plainAxes(size, HEIGHT, [[view.title, ""]], axis("time (ms)", time), axis(view.y, view.limits))
  }

  private drawView(name: string, main: Recording, ghost: Recording | undefined): void {
    const curves = curvesOf(name, main)
    const before = ghost ? curvesOf(name, ghost, GHOST).map(curve => ({ ...curve, label: "" })) : []
    this.fill(name, { time: main.trace("t"), curves: [...before, ...curves], lines: [], marks: [], decorated: false })
  }

  private drawPhase(main: Recording, ghost: Recording | undefined): void {
    const time = this.scene().at
    const path = (recording: Recording, line: Partial<DrawnLine>): DrawnLine => ({
      ...{ color: "ink", dash: [], width: 2, alpha: 1, marker: 0, own: true },
      ...line,
      points: Array.from(recording.trace("V"), (V, k) => [V, recording.trace("n")[k]!]),
    })
    const at = time === null ? 0 : main.sampleAt(time)
    const mark: Mark = { x: main.trace("V")[at]!, y: main.trace("n")[at]!, color: "ink", filled: true, size: 9 }
    const lines = [...(ghost ? [path(ghost, GHOST)] : []), path(main, {})]
    this.fill(PHASE, { time: [], curves: [], lines, marks: [mark], decorated: false })
  }
}
