/** A live axon: its state, and how runs, stage, bench and address follow from it. */

import { COARSE } from "@model/axon-facts"

import { AxonBench, type AxonActions } from "./axon-bench"
import { Runner, type Done } from "./axon-runner"
import { within, type Action, type AxonPreset } from "./axon-state"
import { AxonStage, sampleAt, type Director } from "./axon-stage"
import { csv, picture } from "./axon-tables"
import { MEASURES, Passage } from "./axon-words"
import { onGrid } from "./controls"
import { image, save } from "./exports"
import { inAddress, read, remember, write } from "./link"
import { spoken, typeset } from "./numbers"
import { palette, watchPalette, type Palette } from "./palette"
import { Playback } from "./playback"
import { copyEmbed, copyLink } from "./sharing"
import { summary } from "./summary"
import { Travel } from "./travel"
import type { Control, Values } from "./types"

const REST = 900 // ms without a change, after which the next one leaves a ghost
const FINE = 120 // ms without a change, after which the run is done with the laboratory's own steps
const GAP = 6 // CSS pixels between stage and bench
const ELECTRODES = ["near", "far"]

type Say = (value: number, unit: string, digits: number) => string

let numbered = 0

export class AxonFigure implements Director, AxonActions {
  private readonly preset: AxonPreset
  private readonly name: string
  private readonly id = `ap-axon-${++numbered}`
  private readonly controls: Readonly<Record<string, Control>>
  private readonly stage: AxonStage
  private readonly bench: AxonBench
  private readonly playback: Playback
  private readonly runner: Runner
  private readonly stop = new AbortController()
  private readonly watch = new ResizeObserver(() => this.place(false))
  /** The values that runs were asked with, by their number. */
  private readonly asked = new Map<number, Values>()
  private number = 0
  private wanted: Values
  /** The run that is shown, the middles of its nodes, and the values that it was asked with. */
  private travel: Travel | undefined
  private nodes: readonly number[] = []
  private of: Values | undefined
  /** Whether it was run with the laboratory's own steps. */
  private fine = false
  private ghost: Travel | undefined
  private resting = true
  private note = ""
  /** Whether the values are those of a link, which may ask for what cannot be run. */
  private linked = false
  private playSoon = false
  private frame = 0
  /** Whether what is drawn is of another run, moment or electrode than it should be. */
  private stale = true
  private restTimer: ReturnType<typeof setTimeout> | undefined
  private fineTimer: ReturnType<typeof setTimeout> | undefined

  /** As for every kind, see `figures.ts`. Throws where it cannot be started. */
  constructor(
    private readonly root: HTMLElement, data: { preset: AxonPreset }, private readonly seat: HTMLElement, private readonly home: URL,
    worker: URL,
  ) {
    if (!document.createElement("canvas").getContext("2d")) throw new Error("this browser draws nothing")
    this.preset = data.preset
    this.controls = this.preset.controls
    this.name = root.dataset["figure"]!
    this.wanted = this.preset.values
    this.bench = new AxonBench(this.preset, this, this.id)
    this.stage = new AxonStage(root, this.preset, this, this.stop.signal)
    this.playback = new Playback(this.preset.moment, this.preset.dt, () => this.get("ms"), () => {
      this.stale = true
      this.soon()
    })
    this.bench.element.prepend(this.playback.element)
    this.runner = new Runner(worker, done => this.ran(done), () => this.fail("The script that runs the axon did not load here"))
  }

  open(): void {
    this.note = this.follow(inAddress(this.name))
    this.seat.append(this.bench.element)
    this.stage.element.setAttribute("aria-label", `Live figure: ${this.preset.title}`)
    this.stage.element.setAttribute("aria-describedby", `${this.id}-summary`)
    this.root.prepend(this.stage.element)
    this.root.classList.add("is-live")
    this.place(true)
    this.watch.observe(this.root)
    watchPalette(() => this.place(true), this.stop.signal)
    this.playback.halt()
    this.bench.show(this.changed)
    this.playback.show("the axon is being run.", "the axon is being run")
    this.bench.say("The axon is being run.", "", "", false)
    this.run(1)
  }

