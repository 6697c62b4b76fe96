/** A walk along the curve of a run, for those who do not see it: a time cursor with words, moved by keys, touch and buttons. */

import { button } from "../bench/drawers"
import { clamp, format, spoken } from "../page/numbers"
import { apart, make, setText } from "../page/elements"
import { endOf, potentialAt, stepOf, turnsOf, type Score } from "./score"

/** What a walker goes to. */
type Goal = "spike" | "peak" | "trough"

const KEYS: Readonly<Record<string, Goal>> = { s: "spike", p: "peak", t: "trough" }
const COARSE = 10 // steps
const SAME = 1e-6 // ms

export class Walk {
  readonly element: HTMLElement
  private readonly cursor = make("input", { type: "range", "aria-label": "Walk along the curve", step: "any" })
  private readonly words = make("div", { class: "ap-live__moment", "aria-hidden": "true" })
  /** For what buttons do: of its own moves the cursor tells itself. */
  private readonly aloud = make("p", { class: "ap-live__hidden", role: "status" })
  private time = 0
  /** What is said before the time, as long as the cursor stays there on that curve. */
  private note = ""
  private of: Score["potential"] | undefined

  /** `score`: what is walked along; `go` moves the figure's time cursor there. */
  constructor(
    private readonly score: () => Score | null,
    private readonly go: (time: number) => void,
  ) {
    this.cursor.addEventListener("input", () => this.move(this.cursor.valueAsNumber))
    this.cursor.addEventListener("keydown", event => this.keyed(event))
    const to = (goal: Goal): HTMLElement => button(`Next ${goal}`, () => this.tell(this.next(goal, 1)))
    const step = (name: string, count: number): HTMLElement => button(name, () => this.tell(this.step(count)))
    this.element = make(
      "div",
      {},
      make("div", { class: "ap-live__cursor" }, apart(this.cursor), this.words),
      make(
        "div",
        { class: "ap-live__toolbar", role: "group", "aria-label": "Walk" },
        step("Step back", -1),
        step("Step on", 1),
        to("spike"),
        to("peak"),
        to("trough"),
      ),
      this.aloud,
    )
  }

  /** Show that the time cursor is at a time (ms), or the run is another; `note` is said before. */
  show(time = this.time, note?: string): void {
    const score = this.score()
    const stays = time === this.time && score?.potential === this.of
    this.note = note ?? (stays ? this.note : "")
    this.time = time
    this.of = score?.potential
    if (!score) return setText(this.words, "There is no run to walk along.")
    this.cursor.min = String(score.start)
    this.cursor.max = String(endOf(score))
    this.cursor.value = String(time)
    const [shown, read] = said(score, clamp(time, score.start, endOf(score)))
    this.cursor.setAttribute("aria-valuetext", this.note + read)
    setText(this.words, this.note + shown)
  }

  private move(time: number, note = ""): void {
    this.go(time)
    this.show(time, note)
  }

  private keyed(event: KeyboardEvent): void {
    const coarse = event.shiftKey ? COARSE : 1
    const steps = { ArrowRight: coarse, ArrowUp: coarse, ArrowLeft: -coarse, ArrowDown: -coarse, PageUp: COARSE, PageDown: -COARSE }[
      event.key
    ]
    const goal = event.ctrlKey || event.altKey || event.metaKey ? undefined : KEYS[event.key.toLowerCase()]
    if (steps === undefined && !goal) return
    event.preventDefault()
    if (goal) this.next(goal, event.shiftKey ? -1 : 1)
    else this.step(steps!)
  }

  private step(count: number): void {
    const score = this.score()
    if (!score) return
    const step = stepOf(score)
    const [first, last] = [Math.ceil(score.start / step - SAME), Math.floor(endOf(score) / step + SAME)]
    const from = this.time / step
    // From between two steps, the first goes to the next of them.
    const to = count > 0 ? Math.floor(from + SAME) + count : Math.ceil(from - SAME) + count
    this.move(clamp(to, first, last) * step)
  }

  /** Go to the next of its kind, or the one before; behind the last one comes the first. */
  private next(goal: Goal, way: 1 | -1): void {
    const score = this.score()
    if (!score) return
    const times =
      goal === "spike" ? score.clicks : turnsOf(score).flatMap(([at, kind]) => (kind === goal ? [score.start + at * score.dt] : []))
    if (!times.length) return this.show(this.time, `No ${goal} in this run. `)
    const further = times.filter(time => (time - this.time) * way > SAME)
    const to = way > 0 ? (further[0] ?? times[0]!) : (further.at(-1) ?? times.at(-1)!)
    this.move(to, `${(further.length ? "" : way > 0 ? "from the start again, " : "from the end again, ") + goal}: `)
  }

  private tell(_moved: void): void {
    setText(this.aloud, this.cursor.getAttribute("aria-valuetext") ?? "")
  }
}

/** What there is at a time, as it is shown and as it is read aloud. */
function said(score: Score, time: number): [string, string] {
  const potential = potentialAt(score, time)
  const sign = potential > 0 && format(potential, 0) !== "0" ? "+" : ""
  return [`${format(time, 2)}\u00a0ms, ${sign}${format(potential, 0)}\u00a0mV`, `${spoken(time, "ms", 2)}, ${spoken(potential, "mV", 0)}`]
}
