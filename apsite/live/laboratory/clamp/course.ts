/** The seven steps from a clamped axon to its rates, with the protocols of the page's experiments: Python's `course`. */

import { Problem } from "../../page/types"
import { fitCourse, fitGate, fitRates, interpolated, shareOf, type GateFit, type Points, type RateCurve } from "./fits"
import { ONSET, levelOf, during, type Rig, type Step, type Sweep } from "./rig"
import { SMOOTH, conductance, fitLeak, largest, mean, reversalOf, separate, subtractLeak, type Leak, type Separation } from "./separation"

/** Potentials in mV, times in ms; `choline`: the share of sodium that it leaves. */
export interface Protocol {
  readonly choline: number
  readonly leaky: readonly number[]
  readonly levels: readonly number[]
  readonly tails: readonly number[]
  readonly briefTails: readonly number[]
  readonly opened: number
  readonly conditioning: readonly number[]
  readonly test: number
  readonly widths: readonly number[]
  readonly recovering: readonly number[]
  readonly allOpen: number
  readonly beyond: number
  readonly aside: number
}

/** What the records in two solutions give. */
export interface Apart {
  readonly E_Na: number
  readonly E_K: number
  /** Sodium's largest current (uA/cm2), and both currents, by the step's potential. */
  readonly peaks: ReadonlyMap<number, number>
  readonly currents: ReadonlyMap<number, Separation>
}

export interface Gate extends Points {
  readonly curves: readonly [RateCurve, RateCurve]
}

export interface Potassium {
  readonly fits: ReadonlyMap<number, GateFit>
  readonly g_K: number
  readonly n: Points
}

export interface Sodium {
  readonly fits: ReadonlyMap<number, GateFit>
  readonly g_Na: number
  readonly m: Points
  readonly h: Points
}

export class Course {
  constructor(
    readonly rig: Rig,
    readonly protocol: Protocol,
  ) {}

  /** Records of the steps at which no channel opens. */
  leaky(): Sweep[] {
    return this.rig.family(this.protocol.leaky, 25)
  }

  leak(): Leak {
    return fitLeak(this.leaky())
  }

  /** Records of all steps, in sea water and with choline. */
  solutions(): readonly [Sweep[], Sweep[]] {
    const { levels, choline } = this.protocol
    return [this.rig.family(levels), this.rig.family(levels, undefined, { sodium: choline })]
  }

  apart(leak: Leak, [seaWater, choline]: readonly [readonly Sweep[], readonly Sweep[]]): Apart {
    const { levels, tails, opened } = this.protocol
    const pairs = seaWater.map((each, k) => [subtractLeak(each, leak), subtractLeak(choline[k]!, leak)] as const)
    const first = pairs.map(([one, other]) => separate(one, other))
    const peaks = new Map(first.map(each => [each.level, largest(each.sodium, each.difference)]))
    const strong = levels.filter(level => level >= 10)
    const E_Na = reversalOf(
      strong,
      strong.map(level => peaks.get(level)!),
    )
    const shut = tails.map(level => this.rig.clamp(tail(opened, 10, level), 22))
    const E_K = reversalOf(
      tails,
      shut.map(each => mean(during(subtractLeak(each, leak)).current.slice(0, SMOOTH))),
    )
    const currents = new Map(pairs.map(([one, other]) => [levelOf(one), separate(one, other, E_Na)]))
    return { E_Na, E_K, peaks, currents }
  }

  /** The gate n, with so many copies. */
  potassium(leak: Leak, { currents, E_Na, E_K }: Apart, power: number): Potassium {
    const { tails, opened, aside, allOpen, beyond } = this.protocol
    const fits = new Map(
      [...currents].map(([level, { time, potassium }]) => [level, fitGate(time, conductance(potassium, level, E_K), power)]),
    )
    const g_K = allOpen * fits.get(beyond)!.settled
    const shut = tails
      .filter(level => Math.abs(level - E_K) > aside)
      .map((level): [number, GateFit] => {
        const { time, potassium } = this.separated(leak, E_Na, tail(opened, 10, level), 22)
        return [level, fitGate(time, conductance(potassium, level, E_K), power)]
      })
    const every = [...shut, ...fits]
    return {
      fits,
      g_K,
      n: pointsOf(
        every.map(([V, fit]) => [V, shareOf(fit, g_K)]),
        every.map(([V, fit]) => [V, fit.tau]),
      ),
    } // prettier-ignore
  }

