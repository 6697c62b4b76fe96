/** The picture's axes in the picture's place, as wide as it is; where the window leaves it less height, lower. */

import type { Content } from "./content"
import { fitted } from "./fitting"
import type { Box } from "./ground"
import type { Palette } from "../page/palette"
import type { Panel } from "./panel"
import { holding, inside } from "./ranges"
import type { Axes, Layout } from "../page/types"
import { make } from "../page/elements"

/** What is said beside what happened, where axes are wider than the picture's. */
export const WIDER = " The axes are wider now, to hold it."
const NOTHING = "Nothing of this run lies within these axes."
const NARROW = "(max-width: 37.49em), (max-height: 33.99em)" // as the pictures' own

/** The picture of a figure that is shown in the present palette. */
export function pictureOf(root: HTMLElement): HTMLImageElement {
  const all = [...root.querySelectorAll<HTMLImageElement>("picture img")]
  return all.find(image => image.offsetParent) ?? all[0]!
}

/** What the page keeps for the plot of a figure: the height of its picture, and the width, which is its own where a window makes it lower. */
export function roomOf(root: HTMLElement): { narrow: boolean; width: number; height: number } {
  const narrow = matchMedia(NARROW).matches
  const { clientWidth, clientHeight } = pictureOf(root)
  return { narrow, width: clientWidth, height: clientHeight }
}

/** Let the stage be `height` high, and the controls know how much of the window it takes while it stays in sight. */
export function stand(root: HTMLElement, stage: HTMLElement, height: number): void {
  stage.style.height = `${height}px`
  root.style.setProperty("--stage", `${height}px`)
}

/** Windows in which the controls stand beside the plot. */
const BESIDE = "(max-height: 33.99em) and (orientation: landscape)"

/** Let who goes through `controls` by keys see all of the plot, also where these stand beside it. */
export function keepInSight(stage: HTMLElement, controls: HTMLElement): void {
  controls.addEventListener("keyup", () => {
    if (matchMedia(BESIDE).matches) stage.scrollIntoView({ block: "nearest" })
  })
}

/** The element of a stage: who comes to a grip by keys, or moves it so, sees all of the plot. */
export function stageOf(): HTMLElement {
  const element = make("div", { class: "ap-live__stage", role: "group" })
  element.addEventListener("keyup", () => element.scrollIntoView({ block: "nearest" }))
  return element
}

export class Board {
  readonly element = stageOf()
  panels: readonly Panel[] = []
  /** The axes without need to be wider: the picture's, in the room that there is. */
  private bases: readonly Axes[] = []
  /** Whether something is being dragged on the stage: its axes become no narrower then. */
  private held = false
  /** Called when that has ended. */
  released = (): void => {}
  private size = { width: 0, height: 0, narrow: false, density: 0 }

  /** `root` is the figure's element, with its pictures; `panel` makes what stands in the axes number `index`. */
  constructor(
    private readonly root: HTMLElement,
    private readonly layouts: Readonly<Record<"wide" | "narrow", Layout>>,
    private readonly panel: (axes: Axes, index: number) => Panel,
  ) {
    this.element.addEventListener("pointerdown", () => (this.held = true))
    for (const end of ["pointerup", "pointercancel"])
      this.element.addEventListener(end, () => {
        this.held = false
        this.released()
      })
  }

  get layout(): Layout {
    return this.layouts[this.size.narrow ? "narrow" : "wide"]
  }

  /** The width of the picture when it was last looked at: to ask the browser in every frame would cost a layout. */
  get width(): number {
    return this.size.width
  }

  get ready(): boolean {
    return this.panels.length > 0
  }

  /**
   * Put the panels over the picture, which may have another size or layout now; `always`, also where it has not. They
   * are made once, so that what is in them stays. Returns whether anything is in another place or palette, and has to be
   * shown anew.
   */
  place(colors: () => Palette, always: boolean): boolean {
    const size = { ...roomOf(this.root), density: devicePixelRatio }
    const { width, height, narrow, density } = this.size
    const same = size.width === width && size.height === height && size.narrow === narrow && size.density === density
    if (!size.width || (!always && same)) return false
    this.size = size
    const scale = size.width / this.layout.width
    const { axes } = fitted(this.layout, size.height / scale)
    stand(this.root, this.element, size.height)
    if (!this.ready) {
      this.panels = axes.map(this.panel)
      this.element.append(...this.panels.map(({ element }) => element))
    }
    const palette = colors()
    this.bases = axes
    this.panels.forEach((panel, index) => panel.place(scale, palette, axes[index]!))
    return true
  }

  paint(): void {
    for (const panel of this.panels) panel.paint()
  }

  /** Put the words to what is shown. */
  write(): void {
    for (const panel of this.panels) panel.write()
  }

  /** Whether axes are wider than the picture's. */
  get widened(): boolean {
    return this.panels.some((panel, index) => panel.axes !== this.bases[index])
  }

  /** Show what stands in each of the axes. They are those of the picture, `fixed` or where they hold it, and wider where not. */
  fill(contentOf: (index: number, axes: Axes) => Content, fixed: boolean, taken: (panel: Panel) => readonly Box[] = () => []): void {
    this.panels.forEach((panel, index) => {
      const base = this.bases[index]!
      const content = contentOf(index, base)
      const axes = fixed ? base : holding(base, panel.axes, content, this.held)
      if (axes !== panel.axes) panel.limit(axes)
      panel.show(fixed ? content : noted(content, axes), taken(panel))
    })
  }

  /** What is shown, in the whole room of the picture, for a drawing to be saved. */
  drawn(contentOf: (index: number, axes: Axes) => Content): { axes: Axes; content: Content }[] {
    return this.layout.axes.map((base, index) => {
      const { x, y } = this.panels[index]!.axes
      const axes = { ...base, x: { ...x, label_at: base.x.label_at }, y: { ...y, label_at: base.y.label_at } }
      return { axes, content: noted(contentOf(index, base), axes) }
    })
  }

  /** Say what the figure is, what its picture shows and, by the bench that `id` begins as well, how things stand in it. */
  name(title: string, id: string): void {
    this.element.setAttribute("aria-label", `Live figure: ${title}`)
    this.element.setAttribute("aria-describedby", `${id}-alt ${id}-summary`)
    this.element.append(make("p", { class: "ap-live__hidden", id: `${id}-alt` }, pictureOf(this.root).alt))
  }

  destroy(): void {
    for (const panel of this.panels) panel.destroy()
    this.element.remove()
  }
}

/** The content of `axes`, which says so where nothing of it lies within them. */
function noted(content: Content, axes: Axes): Content {
  return content.note || inside(axes, content) ? content : { ...content, note: NOTHING }
}
