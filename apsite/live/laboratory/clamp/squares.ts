/** Least squares: of linear equations by Householder's reflections, of curves by Levenberg and Marquardt's steps. */

/** Of a curve with constants `x`: its errors, and how each of them changes with each constant, a row an error. */
export interface Errors {
  readonly errors: Float64Array
  readonly slopes: readonly Float64Array[]
}

const [ROUNDS, PRECISION, STEEPEST] = [300, 1e-13, 1e16]

/** The weights of `columns` whose sum comes nearest to `right`. */
export function linear(columns: readonly ArrayLike<number>[], right: ArrayLike<number>): Float64Array {
  const a = columns.map(column => Float64Array.from(column))
  const b = Float64Array.from(right)
  const size = a.length
  for (let k = 0; k < size; k++) {
    const v = a[k]!.slice(k)
    const length = Math.hypot(...v) * (v[0]! < 0 ? 1 : -1)
    if (length === 0) continue
    v[0]! -= length
    const square = dot(v, v)
    for (const each of [...a.slice(k), b]) {
      const part = each.subarray(k)
      const share = (2 * dot(v, part)) / square
      for (let row = 0; row < v.length; row++) part[row]! -= share * v[row]!
    }
  }
  const found = new Float64Array(size)
  for (let k = size - 1; k >= 0; k--) {
    let left = b[k]!
    for (let other = k + 1; other < size; other++) left -= a[other]![k]! * found[other]!
    found[k] = left / a[k]![k]!
  }
  return found
}

function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0
  for (let k = 0; k < one.length; k++) sum += one[k]! * other[k]!
  return sum
}

/** The constants within bounds, near `start`, whose errors have the least sum of squares; and half of that sum. */
export function fitted(
  errorsAt: (x: Float64Array) => Errors,
  start: readonly number[],
  low: readonly number[] = start.map(() => -Infinity),
  high: readonly number[] = start.map(() => Infinity),
): { x: Float64Array; cost: number } {
  const within = (value: number, k: number): number => Math.min(Math.max(value, low[k]!), high[k]!)
  let x = Float64Array.from(start, within)
  let { errors, slopes } = errorsAt(x)
  let cost = dot(errors, errors) / 2
  let damping = 1e-3
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = slopes.map(each => dot(each, errors))
    // What lies on a bound and would leave it stays there.
    const free = gradient.flatMap((slope, k) => ((x[k]! <= low[k]! && slope > 0) || (x[k]! >= high[k]! && slope < 0) ? [] : [k]))
    const scales = free.map(k => Math.sqrt(dot(slopes[k]!, slopes[k]!)) || 1)
    const products = free.map((k, i) => free.map((l, j) => dot(slopes[k]!, slopes[l]!) / (scales[i]! * scales[j]!)))
    let better = false
    let small = free.length === 0
    while (!better && !small && damping < STEEPEST) {
      const columns = products.map((row, i) => row.map((value, j) => (i === j ? value + damping : value)))
      const step = linear(
        columns,
        free.map((k, i) => -gradient[k]! / scales[i]!),
      )
      const next = x.slice()
      free.forEach((k, i) => (next[k] = within(x[k]! + step[i]! / scales[i]!, k)))
      const tried = errorsAt(next)
      const found = dot(tried.errors, tried.errors) / 2
      small = next.every((value, k) => Math.abs(value - x[k]!) <= PRECISION * (Math.abs(x[k]!) + PRECISION))
      if (found <= cost) {
        better = true
        damping = Math.max(damping / 10, 1e-15)
        x = next
        cost = found
        ;({ errors, slopes } = tried)
      } else damping *= 10
    }
    if (small || !better) break
  }
  return { x, cost }
}

/** The same where slopes are not known by a formula: as they are between a little less and a little more. */
export function numeric(errorsAt: (x: Float64Array) => Float64Array): (x: Float64Array) => Errors {
  return x => {
    const slopes = Array.from(x, (value, k) => {
      const aside = 1e-5 * Math.max(Math.abs(value), 1e-2)
      const [less, more] = [-aside, aside].map(by => errorsAt(x.map((each, at) => (at === k ? each + by : each)))) as [
        Float64Array,
        Float64Array,
      ]
      return more.map((each, row) => (each - less[row]!) / (2 * aside))
    })
    return { errors: errorsAt(x), slopes }
  }
}
