/** What was handed in, as a lecturer reads it: judged once more by this edition's own answers. Nothing that a link holds runs. */

import { make } from "../page/elements"
import { Behind } from "./behind"
import { type Answer, type Handed, read } from "../questions/handed"
import { judgeChoice, judgeNumber, judgeOrder, type Prediction, type Question, type Verdict } from "../questions/judging"

/** A question as this edition of the book has it: `right` is its answer in words; `said`, by its place, what it says of another. */
interface Known {
  title: string
  options: string[]
  right: string
  said: { [of: string]: string }
  data: Question | Prediction
}

/** The pages of the book by their addresses, each with its title and its questions by their keys. */
interface Book {
  [page: string]: { title: string; questions: { [key: string]: Known } }
}

const MOST = 300 // links at once
const OPEN: Verdict = { right: false, counts: false, words: "" }

export class Reading {
  private readonly links = make("textarea", { rows: "3", spellcheck: "false", autocomplete: "off" })
  private readonly shown = make("div", { class: "ap-handed", "aria-live": "polite" })

  constructor(
    root: HTMLElement,
    private readonly book: Book,
    private readonly home: URL,
  ) {
    const button = make("button", { type: "button", class: "ap-live__button" }, "Read them")
    button.addEventListener("click", () => this.show(this.links.value))
    root.append(make("label", {}, "Links that were handed in, one a line", this.links), make("p", {}, button), this.shown)
    window.addEventListener("hashchange", () => this.show(location.hash))
    if (location.hash.length > 1) this.show(location.hash)
  }

  private show(text: string): void {
    const links = text.split(/\s+/).filter(Boolean).slice(0, MOST)
    const behind = new Behind()
    const each = links.map(link => this.handed(read(link), behind))
    this.shown.replaceChildren(...behind.shared, ...each)
  }

  private handed(given: Handed | string, behind: Behind): HTMLElement {
    if (typeof given === "string") return make("p", { class: "ap-handed__problem" }, given)
    const page = Object.hasOwn(this.book, given.page) ? this.book[given.page]! : undefined
    const title = page ? page.title : "a page that this edition does not have"
    const name = given.name || "Without a name"
    const head = make("h2", {}, `${name}: ${title}`)
    if (!page) return make("section", {}, head, make("p", {}, "What was answered there cannot be judged here."))
    const rows = given.questions.map(each => this.row(given.page, page.questions, each, (words, asked) => behind.add(words, asked, name)))
    const columns = ["Question", "Last answer", "By this edition", "On the way"].map(each => make("th", { scope: "col" }, each))
    const table = make("table", { class: "ap-desk__table" }, make("thead", {}, make("tr", {}, ...columns)), make("tbody", {}, ...rows))
    const right = rows.filter(each => each.classList.contains("is-right")).length
    const all = Object.keys(page.questions).length
    return make("section", {}, head, make("p", {}, `${right} right of ${all} that the page asks; ${rows.length} answered.`), table)
  }

  private row(
    page: string,
    questions: { [key: string]: Known },
    given: Handed["questions"][number],
    meet: (words: string, asked: string) => void,
  ): HTMLElement {
    const known = Object.hasOwn(questions, given.key) ? questions[given.key]! : undefined
    const last = given.tries.at(-1)
    const told = [
      `${given.many} ${given.many === 1 ? "try" : "tries"}`,
      ...(given.hints ? [`${given.hints} hint${given.hints > 1 ? "s" : ""}`] : []),
      ...(given.solution ? ["solution seen"] : []),
    ]
    const other =
      known && last?.of && last.of !== known.data.edition ? "Answered in another edition, in which this was asked otherwise. " : ""
    const { words, right, of } =
      known && last ? judged(known.data, last) : { ...OPEN, words: known ? "–" : "This edition does not ask it." }
    const behind = known && !right && of !== undefined && Object.hasOwn(known.said, of) ? known.said[of]! : ""
    if (behind) meet(behind, known!.title)
    const more = [behind, known?.right && last && !right ? `The model: ${known.right}` : ""]
    const row = make(
      "tr",
      {},
      make("th", { scope: "row" }, known?.title ?? given.key),
      make("td", {}, last ? said(known, last) : "–", ...(known && last ? this.state(page, known.data, last) : [])),
      make("td", {}, make("p", {}, other + words), ...more.filter(Boolean).map(each => make("p", { class: "ap-handed__more" }, each))),
      make("td", {}, told.join(", ")),
    )
    row.classList.toggle("is-right", right)
    return row
  }

  /** A link that opens the state to which a figure was set: of names that the question has, and numbers. */
  private state(page: string, data: Question | Prediction, { answer }: Answer): HTMLElement[] {
    if (data.kind !== "set") return []
    const values = Object.keys(data.state).flatMap(name => {
      const value = answer.split(", ").find(each => each.startsWith(`${name} = `))
      const number = value === undefined ? NaN : Number(value.slice(name.length + 3))
      return Number.isFinite(number) ? [`${name}:${number}`] : []
    })
    if (!values.length) return []
    const url = new URL(page, this.home)
    url.search = `${encodeURIComponent(data.figure)}=${values.join("~")}`
    return [make("span", {}, " ("), make("a", { href: url.href }, "open it"), make("span", {}, ")")]
  }
}

/** An answer in words; that of a choice is told, and not only its letter. */
function said(known: Known | undefined, { answer }: Answer): string {
  const option = known && /^[a-z]$/.test(answer) ? known.options[answer.charCodeAt(0) - 97] : undefined
  return option === undefined ? answer : `${answer}) ${option}`
}

/** What an answer is worth by this edition; of what only a figure can judge, what the reader's own browser said. */
function judged(data: Question | Prediction, given: Answer): Verdict {
  const words = `${given.right ? "Right" : "Not right"}, by the reader’s own browser.`
  return verdictOf(data, given) ?? { right: given.right, counts: true, words }
}

function verdictOf(data: Question | Prediction, { answer, given }: Answer): Verdict | undefined {
  switch (data.kind) {
    case "number":
      return judgeNumber(data, answer)
    case "choice":
    case "predict":
      return judgeChoice({ kind: "choice", right: data.right }, /^[a-z]$/.test(answer) ? answer.charCodeAt(0) - 97 : -1)
    case "order": {
      const order = given.split(",").map(Number)
      const whole = order.length === data.places.length && data.places.every((_, place) => order.includes(place))
      return whole ? judgeOrder(data, order) : { right: false, counts: false, words: "Not an order of these things." }
    }
    default:
      return undefined
  }
}
