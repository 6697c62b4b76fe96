/** What stands in each of a figure's axes: the curves of the present runs, the one before, and what the picture holds. */

import { READOUTS } from "@model/constants"

import { GHOST, type Content, type Curve } from "../../plot/content"
import { placed, type Curves } from "./curves"
import type { Experiment } from "./experiment"
import { momentsOf } from "./words"
import { highest, lowest } from "../../laboratory/readings"
import { asDrawn, dotsIn, inRun, marksOn, onCurves, readOff } from "../../plot/naming"
import type { Recording } from "../../laboratory/recordings"
import { goingBeyond } from "../../plot/ranges"
import type { Axes, Beyond, DrawnLine, PanelPreset, Preset, Trace } from "../../page/types"

const FADED = 0.3

/** What traces are called in a legend. */
const LABELS: Readonly<Record<string, string>> = {
  g_Na: "Na⁺",
  g_K: "K⁺",
  I_Na: "Na⁺",
  I_K: "K⁺",
  I_L: "leak",
  I_ion: "sum",
  E_Na: "Na⁺ in balance",
  E_K: "K⁺ in balance",
  n_progress: "gate n",
  g_K_progress: "conductance",
}

/** The content of the axes number `index`; `ghost` is the former run. */
export function contentOf(index: number, axes: Axes, experiment: Experiment, curves: Curves, ghost: Recording | undefined): Content {
  const preset = experiment.preset.panels[index]
  if (!preset || !(preset.traces.length || preset.points.length || preset.sweeps.length)) {
    return { time: [], curves: [], lines: axes.lines, marks: [], decorated: true }
  }
  return preset.traces.length
    ? overTime(preset, axes, experiment, experiment.changed ? ghost : undefined)
    : overRuns(index, preset, axes, experiment, curves)
}

function overTime(preset: PanelPreset, axes: Axes, experiment: Experiment, ghost: Recording | undefined): Content {
  const { recordings, main } = experiment
  const { decorated } = experiment
  const labels = labelsOf(preset, experiment.preset)
  const time = recordings.get(preset.traces[0]!.run)!.trace("t")
  const stride = strideOf(time, axes)
  // A level that the picture names keeps that name.
  const known = (quantity: string): boolean => isLevel(quantity) && axes.texts.some(({ names }) => names === quantity)
  const drawn = preset.traces.map((trace, at): Curve & Trace => ({
    ...trace,
    label: known(trace.quantity) ? "" : labels[at]!,
    y: samples(recordings.get(trace.run)!, trace, stride),
  }))
  const own = preset.traces.find(({ run, quantity }) => run === "main" && !isLevel(quantity))
  const former = ghost?.like(main!)
  const before = own && former ? [{ ...GHOST, label: "before", y: samples(former, own, stride), cut: own.cut }] : []
  return {
    time: samples(recordings.get(preset.traces[0]!.run)!, { quantity: "t", scale: 1, until: "" }, stride),
    curves: [...before, ...drawn],
    lines: decorated
      ? axes.lines.filter(line => line.marker || line.color === "faint")
      : dotsIn(axes.lines, main!, drawn.find(({ quantity }) => quantity === "I_Na")?.scale ?? 1),
    marks: [],
    decorated,
    stands: text => (decorated ? asDrawn(text) : inRun(text, main!, experiment.first!)),
    ...timesOf(preset, axes, experiment),
  }
}

/** Which moments of the runs in a panel are told of or lead to what is, and when the last of them ends. */
function timesOf({ traces }: PanelPreset, axes: Axes, { recordings }: Experiment): Pick<Content, "moments" | "end"> {
  const shown = [...new Set(traces.map(({ run }) => recordings.get(run)!))]
  const cut = traces.some(each => each.cut)
  return {
    // What the picture leaves out at its start, these axes do too.
    moments: shown.flatMap(momentsOf).filter(time => !cut || time > axes.x.limits[0]),
    end: Math.max(...shown.map(recording => recording.timeAt(recording.count - 1))),
  }
}

