/**
 * Where what a picture names is in another run: each word says what it names (`look.label` in Python), and stands as far
 * from it as in the picture, or nowhere where the run has none of it. Dots and lines that name something are drawn there.
 */

import { DETECTION_LEVEL } from "@model/common-constants"

import type { Recording } from "../laboratory/recordings"
import { share, valueAt, type Axes, type DrawnLine, type Label } from "../page/types"

type Place = readonly [number, number]
/** Where a word stands, and how far it may go from there where there is no room, to be read as the name of what it names. */
export type Stand = readonly [number, number, Limits?]
export interface Limits {
  /** Along x, where it has to begin or to end at least. */
  readonly side?: number
  /** Along y, which level it is the name of, or which one it has to be above or below. */
  readonly level?: number
  /** Along y, where that is which it names: as long as this is within the axes, so is the name. */
  readonly of?: number
  readonly above?: number
  readonly below?: number
}
/** What names something, as far as its place says what that is. */
type Naming = Pick<Label, "names" | "x" | "across">

/** What stands on its own side of the spike, or names another part of it; and what is the name of a level. */
const SIDED = ["rise", "fall", "threshold"]
const LEVELS = ["rest", "E_Na", "E_K"]

const LONG = 20 // ms: a pulse that is so long needs no more than the rheobase
const STEP = 40 // mV from one pulse to the next: less is a slope

/** Where what something names is in a recording, in values of the axes; undefined where there is none of that name. */
function featureOf({ names, x, across }: Naming, recording: Recording): Place | null | undefined {
  const {
    spikes: [spike],
    frame: { origin, dt },
    values,
  } = recording
  const V = recording.trace("V")
  const since = (time: number, y: number): Place => [time - origin, y]
  const rest = V[0]!
  switch (names) {
    case "rest":
      return [0, rest]
    case "E_Na":
    case "E_K":
      return [0, values[names]!]
    case "force":
      return [0, (values["E_Na"]! + V[Math.min(V.length - 1, Math.round((x + origin) / dt))]!) / 2]
    case "peak":
      return spike ? since(spike.peakTime, spike.peak) : null
    case "threshold":
      return spike && spike.threshold !== null ? since(spike.thresholdTime!, spike.threshold) : null
    case "rise":
      return spike ? since(spike.time, 0) : null
    case "fall":
    case "overshoot": {
      const from = spike && Math.ceil(spike.peakTime / dt)
      const down = from === undefined ? -1 : V.findIndex((value, k) => k >= from && value < DETECTION_LEVEL)
      return down < 0 || (names === "overshoot" && spike!.peak <= 0) ? null : since(down * dt, 0)
    }
    case "undershoot":
      return spike && spike.trough < rest - 1 ? since(spike.troughTime, spike.trough) : null
    case "rising":
    case "falling":
      return spike ? inward(recording, spike.peakTime / dt, names) : null
  }
  const onset = values[`${names}.onset`]
  return onset === undefined ? undefined : [across === "left" ? onset + (values[`${names}.width`] ?? 0) : onset, 0]
}

/** Where the inward sodium current is largest: for the last time before the peak, or of all while the potential falls. */
function inward(recording: Recording, peak: number, names: "rising" | "falling"): Place | null {
  const I = recording.trace("I_Na")
  let best = -1
  if (names === "falling") {
    for (let k = Math.ceil(peak); k < I.length; k++) if (best < 0 || I[k]! < I[best]!) best = k
    if (best <= peak + 1) return null // it only becomes smaller
  } else
    for (let k = Math.min(Math.floor(peak), I.length - 2); k > 0 && best < 0; k--) {
      if (I[k]! < I[k - 1]! && I[k]! <= I[k + 1]!) best = k
    }
  return best < 0 || I[best]! >= 0 ? null : [recording.timeAt(best), I[best]!]
}

/** Where a text stands as long as the picture is as it was drawn. */
export function asDrawn({ names, x, y }: Label): Stand {
  return names === "above zero" || names === "below zero" ? [x, y, { [names.slice(0, 5)]: 0 }] : [x, y]
}

/** Where a text stands when the run is `now`, if it stands in the picture of the run `before`; null for nowhere. */
export function inRun(text: Label, now: Recording, before: Recording): Stand | null {
  if (text.names === "always") return [text.x, text.y]
  if (text.names === "level") return [text.x, text.y, { level: text.y }]
  const [to, from] = [featureOf(text, now), featureOf(text, before)]
  if (!to || !from) return null
  const [right, up] = [text.x - from[0], text.y - from[1]]
  const stands: Place = [to[0] + right, to[1] + up]
  if (LEVELS.includes(text.names!)) return [...stands, { level: to[1] }]
  if (!SIDED.includes(text.names!)) return stands
  return [...stands, { side: to[0] + (text.across === "left" ? Math.min(0, right) : Math.max(0, right)) }]
}

/** The dots of a picture that name something, where that is in a run; currents are drawn `scale` times as large. */
export function dotsIn(lines: readonly DrawnLine[], now: Recording, scale: number): DrawnLine[] {
  return lines.flatMap(line => {
    const at = line.marker && line.names ? featureOf({ names: line.names, x: 0, across: "left" }, now) : null
    const unit = line.names === "rising" || line.names === "falling" ? scale : 1
    return at ? [{ ...line, points: [[at[0], at[1] * unit] as const] }] : []
  })
}

