/** The laboratory of 1952, which a reader opens: what was measured on a clamped squid axon, done again. */

import "./clamp.css"

import { Lab } from "./lab"

/** Open the laboratory in `root`. */
export function open(root: HTMLElement): void {
  void new Lab(root)
}
