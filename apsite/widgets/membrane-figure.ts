/** One live figure of a membrane: its runs, and how stage, bench, added plots and address follow from them. */

import { CONTROLS } from "@model/facts"

import { contentOf } from "./contents"
import { Curves } from "./curves"
import { moment, told, toldClamp, toldSolutions } from "./describe"
import { Experiment } from "./experiment"
import { impossible, remember, unknown, write } from "./link"
import { MembraneBench, type MembraneActions } from "./membrane-bench"
import type { Say } from "./numbers"
import { palette, type Palette } from "./palette"
import type { Content } from "./panel"
import type { AddedPlots } from "./plots"
import type { Recording } from "./recording"
import { Rig } from "./rig"
import { Stage, valuesAt, type Director } from "./stage"
import { PLOTS, Problem, type Axes, type Control, type FigureData, type Point, type Preset } from "./types"

const PACE = 60 // ms between two changes of the words and numbers, which nobody reads sixty times a second

let numbered = 0

export class MembraneFigure extends Rig<Preset> implements Director, MembraneActions {
  protected readonly stage: Stage
  protected readonly bench: MembraneBench
  private readonly id = `ap-live-${++numbered}`
  private readonly experiment: Experiment
  private readonly curves: Curves
  /** The plots that can be added. */
  private readonly offered: readonly string[]
  private plots: AddedPlots | undefined
  /** Those that a link asked for, until they are there. */
  private awaited: readonly string[] = []
  private colors: Palette = palette()
  private problem = ""
  private ghost: Recording | undefined
  private toldAt = -Infinity
  /** Whether the runs that accompany the reader's are those of the present values. */
  private whole = true
  private telling: ReturnType<typeof setTimeout> | undefined
  private time: number | null = null

  /**
   * As for every kind, see `figures.ts`. Runs the figure's experiment and makes its bench; nothing is to be seen before
   * `open`. Throws where it cannot be started.
   */
  constructor(root: HTMLElement, data: FigureData, seat: HTMLElement, home: URL) {
    super(root, data.preset, seat, home, CONTROLS)
    this.experiment = new Experiment(this.preset)
    this.experiment.run(this.wanted)
    this.curves = new Curves(this.experiment, () => this.grown())
    const { bench } = this.preset
    this.offered = bench === "solutions" ? [] : PLOTS.filter(name => name !== "phase" || bench === "current clamp")
    this.bench = new MembraneBench(this.preset, this, this.id)
    this.stage = new Stage(root, data, this, this.stop.signal)
  }

  open(): void {
    this.stage.name(this.preset.title, this.id)
    this.mount()
    this.complete(this.follow())
  }

  override destroy(): void {
    super.destroy()
    this.curves.destroy()
    this.plots?.destroy()
    clearTimeout(this.telling)
  }

  // What controls and stage ask for

  reach(control: Control): readonly [number, number] {
    const { origin, ms, reach } = this.preset
    return reach[control.name] ?? (control.name.endsWith(".onset") ? [-origin, ms - origin] : [control.low, control.high])
  }

  legal(control: Control): readonly [number, number] {
    const { origin, ms } = this.preset
    return control.name.endsWith(".onset") ? [-origin, ms - origin] : [control.minimum, control.maximum]
  }

  dragged(point: Point, x: number, y: number): void {
    this.ask({ ...this.wanted, ...valuesAt(point, x, y, { reach: control => this.reach(control) }) })
  }

  hover(time: number): void {
    this.moveCursor(time)
  }

  contentOf(index: number, axes: Axes): Content {
    return contentOf(index, axes, this.experiment, this.curves, this.ghost)
  }

  // What the bench asks for

  async addPlots(): Promise<HTMLElement> {
    const { AddedPlots } = await import("./plots")
    const plots = (this.plots = new AddedPlots(
      this.offered, this.experiment,
      () => ({ width: this.stage.width, time: this.stage.time, colors: this.colors, ghost: this.ghost, at: this.time }),
      time => this.hover(time),
      () => {
        remember(this.name, this.state)
        this.draw()
      },
    ))
    for (const name of this.awaited) plots.toggle(name)
    plots.draw()
    return plots.element
  }

  async share(): Promise<HTMLElement> {
    const { taken } = await import("./tables")
    return taken(this.shared, this.experiment, () => {
      const { layout } = this.stage
      return { ...layout, panels: layout.axes.map((axes, index) => ({ axes, content: this.contentOf(index, axes) })) }
    })
  }

  moveCursor(time: number | null): void {
    this.time = time
    this.stage.point(time)
    this.plots?.point()
    const { main } = this.experiment
    if (!main) return
    const at = main.sampleAt(time ?? 0)
    this.bench.point(time === null ? null : main.timeAt(at), time === null ? "" : moment(main, at))
  }

  // State

  protected override get state(): string {
    return write(this.wanted, this.preset.values, this.plots?.names ?? this.awaited)
  }

  /** Take over what a link asks for; returns what has to be said of it. */
  private follow(): string {
    const linked = this.asked(this.offered)
    if (!linked) return ""
    this.wanted = { ...this.preset.values, ...linked.values }
    try {
      this.experiment.run(this.wanted)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.wanted = this.preset.values
      return impossible(error.message)
    }
    this.awaited = linked.plots
    if (linked.plots.length) this.bench.showPlots()
    return unknown(linked.refused)
  }

  protected keep(): void {
    this.ghost = this.experiment.main
  }

  /** Follow the reader's hand: the own run in every frame, those that accompany it when there are words again. */
  protected update(): void {
    this.attempt(performance.now() >= this.toldAt + PACE)
    this.complete("")
  }

  private attempt(all: boolean): void {
    this.whole = all
    try {
      this.experiment.run(this.wanted, all)
      this.problem = ""
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.problem = error.message
    }
    this.stage.element.classList.toggle("is-stale", this.problem !== "")
  }

  // What follows from it

  /** Show everything that follows from the present runs. */
  private complete(note: string): void {
    if (!this.problem) this.curves.follow()
    this.draw()
    clearTimeout(this.telling)
    const wait = this.toldAt + PACE - performance.now()
    if (wait <= 0 || note) this.report(note)
    else this.telling = setTimeout(() => this.report(note), wait)
  }

  /** Say in words and numbers what the curves show. */
  private report(note: string): void {
    this.toldAt = performance.now()
    if (!this.whole) {
      this.attempt(true)
      this.draw()
    }
    this.showValues()
    this.stage.describe()
    this.say(say => this.problem || note + this.tell(say), this.problem !== "")
    this.moveCursor(this.time)
  }

  /** Show that a curve over many runs has grown, or that the rate is known. */
  private grown(): void {
    this.draw()
    this.showValues()
  }

  private showValues(): void {
    this.bench.show(this.changed, name => this.experiment.value(name))
  }

  private tell(say: Say): string {
    const { bench, runs } = this.preset
    const { main, values, usual, recordings } = this.experiment
    if (bench === "solutions") return toldSolutions(values, usual, say)
    if (bench === "voltage clamp") return toldClamp(main!, say)
    const ramp = runs.some(({ name }) => name === "ramp") ? recordings.get("ramp") : undefined
    return ramp ? `Kick: ${told(main!, say)} Ramp: ${told(ramp, say)}` : told(main!, say)
  }

  protected place(always: boolean): void {
    const colors = (): Palette => (this.colors = palette())
    if (!this.stage.place(colors, always)) return
    this.plots?.renew()
    this.draw()
  }

  private draw(): void {
    if (!this.stage.ready) return
    this.stage.draw(this.wanted)
    this.plots?.draw()
  }
}
