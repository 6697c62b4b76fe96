/** How a figure's controls stand, in words. */

import { digitsOf, spoken } from "../page/numbers"
import type { Control, Values } from "../page/types"

/** Every control of `start` that differs from there. */
export function summary(start: Values, values: Values, controls: Readonly<Record<string, Control>>): string {
  const changed = Object.keys(start).filter(name => values[name] !== start[name])
  if (!changed.length) return "Everything is set as in the picture."
  const said = changed.map(name => {
    const control = controls[name]!
    return `${control.label}: ${spoken(values[name]!, control.unit, digitsOf(control, values[name]!))}`
  })
  return `Changed from the picture: ${said.join("; ")}.`
}
