/** WebAssembly that scripts carry with them. */

import { Problem } from "../page/types"

/** Start what is given, a byte a character, with what it imports. Throws a Problem in a browser that cannot run it. */
export function compiled<Exports>(code: string, imports: WebAssembly.Imports): Exports {
  try {
    const module = new WebAssembly.Module(Uint8Array.from(code, each => each.charCodeAt(0)))
    return new WebAssembly.Instance(module, imports).exports as Exports
  } catch {
    throw new Problem("No axon can be run here: the browser has no WebAssembly, or an old one")
  }
}
