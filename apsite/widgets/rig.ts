/** One live figure: the picture's axes alive, and the bench beneath them. */

import { CONTROLS } from "@model/facts"

import { Bench, type Actions } from "./bench"
import type { Owner } from "./controls"
import { moment, summary, told, toldClamp, toldSolutions } from "./describe"
import { Experiment } from "./experiment"
import { columns, drawing, image, save, table, type Drawn } from "./exports"
import { DragPoint, Handle } from "./handles"
import { address, inAddress, read, remember, write } from "./link"
import { measureSolutions } from "./measures"
import { spoken, typeset } from "./numbers"
import { palette, watchPalette, type Palette } from "./palette"
import { Panel, plainAxes, type Content, type Curve, type Mark } from "./panel"
import type { Recording } from "./recording"
import { Background, settledRate, sweeping } from "./sweeps"
import { Problem, type Control, type DrawnLine, type FigureData, type Layout, type Placing, type Preset, type Trace, type Values } from "./types"
import { PLOTS, VIEWS, axis, curvesOf, limitsOf } from "./views"
import { make } from "./words"

const NARROW = "(max-width: 37.49em)"
const REST = 900 // ms without a change, after which the next one leaves a ghost
const TRAIL = 300 // points that stay of a drag
const PLOT_HEIGHT = 220

let numbered = 0

type Say = (value: number, unit: string, digits: number) => string

export class Rig implements Owner, Actions {
  private readonly preset: Preset
  private readonly experiment: Experiment
  private readonly stop = new AbortController()
  private readonly stage = make("div", { class: "ap-live__stage" })
  private readonly bench: Bench
  private readonly background = new Background()
  private readonly plots = new Map<string, Panel>()
  private readonly watch = new ResizeObserver(() => this.place())
  private readonly name: string
  private readonly id = `ap-live-${++numbered}`
  /** The plots that can be added. */
  private readonly offered: readonly string[]
  private colors: Palette = {}
  private panels: Panel[] = []
  private handles: Handle[] = []
  private dragPoints: (() => void)[] = []
  private wanted: Values
  private problem = ""
  private ghost: Recording | undefined
  private resting = true
  private timer: ReturnType<typeof setTimeout> | undefined
  private frame = 0
  private time: number | null = null
  private sweepKey = ""
  private readonly swept = new Map<string, [number, number | null][]>()
  private readonly trails = new Map<string, Mark[]>()
  private size = { width: 0, narrow: false }

  /**
   * `root` is the figure's element, with its pictures; `seat`, where the bench goes; `home`, where the site begins.
   * Runs the figure's experiment and makes its bench; nothing is to be seen before `open`. Throws where it cannot be started.
   */
  constructor(
    private readonly root: HTMLElement,
    private readonly data: FigureData,
    private readonly seat: HTMLElement,
    private readonly home: URL,
  ) {
    this.preset = data.preset
    this.name = root.dataset["figure"]!
    this.experiment = new Experiment(this.preset)
    this.experiment.run(this.preset.values)
    this.wanted = this.preset.values
    this.offered = this.preset.bench === "solutions" ? [] : PLOTS.filter(name => name !== "phase" || this.preset.bench === "current clamp")
    this.bench = new Bench(this.preset, this, this, this.offered, this.id)
  }

  /** Show the figure in place of its picture. Throws where it cannot be shown. */
  open(): void {
    const { id } = this
    this.stage.setAttribute("role", "group")
    this.stage.setAttribute("aria-label", `Live figure: ${this.preset.title}`)
    this.stage.setAttribute("aria-describedby", `${id}-alt ${id}-summary`)
    const alt = make("p", { class: "ap-live__hidden", id: `${id}-alt` }, this.picture.alt)
    this.seat.append(this.bench.element)
    this.root.prepend(this.stage)
    this.stage.append(alt)
    const note = this.follow(inAddress(this.name), this.offered)
    this.place()
    this.root.classList.add("is-live")
    this.watch.observe(this.root)
    watchPalette(() => this.place(true), this.stop.signal)
    this.complete(note)
  }

  destroy(): void {
    this.stop.abort()
    this.watch.disconnect()
    this.background.stop()
    clearTimeout(this.timer)
    cancelAnimationFrame(this.frame)
    for (const panel of [...this.panels, ...this.plots.values()]) panel.destroy()
    this.bench.destroy()
    this.stage.remove()
    this.root.classList.remove("is-live")
  }

