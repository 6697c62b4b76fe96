/** The membrane that the reader has set: its parameters with blockers applied, and its rest. */

import { MEMBRANE, BLOCKED, STEADY, block, derive, out, steady, steadyState, type Membrane } from "@model/kernel"
import { PUBLISHED_REST, RESTS_TRIED } from "@model/constants"

import { Problem, type Values } from "../page/types"

const GATES = 3
const CURRENT = STEADY.indexOf("current")
const HALVINGS = 60

/** The membrane of `values`: what blockers take from its potassium channels at rest is left to the leak. */
export function membraneOf(values: Values): Membrane {
  const plain = MEMBRANE.map(name => values[name]!) as unknown as Membrane
  const left_Na = 1 - (values["TTX"] ?? 0) / 100
  const left_K = 1 - (values["TEA"] ?? 0) / 100
  if (left_Na === 1 && left_K === 1) return plain
  const n = left_K === 1 ? 0 : settledAt(restingPotential(plain), plain)[2]!
  block(left_Na, left_K, n, ...plain)
  const changed = new Map<string, number>(BLOCKED.map((name, row) => [name, out[row]!]))
  // Where nothing moves into the leak it stays as it was, even if there is none.
  const kept = left_K === 1 || changed.get("g_L") === 0 ? ["g_L", "E_L"] : []
  return MEMBRANE.map((name, row) => (kept.includes(name) ? plain[row]! : (changed.get(name) ?? plain[row]!))) as unknown as Membrane
}

/** The gates (0 to 1) after a long time at a potential. */
export function settledAt(V: number, membrane: Membrane): Float64Array {
  return steadyState(V, membrane).subarray(0, GATES)
}

/**
 * Where no net ionic current flows with all gates settled, mV; of several, the most negative. A steady current `level`
 * shifts it.
 */
export function restingPotential(membrane: Membrane, level = 0): number {
  const [, g_Na, g_K, g_L, E_Na, E_K, E_L] = membrane
  derive(...membrane)
  const factor = out[0]!
  const balance = (V: number): number => {
    steady(V, ...membrane, factor)
    return out[CURRENT]! - level
  }
  const reversals = [E_Na, E_K, E_L]
  let low = Math.min(...reversals)
  const high = Math.max(...reversals)
  if (g_Na + g_K + g_L === 0) {
    if (level) throw new Problem("A membrane without any conductance has no steady state under a current")
    return PUBLISHED_REST
  }
  // A current can hold the potential outside of all reversal potentials.
  const reach = Math.abs(level) / Math.max(g_L, 1e-3)
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
