/** A live axon: its runs, and how stage, bench and address follow from them. */

import { COARSE } from "@model/axon-constants"

import { AxonBench, type AxonActions } from "./bench"
import { Poking } from "./poking"
import { Runner, type Done } from "./runner"
import { sampleAt } from "./contents"
import { legalOf, reachOf, stands, toggled, within, type Action, type AxonPreset } from "./state"
import { AxonStage, type Director } from "./stage"
import { MEASURED, Passage, seenAt } from "./words"
import { onGrid } from "../../bench/controls"
import { impossible, unknown } from "../../page/link"
import { Later } from "../../page/later"
import { clamp, spoken, typeset } from "../../page/numbers"
import { palette } from "../../page/palette"
import { Playback } from "../../bench/playback"
import { LiveFigure } from "../../figure"
import { AxonRecording } from "../../laboratory/axon-recordings"
import type { Control, Values } from "../../page/types"

const FINE = 120 // ms without a change, after which the run is done with the laboratory's own steps
const ELECTRODES = ["near", "far"]

let numbered = 0

export class AxonFigure extends LiveFigure<AxonPreset> implements Director, AxonActions {
  protected readonly stage: AxonStage
  protected readonly bench: AxonBench
  protected readonly later: Later
  private readonly playback: Playback
  private readonly id = `ap-axon-${++numbered}`
  private readonly runner: Runner
  /** The run that is shown, the middles of its nodes, and the values that it was asked with. */
  private travel: AxonRecording | undefined
  private nodes: readonly number[] = []
  private of: Values | undefined
  /** How long runs are where they have to be longer than asked for, for a spike to arrive, ms. */
  private longer = 0
  /** Whether it was run with the laboratory's own steps. */
  private fine = false
  private ghost: AxonRecording | undefined
  private opened: { resolve(): void; reject(error: Error): void } | undefined
  private note = ""
  /** Whether the values are those of a link, which may ask for what cannot be run. */
  private linked = false
  private playSoon = false
  private readonly poking: Poking | undefined
  /** Whether what is drawn is of another run, moment or electrode than it should be. */
  private stale = true
  /** The place along the axon (cm) that the reader points at, as long as time stands. */
  private aim: number | undefined
  /** What a run came to, as long as it is not read off and said. */
  private unread: Passage | undefined
  private untold: Passage | undefined
  private fineTimer: ReturnType<typeof setTimeout> | undefined

  /** As for every kind, see `page/mount.ts`. Throws where it cannot be started. */
  constructor(root: HTMLElement, { preset }: { preset: AxonPreset }, seat: HTMLElement, home: URL, worker: URL) {
    super(root, preset, seat, home, preset.controls)
    this.poking = preset.poked === null ? undefined : new Poking(preset)
    this.playback = new Playback(
      preset.moment,
      preset.dt,
      () => this.ms,
      () => {
        this.aim = undefined
        this.heard?.follow(this.playback.moment)
        this.renew()
      },
    )
    this.bench = new AxonBench(preset, this, this.id, this.playback.element)
    this.stage = new AxonStage(root, preset, this, this.stop.signal)
    this.later = new Later([...this.stage.pieces, () => this.pointOut(), () => this.read(), () => this.tell()])
    this.runner = new Runner(
      worker,
      (done, values, last) => this.ran(done, values, last),
      () => this.fail("The script that runs the axon did not load here"),
    )
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
    return reachOf(this.preset, control, this.wanted)
  }

  legal(control: Control): readonly [number, number] {
    return legalOf(this.wanted, control)
  }

  stimulate(place: number, times: number): void {
    const { preset, playback, playSoon } = this
    const at = Math.min(this.get("length"), onGrid(place, preset.controls["first.place"]!.step))
    const moment = playSoon ? 0 : playback.moment < this.ms ? playback.moment : null
    const moved: Values = { ...this.wanted, "first.place": at }
    const [values, goesOn] = this.poking?.touch(this.wanted, at, times, moment) ?? [moved, false]
    this.playSoon = goesOn ? playSoon : !playback.still
    if (this.fine && Object.keys(values).every(name => values[name] === this.get(name))) this.begin()
    else this.ask(values)
  }

  pointed(moment: number, place: number): void {
    const { playback } = this
    playback.halt()
    playback.moveTo(moment)
    this.aim = clamp(place, 0, this.get("length"))
  }

  // What the bench asks for

  override resetAll(): void {
    this.playback.halt()
    this.playback.moment = this.preset.moment
    this.longer = 0
    this.poking?.forget()
    super.resetAll()
  }

  done(action: Action): boolean {
    return stands(action, this.wanted)
  }

