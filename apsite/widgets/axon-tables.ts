/** What a reader takes away of an axon: its potentials as a table, and the figure as a drawing. */

import { columns, drawing, type Drawn } from "./exports"
import type { Palette } from "./palette"
import type { Travel } from "./travel"
import type { Values } from "./types"

/** The potential at both electrodes and everywhere, one row a sample. */
export function csv(travel: Travel, values: Values): string {
  const electrodes = ["near", "far"].map(name => travel.voltageAt(values[name]!))
  const headers = [
    "time (ms)", `V at A: ${values["near"]!} cm (mV)`, `V at B: ${values["far"]!} cm (mV)`,
    ...Array.from(travel.position, place => `V at ${Number(place.toPrecision(10))} cm (mV)`),
  ]
  const rows = travel.samples.map((V, sample) => [
    Number((sample * travel.dt).toFixed(6)), ...electrodes.map(trace => trace[sample]!), ...V,
  ])
  return columns(headers, rows)
}

/** Axes and curves, over the images of the axon and its map. */
export function picture(
  size: { width: number; height: number }, { panels, images }: { panels: readonly Drawn[]; images: readonly string[] }, colors: Palette,
  title: string,
): string {
  return drawing(size, panels, colors, title).replace(/(<rect width="100%"[^>]*>)/, `$1\n${images.join("\n")}`)
}
