/** Step seven: the membrane that was measured, set free. */

import { PAPER } from "@model/clamp-constants"

import { button } from "../bench/drawers"
import { make } from "../page/elements"
import { typeset } from "../page/numbers"
import { chart } from "./chart"
import { done, not, type Bench, type Said, type Step } from "./step"
import { WARM, modelMembrane, spikeOf, velocityOf, type Spike } from "./work"

const CLOSE = 0.05

interface Run {
  readonly rest: number
  readonly spike: Spike
  readonly threshold: number | null
}

/** What the membrane does that the reader has put together; without inactivation it starts where the other one rests. */
function ownOf(bench: Bench): Run {
  const [power, h] = [bench.get("power"), bench.get("h")]
  return once(bench, `together ${power} ${h}`, () => {
    const membrane = bench.work.membrane(power, h === 1)
    const { rest } = membrane
    const start = h === 1 ? rest : bench.work.membrane(power, true).rest
    return { rest, spike: spikeOf(membrane, start), threshold: h === 1 ? membrane.threshold() : null }
  })
}

function velocities(bench: Bench): { own: number | null; model: number } {
  const [power, h] = [bench.get("power"), bench.get("h")]
  const own = once(bench, `velocity ${power} ${h}`, () => velocityOf(bench.work.membrane(power, h === 1, WARM)))
  return { own, model: once(bench, "velocity", () => velocityOf(modelMembrane(WARM))!) }
}

function once<T>({ kept }: Bench, name: string, make: () => T): T {
  if (!kept.has(name)) kept.set(name, make())
  return kept.get(name) as T
}

function told({ own, model }: { own: number | null; model: number }): string {
  const yours = own === null ? "Along an axon no spike of yours arrives" : `Along an axon yours runs at ${typeset(own, "m/s", 1)}`
  return `${yours}, the model’s at ${typeset(model, "m/s", 1)}, at ${typeset(WARM, "°C", 1)}. Hodgkin and Huxley computed ${typeset(PAPER.computed, "m/s", 1)} and measured ${typeset(PAPER.measured, "m/s", 1)} in the living axon.`
}

export const TOGETHER: Step = {
  title: "Put together, and let go",
  paper: "figures 12 to 15 of the last paper",
  task: "make a membrane of what you measured whose spike runs along an axon within five per cent of the model’s velocity.",
  hint: "It needs the number of gates n that you found, and inactivation.",
  controls: ["power", "h"],
  show(bench) {
    const { rest, spike, threshold } = ownOf(bench)
    const model = once(bench, "model", () => spikeOf(modelMembrane()))
    const run = make("p", {}, bench.kept.has(`velocity ${bench.get("power")} ${bench.get("h")}`) ? told(velocities(bench)) : "")
    const does = spike.fires
      ? spike.ends
        ? `It fires, with a peak of ${typeset(spike.peak, "mV", 1)}.`
        : "It goes up, and nothing brings it back."
      : "It does not fire when the pulse asks for it."
    const least = threshold === null ? "" : ` The weakest pulse that fires is ${typeset(threshold, "uA/cm2", 1)}.`
    return [
      chart({
        label: "Membrane potential after a pulse, of your membrane and of the model's",
        x: "time (ms)",
        y: "membrane potential (mV)",
        limits: [-95, 60],
        rows: [
          { name: "the model’s", style: "soft", x: model.time, y: model.voltage },
          { name: "yours", style: "hand", x: spike.time, y: spike.voltage },
        ],
      }),
      make("p", {}, `Your membrane rests at ${typeset(rest, "mV", 1)}. ${does}${least}`),
      make(
        "div",
        { class: "ap-live__toolbar" },
        button("Let it run along an axon", () => {
          void velocities(bench)
          bench.draw()
        }),
      ),
      run,
    ]
  },
  check(bench): Said {
    if (bench.get("h") !== 1) return not("Without inactivation the potential goes up and stays: h is missing.")
    if (bench.get("power") !== 4) return not("With another number of gates than you found the membrane rests or fires otherwise.")
    const found = velocities(bench)
    bench.draw()
    const near = found.own !== null && Math.abs(found.own / found.model - 1) < CLOSE
    return near ? done(told(found)) : not(told(found))
  },
}
