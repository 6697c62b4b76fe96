/**
 * Which stimuli are drawn in a pair of axes, where, and where the grips stand by which they are dragged.
 *
 * Owns their geometry, in CSS pixels from the corner of the axes; until a figure wakes, `presets/standing.py` draws the grips in
 * the same places. It asks the browser nothing.
 */

import { BASE, CONTROLS, GRIP, STRENGTHS, TALL } from "@model/constants"

import type { Owner } from "../../bench/controls"
import { STRENGTH } from "../../laboratory/stimuli"
import { apart } from "../../plot/apart"
import type { Box } from "../../plot/ground"
import { clamp } from "../../page/numbers"
import type { Preset } from "../../page/types"

const BAR = 4

export type Part = "onset" | "end" | "strength"

/** A pair of axes: their extent, and where values lie in it. */
export interface Field {
  readonly extent: readonly [number, number]
  pixel(x: number, y: number): readonly [number, number]
}

/** What is read of the reader's values. */
export type Values = Pick<Owner, "get" | "reach">

/** Where the shape of a stimulus is, and where the middle of each of its grips would be best. */
export interface Standing {
  readonly area: Box
  readonly wanted: readonly (readonly [Part, number, number])[]
}

/** A kind of stimulus, and how what is asked of it stands in axes. */
export class Stimulus {
  /** The control of its strength. */
  readonly strength: string
  readonly parts: readonly Part[]

  constructor(
    readonly kind: string,
    private readonly owner: Values,
  ) {
    this.strength = `${kind}.${STRENGTHS[kind]!}`
    this.parts = kind === "kick" ? ["onset", "strength"] : ["onset", "end", "strength"]
  }

  get onset(): number {
    return this.owner.get(`${this.kind}.onset`)
  }

  get width(): number {
    return this.kind === "kick" ? 0 : this.owner.get(`${this.kind}.width`)
  }

  /** The strongest that its slider reaches. */
  get most(): number {
    const [low, high] = this.owner.reach(CONTROLS[this.strength]!)
    return Math.max(Math.abs(low - this.zero), Math.abs(high - this.zero))
  }

  /** What counts as no stimulus: a command's is the holding potential. */
  get zero(): number {
    return this.kind === "command" ? this.owner.get("holding") : 0
  }

  /** How tall the shape stands; the largest reach is the tallest. */
  tall([, height]: readonly [number, number]): number {
    const share = (this.owner.get(this.strength) - this.zero) / this.most
    return clamp(share * TALL * height, -BASE * height, 0.9 * height)
  }

  standing(axes: Field): Standing {
    const { kind, onset, parts } = this
    const [width, height] = axes.extent
    const [from, to] = [onset, onset + this.width].map(time => clamp(axes.pixel(time, 0)[0], -BAR, width + BAR)) as [number, number]
    const tall = this.tall(axes.extent)
    const base = (1 - BASE) * height
    const top = base - tall + (tall < 0 ? 1 : -1) * (GRIP / 2)
    const middle = (from + to) / 2
    const wanted: readonly (readonly [Part, number, number])[] = [
      ["onset", Math.min(from - GRIP / 2, middle - GRIP), base],
      ["end", Math.max(to + (kind === "ramp" ? GRIP : GRIP / 2), middle + GRIP), base],
      ["strength", kind === "ramp" ? to : middle, clamp(top, GRIP / 2, height - GRIP / 2)],
    ]
    return {
      area: { left: from, width: Math.max(BAR / 2, to - from), top: Math.min(base, base - tall) - BAR / 2, height: Math.abs(tall) + BAR },
      wanted: wanted.filter(([part]) => parts.includes(part)),
    }
  }
}

/** Where along `width` the middles of all grips of a pair of axes stand, none upon another, and what they and the shapes cover. */
export function settled(standings: readonly Standing[], width: number): { places: number[]; covered: Box[] } {
  const wanted = standings.flatMap(standing => standing.wanted)
  const places = apart(
    wanted.map(([, x, y]) => [x, y] as const),
    width,
    GRIP,
  )
  const grips = wanted.map(([, , y], index) => ({ left: places[index]! - GRIP / 2, top: y - GRIP / 2, width: GRIP, height: GRIP }))
  return { places, covered: [...standings.map(({ area }) => area), ...grips] }
}

/** The stimuli that a panel shows: its own always, in the first such panel others too, as soon as the reader adds one. */
export function stimuliIn({ panels, bench }: Preset, index: number): [string, boolean][] {
  const own = panels[index]?.handles ?? []
  const first = panels.findIndex(({ handles }) => handles.length) === index
  const shown = new Set(panels.flatMap(({ handles }) => handles))
  const others = first && bench === "current clamp" ? Object.keys(STRENGTH).filter(kind => !shown.has(kind)) : []
  return [...own.map((kind): [string, boolean] => [kind, true]), ...others.map((kind): [string, boolean] => [kind, false])]
}
