/** What is measured on one axon with one seed: each step's result, made when it is first asked for; and the model's own. */

import { BASE, CABLE, PROTOCOL, WARM } from "@model/clamp-constants"
import { steadyState, type Membrane } from "@model/kernel"

import { Course, gateOf, type Apart, type Gate, type Potassium, type Sodium } from "../laboratory/clamp/course"
import { rateAt } from "../laboratory/clamp/fits"
import { MeasuredMembrane, type Measured, type Rates } from "../laboratory/clamp/measured"
import { Rig } from "../laboratory/clamp/rig"
import type { Leak } from "../laboratory/clamp/separation"
import { membraneOf } from "../laboratory/membrane"

export type Name = "m" | "h" | "n"

/** The standard pulse, from 1 ms on. */
const PULSE = { onset: 1, width: 0.5, amplitude: 26.55 }
const MS = 15
/** Between the seeds of two courses. */
const APART = 1000

export class Work {
  private readonly course: Course
  private readonly made = new Map<string, unknown>()

  constructor(
    private readonly noise: number,
    private readonly seed: number,
  ) {
    this.course = this.another(0)
  }

  /** A course with noise of its own, so that none depends on what was recorded before. */
  private another(number: number): Course {
    return new Course(this.rig({ number }), PROTOCOL)
  }

  /** The same axon on another bench, for records of the reader's. */
  rig({ number = 0, noise = this.noise, temperature = BASE["temperature"]! }): Rig {
    return new Rig({ ...BASE, temperature }, { noise, seed: this.seed + APART * number })
  }

  private once<T>(name: string, make: () => T): T {
    if (!this.made.has(name)) this.made.set(name, make())
    return this.made.get(name) as T
  }

  get leak(): Leak {
    return this.once("leak", () => this.course.leak())
  }

  get apart(): Apart {
    return this.once("apart", () => {
      const { leak } = this
      return this.course.apart(leak, this.course.solutions())
    })
  }

  get sodium(): Sodium {
    return this.once("sodium", () => this.another(1).sodium(this.leak, this.apart))
  }

  potassium(power: number): Potassium {
    return this.once(`n${power}`, () => this.another(1 + power).potassium(this.leak, this.apart, power))
  }

  gate(name: Name, power: number): Gate {
    return this.once(name + (name === "n" ? `curves${power}` : "curves"), () =>
      gateOf(name, name === "n" ? this.potassium(power).n : this.sodium[name]),
    )
  }

  /** The membrane that was measured, with so many gates n, and without inactivation if that is wished. */
  membrane(power: number, inactivates: boolean, temperature?: number): MeasuredMembrane {
    const { leak, apart, sodium } = this
    const curves = (name: Name): Rates => {
      const [alpha, beta] = this.gate(name, power).curves
      return { alpha: V => rateAt(alpha, V), beta: V => rateAt(beta, V) }
    }
    const measured: Measured = {
      C_m: leak.capacitance,
      g_Na: sodium.g_Na,
      g_K: this.potassium(power).g_K,
      g_L: leak.conductance,
      E_Na: apart.E_Na,
      E_K: apart.E_K,
      E_L: leak.reversal,
      gates: { m: curves("m"), h: curves("h"), n: curves("n") },
      powers: [3, inactivates ? 1 : 0, power],
      temperature: BASE["temperature"]!,
    }
    return new MeasuredMembrane(measured, temperature)
  }
}

const ROWS: Readonly<Record<Name, number>> = { m: 0, h: 1, n: 2 }
const PLAIN = membraneOf(BASE) as unknown as Membrane

/** Where a gate of the model settles at `V` mV, and with which time constant, ms. */
export function modelGate(name: Name, V: number): { share: number; tau: number } {
  const found = steadyState(V, PLAIN)
  return { share: found[ROWS[name]]!, tau: 1 / found[ROWS[name] + 3]! }
}

/** The model's own membrane, its rates in tables. */
export function modelMembrane(temperature?: number): MeasuredMembrane {
  const rates = (name: Name): Rates => ({
    alpha: V => modelGate(name, V).share / modelGate(name, V).tau,
    beta: V => (1 - modelGate(name, V).share) / modelGate(name, V).tau,
  })
  const gates = { m: rates("m"), h: rates("h"), n: rates("n") }
  return new MeasuredMembrane(
    { ...(BASE as unknown as Measured), gates, powers: [3, 1, 4], temperature: BASE["temperature"]! },
    temperature,
  )
}

export interface Spike {
  readonly time: Float64Array
  readonly voltage: Float64Array
  readonly peak: number
  /** Whether it passes 0 mV within so short a time that the pulse has done it. */
  readonly fires: boolean
  /** Whether it has come back below its beginning, as after a spike. */
  readonly ends: boolean
}

/** What a membrane does after a pulse, from its rest or from `start` mV. */
export function spikeOf(membrane: MeasuredMembrane, start?: number): Spike {
  const voltage = membrane.run(PULSE, MS, undefined, start)
  const time = voltage.map((_, k) => k * 0.025)
  const soon = voltage.filter((_, k) => time[k]! < 6)
  return {
    time,
    voltage,
    peak: soon.reduce((a, b) => Math.max(a, b)),
    fires: voltage[0]! < 0 && soon.some(V => V > 0),
    ends: voltage.some((V, k) => time[k]! > 3 && V < voltage[0]!),
  }
}

export function velocityOf(membrane: MeasuredMembrane): number | null {
  return membrane.velocity(CABLE)
}

export { BASE, PROTOCOL, WARM }
