/** The colours of the page's present palette, by the names that figures use. */

import { PALETTES } from "@model/common-constants"

export type Palette = Readonly<Record<string, string>>

/** The palette that is shown: the one that was chosen, which the theme says on the body and pages without it above, or the system's. */
export function palette(): Palette {
  const scheme = document.body.closest("[data-md-color-scheme]")?.getAttribute("data-md-color-scheme")
  const dark = scheme ? scheme === "slate" : matchMedia("(prefers-color-scheme: dark)").matches
  const found = PALETTES[dark ? "dark" : "light"]!
  // Who asks for more contrast gets no greys.
  return matchMedia("(prefers-contrast: more)").matches ? { ...found, muted: found["ink"]!, faint: found["muted"]! } : found
}

/** Calls `redraw` whenever the palette may have changed, until `signal` is aborted. */
export function watchPalette(redraw: () => void, signal: AbortSignal): void {
  const observer = new MutationObserver(redraw)
  const chosen = { attributes: true, attributeFilter: ["data-md-color-scheme"] }
  for (const each of [document.body, document.documentElement]) observer.observe(each, chosen)
  signal.addEventListener("abort", () => observer.disconnect())
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) {
    matchMedia(query).addEventListener("change", redraw, { signal })
  }
}
