/** The axon that the controls of a live figure stand for, and what is injected into it. */

import { BLOCKED, type Membrane as Squid } from "@model/kernel"
import { COLDEST, NANO, NODE } from "@model/axon-constants"

import type { Axon, Membrane, Stretch, Wrapping } from "../../laboratory/axon"
import { stretchOf, type Ground } from "./state"
import type { Injection } from "../../laboratory/conduction"
import { membraneOf } from "../../laboratory/membrane"
import { Problem, type Values } from "../../page/types"

/** All that one run follows from. */
export interface Setup {
  readonly axon: Axon
  readonly injections: readonly Injection[]
  readonly ms: number
  readonly dt: number
}

/** Throws a Problem for a stretch that would be colder than the model goes. */
export function setupOf({ kind, membrane, myelin, dt }: Ground, values: Values): Setup {
  const get = (name: string): number => values[name]!
  const stretch = stretchOf(values)
  const blocked = Math.max(get("TTX"), get("stretch.blocked"))
  const own = kind === "bare" ? squid(membrane, get("temperature"), get("TTX")) : node(membrane, get("TTX"))
  let other: Partial<Stretch> = {}
  if (kind === "bare") {
    const cold = get("temperature") - get("stretch.cooling")
    if (stretch && cold < COLDEST) throw new Problem(`The stretch cannot be colder than ${COLDEST} °C`)
    other = { membrane: squid(membrane, cold, blocked), diameter: get("diameter") * get("stretch.diameter") }
  } else {
    other = { membrane: node(membrane, blocked), myelin: wrapping(myelin!, get("capacitance") * get("stretch.thinning")) }
  }
  const axon: Axon = {
    length: get("length"),
    diameter: kind === "bare" ? get("diameter") : get("fibre") * myelin!.g_ratio,
    axialResistivity: get("axial_resistivity"),
    membrane: own,
    myelin: myelin && {
      internode: myelin.internode,
      gRatio: myelin.g_ratio,
      nodeLength: myelin.node_length,
      ...wrapping(myelin, get("capacitance")),
    },
    stretches: stretch ? [{ start: stretch[0], end: stretch[1], ...other }] : [],
  }
  const unit = kind === "bare" ? 1 : NANO
  const injections = ["first", "second"]
    .filter(name => get(`${name}.amplitude`))
    .map((name): Injection => {
      const [start, level] = [get(`${name}.onset`), get(`${name}.amplitude`) * unit]
      const stop = start + get(`${name}.width`)
      const course =
        start === 0
          ? { starts: [0, stop], levels: [level, 0], slopes: [0, 0], jumps: [0, 0] }
          : { starts: [0, start, stop], levels: [0, level, 0], slopes: [0, 0, 0], jumps: [0, 0, 0] }
      return { place: get(`${name}.place`), course }
    })
  return { axon, injections, ms: get("ms"), dt }
}

function squid(base: Values, temperature: number, TTX: number): Membrane {
  return { kind: "squid", values: membraneOf({ ...base, temperature, TTX }) as unknown as Squid }
}

/** A blocked node has fewer channels of sodium, and as much leak as before. */
function node(base: Values, blocked: number): Membrane {
  return { kind: "node", values: NODE.map(name => base[name]! * (name === BLOCKED[0] ? 1 - blocked / 100 : 1)) }
}

function wrapping({ conductance }: { conductance: number }, capacitance: number): Wrapping {
  return { capacitance, conductance }
}
