/** What just happened and how things stand, in words. Each sentence is read off a recording, or off solutions, and off nothing else. */

import { ONSET_CRITERION } from "@model/constants"

import { highest, LEAST_CURRENT, lowest, measure, measureSolutions } from "../../laboratory/readings"
import type { Spike } from "../../laboratory/measurements"
import { clamp, format, typeset, type Say } from "../../page/numbers"
import type { Recording } from "../../laboratory/recordings"
import type { Values } from "../../page/types"
import type { Experiment } from "./experiment"

const NEAR = 1 // mV: less is no answer to speak of
const BACK = 0.25 // of the way: so near to where it began, the potential has come back

/** What a figure's experiment came to; `tail` ends it, where its axes had to become wider. */
export function toldOfFigure({ preset, main, values, usual, recordings }: Experiment, tail: string, say: Say): string {
  const { bench, runs, panels } = preset
  if (bench === "solutions") return toldSolutions(values, usual, say) + tail
  if (bench === "voltage clamp") return toldClamp(main!, say) + tail
  const ramp = runs.some(({ name }) => name === "ramp") ? recordings.get("ramp") : undefined
  if (ramp) return `The kick: ${toldBriefly(main!, say)} The ramp: ${toldBriefly(ramp, say)}` + tail
  const own = panels.flatMap(({ traces }) => traces).filter(({ run, quantity }) => run === "main" && quantity === "V")
  // The axes may leave out the upper part of the reader's run, as the picture does.
  const cut = own.length > 0 && own.every(each => each.cut) && main!.fired.length > 0
  return told(main!, say) + (cut ? ` The spike itself lies above these axes${tail && ", which are wider now to hold the rest"}.` : tail)
}

/** What a recording of a current clamp came to: spikes with their measures, or how far the potential went. */
export function told(recording: Recording, say: Say): string {
  const { acting, fired } = recording
  if (acting.includes("pulse") && acting.includes("second")) return toldPulses(recording, say)
  const [first, ...more] = fired
  if (!first) return recording.spikes.length ? carried(recording, say) : silent(recording, say)
  if (more.length) {
    const mean = say((more.at(-1)!.time - first.time) / more.length, "ms", 1)
    return `${more.length + 1} spikes, ${mean} apart${more.length > 1 ? " on average" : ""}; the first peaks at ${say(first.peak, "mV", 1)}.`
  }
  return single(first, recording, say)
}

/** The same in few words, where two runs are told of side by side. */
export function toldBriefly(recording: Recording, say: Say): string {
  const {
    fired: [first, ...more],
  } = recording
  if (first) return `${more.length ? `${more.length + 1} spikes, the first` : "a spike,"} up to ${say(first.peak, "mV", 1)}.`
  const V = recording.trace("V")
  const [start, up, down] = [V[0]!, highest(V), lowest(V)]
  if (up - start < NEAR && start - down < NEAR) return `no spike, near ${say(start, "mV", 0)}.`
  return `no spike, ${up - start >= start - down ? "up" : "down"} to ${say(up - start >= start - down ? up : down, "mV", 0)}.`
}

/** The times (as the axes count them) of all that is told of a current clamp, and of the stimuli that it follows from, ms. */
export function momentsOf(recording: Recording): number[] {
  const { acting, fired, values, frame, count } = recording
  if (frame.bench === "voltage clamp") return [values["command.onset"]!]
  const onsets = acting.map(kind => values[`${kind}.onset`]!)
  const own = fired.length ? fired : recording.spikes
  const found = [...onsets, ...own.map(({ peakTime }) => peakTime - frame.origin)]
  if (own.length === 1) found.push(own[0]!.troughTime - frame.origin)
  if (own.length) return found
  const V = recording.trace("V")
  const [start, up, down] = [V[0]!, highest(V), lowest(V)]
  if (up - start < NEAR && start - down < NEAR) return onsets
  const far = up - start >= start - down ? up : down
  const back = Math.abs(V.at(-1)! - start) < BACK * Math.abs(far - start)
  return [...onsets, recording.timeAt(V.indexOf(far)), ...(back ? [] : [recording.timeAt(count - 1)])]
}

/** One spike, from where it starts to where it goes. */
function single(spike: Spike, recording: Recording, say: Say): string {
  const { peak, threshold, trough, troughTime, unmet } = spike
  const begins =
    threshold !== null
      ? ` It starts at ${say(threshold, "mV", 1)}, peaks`
      : (unmet === "before"
          ? ""
          : ` Its onset cannot be told, since ${unmet === "slow" ? "it rises by less than" : "the stimulus itself meets the criterion of"} ${say(ONSET_CRITERION, "mV/ms", 0)}.`) +
        " It peaks"
  const cut = troughTime > (recording.count - 1.5) * recording.frame.dt
  const down =
    trough > (recording.rest + peak) / 2
      ? "has not come down by the end"
      : cut
        ? `is at ${say(trough, "mV", 1)} when the run ends`
        : `goes down to ${say(trough, "mV", 1)}`
  return `A spike.${begins} at ${say(peak, "mV", 1)} and ${down}.`
}

