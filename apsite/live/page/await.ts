/**
 * What a page with live figures loads at once: it waits for the reader, then fetches the figures' own script.
 *
 * The page comes first. A figure that is in view from the start wakes when the reader moves, touches, scrolls or types
 * for the first time, and without all that after a while: until then its picture says the same. Where a picture was
 * touched meanwhile is kept with its figure (`data-touched`), so that the first touch is one like the others.
 */

interface Site {
  /** Set once the figures' own script has been run. */
  apLive?: { mount(): void }
  apLiveAwaited?: boolean
}

const PATIENCE = 10_000 // ms
const SIGNS = ["pointermove", "pointerdown", "touchstart", "keydown", "scroll", "focusin"]

const site = window as unknown as Site
const script = document.currentScript as HTMLScriptElement

/** Settles at the reader's first sign. */
function present(): Promise<void> {
  return new Promise(resolve => {
    const seen = new AbortController()
    const done = (): void => {
      seen.abort()
      resolve()
    }
    for (const sign of SIGNS) addEventListener(sign, done, { signal: seen.signal, passive: true, capture: true })
    setTimeout(done, PATIENCE)
  })
}

/** Keep the place of the last touch of a picture that is still one, CSS pixels from its left edge. */
function noted(event: MouseEvent): void {
  const picture = (event.target as Element).closest?.("picture")
  const figure = picture?.closest<HTMLElement>(".ap-figure[data-live='waiting']")
  if (figure) figure.dataset["touched"] = String(event.clientX - picture!.getBoundingClientRect().left)
}

// Under instant navigation this script is run again on every page that has a live figure; the figures' own is not, for
// each run of it would stay in memory with all its listeners.
if (site.apLive) site.apLive.mount()
else if (!site.apLiveAwaited) {
  site.apLiveAwaited = true
  addEventListener("click", noted, { passive: true, capture: true })
  void present().then(() => {
    const figures = document.createElement("script")
    figures.src = new URL(script.dataset["figures"]!, script.src).href
    for (const name of ["style", "parts"]) figures.dataset[name] = script.dataset[name]!
    document.head.append(figures)
  })
}
