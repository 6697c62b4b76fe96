/** A live figure of a membrane, the squid's or another one, or of one of several, which its reader chooses. */

import { LATER } from "@model/declared"

import type { Live, Stretch, Watched } from "../../page/mount"
import { make } from "../../page/elements"
import { named, remember } from "../../page/link"
import type { FigureData, Preset, Sketch, Values } from "../../page/types"
import { SQUID, declared, type Model } from "../../laboratory/models"
import { MembraneFigure } from "./figure"

/** A membrane by its name, what it is called, and what the figure of it starts from. */
interface Choice {
  name: string
  label: string
  preset: Preset
}

/** What begins a part of a link that names a membrane. */
const PART = "membrane:"

export class ChosenFigure implements Live {
  private figure: MembraneFigure | undefined
  private readonly choices: readonly Choice[]
  private chosen = 0
  /** The last that was asked for: what comes later than it was asked for again is not shown. */
  private wanted = 0
  private gone = false
  private readonly place = make("div")
  private readonly options: readonly HTMLInputElement[]

  /** As for every kind, see `page/mount.ts`. Throws where it cannot be started. */
  constructor(
    private readonly root: HTMLElement,
    private readonly data: FigureData & { choices?: readonly Choice[] },
    private readonly seat: HTMLElement,
    private readonly home: URL,
  ) {
    const { membrane, preset } = data
    this.choices = data.choices ?? (membrane ? [{ name: membrane, label: preset.title, preset }] : [])
    this.options = this.choices.map(({ name }) => make("input", { type: "radio", name: `${this.name}-membrane`, value: name }))
    if (!this.choices.length) this.figure = new MembraneFigure(root, data, seat, home)
  }

  async open(): Promise<void> {
    if (this.figure) return this.figure.open()
    this.wanted = this.chosen = Math.max(
      0,
      named(
        this.name,
        PART,
        this.choices.map(({ name }) => name),
      ),
    )
    const figure = await this.made(this.chosen)
    if (this.gone) return
    this.seat.replaceChildren(...(this.choices.length > 1 ? [this.row()] : []), this.place)
    this.show(figure)
  }

  destroy(): void {
    this.gone = true
    this.figure?.destroy()
  }

  value(name: string): number | null {
    return this.figure?.value(name) ?? null
  }

  put(values: Values): void {
    this.figure?.put(values)
  }

  light(stretch: Stretch | null): string {
    return this.figure?.light(stretch) ?? ""
  }

  async sketch(state: Values): Promise<Sketch | null> {
    return this.figure?.sketch(state) ?? null
  }

  async watchChannels(): Promise<Watched | null> {
    return this.figure?.watchChannels() ?? null
  }

  altered(but: Values): string[] {
    return this.figure?.altered(but) ?? []
  }

  private get name(): string {
    return this.root.dataset["figure"]!
  }

  /** What a link says of a choice; nothing of the first. */
  private part(index: number): string {
    return index ? PART + this.choices[index]!.name : ""
  }

  private async made(index: number): Promise<MembraneFigure> {
    const { name, preset } = this.choices[index]!
    const later = LATER[name]
    const model: Model = later ? declared(await later()) : SQUID
    return new MembraneFigure(this.root, { ...this.data, preset }, this.place, this.home, undefined, model, this.part(index))
  }

  private show(figure: MembraneFigure): void {
    this.figure = figure
    figure.open()
    this.options[this.chosen]!.checked = true
  }

  private row(): HTMLElement {
    const labels = this.choices.map(({ label }, index) => {
      const option = this.options[index]!
      option.addEventListener("change", () => void this.choose(index))
      return make("label", { class: "ap-live__option" }, option, make("span", {}, label))
    })
    return make(
      "div",
      { class: "ap-live__choice", role: "radiogroup", "aria-label": "Membrane" },
      make("span", { class: "ap-live__name" }, "Membrane"),
      make("div", { class: "ap-live__options" }, ...labels),
    )
  }

  /** Put the figure of another membrane in the place of the present one; where its scripts do not come, that stays. */
  private async choose(index: number): Promise<void> {
    this.wanted = index
    let figure: MembraneFigure
    try {
      figure = await this.made(index)
    } catch {
      if (this.gone || this.wanted !== index) return
      this.wanted = this.chosen
      this.options[this.chosen]!.checked = true
      this.figure?.complain(`The ${this.choices[index]!.label} could not be fetched; it stays the ${this.choices[this.chosen]!.label}.`)
      return
    }
    if (this.gone || this.wanted !== index) return
    this.figure?.destroy()
    this.chosen = index
    remember(this.name, this.part(index))
    this.show(figure)
  }
}
