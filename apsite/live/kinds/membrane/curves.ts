/** The curves of a figure that stand for many runs: measured again where they do not hold, and left by the reader's runs. */

import type { Experiment } from "./experiment"
import { measureSolutions } from "../../laboratory/readings"
import type { Mark } from "../../plot/content"
import { Background } from "../../laboratory/background"
import { canBeRough, settledRate, sweeping, type Known } from "../../laboratory/sweeps"
import type { DrawnLine, Placing, Sweep, Values } from "../../page/types"

const TRAIL = 150 // points that stay of a drag
const PAUSE = 150 // ms without a move before curves are measured exactly: a drag is not to be held up
const REDRAW = 60 // ms between two drawings of a curve that grows

/** Where a value lies along an axis. */
export function placed(placing: Placing, way: "x" | "y", value: number): number {
  return way === "x" ? placing.x_from + value / placing.x_unit : placing.y_from + value / placing.y_unit
}

/** One sweep of a figure, known by where it stands. */
interface Due {
  sweep: Sweep
  key: string
}

type Points = [number, number | null][]

export class Curves {
  private readonly background = new Background()
  /** What is roughly so, while a hand moves. */
  private readonly rush = new Background()
  private readonly known = new Map<string, Known>()
  private readonly measured = new Map<string, Points>()
  /** Those of values before, as long as there is none of the present ones. */
  private readonly former = new Map<string, Points>()
  private readonly finished = new Set<string>()
  private readonly trails = new Map<number, { of: string; marks: Mark[] }>()
  /** Where the picture's curves do not hold, and for which values others are. */
  private astray: readonly Due[] = []
  private key = "[]"
  /** Whether nothing has been done yet for these. */
  private pending = false
  /** For which values the last rough curves are. */
  private rough = "[]"

  /** `changed` is called when there is more to show. */
  constructor(
    private readonly experiment: Experiment,
    private readonly changed: () => void,
  ) {}

  destroy(): void {
    this.background.stop()
    this.rush.stop()
  }

  /** What the reader's runs have left in a panel. */
  trail(panel: number): readonly Mark[] {
    return this.trails.get(panel)?.marks ?? []
  }

  /** Take away what they have left. */
  forget(): void {
    this.trails.clear()
  }

  /** The curves of a panel that were measured again, in stretches without gaps. */
  again(panel: number): DrawnLine[] {
    return this.lines(panel, this.measured)
  }

  /** Those of the values before, as long as there is nothing of the present ones. */
  before(panel: number): DrawnLine[] {
    return this.lines(panel, this.former)
  }

  private lines(panel: number, curves: ReadonlyMap<string, Points>): DrawnLine[] {
    return this.experiment.preset.panels[panel]!.sweeps.flatMap(({ color, dash }, at) =>
      stretches(curves.get(`${panel} ${at}`) ?? []).map(points => ({
        color,
        dash,
        width: 2.4,
        alpha: 1,
        marker: points.length === 1 ? 4 : 0,
        points,
      })),
    )
  }

  /** Whether a panel's curves do not hold for the present values as the picture has them. */
  stale(panel: number): boolean {
    return this.astray.some(({ key }) => key.startsWith(`${panel} `))
  }

  /** Whether what was to be measured again of a panel is, all of it. */
  whole(panel: number): boolean {
    const due = this.astray.filter(({ key }) => key.startsWith(`${panel} `))
    return this.experiment.preset.bench === "solutions" || due.every(({ key }) => this.finished.has(key))
  }

  /** Whether a curve of a panel was measured again and has no point. */
  nowhere(panel: number): boolean {
    return [...this.finished].some(key => key.startsWith(`${panel} `) && this.measured.get(key)?.every(([, y]) => y === null))
  }

  /** Follow the present runs: a point for each and, of solutions, their curves. */
  follow(): void {
    this.leavePoints()
    this.pass()
    if (this.experiment.preset.bench === "solutions") this.solve()
  }

  /** Measure curves over many runs again where the picture's do not hold for the present values. */
  remeasure(): void {
    const { preset } = this.experiment
    if (preset.bench === "solutions") return
    this.pass()
    const rated = preset.read.includes("rate")
    if (this.rush.busy || (!this.pending && !rated)) return // what is rough comes first, and then comes here
    this.pending = false
    this.background.start(
      this.work(
        this.astray.filter(({ key }) => !this.finished.has(key)),
        rated,
      ),
      PAUSE,
    )
  }