  destroy(): void {
    this.stop.abort()
    this.watch.disconnect()
    this.runner.end()
    clearTimeout(this.restTimer)
    clearTimeout(this.fineTimer)
    cancelAnimationFrame(this.frame)
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
    const [low, high] = this.preset.reach[control.name] ?? [control.low, control.high]
    return control.unit === "cm" && control.name !== "length" ? [low, Math.min(high, this.get("length"))] : [low, high]
  }

  legal(control: Control): readonly [number, number] {
    const high = control.unit === "cm" && control.name !== "length" ? this.get("length") : control.maximum
    return [control.minimum, high]
  }

  set(name: string, value: number): void {
    if (Number.isFinite(value) && value !== this.wanted[name]) this.change({ ...this.wanted, [name]: value })
  }

  complain(message: string): void {
    this.bench.say(message, message, this.summary, true)
  }

  stimulate(place: number): void {
    const { step } = this.controls["first.place"]!
    this.playSoon = !this.playback.still
    const at = Math.min(this.get("length"), onGrid(place, step))
    if (at === this.get("first.place") && this.fine) this.begin()
    else this.set("first.place", at)
  }

  pointed(moment: number, place: number): void {
    const { travel, playback } = this
    playback.halt()
    playback.moveTo(moment)
    if (!travel) return
    const V = travel.at(sampleAt(travel, playback.moment), Math.min(this.get("length"), Math.max(0, place)))
    this.point(say => `${say(V, "mV", 1)} at ${say(place, "cm", 2)}`)
  }

  // What the bench asks for

  resetAll(): void {
    this.playback.halt()
    this.playback.moment = this.preset.moment
    this.change(this.preset.values)
  }

  /** Whether everything stands as an action sets it. */
  done({ values }: Action): boolean {
    return Object.entries(values).every(([name, value]) => this.wanted[name] === value)
  }

  toggle(action: Action): void {
    const back = Object.fromEntries(Object.keys(action.values).map(name => [name, this.preset.values[name]!]))
    this.change({ ...this.wanted, ...(this.done(action) ? back : action.values) })
  }

  copyLink(): Promise<string> {
    return copyLink(this.root, this.name, this.state)
  }

  copyEmbed(): Promise<string> {
    return copyEmbed(this.home, this.name, this.state, this.preset.title)
  }

  download(kind: "csv" | "svg" | "png"): void {
    if (!this.travel || !this.of) return
    if (kind === "csv") return save(`${this.name}.csv`, new Blob([csv(this.travel, this.of)], { type: "text/csv" }))
    const { size } = this.stage
    const svg = picture(size, this.stage.drawn(), palette(), this.preset.title)
    if (kind === "svg") return save(`${this.name}.svg`, new Blob([svg], { type: "image/svg+xml" }))
    void image(svg, size).then(
      png => save(`${this.name}.png`, png),
      () => this.complain("This browser could not make an image; the drawing (SVG) shows the same."),
    )
  }

  // State

  private get state(): string {
    return write(this.wanted, this.preset.values, [])
  }

  private get changed(): boolean {
    return Object.keys(this.wanted).some(name => this.wanted[name] !== this.preset.values[name])
  }

  private get summary(): string {
    return summary(this.preset.values, this.wanted, this.controls)
  }

  /** Take over what a link asks for; returns what has to be said of it. */
  private follow(text: string | null): string {
    if (text === null) return ""
    const linked = read(text, this.preset.values, [], this.controls)
    this.wanted = within({ ...this.preset.values, ...linked.values })
    this.linked = true
    if (!linked.refused.length) return ""
    return `The link asked for something that this figure does not know (${linked.refused.join(", ")}); it stays at its start. `
  }

  private change(values: Values): void {
    const before = this.wanted
    this.wanted = within(values)
    this.note = ""
    if (this.resting && this.fine) this.ghost = this.travel
    this.resting = false
    clearTimeout(this.restTimer)
    this.restTimer = setTimeout(() => {
      this.resting = true
      remember(this.name, this.state)
    }, REST)
    const moved = Object.keys(this.wanted).filter(name => this.wanted[name] !== before[name])
    this.playback.moment = Math.min(this.playback.moment, this.get("ms"))
    if (!this.changed) this.stale = true // without a run before
    if (moved.every(name => ELECTRODES.includes(name)) && this.fine && this.of) {
      this.of = this.wanted
      this.stale = true
      this.measure()
    } else if (moved.length) {
      this.fine = false
      this.stage.element.setAttribute("aria-busy", "true")
      clearTimeout(this.fineTimer)
      this.fineTimer = setTimeout(() => this.run(1), FINE)
      this.run(COARSE)
    }
    this.soon()
  }

