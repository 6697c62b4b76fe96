/**
 * Where the words of a picture belong in another run: each says what it names (`look.label` in Python), and stands as far
 * from it as in the picture, or nowhere where the run has none of it.
 */

import { DETECTION_LEVEL } from "@model/common-facts"

import type { Recording } from "./recording"
import { share, valueAt, type Axes, type DrawnLine, type Label } from "./types"

type Place = readonly [number, number]

/** Where what a text names is in a recording, in values of the axes; undefined where there is none of that name. */
function featureOf(text: Label, { spikes: [spike], frame: { origin, dt }, values, ...recording }: Recording, V: Float64Array): Place | null | undefined {
  const since = (time: number, y: number): Place => [time - origin, y]
  const rest = V[0]!
  switch (text.names) {
    case "rest":
      return [0, rest]
    case "E_Na":
    case "E_K":
      return [0, values[text.names]!]
    case "force":
      return [0, (values["E_Na"]! + V[Math.min(V.length - 1, Math.round((text.x + origin) / dt))]!) / 2]
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
      return down < 0 || (text.names === "overshoot" && spike!.peak <= 0) ? null : since(down * dt, 0)
    }
    case "undershoot":
      return spike && spike.trough < rest - 1 ? since(spike.troughTime, spike.trough) : null
  }
  const onset = values[`${text.names}.onset`]
  return onset === undefined ? undefined : [text.across === "left" ? onset + (values[`${text.names}.width`] ?? 0) : onset, 0]
}

/** Where a text stands when the run is `now`, if it stands in the picture of the run `before`; null for nowhere. */
export function inRun(text: Label, now: Recording, before: Recording): Place | null {
  if (text.names === "always") return [text.x, text.y]
  const [to, from] = [featureOf(text, now, now.trace("V")), featureOf(text, before, before.trace("V"))]
  return to && from ? [text.x + to[0] - from[0], text.y + to[1] - from[1]] : null
}

/** Where a text stands when the curves of the picture (`axes`) have been measured again; null for nowhere. */
export function onCurves(text: Label, axes: Axes, again: readonly DrawnLine[]): Place | null {
  const old = axes.lines.filter(({ points }) => points.length > 1)
  switch (text.names) {
    case "always":
      return [text.x, text.y]
    case "upper":
    case "lower": {
      const side = (y: number): boolean => y > DETECTION_LEVEL === (text.names === "upper")
      const [to, from] = [again, old].map(lines => nearest(lines, axes, text.x, side))
      return to && from ? [text.x + to[0] - from[0], text.y + to[1] - from[1]] : null
    }
    case "curve":
    case "over":
    case "under": {
      const alike = (lines: readonly DrawnLine[]): readonly DrawnLine[] => text.names === "curve" ? lines.filter(({ color }) => color === text.color) : lines
      const [to, from] = [again, old].map(lines => nearest(alike(lines), axes, text.x))
      if (!to || !from) return text.names === "under" ? [text.x, text.y] : null
      const up = share(axes.y, text.y) + share(axes.y, to[1]) - share(axes.y, from[1])
      return [text.x, valueAt(axes.y, text.names === "under" ? share(axes.y, to[1]) / 2 : up)]
    }
  }
  return null
}

/** The point of some lines that is nearest to `x`, of those on a side. */
function nearest(lines: readonly DrawnLine[], axes: Axes, x: number, side: (y: number) => boolean = () => true): Place | undefined {
  const away = ([at]: Place): number => Math.abs(share(axes.x, at) - share(axes.x, x))
  return lines.flatMap(({ points }) => points.filter(([, y]) => side(y)))
    .reduce<Place | undefined>((best, point) => (best && away(best) <= away(point) ? best : point), undefined)
}
