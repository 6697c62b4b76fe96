/** What is in "Keys": how a live figure is used without a mouse. */

import { make } from "../page/elements"

const KEYS: readonly (readonly [string, string])[] = [
  ["Tab", "goes from one control to the next"],
  ["Arrow keys", "move what is chosen by one step"],
  ["Shift + arrow keys, Page Up, Page Down", "by ten steps"],
  ["Home, End", "to the ends of the slider"],
  ["Enter in a number box", "takes the number; a box goes beyond the slider, to all that the model allows"],
]

/** The keys, first those that only figures of this kind have. */
export function keys(own: readonly (readonly [string, string])[]): HTMLElement {
  return make("dl", { class: "ap-live__keys" }, ...[...own, ...KEYS].flatMap(([key, does]) => [make("dt", {}, key), make("dd", {}, does)]))
}
