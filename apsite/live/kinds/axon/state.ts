/** What a live axon starts from, and what its values say without being run. */

import { COLDEST, strongest } from "@model/axon-constants"

import type { Control, Values } from "../../page/types"

/** A button that sets several controls at once. */
export interface Action {
  readonly label: string
  readonly values: Values
}

/** What an axon has beside its controls. */
export interface Ground {
  kind: "bare" | "fibre"
  /** The parameters of the membrane by their names. */
  membrane: Values
  myelin: { internode: number; g_ratio: number; node_length: number; capacitance: number; conductance: number } | null
  /** From sample to sample, ms. */
  dt: number
}

/** What `presets/axon.py` writes into the page. */
export interface AxonPreset extends Ground {
  title: string
  bench: string
  controls: Readonly<Record<string, Control>>
  values: Values
  shown: readonly string[]
  actions: readonly Action[]
  reach: Readonly<Record<string, readonly [number, number]>>
  /** Where the time cursor stands first, ms. */
  moment: number
  /** How many times as strong a long touch is, where a touch is a poke, and another one a second; null where it moves the stimulus. */
  poked: number | null
}

const BESIDE = 1e-6 // cm

/** Controls that are places along the axon: none lies beyond its end. */
export const PLACES: readonly string[] = ["first.place", "second.place", "near", "far", "stretch.start"]

/** The values with every place on the axon. */
export function within(values: Values): Values {
  const moved = PLACES.filter(name => values[name]! > values["length"]!)
  return moved.length ? { ...values, ...Object.fromEntries(moved.map(name => [name, values["length"]!])) } : values
}

/** What may be typed for a control: a place lies on the axon. */
export function legalOf(values: Values, control: Control): readonly [number, number] {
  const along = control.unit === "cm" && control.name !== "length"
  return [control.minimum, along ? values["length"]! : control.maximum]
}

/** Whether everything stands as an action sets it. */
export function stands(action: Action, values: Values): boolean {
  return Object.entries(action.values).every(([name, value]) => values[name] === value)
}

/** The values after an action, or where it stands already, those before it. */
export function toggled(preset: AxonPreset, values: Values, action: Action): Values {
  if (!stands(action, values)) return { ...values, ...action.values }
  const back = Object.fromEntries(Object.keys(action.values).map(name => [name, preset.values[name]!]))
  // What else is on, and more than a part of it, stays so.
  const others = preset.actions.filter(each => stands(each, values) && Object.keys(each.values).some(name => !(name in action.values)))
  return { ...values, ...Object.assign(back, ...others.map(each => each.values)) } as Values
}

/** Start and end (cm) of the stretch that differs, null where there is none. */
export function stretchOf(values: Values): readonly [number, number] | null {
  const start = values["stretch.start"]!
  const end = Math.min(values["length"]!, start + values["stretch.length"]!)
  return end > start ? [start, end] : null
}

/** The ends of a control's slider: what lies between them can be run. */
export function reachOf({ kind, reach }: AxonPreset, control: Control, values: Values): readonly [number, number] {
  const get = (name: string): number => values[name]!
  const { name, unit, step } = control
  const [low, high] = reach[name] ?? [control.low, control.high]
  // Nothing is colder than the model goes.
  if (name === "stretch.cooling") return [low, Math.min(high, get("temperature") - COLDEST)]
  if (name === "temperature") return [Math.max(low, COLDEST + get("stretch.cooling")), high]
  if (kind === "bare" && name.endsWith(".amplitude")) {
    const most = strongest(narrowestAt(values, get(name.replace("amplitude", "place"))), get("axial_resistivity"))
    return [low, Math.min(high, Math.floor(most / step) * step)]
  }
  return unit === "cm" && name !== "length" ? [low, Math.min(high, get("length"))] : [low, high]
}

/** The diameter of a bare axon at a place, um; of two that meet there, the smaller one. */
function narrowestAt(values: Values, place: number): number {
  const [from, to] = stretchOf(values) ?? [Infinity, Infinity]
  const sides = [place - BESIDE, place + BESIDE].filter(at => at >= 0 && at <= values["length"]!)
  return values["diameter"]! * Math.min(...sides.map(at => (at >= from && at <= to ? values["stretch.diameter"]! : 1)))
}