  // What controls ask for

  get(name: string): number {
    return this.wanted[name]!
  }

  start(name: string): number {
    return this.preset.values[name]!
  }

  reach(control: Control): readonly [number, number] {
    const { origin, ms } = this.preset
    if (control.name.endsWith(".onset") && !this.preset.reach[control.name]) return [-origin, ms - origin]
    return this.preset.reach[control.name] ?? [control.low, control.high]
  }

  legal(control: Control): readonly [number, number] {
    const { origin, ms } = this.preset
    return control.name.endsWith(".onset") ? [-origin, ms - origin] : [control.minimum, control.maximum]
  }

  set(name: string, value: number): void {
    if (Number.isFinite(value) && value !== this.wanted[name]) this.ask({ ...this.wanted, [name]: value })
  }

  complain(message: string): void {
    this.bench.say(message, message, summary(this.preset, this.wanted), true)
  }

  resetAll(): void {
    this.ask(this.preset.values)
  }

  // What the bench asks for

  async copyLink(): Promise<string> {
    return copied(this.link(), "The link is copied: it brings back what you see.")
  }

  async copyEmbed(): Promise<string> {
    const target = new URL(`embed/${this.name}/`, this.home)
    const state = write(this.wanted, this.preset.values, [...this.plots.keys()])
    if (state) target.search = `${this.name}=${state}`
    const code = `<iframe src="${target.href}" title="${this.preset.title}" width="800" height="900" loading="lazy"></iframe>`
    return copied(code, "The code is copied: put it into your page.")
  }

  download(kind: "csv" | "svg" | "png"): void {
    if (kind === "csv") return save(`${this.name}.csv`, new Blob([this.csv()], { type: "text/csv" }))
    const layout = this.layout
    const svg = drawing(layout, this.drawn(), this.colors, this.preset.title)
    if (kind === "svg") return save(`${this.name}.svg`, new Blob([svg], { type: "image/svg+xml" }))
    void image(svg, layout).then(
      png => save(`${this.name}.png`, png),
      () => this.complain("This browser could not make an image; the drawing (SVG) shows the same."),
    )
  }

  togglePlot(name: string): void {
    const open = this.plots.get(name)
    if (open) {
      open.element.parentElement?.remove()
      open.destroy()
      this.plots.delete(name)
    } else this.openPlot(name)
    this.bench.pressed(name, !open)
    this.remember()
    this.draw()
  }

  moveCursor(time: number | null): void {
    this.time = time
    const main = this.experiment.main
    for (const panel of this.timePanels) panel.point(time)
    if (!main) return
    const sample = time === null ? 0 : Math.round((time + main.frame.origin) / main.frame.dt)
    const at = Math.min(main.count - 1, Math.max(0, sample))
    this.bench.point(time === null ? null : main.timeAt(at), time === null ? "" : moment(main, at))
  }

  // State

  private link(): string {
    const anchor = this.root.closest("figure")?.id ?? ""
    return address(this.name, write(this.wanted, this.preset.values, [...this.plots.keys()]), anchor)
  }

  private remember(): void {
    remember(this.name, write(this.wanted, this.preset.values, [...this.plots.keys()]))
  }

  /** Take over what a link asks for; returns what has to be said of it. */
  private follow(text: string | null, plots: readonly string[]): string {
    if (text === null) return ""
    const linked = read(text, this.preset.values, plots)
    const odd = linked.refused.length ? `The link asked for something that this figure does not know (${linked.refused.join(", ")}); it stays at its start. ` : ""
    this.wanted = { ...this.preset.values, ...linked.values }
    try {
      this.experiment.run(this.wanted)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.wanted = this.preset.values
      return `The link asked for something that cannot be run (${error.message}); this is the figure's start. `
    }
    for (const name of linked.plots) {
      this.openPlot(name)
      this.bench.pressed(name, true)
    }
    return odd
  }