function overRuns(index: number, preset: PanelPreset, axes: Axes, experiment: Experiment, curves: Curves): Content {
  const decorated = !curves.stale(index)
  // Where the picture's own curve goes beyond the axes, so may the reader's.
  const beyond = (own: string): Beyond =>
    goingBeyond(
      axes,
      axes.lines.filter(({ color, points }) => color === own && points.length > 1),
    )
  const again = curves.again(index).map(line => ({ ...line, own: true, beyond: beyond(line.color) }))
  const before = curves.before(index).map(faded)
  const lines = axes.lines
    // Single dots of the picture stand where the reader's own one starts.
    .filter(line => !experiment.changed || line.width || line.points.length > 1 || line.names || !preset.points.length)
    .filter(line => decorated || !line.names)
    .map(line => (decorated ? line : faded(line)))
  const marks = preset.points.flatMap(point => {
    const [x, y] = [experiment.value(point.x), experiment.value(point.y)]
    if (x === null || y === null) return []
    return [{ x: placed(point, "x", x), y: placed(point, "y", y), color: point.color, filled: experiment.fired, size: 11 }]
  })
  const missing = preset.points.find(({ x, y }) => [x, y].some(name => name !== "rate" && experiment.value(name) === null))
  return {
    time: [],
    curves: [],
    lines: [...lines, ...before, ...again, ...(decorated ? [] : marksOn(axes, again))],
    marks: [...curves.trail(index), ...marks],
    decorated,
    stands: text => {
      const named = readOff(text) || curves.whole(index) ? again : before
      return decorated || (!named.length && !readOff(text)) ? [text.x, text.y] : onCurves(text, axes, named)
    },
    note: curves.nowhere(index)
      ? "Along this axis your membrane has no such value."
      : missing
        ? `${READOUTS[missing.y.split(" over ")[0]!]!.label}: none in this run.`
        : "",
  }
}

/** A curve that does not hold for the present values. */
function faded(line: DrawnLine): DrawnLine {
  return { ...line, alpha: line.alpha * FADED }
}

/** Reversal potentials are drawn as levels. */
function isLevel(quantity: string): boolean {
  return quantity.startsWith("E_")
}

/** What the traces of a panel are called in its legend. */
export function labelsOf({ traces }: PanelPreset, { runs }: Pick<Preset, "runs">): string[] {
  const several = new Set(traces.map(({ quantity }) => quantity).filter(name => !isLevel(name))).size > 1
  return traces.map(({ legend, quantity, run }) => {
    if (legend) return legend
    if (isLevel(quantity)) return run === "main" ? LABELS[quantity]! : ""
    return several ? (LABELS[quantity] ?? quantity) : runs.find(({ name }) => name === run)!.label
  })
}

/** How many samples one step of a curve takes: a point for each CSS pixel is as smooth as can be seen. */
function strideOf(time: Float64Array, axes: Axes): number {
  const [from, to] = axes.x.limits
  const shown = (to - from) / (time[1]! - time[0]!)
  return Math.max(1, Math.floor(shown / axes.width))
}

/**
 * Every so many samples, and of a curve those at which it `turns`: a spike of a train is no lower for being drawn small. Of
 * its extremes the words tell, and the axes hold them.
 */
function thinned(trace: Float64Array, stride: number, scale: number, turns: boolean): Float64Array {
  const found = new Float64Array(Math.ceil(trace.length / stride))
  for (let k = 0; k < found.length; k++) found[k] = trace[k * stride]! * scale
  if (!turns || found.length < 2) return found
  for (let k = 1; k < trace.length - 1; k++) {
    const [before, now, after] = [trace[k - 1]!, trace[k]!, trace[k + 1]!]
    if (now > before ? after <= now : now < before && after >= now) found[Math.min(Math.round(k / stride), found.length - 1)] = now * scale
  }
  const [first, second] = [highest(trace), lowest(trace)].map(extreme => trace.indexOf(extreme)).sort((a, b) => a - b) as [number, number]
  // Where both fall on one of the samples that are drawn, one after the other: neither takes the place of the other.
  const at = Math.min(Math.round(first / stride), found.length - 2)
  found[at] = trace[first]! * scale
  if (second > first) found[Math.max(at + 1, Math.min(Math.round(second / stride), found.length - 1))] = trace[second]! * scale
  return found
}

/** Samples of recordings as they were drawn before: what stays the same is not gone through again in every frame. */
const kept = new WeakMap<Recording, Map<string, Float64Array>>()

/** Every so many samples of a trace in the units of its axes; nothing is drawn where it has ended. */
function samples(recording: Recording, trace: Pick<Trace, "quantity" | "scale" | "until">, stride: number): Float64Array {
  const known = kept.get(recording) ?? new Map<string, Float64Array>()
  kept.set(recording, known)
  const key = [trace.quantity, trace.scale, trace.until, stride].join()
  const found = known.get(key) ?? taken(recording, trace, stride)
  known.set(key, found)
  return found
}

function taken(
  recording: Recording,
  { quantity, scale, until }: Pick<Trace, "quantity" | "scale" | "until">,
  stride: number,
): Float64Array {
  const { frame, spikes, values } = recording
  const end = until === "step" ? values["step.onset"]! + frame.origin + values["step.width"]! : spikes[0]?.peakTime
  const whole = recording.trace(quantity)
  const y = until && end !== undefined ? whole.subarray(0, Math.floor(end / frame.dt) + 1) : whole
  return scale === 1 && stride === 1 ? y : thinned(y, stride, scale, stride > 1 && quantity !== "t")
}
