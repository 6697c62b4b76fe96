/** The laboratory on its page: seven steps, of which one is seen; what is set, done and said; kept in the address and the browser. */

import { button } from "../bench/drawers"
import { save } from "../bench/exports"
import { make, setText } from "../page/elements"
import { inAddress, read, remember, write } from "../page/link"
import { typeset } from "../page/numbers"
import { Problem, type Control } from "../page/types"
import type { Bench, Step } from "./step"
import { STEPS } from "./steps"
import { Work } from "./work"

const NAME = "laboratory"

/** A slider: its range and step, what it is called and its unit. */
function control(name: string, label: string, unit: string, minimum: number, maximum: number, step: number): Control {
  return { name, label, symbol: "", unit, minimum, maximum, low: minimum, high: maximum, step }
}

/** All that is set, in the order in which a link has it. */
const CONTROLS: Readonly<Record<string, Control>> = Object.fromEntries(
  [
    control("step", "Step", "1", 1, 7, 1),
    control("done", "Tasks done", "1", 0, 127, 1),
    control("noise", "Noise of the instrument", "uA/cm2", 0, 20, 0.5),
    control("seed", "Number of the axon", "1", 1, 100, 1),
    control("level", "Command", "mV", -130, 80, 5),
    control("sodium", "Sodium left in the bath", "%", 1, 100, 1),
    control("TTX", "Tetrodotoxin", "%", 0, 100, 5),
    control("TEA", "Tetraethylammonium", "%", 0, 100, 5),
    control("temperature", "Temperature", "°C", 2, 20, 0.1),
    control("from", "First cursor", "ms", 0, 12, 0.05),
    control("to", "Second cursor", "ms", 0, 12, 0.05),
    control("low", "Lowest step", "mV", -130, 40, 10),
    control("high", "Highest step", "mV", -130, 40, 10),
    control("one", "Command of the first record", "mV", -50, 75, 5),
    control("two", "Command of the second record", "mV", -50, 75, 5),
    control("left", "Sodium in the second bath", "%", 1, 100, 1),
    control("clamped", "Command", "mV", -50, 60, 10),
    control("half", "Half is left after", "mV", -110, -30, 1),
    control("scale", "Scale of α", "1/ms", 0.01, 0.3, 0.002),
    control("steepness", "Steepness of α", "mV", 2, 30, 0.2),
    control("shift", "Shift of α", "mV", -100, -20, 0.5),
    control("power", "Gates n of a channel", "1", 1, 4, 1),
    control("share", "Share of n open in the end", "1", 0.01, 1, 0.01),
    control("tau", "Time constant of n", "ms", 0.2, 12, 0.05),
    control("h", "Inactivation (0: none)", "1", 0, 1, 1),
  ].map(each => [each.name, each]),
)

const START: Readonly<Record<string, number>> = {
  ...{ step: 1, done: 0, noise: 5, seed: 1, level: 0, sodium: 100, TTX: 0, TEA: 0, temperature: 6.3, from: 1.5, to: 10 },
  ...{ low: -130, high: -60, one: 0, two: 10, left: 10, clamped: -20, power: 1, share: 0.5, tau: 4, h: 1 },
  ...{ half: -50, scale: 0.05, steepness: 20, shift: -40 },
}

export class Lab implements Bench {
  values: Record<string, number>
  work: Work
  /** What a step keeps of its own: sweeps, what was fitted. */
  readonly kept = new Map<string, unknown>()
  private readonly tabs: HTMLButtonElement[]
  private readonly body = make("div", { class: "ap-lab__body" })
  private readonly heading = make("h3", { tabindex: "-1" })
  private readonly about = make("p", { class: "ap-lab__about" })
  private readonly controls = make("div", { class: "ap-lab__controls" })
  private readonly shown = make("div", { class: "ap-lab__shown" })
  private readonly verdict = make("p", { class: "ap-lab__verdict", role: "status" })
  private readonly hint = make("p", { class: "ap-lab__hint" })
  private due = 0

  constructor(root: HTMLElement) {
    this.values = { ...START, ...this.before() }
    this.work = new Work(this.get("noise"), this.get("seed"))
    this.tabs = STEPS.map(({ title }, k) => {
      const tab = button(String(k + 1), () => this.set("step", k + 1))
      tab.setAttribute("aria-label", `Step ${k + 1}: ${title}`)
      return tab
    })
    const tools = make(
      "div",
      { class: "ap-live__toolbar ap-lab__tools", role: "group", "aria-label": "Task" },
      button("Check", () => this.check()),
      button("Hint", () => setText(this.hint, this.step.hint)),
      button("Save the report", () => this.report()),
      button("Start over", () => this.restart()),
    )
    this.body.append(this.heading, this.about, this.controls, this.shown, tools, this.hint, this.verdict)
    root.append(make("div", { class: "ap-lab__tabs", role: "group", "aria-label": "Steps" }, ...this.tabs), this.body)
    this.turn()
  }

