/** What a live figure is made of, as Python writes it into the page: `presets/membrane.py` and `plotting/geometry.py`. */

export interface Control {
  name: string
  label: string
  symbol: string
  unit: string
  minimum: number
  maximum: number
  low: number
  high: number
  step: number
  /** Whether equal ways along the slider are equal factors. */
  log?: boolean
}

/** What is read out: what it is called, and how it is written. */
export interface Readout {
  label: string
  unit: string
  digits: number
}

/** The value of every control of a bench, by name. */
export type Values = Readonly<Record<string, number>>

export interface Change {
  name: string
  set: number | null
  scale: number
  add: number
}

export interface Run {
  name: string
  label: string
  changes: readonly Change[]
  stimuli: readonly string[] | null
  held: string
  settled: boolean
  ms: number | null
}

export interface Line {
  color: string
  dash: readonly number[]
  width: number
  alpha: number
}

export interface Trace extends Line {
  quantity: string
  run: string
  scale: number
  /** What a legend calls it, where not by its run or quantity. */
  legend: string
  /** Whether it leaves the axes above, which show a part of it. */
  cut: boolean
  /** Where it ends: at the run's first peak, with the steady current, or never. */
  until: "" | "peak" | "step"
}

/** How a value of a control or a measure is placed along the two axes. */
export interface Placing {
  x_unit: number
  y_unit: number
  x_from: number
  y_from: number
}

export interface Point extends Placing {
  x: string
  y: string
  color: string
  drag: boolean
}

export interface Sweep extends Placing {
  control: string
  values: readonly number[]
  measure: string
  over: string
  color: string
  dash: readonly number[]
}

export interface PanelPreset {
  traces: readonly Trace[]
  points: readonly Point[]
  sweeps: readonly Sweep[]
  handles: readonly string[]
}

export type BenchName = "current clamp" | "voltage clamp" | "solutions"

export interface Preset {
  title: string
  bench: BenchName
  values: Values
  shown: readonly string[]
  panels: readonly PanelPreset[]
  runs: readonly Run[]
  ms: number
  dt: number
  origin: number
  read: readonly string[]
  reach: Readonly<Record<string, readonly [number, number]>>
  /** Values of solutions before what the figure is about was changed. */
  usual: Values
}

/** The plots that a reader can add, by name. */
export const PLOTS: readonly string[] = ["potential", "gates", "currents", "conductances", "phase"]

/** A piece of text and how it is set: "", "i", "sub" or "sup". */
export type Words = readonly (readonly [string, string])[]

export interface Axis {
  limits: readonly [number, number]
  log: boolean
  label: Words
  /** Where the middle of the label is across the axis, from the picture's corner. */
  label_at: number
  ticks: readonly (readonly [number, Words])[]
}

/** Of the lower and the upper end along each axis: whether something goes beyond it. */
export interface Beyond {
  x: readonly [boolean, boolean]
  y: readonly [boolean, boolean]
}

export interface DrawnLine extends Line {
  /** What it names, as a `Label` does. */
  names?: string
  points: readonly (readonly [number, number])[]
  marker: number
  /** Whether it is the reader's, so that axes have to hold it, if not `beyond` these of their ends. */
  own?: boolean
  beyond?: Beyond
}

export interface Level extends Line {
  names?: string
  kind: "x" | "y"
  at: number
}

export interface Area {
  points: readonly (readonly [number, number])[]
  color: string
  alpha: number
}

export interface Label {
  /** What it names, by which it goes where that goes: see `plot/naming.ts`. */
  names?: string
  x: number
  y: number
  words: Words
  color: string
  size: number
  across: "left" | "right" | "center"
  down: "top" | "bottom" | "center" | "baseline"
}

export interface Axes {
  left: number
  top: number
  width: number
  height: number
  title: Words
  x: Axis
  y: Axis
  lines: readonly DrawnLine[]
  levels: readonly Level[]
  areas: readonly Area[]
  texts: readonly Label[]
}

export interface Layout {
  width: number
  height: number
  axes: readonly Axes[]
}

/** A curve of a run as the figure starts, and in another state, in the axes that show it. */
export interface Sketch {
  x: Axis
  y: Axis
  before: { time: readonly number[]; y: readonly number[] }
  after: { time: readonly number[]; y: readonly number[] }
}

/** All that one live figure starts from. */
export interface FigureData {
  preset: Preset
  /** The declared membrane that it is of; the squid's, where none is named. */
  membrane?: string
  /** Whether its channels can be watched in a strip of membrane. */
  watched?: boolean
  layouts: { wide: Layout; narrow: Layout }
}

/** Something that a reader can ask for and the model cannot do; its message says so in plain words. */
export class Problem extends Error {}

/** How far along an axis a value lies: 0 at its first limit, 1 at its last. */
export function share({ limits: [from, to], log }: Axis, value: number): number {
  return log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from)
}

/** Where values lie along an axis that goes `length` far from `start`. */
export function ruler(axis: Axis, start: number, length: number): (value: number) => number {
  if (axis.log) return value => start + share(axis, value) * length
  const [from, to] = axis.limits
  const scale = length / (to - from)
  return value => start + (value - from) * scale
}

/** The value that lies at a share of an axis. */
export function valueAt({ limits: [from, to], log }: Axis, share: number): number {
  return log ? from * (to / from) ** share : from + share * (to - from)
}
