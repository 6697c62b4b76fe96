/** What patches did, in words and in numbers. */

import type { Say } from "../../page/numbers"
import type { PatchRun } from "./run"

/** What is read out, by name; null where there is nothing yet. */
export const MEASURED: Readonly<Record<string, (run: PatchRun) => number | null>> = {
  sodium: run => run.number("Na"),
  potassium: run => run.number("K"),
  area: run => run.area,
  alone: run => run.alone,
  fired: run => run.answers.length,
  spread: run => run.spread,
}

/** A large number with a comma at every thousand. */
function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",")
}

/** What happened before the pulse and after it, and what the book's membrane does. */
export function told(run: PatchRun, say: Say): string {
  const { values, alone, answers, spread, smooth } = run
  const patches = values["patches"]!
  const each = `${grouped(values["channels"]!)} ${values["channels"] === 1 ? "channel" : "channels"}`
  const those = patches === 1 ? `The patch has ${each}.` : `Each of ${patches} patches has ${each}.`
  const before = alone
    ? `Before the pulse, chance sets off ${alone} ${alone === 1 ? "spike" : "spikes"}.`
    : "Before the pulse nothing fires."
  const after = `After it, ${answers.length === patches ? (patches === 1 ? "it fires" : "all fire") : answers.length ? `${answers.length} of ${patches} fire` : patches === 1 ? "it does not fire" : "none fires"}`
  const apart = spread === null ? "" : `, and their spikes scatter by ${say(spread, "ms", 2)}`
  return `${those} ${before} ${after}${apart}. The book’s membrane ${smooth.fired.length ? "fires" : "does not fire"}.`
}
