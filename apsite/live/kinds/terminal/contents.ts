/** What stands in the axes of a terminal's figure. */

import { MOST_SPIKES, SHOWN } from "@model/terminal-constants"

import type { Content, Curve } from "../../plot/content"
import { answerTo, binomialLaw, type Synapse } from "../../laboratory/terminal"
import type { Axes, DrawnLine, Line } from "../../page/types"

export type Shows = "V" | "I_Ca" | "Ca" | "next" | "power" | "answers" | "shares" | "content"

const BAR = 0.55 // vesicles: how wide a bar is, as in the picture
const GHOST: Line = { color: "muted", dash: [1.5, 3], width: 1.6, alpha: 1 }
const NOTHING: Content = { time: [], curves: [], lines: [], marks: [], decorated: true }

/** The content of `axes`; `before` is the former terminal, where it is to be seen. */
export function contentOf(shows: Shows, axes: Axes, synapse: Synapse, before: Synapse | undefined): Content {
  switch (shows) {
    case "answers":
      return { ...NOTHING, lines: answers(synapse), note: synapse.quanta.length ? "" : "No spike has been sent yet." }
    case "shares":
      return { ...NOTHING, lines: shares(axes, synapse) }
    case "content":
      return counting(synapse)
    case "power": {
      const mark = { x: synapse.calcium, y: synapse.probability, color: "ink", filled: true, size: 9 }
      const { x, y } = mark
      const [dot] = axes.lines.find(({ width }) => !width)!.points
      return {
        ...NOTHING,
        lines: axes.lines.filter(({ width }) => width),
        marks: [mark],
        decorated: !before,
        stands: text => (text.names === "mark" ? [text.x * (x / dot![0]), text.y * (y / dot![1])] : [text.x, text.y]), // on logarithmic axes
      }
    }
    default:
      return step(shows, synapse, before)
  }
}

function line(points: DrawnLine["points"], style: Partial<DrawnLine>): DrawnLine {
  return { color: "ink", dash: [], width: 2, alpha: 1, marker: 0, points, own: true, ...style }
}

/** The last answers, the newest over the others. */
function answers({ quanta }: Synapse): DrawnLine[] {
  const last = quanta.slice(-SHOWN)
  const newest = last.pop()
  const earlier = [...new Set(last)].sort().map(count => line(answerTo(count), { color: "muted", width: 1.6 }))
  return newest === undefined ? [] : [...earlier, line(answerTo(newest), { width: 3 })]
}

/** How often each number of vesicles came, as bars, with the binomial law as dots; %. */
function shares(axes: Axes, { quanta, probability, values }: Synapse): DrawnLine[] {
  const law = binomialLaw(probability, values["N_ves"]!)
  const [from, to] = axes.x.limits
  const width = (BAR * axes.width) / (to - from)
  const bars = law.map((_, count) => {
    const share = quanta.length ? (100 * quanta.filter(each => each === count).length) / quanta.length : 0
    return line(
      [
        [count, 0],
        [count, share],
      ],
      { color: "muted", alpha: 0.35, width },
    )
  })
  return [
    ...bars,
    line(
      law.map((share, count) => [count, 100 * share]),
      { color: "accent", width: 0, marker: 8 },
    ),
  ]
}

/** The mean as spikes are counted, by vesicles and by failures, and the true one. */
function counting({ counted, fromFailures, content }: Synapse): Content {
  const curve = (y: Curve["y"], style: Partial<Curve>): Curve => ({ label: "", color: "ink", dash: [], width: 2.1, alpha: 1, y, ...style })
  return {
    ...NOTHING,
    time: counted.map((_, k) => k + 1),
    curves: [curve(counted, {}), curve(fromFailures, { color: "sodium", width: 2.5, dash: [12.5, 4] })],
    lines: [
      line(
        [
          [1, content],
          [MOST_SPIKES, content],
        ],
        { color: "muted", width: 1.4, dash: [2, 3] },
      ),
    ],
  }
}

/** One step of the chain over time, counted from the peak of what arrives. */
function step(shows: "V" | "I_Ca" | "Ca" | "next", synapse: Synapse, before: Synapse | undefined): Content {
  const { recording, peakTime, released, time } = synapse
  const { dt } = recording.frame
  const style = { V: "ink", I_Ca: "stimulus", Ca: "accent", next: "ink" }[shows]
  const curves: Curve[] = [{ label: "", color: style, dash: [], width: 2.5, alpha: 1, y: traceOf(shows, synapse) }]
  if (shows === "next") curves.unshift({ label: "", color: "muted", dash: [10, 4], width: 2, alpha: 1, y: synapse.felt(0) })
  if (before) {
    // The former spike may have come a few samples earlier or later.
    const shift = Math.round((before.peakTime - peakTime) / dt)
    curves.unshift({ label: "", ...GHOST, y: shifted(traceOf(shows, before), shift, time.length) })
  }
  const at = released * dt - peakTime
  const [rest] = shows === "next" ? synapse.felt(0) : []
  return {
    ...NOTHING,
    // What an answer is called stands on its side of the line without one.
    stands: ({ x, y, color }) => (rest === undefined ? [x, y] : [x, y, color === "muted" ? { below: rest } : { above: rest }]),
    time,
    curves,
    lines: [
      line(
        [
          [at, -1e3],
          [at, 1e3],
        ],
        { color: "faint", width: 1.2, own: false },
      ),
    ],
  }
}

/** The values that stand `shift` samples later in a trace, null where it has none. */
function shifted(trace: Float64Array, shift: number, count: number): Curve["y"] {
  if (!shift && trace.length === count) return trace
  const found: (number | null)[] = []
  for (let k = 0; k < count; k++) found.push(trace[k + shift] ?? null)
  return found
}

function traceOf(shows: "V" | "I_Ca" | "Ca" | "next", synapse: Synapse): Float64Array {
  switch (shows) {
    case "V":
      return synapse.recording.trace("V")
    case "I_Ca":
      return synapse.entry.current
    case "Ca":
      return synapse.entry.calcium
    case "next":
      return synapse.felt(Math.round(synapse.content))
  }
}
