/** One live figure: its state, and how stage, bench, added plots and address follow from it. */

import { CONTROLS } from "@model/facts"

import { contentOf } from "./contents"
import { Curves } from "./curves"
import { moment, told, toldClamp, toldSolutions } from "./describe"
import { Experiment } from "./experiment"
import { drawing, image, save } from "./exports"
import { inAddress, read, remember, write } from "./link"
import { MembraneBench, type MembraneActions } from "./membrane-bench"
import { spoken, typeset } from "./numbers"
import { palette, watchPalette, type Palette } from "./palette"
import type { Content, Panel } from "./panel"
import { AddedPlots } from "./plots"
import type { Recording } from "./recording"
import { copyEmbed, copyLink } from "./sharing"
import { Stage, valuesAt, type Director } from "./stage"
import { summary } from "./summary"
import { csv } from "./tables"
import { Problem, type Control, type FigureData, type Point, type Preset, type Values } from "./types"
import { PLOTS } from "./views"
import { make } from "./words"

const REST = 900 // ms without a change, after which the next one leaves a ghost
const PACE = 60 // ms between two changes of the words and numbers, which nobody reads sixty times a second

type Say = (value: number, unit: string, digits: number) => string

let numbered = 0

export class Rig implements Director, MembraneActions {
  private readonly preset: Preset
  private readonly name: string
  private readonly experiment: Experiment
  private readonly curves: Curves
  private readonly stage: Stage
  private readonly bench: MembraneBench
  private readonly id = `ap-live-${++numbered}`
  /** The plots that can be added. */
  private readonly offered: readonly string[]
  private readonly plots: AddedPlots
  private readonly stop = new AbortController()
  private readonly watch = new ResizeObserver(() => this.place(false))
  private colors: Palette = palette()
  private wanted: Values
  private problem = ""
  private ghost: Recording | undefined
  private resting = true
  private timer: ReturnType<typeof setTimeout> | undefined
  private frame = 0
  private toldAt = -Infinity
  /** Whether the runs that accompany the reader's are those of the present values. */
  private whole = true
  private telling: ReturnType<typeof setTimeout> | undefined
  private time: number | null = null

  /**
   * `root` is the figure's element, with its pictures; `seat`, where the bench goes; `home`, where the site begins.
   * Runs the figure's experiment and makes its bench; nothing is to be seen before `open`. Throws where it cannot be
   * started.
   */
  constructor(
    private readonly root: HTMLElement,
    data: FigureData,
    private readonly seat: HTMLElement,
    private readonly home: URL,
  ) {
    if (!document.createElement("canvas").getContext("2d")) throw new Error("this browser draws nothing")
    this.preset = data.preset
    this.name = root.dataset["figure"]!
    this.wanted = this.preset.values
    this.experiment = new Experiment(this.preset)
    this.experiment.run(this.wanted)
    this.curves = new Curves(this.experiment, () => this.grown())
    const { bench } = this.preset
    this.offered = bench === "solutions" ? [] : PLOTS.filter(name => name !== "phase" || bench === "current clamp")
    this.bench = new MembraneBench(this.preset, this, this.offered, this.id)
    this.plots = new AddedPlots(this.experiment, this.bench.plots, time => this.hover(time))
    this.stage = new Stage(root, data, this, this.stop.signal)
  }

  /** Show the figure in the place of its picture. Throws where it cannot be shown. */
  open(): void {
    const { id, root } = this
    this.stage.name(this.preset.title, `${id}-alt ${id}-summary`)
    this.stage.element.append(make("p", { class: "ap-live__hidden", id: `${id}-alt` }, this.stage.picture.alt))
    this.seat.append(this.bench.element)
    root.prepend(this.stage.element)
    this.place(true)
    const note = this.follow(inAddress(this.name))
    root.classList.add("is-live")
    this.watch.observe(root)
    watchPalette(() => this.place(true), this.stop.signal)
    this.complete(note)
  }

  destroy(): void {
    this.stop.abort()
    this.watch.disconnect()
    this.curves.destroy()
    clearTimeout(this.timer)
    clearTimeout(this.telling)
    cancelAnimationFrame(this.frame)
    this.plots.destroy()
    this.stage.destroy()
    this.bench.destroy()
    this.root.classList.remove("is-live")
  }

  // What controls and stage ask for

  get(name: string): number {
    return this.wanted[name]!
  }

  start(name: string): number {
    return this.preset.values[name]!
  }

  reach(control: Control): readonly [number, number] {
    const { origin, ms, reach } = this.preset
    return reach[control.name] ?? (control.name.endsWith(".onset") ? [-origin, ms - origin] : [control.low, control.high])
  }

  legal(control: Control): readonly [number, number] {
    const { origin, ms } = this.preset
    return control.name.endsWith(".onset") ? [-origin, ms - origin] : [control.minimum, control.maximum]
  }

  set(name: string, value: number): void {
    if (Number.isFinite(value) && value !== this.wanted[name]) this.ask({ ...this.wanted, [name]: value })
  }

