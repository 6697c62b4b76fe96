/** One live figure of a membrane: its runs, and how stage, bench, added plots and address follow from them. */

import { WIDER } from "../../plot/picture"
import type { Content } from "../../plot/content"
import { contentOf } from "./contents"
import { reachOf } from "../../bench/controls"
import { Curves } from "./curves"
import { moment, passed, toldOfFigure } from "./words"
import { Experiment } from "./experiment"
import { Later } from "../../page/later"
import type { Stretch } from "../../page/mount"
import { impossible, remember, unknown, write } from "../../page/link"
import { MembraneBench, type MembraneActions } from "./bench"
import { SQUID, type Model } from "../../laboratory/models"
import { palette, type Palette } from "../../page/palette"
import type { Recording } from "../../laboratory/recordings"
import { LiveFigure } from "../../figure"
import { Stage, valuesAt, type Director } from "./stage"
import { Adding } from "./adding"
import type { Strip } from "./strip/strip"
import type { Watched } from "../../page/mount"
import {
  PLOTS,
  Problem,
  type Axes,
  type Control,
  type FigureData,
  type Point,
  type Preset,
  type Sketch,
  type Values,
} from "../../page/types"

let numbered = 0

export class MembraneFigure extends LiveFigure<Preset> implements Director, MembraneActions {
  protected readonly stage: Stage
  protected readonly bench: MembraneBench
  private readonly id = `ap-live-${++numbered}`
  private readonly experiment: Experiment
  private readonly layouts: FigureData["layouts"]
  private readonly curves: Curves
  private readonly plots: Adding
  private colors: Palette = palette()
  private problem = ""
  private ghost: Recording | undefined
  private note = ""
  /** Whether curves are others than in the frame before. */
  private fresh = false
  protected readonly later = new Later([
    () => this.refine(),
    () => this.catchUp(),
    () => this.remeasure(),
    () => this.ofRefined(() => this.read()),
    () => this.ofRefined(() => this.tell()),
    () => this.pointOut(),
  ])
  /** Whether the reader's hand moves in this frame. */
  private moving = false
  private time: number | null = null
  /** Whether the time cursor is elsewhere than in the frame before. */
  private pointed = false

  /**
   * As for every kind, see `page/mount.ts`. Runs the figure's experiment and makes its bench; nothing is to be seen before
   * `open`. `model` is the membrane that it is of, `chosen` what a link says of that, where it can be another. Throws where
   * it cannot be started.
   */
  constructor(
    root: HTMLElement,
    data: FigureData,
    seat: HTMLElement,
    home: URL,
    _worker?: URL,
    model: Model = SQUID,
    private readonly chosen = "",
  ) {
    super(root, data.preset, seat, home, model.controls)
    this.layouts = data.layouts
    this.experiment = new Experiment(this.preset, model, !chosen)
    this.experiment.run(this.wanted)
    this.curves = new Curves(this.experiment, () => this.grown())
    const { bench } = this.preset
    this.plots = new Adding(
      bench === "solutions" ? [] : PLOTS.filter(name => name !== "phase" || bench === "current clamp"),
      this.experiment,
      () => ({ width: this.stage.width, time: this.stage.time, colors: this.colors, ghost: this.ghost, at: this.time }),
      time => this.movedTo(time),
      byHand => {
        if (byHand) remember(this.name, this.state)
        this.draw()
      },
    )
    this.bench = new MembraneBench(this.preset, this, this.id, model, data.watched === true)
    this.stage = new Stage(root, data, this, this.stop.signal)
    this.stage.released = () => this.renew()
  }

  open(): void {
    this.stage.name(this.preset.title, this.id)
    this.mount()
    this.note = this.linkedTo()
    this.later.finish()
    this.bench.show(this.changed)
    this.draw()
  }

  override destroy(): void {
    super.destroy()
    this.curves.destroy()
    this.plots.destroy()
  }

  // What controls and stage ask for

  reach(control: Control): readonly [number, number] {
    return reachOf(this.preset, control)
  }

  legal(control: Control): readonly [number, number] {
    const { origin, ms } = this.preset
    return control.name.endsWith(".onset") ? [-origin, ms - origin] : [control.minimum, control.maximum]
  }

  dragged(point: Point, x: number, y: number): void {
    this.ask({ ...this.wanted, ...valuesAt(point, x, y, { reach: control => this.reach(control) }) })
  }

  contentOf(index: number, axes: Axes): Content {
    return contentOf(index, axes, this.experiment, this.curves, this.ghost)
  }

  // What the bench asks for

  override resetAll(): void {
    this.curves.forget()
    super.resetAll()
  }

  addPlots(): Promise<HTMLElement> {
    return this.plots.fetch()
  }

  fetchStrip(): Promise<Strip> {
    const { root, stage, stop } = this
    return this.plots.fetchStrip({ root, plot: stage.element, signal: stop.signal })
  }

  override watchChannels(): Promise<Watched | null> {
    return this.bench.watch()
  }

  async share(): Promise<HTMLElement> {
    const { taken } = await import("./tables")
    const whole = (): Experiment => {
      this.moving = false
      this.later.finish() // what is taken away is of one state
      return this.experiment
    }
    return taken(this.shared, whole, this.stage, (index, axes) => this.contentOf(index, axes))
  }