  toggle(action: Action): void {
    this.ask(toggled(this.preset, this.wanted, action))
  }

  async hear(): Promise<HTMLElement> {
    const { listening } = await import("./heard")
    const heard = listening(
      () => (this.travel && this.of ? [this.travel, this.of] : null),
      time => {
        this.playback.halt()
        this.playback.moveTo(time)
      },
    )
    this.heard = heard
    return heard.element
  }

  async share(): Promise<HTMLElement> {
    const { taken } = await import("./tables")
    return taken(
      this.shared,
      () => (this.travel && this.of ? [this.travel, this.of] : null),
      () => {
        this.later.finish() // what is taken away is of one state
        return this.stage.parts
      },
    )
  }

  // State

  protected measured(name: string): number | null {
    return this.fine && this.travel ? (MEASURED[name]?.(new Passage(this.travel, this.wanted)) ?? null) : null
  }

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
    if (!this.changed) this.renew() // without a run before
    if (moved.every(name => ELECTRODES.includes(name)) && this.fine && this.of) {
      this.of = { ...this.wanted, ms: this.of["ms"]! }
      this.measure()
      this.heard?.renew()
      this.renew()
    } else if (moved.length) {
      this.fine = false
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
    this.awaits = true
    this.runner.ask({ kind, membrane, myelin, dt }, { ...this.wanted, ms: this.ms }, coarse)
  }

  private ran({ coarse, dt, placed, samples, arrivals, span, nodes, problem }: Done, values: Values, last: boolean): void {
    if (problem) return this.linked ? this.unlink(problem) : this.fail(problem)
    this.linked = false
    this.stage.element.classList.remove("is-stale")
    this.travel = new AxonRecording(placed, samples, dt, arrivals, span)
    this.nodes = nodes
    this.of = values
    this.fine = coarse === 1 && last
    this.heard?.renew()
    if (!this.stage.fits(values)) this.place(false)
    if (this.fine) {
      this.awaits = false
      this.measure()
      if (this.playSoon) this.begin()
    }
    this.renew()
    if (!this.opened) return
    this.follow(false, performance.now())
    this.later.finish()
    this.opened.resolve()
    this.opened = undefined
    // Who touched the picture meant the axon: it shows the same.
    const touched = this.poking && this.root.dataset["touched"]
    if (touched) this.stage.touched(Number(touched), 1)
  }

  /** Show another run, moment or electrode: the potential along the axon in the next frame, what follows from it after that. */
  private renew(): void {
    this.stale = true
    this.later.again()
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
    this.awaits = false
    this.complain(message)
    this.soon()
  }

  /** Let the run be played from its start. */
  private begin(): void {
    this.playSoon = false
    this.playback.begin()
  }

  // What follows from it

  /** Have it read off and said what the run came to; where a spike is still on its way, run on. */
  private measure(): void {
    const passage = (this.unread = this.untold = new Passage(this.travel!, this.wanted))
    const wanted = passage.length(this.get("ms"), this.of!["ms"]!, this.preset.controls["ms"]!.maximum)
    if (wanted === this.of!["ms"]) return
    this.longer = wanted
    this.run(1)
  }

  private read(): void {
    const { unread } = this
    if (unread) this.bench.read(name => MEASURED[name]!(unread))
    this.unread = undefined
  }

  private tell(): void {
    const { untold, of } = this
    if (!untold || !of) return
    this.untold = undefined
    const more = of["ms"]! > this.get("ms")
    this.say(say => this.note + untold.told(say) + (more ? ` The run goes on to ${say(of["ms"]!, "ms", 1)}, for the spike to arrive.` : ""))
  }

  protected follow(_moved: boolean, now: number): void {
    this.playback.advance(now)
    this.bench.show(this.changed)
    this.stage.follow()
    const { travel, nodes, of, playback } = this
    if (!this.stale || !travel || !of) return
    this.stale = false
    const values = { ...of, near: this.get("near"), far: this.get("far") }
    const moment = Math.min(playback.moment, of["ms"]!)
    this.stage.show({ travel, nodes, values, moment, ghost: this.changed ? this.ghost : undefined, held: !this.fine })
  }

  /** All has been drawn as it was due. */
  protected paint(): void {}

  /** Show the time cursor with what there is to see. */
  private pointOut(): void {
    const { travel, of, playback, aim } = this
    if (!travel || !of) return
    const sample = sampleAt(travel, Math.min(playback.moment, of["ms"]!))
    playback.show(seenAt(travel, sample, aim, typeset), seenAt(travel, sample, aim, spoken))
  }

  protected place(always: boolean): void {
    this.stage.place(palette, this.of ?? this.wanted, always)
  }
}
