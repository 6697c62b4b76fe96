/** What a reader takes away of an axon. */

import { columns } from "../../bench/exports"
import { palette } from "../../page/palette"
import { sharing, type Shared } from "../../bench/sharing"
import type { AxonRecording } from "../../laboratory/axon-recordings"
import type { Values } from "../../page/types"
import { drawingOf } from "./saved"
import type { Parts } from "./stage"

/** `shown`: the run that is shown and its values, null as long as there is none; `parts`: what is to be seen of it. */
export function taken(figure: Shared, shown: () => readonly [AxonRecording, Values] | null, parts: () => Parts): HTMLElement {
  return sharing(
    figure,
    () => {
      const found = shown()
      return found && csv(...found)
    },
    () => shown() && drawingOf(parts(), palette()),
  )
}

/** The potential at both electrodes and everywhere, one row a sample. */
function csv(travel: AxonRecording, values: Values): string {
  const electrodes = ["near", "far"].map(name => travel.voltageAt(values[name]!))
  const headers = [
    "time (ms)",
    `V at A: ${values["near"]!} cm (mV)`,
    `V at B: ${values["far"]!} cm (mV)`,
    ...Array.from(travel.position, place => `V at ${Number(place.toPrecision(10))} cm (mV)`),
  ]
  const rows = travel.samples.map((V, sample) => [
    Number((sample * travel.dt).toFixed(6)),
    ...electrodes.map(trace => trace[sample]!),
    ...V,
  ])
  return columns(headers, rows)
}
