/** What the spikes in an axon did: measures to be read out, and words. */

import { stretchOf } from "./state"
import { roundStep } from "../../plot/axis"
import type { Say } from "../../page/numbers"
import type { AxonRecording } from "../../laboratory/axon-recordings"
import type { Values } from "../../page/types"

const STILL = 0.3 // ms before the end: a spike that moved then is still on its way
const LONGER = 1.5 // so many times as long a run is at least, if it has to be longer
const NEAR = 1 // mV from rest: less is not worth a word

/** Why the same stimulus may fire an axon at its end, and not elsewhere. */
const WITHIN = " Away from the ends of the axon a stimulus spreads to both sides, and has to be stronger."

/** What the read-outs show, null where there is nothing to show. */
export const MEASURED: Readonly<Record<string, (passage: Passage) => number | null>> = {
  velocity: ({ velocity }) => velocity,
  near: ({ near }) => near,
  far: ({ far }) => far,
  peak: ({ peak }) => peak,
}

/** How the run passed the reader's two electrodes. */
export class Passage {
  /** When a spike first arrived at each electrode, ms. */
  readonly near: number | null
  readonly far: number | null
  /** The highest potential at the second electrode, mV. */
  readonly peak: number
  /** m/s, of one spike that passed both; negative where it came to B first. */
  readonly velocity: number | null
  /** By compartment, ms, NaN where no spike arrived. */
  readonly arrivals: Float64Array

  constructor(
    readonly travel: AxonRecording,
    readonly values: Values,
  ) {
    const [a, b] = [values["near"]!, values["far"]!]
    const told = (time: number): number | null => (Number.isNaN(time) ? null : time)
    this.near = told(travel.arrivalAt(a))
    this.far = told(travel.arrivalAt(b))
    this.peak = travel.voltageAt(b).reduce((best, V) => Math.max(best, V), -Infinity)
    this.arrivals = travel.arrivals
    const velocity = Math.sign(b - a) * travel.velocity(a, b)
    this.velocity = velocity && Number.isFinite(velocity) && !this.parted ? velocity : null
  }

  /** Whether two spikes passed the electrodes: between them a place was reached before both, or after both. */
  private get parted(): boolean {
    const { near, far, travel } = this
    const [early, late] = [Math.min(near!, far!), Math.max(near!, far!)]
    const slack = 2 * travel.dt + 0.02 * (late - early)
    return this.between(this.values["near"]!, this.values["far"]!).some(
      i => this.arrivals[i]! < early - slack || this.arrivals[i]! > late + slack,
    ) // a blocked stretch that it passes does not fire
  }

  /** The compartments between two places, from the first to the second. */
  private between(from: number, to: number): number[] {
    const found = [...this.arrivals.keys()].filter(i => (this.travel.position[i]! - from) * (to - this.travel.position[i]!) >= 0)
    return from <= to ? found : found.reverse()
  }

  /** The compartment, of `some`, where a spike arrived last; -1 where none did. */
  private latest(some: readonly number[]): number {
    const { arrivals } = this
    return some.reduce((found, i) => (!Number.isNaN(arrivals[i]!) && !(arrivals[i]! <= arrivals[found]!) ? i : found), -1)
  }

  /**
   * Where two spikes met, null where none did: the place between the stimuli that was reached last, after both sides and
   * with a spike at every place between.
   */
  get meeting(): readonly [number, number] | null {
    const { values, travel, arrivals } = this
    if (!values["first.amplitude"] || !values["second.amplitude"]) return null
    const stimuli = [values["first.place"]!, values["second.place"]!] as const
    const inner = this.between(...stimuli)
    const found = this.latest(inner)
    if (found < 0 || inner.some(i => Number.isNaN(arrivals[i]!))) return null
    const time = arrivals[found]!
    return stimuli.every(side => time > travel.arrivalAt(side) + 2 * travel.dt) ? [travel.position[found]!, time] : null
  }

