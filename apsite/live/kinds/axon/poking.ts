/** What touches of an axon that is poked ask for: the first one sets off a spike, and the second another as long as that is on its way. */

import { onGrid } from "../../bench/controls"
import type { AxonPreset } from "./state"
import type { Values } from "../../page/types"

export class Poking {
  /** How often the axon was touched since what is on its way began, and how strong a long touch of these was. */
  private touches = 0
  private pressed: number | undefined

  constructor(private readonly preset: AxonPreset) {}

  /**
   * The values after a touch at `place`, so many `times` as strong as it is set; `moment` (ms) is that of the run that is
   * shown, null where it is over. Returns with them whether what is on its way goes on.
   */
  touch(values: Values, place: number, times: number, moment: number | null): [Values, boolean] {
    const { controls, values: start } = this.preset
    const amplitude = values["first.amplitude"]!
    // A touch is as strong as the stimulus was set, not as a long touch before it was.
    const usual = amplitude === this.pressed ? start["first.amplitude"]! : amplitude
    const strength = onGrid(usual * times, controls["first.amplitude"]!.step)
    const second = this.touches === 1 && !values["second.amplitude"] && moment !== null
    this.touches = second ? 2 : 1
    if (second) {
      const onset = onGrid(moment, controls["second.onset"]!.step)
      const width = values["first.width"]!
      return [{ ...values, "second.place": place, "second.amplitude": strength, "second.onset": onset, "second.width": width }, true]
    }
    this.pressed = times > 1 ? strength : undefined
    return [{ ...values, "first.place": place, "first.amplitude": strength, "second.amplitude": 0 }, false]
  }

  /** Begin anew: the next touch is the first. */
  forget(): void {
    this.touches = 0
    this.pressed = undefined
  }
}
