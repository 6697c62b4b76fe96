/** A prediction on its page: what its reader draws, marks or chooses; then the model runs, and the difference is told. */

import { make, setText } from "../page/elements"
import { Problem } from "../page/types"
import type { Live } from "../page/mount"
import { compared, rowsOf } from "./comparing"
import { marked, type DrawPrediction, type Prediction } from "./judging"
import type { Kept } from "./kept"
import { Pad } from "./pad"

const SHOWN = 3 // of the predictions that were made

export class Predicted {
  private readonly verdict = make("div", { class: "ap-question__verdict", role: "status" })
  private readonly tried = make("p", { class: "ap-question__tried" })
  private readonly button: HTMLButtonElement
  private readonly figure: HTMLElement | null
  private pad: Pad | undefined

  constructor(
    private readonly root: HTMLElement,
    private readonly question: Prediction,
    private readonly kept: Kept,
    private readonly wake: (name: string) => Promise<Live | undefined>,
  ) {
    const form = root.querySelector<HTMLElement>(".ap-question__form")!
    this.button = form.querySelector("button")!
    this.figure = question.figure ? document.querySelector(`.ap-figure[data-figure="${question.figure}"]`) : null
    form.after(this.verdict, this.tried)
    for (const control of root.querySelectorAll<HTMLInputElement | HTMLButtonElement>("input, button")) control.disabled = false
    this.button.addEventListener("click", () => void this.reveal())
    const { slider } = this
    slider?.addEventListener("input", () => this.showMark())
    if (slider) this.showMark()
    if (question.kind === "draw") void this.spread(form, question)
    kept.whenForgotten(() => this.showTries())
    this.showTries()
  }

  private get slider(): HTMLInputElement | null {
    return this.root.querySelector<HTMLInputElement>("input[type=range]")
  }

  /** Lay the pad out, with the curve that the figure starts from. */
  private async spread(form: HTMLElement, { figure, state }: DrawPrediction): Promise<void> {
    const place = this.root.querySelector<HTMLElement>(".ap-pad")!
    const sketch = await (await this.wake(figure))?.sketch(state).catch(() => null)
    if (!sketch || !place.isConnected) return setText(this.verdict, "The figure does not run here; the text below can be opened.")
    this.pad = new Pad(sketch, place.clientWidth)
    const key = make(
      "p",
      { class: "ap-pad__key" },
      ...[
        ["before", "as the figure starts"],
        ["hand", "yours"],
        ["model", "the model’s"],
      ].map(([name, words]) => make("span", { class: `ap-pad__${name}-key` }, words!)),
    )
    place.replaceChildren(this.pad.element, key)
    const again = make("button", { type: "button", class: "ap-live__button" }, "Start over")
    again.addEventListener("click", () => {
      this.pad!.clear()
      this.verdict.replaceChildren()
    })
    form.append(again)
  }

  private showMark(): void {
    const { question, slider } = this
    if (question.kind !== "mark") return
    const words = marked(question, slider!.valueAsNumber)
    slider!.setAttribute("aria-valuetext", words)
    setText(this.root.querySelector(".ap-mark__value")!, words)
  }

  private async reveal(): Promise<void> {
    const { question } = this
    const chosen = [...this.root.querySelectorAll<HTMLInputElement>(".ap-question__option > input")].findIndex(({ checked }) => checked)
    if (question.kind === "predict" && chosen < 0) return this.say("Choose what you expect first, or open the text below.")
    if (question.kind === "draw" && !this.pad) return this.say("The figure is not there yet; the text below can be opened.")
    if (question.kind === "draw" && this.pad!.empty) return this.say("Draw what you expect first, or open the text below.")
    const { figure, state } = question
    if (!figure || !state) {
      this.open()
      return this.tellChoice(chosen, new Map())
    }
    this.say("The model runs …")
    const live = await this.wake(figure)
    live?.put({})
    await this.settled()
    const [before, from] = [this.readings(), question.kind === "mark" ? (live?.value(question.name) ?? null) : null]
    live?.put(state)
    await this.settled()
    this.open()
    if (!live) return this.say("The figure does not run here. What it does, the text below says.")
    switch (question.kind) {
      case "draw":
        return this.tellCurve(await live.sketch(question.state).catch(problem => this.refused(problem)))
      case "mark":
        return this.tellMark(from, live.value(question.name), before)
      case "predict":
        return this.tellChoice(chosen, before)
    }
  }

  private tellCurve(sketch: Awaited<ReturnType<Live["sketch"]>>): void {
    if (!sketch) return
    this.pad!.reveal()
    const { curve } = this.pad!
    const [from, to] = sketch.x.limits
    const spans = { time: to - from, y: Math.max(...sketch.before.y) - Math.min(...sketch.before.y) }
    const { words, alike, drawn } = compared(sketch.before, curve, sketch.after, spans)
    this.note(drawn, alike)
    this.say(words, alike, table(["", "before", "yours", "the model"], rowsOf([sketch.before, curve, sketch.after])))
  }

