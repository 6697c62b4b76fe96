/** What stands in the axes of a figure of patches. */

import type { Content, Curve } from "../../plot/content"
import type { DrawnLine } from "../../page/types"
import type { PatchRun } from "./run"

export type Shows = "V" | "Na" | "K"

const DOTTED = [2.6, 4.2]
const DASHED = [8.7, 2.8]
/** Where the pulse is drawn, mV, as in the picture. */
const PULSE = -94

/** The content of the axes that show this. */
export function contentOf(shows: Shows, run: PatchRun): Content {
  const time = run.smooth.trace("t")
  const curve = (y: Curve["y"], style: Partial<Curve>): Curve => ({ label: "", color: "ink", dash: [], width: 1.7, alpha: 1, y, ...style })
  const smooth = (y: Float64Array): Curve => curve(y, { color: "accent", dash: DOTTED, width: 2.5 })
  const all = { time, marks: [], decorated: true }
  if (shows !== "V") {
    const style = shows === "Na" ? { color: "sodium" } : { color: "potassium", dash: DASHED }
    return { ...all, curves: [curve(run.open(shows), style), smooth(run.openOfAll(shows))], lines: [] }
  }
  const { voltage, done } = run.patches
  // A trace that goes on is drawn anew, as far as it has come: the same array would be taken for the same curve.
  const [first, ...others] = run.whole ? voltage : voltage.map(each => each.subarray(0, done))
  const grey = others.map(each => curve(each, { color: "muted", width: 1.2, alpha: 0.7 }))
  return { ...all, curves: [...grey, curve(first!, { width: 2.3 }), smooth(run.smooth.trace("V"))], lines: [pulse(run)] }
}

function pulse({ values }: PatchRun): DrawnLine {
  const end = values["pulse.amplitude"] ? values["pulse.width"]! : 0
  return {
    color: "stimulus",
    dash: [],
    width: 5.3,
    alpha: 1,
    marker: 0,
    own: true,
    points: [
      [0, PULSE],
      [end, PULSE],
    ],
  } // prettier-ignore
}