  /** Whether a spike that has not come to both electrodes is still on its way when the run ends. */
  get under(): boolean {
    const { near, far } = this
    if (near !== null && far !== null) return false
    if (near === null && far === null) return this.moving(this.latest([...this.arrivals.keys()]))
    return !this.meeting && this.moving(this.toward(near === null ? "near" : "far"))
  }

  /** When a spike last came to some place, ms; -Infinity where there is none. */
  private get last(): number {
    return this.arrivals.reduce((best, time) => (time > best ? time : best), -Infinity)
  }

  /**
   * How long the run should be, ms: longer than its present length `now`, but not than `most`, as long as a spike is on its
   * way to an electrode, and as long as was `asked` where all has happened by then.
   */
  length(asked: number, now: number, most: number): number {
    if (this.under && now < most) return Math.min(most, roundStep(LONGER * now))
    return this.last < asked - STILL ? asked : now
  }

  /** What happened. */
  told(say: Say): string {
    const { near, far, velocity, values } = this
    const meeting = this.meeting
    const met = meeting ? `Two spikes meet at ${say(meeting[0], "cm", 1)} after ${say(meeting[1], "ms", 1)}, and both end there. ` : ""
    const at = (time: number): string => say(time, "ms", 2)
    if (near === null && far === null) return met ? `${met}They arrive at neither electrode.` : this.neither(say)
    if (near !== null && far !== null) {
      if (values["near"] === values["far"]) return `${met}A and B stand at one place, which a spike passes at ${at(near)}.`
      if (velocity !== null) {
        const way = velocity > 0 ? `from A to B at ${say(velocity, "m/s", 1)}` : `from B to A at ${say(-velocity, "m/s", 1)}`
        return `${met}The spike travels ${way}: it passes A at ${at(near)} and B at ${at(far)}.`
      }
      return `${met}A is passed at ${at(near)} and B at ${at(far)}, ${this.parted ? "by two different spikes" : "at the same time"}.`
    }
    const [here, there, name] = near !== null ? ["A", "B", "far"] : ["B", "A", "near"]
    const passed = `${met}A spike passes ${here} at ${at((near ?? far)!)}, and none arrives at ${there}`
    if (met) return `${passed}.`
    const reached = this.toward(name)
    const place = this.travel.position[reached]!
    return this.moving(reached)
      ? `${passed} before the run ends: it has come to ${say(place, "cm", 1)}.`
      : `${passed}: it fails near ${say(place, "cm", 1)}${this.why(place)}.`
  }

  private neither(say: Say): string {
    const {
      arrivals,
      travel: { position, samples },
      values,
    } = this
    const reached = [...arrivals.keys()].filter(i => !Number.isNaN(arrivals[i]!))
    if (!reached.length) {
      const top = samples.reduce((best, V) => V.reduce((x, y) => Math.max(x, y), best), -Infinity)
      return values["first.amplitude"] || values["second.amplitude"]
        ? `No spike: the potential is ${say(top, "mV", 0)} at most, and nothing travels.${this.within ? WITHIN : ""}`
        : "Nothing happens without a stimulus: give one a strength."
    }
    const last = this.latest(reached)
    const [left, right] = [position[reached[0]!]!, position[reached.at(-1)!]!]
    const where = `between ${say(left, "cm", 1)} and ${say(right, "cm", 1)}`
    return this.moving(last)
      ? `A spike is on its way when the run ends: it has come to places ${where}, and not yet to A or B.`
      : `A spike comes to places ${where}, and ends there${this.why(position[last]!)}: it arrives at neither electrode.`
  }

  /** Whether a stimulus that depolarizes stands away from the ends. */
  private get within(): boolean {
    const { values } = this
    return ["first", "second"].some(
      each => values[`${each}.amplitude`]! > 0 && values[`${each}.place`]! > 0 && values[`${each}.place`]! < values["length"]!,
    )
  }