  private ask(values: Values): void {
    if (this.resting) this.ghost = this.experiment.main
    this.resting = false
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.settle(), REST)
    this.wanted = values
    if (!this.frame) this.frame = requestAnimationFrame(() => this.update())
  }

  private settle(): void {
    this.resting = true
    this.remember()
  }

  private update(): void {
    this.frame = 0
    try {
      this.experiment.run(this.wanted)
      this.problem = ""
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.problem = error.message
    }
    this.stage.classList.toggle("is-stale", this.problem !== "")
    this.complete("")
  }

  /** Show everything that follows from the present runs. */
  private complete(note: string): void {
    this.leaveTrails()
    this.sweep()
    this.draw()
    this.bench.show(this.wanted !== this.preset.values && changedFrom(this.preset.values, this.wanted), name => this.experiment.value(name))
    const say = (how: Say): string => this.problem || note + this.tell(how)
    this.bench.say(say(typeset), say(spoken), summary(this.preset, this.wanted), this.problem !== "")
    this.moveCursor(this.time)
  }

  private tell(say: Say): string {
    const { bench, runs } = this.preset
    if (bench === "solutions") return toldSolutions(this.experiment.values, this.experiment.usual, say)
    const main = this.experiment.main!
    if (bench === "voltage clamp") return toldClamp(main, say)
    const ramp = runs.find(run => run.name === "ramp")
    if (!ramp) return told(main, say)
    return `Kick: ${told(main, say)} Ramp: ${told(this.experiment.recordings.get("ramp")!, say)}`
  }

  // Drawing

  private get layout(): Layout {
    return this.data.layouts[matchMedia(NARROW).matches ? "narrow" : "wide"]
  }

  private get picture(): HTMLImageElement {
    return [...this.root.querySelectorAll<HTMLImageElement>("picture img")].find(image => image.offsetParent) ?? this.root.querySelector("img")!
  }

  private get timePanels(): Panel[] {
    return [...this.panels.filter((_, index) => this.preset.panels[index]?.traces.length), ...[...this.plots].filter(([name]) => name !== "phase").map(([, panel]) => panel)]
  }

  /** Put stage and panels over the picture, which may have another size, layout or palette now. */
  private place(always = false): void {
    const { picture } = this
    const width = picture.clientWidth
    const narrow = matchMedia(NARROW).matches
    if (!width || (!always && width === this.size.width && narrow === this.size.narrow)) return
    const fresh = !this.panels.length || narrow !== this.size.narrow
    this.size = { width, narrow }
    this.colors = palette()
    const { layout } = this
    Object.assign(this.stage.style, { left: `${picture.offsetLeft}px`, top: `${picture.offsetTop}px`, width: `${width}px`, height: `${picture.clientHeight}px` })
    if (fresh) this.build(layout)
    for (const panel of this.panels) panel.place(width / layout.width, this.colors)
    if (fresh) this.equip()
    for (const name of [...this.plots.keys()]) {
      this.plots.get(name)!.destroy()
      this.openPlot(name)
    }
    this.draw()
  }

  private build(layout: Layout): void {
    for (const panel of this.panels) panel.destroy()
    this.panels = layout.axes.map((axes, index) => {
      const timed = this.preset.panels[index]?.traces.length
      return timed ? new Panel(axes, time => this.hover(time)) : new Panel(axes)
    })
    this.stage.append(...this.panels.map(({ element }) => element))
  }

  /** Give the panels their grips. */
  private equip(): void {
    const { signal } = this.stop
    const end = this.preset.ms - this.preset.origin
    this.handles = this.panels.flatMap((panel, index) =>
      (this.preset.panels[index]?.handles ?? []).map(kind => new Handle(kind, panel, this, end, signal)))
    this.dragPoints = this.panels.flatMap((panel, index) =>
      (this.preset.panels[index]?.points ?? []).filter(point => point.drag).map(point => {
        const [x, y] = [CONTROLS[point.x]!, CONTROLS[point.y]!]
        const grip = new DragPoint(panel, (across, up) => {
          const values = { ...this.wanted }
          for (const [control, value] of [[x, (across - point.x_from) * point.x_unit], [y, (up - point.y_from) * point.y_unit]] as const) {
            const [low, high] = this.reach(control)
            values[control.name] = Math.min(high, Math.max(low, Number((Math.round(value / control.step) * control.step).toPrecision(12))))
          }
          this.ask(values)
        }, signal)
        return () => grip.show(placed(point, "x", this.wanted[point.x]!), placed(point, "y", this.wanted[point.y]!))
      }))
  }

  private hover(time: number | null): void {
    if (time !== null) this.moveCursor(time)
  }

  private draw(): void {
    if (!this.panels.length) return
    this.panels.forEach((panel, index) => panel.show(this.contentOf(index, panel)))
    for (const handle of this.handles) handle.show()
    for (const show of this.dragPoints) show()
    for (const [name, panel] of this.plots) this.drawPlot(name, panel)
  }

  private contentOf(index: number, panel: Panel): Content {
    const preset = this.preset.panels[index]
    const decorated = !this.experiment.changed
    if (!preset || !(preset.traces.length || preset.points.length || preset.sweeps.length)) {
      return { time: [], curves: [], lines: panel.axes.lines, marks: [], decorated: true }
    }
    const kept = panel.axes.lines.filter(line => decorated && (line.marker || line.color === "faint"))
    if (preset.traces.length) {
      const { recordings } = this.experiment
      const quantities = new Set(preset.traces.map(({ quantity }) => quantity).filter(name => !name.startsWith("E_")))
      const curves: Curve[] = preset.traces.map(trace => {
        const y = traced(recordings.get(trace.run)!, trace)
        const run = this.preset.runs.find(({ name }) => name === trace.run)!
        const constant = trace.quantity.startsWith("E_")
        const label = trace.legend ? trace.legend : quantities.size > 1 || constant ? (constant && trace.run !== "main" ? "" : LABELS[trace.quantity] ?? trace.quantity) : run.label
        return { ...trace, label, y }
      })
      const own = preset.traces.find(({ run, quantity }) => run === "main" && !quantity.startsWith("E_"))
      if (own && this.ghost && !decorated && this.ghost.count === this.experiment.main!.count) {
        curves.unshift({ ...own, label: "before", color: "muted", dash: [1.5, 3], width: 1.6, y: traced(this.ghost, own) })
      }
      return { time: recordings.get(preset.traces[0]!.run)!.trace("t"), curves, lines: kept, marks: [], decorated }
    }
    const swept = preset.sweeps.map((_, at) => this.swept.get(`${index} ${at}`))
    const measuredAgain = swept.some(Boolean)
    const lines = panel.axes.lines
      .filter(line => decorated || !(line.marker && !line.width) || !preset.points.length)
      .map(line => (measuredAgain ? { ...line, alpha: line.alpha * 0.3 } : line))
    const again = preset.sweeps.flatMap((sweep, at) => this.segments(swept[at] ?? []).map((points): DrawnLine =>
      ({ color: sweep.color, dash: sweep.dash, width: 2.4, alpha: 1, marker: points.length === 1 ? 4 : 0, points })))
    const trail = this.trails.get(String(index)) ?? []
    const marks = preset.points.flatMap(point => {
      const [x, y] = [this.experiment.value(point.x), this.experiment.value(point.y)]
      if (x === null || y === null) return []
      return [{ x: placed(point, "x", x), y: placed(point, "y", y), color: point.color, filled: this.experiment.fired, size: 11 }]
    })
    return { time: [], curves: [], lines: [...lines, ...again], marks: [...trail, ...marks], decorated }
  }

  /** Stretches without gaps. */
  private segments(points: readonly [number, number | null][]): [number, number][][] {
    const found: [number, number][][] = [[]]
    for (const [x, y] of points) {
      if (y === null || !Number.isFinite(y)) found.push([])
      else found.at(-1)!.push([x, y])
    }
    return found.filter(stretch => stretch.length)
  }

  // Curves over many runs

  private leaveTrails(): void {
    if (this.problem || !this.experiment.changed) return
    this.preset.panels.forEach((panel, index) => {
      const key = String(index)
      for (const point of panel.points) {
        const moved = new Set([point.x, point.y])
        const others = JSON.stringify(Object.entries(this.experiment.values).filter(([name]) => !moved.has(name)))
        const [x, y] = [this.experiment.value(point.x), this.experiment.value(point.y)]
        if (x === null || y === null || !panel.sweeps.length) continue
        // A trail belongs to one membrane: on another one it starts anew.
        const trail = this.trailOthers.get(key) === others ? (this.trails.get(key) ?? []) : []
        this.trailOthers.set(key, others)
        trail.push({ x: placed(point, "x", x), y: placed(point, "y", y), color: point.color, filled: this.experiment.fired, size: 4 })
        this.trails.set(key, trail.slice(-TRAIL))
      }
    })
  }

  private readonly trailOthers = new Map<string, string>()

  /** Measure curves again that do not hold for the present values, and the rate of the present run. */
  private sweep(): void {
    const { values } = this.experiment
    const due = this.preset.panels.flatMap((panel, index) => panel.sweeps.map((sweep, at) => ({ sweep, key: `${index} ${at}` })))
    const rated = this.preset.read.includes("rate")
    if (this.preset.bench === "solutions") {
      for (const { sweep, key } of due) {
        const own = others(values, [sweep.control])
        if (own === others(this.preset.values, [sweep.control])) this.swept.delete(key)
        else this.swept.set(key, sweep.values.map(x => [x, measureSolutions(sweep.measure, { ...values, [sweep.control]: x }, this.experiment.usual)]))
      }
      return
    }
    const stale = due.filter(({ sweep }) => {
      const free = [sweep.control, sweep.measure.split(" ")[1] ?? ""]
      return others(values, free) !== others(this.preset.values, free)
    })
    const key = JSON.stringify(stale.map(({ sweep, key }) => [key, others(values, [sweep.control, sweep.measure.split(" ")[1] ?? ""])]))
    const fresh = key !== this.sweepKey
    this.sweepKey = key
    if (fresh) this.swept.clear()
    if (fresh || rated) this.background.start(this.work(fresh ? stale : stale.filter(({ key }) => !this.finished.has(key)), rated))
    if (fresh) this.finished.clear()
  }

  private readonly finished = new Set<string>()

  private *work(due: readonly { sweep: Preset["panels"][number]["sweeps"][number]; key: string }[], rated: boolean): Generator<void, void> {
    const { values } = this.experiment
    const [run] = this.preset.runs
    if (rated) {
      this.experiment.rate = yield* settledRate(values, run!, this.experiment.frame)
      this.leaveTrails()
      this.bench.show(changedFrom(this.preset.values, this.wanted), name => this.experiment.value(name))
      this.draw()
    }
    for (const { sweep, key } of due) {
      const points: [number, number | null][] = []
      this.swept.set(key, points)
      let drawn = performance.now()
      yield* sweeping(sweep, values, run!, this.experiment.frame, (x, y) => {
        points.push([placed(sweep, "x", x), y === null ? null : placed(sweep, "y", y)])
        if (performance.now() - drawn < 60) return
        drawn = performance.now()
        this.draw()
      })
      this.finished.add(key)
      this.draw()
    }
  }

  // Added plots

  private openPlot(name: string): Panel | undefined {
    const main = this.experiment.main
    if (!main) return undefined
    const width = Math.max(280, this.bench.plots.clientWidth || this.picture.clientWidth - 28)
    const phase = name === "phase"
    const view = VIEWS[name]
    const [from, to] = this.preset.panels.findIndex(({ traces }) => traces.length) >= 0
      ? this.layout.axes[this.preset.panels.findIndex(({ traces }) => traces.length)]!.x.limits
      : [-this.preset.origin, this.preset.ms - this.preset.origin]
    const limits = phase ? ([0, 1] as const) : (this.spans.get(name) ?? limitsOf(view!.limits, curvesOf(name, main)))
    if (!phase) this.spans.set(name, limits)
    const x = phase ? axis("membrane potential (mV)", [-100, 60]) : axis("time (ms)", [from, to])
    const y = axis(phase ? "open n gates" : view!.y, limits)
    const axes = plainAxes(width, PLOT_HEIGHT, [[phase ? "Phase plane: n against the potential" : view!.title, ""]], x, y)
    const panel = phase ? new Panel(axes) : new Panel(axes, time => this.hover(time))
    const holders = [...this.bench.plots.children] as HTMLElement[]
    const holder = holders.find(each => each.dataset["plot"] === name) ?? make("div", { class: "ap-live__plot", "data-plot": name })
    holder.style.height = `${PLOT_HEIGHT}px`
    holder.append(panel.element)
    if (!holder.isConnected) this.bench.plots.append(holder)
    panel.place(1, this.colors)
    this.plots.set(name, panel)
    return panel
  }

  /** What the axes of the added plots reach over; they grow with what is shown, and do not shrink again. */
  private readonly spans = new Map<string, readonly [number, number]>()

  private drawPlot(name: string, panel: Panel): void {
    const main = this.experiment.main!
    const ghost = this.ghost && this.experiment.changed && this.ghost.count === main.count ? this.ghost : undefined
    if (name === "phase") {
      const path = (recording: Recording): [number, number][] =>
        Array.from(recording.trace("V"), (V, k) => [V, recording.trace("n")[k]!])
      const lines: DrawnLine[] = [{ color: "ink", dash: [], width: 2, alpha: 1, marker: 0, points: path(main) }]
      if (ghost) lines.unshift({ color: "muted", dash: [1.5, 3], width: 1.4, alpha: 1, marker: 0, points: path(ghost) })
      const [V, n] = [main.trace("V")[0]!, main.trace("n")[0]!]
      panel.show({ time: [], curves: [], lines, marks: [{ x: V, y: n, color: "ink", filled: true, size: 8 }], decorated: false })
      return
    }
    const curves = curvesOf(name, main)
    const span = limitsOf(this.spans.get(name)!, curves)
    if (span.some((limit, end) => limit !== this.spans.get(name)![end])) {
      this.spans.set(name, span)
      panel.destroy()
      panel = this.openPlot(name)!
    }
    const before = ghost ? curvesOf(name, ghost, { color: "muted", dash: [1.5, 3], width: 1.4 }).map(curve => ({ ...curve, label: "" })) : []
    panel.show({ time: main.trace("t"), curves: [...before, ...curves], lines: [], marks: [], decorated: false })
  }

  // Exports

  private csv(): string {
    if (this.preset.bench !== "solutions") return table(this.preset.runs, this.experiment.recordings)
    const sweeps = this.preset.panels.flatMap(panel => panel.sweeps)
    const rows = sweeps[0]!.values.map(x => [x, ...sweeps.map(sweep =>
      measureSolutions(sweep.measure, { ...this.experiment.values, [sweep.control]: x }, this.experiment.usual) ?? "")])
    const control = CONTROLS[sweeps[0]!.control]!
    return columns([`${control.label} (${control.unit})`, ...sweeps.map(({ measure }) => `${measure} (mV)`)], rows)
  }

  private drawn(): Drawn[] {
    return this.panels.map((panel, index) => ({ axes: panel.axes, content: this.contentOf(index, panel) }))
  }
}