  /** Take leave of what was measured for other values. */
  private pass(): void {
    const { values, preset } = this.experiment
    this.astray = this.due.filter(({ sweep }) => others(values, free(sweep)) !== others(preset.values, free(sweep)))
    const key = JSON.stringify(this.astray.map(({ sweep, key }) => [key, others(values, free(sweep))]))
    if (key === this.key) return
    this.key = key
    this.pending = true
    this.background.stop()
    for (const [name, points] of this.measured) if (points.length) this.former.set(name, points)
    for (const name of this.former.keys()) if (!this.astray.some(({ key }) => key === name)) this.former.delete(name)
    this.measured.clear()
    this.finished.clear()
    this.known.clear()
    if (!this.rush.busy && this.hasty.length) this.rush.start(this.hurry(), 0, () => this.remeasure())
  }

  /** Those that can be had roughly. */
  private get hasty(): Due[] {
    return this.astray.filter(({ sweep }) => canBeRough(sweep))
  }

  /**
   * Measure roughly what does not hold, until it is that of the present values. What is begun is brought to an end, though
   * the hand has moved on meanwhile: begun anew with each of its moves, nothing would ever be whole.
   */
  private *hurry(): Generator<void, void> {
    while (this.rough !== this.key) {
      const { key, hasty } = this
      const { values, preset, frame } = this.experiment
      const curves: [string, Points, (number | null)[]][] = []
      for (const { sweep, key: name } of hasty) {
        const [points, found]: [Points, (number | null)[]] = [[], []]
        const put = (x: number, y: number | null): void => {
          points.push(pointOf(sweep, x, y))
          found.push(y)
        }
        yield* sweeping(sweep, values, preset.runs[0]!, frame, put, "rough")
        curves.push([name, points, found])
      }
      this.rough = key
      for (const [name, points, found] of curves) {
        if (key === this.key) {
          this.measured.set(name, points)
          this.known.set(name, found)
          this.former.delete(name)
        } else this.former.set(name, points)
      }
      this.changed()
    }
  }

  private get due(): Due[] {
    return this.experiment.preset.panels.flatMap((panel, index) => panel.sweeps.map((sweep, at) => ({ sweep, key: `${index} ${at}` })))
  }

  private leavePoints(): void {
    if (!this.experiment.changed) return
    this.experiment.preset.panels.forEach((panel, index) => {
      for (const point of panel.points) {
        const [x, y] = [this.experiment.value(point.x), this.experiment.value(point.y)]
        if (x === null || y === null || !panel.sweeps.length) continue
        // A trail belongs to one membrane: on another one it starts anew.
        const of = others(this.experiment.values, [point.x, point.y])
        const marks = this.trails.get(index)?.of === of ? this.trails.get(index)!.marks : []
        marks.push({ x: placed(point, "x", x), y: placed(point, "y", y), color: point.color, filled: this.experiment.fired, size: 4 })
        this.trails.set(index, { of, marks: marks.slice(-TRAIL) })
      }
    })
  }

  private solve(): void {
    const { values, usual } = this.experiment
    this.former.clear()
    for (const { sweep, key } of this.astray)
      this.measured.set(
        key,
        sweep.values.map(x => [x, measureSolutions(sweep.measure, { ...values, [sweep.control]: x }, usual)]),
      )
  }

  private *work(due: readonly Due[], rated: boolean): Generator<void, void> {
    const { values, preset, frame } = this.experiment
    const [run] = preset.runs
    if (rated) {
      const rate = yield* settledRate(values, run!, frame)
      if (this.experiment.values !== values) return // the hand has moved on: it is no rate of what is shown now
      this.experiment.rate = rate
      this.leavePoints()
      this.changed()
    }
    for (const { sweep, key } of due) {
      const known = this.known.get(key)
      const begun = this.measured.get(key)
      // What is known roughly stands until it is known exactly, point for point.
      const points: Points = known && begun ? [...begun] : []
      if (!known && begun?.length) this.former.set(key, begun)
      this.measured.set(key, points)
      let drawn = performance.now()
      let at = 0
      const put = (x: number, y: number | null): void => {
        points[at++] = pointOf(sweep, x, y)
        this.former.delete(key)
        if (performance.now() - drawn < REDRAW) return
        drawn = performance.now()
        this.changed()
      }
      yield* sweeping(sweep, values, run!, frame, put, known)
      this.finished.add(key)
      this.changed()
    }
  }
}

function pointOf(sweep: Sweep, x: number, y: number | null): Points[number] {
  return [placed(sweep, "x", x), y === null ? null : placed(sweep, "y", y)]
}

/** The controls that a sweep does not depend on: the one that it moves along, and the one that it searches. */
function free(sweep: Sweep): string[] {
  return [sweep.control, sweep.measure.split(" ")[1] ?? ""]
}

function others(values: Values, free: readonly string[]): string {
  return JSON.stringify(Object.entries(values).filter(([name]) => !free.includes(name)))
}

function stretches(points: Points): [number, number][][] {
  const found: [number, number][][] = [[]]
  for (const [x, y] of points) {
    if (y === null || !Number.isFinite(y)) found.push([])
    else found.at(-1)!.push([x, y])
  }
  return found.filter(stretch => stretch.length)
}
