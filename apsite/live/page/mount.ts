/**
 * Starts live figures when they come into view, and ends them when their page goes.
 *
 * A figure is of a kind, and each kind has scripts of its own, which are fetched when a page has the first figure of it:
 * `bundling/bundle.py` makes them from `kinds/NAME/index.ts`, which exports the class of its figures as `Figure`. What a reader opens
 * is a part of its own, fetched when it is opened: where sources say `import("./NAME")`, parts call `load`.
 */

import { make } from "./elements"
import type { Sketch, Values } from "./types"

/** A live figure in the place of its picture. */
export interface Live {
  /** Show it. Throws, or rejects, where it cannot be shown. */
  open(): void | Promise<void>
  destroy(): void
  /** The present value of a control, or what is measured of the run, by its name; null where there is none. */
  value(name: string): number | null
  /** Set controls to these values, and all others to where they start. */
  put(values: Values): void
  /**
   * The potential of the reader's own run as the figure starts and in a state, for one to be drawn between; null where
   * there is no such curve. Rejects with a Problem where that cannot be run.
   */
  sketch(state: Values): Promise<Sketch | null>
  /** Open the strip in which channels are seen at the time cursor; null where the figure has none. Rejects where it does not load. */
  watchChannels(): Promise<Watched | null>
  /** What the controls are called that are set otherwise than at the start, but for those named. */
  altered(but: Values): string[]
  /** Light a stretch of the curves over time, or all of them; returns how the potential goes in it, in a few signs. */
  light?(stretch: Stretch | null): string
}

/** A strip of membrane that is open. */
export interface Watched {
  /** Show what there is at a time of the axes, ms, and let it stand. */
  showAt(time: number): void
  /** Draw channels and ions of a kind alone in their colours; all of them, where it is null. */
  highlight(kind: "sodium" | "potassium" | "leak" | null): void
}

/** From when to when, ms along the axis of time; null for where that begins or ends. */
export type Stretch = readonly [number | null, number | null]

/**
 * What `kinds/NAME/index.ts` exports: the figure's element with its pictures, what it starts from, where its bench goes, the
 * site, and the script of the kind's worker if it has one.
 */
export interface Kind {
  Figure: new (root: HTMLElement, data: never, seat: HTMLElement, home: URL, worker: URL | undefined) => Live
}

/** What `questions/index.ts` exports. */
interface Questions {
  open(root: HTMLElement, home: URL, wake: (name: string) => Promise<Live | undefined>): void
}

/** What `questions/path.ts` exports. */
interface Path {
  begin(home: URL): Promise<void>
}

/** What `story/index.ts` exports. */
interface Story {
  open(root: HTMLElement, wake: (name: string) => Promise<Live | undefined>): Promise<void>
}

type Part = (require: (name: string) => object, load: (name: string) => Promise<object>) => object

interface Site {
  /** Material's stream of pages, under instant navigation. */
  document$?: { subscribe(next: () => void): unknown }
  apLive?: { mount(): void; part(name: string, part: Part): void }
}

const site = window as unknown as Site
const script = document.currentScript as HTMLScriptElement
/** The files of each kind and of each part that is fetched later, by what sources call it. */
const needed = JSON.parse(script.dataset["parts"]!) as Readonly<Record<string, readonly string[]>>
const parts = new Map<string, Part>()
const modules = new Map<string, object>()
const files = new Map<string, Promise<void>>()
const figures = new Map<HTMLElement, Live>()
const home = new URL("../..", script.src)

const sight = new IntersectionObserver(
  entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue
      sight.unobserve(target)
      if (target.matches(".ap-figure")) void start(target as HTMLElement)
      else if (target.matches(".ap-story")) void tell(target as HTMLElement)
      else void ask(target as HTMLElement)
    }
  },
  { rootMargin: "100px" },
)

function mount(): void {
  for (const [element, figure] of figures) {
    if (element.isConnected) continue
    figure.destroy()
    figures.delete(element)
  }
  for (const element of document.querySelectorAll<HTMLElement>(".ap-figure[data-live='waiting']")) {
    sight.observe(element)
  }
  for (const element of document.querySelectorAll<HTMLElement>(".ap-question:not(.is-open), .ap-story:not(.is-open)"))
    sight.observe(element)
  for (const box of document.querySelectorAll<HTMLElement>(".ap-laboratory:not(.is-open)")) unlock(box)
  void lead()
}

/** Where this browser keeps answers, show how far their reader has come, if that is wanted. */
async function lead(): Promise<void> {
  try {
    if (localStorage.getItem(`ap-answers:${home.pathname}`) === null) return
    const { begin } = (await load("./live-path.js")) as Path
    await begin(home)
  } catch (error) {
    console.info("The path is not shown:", error)
  }
}

