/** A live axon: its runs, and how stage, bench and address follow from them. */

import { COARSE } from "@model/axon-facts"

import { AxonBench, type AxonActions } from "./axon-bench"
import { Runner, type Done } from "./axon-runner"
import { within, type Action, type AxonPreset } from "./axon-state"
import { AxonStage, sampleAt, type Director } from "./axon-stage"
import { MEASURES, Passage, crest } from "./axon-words"
import { clamp, onGrid } from "./controls"
import { impossible, unknown } from "./link"
import { Later } from "./later"
import { spoken, typeset, type Say } from "./numbers"
import { palette } from "./palette"
import { Playback } from "./playback"
import { Rig } from "./rig"
import { Travel } from "./travel"
import type { Control, Values } from "./types"

const FINE = 120 // ms without a change, after which the run is done with the laboratory's own steps
const ELECTRODES = ["near", "far"]

let numbered = 0

export class AxonFigure extends Rig<AxonPreset> implements Director, AxonActions {
  protected readonly stage: AxonStage
  protected readonly bench: AxonBench
  /** Runs follow elsewhere. */
  protected readonly later = new Later([])
  private readonly playback: Playback
  private readonly id = `ap-axon-${++numbered}`
  private readonly runner: Runner
  /** The values that runs were asked with, by their number. */
  private readonly runs = new Map<number, Values>()
  private number = 0
  /** The run that is shown, the middles of its nodes, and the values that it was asked with. */
  private travel: Travel | undefined
  private nodes: readonly number[] = []
  private of: Values | undefined
  /** How long runs are where they have to be longer than asked for, for a spike to arrive, ms. */
  private longer = 0
  /** Whether it was run with the laboratory's own steps. */
  private fine = false
  private ghost: Travel | undefined
  private opened: { resolve(): void; reject(error: Error): void } | undefined
  private note = ""
  /** Whether the values are those of a link, which may ask for what cannot be run. */
  private linked = false
  private playSoon = false
  /** Whether what is drawn is of another run, moment or electrode than it should be. */
  private stale = true
  private fineTimer: ReturnType<typeof setTimeout> | undefined

  /** As for every kind, see `figures.ts`. Throws where it cannot be started. */
  constructor(root: HTMLElement, { preset }: { preset: AxonPreset }, seat: HTMLElement, home: URL, worker: URL) {
    super(root, preset, seat, home, preset.controls)
    this.bench = new AxonBench(preset, this, this.id)
    this.stage = new AxonStage(root, preset, this, this.stop.signal)
    this.playback = new Playback(preset.moment, preset.dt, () => this.ms, () => {
      this.stale = true
      this.soon()
    })
    this.bench.element.prepend(this.playback.element)
    this.runner = new Runner(worker, done => this.ran(done), () => this.fail("The script that runs the axon did not load here"))
  }

  /** Rejects where the first run cannot be had. */
  open(): Promise<void> {
    this.note = this.linkedTo()
    this.stage.element.setAttribute("aria-label", `Live figure: ${this.preset.title}`)
    this.stage.element.setAttribute("aria-describedby", `${this.id}-summary`)
    this.mount()
    this.playback.halt()
    this.bench.show(this.changed)
    this.playback.show("the axon is being run.", "the axon is being run")
    this.bench.say("The axon is being run.", "", "", false)
    return new Promise((resolve, reject) => {
      this.opened = { resolve, reject }
      this.run(1)
    })
  }

  override destroy(): void {
    super.destroy()
    this.runner.end()
    clearTimeout(this.fineTimer)
  }

  // What controls and stage ask for

  reach(control: Control): readonly [number, number] {
    const [low, high] = this.preset.reach[control.name] ?? [control.low, control.high]
    return control.unit === "cm" && control.name !== "length" ? [low, Math.min(high, this.get("length"))] : [low, high]
  }

  legal(control: Control): readonly [number, number] {
    const high = control.unit === "cm" && control.name !== "length" ? this.get("length") : control.maximum
    return [control.minimum, high]
  }

  stimulate(place: number): void {
    const { step } = this.preset.controls["first.place"]!
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
    const V = travel.at(sampleAt(travel, playback.moment), clamp(place, 0, this.get("length")))
    this.point(say => `${say(V, "mV", 1)} at ${say(place, "cm", 2)}`)
  }

  // What the bench asks for

  override resetAll(): void {
    this.playback.halt()
    this.playback.moment = this.preset.moment
    this.longer = 0
    super.resetAll()
  }

