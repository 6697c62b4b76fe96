/**
 * The membrane that was measured, set free: rates that stand in tables, powers that can be chosen, by the scheme of the
 * generated kernel (Strang's splitting, extrapolated); and its axon, whose gates and potentials take turns.
 */

import { Problem } from "../../page/types"

/** Tables have a value every mV, from so many mV below 0 to as many above; beyond, those at their ends. */
const REACH = 150
const POINTS = 2 * REACH + 1
/** The longest step of a run at the temperature of the squid's rates, ms; of an axon. */
const [LONGEST_STEP, AXON_STEP] = [0.05, 0.025]
const [Q10, SPAN] = [3, 10]

export interface Rates {
  alpha(V: number): number
  beta(V: number): number
}

/** What was measured; `powers`: how many gates m, h and n a channel has; `temperature`: at which rates were measured, °C. */
export interface Measured {
  readonly C_m: number
  readonly g_Na: number
  readonly g_K: number
  readonly g_L: number
  readonly E_Na: number
  readonly E_K: number
  readonly E_L: number
  readonly gates: Readonly<Record<"m" | "h" | "n", Rates>>
  readonly powers: readonly [number, number, number]
  readonly temperature: number
}

const NAMES = ["m", "h", "n"] as const

export class MeasuredMembrane {
  private readonly tables: readonly Float64Array[]
  private readonly phi: number

  /** At a temperature, °C; left out, that at which it was measured. */
  constructor(
    readonly of: Measured,
    temperature = of.temperature,
  ) {
    const at = (k: number): number => k - REACH
    this.tables = NAMES.flatMap(name =>
      (["alpha", "beta"] as const).map(kind => Float64Array.from({ length: POINTS }, (_, k) => of.gates[name][kind](at(k)))),
    )
    this.phi = Q10 ** ((temperature - of.temperature) / SPAN)
  }

  /** How many times as often as a cold membrane it has to be stepped. */
  get haste(): number {
    return Math.max(1, this.phi)
  }

  /** Where gate number `row` settles, and at which rate (1/ms), at `V` mV. */
  gate(row: number, V: number): readonly [number, number] {
    const [opens, shuts] = [this.look(2 * row, V), this.look(2 * row + 1, V)]
    return [opens / (opens + shuts), this.phi * (opens + shuts)]
  }

  /** A table at V: the cubic through the four points around. */
  private look(row: number, V: number): number {
    const place = Math.min(Math.max(V + REACH, 0), POINTS - 1)
    const first = Math.min(Math.max(Math.trunc(place) - 1, 0), POINTS - 4)
    const x = place - first
    const [a, b, c, d] = this.tables[row]!.subarray(first, first + 4) as unknown as [number, number, number, number]
    const outer = (d * x * (x - 1) * (x - 2) - a * (x - 1) * (x - 2) * (x - 3)) / 6
    return outer + (b * x * (x - 2) * (x - 3) - c * x * (x - 1) * (x - 3)) / 2
  }

  /** The conductance of the whole membrane (mS/cm2), and the current that would flow at 0 mV (uA/cm2), by the gates. */
  flow(gates: ArrayLike<number>, at = 0, apart = 1): readonly [number, number] {
    const { g_Na, g_K, g_L, E_Na, E_K, E_L, powers } = this.of
    const Na = g_Na * power(gates[at]!, powers[0]) * power(gates[at + apart]!, powers[1])
    const K = g_K * power(gates[at + 2 * apart]!, powers[2])
    return [Na + K + g_L, Na * E_Na + K * E_K + g_L * E_L]
  }

  /** The gates after a long time at `V` mV. */
  settled(V: number): number[] {
    return NAMES.map((_, row) => this.gate(row, V)[0])
  }

  /** Where no net current flows with all gates settled, mV: the most negative of such potentials. */
  get rest(): number {
    const balance = (V: number): number => {
      const [conductance, current] = this.flow(this.settled(V))
      return conductance * V - current
    }
    const { E_K, E_L, E_Na } = this.of
    let [low, high] = [Math.min(E_K, E_L), E_Na]
    const stride = (high - low) / 2000
    while (low + stride < high && balance(low + stride) < 0) low += stride
    high = low + stride
    for (let k = 0; k < 60; k++) {
      const middle = (low + high) / 2
      if (balance(middle) < 0) low = middle
      else high = middle
    }
    return (low + high) / 2
  }

  /** The potential (mV) every `dt` ms under a pulse (uA/cm2) from `onset` on; it starts at `start` mV, by itself at rest. */
  run(
    { onset, width, amplitude }: { onset: number; width: number; amplitude: number },
    ms: number,
    dt = 0.025,
    start = this.rest,
  ): Float64Array {
    const count = Math.floor(ms / dt + 1e-9) + 1
    const substeps = Math.max(1, Math.ceil((dt * this.haste) / LONGEST_STEP - 1e-9))
    const step = dt / substeps
    const state = Float64Array.from([start, ...this.settled(start)])
    const found = new Float64Array(count)
    found[0] = start
    const share = (from: number): number => Math.max(0, Math.min(from + step, onset + width) - Math.max(from, onset)) / step
    for (let sample = 1; sample < count; sample++) {
      for (let k = 0; k < substeps; k++) this.advance(state, amplitude * share((sample - 1) * dt + k * step), step)
      found[sample] = state[0]!
    }
    if (!found.every(Number.isFinite)) throw new Problem("This membrane cannot be run: its potential leaves all bounds")
    return found
  }