  get(name: string): number {
    return this.values[name]!
  }

  get step(): Step {
    return STEPS[this.get("step") - 1]!
  }

  set(name: string, value: number): void {
    this.values[name] = value
    if (name === "noise" || name === "seed") {
      this.work = new Work(this.get("noise"), this.get("seed"))
      this.kept.clear()
    }
    const state = write(this.values, START, [])
    remember(NAME, state)
    try {
      localStorage.setItem(`ap-${NAME}`, state)
    } catch {
      // The address has it.
    }
    if (name === "step") {
      this.turn()
      this.heading.focus({ preventScroll: true })
    } else this.draw()
  }

  put(values: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(values)) {
      const { minimum, maximum } = CONTROLS[name]!
      this.set(name, Math.min(Math.max(value, minimum), maximum))
    }
    this.slide()
  }

  /** What the address asks for, or else what this browser kept. */
  private before(): Readonly<Record<string, number>> {
    let text = inAddress(NAME)
    try {
      text ??= localStorage.getItem(`ap-${NAME}`)
    } catch {
      // Nothing is kept for pages here.
    }
    const { values } = read(text ?? "", START, [], CONTROLS)
    for (const name of ["step", "done", "seed", "power", "h"]) if (name in values) values[name] = Math.round(values[name]!)
    return values
  }

  private restart(): void {
    this.values = { ...START }
    this.kept.clear()
    this.set("seed", START["seed"]!)
    this.set("step", 1)
  }

  /** Show another step. */
  private turn(): void {
    const { title, paper, task } = this.step
    setText(this.heading, `${this.get("step")}. ${title}`)
    this.about.replaceChildren(make("strong", {}, "Task: "), task, make("span", { class: "ap-lab__paper" }, ` In 1952: ${paper}.`))
    this.slide()
    setText(this.hint, "")
    this.say("")
    this.shown.replaceChildren(make("p", {}, "Measuring …"))
    requestAnimationFrame(() => this.draw())
  }

  private slide(): void {
    this.controls.replaceChildren(...this.step.controls.map(name => this.slider(CONTROLS[name]!)))
  }

  private slider({ name, label, unit, minimum, maximum, step }: Control): HTMLElement {
    const input = make("input", { type: "range", "aria-label": label, min: String(minimum), max: String(maximum), step: String(step) })
    input.value = String(this.get(name))
    const output = make("output")
    const told = (): void => {
      const words = typeset(Number(input.value), unit, 2)
      setText(output, words)
      input.setAttribute("aria-valuetext", words)
    }
    input.addEventListener("input", () => {
      told()
      this.set(name, Number(input.value))
    })
    told()
    return make("label", { class: "ap-lab__control" }, make("span", {}, label), output, input)
  }

  /** Draw the step once in the next frame, however often that is asked for. */
  draw(): void {
    if (this.due) return
    this.due = requestAnimationFrame(() => {
      this.due = 0
      this.tabs.forEach((tab, k) => {
        tab.toggleAttribute("data-done", this.isDone(k))
        if (k + 1 === this.get("step")) tab.setAttribute("aria-current", "step")
        else tab.removeAttribute("aria-current")
      })
      try {
        this.shown.replaceChildren(...this.step.show(this))
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem
        this.shown.replaceChildren(make("p", { class: "ap-lab__problem", role: "alert" }, `${problem.message}.`))
      }
    })
  }

  isDone(k: number): boolean {
    return Boolean(this.get("done") & (1 << k))
  }

  private check(): void {
    const at = this.get("step") - 1
    try {
      const { done, said } = this.step.check(this)
      if (done) this.set("done", this.get("done") | (1 << at))
      this.say(`${done ? "Done. " : "Not yet. "}${said}`, done)
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      this.say(`Not yet. ${problem.message}.`, false)
    }
  }

  private say(words: string, right?: boolean): void {
    this.verdict.classList.toggle("is-right", right === true)
    this.verdict.classList.toggle("is-wrong", right === false)
    setText(this.verdict, words)
  }

  /** What was set, and what is said of each task that is done: a text to print or to hand in. */
  private report(): void {
    const lines = STEPS.flatMap((step, k) => {
      if (!this.isDone(k)) return [`${k + 1}. ${step.title}: not done`, ""]
      const set = step.controls.map(name => `   ${CONTROLS[name]!.label}: ${typeset(this.get(name), CONTROLS[name]!.unit, 2)}`)
      let said = ""
      try {
        said = step.check(this).said
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem
        said = problem.message
      }
      return [`${k + 1}. ${step.title}: done`, ...set, `   ${said}`, ""]
    })
    const head = ["The laboratory of 1952: a report", new Date().toISOString().slice(0, 10), location.href, ""]
    save("report.txt", new Blob([[...head, ...lines].join("\n")], { type: "text/plain" }))
  }
}
