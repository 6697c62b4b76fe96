/** What an answer is worth: right, wrong by a mistake that the question knows, or none at all. Nothing of the page. */

import { decimals, parse, typeset } from "../page/numbers"
import { Problem, type Values } from "../page/types"

/** A condition as `apsite/book/model/expressions.py` writes it: a number, a name, or what is done with others. */
export type Written = number | string | readonly [string, ...Written[]]

export interface NumberQuestion {
  kind: "number"
  value: number
  tolerance: number
  unit: string
  /** The right answer as pages print it. */
  shown: string
  wrong: readonly { value: number; tolerance: number }[]
}

export interface ChoiceQuestion {
  kind: "choice"
  right: number
}

export interface OrderQuestion {
  kind: "order"
  /** Of each thing, in the order in which they are shown at first: where it belongs. */
  places: readonly number[]
}

export interface SetQuestion {
  kind: "set"
  figure: string
  /** A state that fulfils all of the `checks`. */
  state: Values
  checks: readonly Written[]
}

/** Which edition of a question it is: answers are handed in with it. */
interface Edition {
  edition?: string
}

export type Question = (NumberQuestion | ChoiceQuestion | OrderQuestion | SetQuestion) & Edition

/** What is predicted of a figure that is run in a `state`. */
interface Predicting {
  figure: string
  state: Values
}

export interface DrawPrediction extends Predicting {
  kind: "draw"
}

export interface MarkPrediction extends Predicting {
  kind: "mark"
  /** What the figure reads out, and between which values it is marked. */
  name: string
  low: number
  high: number
  unit: string
}

/** Without a figure, what was run when the book was built has decided what is right. */
export interface ChoicePrediction extends Partial<Predicting> {
  kind: "predict"
  right: number
}

export type Prediction = (DrawPrediction | MarkPrediction | ChoicePrediction) & Edition

/**
 * `counts`: whether it was an answer at all; `words` say what there is to say of it, and `of` which of the question's own
 * words belong to it.
 */
export interface Verdict {
  right: boolean
  counts: boolean
  words: string
  of?: number
}

const RIGHT: Verdict = { right: true, counts: true, words: "Right." }
const NEAR = 4 // tolerances

/** What the text that somebody typed is worth. */
export function judgeNumber({ value, tolerance, wrong, unit }: NumberQuestion, typed: string): Verdict {
  let given: number
  try {
    // The unit stands beside the box; whoever types it as well means the same.
    const text = typed.trim()
    given = parse(unit && text.endsWith(unit) ? text.slice(0, -unit.length) : text)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { right: false, counts: false, words: `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.` }
  }
  const off = (meant: number, allowed: number): boolean => Math.abs(given - meant) <= allowed * (1 + 1e-9)
  if (off(value, tolerance)) return RIGHT
  const known = wrong.findIndex(each => off(each.value, each.tolerance))
  if (known >= 0) return no("No.", known)
  if (value && off(-value, tolerance)) return no("The size is right, and the sign is not.")
  for (const power of [3, -3, 6, -6, 2, -2, 1, -1]) {
    const factor = 10 ** power
    if (value && off(value * factor, tolerance * factor)) {
      return no(
        `The digits are right, but it is ${factor > 1 ? `${factor} times too large` : `${Math.round(1 / factor)} times too small`}: look at the unit.`,
      )
    }
  }
  if (off(value, NEAR * tolerance)) return no("That is near, but not near enough.")
  if (value && given * value < 0) return no("No: not even the sign is right.")
  const ratio = Math.abs(given) / Math.abs(value)
  const far = ratio > 10 || ratio < 0.1 ? "far " : ""
  return no(`No: that is ${far}too ${given > value ? "high" : "low"}.`)
}

/** What the choice of the answer at `chosen` is worth; -1 where none is. */
export function judgeChoice({ right }: ChoiceQuestion, chosen: number): Verdict {
  if (chosen < 0) return { right: false, counts: false, words: "Choose one of the answers first." }
  return chosen === right ? { ...RIGHT, of: chosen } : no("No.", chosen)
}

/** What an order is worth: of each place the number of the thing that stands there. */
export function judgeOrder({ places }: OrderQuestion, order: readonly number[]): Verdict {
  const standing = order.map((thing, place) => places[thing] === place)
  if (standing.every(Boolean)) return RIGHT
  if (order.every((thing, place) => places[thing] === order.length - 1 - place)) return no("The right order, but the wrong way round.")
  const first = standing.indexOf(false)
  if (first > 0) return no(first > 1 ? `No: the first ${first} stand where they belong.` : "No: only the first stands where it belongs.")
  return no("No: already the first belongs elsewhere.")
}

/**
 * What the state of a figure is worth, of which `measured` tells controls and what is measured by name; `altered` are the
 * controls that the question is not about, and which are set otherwise than at the start.
 */
export function judgeState({ checks }: SetQuestion, measured: (name: string) => number | null, altered: readonly string[]): Verdict {
  if (altered.length) {
    return { right: false, counts: false, words: `Something else is set as well: ${altered.join(", ")}. Put it back to where it was.` }
  }
  const missed = checks.findIndex(check => work(check, measured) !== true)
  return missed < 0 ? RIGHT : no("Not yet.", missed)
}

/** A value on the scale of a mark, as it is told. */
export function marked({ low, high, unit }: MarkPrediction, value: number): string {
  return typeset(value, unit || "1", decimals((high - low) / 200))
}

function no(words: string, of?: number): Verdict {
  return { right: false, counts: true, words, ...(of === undefined ? {} : { of }) }
}

/** What a condition comes to; what is not there is less and more than nothing, and equal to nothing. */
export function work(written: Written, measured: (name: string) => number | null): number | boolean {
  if (typeof written === "number") return written
  if (typeof written === "string") return measured(written) ?? NaN
  const [sign, ...parts] = written
  const truth = (part: Written): boolean => work(part, measured) === true
  switch (sign) {
    case "and":
      return parts.every(truth)
    case "or":
      return parts.some(truth)
    case "not":
      return !truth(parts[0]!)
  }
  const [left, right] = parts.map(part => Number(work(part, measured))) as [number, number]
  switch (sign) {
    case "+":
      return left + right
    case "-":
      return left - right
    case "*":
      return left * right
    case "/":
      return left / right
    case "<":
      return left < right
    case "<=":
      return left <= right
    case ">":
      return left > right
    case ">=":
      return left >= right
    case "==":
      return Math.abs(left - right) <= 1e-9 * Math.max(Math.abs(left), Math.abs(right))
  }
  throw new Error(`nothing is done by ${sign}`)
}
