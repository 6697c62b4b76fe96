/**
 * What live figures of kinds without grips have in common: what runs follows from the values of their controls alone, and
 * is drawn in the picture's axes.
 *
 * Owns what the board shows of a run, what a link asks for, and what is said. The run is each kind's own.
 */

import type { Drawing } from "./plot/document"
import type { Content } from "./plot/content"
import { LiveFigure } from "./figure"
import { impossible, unknown } from "./page/link"
import type { Say } from "./page/numbers"
import { palette } from "./page/palette"
import { Panel } from "./plot/panel"
import { Board, WIDER } from "./plot/picture"
import { Problem, type Axes, type Control, type Layout, type Values } from "./page/types"

/** What such a figure starts from. */
export interface BoardData<Preset> {
  preset: Preset
  layouts: { wide: Layout; narrow: Layout }
}

export abstract class BoardFigure<Preset extends { title: string; values: Values }> extends LiveFigure<Preset> {
  protected readonly stage: Board
  private problem = ""
  private note = ""
  /** What every identifier of the figure begins with. */
  protected abstract readonly id: string

  /** As for every kind, see `page/mount.ts`; values of the controls that are `whole` are whole numbers. */
  constructor(
    root: HTMLElement,
    { preset, layouts }: BoardData<Preset>,
    seat: HTMLElement,
    home: URL,
    controls: Readonly<Record<string, Control>>,
    private readonly whole: readonly string[],
  ) {
    super(root, preset, seat, home, controls)
    this.stage = new Board(root, layouts, axes => new Panel(axes))
    this.stage.released = () => {
      this.draw()
      this.later.again() // whether axes are wide is told
      this.soon()
    }
  }

  open(): void {
    this.stage.name(this.preset.title, this.id)
    this.mount()
    this.note = this.linkedTo()
    this.bench.show(this.changed)
    this.opened()
  }

  /** Run the model at these values. Throws a Problem where it cannot be. */
  protected abstract run(values: Values): void

  /** What stands in the axes number `index`. */
  protected abstract contentOf(index: number, axes: Axes): Content

  /** What happened, in words. */
  protected abstract told(say: Say): string

  /** Show the first run. */
  protected abstract opened(): void

  // What controls ask for

  reach({ low, high }: Control): readonly [number, number] {
    return [low, high]
  }

  legal({ minimum, maximum }: Control): readonly [number, number] {
    return [minimum, maximum]
  }

  override set(name: string, value: number): void {
    super.set(name, this.whole.includes(name) ? Math.round(value) : value)
  }

  // State

  /** Take over what a link asks for; returns what has to be said of it. */
  private linkedTo(): string {
    const linked = this.asked()
    if (!linked) return ""
    const { values, refused } = linked
    for (const name of this.whole) if (name in values) values[name] = Math.round(values[name]!)
    if (this.attempt({ ...this.preset.values, ...values })) return unknown(refused)
    const note = impossible(this.problem)
    this.attempt(this.preset.values)
    return note
  }

  protected follow(moved: boolean, now: number): void {
    if (!moved) return
    this.note = ""
    if (this.attempt(this.wanted)) this.begun(now)
    this.draw()
    this.bench.show(this.changed)
  }

  /** Do what is to be seen at once of a run that was asked for in the frame of `now`. */
  protected begun(_now: number): void {}

  /** Run what is asked for; returns whether it can be. */
  private attempt(values: Values): boolean {
    this.wanted = values
    this.problem = ""
    try {
      this.run(values)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.problem = error.message
    }
    this.stage.element.classList.toggle("is-stale", this.problem !== "")
    return !this.problem
  }

  /** Whether what was asked for can be run. */
  protected get possible(): boolean {
    return !this.problem
  }

  // What follows from it

  protected paint(): void {
    this.stage.paint()
  }

  protected override write(): void {
    this.stage.write()
  }

  protected tell(): void {
    this.say(say => this.problem || this.note + this.told(say) + (this.stage.widened ? WIDER : ""), !this.possible)
  }

  protected place(always: boolean): void {
    if (this.stage.place(palette, always)) this.redraw()
  }

  /** Draw everything, not only in the next frame. */
  protected redraw(): void {
    this.draw()
    this.paint()
    this.after.finish()
  }

  protected draw(): void {
    this.stage.fill((index, axes) => this.contentOf(index, axes), !this.changed)
    this.after.again()
  }

  /** What is drawn, in the whole room of the picture. */
  protected drawing(): Drawing {
    return { ...this.stage.layout, panels: this.stage.drawn((index, axes) => this.contentOf(index, axes)) }
  }
}
