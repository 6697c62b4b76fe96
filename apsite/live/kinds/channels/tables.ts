/** What a reader takes away of a figure of patches. */

import { CHANNELS } from "@model/channels-constants"

import { columns } from "../../bench/exports"
import { sharing, type Shared } from "../../bench/sharing"
import type { Drawing } from "../../plot/document"
import type { PatchRun } from "./run"

export function taken(figure: Shared, run: () => PatchRun, drawn: () => Drawing): HTMLElement {
  return sharing(figure, () => table(run()), drawn)
}

/** The potential of every patch and of the book's membrane over time, and how many channels are open in each. */
function table({ patches: { voltage, open }, smooth }: PatchRun): string {
  const numbers = voltage.map((_, patch) => patch + 1)
  const names = [...numbers.map(each => `V of patch ${each} (mV)`), "V of the book's membrane (mV)"]
  const counts = CHANNELS.flatMap(({ name }) => numbers.map(each => `open ${name} channels of patch ${each}`))
  const [time, V] = [smooth.trace("t"), smooth.trace("V")]
  const rows = Array.from(time, (t, k) => [
    Number(t.toFixed(6)),
    ...voltage.map(each => each[k]!),
    V[k]!,
    ...CHANNELS.flatMap(({ name }) => open[name]!.map(each => each[k]!)),
  ])
  return columns(["time (ms)", ...names, ...counts], rows)
}