/** How far the potential went without a spike. */
function silent(recording: Recording, say: Say): string {
  const V = recording.trace("V")
  const [start, end, up, down] = [V[0]!, V.at(-1)!, highest(V), lowest(V)]
  if (up - start < NEAR && start - down < NEAR) return `No spike: the membrane stays near ${say(start, "mV", 0)}.`
  const [way, far] = up - start >= start - down ? ["reached", up] : ["went down to", down]
  const last =
    Math.abs(end - start) < BACK * Math.abs(far - start)
      ? "came back"
      : Math.abs(end - far) < NEAR
        ? "is still there at the end"
        : `is at ${say(end, "mV", 0)} at the end`
  return `No spike: the membrane ${way} ${say(far, "mV", 0)} and ${last}.`
}

/** What the stimulus did where the membrane's own current was outward all the way. */
function carried(recording: Recording, say: Say): string {
  return `No spike: the stimulus alone carried the membrane to ${say(highest(recording.trace("V")), "mV", 0)}.`
}

/** What followed on each of two pulses. */
function toldPulses(recording: Recording, say: Say): string {
  const { values, frame, fired } = recording
  const [earlier, later] = ["pulse", "second"].map(kind => values[`${kind}.onset`]! + frame.origin).sort((a, b) => a - b) as [
    number,
    number,
  ]
  const kind = values["pulse.onset"]! + frame.origin === later ? "pulse" : "second"
  const answer = (spikes: readonly Spike[], none: string): string => {
    const [first, ...more] = spikes
    if (!first) return none
    return `${more.length ? `${more.length + 1} spikes, the first of which` : "a spike, which"} peaks at ${say(first.peak, "mV", 1)}`
  }
  const over = Math.min(recording.count - 1, Math.ceil((later + values[`${kind}.width`]!) / frame.dt - 1e-9))
  const after = `none: after it the membrane comes to ${say(highest(recording.trace("V"), over), "mV", 0)} at most`
  return (
    `The first pulse is followed by ${answer(
      fired.filter(({ time }) => time < later),
      "no spike before the second",
    )}. ` +
    `The second, ${say(later - earlier, "ms", 2)} later, is followed by ${answer(
      fired.filter(({ time }) => time >= later),
      after,
    )}.`
  )
}

/** What a voltage clamp came to. */
export function toldClamp(recording: Recording, say: Say): string {
  const peak = measure("peak_I_Na", recording)!
  const late = measure("late_I_K", recording)!
  const sodium =
    Math.abs(peak) < LEAST_CURRENT
      ? "During the step hardly any sodium current flows"
      : `The ${way(peak)} sodium current reaches ${say(Math.abs(peak), "uA/cm2", 0)}, ` +
        `${say(measure("peak_I_Na_time", recording)!, "ms", 2)} after the step`
  const potassium =
    Math.abs(late) < LEAST_CURRENT
      ? "hardly any potassium current flows"
      : `potassium carries ${say(Math.abs(late), "uA/cm2", 0)} ${way(late)}`
  return `${sodium}; at the end of the run ${potassium}.`
}

function way(current: number): string {
  return current < 0 ? "inward" : "outward"
}

/** What solutions come to. */
export function toldSolutions(values: Values, usual: Values, say: Say): string {
  const get = (name: string): number => measureSolutions(name, values, usual)!
  const force = get("force")
  const flow = Math.abs(force) < 0.05 ? "is in balance" : force > 0 ? "flows out" : "flows in"
  const moves = values["P_K"] ? `potassium ${flow}` : "none of it passes, since the membrane does not let it through"
  return `The membrane rests at ${say(get("rest"), "mV", 1)}, potassium is in balance at ${say(get("E_K"), "mV", 1)}: ${moves}.`
}

/** The values at one moment, for the line beside the time cursor. */
export function moment(recording: Recording, sample: number): string {
  const at = (name: string): number => recording.trace(name)[sample]!
  const gates = ["m", "h", "n"].map(name => `${name}\u00a0=\u00a0${format(at(name), 3)}`)
  return [`V\u00a0=\u00a0${typeset(at("V"), "mV", 1)}`, ...gates].join(", ")
}

const LEVEL = 1 // mV: what goes beyond both ends of a stretch by less goes through none that is told

/** How the potential goes through a stretch of time: from where, over what if that is beyond both ends, to where. */
export function passed(recording: Recording, from: number, to: number): string {
  const V = recording.trace("V")
  const { origin, dt } = recording.frame
  const at = (time: number): number => {
    const place = clamp((time + origin) / dt, 0, V.length - 1)
    const before = Math.floor(place)
    return V[before]! + (place - before) * ((V[before + 1] ?? V[before]!) - V[before]!)
  }
  const [start, end] = [at(from), at(to)]
  const within = V.subarray(recording.sampleAt(from), recording.sampleAt(to) + 1)
  const beyond = [highest(within), lowest(within)].filter(
    each => each > Math.max(start, end) + LEVEL || each < Math.min(start, end) - LEVEL,
  )
  const values = [start, ...beyond, end].map(each => format(each, 0))
  const told = values.filter((each, k) => each !== values[k - 1])
  return `${told.join(" \u2192 ")}\u00a0mV`
}
