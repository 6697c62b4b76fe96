/** Colours of the membrane potential, and the map of it over place and time. */

import { COLORS, POTENTIALS } from "@model/axon-constants"
import { PALETTES } from "@model/common-constants"

import type { Palette } from "../page/palette"
import type { AxonRecording } from "../laboratory/axon-recordings"

const SHADES = 256
const [LOWEST, HIGHEST] = [POTENTIALS[0]!, POTENTIALS.at(-1)!]

/** Red, green, blue of one potential after the other, from the lowest to the highest. */
export type Ramp = Uint8ClampedArray

export function rampOf(palette: Palette): Ramp {
  const anchors = COLORS[palette["page"] === PALETTES["dark"]!["page"] ? "dark" : "light"]!.map(color =>
    [1, 3, 5].map(at => parseInt(color.slice(at, at + 2), 16)),
  )
  const found = new Uint8ClampedArray(3 * SHADES)
  for (let shade = 0; shade < SHADES; shade++) {
    const V = LOWEST + (shade / (SHADES - 1)) * (HIGHEST - LOWEST)
    const above = Math.max(
      1,
      POTENTIALS.findIndex(each => each >= V - 1e-9),
    )
    const part = (V - POTENTIALS[above - 1]!) / (POTENTIALS[above]! - POTENTIALS[above - 1]!)
    for (let channel = 0; channel < 3; channel++) {
      found[3 * shade + channel] = anchors[above - 1]![channel]! * (1 - part) + anchors[above]![channel]! * part
    }
  }
  return found
}

/** Where the colour of a potential (mV) begins in a ramp. */
export function shadeOf(V: number): number {
  const share = (V - LOWEST) / (HIGHEST - LOWEST)
  return 3 * Math.round(Math.min(1, Math.max(0, share)) * (SHADES - 1))
}

export function colorOf(ramp: Ramp, V: number): string {
  const at = shadeOf(V)
  return `rgb(${ramp[at]},${ramp[at + 1]},${ramp[at + 2]})`
}

/** How far up the scale of colours a potential stands, 0 to 1. */
export function heightOf(V: number): number {
  return (V - LOWEST) / (HIGHEST - LOWEST)
}

/** For each of `count` equal steps along an axon of `length` cm: the compartments around its middle, and the second one's share. */
export function columnsOf({ position }: AxonRecording, length: number, count: number): { left: Int32Array; share: Float64Array } {
  const found = { left: new Int32Array(count), share: new Float64Array(count) }
  let right = 1
  for (let k = 0; k < count; k++) {
    const place = ((k + 0.5) / count) * length
    while (right + 1 < position.length && position[right]! < place) right++
    const [from, to] = [position[right - 1]!, position[Math.min(right, position.length - 1)]!]
    found.left[k] = right - 1
    found.share[k] = to > from ? Math.min(1, Math.max(0, (place - from) / (to - from))) : 0
  }
  return found
}

/** Draw the map into `canvas`, of as many pixels as it is wide and as there are samples. */
export function drawMap(canvas: HTMLCanvasElement, travel: AxonRecording, length: number, across: number, ramp: Ramp): void {
  const { samples } = travel
  const { left, share } = columnsOf(travel, length, across)
  canvas.width = across
  canvas.height = samples.length
  const context = canvas.getContext("2d")!
  const image = context.createImageData(across, samples.length)
  const pixels = new Uint32Array(image.data.buffer)
  const shades = packed(ramp)
  const scale = (SHADES - 1) / (HIGHEST - LOWEST)
  let pixel = 0
  for (const V of samples) {
    for (let k = 0; k < across; k++) {
      const from = V[left[k]!]!
      const shade = (from + share[k]! * ((V[left[k]! + 1] ?? from) - from) - LOWEST) * scale
      pixels[pixel++] = shades[shade <= 0 ? 0 : shade >= SHADES - 1 ? SHADES - 1 : Math.round(shade)]!
    }
  }
  context.putImageData(image, 0, 0)
}

/** The colours of a ramp as the pixels of an image hold them, in the order of this machine's bytes. */
function packed(ramp: Ramp): Uint32Array {
  const bytes = new Uint8Array(4 * SHADES)
  for (let shade = 0; shade < SHADES; shade++) bytes.set([...ramp.subarray(3 * shade, 3 * shade + 3), 255], 4 * shade)
  return new Uint32Array(bytes.buffer)
}
