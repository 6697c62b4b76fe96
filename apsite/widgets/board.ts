/** The picture's axes in the picture's place, scaled as it is. */

import type { Palette } from "./palette"
import type { Panel } from "./panel"
import type { Axes, Layout } from "./types"
import { make } from "./words"

const NARROW = "(max-width: 37.49em)"

export class Board {
  readonly element = make("div", { class: "ap-live__stage", role: "group" })
  panels: readonly Panel[] = []
  private size = { width: 0, narrow: false, density: 0 }

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

  /**
   * Put the panels over the picture, which may have another size or layout now; `always`, also where it has not. They
   * are made once, so that what is in them stays. Returns whether anything is in another place or palette.
   */
  place(colors: () => Palette, always: boolean): boolean {
    const { picture } = this
    const size = { width: picture.clientWidth, narrow: matchMedia(NARROW).matches, density: devicePixelRatio }
    const { width, narrow, density } = this.size
    if (!size.width || (!always && size.width === width && size.narrow === narrow && size.density === density)) return false
    this.size = size
    const { layout } = this
    Object.assign(this.element.style, {
      left: `${picture.offsetLeft}px`, top: `${picture.offsetTop}px`, width: `${size.width}px`, height: `${picture.clientHeight}px`,
    })
    if (!this.ready) {
      this.panels = layout.axes.map(this.panel)
      this.element.append(...this.panels.map(({ element }) => element))
    }
    const palette = colors()
    this.panels.forEach((panel, index) => panel.place(size.width / layout.width, palette, layout.axes[index]!))
    return true
  }

  paint(): void {
    for (const panel of this.panels) panel.paint()
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
