/** What the spikes in an axon did: measures to be read out, and words. */

import { stretchOf } from "./axon-state"
import type { Say } from "./numbers"
import type { Travel } from "./travel"
import type { Values } from "./types"

/** One spike that passes both electrodes arrives in between one after the other, but for so much of a detour in time. */
const DETOUR = 1.5
const STILL = 0.3 // ms before the end: a spike that moved then is still on its way

export interface Measure {
  readonly label: string
  readonly unit: string
  readonly digits: number
  of(passage: Passage): number | null
}

/** What the read-outs show. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  velocity: { label: "Velocity from A to B", unit: "m/s", digits: 1, of: ({ velocity }) => velocity },
  near: { label: "Arrives at A", unit: "ms", digits: 2, of: ({ near }) => near },
  far: { label: "Arrives at B", unit: "ms", digits: 2, of: ({ far }) => far },
  peak: { label: "Highest at B", unit: "mV", digits: 1, of: ({ peak }) => peak },
}

/** How the run passed the reader's two electrodes. */
export class Passage {
  /** When a spike first arrived at each electrode, ms. */
  readonly near: number | null
  readonly far: number | null
  /** The highest potential at the second electrode, mV. */
  readonly peak: number
  /** m/s, of one spike that passed both. */
  readonly velocity: number | null
  /** By compartment, ms, NaN where no spike arrived. */
  readonly arrivals: Float64Array

  constructor(readonly travel: Travel, readonly values: Values) {
    const [a, b] = [values["near"]!, values["far"]!]
    const told = (time: number): number | null => (Number.isNaN(time) ? null : time)
    this.near = told(travel.arrivalAt(a))
    this.far = told(travel.arrivalAt(b))
    this.peak = travel.voltageAt(b).reduce((best, V) => Math.max(best, V), -Infinity)
    this.arrivals = travel.arrivals
    const velocity = travel.velocity(a, b)
    this.velocity = Number.isFinite(velocity) && this.straight(a, b) ? velocity : null
  }

  /** Whether one spike went from one place to the other: it arrived in between neither much later nor much earlier. */
  private straight(a: number, b: number): boolean {
    const [left, right] = [Math.min(a, b), Math.max(a, b)]
    const between = [...this.arrivals].filter((time, i) => {
      const place = this.travel.position[i]!
      return place >= left && place <= right && !Number.isNaN(time)
    })
    let way = 0
    for (let k = 1; k < between.length; k++) way += Math.abs(between[k]! - between[k - 1]!)
    return way <= DETOUR * Math.abs(between.at(-1)! - between[0]!) + this.travel.dt
  }

  /** Where a spike has come last (cm), and when. */
  private get last(): readonly [number, number] {
    const found = this.latest(() => true)
    return [this.travel.position[found]!, this.arrivals[found]!]
  }

  /** The compartment, of those at a place that `counts`, where a spike arrived last; -1 where none did. */
  private latest(counts: (place: number) => boolean): number {
    return this.arrivals.reduce((found, time, i) =>
      !Number.isNaN(time) && counts(this.travel.position[i]!) && !(time <= this.arrivals[found]!) ? i : found, -1)
  }

  /** Where two spikes met, null where none did: the place between the stimuli that was reached last, before both sides. */
  get meeting(): readonly [number, number] | null {
    const { values, travel } = this
    if (!values["first.amplitude"] || !values["second.amplitude"]) return null
    const [left, right] = ["first.place", "second.place"].map(name => values[name]!).sort((x, y) => x - y) as [number, number]
    const found = this.latest(place => place > left && place < right)
    if (found < 0) return null
    const sides = [travel.arrivalAt(left), travel.arrivalAt(right)]
    const [place, time] = [travel.position[found]!, this.arrivals[found]!]
    return sides.every(side => time > side + 2 * travel.dt) ? [place, time] : null
  }

  /** What happened. */
  told(say: Say): string {
    const { near, far, velocity } = this
    const meeting = this.meeting
    const met = meeting ? `Two spikes meet at ${say(meeting[0], "cm", 1)} after ${say(meeting[1], "ms", 1)}, and both end there. ` : ""
    if (near === null && far === null) return met || this.neither(say)
    if (near !== null && far !== null) {
      if (velocity !== null) {
        const way = velocity > 0 ? "from A to B" : "from B to A"
        return `${met}The spike travels ${way} at ${say(Math.abs(velocity), "m/s", 1)}: it passes A at ${say(near, "ms", 2)} and B at ${say(far, "ms", 2)}.`
      }
      return `${met}A is passed at ${say(near, "ms", 2)} and B at ${say(far, "ms", 2)}, by two different spikes.`
    }
    const [here, there] = near !== null ? ["A", "B"] : ["B", "A"]
    const passed = `${met}A spike passes ${here} at ${say((near ?? far)!, "ms", 2)}, and none arrives at ${there}`
    if (met) return `${passed}.`
    const [place, time] = this.last
    return time > (this.travel.samples.length - 1) * this.travel.dt - STILL && !this.atEnd(place)
      ? `${passed} before the run ends: it has come to ${say(place, "cm", 1)}.`
      : `${passed}: it fails near ${say(this.toward(there), "cm", 1)}${this.why}.`
  }

  private neither(say: Say): string {
    if (this.arrivals.every(time => Number.isNaN(time))) {
      const top = this.travel.samples.reduce((best, V) => V.reduce((x, y) => Math.max(x, y), best), -Infinity)
      return this.values["first.amplitude"] || this.values["second.amplitude"]
        ? `No spike: the stimulus lifts the axon to ${say(top, "mV", 0)} at most, and nothing travels.`
        : "Nothing happens without a stimulus: give one a strength."
    }
    const [place, time] = this.last
    const over = time <= (this.travel.samples.length - 1) * this.travel.dt - STILL || this.atEnd(place)
    return over
      ? `A spike starts and ends near ${say(place, "cm", 1)}${this.why}: it arrives at neither electrode.`
      : `A spike is on its way and has come to ${say(place, "cm", 1)} when the run ends: it has not arrived at A or B.`
  }

  /** The last place on the way to an electrode that a spike did reach. */
  private toward(electrode: string): number {
    const [from, to] = electrode === "B" ? [this.values["near"]!, this.values["far"]!] : [this.values["far"]!, this.values["near"]!]
    let found = from
    this.travel.position.forEach((place, i) => {
      if ((place - from) * (to - place) >= 0 && !Number.isNaN(this.arrivals[i]!) && Math.abs(place - from) > Math.abs(found - from)) found = place
    })
    return found
  }

  /** Why, as far as the reader has changed something. */
  private get why(): string {
    const stretch = stretchOf(this.values)
    if (!stretch) return ""
    if (this.values["stretch.blocked"]) return ", in the blocked stretch"
    if ((this.values["stretch.thinning"] ?? 1) > 1) return ", where the myelin is thin"
    if ((this.values["stretch.diameter"] ?? 1) !== 1) return ", where the diameter changes"
    return ", in the cooled stretch"
  }

  private atEnd(place: number): boolean {
    const { position } = this.travel
    return place - position[0]! < 0.02 * this.values["length"]! || position.at(-1)! - place < 0.02 * this.values["length"]!
  }
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
  ].filter(Boolean).join(", ")
}