  complain(message: string): void {
    this.bench.say(message, message, this.summary, true)
  }

  dragged(point: Point, x: number, y: number): void {
    this.ask({ ...this.wanted, ...valuesAt(point, x, y, { reach: control => this.reach(control) }) })
  }

  hover(time: number | null): void {
    if (time !== null) this.moveCursor(time)
  }

  contentOf(index: number, panel: Panel): Content {
    return contentOf(index, panel.axes, this.experiment, this.curves, this.ghost)
  }

  // What the bench asks for

  resetAll(): void {
    this.ask(this.preset.values)
  }

  copyLink(): Promise<string> {
    return copyLink(this.root, this.name, this.state)
  }

  copyEmbed(): Promise<string> {
    return copyEmbed(this.home, this.name, this.state, this.preset.title)
  }

  download(kind: "csv" | "svg" | "png"): void {
    if (kind === "csv") return save(`${this.name}.csv`, new Blob([csv(this.experiment)], { type: "text/csv" }))
    const { layout } = this.stage
    const panels = layout.axes.map((axes, index) => ({ axes, content: contentOf(index, axes, this.experiment, this.curves, this.ghost) }))
    const svg = drawing(layout, panels, this.colors, this.preset.title)
    if (kind === "svg") return save(`${this.name}.svg`, new Blob([svg], { type: "image/svg+xml" }))
    void image(svg, layout).then(
      png => save(`${this.name}.png`, png),
      () => this.complain("This browser could not make an image; the drawing (SVG) shows the same."),
    )
  }

  togglePlot(name: string): void {
    this.bench.pressed(name, this.plots.toggle(name, this.stage.width, this.stage.time, this.colors))
    remember(this.name, this.state)
    this.draw()
  }

  moveCursor(time: number | null): void {
    this.time = time
    this.stage.point(time)
    this.plots.point(time, this.ghost)
    const { main } = this.experiment
    if (!main) return
    const at = main.sampleAt(time ?? 0)
    this.bench.point(time === null ? null : main.timeAt(at), time === null ? "" : moment(main, at))
  }

  // State

  /** What a link has to hold. */
  private get state(): string {
    return write(this.wanted, this.preset.values, this.plots.names)
  }

  /** Take over what a link asks for; returns what has to be said of it. */
  private follow(text: string | null): string {
    if (text === null) return ""
    const linked = read(text, this.preset.values, this.offered, CONTROLS)
    this.wanted = { ...this.preset.values, ...linked.values }
    try {
      this.experiment.run(this.wanted)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.wanted = this.preset.values
      return `The link asked for something that cannot be run (${error.message}); this is the figure's start. `
    }
    if (linked.plots.length) this.bench.showPlots()
    for (const name of linked.plots) {
      this.bench.pressed(name, this.plots.toggle(name, this.stage.width, this.stage.time, this.colors))
    }
    if (!linked.refused.length) return ""
    return `The link asked for something that this figure does not know (${linked.refused.join(", ")}); it stays at its start. `
  }

  private ask(values: Values): void {
    if (this.resting) this.ghost = this.experiment.main
    this.resting = false
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.resting = true
      remember(this.name, this.state)
    }, REST)
    this.wanted = values
    if (!this.frame) this.frame = requestAnimationFrame(() => this.update())
  }

  /** Follow the reader's hand: the own run in every frame, those that accompany it when there are words again. */
  private update(): void {
    this.frame = 0
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
    const say = (how: Say): string => this.problem || note + this.tell(how)
    this.bench.say(say(typeset), say(spoken), this.summary, this.problem !== "")
    this.moveCursor(this.time)
  }

  /** Show that a curve over many runs has grown, or that the rate is known. */
  private grown(): void {
    this.draw()
    this.showValues()
  }

  private showValues(): void {
    const changed = Object.keys(this.wanted).some(name => this.wanted[name] !== this.preset.values[name])
    this.bench.show(changed, name => this.experiment.value(name))
  }

  private get summary(): string {
    return summary(this.preset.values, this.wanted, CONTROLS)
  }

  private tell(say: Say): string {
    const { bench, runs } = this.preset
    const { main, values, usual, recordings } = this.experiment
    if (bench === "solutions") return toldSolutions(values, usual, say)
    if (bench === "voltage clamp") return toldClamp(main!, say)
    const ramp = runs.some(({ name }) => name === "ramp") ? recordings.get("ramp") : undefined
    return ramp ? `Kick: ${told(main!, say)} Ramp: ${told(ramp, say)}` : told(main!, say)
  }

  /** Put the stage over the picture; `always`, also where only the palette has changed. */
  private place(always: boolean): void {
    const colors = (): Palette => (this.colors = palette())
    if (!this.stage.place(colors, always)) return
    this.plots.renew(this.stage.width, this.stage.time, this.colors)
    this.draw()
  }

  private draw(): void {
    if (!this.stage.ready) return
    this.stage.draw(this.wanted)
    this.plots.draw(this.ghost, this.time, this.stage.width, this.stage.time, this.colors)
  }
}
