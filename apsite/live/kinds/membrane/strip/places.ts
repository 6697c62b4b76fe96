/**
 * Where what is drawn of the strip stands: an axon that is cut along, with its membrane above and below, the inside between.
 *
 * Lengths are CSS pixels from the upper left corner.
 */

import { Chance } from "../../../laboratory/chance"
import { NUMBERS, type Kind } from "./crowd"

/** Channels in each of the two membranes. */
const IN_ROW = (NUMBERS.sodium + NUMBERS.potassium + NUMBERS.leak) / 2
/** Widths and heights, as parts of the way from channel to channel: half a pore, and the half of a protein beside it. */
const [PORE, HALF] = [0.15, 0.2]

export interface Place {
  readonly x: number
  /** The middle of the membrane. */
  readonly y: number
  /** 1 where the outside is above, -1 where it is below. */
  readonly up: number
}

export class Places {
  /** From channel to channel; half of a pore's width, that of each half of a protein, and how far it stands out. */
  readonly pitch: number
  readonly pore: number
  readonly half: number
  readonly out: number
  /** Heights: outside, membrane, inside. */
  readonly outer: number
  readonly thick: number
  readonly inner: number
  /** The radius of an ion. */
  readonly ion: number
  /** Where the middles of the two membranes are. */
  readonly middles: readonly [number, number]
  private readonly channels: readonly Place[]

  /** `kinds`: those of the channels, in the order in which they are numbered. */
  constructor(
    readonly width: number,
    readonly height: number,
    kinds: readonly Kind[],
  ) {
    this.pitch = width / IN_ROW
    this.pore = PORE * this.pitch
    this.half = HALF * this.pitch
    this.thick = Math.round(0.2 * height)
    this.outer = Math.round(0.17 * height)
    this.inner = height - 2 * (this.thick + this.outer)
    this.out = this.thick * 0.12
    this.ion = this.pore + 0.9
    this.middles = [this.outer + this.thick / 2, height - this.outer - this.thick / 2]
    const left = new Map<Kind, number[]>()
    kinds.forEach((kind, at) => left.set(kind, [...(left.get(kind) ?? []), at]))
    const found: Place[] = []
    for (let k = 0; k < 2 * IN_ROW; k++) {
      const row = k < IN_ROW ? 0 : 1
      const column = k % IN_ROW
      const number = left.get(kindAt(column))!.shift()!
      found[number] = { x: (column + 0.5) * this.pitch, y: this.middles[row]!, up: row ? -1 : 1 }
    }
    this.channels = found
  }

  /** Where a channel stands. */
  of(channel: number): Place {
    return this.channels[channel]!
  }

  /** How far from the middle of a membrane a protein reaches. */
  get reach(): number {
    return this.thick / 2 + this.out
  }

  /** How far an ion goes from the middle of a membrane: outwards, and into the cell. */
  get far(): readonly [number, number] {
    return [this.thick / 2 + this.outer - this.ion - 2, this.thick / 2 + this.inner / 2 - 2]
  }
}

/** How wide the names of the sides are, over which no ions stand. */
const NAMED = 112

/** Two sodium channels to a potassium channel, with leaks between. */
function kindAt(column: number): Kind {
  if (column % 16 === 7) return "leak"
  const among = column - Math.floor((column + 8) / 16)
  return among % 3 === 1 ? "potassium" : "sodium"
}

/** An ion that stands about; `drift` is its own part in what moves it back and forth. */
export interface Idle {
  readonly kind: Kind
  readonly x: number
  readonly y: number
  readonly drift: number
}

/** Ions on either side, much sodium outside and much potassium inside, as far from each other as chance has it. */
export function idleIn(places: Places): Idle[] {
  const { width, height, outer, inner, ion } = places
  const chance = new Chance(1)
  const each = Math.round(width / 30)
  const found: Idle[] = []
  const put = (kind: Kind, count: number, top: number, high: number): void => {
    for (let k = 0; k < count; k++) {
      const x = NAMED + ((k + 0.15 + 0.7 * chance.share()) / count) * (width - NAMED)
      const y = top + ion + 3 + chance.share() * (high - 2 * ion - 6)
      found.push({ kind, x, y, drift: chance.share() * 2 * Math.PI })
    }
  }
  for (const top of [0, height - outer]) {
    put("sodium", each, top, outer - 6)
    put("potassium", 2, top, outer - 6)
  }
  const top = (height - inner) / 2 + 10
  put("potassium", 2 * each, top, inner - 20)
  put("sodium", 3, top, inner - 20)
  return found
}
