/** What is seen of a live axon, in the place of its picture: the drawing with its grips, the potential along it, the map. */

import { DRAWING, TICKS } from "@model/axon-constants"

import { planOf, type Plan } from "./axes"
import { frontsOf, mapOf, profileOf, sampleAt, type Shown } from "./contents"
import { drawAxon } from "./drawing"
import { GRIP, Grip, type Ruler } from "./grips"
import { stretchOf, type AxonPreset } from "./state"
import { Touch } from "./touch"
import { different } from "./words"
import { roomOf, stageOf, stand } from "../../plot/picture"
import type { Owner } from "../../bench/controls"
import { draggable } from "../../page/drag"
import type { DrawnPanel } from "../../plot/document"
import { drawMap, heightOf, rampOf, type Ramp } from "../../plot/heat"
import type { Piece } from "../../page/later"
import { clamp, format, typeset } from "../../page/numbers"
import type { Palette } from "../../page/palette"
import { Panel } from "../../plot/panel"
import { holding } from "../../plot/ranges"
import type { AxonRecording } from "../../laboratory/axon-recordings"
import type { DrawnLine, Values } from "../../page/types"
import { make, setText } from "../../page/elements"

const COARSER = 2 // CSS pixels to one of the map, which is smooth
const LETTER = 5.8 // CSS pixels, of a small one on average
const OFF = 4 // CSS pixels between words and what is taken hold of
/** What is said over the axon, where there is room beside its stimulus. */
const INVITATIONS = ["click or touch the axon to stimulate it there", "click or touch it anywhere", "touch it anywhere"]
const POKED = ["touch it anywhere, once or twice; longer is harder", "touch it anywhere, once or twice", "touch it anywhere"]
const FINEST = 2 // pixels of a canvas to one of the page: more cannot be seen

/** What the stage asks of the figure. */
export interface Director extends Owner {
  /** The reader asks for a stimulus at a place, cm, so many `times` as strong as it is set. */
  stimulate(place: number, times: number): void
  /** The reader points at a moment, ms, and a place, cm. */
  pointed(moment: number, place: number): void
}

/** What a stage consists of. `hint`: what is said of the axon over it, if anything is. */
export interface Parts {
  readonly plan: Plan
  readonly panels: readonly DrawnPanel[]
  readonly canvas: HTMLCanvasElement
  readonly heat: HTMLCanvasElement
  readonly key: HTMLElement
  readonly grips: readonly Grip[]
  readonly hint: HTMLElement | null
}

export class AxonStage {
  readonly element = stageOf()
  private readonly canvas = make("canvas", { class: "ap-live__axon", "aria-hidden": "true" })
  private readonly heat = make("canvas", { class: "ap-live__heat", "aria-hidden": "true" })
  private readonly key = make("div", { class: "ap-live__key", "aria-hidden": "true" })
  private readonly hint = make("div", { class: "ap-live__hint", "aria-hidden": "true" })
  private readonly grips: Grip[] = []
  private panels: readonly [Panel, Panel] | undefined
  private plan: Plan | undefined
  private colors: Palette = {}
  private ramp: Ramp = new Uint8ClampedArray()
  private shown: Shown | undefined
  /** What is shown of it so far beside the potential along the axon: of which run the map is, what the rest is of. */
  private mapped: AxonRecording | undefined
  private lined: Shown | undefined
  private drawnOf: Shown | undefined
  private fronts: readonly DrawnLine[] = []
  private readonly touch: Touch
  /** Whether what stands over the axon says what can be done, and not how it is. */
  private invites = true
  /** What follows a run or another moment when there is time: the axon, the map, and the lines on it. */
  readonly pieces: readonly Piece[] = [() => this.draw(), () => this.map(), () => this.line()]

  constructor(
    private readonly root: HTMLElement,
    private readonly preset: AxonPreset,
    private readonly director: Director,
    private readonly signal: AbortSignal,
  ) {
    this.touch = new Touch(
      this.canvas,
      preset.poked,
      (x, times) => this.touched(x, times),
      () => this.shown && this.label(this.shown.values),
      signal,
    )
    this.element.addEventListener("focusout", () => this.follow(), { signal })
    this.grips = this.gripsOf()
    this.element.append(this.canvas, this.hint, this.heat, this.key)
  }

