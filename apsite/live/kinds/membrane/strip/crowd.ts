/** The channels of the strip, at the potential of the reader's run: which conduct, which are blocked, and which ions pass. */

import { CHANNELS, DENSITY, IONS, LEAKS, ONE_CHANNEL } from "@model/channels-constants"

import { Chance } from "../../../laboratory/chance"
import { crossingsOf, type Crossing, type Passage } from "../../../laboratory/crossings"
import { speedsOf, type Recording } from "../../../laboratory/recordings"
import { channelsOf, grownIn, type Channel } from "../../../laboratory/single-channels"
import { clamp } from "../../../page/numbers"
import type { Run, Values } from "../../../page/types"

/** What passes through channels of a kind. */
export type Kind = "sodium" | "potassium" | "leak"

/** A channel that is drawn, or a leak, which has no gates. */
export interface Shown {
  readonly kind: Kind
  readonly channel: Channel | undefined
  /** Where it comes in the order in which channels of its kind are blocked. */
  readonly rank: number
}

const KINDS: readonly Kind[] = ["sodium", "potassium", "leak"]
/** How many channels of each kind are drawn. */
export const NUMBERS: Readonly<Record<Kind, number>> = { sodium: 40, potassium: 20, leak: 4 }
/** The control that says how many channels of a kind are blocked, %. */
const BLOCKERS: Readonly<Partial<Record<Kind, string>>> = { sodium: "TTX", potassium: "TEA" }
/** One dot that passes stands for so many ions. */
export const IONS_OF_A_DOT = 400

export class Crowd {
  readonly shown: readonly Shown[]
  crossings: readonly Crossing[] = []
  private recording: Recording | undefined

  /** `start` are the values that the figure starts from, in whose membrane a sodium channel conducts what one does. */
  constructor(
    private readonly seed: number,
    private readonly start: Values,
  ) {
    const chance = new Chance(seed)
    const channels = channelsOf(CHANNELS, [NUMBERS.sodium, NUMBERS.potassium], seed)
    let before = 0
    this.shown = KINDS.flatMap(kind => {
      const ranks = shuffled(NUMBERS[kind], chance)
      const own = ranks.map((rank, at) => ({ kind, channel: channels[before + at], rank }))
      before += own.length
      return own
    })
  }

  /** Go through a run. */
  follow(recording: Recording, run: Run): void {
    this.recording = recording
    const { frame, count, model } = recording
    const grown = grownIn(recording, speedsOf(run, model))
    for (const { channel } of this.shown) channel?.run(grown, frame.dt, (count - 1) * frame.dt)
    const V = recording.trace("V")
    const passages = this.shown.map(each => this.passage(each))
    this.crossings = crossingsOf(passages, V, frame.dt, IONS_OF_A_DOT / IONS, this.seed)
  }

  /** The potential at a time since the run began, mV. */
  potential(time: number): number {
    const { recording } = this
    if (!recording) return 0
    const V = recording.trace("V")
    const sample = Math.min(Math.max(time / recording.frame.dt, 0), V.length - 1)
    const k = Math.min(Math.floor(sample), V.length - 2)
    return V[k]! + (V[k + 1]! - V[k]!) * (sample - k)
  }

  /** What drives ions out through channels of a kind at a time, mV; where it is negative, in. */
  force(kind: Kind, time: number): number {
    return this.potential(time) - this.reversal(kind)
  }

  /** How many channels of a kind are blocked. */
  blocked(kind: Kind): number {
    const blocker = BLOCKERS[kind]
    return Math.round((((blocker && this.recording?.values[blocker]) || 0) / 100) * NUMBERS[kind])
  }

  isBlocked({ kind, rank }: Shown): boolean {
    return rank < this.blocked(kind)
  }

  /** Whether a channel conducts at a time since the run began, ms. */
  conducts(each: Shown, time: number): boolean {
    return !this.isBlocked(each) && (each.channel?.open(time) ?? true)
  }

  /** How many channels of a kind conduct. */
  conducting(kind: Kind, time: number): number {
    return this.shown.filter(each => each.kind === kind && this.conducts(each, time)).length
  }

  /** The share of all channels of a kind in the membrane that conduct at a time, as the curves of its gates say, 0 to 1. */
  share(kind: "sodium" | "potassium", time: number): number {
    const { recording } = this
    if (!recording) return 0
    const { states, frame, count } = recording
    const sample = Math.round(clamp(time / frame.dt, 0, count - 1))
    const { gates } = CHANNELS[KINDS.indexOf(kind)]!
    const free = 1 - this.blocked(kind) / NUMBERS[kind]
    return gates.reduce((share, [row, many]) => share * states[row + 1]![sample]! ** many, free)
  }

  /** How many sodium channels have their gate h shut, whether or not they are blocked. */
  inactivated(time: number): number {
    return this.shown.filter(({ kind, channel }) => kind === "sodium" && !channel!.gates[1]![0]!.open(time)).length
  }

  /** How many channels of a kind a square micrometre of the reader's membrane has. */
  density(kind: Kind): number {
    return DENSITY * this.conductance(kind)
  }

  private passage(each: Shown): Passage {
    const { kind, channel } = each
    const area = NUMBERS.sodium / (DENSITY * this.start["g_Na"]!)
    return {
      conductance: this.isBlocked(each) ? 0 : (this.conductance(kind) * DENSITY * ONE_CHANNEL * area) / NUMBERS[kind],
      reversal: this.reversal(kind),
      conducting: channel?.conducting ?? [0, Infinity],
    }
  }

  /** The largest conductance of all channels of a kind, blocked or not; of the leak as blockers leave it, mS/cm2. */
  private conductance(kind: Kind): number {
    return kind === "leak" ? this.parameter(LEAKS[0]![0]) : (this.recording?.values[CHANNELS[KINDS.indexOf(kind)]!.conductance] ?? 0)
  }

  private reversal(kind: Kind): number {
    return this.parameter(kind === "leak" ? LEAKS[0]![1] : CHANNELS[KINDS.indexOf(kind)]!.reversal)
  }

  private parameter(name: string): number {
    const { recording } = this
    return recording ? recording.membrane[recording.model.parameters.indexOf(name)]! : 0
  }
}

/** The numbers from 0 on in an order that chance gives them. */
function shuffled(count: number, chance: Chance): number[] {
  const found = Array.from({ length: count }, (_, k) => k)
  for (let k = count - 1; k > 0; k--) {
    const other = Math.floor(chance.share() * (k + 1))
    ;[found[k], found[other]] = [found[other]!, found[k]!]
  }
  return found
}
