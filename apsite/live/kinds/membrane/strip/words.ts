/** What the strip shows, in words. */

import { ONE_CHANNEL } from "@model/channels-constants"

import { IONS_OF_A_DOT, NUMBERS, type Crowd } from "./crowd"
import { format, type Say } from "../../../page/numbers"

const BLOCKED: Readonly<Record<string, string>> = { sodium: "Tetrodotoxin", potassium: "TEA" }

/** What there is to see at a time: `at`, ms as the axes count it; `time`, since the run began. */
export function seenAt(crowd: Crowd, at: number, time: number, say: Say): string {
  const V = crowd.potential(time)
  const lined = V < 0 ? "minus signs inside, plus signs outside" : "plus signs inside, minus signs outside"
  const shut = crowd.inactivated(time)
  return [
    `At ${say(at, "ms", 2)} the membrane is at ${say(V, "mV", 0)}: ${lined}.`,
    `${conducting(crowd, "sodium", time)}; the ball (gate h) shuts off ${shut || "none"}.`,
    `${conducting(crowd, "potassium", time)}.`,
    ...(["sodium", "potassium"] as const).flatMap(kind => blocked(crowd, kind)),
  ].join(" ")
}

/** How many of those that are seen conduct, which is a matter of chance, beside what is so of all that they stand for. */
function conducting(crowd: Crowd, kind: "sodium" | "potassium", time: number): string {
  const open = crowd.conducting(kind, time)
  const passes = open ? `, and ${kind} flows ${crowd.force(kind, time) < 0 ? "in" : "out"}` : ""
  const all = 100 * crowd.share(kind, time)
  const many = all === 0 ? "none" : `${all < 0.5 ? "fewer than 1" : format(all, 0)} in 100`
  return `Of ${NUMBERS[kind]} ${kind} channels ${open || "none"} ${open > 1 ? "conduct" : "conducts"} (in the whole membrane ${many})${passes}`
}

function blocked(crowd: Crowd, kind: "sodium" | "potassium"): string[] {
  const some = crowd.blocked(kind)
  return some ? [`${BLOCKED[kind]} sits in ${some} of the ${kind} channels.`] : []
}

/** What stands for what. */
export function stands(crowd: Crowd): string {
  const [Na, K] = (["sodium", "potassium"] as const).map(kind => format(crowd.density(kind), 0))
  return (
    `A few channels stand for very many: of those that conduct ${ONE_CHANNEL} picosiemens while they are open, this membrane has ` +
    `${Na} for sodium and ${K} for potassium on each square micrometre. Every gate opens and shuts by chance, with the rates that ` +
    "it has at the potential of this run; of many channels, as many conduct as the curve says. Nothing is to scale: an axon, cut along, " +
    `with its membrane above and below. One ion in motion stands for ${IONS_OF_A_DOT}; those that stay where they are show on which side there are more.`
  )
}
