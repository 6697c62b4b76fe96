/** What there is to hear of an axon's run: spikes as they pass the electrodes, and the potential at the second one. */

import type { AxonRecording } from "../../laboratory/axon-recordings"
import { upwardCrossings } from "../../laboratory/measurements"
import { Listening } from "../../sound/listening"
import type { Values } from "../../page/types"

/** `run`: the present one and the values with the electrodes; null where there is none. `moveCursor` moves the time cursor, ms. */
export function listening(run: () => readonly [AxonRecording, Values] | null, moveCursor: (time: number) => void): Listening {
  return new Listening({
    told: "There is a click whenever a spike passes electrode A or B, and the higher the potential at B, the higher the tone.",
    moveCursor,
    score: () => {
      const found = run()
      if (!found) return null
      const [travel, { near, far }] = found
      const [first, potential] = [near!, far!].map(place => travel.voltageAt(place)) as [Float64Array, Float64Array]
      const clicks = [first, potential].flatMap(trace => upwardCrossings(travel.dt, trace)).sort((a, b) => a - b)
      return { start: 0, dt: travel.dt, potential, clicks }
    },
  })
}
