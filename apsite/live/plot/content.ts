/** What a pair of axes shows. */

import type { Stand } from "./naming"
import type { DrawnLine, Label, Line } from "../page/types"

/** A mark at a point: a filled or an open dot. */
export interface Mark {
  x: number
  y: number
  color: string
  filled: boolean
  size: number
}

/** A curve over a panel's time axis. */
export interface Curve extends Line {
  label: string
  y: ArrayLike<number | null>
  /** Whether axes may leave out what is above them, as the picture does. */
  cut?: boolean
}

/**
 * All that a panel shows. `decorated`: the areas of the picture belong to it, and curves need no names. `stands`: where a
 * text of the picture stands, null for nowhere; left out, in its place while it is decorated.
 * `moments`: times that are told of and have to be seen; `end`: after which there is nothing; `note`: why there is less to
 * be seen than the reader expects.
 */
export interface Content {
  time: ArrayLike<number>
  curves: readonly Curve[]
  lines: readonly DrawnLine[]
  marks: readonly Mark[]
  decorated: boolean
  stands?(text: Label): Stand | null
  moments?: readonly number[]
  end?: number
  note?: string
}

/** How a former run is drawn. */
export const GHOST: Line = { color: "muted", dash: [1.5, 3], width: 1.6, alpha: 1 }
