/** The potential of the reader's own run, as the figure starts and in another state, for a curve to be drawn before it is run. */

import type { Experiment } from "./experiment"
import { record } from "../../laboratory/recordings"
import type { Axes, Sketch, Values } from "../../page/types"

/** Both runs in the axes that show the potential against time; null where no axes of the figure do. Throws a Problem. */
export function sketched({ preset, frame }: Experiment, axes: readonly Axes[], state: Values): Sketch | null {
  const panel = preset.panels.findIndex(({ traces }) => traces.some(({ quantity, run }) => quantity === "V" && run === "main"))
  const shown = axes[panel]
  if (!shown) return null
  // Of axes above each other only the lowest says what time it is.
  const same = axes.filter(({ x }) => x.limits.join() === shown.x.limits.join())
  const { x } = same.find(each => each.x.label.length > 0) ?? shown
  const of = (values: Values): { time: number[]; y: number[] } => {
    const recording = record(values, preset.runs[0]!, frame)
    return { time: [...recording.trace("t")], y: [...recording.trace("V")] }
  }
  return { x, y: shown.y, before: of(preset.values), after: of({ ...preset.values, ...state }) }
}
