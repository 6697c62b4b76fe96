/** What stands beneath a live figure of a membrane: beside what all have, the time cursor and the plots that can be added. */

import { READOUTS } from "@model/constants"

import { Bench, type Actions, type Group } from "../../bench/bench"
import { drawer } from "../../bench/drawers"
import type { Model } from "../../laboratory/models"
import { clamp, spoken, typeset } from "../../page/numbers"
import type { Preset } from "../../page/types"
import type { Watched } from "../../page/mount"
import { apart, make, setText } from "../../page/elements"
import type { Strip } from "./strip/strip"
import { Watching } from "./watching"

const GROUPS: readonly Group[] = [
  ["Stimulus", name => name.includes(".") || name === "holding"],
  ["Membrane", name => !/^(P_|TTX|TEA|block_)|_(in|out)$|\.|holding/.test(name)],
  ["Blockers", name => /^(TTX|TEA|block_)/.test(name)],
  ["Solutions", name => /^P_|_(in|out)$/.test(name)],
]

/** What this bench asks for beyond what all do. */
export interface MembraneActions extends Actions {
  /** What is in "More plots". */
  addPlots(): Promise<HTMLElement>
  /** What is in "Hear it". */
  hear(): Promise<HTMLElement>
  moveCursor(time: number): void
  fetchStrip(): Promise<Strip>
}

export class MembraneBench extends Bench<MembraneActions> {
  private readonly cursor = make("input", { type: "range", "aria-label": "Time cursor", step: "any" })
  private readonly cursorText = make("output", { class: "ap-live__moment" })
  private readonly plotDrawer: HTMLButtonElement
  private readonly watching: Watching | undefined

  constructor(
    private readonly preset: Preset,
    figure: MembraneActions,
    id: string,
    { controls }: Model,
    watched: boolean,
  ) {
    super(id, controls, READOUTS, figure)
    const cursor = preset.bench === "solutions" ? [] : [this.cursorRow()]
    if (watched) this.watching = new Watching(id, () => figure.fetchStrip(), cursor)
    this.plotDrawer = drawer(this.drawers, id, "More plots", () => figure.addPlots())
    const own = preset.bench === "solutions" ? [] : [this.plotDrawer]
    if (preset.bench === "current clamp") own.push(drawer(this.drawers, id, "Hear it", () => figure.hear()))
    const rest = Object.keys(preset.values).filter(name => !preset.shown.includes(name))
    this.element.append(
      ...(this.watching ? [this.watching.element] : []),
      this.controlsOf(preset.shown),
      this.readouts(preset.read),
      ...cursor,
      ...this.more(() => this.grouped(rest, GROUPS), [], ...own),
    )
  }

  /** Show the time cursor at `time`, with what stands there. */
  point(time: number | null, text: string): void {
    if (time !== null) {
      this.cursor.value = String(time)
      this.cursor.setAttribute("aria-valuetext", `${spoken(time, "ms", 2)}: ${text}`)
    }
    setText(
      this.cursorText,
      time === null ? "Point at the plot, or move the slider, to read values off." : `${typeset(time, "ms", 2)}: ${text}`,
    )
  }

  /** Open the strip; null, where there is none. */
  async watch(): Promise<Watched | null> {
    return this.watching?.open() ?? null
  }

  /** Open the drawer of the added plots. */
  showPlots(): void {
    if (this.plotDrawer.getAttribute("aria-expanded") === "false") this.plotDrawer.click()
  }

  private cursorRow(): HTMLElement {
    const { origin, ms } = this.preset
    this.cursor.min = String(-origin)
    this.cursor.max = String(ms - origin)
    this.cursor.value = "0"
    this.cursor.addEventListener("input", () => this.figure.moveCursor(Number(this.cursor.value)))
    this.cursor.addEventListener("keydown", event => {
      const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
      if (way === undefined) return
      event.preventDefault()
      const step = (event.shiftKey ? 10 : 1) * Math.max(this.preset.dt, ms / 500)
      this.figure.moveCursor(clamp(Number(this.cursor.value) + way * step, -origin, ms - origin))
    })
    return make("div", { class: "ap-live__cursor" }, apart(this.cursor), this.cursorText)
  }
}
