/** What just happened and how things stand, in words. */

import { measure, measureSolutions } from "./measures"
import { format, typeset, type Say } from "./numbers"
import type { Recording } from "./recording"
import type { Values } from "./types"

const NEAR = 1 // mV: less is no answer to speak of

/** What a recording of a current clamp came to: spikes with their measures, or how far the potential went. */
export function told(recording: Recording, say: Say): string {
  const [first, ...more] = recording.spikes
  const V = recording.trace("V")
  if (!first) {
    const up = measure("peak", recording)!
    const down = -V.reduce((best, each) => Math.max(best, -each), -Infinity)
    const start = V[0]!
    if (up - start < NEAR && start - down < NEAR) return `No spike: the membrane stays near ${say(start, "mV", 0)}.`
    const [way, far] = up - start >= start - down ? ["reached", up] : ["went down to", down]
    const end = V.at(-1)!
    const back = Math.abs(end - start) < Math.abs(far - start) / 2
    return `No spike: the membrane ${way} ${say(far, "mV", 0)} ${back ? "and came back" : "and stays near there"}.`
  }
  if (more.length) {
    const last = recording.spikes.at(-1)!
    const mean = (last.time - first.time) / more.length
    return `${more.length + 1} spikes, ${say(mean, "ms", 1)} apart on average; the first peaks at ${say(first.peak, "mV", 1)}.`
  }
  const begins = first.threshold === null ? "" : ` It starts at ${say(first.threshold, "mV", 1)},`
  const peak = `${begins ? " peaks" : " It peaks"} at ${say(first.peak, "mV", 1)}`
  const down = first.halfWidth === null ? " and has not come down by the end." : ` and goes down to ${say(first.trough, "mV", 1)}.`
  return `A spike.${begins}${peak}${down}`
}

/** What a voltage clamp came to. */
export function toldClamp(recording: Recording, say: Say): string {
  const peak = measure("peak_I_Na", recording)!
  const after = measure("peak_I_Na_time", recording)!
  if (Math.abs(peak) < 1) return "Hardly any sodium current flows."
  const way = peak < 0 ? "inward" : "outward"
  return (
    `The ${way} sodium current reaches ${say(Math.abs(peak), "uA/cm2", 0)}, ${say(after, "ms", 2)} after the step` +
    `; at the end potassium carries ${say(measure("late_I_K", recording)!, "uA/cm2", 0)}.`
  )
}

/** What solutions come to. */
export function toldSolutions(values: Values, usual: Values, say: Say): string {
  const get = (name: string): number => measureSolutions(name, values, usual)!
  const force = get("force")
  const way = Math.abs(force) < 0.05 ? "is in balance" : force > 0 ? "flows out" : "flows in"
  return `The membrane rests at ${say(get("rest"), "mV", 1)}, potassium is in balance at ${say(get("E_K"), "mV", 1)}: potassium ${way}.`
}

/** The values at one moment, for the line beside the time cursor. */
export function moment(recording: Recording, sample: number): string {
  const at = (name: string): number => recording.trace(name)[sample]!
  const gates = ["m", "h", "n"].map(name => `${name}\u00a0=\u00a0${format(at(name), 3)}`)
  return [`V\u00a0=\u00a0${typeset(at("V"), "mV", 1)}`, ...gates].join(", ")
}
