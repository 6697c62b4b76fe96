/** The colours of the page's present palette, by the names that figures use. */

import { PALETTES } from "@model/common-constants"

export type Palette = Readonly<Record<string, string>>

/** The palette that is shown: the theme's choice, or the system's where there is no theme. */
export function palette(): Palette {
  const scheme = document.body.getAttribute("data-md-color-scheme")
  const dark = scheme ? scheme === "slate" : matchMedia("(prefers-color-scheme: dark)").matches
  const found = PALETTES[dark ? "dark" : "light"]!
  // Who asks for more contrast gets no greys.
  return matchMedia("(prefers-contrast: more)").matches ? { ...found, muted: found["ink"]!, faint: found["muted"]! } : found
}

/** Calls `redraw` whenever the palette may have changed, until `signal` is aborted. */
export function watchPalette(redraw: () => void, signal: AbortSignal): void {
  const observer = new MutationObserver(redraw)
  observer.observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] })
  signal.addEventListener("abort", () => observer.disconnect())
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) {
    matchMedia(query).addEventListener("change", redraw, { signal })
  }
}