  private run(coarse: number): void {
    const { kind, membrane, myelin, dt } = this.preset
    this.asked.set(++this.number, this.wanted)
    this.runner.ask({ number: this.number, ground: { kind, membrane, myelin, dt }, values: this.wanted, coarse })
  }

  private ran({ number, coarse, dt, position, samples, arrivals, nodes, problem }: Done): void {
    const values = this.asked.get(number)
    for (const each of this.asked.keys()) if (each <= number) this.asked.delete(each)
    if (!values || this.stop.signal.aborted) return
    if (problem && this.linked) return this.unlink(problem)
    if (problem) return this.fail(problem)
    this.linked = false
    this.stage.element.classList.remove("is-stale")
    this.travel = new Travel(position, samples, dt, arrivals)
    this.nodes = nodes
    this.of = values
    this.fine = coarse === 1 && number === this.number
    this.stale = true
    this.place(false)
    if (this.fine) {
      this.measure()
      if (this.playSoon) this.begin()
    }
    this.soon()
  }

  /** Go back to the start from what a link asked for. */
  private unlink(problem: string): void {
    this.linked = false
    this.note = `The link asked for something that cannot be run (${problem}); this is the figure's start. `
    this.wanted = this.preset.values
    this.run(1)
    this.soon()
  }

  private fail(message: string): void {
    this.playSoon = false
    this.stage.element.classList.add("is-stale")
    this.stage.element.removeAttribute("aria-busy")
    this.bench.say(message, message, this.summary, true)
    this.soon()
  }

  /** Let the run be played from its start. */
  private begin(): void {
    this.playSoon = false
    this.playback.begin()
  }

  // What follows from it

  /** Read off and say what the run came to. */
  private measure(): void {
    const passage = new Passage(this.travel!, this.wanted)
    const said = (say: Say): string => this.note + passage.told(say)
    this.stage.element.removeAttribute("aria-busy")
    this.bench.show(this.changed, name => MEASURES[name]!.of(passage))
    this.bench.say(said(typeset), said(spoken), this.summary, false)
  }

  private soon(): void {
    if (!this.frame) this.frame = requestAnimationFrame(now => this.update(now))
  }

  private update(now: number): void {
    this.frame = 0
    this.playback.advance(now)
    this.bench.show(this.changed)
    if (this.stale) this.draw()
    else this.stage.follow()
  }

  private draw(): void {
    const { travel, nodes, of, playback } = this
    if (!travel || !of) return
    this.stale = false
    const values = { ...of, near: this.get("near"), far: this.get("far") }
    const at = Math.min(playback.moment, of["ms"]!)
    this.stage.show({ travel, nodes, values, moment: at, ghost: this.changed ? this.ghost : undefined })
    this.point(say => crest(travel, sampleAt(travel, at), say))
  }

  /** Show the time cursor with what there is to see. */
  private point(told: (say: Say) => string): void {
    this.playback.show(told(typeset), told(spoken))
  }

  /** Put the stage over the picture; `always`, also where only the palette has changed. */
  private place(always: boolean): void {
    if (!this.stage.place((): Palette => palette(), this.of ?? this.wanted, always)) return
    this.bench.element.style.paddingTop = `${this.stage.extra + GAP}px`
  }
}

/** What there is to see at a sample, in words. */
function crest(travel: Travel, sample: number, say: Say): string {
  const V = travel.samples[sample]!
  const rest = travel.samples[0]!
  const top = V.reduce((found, each, i) => (each > V[found]! ? i : found), 0)
  return V[top]! - rest[top]! < 1
    ? `the whole axon is near rest, ${say(rest[top]!, "mV", 0)}.`
    : `highest at ${say(travel.position[top]!, "cm", 2)}, ${say(V[top]!, "mV", 1)}.`
}