  /** The gates m and h: h by two pulses. */
  sodium(leak: Leak, { currents, E_Na }: Apart): Sodium {
    const { conditioning, test, widths, recovering, aside, briefTails, opened } = this.protocol
    const second = (level: number, width: number): number => {
      const steps = [
        { onset: ONSET, level, width },
        { onset: ONSET + width, level: test },
      ]
      const found = this.separated(leak, E_Na, steps, 6 + width)
      return Math.abs(largest(found.sodium, found.difference))
    }
    const found = conditioning.map(level => second(level, 40))
    const most = mean(found.slice(0, 2))
    const shares = conditioning.map((level, k): [number, number] => [level, found[k]! / most])
    const resting = interpolated(this.rig.rest, shares)
    const slow = recovering.map((level): [number, number] => [
      level,
      fitCourse(
        widths,
        widths.map(width => second(level, width)),
      ).tau,
    ]) // prettier-ignore
    const fits = new Map<number, GateFit>()
    for (const [level, { time, sodium }] of currents) {
      if (Math.abs(level - E_Na) <= aside) continue
      const early = time.filter(at => at < 6).length
      fits.set(level, fitGate(time.slice(0, early), conductance(sodium, level, E_Na).slice(0, early), 3, true))
      if (level > Math.max(...recovering)) slow.push([level, fits.get(level)!.tauH])
    }
    const g_Na = Math.max(...[...fits.values()].map(({ settled }) => settled)) / resting
    const opening = [...fits].map(([level, { tau }]): [number, number] => [level, tau])
    for (const level of briefTails) {
      const { time, sodium } = this.separated(leak, E_Na, tail(opened, 0.6, level), 4)
      opening.push([level, fitGate(time, conductance(sodium, level, E_Na), 3).tau])
    }
    const open = [...fits].map(([level, fit]): [number, number] => [level, shareOf(fit, g_Na * resting)])
    return { fits, g_Na, m: pointsOf(open, opening), h: pointsOf(shares, slow) }
  }

  private separated(leak: Leak, E_Na: number, steps: readonly Step[], duration: number): Separation {
    const both = [1, this.protocol.choline].map(sodium => subtractLeak(this.rig.clamp(steps, duration, { sodium }), leak))
    return separate(both[0]!, both[1]!, E_Na)
  }
}

function tail(opened: number, width: number, level: number): Step[] {
  return [
    { onset: ONSET, level: opened, width },
    { onset: ONSET + width, level },
  ]
}

function pointsOf(shares: readonly (readonly [number, number])[], taus: readonly (readonly [number, number])[]): Points {
  const [settled, slow] = [new Map(shares), new Map(taus)]
  const potentials = [...new Set([...settled.keys(), ...slow.keys()])].sort((a, b) => a - b)
  return { potentials, shares: potentials.map(V => settled.get(V) ?? NaN), taus: potentials.map(V => slow.get(V) ?? NaN) }
}

/** The curves of a gate, of the forms that the paper gave it. Throws a Problem where they do not go through the points. */
export function gateOf(name: "m" | "h" | "n", points: Points, rest?: number): Gate {
  const curves = fitRates(points, name === "h" ? ["exponential", "sigmoid"] : ["linoid", "exponential"], rest)
  if (!curves.every(({ scale, steepness }) => Number.isFinite(scale) && Number.isFinite(steepness))) {
    throw new Problem(`No curve of the paper’s form goes through the points of ${name}`)
  }
  return { ...points, curves }
}
