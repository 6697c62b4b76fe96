/** One question on its page: what its reader answers with, what is said of the answer, and what was tried before. */

import { make, setText } from "../page/elements"
import type { Live } from "../page/mount"
import type { Kept } from "./kept"
import { judgeChoice, judgeNumber, judgeOrder, judgeState, type Question, type Verdict } from "./judging"
import { Ordering } from "./ordering"

const SHOWN = 4 // of the answers that were tried

export class Asked {
  private readonly verdict = make("div", { class: "ap-question__verdict", role: "status" })
  private readonly tried = make("p", { class: "ap-question__tried" })
  private readonly form: HTMLElement
  private readonly solution: HTMLDetailsElement
  private readonly ordering: Ordering | undefined
  private readonly shown: HTMLButtonElement | undefined

  constructor(
    private readonly root: HTMLElement,
    private readonly question: Question,
    private readonly kept: Kept,
    private readonly wake: (name: string) => Promise<Live | undefined>,
  ) {
    this.form = root.querySelector<HTMLElement>(".ap-question__form")!
    this.solution = root.querySelector<HTMLDetailsElement>(".ap-question__solution")!
    if (question.kind === "order") this.ordering = new Ordering(root.querySelector("ol")!)
    this.form.after(this.verdict, this.tried)
    for (const control of root.querySelectorAll<HTMLInputElement | HTMLButtonElement>("input, button")) control.disabled = false
    const box = this.box
    box?.setAttribute("inputmode", "text") // a phone's pad of digits has no minus sign
    box?.setAttribute("autocomplete", "off")
    box?.addEventListener("keydown", ({ key }) => key === "Enter" && void this.check())
    this.form.querySelector("button")!.addEventListener("click", () => void this.check())
    if (question.kind === "set") {
      this.shown = make("button", { type: "button", class: "ap-live__button" }, "Show one in the figure")
      this.shown.addEventListener("click", () => void this.showState())
      this.solution.append(make("p", {}, this.shown))
    }
    const hints = [...root.querySelectorAll<HTMLDetailsElement>(".ap-question__hint")]
    hints.forEach((hint, index) => {
      hint.addEventListener("toggle", () => hint.open && this.note({ hints: Math.max(this.record.hints, index + 1) }))
    })
    this.solution.addEventListener("toggle", () => this.solution.open && this.note({ solution: true }))
    kept.whenForgotten(() => this.forget())
    this.showTries()
  }

  private get record() {
    return this.kept.of(this.root.id)
  }

  private get box(): HTMLInputElement | null {
    return this.root.querySelector<HTMLInputElement>(".ap-question__number")
  }

  private note(news: { hints?: number; solution?: boolean }): void {
    const { record } = this
    const changed = (news.hints ?? record.hints) !== record.hints || (news.solution ?? record.solution) !== record.solution
    if (changed) this.kept.put(this.root.id, { ...record, ...news })
  }

  /** Judge what is there now, say so, and keep it. */
  private async check(): Promise<void> {
    const [answer, verdict, given] = await this.judged()
    const { record } = this
    if (verdict.counts) {
      const raw = given === undefined ? {} : { given }
      const of = this.question.edition ? { of: this.question.edition } : {}
      const tries = [...record.tries, { answer, right: verdict.right, at: new Date().toISOString(), ...raw, ...of }]
      this.kept.put(this.root.id, { ...record, tries })
    }
    this.box?.setAttribute("aria-invalid", String(!verdict.counts))
    this.say(verdict)
    this.showTries()
  }

  /** The answer in words, what it is worth, and what else tells it. */
  private async judged(): Promise<[string, Verdict, string?]> {
    const { question, root } = this
    switch (question.kind) {
      case "number": {
        const typed = this.box!.value
        return [typed.trim().slice(0, 40), judgeNumber(question, typed)]
      }
      case "choice": {
        const options = [...root.querySelectorAll<HTMLInputElement>(".ap-question__option > input")]
        const chosen = options.findIndex(({ checked }) => checked)
        return [String.fromCharCode(97 + chosen), judgeChoice(question, chosen)]
      }
      case "order": {
        const { order } = this.ordering!
        return [this.ordering!.words, judgeOrder(question, order), order.join()]
      }
      case "set": {
        const live = await this.figure()
        if (!live) return ["", { right: false, counts: false, words: "The figure does not run here, so there is nothing to check." }]
        const state = Object.keys(question.state).map(name => `${name} = ${Number((live.value(name) ?? NaN).toPrecision(6))}`)
        return [state.join(", "), judgeState(question, name => live.value(name), live.altered(question.state))]
      }
    }
  }

  /** The figure that is asked about, once it has done all that was asked of it. */
  private async figure(): Promise<Live | undefined> {
    const { question } = this
    if (question.kind !== "set") return undefined
    setText(this.verdict, "The figure is asked …")
    const live = await this.wake(question.figure)
    const stage = document.querySelector(`.ap-figure[data-figure="${question.figure}"] .ap-live__stage`)
    while (live && stage?.isConnected && stage.hasAttribute("aria-busy")) await new Promise(requestAnimationFrame)
    return live
  }

  private async showState(): Promise<void> {
    const { question } = this
    if (question.kind !== "set") return
    const live = await this.wake(question.figure)
    setText(this.verdict, live ? "" : "The figure does not run here.")
    live?.put(question.state)
    document.querySelector(`.ap-figure[data-figure="${question.figure}"]`)?.scrollIntoView({ block: "start" })
  }

  private say({ right, counts, words, of }: Verdict): void {
    const own = of === undefined ? null : this.root.querySelector(`.ap-question__answers > [data-of="${of}"]`)
    // A right answer of which nothing is said is told what the solution begins with.
    const why = right && !own ? this.solution.querySelector(":scope > p:not(:has(button))") : null
    const more = [...(own?.children ?? (why ? [why] : []))].map(each => each.cloneNode(true) as HTMLElement)
    for (const answer of more.flatMap(each => [...each.querySelectorAll(".ap-question__of")])) answer.remove()
    this.verdict.classList.toggle("is-right", right)
    this.verdict.classList.toggle("is-wrong", !right && counts)
    this.verdict.replaceChildren(make("p", {}, make("strong", {}, words)), ...more)
    for (const twin of this.verdict.querySelectorAll("[id]")) twin.removeAttribute("id")
  }

  private showTries(): void {
    const { tries, solution } = this.record
    this.root.classList.toggle(
      "is-answered",
      tries.some(({ right }) => right),
    )
    const before = tries.slice(-SHOWN).map(({ answer, right }) => `${answer}${right ? " (right)" : ""}`)
    const words = tries.length ? `${tries.length > SHOWN ? `Tried ${tries.length} times, at last` : "Tried"}: ${before.join(" · ")}` : ""
    setText(this.tried, words + (words && solution ? " · solution seen" : ""))
  }

  private forget(): void {
    this.verdict.replaceChildren()
    this.verdict.classList.remove("is-right", "is-wrong")
    if (this.box) this.box.value = ""
    for (const option of this.root.querySelectorAll<HTMLInputElement>(".ap-question__option > input")) option.checked = false
    this.showTries()
  }
}