/** Let a reader open a laboratory, which is fetched then; whom a link leads to what it was left at finds it open. */
function unlock(box: HTMLElement): void {
  const opener = box.querySelector("button")!
  const enter = async (): Promise<void> => {
    opener.disabled = true
    try {
      const { open } = (await load("./live-clamp.js")) as { open(root: HTMLElement): void }
      if (!box.isConnected) return
      opener.remove()
      open(box)
    } catch (error) {
      opener.disabled = false
      opener.textContent = "The laboratory did not load. Try again"
      console.info("The laboratory could not be opened:", error)
    }
  }
  box.classList.add("is-open")
  opener.disabled = false
  opener.addEventListener("click", () => void enter())
  if (new URLSearchParams(location.search).has("laboratory")) void enter()
}

/** Let a question answer. Where its script does not come, it is the text that it is. */
async function ask(element: HTMLElement): Promise<void> {
  try {
    const { open } = (await load("./live-questions.js")) as Questions
    if (!element.isConnected || element.classList.contains("is-open")) return
    element.classList.add("is-open")
    open(element, home, wake)
  } catch (error) {
    console.info("A question could not be opened:", error)
  }
}

/** Let passages light their figure. Where their script does not come, they are the text that they are. */
async function tell(element: HTMLElement): Promise<void> {
  try {
    const { open } = (await load("./live-story.js")) as Story
    if (!element.isConnected || element.classList.contains("is-open")) return
    element.classList.add("is-open")
    await open(element, wake)
  } catch (error) {
    console.info("The passages of a figure could not be opened:", error)
  }
}

/** The live figure `name` of the page, started if it was not; none, where it cannot be. */
async function wake(name: string): Promise<Live | undefined> {
  const element = document.querySelector<HTMLElement>(`.ap-figure[data-figure="${name}"]`)
  if (!element) return undefined
  if (element.dataset["live"] === "waiting") {
    sight.unobserve(element)
    await start(element)
    // Somebody else may have begun to start it.
    while (element.dataset["live"] === "waiting" && element.isConnected) await new Promise(requestAnimationFrame)
  }
  return figures.get(element)
}

/** Run the figure and show it: two tasks, each once nothing else is to be done, so that the page answers in between. */
async function start(element: HTMLElement): Promise<void> {
  const place = element.querySelector<HTMLElement>(".ap-live")!
  try {
    const kind = `./kind-${place.dataset["kind"]!}.js`
    const [{ Figure }] = await Promise.all([load(kind) as Promise<Kind>, idle()])
    if (!element.isConnected || figures.has(element)) return
    const data = JSON.parse(place.dataset["preset"]!) as never
    const worker = needed[kind]!.find(isWorker)
    const figure = new Figure(element, data, place, home, worker ? new URL(worker, script.src) : undefined)
    figures.set(element, figure)
    await idle()
    if (!figures.has(element)) return // its page has gone
    await figure.open()
    if (!figures.has(element)) return
    element.dataset["live"] = "on"
  } catch (error) {
    figures.get(element)?.destroy()
    figures.delete(element)
    element.dataset["live"] = "failed"
    place.replaceChildren(
      make("p", { class: "ap-live__status is-problem" }, "The live figure could not start here; the picture shows the same run."),
    )
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

function isWorker(file: string): boolean {
  return file.startsWith("live-worker-")
}

/** Fetch all that a part needs, and return what it exports. Rejects where a file does not load. */
async function load(name: string): Promise<object> {
  await Promise.all(needed[name]!.filter(file => !isWorker(file)).map(fetchFile))
  return run(name)
}

/** What a part exports; each runs once. */
function run(name: string): object {
  let exported = modules.get(name)
  if (!exported) modules.set(name, (exported = parts.get(name)!(run, load)))
  return exported
}

/** Fetch a script or a style sheet beside this script, once; what did not load is fetched again when it is next asked for. */
function fetchFile(name: string): Promise<void> {
  let file = files.get(name)
  if (!file)
    files.set(
      name,
      (file = new Promise((resolve, reject) => {
        const { href } = new URL(name, script.src)
        const element = name.endsWith(".css") ? make("link", { rel: "stylesheet", href }) : make("script", { src: href })
        element.addEventListener("load", () => resolve())
        element.addEventListener("error", () => {
          files.delete(name)
          element.remove()
          reject(new Error(`${name} does not load`))
        })
        document.head.append(element)
      })),
    )
  return file
}

site.apLive = { mount, part: (name, part) => parts.set(name, part) }
/** The style sheet, which nothing needs before there is a live figure; figures work without it. */
void fetchFile(script.dataset["style"]!)
  .catch(() => {})
  .then(() => {
    if (site.document$) site.document$.subscribe(mount)
    mount()
  })
