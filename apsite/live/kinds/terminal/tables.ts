/** What a reader takes away of a terminal's figure. */

import { columns } from "../../bench/exports"
import type { Drawing } from "../../plot/document"
import { sharing, type Shared } from "../../bench/sharing"
import type { Synapse } from "../../laboratory/terminal"

/** `counting`: spikes are counted, one after the other; `depolarization`: the next cell's, mV, by vesicles. */
export function taken(
  figure: Shared,
  counting: boolean,
  synapse: () => Synapse,
  depolarization: (quanta: number) => number,
  drawn: () => Drawing,
): HTMLElement {
  return sharing(figure, () => (counting ? spikes(synapse(), depolarization) : chain(synapse())), drawn)
}

function spikes({ quanta }: Synapse, depolarization: (quanta: number) => number): string {
  return columns(
    ["spike", "vesicles", "depolarization (mV)"],
    quanta.map((each, k) => [k + 1, each, depolarization(each)]),
  )
}

/** The chain from the spike to the next cell, over time. */
function chain(synapse: Synapse): string {
  const { recording, entry } = synapse
  const next = synapse.felt(Math.round(synapse.content))
  const rows = Array.from(recording.trace("V"), (V, k) => {
    const time = Number((k * recording.frame.dt - synapse.peakTime).toFixed(6))
    return [time, V, entry.current[k]!, entry.calcium[k]!, next[k]!]
  })
  return columns(["time (ms)", "V (mV)", "I_Ca (uA/cm2)", "Ca (uM)", "next cell (mV)"], rows)
}
