/** One live figure of a terminal: its state, and how axes, bench and address follow from it. */

import { CONTROLS, MODULUS, MOST_SPIKES, WHOLE } from "@model/terminal-facts"

import { Board } from "./board"
import { columns, drawing, image, save } from "./exports"
import type { Live } from "./figures"
import { inAddress, read, remember, write } from "./link"
import { spoken, typeset } from "./numbers"
import { palette, watchPalette, type Palette } from "./palette"
import { Panel, type Content } from "./panel"
import { copyEmbed, copyLink } from "./sharing"
import { summary } from "./summary"
import { Synapse, depolarization, type Spiking } from "./synapse"
import { SynapseBench, type SynapseActions } from "./synapse-bench"
import { contentOf, type Shows } from "./synapse-contents"
import { MEASURES, told } from "./synapse-words"
import { Problem, type Axes, type Control, type Layout, type Values } from "./types"
import { make } from "./words"

const REST = 900 // ms without a change, after which the next one leaves a ghost, and the address follows

/** What the figure starts from, as `terminal.py` writes it. */
interface TerminalPreset extends Spiking {
  title: string
  bench: "terminal" | "terminal counting"
  values: Values
  shown: readonly string[]
  panels: readonly { shows: Shows }[]
  read: readonly string[]
}

interface TerminalData {
  preset: TerminalPreset
  layouts: { wide: Layout; narrow: Layout }
}

let numbered = 0

export class TerminalFigure implements Live, SynapseActions {
  private readonly preset: TerminalPreset
  private readonly name: string
  private readonly id = `ap-terminal-${++numbered}`
  private readonly counting: boolean
  private readonly board: Board
  private readonly bench: SynapseBench
  private readonly stop = new AbortController()
  private readonly watch = new ResizeObserver(() => this.place(false))
  private colors: Palette = palette()
  private wanted: Values
  private synapse: Synapse
  private ghost: Synapse | undefined
  private problem = ""
  private resting = true
  private timer: ReturnType<typeof setTimeout> | undefined
  private frame = 0

  /** As every kind is made: see `figures.ts`. Throws where it cannot be started. */
  constructor(
    private readonly root: HTMLElement,
    data: TerminalData,
    private readonly seat: HTMLElement,
    private readonly home: URL,
  ) {
    if (!document.createElement("canvas").getContext("2d")) throw new Error("this browser draws nothing")
    const { preset } = data
    this.preset = preset
    this.name = root.dataset["figure"]!
    this.counting = preset.bench === "terminal counting"
    this.wanted = preset.values
    this.synapse = new Synapse(preset.values, preset)
    this.bench = new SynapseBench(this.id, preset.shown, Object.keys(preset.values), preset.read, this.counting, this)
    this.board = new Board(root, data.layouts, axes => new Panel(axes))
  }

  open(): void {
    const { id, root, board } = this
    board.name(this.preset.title, `${id}-alt ${id}-summary`)
    board.element.append(make("p", { class: "ap-live__hidden", id: `${id}-alt` }, board.picture.alt))
    this.seat.append(this.bench.element)
    root.prepend(board.element)
    this.place(true)
    const note = this.follow(inAddress(this.name))
    root.classList.add("is-live")
    this.watch.observe(root)
    watchPalette(() => this.place(true), this.stop.signal)
    this.show(note)
  }

  destroy(): void {
    this.stop.abort()
    this.watch.disconnect()
    clearTimeout(this.timer)
    cancelAnimationFrame(this.frame)
    this.board.destroy()
    this.bench.destroy()
    this.root.classList.remove("is-live")
  }

  // What controls and buttons ask for

  get(name: string): number {
    return this.wanted[name]!
  }

  start(name: string): number {
    return this.preset.values[name]!
  }

  reach({ low, high }: Control): readonly [number, number] {
    return [low, high]
  }

  legal({ minimum, maximum }: Control): readonly [number, number] {
    return [minimum, maximum]
  }

  set(name: string, value: number): void {
    const taken = WHOLE.includes(name) ? Math.round(value) : value
    if (Number.isFinite(value) && taken !== this.wanted[name]) this.ask({ ...this.wanted, [name]: taken })
  }

  complain(message: string): void {
    this.bench.say(message, message, this.summary, true)
  }

  send(spikes: number): void {
    this.set("spikes", Math.min(MOST_SPIKES, this.get("spikes") + spikes))
  }