/** Whether what a text names is read off curves: on those of other values there is none of it. */
export function readOff({ names }: Label): boolean {
  return ["rheobase", "chronaxie", "step"].includes(names!)
}

/** Where a text stands when the curves of the picture (`axes`) have been measured again; null for nowhere. */
export function onCurves(text: Label, axes: Axes, again: readonly DrawnLine[]): Stand | null {
  const old = axes.lines.filter(({ points }) => points.length > 1)
  switch (text.names) {
    case "always":
      return [text.x, text.y]
    case "above zero":
    case "below zero":
      return asDrawn(text)
    case "rheobase":
    case "chronaxie":
    case "step": {
      const [to, from] = [markOf(text.names, again), markOf(text.names, old)]
      return to && from ? [text.x + to[0] - from[0], text.y + to[1] - from[1]] : null
    }
    case "upper":
    case "lower": {
      const side = (y: number): boolean => y > DETECTION_LEVEL === (text.names === "upper")
      const [to, from] = [again, old].map(lines => nearest(lines, axes, text.x, side))
      return to && from ? [text.x + to[0] - from[0], text.y + to[1] - from[1]] : null
    }
    case "curve":
    case "over":
    case "under": {
      const alike = (lines: readonly DrawnLine[]): readonly DrawnLine[] =>
        text.names === "curve" ? lines.filter(({ color }) => color === text.color) : lines
      const [to, from] = [again, old].map(lines => nearest(alike(lines), axes, text.x))
      if (!to || !from) return text.names === "under" ? [text.x, text.y] : null
      if (text.names === "under") return [text.x, valueAt(axes.y, share(axes.y, to[1]) / 2)]
      const up = share(axes.y, text.y) + share(axes.y, to[1]) - share(axes.y, from[1])
      return [text.x, valueAt(axes.y, up), text.names === "curve" ? { of: to[1] } : {}]
    }
  }
  return null
}

/** The lines and dots of a picture that name something of its curves, where that is on curves that were measured again. */
export function marksOn({ lines, levels, x, y }: Axes, again: readonly DrawnLine[]): DrawnLine[] {
  const named = [
    ...levels.map(level => ({
      ...level,
      marker: 0,
      points: level.kind === "x" ? y.limits.map(to => [0, to] as const) : x.limits.map(to => [to, 0] as const),
    })),
    ...lines.map(line => ({ ...line, kind: line.points.length > 1 ? "stem" : "dot" })),
  ]
  return named.flatMap(({ kind, ...line }) => {
    const at = line.names ? markOf(line.names, again) : null
    if (!at) return []
    const points = line.points.map(([a, b]): Place => [kind === "y" ? a : at[0], kind === "x" ? b : kind === "stem" ? b && at[1] : at[1]])
    return [{ ...line, points }]
  })
}

/** Where what a word, a line or a dot names is on curves; null where there is none of it, or they have not come so far. */
function markOf(names: string, lines: readonly DrawnLine[]): Place | null {
  const points = lines.filter(line => !line.names).flatMap(line => line.points)
  const last = points.at(-1)
  if (names === "step") {
    const at = points.findIndex(([, b], k) => k > 0 && b > DETECTION_LEVEL && points[k - 1]![1] < DETECTION_LEVEL - STEP)
    return at < 0 ? null : [(points[at - 1]![0] + points[at]![0]) / 2, DETECTION_LEVEL]
  }
  if (!last || last[0] < LONG) return null
  const rheobase = last[1]
  if (names === "rheobase") return [0, rheobase]
  // Along a curve that falls: from point to point as a power of the width.
  const at = points.findIndex(([, b], k) => k > 0 && b <= 2 * rheobase)
  if (at < 1) return null
  const [[a, high], [b, low]] = [points[at - 1]!, points[at]!]
  return [a * (b / a) ** (Math.log(high / (2 * rheobase)) / Math.log(high / low)), 2 * rheobase]
}

/** Where some lines are at `x` or, where none comes by there, their point that is nearest to it; of those on a side. */
function nearest(lines: readonly DrawnLine[], axes: Axes, x: number, side: (y: number) => boolean = () => true): Place | undefined {
  const wanted = share(axes.x, x)
  let best: Place | undefined
  let least = Infinity
  const tried = (place: Place, away: number): void => {
    if (away >= least) return
    best = place
    least = away
  }
  for (const { points, width } of lines) {
    points.forEach(([to, y], k) => {
      if (!side(y)) return
      const at = share(axes.x, to)
      tried([to, y], Math.abs(at - wanted))
      const before = points[k - 1]
      if (!width || !before || !side(before[1])) return
      // A straight piece of a curve may have points at its ends alone.
      const from = share(axes.x, before[0])
      if ((from - wanted) * (at - wanted) >= 0) return
      const low = share(axes.y, before[1])
      tried([x, valueAt(axes.y, low + ((share(axes.y, y) - low) * (wanted - from)) / (at - from))], 0)
    })
  }
  return best
}
