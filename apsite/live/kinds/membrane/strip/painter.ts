/** Draws the strip at a time: gates, what conducts, the ions that pass, and the charges that line the membrane. */

import { Chance } from "../../../laboratory/chance"
import type { Crossing } from "../../../laboratory/crossings"
import type { Gate } from "../../../laboratory/single-channels"
import { clamp } from "../../../page/numbers"
import type { Kind, Shown } from "./crowd"
import { drawGround, weight, type Look } from "./ground"
import { idleIn, type Idle, type Places } from "./places"

/** In a run's time: how long a gate takes to move, and an ion from the middle of a pore to where it is lost from sight, ms. */
const [SWING, AWAY] = [0.04, 0.3]
/** The part of that way's time that an ion is in the pore, and at whose end it fades. */
const [WITHIN, FADES] = [0.22, 0.75]
/** Where gates sit along a pore, outside first, as parts of half its length; and the potential at which all charges are there, mV. */
const SEATS: readonly (readonly number[])[] = [[], [], [], [-0.5, 0, 0.5], [-0.6, -0.2, 0.2, 0.6]]
const FULL = 100
/** How far ions that pass nothing move back and forth, CSS pixels, and how fast, radians in a millisecond. */
const [SWAY, BEAT] = [1.6, 9]

/** Densest pixels to a CSS pixel: more take longer than they show. */
const DENSEST = 2

export class Painter {
  readonly canvas: HTMLCanvasElement
  private readonly context: CanvasRenderingContext2D
  private readonly ground = document.createElement("canvas")
  private look: Look | undefined
  private idle: readonly Idle[] = []
  private density = 1
  /** In which order the places of charges are taken. */
  private order: readonly number[] = []

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas
    this.context = canvas.getContext("2d")!
  }

  /** Draw with this look from now on. */
  dress(look: Look): void {
    const { width, height } = look.places
    this.density = Math.min(devicePixelRatio, DENSEST)
    if (this.look?.places !== look.places) {
      this.idle = idleIn(look.places)
      const chance = new Chance(2)
      const places = Math.round(width / look.places.pitch)
      this.order = Array.from({ length: places }, (_, k) => k)
        .map(k => [chance.share(), k] as const)
        .sort(([a], [b]) => a - b)
        .map(([, k]) => k)
    }
    this.look = look
    for (const canvas of [this.canvas, this.ground]) {
      canvas.width = Math.round(width * this.density)
      canvas.height = Math.round(height * this.density)
    }
    const ground = this.ground.getContext("2d")!
    ground.scale(this.density, this.density)
    // In the typeface of the page, which a canvas that is on no page does not have.
    drawGround(ground, look, getComputedStyle(this.canvas).fontFamily)
  }

  /** Draw what there is at a time since the run began, ms. */
  paint(time: number): void {
    const { context, look, density } = this
    if (!look) return
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, this.canvas.width, this.canvas.height)
    context.drawImage(this.ground, 0, 0)
    context.setTransform(density, 0, 0, density, 0, 0)
    this.charges(look, look.crowd.potential(time))
    this.standing(look, time)
    for (const kind of ["sodium", "potassium"] as const) this.gates(look, kind, time)
    this.passing(look, time)
    context.globalAlpha = 1
  }

  /** Plus and minus along both faces of the membranes: the more, the further the potential is from 0. */
  private charges({ places, colors }: Look, V: number): void {
    const { context, order } = this
    const { pitch, thick, middles, width } = places
    const size = clamp(pitch * 0.15, 2, 3.2)
    const off = thick / 2 + size + 2.5
    const taken = clamp(Math.abs(V) / FULL, 0, 1) * order.length
    context.strokeStyle = colors["ink"]!
    context.lineWidth = width < 500 ? 1 : 1.3
    const drawn = (from: number, to: number): void => {
      context.beginPath()
      for (let k = from; k < to; k++) {
        // At the edge of the strip there is half a place.
        const x = Math.max(order[k]! * pitch, size + 1)
        for (const [at, middle] of middles.entries()) {
          const up = at ? -1 : 1
          for (const side of [-1, 1]) {
            const y = middle + side * off
            context.moveTo(x - size, y)
            context.lineTo(x + size, y)
            // Of a negative inside, plus is on the outer face.
            if (side * up < 0 === V < 0) {
              context.moveTo(x, y - size)
              context.lineTo(x, y + size)
            }
          }
        }
      }
      context.stroke()
    }
    const whole = Math.floor(taken)
    context.globalAlpha = 0.85
    drawn(0, whole)
    context.globalAlpha = 0.85 * (taken - whole)
    if (whole < order.length) drawn(whole, whole + 1)
  }

  private standing(look: Look, time: number): void {
    for (const { kind, x, y, drift } of this.idle) {
      this.context.globalAlpha = 0.55 * weight(look, kind)
      const turn = drift + BEAT * time
      this.ion(look, kind, x + SWAY * Math.sin(turn), y + SWAY * Math.cos(turn * 0.83), 0.9)
    }
  }

  /** An ion: sodium is a disc, potassium a square that stands on a corner, what leaks a triangle. */
  private ion({ places: { ion }, colors }: Look, kind: Kind, x: number, y: number, part = 1): void {
    const { context } = this
    const radius = ion * part
    context.fillStyle = colors[kind]!
    context.beginPath()
    if (kind === "sodium") context.arc(x, y, radius, 0, 2 * Math.PI)
    else {
      const corners = kind === "potassium" ? 4 : 3
      for (let k = 0; k < corners; k++) {
        const turn = (k / corners) * 2 * Math.PI - Math.PI / 2
        context.lineTo(x + 1.2 * radius * Math.cos(turn), y + 1.2 * radius * Math.sin(turn))
      }
    }
    context.fill()
  }

  /** The gates of all channels of a kind: bars across the pore that swing to its wall, and a ball that shuts it from within. */
  private gates(look: Look, kind: Kind, time: number): void {
    const { context } = this
    const { places, colors, crowd } = look
    const { pore, half, reach, pitch } = places
    const bars = new Path2D()
    const open = new Path2D()
    const balls = new Path2D()
    const chains = new Path2D()
    const radius = clamp(pitch * 0.16, 2.1, 4)
    crowd.shown.forEach((each, at) => {
      if (each.kind !== kind) return
      const { x, y, up } = places.of(at)
      const [first, second] = each.channel!.gates
      if (crowd.conducts(each, time)) open.rect(x - pore + 0.6, y - reach, 2 * pore - 1.2, 2 * reach)
      const seats = SEATS[first!.length]!
      first!.forEach((gate, k) => {
        const turn = (swung(gate, time) * Math.PI) / 2
        const side = k % 2 ? 1 : -1
        const hinge = y + up * seats[k]! * reach
        bars.moveTo(x + side * pore, hinge)
        bars.lineTo(x + side * pore * (1 - 2 * Math.cos(turn)), hinge + up * 1.7 * pore * Math.sin(turn))
      })
      if (!second) return
      // The ball hangs beside the pore on a chain, or sits in its mouth.
      const away = swung(second[0]!, time)
      const [ballX, ballY] = [x + away * (pore + half) * 0.95, y + up * (reach + radius * (0.15 + 1.35 * away))]
      balls.moveTo(ballX + radius, ballY)
      balls.arc(ballX, ballY, radius, 0, 2 * Math.PI)
      chains.moveTo(x + pore + half * 0.6, y + up * (reach - 1))
      chains.lineTo(ballX, ballY)
    })
    context.strokeStyle = context.fillStyle = colors[kind]!
    context.globalAlpha = 0.3 * weight(look, kind)
    context.fill(open)
    context.globalAlpha = weight(look, kind)
    context.lineWidth = 1
    context.stroke(chains)
    context.fill(balls)
    context.lineWidth = clamp(pitch * 0.1, 1.4, 2.4)
    context.stroke(bars)
  }

  /** The ions that are on their way, each before and after the moment in which it is in the middle of a pore. */
  private passing(look: Look, time: number): void {
    const { crossings, shown } = look.crowd
    let k = firstAfter(crossings, time - AWAY)
    for (; k < crossings.length && crossings[k]!.time < time + AWAY; k++) {
      const crossing = crossings[k]!
      const { kind } = shown[crossing.channel] as Shown
      const way = (time - crossing.time) / AWAY
      this.context.globalAlpha = Math.min(1, (1 - Math.abs(way)) / (1 - FADES)) * weight(look, kind)
      const [x, y] = onWay(look.places, crossing, way, k)
      this.ion(look, kind, x, y)
    }
  }
}

