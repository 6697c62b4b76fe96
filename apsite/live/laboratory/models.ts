/** Membranes as live figures know them: the kernel of each, its controls, and what its traces are called. */

import {
  BLOCKED,
  MEMBRANE,
  OBSERVED,
  STATE,
  block,
  currentClamp,
  observables,
  out,
  settledCurrent,
  slopes,
  steadyState,
  temperatureFactor,
  voltageClamp,
  type Course,
  type Membrane as Squid,
} from "@model/kernel"
import { CONTROLS } from "@model/constants"

import type { Control, Values } from "../page/types"

/** The parameters of a membrane, with blockers applied, in the order of its kernel. */
export type Membrane = readonly number[]

/** What is used of a generated kernel: that of the squid's axon, or one of a declared membrane. */
export interface Kernel {
  readonly STATE: readonly string[]
  readonly OBSERVED: readonly string[]
  currentClamp(
    initial: ArrayLike<number>,
    count: number,
    dt: number,
    substeps: number,
    course: Course,
    membrane: Membrane,
    speeds: readonly number[],
  ): Float64Array[]
  voltageClamp(
    initial: ArrayLike<number>,
    count: number,
    dt: number,
    course: Course,
    membrane: Membrane,
    speeds: readonly number[],
  ): Float64Array[]
  observables(states: readonly Float64Array[], membrane: Membrane): Float64Array[]
  slopes(states: readonly Float64Array[], stimulus: ArrayLike<number>, membrane: Membrane): Float64Array
  settledCurrent(membrane: Membrane): (V: number) => number
  steadyState(V: number, membrane: Membrane): Float64Array
}

/** A trace: its name, what it is called, its place in the palette, and its dash. */
export type Drawn = readonly [string, string, string, readonly number[]]

/** A membrane that can be run. */
export interface Model {
  readonly kernel: Kernel
  /** All that a reader can set of it and of what is done to it, by name. */
  readonly controls: Readonly<Record<string, Control>>
  /** Its parameters by name, in the order of the kernel. */
  readonly parameters: readonly string[]
  /** The names of those that are conductances or reversal potentials, of its leak's conductance, and of its capacitance. */
  readonly conductances: readonly string[]
  readonly reversals: readonly string[]
  readonly leak: string
  readonly capacitance: string
  /** How its gates and currents are drawn; where they are not said, as those of the squid's axon. */
  readonly gates?: readonly Drawn[]
  readonly currents?: readonly Drawn[]
  /** How many times as short as those of the squid's axon at its usual temperature the steps of a run are. */
  pace(membrane: Membrane): number
  /** The membrane `plain` with the blockers of `values`; `settled` gives its gates at rest. */
  blocked(plain: Membrane, values: Values, settled: () => Float64Array): Membrane
}

/** The squid's axon: what blockers take from its potassium channels at rest is left to the leak. */
export const SQUID: Model = {
  // Its tuples are longer to write than the arrays that all membranes have in common.
  kernel: { STATE, OBSERVED, currentClamp, voltageClamp, observables, slopes, settledCurrent, steadyState } as unknown as Kernel,
  controls: CONTROLS,
  parameters: MEMBRANE,
  conductances: ["g_Na", "g_K", "g_L"],
  reversals: ["E_Na", "E_K", "E_L"],
  leak: "g_L",
  capacitance: "C_m",
  pace: membrane => temperatureFactor(membrane as unknown as Squid),
  blocked(plain, values, settled) {
    const left_Na = 1 - (values["TTX"] ?? 0) / 100
    const left_K = 1 - (values["TEA"] ?? 0) / 100
    if (left_Na === 1 && left_K === 1) return plain
    const n = left_K === 1 ? 0 : settled()[2]!
    block(left_Na, left_K, n, ...(plain as unknown as Squid))
    const changed = new Map<string, number>(BLOCKED.map((name, row) => [name, out[row]!]))
    // Where nothing moves into the leak it stays as it was, even if there is none.
    const kept = left_K === 1 || changed.get("g_L") === 0 ? ["g_L", "E_L"] : []
    return MEMBRANE.map((name, row) => (kept.includes(name) ? plain[row]! : (changed.get(name) ?? plain[row]!)))
  },
}

/** What a generated module says of a declared membrane beside its kernel. */
export interface Declared extends Kernel {
  /** Leave in the first place of `out` how many times as short as those of the squid's axon the steps of a run are. */
  haste(...membrane: Membrane): void
  readonly out: Float64Array
  readonly FACTS: Omit<Model, "kernel" | "pace" | "blocked"> & {
    /** The conductance that each blocker lowers. */
    readonly blockers: Readonly<Record<string, string>>
  }
}

/** A declared membrane, of its generated module. */
export function declared(module: Declared): Model {
  const { blockers, ...facts } = module.FACTS
  return {
    ...facts,
    controls: { ...CONTROLS, ...facts.controls },
    kernel: module,
    pace: membrane => {
      module.haste(...membrane)
      return module.out[0]!
    },
    blocked: (plain, values) =>
      Object.entries(blockers).reduce<Membrane>((found, [blocker, conductance]) => {
        const left = 1 - (values[blocker] ?? 0) / 100
        return left === 1 ? found : found.map((value, row) => (facts.parameters[row] === conductance ? left * value : value))
      }, plain),
  }
}
