/** The picture's axes in the picture's place, scaled as it is. */

import type { Palette } from "./palette"
import type { Panel } from "./panel"
import type { Axes, Layout } from "./types"
import { make } from "./words"

const NARROW = "(max-width: 37.49em)"

/** Whether all is as before, in another place or palette, or the panels are new ones. */
export type Placed = "same" | "placed" | "new"

export class Board {
  readonly element = make("div", { class: "ap-live__stage", role: "group" })
  panels: readonly Panel[] = []
  private size = { width: 0, narrow: false }

  /** `root` is the figure's element, with its pictures; `panel` makes what stands in the axes number `index`. */
  constructor(
    private readonly root: HTMLElement,
    private readonly layouts: Readonly<Record<"wide" | "narrow", Layout>>,
    private readonly panel: (axes: Axes, index: number) => Panel,
  ) {}

  get layout(): Layout {
    return this.layouts[this.size.narrow ? "narrow" : "wide"]
  }

  /** The width of the picture when it was last looked at: to ask the browser in every frame would cost a layout. */
  get width(): number {
    return this.size.width
  }

  /** The picture that is shown in the present palette. */
  private get picture(): HTMLImageElement {
    const all = [...this.root.querySelectorAll<HTMLImageElement>("picture img")]
    return all.find(image => image.offsetParent) ?? all[0]!
  }

  get ready(): boolean {
    return this.panels.length > 0
  }

  /** Put the panels over the picture, which may have another size or layout now; `always`, also where it has not. */
  place(colors: () => Palette, always: boolean): Placed {
    const { picture } = this
    const width = picture.clientWidth
    const narrow = matchMedia(NARROW).matches
    if (!width || (!always && width === this.size.width && narrow === this.size.narrow)) return "same"
    const fresh = !this.ready || narrow !== this.size.narrow
    this.size = { width, narrow }
    const { layout } = this
    Object.assign(this.element.style, {
      left: `${picture.offsetLeft}px`, top: `${picture.offsetTop}px`, width: `${width}px`, height: `${picture.clientHeight}px`,
    })
    if (fresh) {
      for (const panel of this.panels) panel.destroy()
      this.panels = layout.axes.map(this.panel)
      this.element.append(...this.panels.map(({ element }) => element))
    }
    const palette = colors()
    for (const panel of this.panels) panel.place(width / layout.width, palette)
    return fresh ? "new" : "placed"
  }

  /** Say what the figure is, what its picture shows and, by the bench that `id` begins as well, how things stand in it. */
  name(title: string, id: string): void {
    this.element.setAttribute("aria-label", `Live figure: ${title}`)
    this.element.setAttribute("aria-describedby", `${id}-alt ${id}-summary`)
    this.element.append(make("p", { class: "ap-live__hidden", id: `${id}-alt` }, this.picture.alt))
  }

  destroy(): void {
    for (const panel of this.panels) panel.destroy()
    this.element.remove()
  }
}
