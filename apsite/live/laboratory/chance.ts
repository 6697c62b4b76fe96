/**
 * Chance that can be had again: the random numbers of NumPy's RandomState, which Python's laboratory draws with.
 *
 * The generator is the Mersenne Twister of Matsumoto and Nishimura (1998). Binomial numbers come by going up the law where
 * few are expected, and by the method BTPE of Kachitvichyanukul and Schmeiser (1988) where many are.
 */

const SIZE = 624
const APART = 397
/** Of fewer that are expected the law is gone up. */
const FEW = 30

export class Chance {
  private readonly state = new Int32Array(SIZE)
  private at = SIZE

  constructor(seed: number) {
    const { state } = this
    state[0] = seed
    for (let k = 1; k < SIZE; k++) state[k] = Math.imul(1812433253, state[k - 1]! ^ (state[k - 1]! >>> 30)) + k
  }

  private mix(): void {
    const { state } = this
    for (let k = 0; k < SIZE; k++) {
      const two = (state[k]! & 0x80000000) | (state[(k + 1) % SIZE]! & 0x7fffffff)
      state[k] = state[(k + APART) % SIZE]! ^ (two >>> 1) ^ (two & 1 ? 0x9908b0df : 0)
    }
    this.at = 0
  }

  private bits(): number {
    if (this.at === SIZE) this.mix()
    let word = this.state[this.at++]!
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c5680
    word ^= (word << 15) & 0xefc60000
    return (word ^ (word >>> 18)) >>> 0
  }

  /** A number from 0 to 1, without 1. */
  share(): number {
    const high = this.bits() >>> 5
    return (high * 67108864 + (this.bits() >>> 6)) / 9007199254740992
  }

  /** How many of `count` do what each does with the chance `p`; of none, no random number is used up. */
  binomial(count: number, p: number): number {
    if (!count) return 0
    const rare = Math.min(p, 1 - p)
    const drawn = rare * count <= FEW ? this.stepped(count, rare) : this.enclosed(count, rare)
    return p <= 0.5 ? drawn : count - drawn
  }

  /** From none on, one more as long as the law has not been used up. */
  private stepped(count: number, p: number): number {
    const q = 1 - p
    const none = Math.exp(count * Math.log(q))
    const expected = count * p
    const most = Math.floor(Math.min(count, expected + 10 * Math.sqrt(expected * q + 1)))
    for (;;) {
      let left = this.share()
      let chance = none
      let found = 0
      while (left > chance && found <= most) {
        found++
        left -= chance
        chance = ((count - found + 1) * p * chance) / (found * q)
      }
      if (found <= most) return found
    }
  }

  /** Under a lid of a triangle, two parallelograms and two exponential tails, with what lies over the law turned down. */
  private enclosed(count: number, p: number): number {
    const q = 1 - p
    const variance = count * p * q
    const peak = count * p + p
    const mode = Math.floor(peak)
    const half = Math.floor(2.195 * Math.sqrt(variance) - 4.6 * q) + 0.5
    const middle = mode + 0.5
    const low = middle - half
    const high = middle + half
    const beside = 0.134 + 20.5 / (15.3 + mode)
    const steepness = (a: number): number => a * (1 + a / 2)
    const left = steepness((peak - low) / (peak - low * p))
    const right = steepness((high - peak) / (high * q))
    const to_sides = half * (1 + 2 * beside)
    const to_left = to_sides + beside / left
    const to_right = to_left + beside / right
    for (;;) {
      const u = this.share() * to_right
      let v = this.share()
      let found: number
      if (u <= half) return Math.floor(middle - half * v + u)
      if (u <= to_sides) {
        const x = low + (u - half) / beside
        v = v * beside + 1 - Math.abs(mode - x + 0.5) / half
        if (v > 1) continue
        found = Math.floor(x)
      } else if (u <= to_left) {
        found = Math.floor(low + Math.log(v) / left)
        if (found < 0 || v === 0) continue
        v *= (u - to_sides) * left
      } else {
        found = Math.floor(high - Math.log(v) / right)
        if (found > count || v === 0) continue
        v *= (u - to_left) * right
      }
      if (under(found, v, count, p, mode, variance)) return found
    }
  }
}

/** Whether `v` lies under the law at `found`, whose mode has the height 1. */
function under(found: number, v: number, count: number, p: number, mode: number, variance: number): boolean {
  const q = 1 - p
  const away = Math.abs(found - mode)
  if (away <= 20 || away >= variance / 2 - 1) {
    const [s, a] = [p / q, (p / q) * (count + 1)]
    let height = 1
    for (let k = mode + 1; k <= found; k++) height *= a / k - s
    for (let k = found + 1; k <= mode; k++) height /= a / k - s
    return v <= height
  }
  const slack = (away / variance) * ((away * (away / 3 + 0.625) + 1 / 6) / variance + 0.5)
  const bell = (-away * away) / (2 * variance)
  const log = Math.log(v)
  if (log < bell - slack) return true
  if (log > bell + slack) return false
  const [x, f, z, w] = [found + 1, mode + 1, count + 1 - mode, count - found + 1]
  const exact =
    (mode + 0.5) * Math.log(f / x) +
    (count - mode + 0.5) * Math.log(z / w) +
    (found - mode) * Math.log((w * p) / (x * q)) +
    stirling(f) +
    stirling(z) +
    stirling(x) +
    stirling(w)
  return log <= exact
}

/** What Stirling's formula for a factorial lacks, by its series. */
function stirling(x: number): number {
  const square = x * x
  return (13680 - (462 - (132 - (99 - 140 / square) / square) / square) / square) / x / 166320
}
