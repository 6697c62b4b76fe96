/** Gates that follow a conductance, and rates against potential: the laboratory's `fits`, for browsers. */

import { fitted, numeric, type Errors } from "./squares"
import { smoothed } from "./separation"

/**
 * A conductance as `power` gates: x^power y, x = x1 - (x1 - x0) exp(-t/tau), y = r + (1 - r) exp(-t/tauH). `start` and
 * `settled` are x0^power and x1^power (mS/cm2), `remaining` is r; `residual`: the root of the mean square of what is left over.
 */
export interface GateFit {
  readonly power: number
  readonly start: number
  readonly settled: number
  readonly tau: number
  readonly remaining: number
  readonly tauH: number
  readonly residual: number
}

const REMAINING = 20

/** The conductance of a fit at these times since the step. */
export function courseOf(
  { power, start, settled, tau, remaining, tauH }: Omit<GateFit, "residual">,
  time: ArrayLike<number>,
): Float64Array {
  const [x0, x1] = [start ** (1 / power), settled ** (1 / power)]
  return Float64Array.from(time, t => (x1 - (x1 - x0) * Math.exp(-t / tau)) ** power * (remaining + (1 - remaining) * Math.exp(-t / tauH)))
}

/** The share of gates that are open in the end, if all of them open `whole` (mS/cm2). */
export function shareOf({ settled, power }: GateFit, whole: number): number {
  return Math.min(1, settled / whole) ** (1 / power)
}

/** The `power` gates that follow a conductance best, by least squares; of channels that inactivate, with a second gate. */
export function fitGate(time: Float64Array, found: Float64Array, power: number, inactivates = false): GateFit {
  const span = time.at(-1)! - time[0]!
  const smooth = smoothed(found, 5)
  const peak = Math.max(...smooth, 1e-6)
  const [begun, ended] = [smooth[0]!, smooth.at(-1)!].map(each => Math.max(each, 1e-9 * peak) ** (1 / power)) as [number, number]
  const top = peak ** (1 / power)
  const late = Math.min(1, Math.max(smooth.at(-1)!, 0) / peak)
  const starts = inactivates
    ? [
        [20, 4, 1.1],
        [40, 8, 1.3],
        [10, 2, 1.1],
      ].map(([part, other, height]) => [0.1 * top, height! * top, span / part!, span / other!, late])
    : [3, 8, 30].map(part => [begun, ended, span / part])
  const size = starts[0]!.length
  const low = [0, 0, 1e-3, 1e-3, 0].slice(0, size)
  const high = [20 * top, 20 * top, 1e3, 1e3, REMAINING].slice(0, size)
  const tried = starts.map(start => fitted(x => errorsOf(x, time, found, power), start, low, high))
  const { x, cost } = tried.reduce((best, each) => (each.cost < best.cost ? each : best))
  const [x0, x1, tau, tauH = 1, remaining = 1] = x
  return {
    power,
    start: x0! ** power,
    settled: x1! ** power,
    tau: tau!,
    remaining,
    tauH,
    residual: Math.sqrt((2 * cost) / time.length),
  }
}

function errorsOf(x: Float64Array, time: Float64Array, found: Float64Array, power: number): Errors {
  const [x0, x1, tau] = x as unknown as [number, number, number]
  const [tauH, rest] = [x[3] ?? 1, x[4] ?? 1]
  const slopes = Array.from(x, () => new Float64Array(time.length))
  const errors = time.map((t, k) => {
    const e = Math.exp(-t / tau)
    const gate = x1 - (x1 - x0) * e
    const before = gate ** (power - 1)
    const f = x.length > 3 ? Math.exp(-t / tauH) : 1
    const left = rest + (1 - rest) * f
    const steep = power * before * left
    slopes[0]![k] = steep * e
    slopes[1]![k] = steep * (1 - e)
    slopes[2]![k] = (-steep * (x1 - x0) * e * t) / tau ** 2
    if (x.length > 3) {
      slopes[3]![k] = (before * gate * (1 - rest) * f * t) / tauH ** 2
      slopes[4]![k] = before * gate * (1 - f)
    }
    return before * gate * left - found[k]!
  })
  return { errors, slopes }
}