/** How far a gate has swung open, 0 to 1. */
function swung(gate: Gate, time: number): number {
  const moved = clamp((time - gate.since(time)) / SWING, 0, 1)
  return gate.open(time) ? moved : 1 - moved
}

/** The number of the first that comes after a time. */
function firstAfter(crossings: readonly Crossing[], time: number): number {
  let [low, high] = [0, crossings.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (crossings[middle]!.time < time) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Where an ion is on its `way`: -1 where it sets out on its side, 0 in the middle of the pore, 1 where it arrives on the
 * other side. `number` is its own, by which it takes a way of its own outside of the pore.
 */
export function onWay(places: Places, { channel, inward }: Crossing, way: number, number: number): [number, number] {
  const { x, y, up } = places.of(channel)
  const { reach, far, pitch } = places
  // Depth: below 0 outside, above 0 inside.
  const depth = inward ? way : -way
  const beyond = Math.max(0, (Math.abs(depth) - WITHIN) / (1 - WITHIN))
  const end = far[depth < 0 ? 0 : 1]
  const along = Math.abs(depth) < WITHIN ? (Math.abs(depth) / WITHIN) * reach : reach + beyond * (end - reach)
  const spread = Math.sin(12.9898 * (number + 1) + (depth < 0 ? 0 : 2)) * pitch * 0.9
  return [x + spread * beyond, y + up * Math.sign(depth) * along]
}
