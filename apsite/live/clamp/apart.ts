/** Steps two and three: the leak, and sodium and potassium taken apart. */

import { PUBLISHED_REST } from "@model/constants"

import { during, shiftOf, type Rig } from "../laboratory/clamp/rig"
import { fitLeak, largest, mean, separate, subtractLeak, type Leak, type Separation } from "../laboratory/clamp/separation"
import { make } from "../page/elements"
import { typeset } from "../page/numbers"
import { Problem } from "../page/types"
import { chart } from "./chart"
import { done, not, type Bench, type Said, type Step } from "./step"
import { BASE, PROTOCOL } from "./work"

const COUNT = 5 // steps for a leak
const CLOSE = { conductance: 0.15, reversal: 6, current: 0.1 }

/** The late current of steps between two potentials, and what it gives. */
function leakOf(bench: Bench): { levels: number[]; late: number[]; leak: () => Leak } {
  const [low, high] = [bench.get("low"), bench.get("high")].sort((a, b) => a - b) as [number, number]
  const levels = [...new Set(Array.from({ length: COUNT }, (_, k) => low + (k * (high - low)) / (COUNT - 1)))]
  const sweeps = bench.work.rig({ number: 10 }).family(levels, 25)
  const late = sweeps.map(({ current }) => mean(current.slice(-Math.floor(current.length / 2))))
  return { levels, late, leak: () => fitLeak(sweeps) }
}

export const LEAK: Step = {
  title: "Take away the leak",
  paper: "the first two papers",
  task: "choose steps that open no channel, so that what flows late lies on one straight line.",
  hint: `The axon rests at ${typeset(PUBLISHED_REST, "mV", 0)}. Steps to the other side of rest, by ten millivolts and more, open nothing.`,
  controls: ["low", "high"],
  show(bench) {
    const { levels, late, leak } = leakOf(bench)
    let found: Leak | null = null
    let words: string
    try {
      found = leak()
      words = `The line: ${typeset(found.conductance, "mS/cm2", 3)}, turning its sign at ${typeset(found.reversal, "mV", 1)}. The surge gives ${typeset(found.capacitance, "uF/cm2", 3)}.`
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      words = `${problem.message}.`
    }
    const ends = [levels[0]!, levels.at(-1)!]
    return [
      chart({
        label: "Late current of each step against its potential",
        x: "command (mV)",
        y: "late current (µA/cm²)",
        rows: [
          { name: "measured", style: "ink", x: levels, y: late, dots: true },
          ...(found ? [{ name: "leak", style: "hand", x: ends, y: ends.map(V => found.conductance * (V - found.reversal)) }] : []),
        ],
      }),
      make("p", { class: found ? "" : "ap-lab__problem" }, words),
    ]
  },
  check(bench): Said {
    const found = leakOf(bench).leak()
    const [g, E] = [BASE["g_L"]!, BASE["E_L"]!]
    const near = Math.abs(found.conductance / g - 1) < CLOSE.conductance && Math.abs(found.reversal - E) < CLOSE.reversal
    const told = `The leak is ${typeset(found.conductance, "mS/cm2", 2)} at ${typeset(found.reversal, "mV", 1)}; the model’s is ${typeset(g, "mS/cm2", 2)} at ${typeset(E, "mV", 1)}.`
    return near
      ? done(told)
      : not(`${told} Channels that are half open bend the line, or noise turns it: take steps farther apart, far below rest.`)
  },
}

function pair(bench: Bench, rig: Rig, leak: Leak, reversal?: number): Separation {
  const [one, two, left] = ["one", "two", "left"].map(name => bench.get(name)) as [number, number, number]
  const records = [rig.family([one])[0]!, rig.family([two], undefined, { sodium: left / 100 })[0]!]
  return separate(subtractLeak(records[0]!, leak), subtractLeak(records[1]!, leak), reversal)
}

export const SEPARATION: Step = {
  title: "Take sodium and potassium apart",
  paper: "the second and third paper",
  task: "record one command in sea water and with choline, so that the difference gives sodium’s current to a tenth.",
  hint: "Potassium’s current cancels only where both records have the same command. Little sodium in the second bath makes the difference large.",
  controls: ["one", "two", "left"],
  show(bench) {
    const { work } = bench
    const found = pair(bench, work.rig({ number: 11 }), work.leak)
    const sea = subtractLeak(work.rig({ number: 12 }).family([bench.get("one")])[0]!, work.leak)
    const { E_Na, E_K, peaks } = work.apart
    const shift = shiftOf(PROTOCOL.choline, BASE["temperature"]!)
    return [
      chart({
        label: "The current of a step, and sodium's and potassium's current that it is made of",
        x: "time since the step (ms)",
        y: "current (µA/cm²)",
        rows: [
          { name: "both, in sea water", style: "soft", x: during(sea).time, y: during(sea).current },
          { name: "sodium", style: "sodium", x: found.time, y: found.sodium },
          { name: "potassium", style: "potassium", x: found.time, y: found.potassium },
        ],
      }),
      chart({
        label: "Sodium's largest current against the command",
        x: "command (mV)",
        y: "largest sodium current (µA/cm²)",
        rows: [{ name: "of all steps", style: "sodium", x: [...peaks.keys()], y: [...peaks.values()], dots: true }],
      }),
      make(
        "p",
        {},
        `Sodium’s current turns its sign at ${typeset(E_Na, "mV", 1)}, a tail of potassium’s at ${typeset(E_K, "mV", 1)}. For ${typeset(100 * PROTOCOL.choline, "%", 0)} of the sodium Nernst’s equation moves the first by ${typeset(shift, "mV", 1)}.`,
      ),
    ]
  },
  check(bench): Said {
    const { work } = bench
    const found = pair(bench, work.rig({ number: 11 }), work.leak)
    const quiet = work.rig({ noise: 0 })
    const exact = pair(bench, quiet, fitLeak(quiet.family(PROTOCOL.leaky, 25)), BASE["E_Na"]!)
    const [own, model] = [found, exact].map(each => largest(each.sodium, each.difference)) as [number, number]
    const told = `At ${typeset(found.level, "mV", 0)} sodium carries up to ${typeset(own, "uA/cm2", 0)}; the model’s ${typeset(model, "uA/cm2", 0)}.`
    if (Math.abs(own / model - 1) < CLOSE.current) return done(told)
    return not(`${told} Near the reversal potential, or with much sodium left, noise is larger than what differs.`)
  },
}
