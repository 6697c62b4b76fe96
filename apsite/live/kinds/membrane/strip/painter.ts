/** Draws the strip at a time: gates, what conducts, the ions that pass, and the charges that line the membrane. */

import { Chance } from "../../../laboratory/chance"
import type { Gate } from "../../../laboratory/single-channels"
import { clamp } from "../../../page/numbers"
import type { Kind } from "./crowd"
import { drawGround, weight, type Look } from "./ground"
import { idleIn, type Idle } from "./places"
import { onWay, underWay } from "./ways"

/** How long a gate takes to move in a run's time, ms; and from which part of its way on an ion fades. */
const [SWING, FADES] = [0.04, 0.75]
/** Where gates sit along a pore, outside first, as parts of half its length; and the potential at which all charges are there, mV. */
const SEATS: readonly (readonly number[])[] = [[], [], [], [-0.5, 0, 0.5], [-0.6, -0.2, 0.2, 0.6]]
const FULL = 100
/** How far ions that pass nothing move back and forth, CSS pixels, and how fast, radians in a millisecond. */
const [SWAY, BEAT] = [1.6, 9]

/** The room of an ion's drawing, in its radii; and from which radius on its charge can be read, CSS pixels. */
const [ROOM, LEGIBLE] = [1.5, 3.5]

/** Densest pixels to a CSS pixel: more take longer than they show. */
const DENSEST = 2

export class Painter {
  readonly canvas: HTMLCanvasElement
  private readonly context: CanvasRenderingContext2D
  private readonly ground = document.createElement("canvas")
  private readonly ions = new Map<Kind, HTMLCanvasElement>()
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
    for (const kind of ["sodium", "potassium", "leak"] as const) this.ions.set(kind, ionOf(look, kind, this.density))
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
      this.context.globalAlpha = 0.6 * weight(look, kind)
      const turn = drift + BEAT * time
      this.ion(look, kind, x + SWAY * Math.sin(turn), y + SWAY * Math.cos(turn * 0.83))
    }
  }

  /** An ion, as it was drawn once. */
  private ion({ places: { ion } }: Look, kind: Kind, x: number, y: number): void {
    const size = 2 * ROOM * ion
    this.context.drawImage(this.ions.get(kind)!, x - size / 2, y - size / 2, size, size)
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
    for (const { crossing, way, number } of underWay(crossings, time)) {
      const { kind } = shown[crossing.channel]!
      this.context.globalAlpha = Math.min(1, (1 - Math.abs(way)) / (1 - FADES)) * weight(look, kind)
      const [x, y] = onWay(look.places, crossing, way, number)
      this.ion(look, kind, x, y)
    }
  }
}

/**
 * An ion with its charge: sodium is a disc, potassium a square that stands on a corner, what leaks a triangle. Unlike the
 * ball that shuts a channel, it is lighter within.
 */
function ionOf({ places: { ion }, colors }: Look, kind: Kind, density: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas")
  canvas.width = canvas.height = Math.ceil(2 * ROOM * ion * density)
  const context = canvas.getContext("2d")!
  context.translate(canvas.width / 2, canvas.height / 2)
  context.scale(density, density)
  context.beginPath()
  if (kind === "sodium") context.arc(0, 0, ion, 0, 2 * Math.PI)
  else {
    const corners = kind === "potassium" ? 4 : 3
    for (let k = 0; k < corners; k++) {
      const turn = (k / corners) * 2 * Math.PI - Math.PI / 2
      context.lineTo(1.2 * ion * Math.cos(turn), 1.2 * ion * Math.sin(turn))
    }
    context.closePath()
  }
  context.fillStyle = colors["page"]!
  context.fill()
  context.globalAlpha = 0.3
  context.fillStyle = colors[kind]!
  context.fill()
  context.globalAlpha = 1
  context.strokeStyle = colors[kind]!
  context.lineWidth = Math.max(0.9, ion * 0.28)
  context.lineJoin = "round"
  context.stroke()
  if (ion < LEGIBLE) return canvas
  context.beginPath()
  for (const [x, y] of [
    [1, 0],
    [0, 1],
  ] as const) {
    context.moveTo(-0.45 * ion * x, -0.45 * ion * y)
    context.lineTo(0.45 * ion * x, 0.45 * ion * y)
  }
  context.lineWidth = 1
  context.stroke()
  return canvas
}

/** How far a gate has swung open, 0 to 1. */
function swung(gate: Gate, time: number): number {
  const moved = clamp((time - gate.since(time)) / SWING, 0, 1)
  return gate.open(time) ? moved : 1 - moved
}
