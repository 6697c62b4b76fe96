/** The state of a figure as part of an address: only what differs from the start, by name, checked when it is read. */

import type { Control, Values } from "./types"

const LONGEST = 2000 // characters of a link that are looked at

/** What a link asks for: values to be set, plots to be opened, and what of it could not be understood. */
export interface Linked {
  values: Record<string, number>
  plots: string[]
  refused: string[]
}

/** The part of an address for a figure: "amplitude:12~g_Na:60~plots:gates.phase", or "" at the start. */
export function write(values: Values, start: Values, plots: readonly string[]): string {
  const parts = Object.keys(start)
    .filter(name => values[name] !== start[name])
    .map(name => `${name}:${Number(values[name]!.toPrecision(12))}`)
  if (plots.length) parts.push(`plots:${plots.join(".")}`)
  return parts.join("~")
}

/** What `text` asks for, of those `controls` that are in `start` and the plots in `known`; nothing of it is run. */
export function read(text: string, start: Values, known: readonly string[], controls: Readonly<Record<string, Control>>): Linked {
  const found: Linked = { values: {}, plots: [], refused: [] }
  const parts = text.slice(0, LONGEST).split("~")
  // What a cut leaves of the last part can be another number.
  if (text.length > LONGEST) found.refused.push(readable(parts.pop()!))
  for (const part of parts.filter(Boolean)) {
    const [name, ...rest] = part.split(":")
    const written = rest.join(":")
    // Every object has more names than its own: "__proto__", "constructor".
    const control = Object.hasOwn(controls, name!) && Object.hasOwn(start, name!) ? controls[name!] : undefined
    if (name === "plots") {
      const plots = written.split(".")
      found.plots.push(...known.filter(plot => plots.includes(plot)))
      if (plots.some(plot => !known.includes(plot))) found.refused.push(name)
    } else if (control && /^-?\d+(\.\d+)?(e-?\d+)?$/.test(written) && within(Number(written), control)) {
      found.values[name!] = Number(written)
    } else {
      found.refused.push(readable(name ?? ""))
    }
  }
  return found
}

/** The beginning of a name that a link has, to be said to its reader, without signs that nobody sees or that turn the line. */
function readable(name: string): string {
  return name.slice(0, 40).replace(/\p{C}/gu, "") || "?"
}

function within(value: number, { name, minimum, maximum }: { name: string; minimum: number; maximum: number }): boolean {
  // Times count from where the axes have their 0, so that the legal range of a start is the run's own.
  return name.endsWith(".onset") ? Math.abs(value) <= maximum : value >= minimum && value <= maximum
}

/** What is to be said of a link that asks for what cannot be run. */
export function impossible(problem: string): string {
  return `The link asked for something that cannot be run (${problem}); this is the figure's start. `
}

/** What is to be said of a link's parts that were refused, "" where none were. */
export function unknown(refused: readonly string[]): string {
  if (!refused.length) return ""
  return `The link asked for something that this figure does not know (${refused.join(", ")}); it stays at its start. `
}

/** What the present address says of the figure `name`, or null. */
export function inAddress(name: string): string | null {
  return new URLSearchParams(location.search).get(name)
}

/** Which of `known` the present address names behind `part` for the figure `name`; -1 for none of them. */
export function named(name: string, part: string, known: readonly string[]): number {
  return known.findIndex(each =>
    inAddress(name)
      ?.split("~")
      .includes(part + each),
  )
}

/** The present address with `state` for the figure `name`, and the figure as its place. */
export function address(name: string, state: string, anchor = ""): string {
  const url = new URL(location.href)
  if (state) url.searchParams.set(name, state)
  else url.searchParams.delete(name)
  if (anchor) url.hash = anchor
  // Colons and tildes may stand in a query as they are; links stay readable.
  url.search = url.search.replace(/%3A/gi, ":").replace(/%7E/gi, "~")
  return url.href
}

/** Put `state` into the address bar; a browser that refuses (a file, a frame) keeps the address that it has. */
export function remember(name: string, state: string): void {
  try {
    history.replaceState(history.state, "", address(name, state))
  } catch {
    // The figure works without it, and "Copy link" still gives the address.
  }
}
