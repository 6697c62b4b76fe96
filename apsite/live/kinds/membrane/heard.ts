/** What there is to hear of a membrane's run. */

import type { Recording } from "../../laboratory/recordings"
import { Listening } from "../../sound/listening"

/** `recording`: the present run; undefined where there is none. `moveCursor` moves the figure's time cursor, ms. */
export function listening(recording: () => Recording | undefined, moveCursor: (time: number) => void): Listening {
  return new Listening({
    told: "Every spike is a click, and the higher the membrane potential, the higher the tone.",
    moveCursor,
    score: () => {
      const run = recording()
      if (!run) return null
      const { frame, fired } = run
      return { start: run.timeAt(0), dt: frame.dt, potential: run.trace("V"), clicks: fired.map(({ peakTime }) => peakTime - frame.origin) }
    },
  })
}
