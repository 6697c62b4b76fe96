/** Starts live figures when they come into view, and ends them when their page goes. */

import { Rig } from "./rig"
import type { FigureData } from "./types"
import { make } from "./words"

interface Site {
  /** Material's stream of pages, under instant navigation. */
  document$?: { subscribe(next: () => void): unknown }
  apLive?: { mount(): void }
}

const site = window as unknown as Site
const script = document.currentScript as HTMLScriptElement
const rigs = new Map<HTMLElement, Rig>()

const sight = new IntersectionObserver(
  entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue
      sight.unobserve(target)
      void start(target as HTMLElement)
    }
  },
  { rootMargin: "100px" },
)

function mount(): void {
  for (const [figure, rig] of rigs) {
    if (figure.isConnected) continue
    rig.destroy()
    rigs.delete(figure)
  }
  for (const figure of document.querySelectorAll<HTMLElement>(".ap-figure[data-live='waiting']")) {
    sight.observe(figure)
  }
}

/** Run the figure and show it: two tasks, each once nothing else is to be done, so that the page answers in between. */
async function start(figure: HTMLElement): Promise<void> {
  await idle()
  if (!figure.isConnected || rigs.has(figure)) return
  const place = figure.querySelector<HTMLElement>(".ap-live")!
  try {
    const data = JSON.parse(place.dataset["preset"]!) as FigureData
    const rig = new Rig(figure, data, place, new URL("../..", script.src))
    rigs.set(figure, rig)
    await idle()
    if (!rigs.has(figure)) return // its page has gone
    rig.open()
    figure.dataset["live"] = "on"
  } catch (error) {
    rigs.get(figure)?.destroy()
    rigs.delete(figure)
    figure.dataset["live"] = "failed"
    place.replaceChildren(make("p", { class: "ap-live__status is-problem" }, "The live figure could not start here; the picture shows the same run."))
    console.info("A live figure could not start:", error)
  }
}

/** Let the page come first. */
function idle(): Promise<unknown> {
  return new Promise(resolve => {
    if ("requestIdleCallback" in window) requestIdleCallback(resolve, { timeout: 1500 })
    else setTimeout(resolve, 50)
  })
}

/** The style sheet beside this script, which nothing needs before there is a live figure. */
function styled(): Promise<void> {
  return new Promise(resolve => {
    const link = make("link", { rel: "stylesheet", href: new URL(script.dataset["style"]!, script.src).href })
    link.addEventListener("load", () => resolve())
    link.addEventListener("error", () => resolve())
    document.head.append(link)
  })
}

site.apLive = { mount }
void styled().then(() => {
  if (site.document$) site.document$.subscribe(mount)
  mount()
})