  /** Whether everything stands as an action sets it. */
  done({ values }: Action): boolean {
    return Object.entries(values).every(([name, value]) => this.wanted[name] === value)
  }

  toggle(action: Action): void {
    const { actions, values } = this.preset
    const back = Object.fromEntries(Object.keys(action.values).map(name => [name, values[name]!]))
    // What else is on, and more than a part of it, stays so.
    const others = actions.filter(each => this.done(each) && Object.keys(each.values).some(name => !(name in action.values)))
    this.ask({ ...this.wanted, ...(this.done(action) ? Object.assign(back, ...others.map(each => each.values)) : action.values) })
  }

  async share(): Promise<HTMLElement> {
    const { taken } = await import("./axon-tables")
    return taken(this.shared, () => (this.travel && this.of ? [this.travel, this.of] : null), () => this.stage.drawn())
  }

  // State

  /** Take over what a link asks for; returns what has to be said of it. */
  private linkedTo(): string {
    const linked = this.asked()
    if (!linked) return ""
    this.wanted = within({ ...this.preset.values, ...linked.values })
    this.linked = true
    return unknown(linked.refused)
  }

  protected keep(): void {
    if (this.fine) this.ghost = this.travel
  }

  protected override ask(values: Values): void {
    const { wanted: before, playback } = this
    super.ask(within(values))
    this.note = ""
    const moved = Object.keys(this.wanted).filter(name => this.wanted[name] !== before[name])
    if (moved.includes("ms")) this.longer = 0
    playback.moment = Math.min(playback.moment, this.ms)
    if (!this.changed) this.stale = true // without a run before
    if (moved.every(name => ELECTRODES.includes(name)) && this.fine && this.of) {
      this.of = { ...this.wanted, ms: this.of["ms"]! }
      this.stale = true
      this.measure()
    } else if (moved.length) {
      this.fine = false
      this.stage.element.setAttribute("aria-busy", "true")
      clearTimeout(this.fineTimer)
      this.fineTimer = setTimeout(() => this.run(1), FINE)
      this.run(COARSE)
    }
  }

  /** How long the run is or will be. */
  private get ms(): number {
    return Math.max(this.get("ms"), this.longer)
  }

  private run(coarse: number): void {
    const { kind, membrane, myelin, dt } = this.preset
    const values = { ...this.wanted, ms: this.ms }
    this.runs.set(++this.number, values)
    this.runner.ask({ number: this.number, ground: { kind, membrane, myelin, dt }, values, coarse })
  }

  private ran({ number, coarse, dt, placed, samples, arrivals, nodes, problem }: Done): void {
    const values = this.runs.get(number)
    for (const each of this.runs.keys()) if (each <= number) this.runs.delete(each)
    if (!values || this.stop.signal.aborted) return
    if (problem) return this.linked ? this.unlink(problem) : this.fail(problem)
    this.linked = false
    this.stage.element.classList.remove("is-stale")
    this.opened?.resolve()
    this.travel = new Travel(placed, samples, dt, arrivals)
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
    this.note = impossible(problem)
    this.wanted = this.preset.values
    this.run(1)
    this.soon()
  }

  private fail(message: string): void {
    if (!this.travel) return this.opened?.reject(new Error(message))
    this.playSoon = false
    this.stage.element.classList.add("is-stale")
    this.stage.element.removeAttribute("aria-busy")
    this.complain(message)
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
    this.stage.element.removeAttribute("aria-busy")
    this.bench.show(this.changed)
    this.bench.read(name => MEASURES[name]!.of(passage))
    const more = this.of!["ms"]! > this.get("ms")
    this.say(say => this.note + passage.told(say) + (more ? ` The run goes on to ${say(this.of!["ms"]!, "ms", 1)}, for the spike to arrive.` : ""))
    const wanted = passage.length(this.get("ms"), this.of!["ms"]!, this.preset.controls["ms"]!.maximum)
    if (wanted === this.of!["ms"]) return
    this.longer = wanted
    this.run(1)
  }

  protected follow(_moved: boolean, now: number): void {
    this.playback.advance(now)
    this.bench.show(this.changed)
    this.stage.follow()
  }

  protected paint(): void {
    const { travel, nodes, of, playback, stale } = this
    if (!stale) return
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

  protected place(always: boolean): void {
    this.stage.place(palette, this.of ?? this.wanted, always)
  }
}
