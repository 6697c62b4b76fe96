/** The seven steps in their order. */

import { LEAK, SEPARATION } from "./apart"
import { CURVES, POTASSIUM, SODIUM } from "./gates"
import { RECORDING } from "./recording"
import type { Step } from "./step"
import { TOGETHER } from "./together"

export const STEPS: readonly Step[] = [RECORDING, LEAK, SEPARATION, POTASSIUM, SODIUM, CURVES, TOGETHER]
