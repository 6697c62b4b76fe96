/** What a link hands in: a name and the answers to the questions of one page, as text that runs nothing. Nothing of the page. */

import type { Record } from "./keeping"

const VERSION = 1
/** Of a link that is read: characters, and of what it holds questions, answers to each, and characters of a text. */
const LONGEST = 60_000
const QUESTIONS = 100
const TRIES = 4
const TEXT = 300

export interface Answer {
  answer: string
  right: boolean
  at: string
  given: string
  of: string
}

export interface Handed {
  name: string
  page: string
  questions: { key: string; tries: Answer[]; many: number; hints: number; solution: boolean }[]
}

/** What is behind the # of the link that hands in what was done about the questions of `page`. */
export function write(name: string, page: string, records: { readonly [question: string]: Record }): string {
  const questions = Object.entries(records).map(([key, { tries, hints, solution }]) => [
    key,
    tries.slice(-TRIES).map(({ answer, right, at, given, of }) => [answer.slice(0, TEXT), Number(right), at, given ?? "", of ?? ""]),
    tries.length,
    hints,
    Number(solution),
  ])
  const bytes = new TextEncoder().encode(JSON.stringify([VERSION, name.slice(0, TEXT), page, questions]))
  const text = Array.from(bytes, byte => String.fromCharCode(byte)).join("")
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")
}

/** What a link holds, of which only text, numbers and truth values are taken; or in words why it cannot be read. */
export function read(link: string): Handed | string {
  const text = link.trim().replace(/^[^#]*#/, "")
  if (!text) return "There is nothing in it: a link that hands in goes on behind a #."
  if (text.length > LONGEST) return "It is longer than any link that the book makes, and was not read."
  let given: unknown
  try {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), sign => sign.charCodeAt(0))
    given = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    return "It cannot be read: it was cut off or changed on its way. Ask for it again."
  }
  if (!Array.isArray(given)) return "It holds something else than answers."
  const [version, name, page, questions] = given as unknown[]
  if (version !== VERSION) return "It was made by another version of the book, which this page cannot read."
  if (typeof name !== "string" || typeof page !== "string" || !Array.isArray(questions)) return "It holds something else than answers."
  return { name: plain(name), page: plain(page), questions: questions.slice(0, QUESTIONS).flatMap(question) }
}

function question(given: unknown): Handed["questions"] {
  if (!Array.isArray(given)) return []
  const [key, tries, many, hints, solution] = given as unknown[]
  if (typeof key !== "string" || !Array.isArray(tries)) return []
  return [{ key: plain(key), tries: tries.slice(-TRIES).flatMap(answer), many: count(many), hints: count(hints), solution: solution === 1 }]
}

function answer(given: unknown): Answer[] {
  if (!Array.isArray(given)) return []
  const [said, right, at, raw, of] = given as unknown[]
  if (typeof said !== "string" || typeof at !== "string" || typeof raw !== "string" || typeof of !== "string") return []
  return [{ answer: plain(said), right: right === 1, at: plain(at), given: plain(raw), of: plain(of) }]
}

function count(given: unknown): number {
  return typeof given === "number" && Number.isInteger(given) && given >= 0 && given < 1000 ? given : 0
}

/** A text in one line, without signs that nobody sees or that turn the line, and not too long. */
function plain(text: string): string {
  return text.slice(0, TEXT).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "")
}