/** The constants of an exponential course from `start` to `end` with `tau` (ms), through values at some times. */
export function fitCourse(time: readonly number[], values: readonly number[]): { end: number; start: number; tau: number } {
  const errorsAt = ([end, start, tau]: Float64Array): Float64Array =>
    Float64Array.from(time, (t, k) => end! - (end! - start!) * Math.exp(-t / tau!) - values[k]!)
  const { x } = fitted(numeric(errorsAt), [values.at(-1)!, values[0]!, 4])
  return { end: x[0]!, start: x[1]!, tau: x[2]! }
}

const LIMIT = 300

/** The forms that the paper gave its rates, of (V - shift) / steepness, times a scale. */
const FORMS = {
  linoid: (x: number): number => (Math.abs(x) < 1e-6 ? 1 + x / 2 : Math.min(-x, LIMIT) / Math.expm1(Math.min(-x, LIMIT))),
  exponential: (x: number): number => Math.exp(Math.min(-x, LIMIT)),
  sigmoid: (x: number): number => 1 / (1 + Math.exp(Math.min(-x, LIMIT))),
} as const

export type Form = keyof typeof FORMS

/** A rate against potential: `scale` (1/ms), `steepness` and `shift` (mV). */
export interface RateCurve {
  readonly form: Form
  readonly scale: number
  readonly steepness: number
  readonly shift: number
}

/** The rate (1/ms) of a curve at `V` mV. */
export function rateAt({ form, scale, steepness, shift }: RateCurve, V: number): number {
  return scale * FORMS[form]((V - shift) / steepness)
}

/** A gate as it was measured: where it settles (0 to 1) and how long it takes (ms) at each potential; NaN where not. */
export interface Points {
  readonly potentials: readonly number[]
  readonly shares: readonly number[]
  readonly taus: readonly number[]
}

/** The curves of alpha and beta whose gate settles and hurries as was measured. An exponential is put at `rest`. */
export function fitRates(
  { potentials: V, shares, taus }: Points,
  forms: readonly [Form, Form],
  rest = -70,
): readonly [RateCurve, RateCurve] {
  const curves = (x: Float64Array): readonly [RateCurve, RateCurve] => {
    let at = 0
    const one = (form: Form): RateCurve => {
      const [scale, steepness] = [Math.exp(x[at++]!), Math.exp(x[at++]!)]
      return { form, scale, steepness, shift: form === "exponential" ? rest : x[at++]! }
    }
    return [one(forms[0]), one(forms[1])]
  }
  const errorsAt = (x: Float64Array): Float64Array => {
    const [alpha, beta] = curves(x)
    const rates = V.map(each => [rateAt(alpha, each) + 1e-12, rateAt(beta, each) + 1e-12] as const)
    const settled = rates.map(([opens, shuts], k) => opens / (opens + shuts) - shares[k]!)
    const slow = rates.map(([opens, shuts], k) => -Math.log((opens + shuts) * taus[k]!))
    return Float64Array.from([...settled, ...slow].filter(Number.isFinite))
  }
  const middle = halfway(V, shares)
  const tried = [0, -20, 20].map(aside => {
    const start = forms.flatMap(form => [Math.log(0.3), Math.log(15), ...(form === "exponential" ? [] : [middle + aside])])
    return fitted(numeric(errorsAt), start)
  })
  return curves(tried.reduce((best, each) => (each.cost < best.cost ? each : best)).x)
}

/** Where half of the gates are open. */
function halfway(V: readonly number[], shares: readonly number[]): number {
  const known = V.map((each, k) => [shares[k]!, each] as const).filter(([share]) => Number.isFinite(share))
  if (known.length < 2) return V.reduce((sum, each) => sum + each, 0) / V.length
  return interpolated(0.5, known)
}

/** On the lines between points, which are put in their order; beyond the first and the last as there. */
export function interpolated(x: number, given: readonly (readonly [number, number])[]): number {
  const points = [...given].sort(([a], [b]) => a - b)
  const next = points.findIndex(([each]) => each > x)
  if (next < 0) return points.at(-1)![1]
  if (next === 0) return points[0]![1]
  const [[x0, y0], [x1, y1]] = [points[next - 1]!, points[next]!]
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0)
}
