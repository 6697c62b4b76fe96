/** The chances with which channels go from one number of open gates to another: part of the laboratory's `channels`. */

/** How channels with so many copies of a gate go between the numbers of open ones: one at work at a time. */
export class Gating {
  private static readonly made = new Map<number, Gating>()

  /** The other numbers, by the number j of open gates: the next ones first. */
  readonly ways: readonly (readonly number[])[]
  /** For each way from each j: choices, and how many gates stay open, close, open, and stay closed. */
  private readonly terms: readonly (readonly (readonly number[])[])[]
  private readonly powers: readonly Float64Array[]
  /** The chance of each way, and that of a way once those before it were not taken; of the first, that none is taken. */
  readonly leaving: Float64Array
  readonly shares: Float64Array

  static of(copies: number): Gating {
    let found = Gating.made.get(copies)
    if (!found) Gating.made.set(copies, (found = new Gating(copies)))
    return found
  }

  private constructor(readonly copies: number) {
    const numbers = Array.from({ length: copies + 1 }, (_, j) => j)
    this.ways = numbers.map(j =>
      numbers.filter(to => to !== j).sort((a, b) => Math.abs(a - j) - Math.abs(b - j) || Number(a < j) - Number(b < j)),
    )
    this.terms = numbers.flatMap(j =>
      this.ways[j]!.map(to => {
        const found = []
        for (let kept = Math.max(0, to + j - copies); kept <= Math.min(j, to); kept++) {
          found.push([choose(j, kept) * choose(copies - j, to - kept), kept, j - kept, to - kept, copies - j - to + kept])
        }
        return found
      }),
    )
    this.powers = Array.from({ length: 4 }, () => new Float64Array(copies + 1).fill(1))
    this.leaving = new Float64Array(copies + 1)
    this.shares = new Float64Array((copies + 1) * copies)
  }

  /** Work out the chances, when a closed gate is open, and an open one closed, at the end of the step with these. */
  work(opens: number, closes: number): void {
    const { copies, powers, terms, shares, leaving } = this
    const one = [1 - closes, closes, opens, 1 - opens]
    for (let of = 0; of < 4; of++) {
      for (let k = 1; k <= copies; k++) powers[of]![k] = powers[of]![k - 1]! * one[of]!
    }
    for (let j = 0; j <= copies; j++) {
      let left = 0
      for (let way = copies - 1; way >= 0; way--) {
        let chance = 0
        for (const [choices, kept, closed, opened, shut] of terms[j * copies + way]!) {
          chance += choices! * (powers[0]![kept!]! * powers[1]![closed!]! * powers[2]![opened!]! * powers[3]![shut!]!)
        }
        left += chance
        shares[j * copies + way] = left > 0 ? Math.min(chance / left, 1) : 0
      }
      leaving[j] = Math.min(left, 1)
    }
  }
}

function choose(of: number, some: number): number {
  let found = 1
  for (let k = 0; k < some; k++) found = (found * (of - k)) / (k + 1)
  return found
}
