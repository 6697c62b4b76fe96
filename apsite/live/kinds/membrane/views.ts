/** Plots that a reader can add beneath a figure: what else there is to see of the same run. */

import type { Drawn, Model } from "../../laboratory/models"
import type { Curve } from "../../plot/content"
import type { Recording } from "../../laboratory/recordings"
import type { Axes, Axis, Line, Words } from "../../page/types"

interface View {
  title: string
  y: string
  traces: readonly Drawn[]
  /** The least span of the axis. */
  limits: readonly [number, number]
}

const SOLID: readonly number[] = []
const DASHED = [12, 4]
const DOTTED = [2.5, 3.3]

/** Those of the squid's axon. */
const VIEWS: Readonly<Record<string, View>> = {
  potential: { title: "Potential", y: "membrane potential (mV)", traces: [["V", "V", "ink", SOLID]], limits: [-90, 50] },
  gates: {
    title: "Gates",
    y: "open gates",
    traces: [
      ["m", "m", "sodium", SOLID],
      ["h", "h", "sodium", DOTTED],
      ["n", "n", "potassium", DASHED],
    ],
    limits: [0, 1],
  },
  currents: {
    title: "Currents",
    y: "current (µA/cm²)",
    traces: [
      ["I_Na", "Na⁺", "sodium", SOLID],
      ["I_K", "K⁺", "potassium", DASHED],
      ["I_L", "leak", "leak", DOTTED],
    ],
    limits: [-100, 100],
  },
  conductances: {
    title: "Conductances",
    y: "conductance (mS/cm²)",
    traces: [
      ["g_Na", "Na⁺", "sodium", SOLID],
      ["g_K", "K⁺", "potassium", DASHED],
    ],
    limits: [0, 10],
  },
}

/** What a plot of a membrane shows. */
export function viewOf(name: string, { gates, currents }: Model): View {
  const view = VIEWS[name]!
  if (!gates || !currents || name === "potential") return view
  if (name === "gates") return { ...view, traces: gates }
  if (name === "currents") return { ...view, traces: currents }
  // A leak conducts the same at all times.
  const gated = currents.filter(([, label]) => label !== "leak")
  return { ...view, traces: gated.map(([trace, ...drawn]) => [trace.replace("I_", "g_"), ...drawn]) }
}

export function curvesOf(name: string, recording: Recording, line: Partial<Line> = {}): Curve[] {
  return viewOf(name, recording.model).traces.map(([trace, label, color, dash]) => ({
    label,
    color,
    dash,
    width: 2.2,
    alpha: 1,
    y: recording.trace(trace),
    ...line,
  }))
}

/** Axes for a plot that no picture has laid out. */
export function plainAxes(width: number, height: number, title: Words, x: Axis, y: Axis): Axes {
  const [left, top] = [62, 28]
  const [across, up] = [width - left - 18, height - top - 50]
  return {
    left,
    top,
    width: across,
    height: up,
    title,
    x: { ...x, label_at: top + up + 38 },
    y: { ...y, label_at: 10 },
    lines: [],
    levels: [],
    areas: [],
    texts: [],
  }
}
