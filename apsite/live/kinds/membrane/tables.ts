/** What a reader takes away of a membrane's figure. */

import type { Experiment } from "./experiment"
import { columns } from "../../bench/exports"
import type { Model } from "../../laboratory/models"
import type { Content } from "../../plot/content"
import type { Drawing } from "../../plot/document"
import type { Field } from "./grip-places"
import type { Stage } from "./stage"
import { measureSolutions } from "../../laboratory/readings"
import type { Recording } from "../../laboratory/recordings"
import { sharing, type Shared } from "../../bench/sharing"
import { ruler, type Axes, type Run } from "../../page/types"

const UNITS: Readonly<Record<string, string>> = { g: "mS/cm2", I: "uA/cm2" }

/** The columns of a recording of a membrane, with their units. */
export function columnsOf({ kernel: { STATE, OBSERVED } }: Model): (readonly [string, string])[] {
  const gates = STATE.slice(1).map(name => [name, "1"] as const)
  const observed = OBSERVED.filter(name => name !== "slope").map(name => [name, UNITS[name[0]!]!] as const)
  return [["stimulus", "uA/cm2"], ["V", "mV"], ...gates, ...observed]
}

/** `contentOf`: what is to be seen of its experiment in the axes with a number. */
export function taken(
  figure: Shared,
  experiment: () => Experiment,
  stage: Stage,
  contentOf: (index: number, axes: Axes) => Content,
): HTMLElement {
  return sharing(
    figure,
    () => csv(experiment()),
    () => {
      experiment()
      return drawn(stage, contentOf)
    },
  )
}

/** The stage as a drawing, with the stimuli that stand on it. */
function drawn(stage: Stage, contentOf: (index: number, axes: Axes) => Content): Drawing {
  const panels = stage.drawn(contentOf).map((panel, index) => {
    const { axes } = panel
    const extent = [axes.width, axes.height] as const
    const [x, y] = [ruler(axes.x, 0, axes.width), ruler(axes.y, axes.height, -axes.height)]
    const field: Field = { extent, pixel: (a, b) => [x(a), y(b)] }
    const stimuli = stage
      .acting(index)
      .map(each => ({ area: each.standing(field).area, ramp: each.kind === "ramp", down: each.tall(extent) < 0 }))
    return { ...panel, stimuli }
  })
  return { ...stage.layout, panels }
}

/** What the figure shows, as comma-separated values: the curves of its runs or, of solutions, those along its axis. */
function csv({ preset, values, usual, recordings, model }: Experiment): string {
  if (preset.bench !== "solutions") return table(preset.runs, recordings, columnsOf(model))
  const sweeps = preset.panels.flatMap(panel => panel.sweeps)
  const rows = sweeps[0]!.values.map(x => [
    x,
    ...sweeps.map(({ measure, control }) => measureSolutions(measure, { ...values, [control]: x }, usual) ?? ""),
  ])
  const { label, unit } = model.controls[sweeps[0]!.control]!
  return columns([`${label} (${unit})`, ...sweeps.map(({ measure }) => `${measure} (mV)`)], rows)
}

/** All curves of all runs as comma-separated values; the header names quantity, unit and run. Runs of other lengths end earlier. */
function table(
  runs: readonly Run[],
  recordings: ReadonlyMap<string, Recording>,
  quantities: readonly (readonly [string, string])[],
): string {
  const traces = runs.flatMap(run =>
    quantities.map(([name, unit]) => ({
      header: runs.length > 1 ? `${name} (${unit}) [${run.label}]` : `${name} (${unit})`,
      trace: recordings.get(run.name)!.trace(name),
    })),
  )
  const longest = [...recordings.values()].reduce((a, b) => (b.count > a.count ? b : a))
  const rows = Array.from({ length: longest.count }, (_, sample) => [
    Number(longest.timeAt(sample).toFixed(6)),
    ...traces.map(({ trace }) => trace[sample] ?? ""),
  ])
  return columns(["time (ms)", ...traces.map(({ header }) => header)], rows)
}
