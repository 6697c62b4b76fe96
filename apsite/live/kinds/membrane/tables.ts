/** What a reader takes away of a membrane's figure. */

import { CONTROLS } from "@model/constants"

import type { Experiment } from "./experiment"
import { columns } from "../../bench/exports"
import type { Drawing } from "../../plot/document"
import { measureSolutions } from "../../laboratory/readings"
import type { Recording } from "../../laboratory/recordings"
import { sharing, type Shared } from "../../bench/sharing"
import type { Run } from "../../page/types"

/** The columns of a recording, with their units. */
export const COLUMNS: readonly (readonly [string, string, string])[] = [
  ["stimulus", "stimulus", "uA/cm2"], ["V", "V", "mV"], ["m", "m", "1"], ["h", "h", "1"], ["n", "n", "1"],
  ["g_Na", "g_Na", "mS/cm2"], ["g_K", "g_K", "mS/cm2"], ["g_L", "g_L", "mS/cm2"],
  ["I_Na", "I_Na", "uA/cm2"], ["I_K", "I_K", "uA/cm2"], ["I_L", "I_L", "uA/cm2"],
]

/** `drawn`: what is to be seen of it. */
export function taken(figure: Shared, experiment: () => Experiment, drawn: () => Drawing): HTMLElement {
  return sharing(figure, () => csv(experiment()), drawn)
}

/** What the figure shows, as comma-separated values: the curves of its runs or, of solutions, those along its axis. */
function csv({ preset, values, usual, recordings }: Experiment): string {
  if (preset.bench !== "solutions") return table(preset.runs, recordings)
  const sweeps = preset.panels.flatMap(panel => panel.sweeps)
  const rows = sweeps[0]!.values.map(x => [
    x, ...sweeps.map(({ measure, control }) => measureSolutions(measure, { ...values, [control]: x }, usual) ?? ""),
  ])
  const { label, unit } = CONTROLS[sweeps[0]!.control]!
  return columns([`${label} (${unit})`, ...sweeps.map(({ measure }) => `${measure} (mV)`)], rows)
}

/** All curves of all runs as comma-separated values; the header names quantity, unit and run. Runs of other lengths end earlier. */
function table(runs: readonly Run[], recordings: ReadonlyMap<string, Recording>): string {
  const traces = runs.flatMap(run => COLUMNS.map(([name, title, unit]) => ({
    header: runs.length > 1 ? `${title} (${unit}) [${run.label}]` : `${title} (${unit})`,
    trace: recordings.get(run.name)!.trace(name),
  })))
  const longest = [...recordings.values()].reduce((a, b) => (b.count > a.count ? b : a))
  const rows = Array.from({ length: longest.count }, (_, sample) => [
    Number(longest.timeAt(sample).toFixed(6)), ...traces.map(({ trace }) => trace[sample] ?? ""),
  ])
  return columns(["time (ms)", ...traces.map(({ header }) => header)], rows)
}