  private advance(state: Float64Array, stimulus: number, step: number): void {
    const whole = state.slice()
    this.split(whole, stimulus, step)
    this.split(state, stimulus, step / 2)
    this.split(state, stimulus, step / 2)
    state.forEach((each, k) => (state[k] = (4 * each - whole[k]!) / 3))
    for (let row = 1; row < 4; row++) state[row] = Math.min(Math.max(state[row]!, 0), 1)
  }

  private split(state: Float64Array, stimulus: number, step: number): void {
    const charge = (): void => {
      const [conductance, current] = this.flow(state, 1)
      const x = (-conductance * step) / (2 * this.of.C_m)
      const slope = current + stimulus - conductance * state[0]!
      state[0]! += ((step / (2 * this.of.C_m)) * slope * Math.expm1(x)) / x
    }
    charge()
    for (let row = 0; row < 3; row++) {
      const [settled, rate] = this.gate(row, state[0]!)
      state[row + 1] = settled + (state[row + 1]! - settled) * Math.exp(-rate * step)
    }
    charge()
  }

  /** The weakest pulse of `width` ms that fires (uA/cm2); null where none does that is not absurd, or it fires by itself. */
  threshold(width = 0.5, most = 200): number | null {
    const { rest } = this
    const fires = (amplitude: number): boolean => this.run({ onset: 0, width, amplitude }, 30, 0.05, rest).some(V => V > 0)
    let [low, high] = [0, most]
    if (fires(0) || !fires(most)) return null
    while (high - low > 1e-3) {
      const middle = (low + high) / 2
      if (fires(middle)) high = middle
      else low = middle
    }
    return low > 0 ? (low + high) / 2 : null
  }

  /**
   * How fast a spike runs along `axon`, m/s, between electrodes at 0.4 and 0.8 of its length; null where none passes both.
   * It is set off by a current (uA) at its beginning.
   */
  velocity(axon: Cable, ms = 7): number | null {
    const { length, diameter, resistivity, parts } = axon
    const dx = length / parts
    const area = Math.PI * diameter * dx
    const along = (Math.PI * diameter ** 2 * 1e3) / (4 * resistivity * dx) // mS
    const steps = Math.ceil((ms * this.haste) / AXON_STEP)
    const dt = ms / steps
    const { rest } = this
    const V = new Float64Array(parts).fill(rest)
    const gates = Float64Array.from({ length: 3 * parts }, (_, k) => this.settled(rest)[Math.floor(k / parts)]!)
    const [before, arrivals] = [V.slice(), new Float64Array(parts).fill(NaN)]
    const a = (1 - Math.SQRT1_2) * dt
    const [diagonal, right, slope] = [new Float64Array(parts), new Float64Array(parts), new Float64Array(parts)]
    const [conductances, drives] = [new Float64Array(parts), new Float64Array(parts)]
    const relax = (time: number): void => {
      for (let i = 0; i < parts; i++) {
        for (let row = 0; row < 3; row++) {
          const [settled, rate] = this.gate(row, V[i]!)
          gates[row * parts + i] = settled + (gates[row * parts + i]! - settled) * Math.exp(-rate * time)
        }
      }
    }
    const C = (this.of.C_m * area) / a
    const solve = (): void => {
      for (let i = 0; i < parts; i++) {
        diagonal[i] = C + conductances[i]! + along * (i === 0 || i === parts - 1 ? 1 : 2)
        if (!i) continue
        const share = along / diagonal[i - 1]!
        diagonal[i]! -= share * along
        right[i]! += share * right[i - 1]!
      }
      for (let i = parts - 1; i >= 0; i--) right[i] = (right[i]! + (i < parts - 1 ? along * right[i + 1]! : 0)) / diagonal[i]!
    }
    for (let k = 0; k < steps; k++) {
      relax(dt / 2)
      const share = Math.max(0, Math.min((k + 1) * dt, axon.onset + axon.width) - Math.max(k * dt, axon.onset)) / dt
      for (let i = 0; i < parts; i++) {
        const [conductance, current] = this.flow(gates, i, parts)
        conductances[i] = conductance * area
        drives[i] = current * area + (i ? 0 : axon.current * share)
        right[i] = C * V[i]! + drives[i]!
      }
      // Two implicit stages that damp what is steep (an L-stable method of order 2).
      solve()
      for (let i = 0; i < parts; i++) slope[i] = (right[i]! - V[i]!) / a
      for (let i = 0; i < parts; i++) right[i] = C * (V[i]! + (dt - a) * slope[i]!) + drives[i]!
      solve()
      V.set(right)
      relax(dt / 2)
      for (let i = 0; i < parts; i++) {
        if (Number.isNaN(arrivals[i]) && before[i]! < 0 && V[i]! >= 0) arrivals[i] = (k + before[i]! / (before[i]! - V[i]!)) * dt
      }
      before.set(V)
    }
    const at = (place: number): number => {
      const where = (place * length) / dx - 0.5
      const first = Math.floor(where)
      return arrivals[first]! + (where - first) * (arrivals[first + 1]! - arrivals[first]!)
    }
    const found = ((0.4 * length) / (at(0.8) - at(0.4))) * 10
    return Number.isFinite(found) && found > 0 ? found : null
  }
}

/** An axon: cm, cm, ohm cm, compartments; and what is sent into its beginning, uA from `onset` for `width` ms. */
export interface Cable {
  readonly length: number
  readonly diameter: number
  readonly resistivity: number
  readonly parts: number
  readonly current: number
  readonly onset: number
  readonly width: number
}

function power(x: number, exponent: number): number {
  return exponent === 1 ? x : exponent === 3 ? x * x * x : exponent === 4 ? x * x * x * x : x ** exponent
}
