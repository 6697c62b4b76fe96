/** What tells one curve of the potential from another, measured on both alike, and how that is said. Nothing of the page. */

import { typeset } from "../page/numbers"

export interface Curve {
  time: readonly number[]
  y: readonly number[]
}

/** Of a curve: its highest value and when that is, how long it is above half of the way there, its lowest value after that. */
export interface Features {
  fires: boolean
  peak: number
  peakTime: number
  width: number | null
  trough: number
}

/** How far two curves may be apart and still be told to be alike: shares of both axes, and of the width. */
interface Grain {
  time: number
  y: number
  width: number
}

/** That of a run, and that of a hand. */
const FINE: Grain = { time: 0.008, y: 0.02, width: 0.12 }
const HAND: Grain = { time: 0.03, y: 0.06, width: 0.3 }

/** What is more, what is less, and what is as before, of each feature. */
const WORDS = {
  peak: ["higher", "lower", "as high"],
  peakTime: ["later", "sooner", "as soon"],
  width: ["wider", "narrower", "as wide"],
  trough: ["less deep", "deeper", "as deep"],
} as const
type Named = keyof typeof WORDS
const NAMES = Object.keys(WORDS) as Named[]

/** The potential that a spike passes, mV. */
const ZERO = 0

export function featuresOf({ time, y }: Curve): Features {
  const peak = Math.max(...y)
  const at = y.indexOf(peak)
  const level = (y[0]! + peak) / 2
  return {
    fires: peak > ZERO,
    peak,
    peakTime: time[at]!,
    width: width(time, y, at, level),
    trough: Math.min(...y.slice(at)),
  }
}

/** How long a curve is above `level` around its sample `at`; null where it does not come down. */
function width(time: readonly number[], y: readonly number[], at: number, level: number): number | null {
  let [from, to] = [at, at]
  while (from > 0 && y[from - 1]! > level) from--
  while (to < y.length - 1 && y[to + 1]! > level) to++
  if (to === y.length - 1) return null
  const crossing = (a: number, b: number): number => time[a]! + ((level - y[a]!) / (y[b]! - y[a]!)) * (time[b]! - time[a]!)
  return crossing(to, to + 1) - (from ? crossing(from - 1, from) : time[0]!)
}

/** Of each feature: 1 where `to` has more than `from`, -1 where it has less, 0 where they are alike. */
export function differences(from: Features, to: Features, spans: { time: number; y: number }, grain: Grain): Record<Named, number> {
  const sign = (difference: number, allowed: number): number => (Math.abs(difference) <= allowed ? 0 : Math.sign(difference))
  const [wide, before] = [to.width ?? Number.POSITIVE_INFINITY, from.width ?? Number.POSITIVE_INFINITY]
  const wider = wide === before ? 0 : sign(Math.log(wide / before), Math.log(1 + grain.width))
  const both = from.fires && to.fires
  return {
    peak: sign(to.peak - from.peak, grain.y * spans.y),
    peakTime: both ? sign(to.peakTime - from.peakTime, grain.time * spans.time) : 0,
    width: both ? wider : 0,
    trough: both ? sign(to.trough - from.trough, grain.y * spans.y) : 0,
  }
}

/** What is said of a drawn curve and the model's, both against the one before; whether they differ from it alike. */
export function compared(
  before: Curve,
  drawn: Curve,
  model: Curve,
  spans: { time: number; y: number },
): { words: string; alike: boolean; drawn: string } {
  const [was, hand, run] = [before, drawn, model].map(featuresOf) as [Features, Features, Features]
  const [own, true_] = [differences(was, hand, spans, HAND), differences(was, run, spans, FINE)]
  const alike = hand.fires === run.fires && NAMES.every(name => own[name] === true_[name] || (!run.fires && name !== "peak"))
  const said = told(was, hand, own)
  const yours = hand.fires ? `You drew a spike that is ${said}.` : "You drew no spike."
  if (!run.fires) return { words: `${yours} The model does not fire${hand.fires ? "" : " either"}.`, alike, drawn: said }
  if (!hand.fires) return { words: `${yours} The model fires.`, alike, drawn: "no spike" }
  const missed = NAMES.filter(name => own[name] !== 0 && true_[name] === 0).map(name => word(name, own[name]))
  const found = told(was, run, true_)
  const but = missed.length ? `, but not ${listed(missed, "or")}` : ""
  return { words: alike ? `${yours} So is the model’s.` : `${yours} The model’s is ${found}${but}.`, alike, drawn: said }
}

function told(was: Features, now: Features, signs: Record<Named, number>): string {
  if (!now.fires) return "no spike"
  if (!was.fires) return "there"
  const changed = NAMES.filter(name => signs[name] !== 0).map(name => word(name, signs[name]))
  return changed.length ? `${listed(changed, "and")} than before` : "as before"
}

function word(name: Named, sign: number): string {
  return WORDS[name][sign > 0 ? 0 : sign < 0 ? 1 : 2]
}

export function listed(words: readonly string[], last: string): string {
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}` : (words[0] ?? "")
}

/** The measures of some curves as the rows of a table: what is measured, and of each curve how much. */
export function rowsOf(curves: readonly Curve[]): [string, ...string[]][] {
  const all = curves.map(featuresOf)
  const row = (label: string, tell: (each: Features) => string): [string, ...string[]] => [label, ...all.map(tell)]
  return [
    row("Highest", ({ peak }) => typeset(peak, "mV", 1)),
    row("reached at", ({ peakTime }) => typeset(peakTime, "ms", 1)),
    row("Width at half of that", ({ fires, width }) => (fires && width !== null ? typeset(width, "ms", 1) : "–")),
    row("Lowest after it", ({ fires, trough }) => (fires ? typeset(trough, "mV", 1) : "–")),
  ]
}