  begin(): void {
    const { maximum } = CONTROLS["seed"]!
    this.ask({ ...this.wanted, spikes: 0, seed: (this.get("seed") % Math.min(maximum, MODULUS - 1)) + 1 })
  }

  resetAll(): void {
    this.ask(this.preset.values)
  }

  copyLink(): Promise<string> {
    return copyLink(this.root, this.name, this.state)
  }

  copyEmbed(): Promise<string> {
    return copyEmbed(this.home, this.name, this.state, this.preset.title)
  }

  download(kind: "csv" | "svg" | "png"): void {
    if (kind === "csv") return save(`${this.name}.csv`, new Blob([this.table()], { type: "text/csv" }))
    const { layout } = this.board
    const panels = layout.axes.map((axes, index) => ({ axes, content: this.contentOf(index, axes) }))
    const svg = drawing(layout, panels, this.colors, this.preset.title)
    if (kind === "svg") return save(`${this.name}.svg`, new Blob([svg], { type: "image/svg+xml" }))
    void image(svg, layout).then(
      png => save(`${this.name}.png`, png),
      () => this.complain("This browser could not make an image; the drawing (SVG) shows the same."),
    )
  }

  // State

  /** What a link has to hold. */
  private get state(): string {
    return write(this.wanted, this.preset.values, [])
  }

  private get changed(): boolean {
    return this.state !== ""
  }

  private get summary(): string {
    return summary(this.preset.values, this.wanted, CONTROLS)
  }

  /** Take over what a link asks for; returns what has to be said of it. */
  private follow(text: string | null): string {
    if (text === null) return ""
    const { values, refused } = read(text, this.preset.values, [], CONTROLS)
    for (const name of WHOLE) if (name in values) values[name] = Math.round(values[name]!)
    this.attempt({ ...this.preset.values, ...values })
    if (this.problem) {
      const note = `The link asked for something that cannot be run (${this.problem}); this is the figure's start. `
      this.attempt(this.preset.values)
      return note
    }
    if (!refused.length) return ""
    return `The link asked for something that this figure does not know (${refused.join(", ")}); it stays at its start. `
  }

  private ask(values: Values): void {
    if (this.resting) this.ghost = this.synapse
    this.resting = false
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.resting = true
      remember(this.name, this.state)
    }, REST)
    this.wanted = values
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0
      this.attempt(this.wanted)
      this.show("")
    })
  }

  private attempt(values: Values): void {
    this.wanted = values
    try {
      this.synapse = new Synapse(values, this.preset, this.synapse)
      this.problem = ""
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.problem = error.message
    }
    this.board.element.classList.toggle("is-stale", this.problem !== "")
  }

  // What follows from it

  private show(note: string): void {
    this.draw()
    this.bench.show(this.changed, name => MEASURES[name]!.of(this.synapse))
    const say = (how: typeof spoken): string => this.problem || note + told(this.synapse, this.counting, how)
    this.bench.say(say(typeset), say(spoken), this.summary, this.problem !== "")
  }

  private contentOf(index: number, axes: Axes): Content {
    const { shows } = this.preset.panels[index]!
    return contentOf(shows, axes, this.synapse, this.changed && !this.counting ? this.ghost : undefined)
  }

  private place(always: boolean): void {
    const placed = this.board.place(() => (this.colors = palette()), always)
    if (placed !== "same") this.draw()
  }

  private draw(): void {
    this.board.panels.forEach((panel, index) => panel.show(this.contentOf(index, panel.axes)))
  }

  /** The spikes one after the other, or the chain over time. */
  private table(): string {
    const { synapse } = this
    if (this.counting) {
      const rows = synapse.quanta.map((quanta, k) => [k + 1, quanta, depolarization(quanta)])
      return columns(["spike", "vesicles", "depolarization (mV)"], rows)
    }
    const { recording, entry } = synapse
    const next = synapse.felt(Math.round(synapse.content))
    const rows = Array.from(recording.trace("V"), (V, k) => {
      const time = Number((k * recording.frame.dt - synapse.peakTime).toFixed(6))
      return [time, V, entry.current[k]!, entry.calcium[k]!, next[k]!]
    })
    return columns(["time (ms)", "V (mV)", "I_Ca (uA/cm2)", "Ca (uM)", "next cell (mV)"], rows)
  }
}