  async hear(): Promise<HTMLElement> {
    const { listening } = await import("./heard")
    const heard = listening(
      () => (this.problem ? undefined : this.experiment.main),
      time => {
        this.plots.halt()
        this.movedTo(time)
      },
    )
    this.heard = heard
    return heard.element
  }

  moveCursor(time: number): void {
    if (!this.plots.playing) this.movedTo(time) // a mouse that passes over the plot stops nothing
  }

  private movedTo(time: number): void {
    this.time = time
    this.heard?.follow(time)
    this.pointed = true
    this.soon()
  }

  light(stretch: Stretch | null): string {
    const {
      stage,
      experiment: { main },
    } = this
    stage.light(stretch)
    const [begins, ends] = stage.time
    return stretch && main ? passed(main, stretch[0] ?? begins, stretch[1] ?? ends) : ""
  }

  override async sketch(state: Values): Promise<Sketch | null> {
    const { sketched } = await import("./sketch")
    return sketched(this.experiment, this.layouts.wide.axes, state)
  }

  // State

  protected measured(name: string): number | null {
    return this.problem ? null : this.experiment.value(name)
  }

  protected override get state(): string {
    const own = write(this.wanted, this.preset.values, this.plots.names)
    return [this.chosen, own].filter(Boolean).join("~")
  }

  /** Take over what a link asks for; returns what has to be said of it. */
  private linkedTo(): string {
    const linked = this.asked(this.plots.offered, this.chosen)
    if (!linked) return ""
    this.wanted = { ...this.preset.values, ...linked.values }
    try {
      this.experiment.run(this.wanted)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.wanted = this.preset.values
      return impossible(error.message)
    }
    this.plots.ask(linked.plots)
    if (linked.plots.length) this.bench.showPlots()
    return unknown(linked.refused)
  }

  protected keep(): void {
    this.ghost = this.experiment.main
  }

  protected follow(moved: boolean, now: number): void {
    this.moving = moved
    this.plots.advance(now)
    if (moved) {
      this.note = ""
      this.attempt(() => this.experiment.run(this.wanted, true))
      if (!this.problem) this.curves.follow()
      this.bench.show(this.changed)
      this.fresh = true
    }
    if (this.pointed) this.pointOut()
  }

  protected paint(): void {
    if (this.fresh) this.show()
    this.stage.paint()
    this.plots.paint()
  }

  protected override accompany(): void {
    this.plots.draw()
    this.plots.paint()
  }

  protected override write(): void {
    this.stage.write()
  }

  private attempt(run: () => boolean | void): boolean {
    let more: boolean | void = false
    this.problem = ""
    try {
      more = run()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.problem = error.message
    }
    this.stage.element.classList.toggle("is-stale", this.problem !== "")
    return more === true
  }

  // What follows from it, later

  /** Put the run that is to last in the place of a coarse one, once the hand rests; returns whether that is still to be done. */
  private refine(): boolean {
    if (!this.experiment.coarse) return false
    if (this.moving) return true
    this.fresh = true
    // Where there is a problem, what is seen is of values from before, which could be run.
    if (this.problem) this.experiment.refine()
    else this.attempt(() => this.experiment.refine())
    return false
  }

  /** Do what is of the run that is to last; returns whether there is none yet. */
  private ofRefined(piece: () => void): boolean {
    if (this.experiment.coarse && !this.problem) return true
    piece()
    return false
  }

  /** Run one of those that accompany the reader's own; returns whether there are more. */
  private catchUp(): boolean {
    if (this.problem) return false
    this.fresh = true
    return this.attempt(() => this.experiment.catchUp())
  }

  private remeasure(): void {
    if (!this.problem) this.curves.remeasure()
  }

  private read(): void {
    this.bench.read(name => this.experiment.value(name))
  }

  private tell(): void {
    this.stage.describe()
    this.say(say => this.problem || this.note + toldOfFigure(this.experiment, this.stage.widened ? WIDER : "", say), this.problem !== "")
  }

  /** Show the time cursor, with what there is at it. */
  private pointOut(): void {
    const {
      time,
      experiment: { main },
    } = this
    this.pointed = false
    this.stage.point(time)
    this.plots.point()
    if (!main) return
    const at = main.sampleAt(time ?? 0)
    this.bench.point(time === null ? null : main.timeAt(at), time === null ? "" : moment(main, at))
  }

  /** Show that a curve over many runs has grown, or that the rate is known. */
  private grown(): void {
    this.renew()
    this.read()
  }

  /** Draw in the next frame what is another now. */
  private renew(): void {
    this.fresh = true
    this.soon()
  }

  protected place(always: boolean): void {
    const colors = (): Palette => (this.colors = palette())
    if (!this.stage.place(colors, always)) return
    this.plots.renew()
    this.draw()
  }

  /** Say anew how things stand, once there is time. */
  private retell(): void {
    this.later.again()
    this.soon()
  }

  /** Draw everything, not only in the next frame. */
  private draw(): void {
    this.fresh = true
    this.paint()
    this.after.finish()
  }

  private show(): void {
    if (!this.stage.ready) return
    this.fresh = false
    this.heard?.renew()
    const { widened } = this.stage
    this.stage.draw(this.wanted, !this.experiment.decorated)
    if (this.stage.widened !== widened) this.retell()
    this.after.again()
  }
}