  /**
   * Lay out for the present size, axes and palette; `always`, also where size and axes are as before. Returns whether
   * anything is new.
   */
  place(palette: () => Palette, values: Values, always: boolean): boolean {
    const { width, height } = roomOf(this.root)
    if (!width) return false
    const { plan } = this
    const [length, ms] = [values["length"]!, values["ms"]!]
    if (!always && plan && plan.width === width && plan.height === height && this.fits(values)) return false
    const colors = (this.colors = palette())
    this.ramp = rampOf(colors)
    this.plan = planOf(width, height, length, ms)
    stand(this.root, this.element, this.plan.height)
    const { profile, map } = this.plan
    if (!this.panels) {
      this.panels = [new Panel(profile), new Panel(map)]
      this.element.append(...this.panels.map(({ element }) => element), ...this.grips.map(({ element }) => element))
      this.listen(this.panels[1])
    }
    this.panels[0].place(1, colors, profile)
    this.panels[1].place(1, colors, map)
    const { left, top, width: across, height: down } = this.plan.map
    Object.assign(this.heat.style, { left: `${left}px`, top: `${top}px`, width: `${across}px`, height: `${down}px` })
    this.canvas.width = width * this.density
    this.canvas.height = DRAWING.height * this.density
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${DRAWING.height}px` })
    this.drawKey()
    this.mapped = this.lined = this.drawnOf = undefined
    if (this.shown) {
      this.show(this.shown)
      for (const piece of this.pieces) piece()
    } else for (const panel of this.panels) panel.paint()
    return true
  }

  /** Whether the axes are those of some values. */
  fits(values: Values): boolean {
    const { plan } = this
    return plan !== undefined && plan.map.x.limits[1] === values["length"] && plan.map.y.limits[0] === values["ms"]
  }

  /** Show the potential along the axon at once; the rest are pieces. */
  show(shown: Shown): void {
    this.shown = shown
    const { plan, panels } = this
    if (!plan || !panels) return
    const profile = profileOf(shown, plan.map.width)
    const axes = holding(plan.profile, panels[0].axes, profile, shown.held)
    if (axes !== panels[0].axes) panels[0].limit(axes)
    panels[0].show(profile)
    panels[0].write()
    panels[0].paint()
    this.follow()
    this.label(shown.values)
  }

  private draw(): void {
    const { plan, shown, canvas, density, ramp, colors } = this
    if (!plan || !shown || this.drawnOf === shown) return
    this.drawnOf = shown
    const { travel, nodes, values, moment } = shown
    const { left, width } = plan.map
    const context = canvas.getContext("2d")!
    context.clearRect(0, 0, canvas.width, canvas.height)
    drawAxon(context, { left, width, middle: DRAWING.axon }, density, values, nodes, travel, sampleAt(travel, moment), ramp, colors)
  }

  private map(): void {
    const { plan, shown } = this
    if (!plan || !shown || this.mapped === shown.travel) return
    this.mapped = shown.travel
    this.lined = undefined
    drawMap(this.heat, shown.travel, shown.values["length"]!, Math.round(plan.map.width / COARSER), this.ramp)
    this.fronts = frontsOf(shown.travel)
  }

  /** Returns whether the map is to come first: the lines on it are those of its own run. */
  private line(): boolean {
    const { panels, shown } = this
    if (!panels || !shown || this.lined === shown) return false
    if (this.mapped !== shown.travel) return true
    this.lined = shown
    panels[1].show(mapOf(shown, this.fronts))
    panels[1].write()
    panels[1].paint()
    return false
  }

  /** Let the grips follow their controls. */
  follow(): void {
    if (this.plan) Grip.settle(this.grips, this.ruler)
  }

  /** Say over the axon what is different in its stretch or, as long as there is room, that it can be clicked. */
  private label(values: Values): void {
    const { left, width } = this.plan!.map
    const stretch = stretchOf(values)
    const { times } = this.touch
    const said = times > 1 ? `${format(times, 1)} times as strong` : stretch ? different(values, typeset) : ""
    const place = (values["first.place"]! / values["length"]!) * width
    const room = Math.max(place, width - place) - GRIP / 2 - OFF
    const invitation = (this.preset.poked === null ? INVITATIONS : POKED).find(words => words.length * LETTER <= room) ?? ""
    this.invites = !said
    setText(this.hint, said || (values["second.amplitude"] ? "" : invitation))
    const middle = stretch ? left + ((stretch[0] + stretch[1]) / 2 / values["length"]!) * width : left + width
    const half = (this.hint.textContent!.length * LETTER) / 2
    // Beside the stimuli, which stand as high.
    const stimuli = this.grips.filter(({ kind, element }) => kind === "stimulus" && !element.hidden).map(({ at }) => at[0])
    const apart = half + GRIP / 2 + OFF
    const places = [middle, ...stimuli.flatMap(at => [at - apart, at + apart])].map(at => clamp(at, left + half, left + width - half))
    const free = places.filter(at => stimuli.every(each => Math.abs(each - at) > apart - 1))
    const [at = places[0]!] = free.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
    this.hint.style.left = `${at}px`
  }

  /** What is seen: axes with what is in them, the canvases beneath, and what stands over them. */
  get parts(): Parts {
    const { plan, shown, panels, fronts, canvas, heat, key, hint, grips, invites } = this
    return {
      plan: plan!,
      panels: [
        { axes: panels![0].axes, content: profileOf(shown!, plan!.map.width) },
        { axes: plan!.map, content: mapOf(shown!, fronts) },
      ],
      ...{ canvas, heat, key, grips },
      hint: invites ? null : hint,
    }
  }

  destroy(): void {
    for (const panel of this.panels ?? []) panel.destroy()
    this.element.remove()
  }

  private get density(): number {
    return Math.min(FINEST, devicePixelRatio)
  }

  private get ruler(): Ruler {
    const { left, width } = this.plan!.map
    return { left, width, length: this.director.get("length") }
  }

  private gripsOf(): Grip[] {
    const { director, signal } = this
    const { controls } = this.preset
    const grip = (
      name: string,
      kind: string,
      letter: string,
      height: number,
      shown: () => boolean,
      from: () => number,
      shift: number,
    ): Grip => new Grip(controls[name]!, kind, letter, height, director, () => this.ruler, from, shown, shift, signal)
    const [always, nowhere] = [(): boolean => true, (): number => 0]
    const stretched = (): boolean => director.get("stretch.length") > 0
    return [
      grip("first.place", "stimulus", "1", DRAWING.stimuli, always, nowhere, 0),
      grip("second.place", "stimulus", "2", DRAWING.stimuli, () => director.get("second.amplitude") !== 0, nowhere, 0),
      grip("stretch.start", "onset", "", DRAWING.axon, stretched, nowhere, -12),
      grip("stretch.length", "end", "", DRAWING.axon, stretched, () => director.get("stretch.start"), 12),
      grip("near", "electrode", "A", DRAWING.electrodes, always, nowhere, 0),
      grip("far", "electrode", "B", DRAWING.electrodes, always, nowhere, 0),
    ]
  }

  /** The axon was touched, once, at `x` CSS pixels from the left. */
  touched(x: number, times: number): void {
    if (!this.plan) return
    const { left, width, length } = this.ruler
    const place = ((x - left) / width) * length
    if (place >= -0.02 * length && place <= 1.02 * length) this.director.stimulate(clamp(place, 0, length), times)
  }

  private listen(panel: Panel): void {
    const { over } = panel
    const tell = ({ offsetX, offsetY }: PointerEvent): void => {
      const [place, moment] = panel.value(offsetX, offsetY)
      this.director.pointed(moment, place)
    }
    draggable(
      over,
      start => {
        tell(start)
        return tell
      },
      this.signal,
    )
  }

  private drawKey(): void {
    const { key, wide } = this.plan!
    this.key.hidden = !key
    if (!key) return
    const bar = make("canvas")
    bar.width = wide ? 1 : 256
    bar.height = wide ? 256 : 1
    const context = bar.getContext("2d")!
    for (let k = 0; k < 256; k++) {
      context.fillStyle = `rgb(${this.ramp.slice(3 * k, 3 * k + 3).join()})`
      context.fillRect(wide ? 0 : k, wide ? 255 - k : 0, 1, 1)
    }
    Object.assign(bar.style, { width: `${key.width}px`, height: `${key.height}px` })
    Object.assign(this.key.style, { left: `${key.left}px`, top: `${key.top}px`, width: `${key.width}px`, height: `${key.height}px` })
    this.key.classList.toggle("ap-live__key--beside", wide)
    this.key.replaceChildren(
      bar,
      ...TICKS.map(V => {
        const tick = make("span", {}, `${format(V, 0)}${wide || V === TICKS.at(-1) ? "\u00a0mV" : ""}`)
        if (wide) tick.style.bottom = `${100 * heightOf(V)}%`
        else tick.style.left = `${100 * heightOf(V)}%`
        return tick
      }),
    )
  }
}
