/** The experiment of a live figure: the state that the reader sets, and the runs that follow from it. */

import { STRENGTH } from "../../laboratory/stimuli"
import { SQUID, type Model } from "../../laboratory/models"
import { LEAST_CURRENT, measure, measureSolutions } from "../../laboratory/readings"
import { record, type Frame, type Recording } from "../../laboratory/recordings"
import { Problem, type Preset, type Run, type Values } from "../../page/types"

/** Whether the value of a control has any part in a run. */
function concerns(run: Run, name: string): boolean {
  const [kind] = name.split(".") as [string]
  if (run.changes.some(change => change.name === name && change.set !== null)) return false
  return !(kind in STRENGTH) || run.stimuli === null || run.stimuli.includes(kind) || (run.settled && kind === "step")
}

/** Whether a run only accompanies the reader's own: the same, but for something changed, held or settled. */
function accompanies(run: Run): boolean {
  return run.changes.length > 0 || run.held !== "" || run.settled
}

export class Experiment {
  values: Values
  recordings: ReadonlyMap<string, Recording> = new Map()
  /** The settled firing rate of the reader's run, null until it is known. */
  rate: number | null = null
  /** The reader's run as the figure starts. */
  first: Recording | undefined
  private readonly kept = new Map<string, Recording>()
  /** Those that are not of the present values yet; what has waited longest comes first. */
  private behind = new Set<Run>()

  /** `pictured`: whether the picture shows the run that it starts with. */
  constructor(
    readonly preset: Preset,
    readonly model: Model = SQUID,
    private readonly pictured = true,
  ) {
    this.values = preset.values
  }

  get frame(): Frame {
    const {
      preset: { bench, origin, dt, ms },
      model,
    } = this
    return { bench, origin, dt, ms, model }
  }

  /** The solutions before what the figure is about was changed. */
  get usual(): Values {
    return { ...this.preset.values, ...this.preset.usual }
  }

  /** The reader's own run; solutions have none. */
  get main(): Recording | undefined {
    return this.recordings.get(this.preset.runs[0]!.name)
  }

  get changed(): boolean {
    return Object.entries(this.preset.values).some(([name, value]) => this.values[name] !== value)
  }

  /** Whether what the picture says beside its curves holds. */
  get decorated(): boolean {
    return this.pictured && !this.changed
  }

  /** Whether the reader's own run has longer steps than the laboratory's, until it is refined. */
  get coarse(): boolean {
    return this.main?.coarse ?? false
  }

  /**
   * Run the reader's own runs for `values`; those that accompany them stay as they were until they catch up. A run that
   * accompanies nothing and has to be there `soon` may be coarse. Throws a Problem, and leaves all as it was, where that
   * cannot be done.
   */
  run(values: Values, soon = false): void {
    const found = new Map<string, Recording>()
    if (this.preset.bench !== "solutions") {
      for (const run of this.preset.runs) {
        const before = this.recordings.get(run.name)
        found.set(run.name, before && accompanies(run) ? before : this.recorded(run, values, soon && this.preset.runs.length === 1))
      }
    } else {
      const [rest, K] = [measureSolutions("rest", values, this.usual), measureSolutions("E_K", values, this.usual)]
      if (!Number.isFinite(rest) || !Number.isFinite(K)) {
        throw new Problem("A membrane that lets no ion through has no resting potential")
      }
    }
    this.values = values
    this.recordings = found
    this.first ??= this.main
    this.behind = new Set([...this.behind, ...this.preset.runs.filter(accompanies)])
    this.rate = null
  }

  /** Run the reader's own run with the laboratory's steps, if it is coarse. Throws a Problem. */
  refine(): void {
    const [run] = this.preset.runs
    if (this.coarse) this.recordings = new Map([[run!.name, this.recorded(run!, this.values)]])
  }

  /** Run one of those that accompany the reader's own for the present values; returns whether there are more. Throws a Problem. */
  catchUp(): boolean {
    const [run] = this.behind
    if (!run) return false
    this.behind.delete(run)
    this.recordings = new Map(this.recordings).set(run.name, this.recorded(run, this.values))
    return this.behind.size > 0
  }

  /** A run, or that from before where nothing has changed that concerns it. */
  private recorded(run: Run, values: Values, soon = false): Recording {
    const key = `${run.name} ${JSON.stringify(Object.entries(values).filter(([name]) => concerns(run, name)))}`
    const recording = this.kept.get(key) ?? record(values, run, this.frame, undefined, soon)
    if (!recording.coarse) this.keep(key, recording)
    return recording
  }

  private keep(key: string, recording: Recording): void {
    this.kept.delete(key)
    this.kept.set(key, recording)
    const oldest = this.kept.keys().next()
    if (this.kept.size > 2 * this.preset.runs.length && !oldest.done) this.kept.delete(oldest.value)
  }

  /** A control's value or a measure of the reader's run, by name; "CURRENT over RUN": as a share of that of another run. */
  value(name: string): number | null {
    const [own, over] = name.split(" over ") as [string, string?]
    if (over !== undefined) {
      const whole = measure(own, this.recorded(this.preset.runs.find(run => run.name === over)!, this.values))
      const part = this.value(own)
      return whole !== null && part !== null && Math.abs(whole) >= LEAST_CURRENT ? part / whole : null
    }
    if (name in this.values) return this.values[name]!
    if (this.preset.bench === "solutions") return measureSolutions(name, this.values, this.usual)
    if (name === "rate") return this.rate
    return this.main ? measure(name, this.main) : null
  }

  /** Whether the reader's run did what fills a point: a spike, in the run as a whole or after a second pulse. */
  get fired(): boolean {
    const { main } = this
    if (!main) return true
    if (this.preset.bench === "voltage clamp") return true
    const second = this.values["second.amplitude"] ? this.values["second.onset"]! + this.preset.origin : 0
    return main.fired.some(spike => spike.time >= second)
  }
}