  /** The last compartment on the way to an electrode, from the other one, that a spike has come to; a part that it passes may not fire. */
  private toward(electrode: "near" | "far" | string): number {
    const [from, to] = electrode === "far" ? ["near", "far"] : ["far", "near"]
    const way = this.between(this.values[from]!, this.values[to]!)
    const gap = way.findIndex(i => Number.isNaN(this.arrivals[i]!))
    // The electrode stands at the edge of what was reached.
    if (gap <= 0) return this.nearest(this.values[from]!)
    return way.slice(gap).reduce((last, i) => (this.arrivals[i]! > this.arrivals[last]! ? i : last), way[gap - 1]!)
  }

  private nearest(place: number): number {
    const { position } = this.travel
    return position.reduce((found, each, i) => (Math.abs(each - place) < Math.abs(position[found]! - place) ? i : found), 0)
  }

  /** Whether a spike came to a compartment shortly before the end of the run, and had some way to go. */
  private moving(compartment: number): boolean {
    const { position, samples, dt } = this.travel
    const place = position[compartment]!
    const margin = 0.02 * this.values["length"]!
    return (
      this.arrivals[compartment]! > (samples.length - 1) * dt - STILL &&
      place - position[0]! >= margin &&
      position.at(-1)! - place >= margin
    )
  }

  /** What is different where a spike ended, as far as the reader has changed something there. */
  private why(place: number): string {
    const { values } = this
    const stretch = stretchOf(values)
    const margin = 0.03 * values["length"]!
    if (!stretch || place < stretch[0] - margin || place > stretch[1] + margin) return ""
    if (values["stretch.blocked"]) return ", in the blocked stretch"
    if ((values["stretch.thinning"] ?? 1) > 1) return ", where the myelin is thin"
    if ((values["stretch.diameter"] ?? 1) !== 1) return ", where the diameter changes"
    return values["stretch.cooling"] ? ", in the cooled stretch" : ""
  }
}

/** What there is to see at a sample: the potential at the place that is pointed at or, where none is, what `crest` tells. */
export function seenAt(travel: AxonRecording, sample: number, place: number | undefined, say: Say): string {
  return place === undefined ? crest(travel, sample, say) : `${say(travel.at(sample, place), "mV", 1)} at ${say(place, "cm", 2)}`
}

/** Where the axon is farthest from rest at a sample. */
export function crest({ samples, position }: AxonRecording, sample: number, say: Say): string {
  const [V, rest] = [samples[sample]!, samples[0]!]
  const farthest = (sign: 1 | -1): number =>
    V.reduce((found, each, i) => (sign * (each - rest[i]!) > sign * (V[found]! - rest[found]!) ? i : found), 0)
  const [top, bottom] = [farthest(1), farthest(-1)]
  const said = (i: number): string => `at ${say(position[i]!, "cm", 2)}, ${say(V[i]!, "mV", 1)}.`
  if (V[top]! - rest[top]! >= NEAR) return `highest ${said(V.indexOf(V.reduce((x, y) => Math.max(x, y))))}`
  if (rest[bottom]! - V[bottom]! >= NEAR) return `nowhere above rest, lowest ${said(V.indexOf(V.reduce((x, y) => Math.min(x, y))))}`
  return `the whole axon is near rest, ${say(rest[top]!, "mV", 0)}.`
}

/** What is different in the stretch, in few words. */
export function different(values: Values, say: Say): string {
  const at = (name: string, idle: number): number => values[`stretch.${name}`] ?? idle
  const [blocked, thinning, diameter, cooling] = [at("blocked", 0), at("thinning", 1), at("diameter", 1), at("cooling", 0)]
  return [
    blocked && `${say(blocked, "%", 0)} of Na⁺ channels blocked`,
    thinning !== 1 && `${say(thinning, "1", 1)} × the capacitance`,
    diameter !== 1 && `${say(diameter, "1", 2)} × as wide`,
    cooling && `${say(cooling, "°C", 1)} colder`,
  ]
    .filter(Boolean)
    .join(", ")
}
