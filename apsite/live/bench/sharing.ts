/** What is in "Share and save": links to a figure's state, code to embed it, its curves, and the figure as a drawing or an image. */

import { button } from "./drawers"
import { image, save } from "./exports"
import { documentOf, type Drawing } from "../plot/document"
import { address } from "../page/link"
import { palette } from "../page/palette"
import { make } from "../page/elements"

/** The figure of which a reader takes something away. */
export interface Shared {
  /** Its element, its name, where the site begins, and what it is called. */
  readonly root: HTMLElement
  readonly name: string
  readonly home: URL
  readonly title: string
  /** What a link has to hold. */
  state(): string
  complain(message: string): void
}

/** `table`: its curves as comma-separated values; `drawn`: what stands in it. Both are null as long as nothing does. */
export function sharing(figure: Shared, table: () => string | null, drawn: () => Drawing | null): HTMLElement {
  const done = make("p", { class: "ap-live__done", role: "status" })
  const copy = (text: string, link: () => string, said: string): HTMLButtonElement =>
    button(text, () => void copied(link(), said).then(told => (done.textContent = told)))
  const keep = (ending: string, type: string, content: string | Blob | null): void => {
    if (content !== null) save(`${figure.name}.${ending}`, new Blob([content], { type }))
  }
  const written = (found: Drawing): string => documentOf(found, palette(), figure.title)
  const svg = (): void => {
    const found = drawn()
    if (found) keep("svg", "image/svg+xml", written(found))
  }
  const png = (): void => {
    const found = drawn()
    if (found)
      image(written(found), found).then(
        made => keep("png", "image/png", made),
        () => figure.complain("This browser could not make an image; the drawing (SVG) shows the same."),
      )
  }
  return make(
    "div",
    {},
    make(
      "div",
      { class: "ap-live__toolbar" },
      copy("Copy link", () => linkTo(figure), "The link is copied: it brings back what you see."),
      copy("Copy code to embed", () => codeOf(figure), "The code is copied: put it into your page."),
      button("Curves (CSV)", () => keep("csv", "text/csv", table())),
      button("Drawing (SVG)", svg),
      button("Image (PNG)", png),
    ),
    done,
  )
}

function linkTo({ root, name, state }: Shared): string {
  return address(name, state(), root.closest("figure")?.id ?? "")
}

/** The code that puts the figure as it is into another page. */
function codeOf({ home, name, title, state }: Shared): string {
  const target = new URL(`embed/${name}/`, home)
  if (state()) target.search = `${name}=${state()}`
  return `<iframe src="${target.href}" title="${title}" width="800" height="900" loading="lazy"></iframe>`
}

/** Copy a text; returns what is to be said of it. */
async function copied(text: string, said: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text)
    return said
  } catch {
    return `This browser does not let the page copy. Here it is: ${text}`
  }
}
