/** The membrane that the reader has set: its parameters with blockers applied, and its rest. */

import { PUBLISHED_REST, RESTS_TRIED } from "@model/constants"

import { Problem, type Values } from "../page/types"
import { SQUID, type Membrane, type Model } from "./models"

const HALVINGS = 60

/** The membrane of `values`, with what blockers do to it. */
export function membraneOf(values: Values, model: Model = SQUID): Membrane {
  const plain = model.parameters.map(name => values[name]!)
  return model.blocked(plain, values, () => settledAt(restingPotential(plain, 0, model), plain, model))
}

/** The gates (0 to 1) after a long time at a potential. */
export function settledAt(V: number, membrane: Membrane, { kernel }: Model = SQUID): Float64Array {
  // A fit that is published as it is may lie a little beyond 1, where no share of channels is.
  return kernel
    .steadyState(V, membrane)
    .subarray(0, kernel.STATE.length - 1)
    .map(share => Math.min(1, Math.max(0, share)))
}

/**
 * Where no net ionic current flows with all gates settled, mV; of several, the most negative. A steady current `level`
 * shifts it.
 */
export function restingPotential(membrane: Membrane, level = 0, model: Model = SQUID): number {
  const { kernel, parameters, conductances, reversals, leak } = model
  const of = (name: string): number => membrane[parameters.indexOf(name)]!
  const current = kernel.settledCurrent(membrane)
  const balance = (V: number): number => current(V) - level
  const potentials = reversals.map(of)
  let low = Math.min(...potentials)
  const high = Math.max(...potentials)
  if (conductances.every(name => of(name) === 0)) {
    if (level) throw new Problem("A membrane without any conductance has no steady state under a current")
    return PUBLISHED_REST
  }
  // A current can hold the potential outside of all reversal potentials.
  const reach = Math.abs(level) / Math.max(of(leak), 1e-3)
  const from = level < 0 ? low - reach : low
  const to = level > 0 ? high + reach : high
  const stride = (to - from) / (RESTS_TRIED - 1)
  let found = balance(from)
  if (found >= 0) return from
  low = from
  for (let k = 1; k < RESTS_TRIED; k++) {
    const next = from + k * stride
    found = balance(next)
    if (found === 0) return next
    if (found > 0) return halve(balance, low, next)
    low = next
  }
  return to
}

function halve(balance: (V: number) => number, low: number, high: number): number {
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2
    if (balance(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