/** What traces are called in a legend. */
const LABELS: Readonly<Record<string, string>> = {
  g_Na: "Na⁺", g_K: "K⁺", I_Na: "Na⁺", I_K: "K⁺", I_L: "leak", I_ion: "sum", E_Na: "Na⁺ in balance", E_K: "K⁺ in balance",
  n_progress: "gate n", g_K_progress: "conductance",
}

/** The samples of a trace in the units of its axes; nothing is drawn where it has ended. */
function traced(recording: Recording, { quantity, scale, until }: Trace): ArrayLike<number | null> {
  const y = recording.trace(quantity)
  const { frame, spikes, values } = recording
  const end = until === "step" ? values["step.onset"]! + frame.origin + values["step.width"]! : spikes[0]?.peakTime
  if (until && end !== undefined) {
    const drawn: (number | null)[] = []
    for (let sample = 0; sample < y.length; sample++) drawn.push(sample * frame.dt <= end ? y[sample]! * scale : null)
    return drawn
  }
  return scale === 1 ? y : y.map(value => value * scale)
}

function placed(placing: Placing, way: "x" | "y", value: number): number {
  return way === "x" ? placing.x_from + value / placing.x_unit : placing.y_from + value / placing.y_unit
}

function others(values: Values, free: readonly string[]): string {
  return JSON.stringify(Object.entries(values).filter(([name]) => !free.includes(name)))
}

function changedFrom(start: Values, values: Values): boolean {
  return Object.keys(start).some(name => values[name] !== start[name])
}

async function copied(text: string, said: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text)
    return said
  } catch {
    return `This browser does not let the page copy. Here it is: ${text}`
  }
}

