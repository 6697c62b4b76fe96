/**
 * How far a reader has come in a chapter, and where to go on: said where that is asked for, and nowhere else.
 *
 * Done is what can be known to be: a question that was answered rightly once, and a prediction that was made. A page that
 * was merely opened is not read, and nothing is kept of it.
 */

import "./path.css"

import { make } from "../page/elements"
import { Keeping, nameIn, pageIn, type Kept, type Try } from "./keeping"

/** A page of a chapter; of each question its identifier, and whether it is a prediction. */
interface Page {
  readonly url: string
  readonly title: string
  readonly asked: readonly (readonly [string, boolean])[]
}

/** A question that is not done yet: its page, and its place among those of its kind there. */
interface Open {
  readonly page: Page
  readonly name: string
  readonly words: string
}

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
const MARK = "ap-path"

/** What the chapters ask, as `apsite/book/desk/path.py` writes it; fetched once. */
let chapters: Promise<readonly (readonly Page[])[]> | undefined

/** Show the path on the page at hand, if its reader wants to see it. */
export async function begin(home: URL): Promise<void> {
  const { all } = new Keeping(nameIn(home), pageIn(home))
  if (all.path) await show(home, all)
}

/** Mark the pages in the navigation, if that is wanted, and say in `next` where to go on. Rejects where it is not known. */
export async function show(home: URL, kept: Kept, next?: HTMLElement): Promise<void> {
  const asked = await (chapters ??= fetched(home))
  const here = pageIn(home)
  const chapter = asked.find(pages => pages.some(({ url }) => url === here))
  for (const mark of document.querySelectorAll(`.${MARK}`)) mark.remove()
  if (kept.path) for (const page of asked.flat()) mark(home, page, doneOn(page, kept))
  if (!next) return
  next.replaceChildren()
  if (!chapter?.some(page => page.asked.some(([name]) => triesOf(page, name, kept).length))) return
  const open = nextOf(chapter, kept, here)
  if (!open) return next.replaceChildren("All that this chapter asks is answered.")
  const address = new URL(`${open.page.url}#${open.name}`, home).href
  next.replaceChildren("Go on: ", make("a", { href: address }, open.words), ".")
}

async function fetched(home: URL): Promise<readonly (readonly Page[])[]> {
  try {
    const answer = await fetch(new URL("assets/path.json", home))
    if (!answer.ok) throw new Error(`the path is not there: ${answer.status}`)
    return await answer.json()
  } catch (error) {
    chapters = undefined // it is fetched again when it is next asked for
    throw error
  }
}

/** What was tried at a question. Names may be any, so that only those are looked up that are the record's own. */
function triesOf({ url }: Page, name: string, { pages }: Kept): readonly Try[] {
  const own = Object.hasOwn(pages, url) ? pages[url]! : {}
  return Object.hasOwn(own, name) ? own[name]!.tries : []
}

function isDone([name, predicted]: Page["asked"][number], page: Page, kept: Kept): boolean {
  return triesOf(page, name, kept).some(({ right }) => right || predicted)
}

function doneOn(page: Page, kept: Kept): number {
  return page.asked.filter(each => isDone(each, page, kept)).length
}

/** What is open after what was answered last, from the start of the chapter again behind its end; none, where nothing is. */
function nextOf(chapter: readonly Page[], kept: Kept, here: string): Open | undefined {
  const all = chapter.flatMap(page => page.asked.map(each => ({ page, each })))
  const when = all.map(({ page, each: [name] }) => triesOf(page, name, kept).at(-1)?.at ?? "")
  const last = when.reduce((found, at, index) => (at && at >= when[found]! ? index : found), 0)
  // The one that was answered last is itself the next where it is still open.
  const found = [...all.slice(last), ...all.slice(0, last)].find(({ page, each }) => !isDone(each, page, kept))
  if (!found) return undefined
  const { page, each } = found
  const kind = page.asked.filter(([, predicted]) => predicted === each[1])
  const noun = each[1] ? "prediction" : "question"
  const place = kind.indexOf(each)
  const which = kind.length > 1 ? (ORDINALS[place] ? `${ORDINALS[place]} ${noun}` : `${noun} ${place + 1}`) : noun
  return { page, name: each[0], words: `the ${which} of ${page.url === here ? "this page" : page.title}` }
}

/** Say beside a page's name in the navigation how much of what it asks is done; nothing, where none is. */
function mark(home: URL, { url, asked }: Page, done: number): void {
  if (!done) return
  const { pathname } = new URL(url, home)
  const all = done === asked.length
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".md-nav--primary a.md-nav__link")) {
    if (link.pathname !== pathname || link.hash) continue
    // On a phone the page at hand is a label that opens its contents.
    const label = link.previousElementSibling
    for (const place of label?.matches("label.md-nav__link") ? [link, label] : [link]) {
      const words = all ? `all ${asked.length} answered` : `${done} of ${asked.length} answered`
      const sign = make("span", { "aria-hidden": "true" }, all ? "✓" : `${done}/${asked.length}`)
      place.append(make("span", { class: MARK }, sign, make("span", { class: "ap-live__hidden" }, ` (${words})`)))
    }
  }
}