  private tellMark(from: number | null, to: number | null, before: ReadonlyMap<string, string>): void {
    const { question } = this
    if (question.kind !== "mark") return
    const own = this.slider!.valueAsNumber
    if (to === null) return this.say("In this run there is no such value to be read off.", false, this.changes(before))
    const off = Math.abs(own - to)
    const near = off <= 0.05 * (question.high - question.low)
    const side = own > to ? "lower" : "higher"
    const told = `You: ${marked(question, own)}. The model: ${marked(question, to)}`
    const moved = from === null || Object.keys(question.state).length === 0 ? "" : ` Before it was ${marked(question, from)}.`
    this.note(marked(question, own), near)
    this.say(`${told}${near ? ", near enough" : `, ${marked(question, off)} ${side}`}.${moved}`, near, this.changes(before))
  }

  private tellChoice(chosen: number, before: ReadonlyMap<string, string>): void {
    const { question } = this
    if (question.kind !== "predict") return
    const right = chosen === question.right
    const own = this.root.querySelector(`.ap-question__answers > [data-of="${chosen}"]`)
    const said = [...(own?.children ?? [])].map(each => each.cloneNode(true) as HTMLElement)
    for (const answer of said.flatMap(each => [...each.querySelectorAll(".ap-question__of")])) answer.remove()
    const letter = String.fromCharCode(97 + question.right)
    this.note(String.fromCharCode(97 + chosen), right)
    this.say(right ? "That is what the model does." : `The model does ${letter}).`, right, ...said, this.changes(before))
  }

  /** What the figure reads out that is another than before. */
  private changes(before: ReadonlyMap<string, string>): HTMLElement {
    const rows = [...this.readings()].filter(([label, value]) => before.get(label) !== value)
    if (!rows.length || !Object.keys(this.question.state ?? {}).length) return make("span")
    return table(
      ["", "before", "now"],
      rows.map(([label, value]) => [label, before.get(label) ?? "–", value]),
    )
  }

  private readings(): ReadonlyMap<string, string> {
    const list = this.figure?.querySelector(".ap-live__readouts")
    const labels = [...(list?.querySelectorAll("dt") ?? [])]
    return new Map(labels.map(each => [each.textContent ?? "", each.parentElement?.querySelector("dd")?.textContent ?? ""]))
  }

  private async settled(): Promise<void> {
    const stage = this.figure?.querySelector(".ap-live__stage")
    do await new Promise(requestAnimationFrame)
    while (stage?.isConnected && stage.hasAttribute("aria-busy"))
  }

  /** Open the text that waits. */
  private open(): void {
    const all = [...document.querySelectorAll<HTMLDetailsElement>(".ap-predict, .ap-then")]
    const next = all[all.indexOf(this.root as HTMLDetailsElement) + 1]
    if (next?.matches(".ap-then")) next.open = true
  }

  private note(answer: string, right: boolean): void {
    const record = this.kept.of(this.root.id)
    const of = this.question.edition ? { of: this.question.edition } : {}
    this.kept.put(this.root.id, { ...record, tries: [...record.tries, { answer, right, at: new Date().toISOString(), ...of }] })
    this.showTries()
  }

  /** Say what was predicted before. */
  private showTries(): void {
    const { tries } = this.kept.of(this.root.id)
    setText(
      this.tried,
      tries.length
        ? `Predicted: ${tries
            .slice(-SHOWN)
            .map(({ answer }) => answer)
            .join(" · ")}`
        : "",
    )
  }

  private refused(problem: unknown): null {
    if (!(problem instanceof Problem)) throw problem
    this.say(`${problem.message}.`)
    return null
  }

  private say(words: string, right?: boolean, ...more: HTMLElement[]): void {
    this.verdict.classList.toggle("is-right", right === true)
    this.verdict.classList.toggle("is-wrong", right === false)
    this.verdict.replaceChildren(make("p", {}, make("strong", {}, words)), ...more)
  }
}

/** A table whose columns have the headings `head` behind the first, and whose rows begin with theirs. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const [corner, ...columns] = head
  const above = make("tr", {}, make("td", {}, corner!), ...columns.map(each => make("th", { scope: "col" }, each)))
  const row = ([label, ...values]: readonly string[]): HTMLElement =>
    make("tr", {}, make("th", { scope: "row" }, label!), ...values.map(each => make("td", {}, each)))
  return make("table", { class: "ap-compared" }, make("thead", {}, above), make("tbody", {}, ...rows.map(row)))
}
