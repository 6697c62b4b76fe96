/** Steps four to six: the gates of potassium and sodium, and the curves of their rates. */

import { button } from "../bench/drawers"
import { courseOf, rateAt, shareOf, type GateFit, type RateCurve } from "../laboratory/clamp/fits"
import { conductance } from "../laboratory/clamp/separation"
import { make } from "../page/elements"
import { typeset } from "../page/numbers"
import { chart, type Row } from "./chart"
import { done, not, type Bench, type Said, type Step } from "./step"
import { modelGate, type Name } from "./work"

const CLOSE = { share: 0.05, tau: 0.12, half: 3, curve: 0.05, foot: 1 }
/** Over which potentials curves are drawn and held against the model's, mV. */
const POTENTIALS = Array.from({ length: 81 }, (_, k) => -110 + 2 * k)

/** The potassium conductance of the step that is looked at, its best fit, and the reader's own. */
function course(bench: Bench): { time: Float64Array; g: Float64Array; fit: GateFit; own: Float64Array; g_K: number } {
  const [level, power] = [bench.get("clamped"), bench.get("power")]
  const { time, potassium } = bench.work.apart.currents.get(level)!
  const { fits, g_K } = bench.work.potassium(power)
  const fit = fits.get(level)!
  const own = courseOf({ ...fit, settled: g_K * bench.get("share") ** power, tau: bench.get("tau") }, time)
  return { time, g: conductance(potassium, level, bench.work.apart.E_K), fit, own, g_K }
}

function missed(time: Float64Array, one: Float64Array, other: Float64Array, until: number): number {
  const part = time.filter(t => t <= until).length
  return Math.sqrt(one.slice(0, part).reduce((sum, each, k) => sum + (each - other[k]!) ** 2, 0) / part)
}

/** Rates as dots, of the points that were measured. */
function dots(bench: Bench, name: Name, power: number): Row[] {
  const { potentials, shares, taus } = name === "n" ? bench.work.potassium(power).n : bench.work.sodium[name]
  const rate = (of: (share: number) => number): number[] => shares.map((share, k) => of(share) / taus[k]!)
  return [
    { name: `α of ${name}`, style: "blue", x: potentials, y: rate(share => share), dots: true },
    { name: `β of ${name}`, style: "sodium", x: potentials, y: rate(share => 1 - share), dots: true },
  ]
}

function line(name: string, style: string, at: (V: number) => number): Row {
  return { name, style, x: POTENTIALS, y: POTENTIALS.map(at) }
}

export const POTASSIUM: Step = {
  title: "Measure n",
  paper: "figures 3 to 5 of the last paper",
  task: "find the number of gates, and the share and time constant with which your curve lies on the conductance, its foot included.",
  hint: "One gate rises at once. Take more of them until the foot is met, then fit by least squares.",
  controls: ["clamped", "power", "share", "tau"],
  show(bench) {
    const { time, g, fit, own, g_K } = course(bench)
    const power = bench.get("power")
    const foot = typeset(missed(time, g, own, CLOSE.foot), "mS/cm2", 2)
    return [
      make(
        "div",
        { class: "ap-live__toolbar" },
        button("Fit by least squares", () => bench.put({ share: shareOf(fit, g_K), tau: fit.tau })),
      ),
      chart({
        label: "Potassium conductance of the step, and your curve",
        x: "time since the step (ms)",
        y: "conductance (mS/cm²)",
        rows: [
          { name: "measured", style: "soft", x: time, y: g },
          { name: power === 1 ? "n" : `n to the power of ${power}`, style: "hand", x: time, y: own },
        ],
      }),
      make("p", {}, `Your curve misses the first millisecond by ${foot}, root mean square.`),
      chart({
        label: "Rates of n against potential, of all steps",
        x: "potential (mV)",
        y: "rate (1/ms)",
        rows: dots(bench, "n", power),
      }),
    ]
  },
  check(bench): Said {
    const { time, g, own } = course(bench)
    const model = modelGate("n", bench.get("clamped"))
    const [share, tau, power] = ["share", "tau", "power"].map(name => bench.get(name)) as [number, number, number]
    const foot = typeset(missed(time, g, own, CLOSE.foot), "mS/cm2", 2)
    if (power !== 4)
      return not(`With ${power === 1 ? "one gate" : `${power} gates`} the foot is missed by ${foot}, more than with one more.`)
    const told = `Share ${typeset(share, "1", 2)}, ${typeset(tau, "ms", 2)}; the model’s ${typeset(model.share, "1", 2)}, ${typeset(model.tau, "ms", 2)}.`
    if (Math.abs(share - model.share) < CLOSE.share && Math.abs(tau / model.tau - 1) < CLOSE.tau) return done(told)
    return not(`The number of gates is right. Your curve does not lie on the conductance yet: it misses the foot by ${foot}.`)
  },
}

export const SODIUM: Step = {
  title: "Measure m and h",
  paper: "the fourth paper; figures 6 to 10 of the last",
  task: "find the first step after which half of the sodium current is left.",
  hint: "In the second chart, move the mark to where the points pass a half.",
  controls: ["clamped", "half"],
  show(bench) {
    const { apart, sodium } = bench.work
    const level = bench.get("clamped")
    const fit = sodium.fits.get(level)
    const { time, sodium: current } = apart.currents.get(level)!
    const early = time.filter(t => t < 6)
    const drawn: Node = fit
      ? chart({
          label: "Sodium conductance of the step, and the curve of m and h that fits it",
          x: "time since the step (ms)",
          y: "conductance (mS/cm²)",
          rows: [
            { name: "measured", style: "soft", x: early, y: conductance(current, level, apart.E_Na) },
            { name: "m³h by least squares", style: "hand", x: early, y: courseOf(fit, early) },
          ],
        })
      : make("p", {}, "So near sodium’s reversal potential its current says little of the conductance: take another step.")
    return [
      drawn,
      chart({
        label: "Share of the sodium current that is left after a first step, against its potential",
        x: "first step (mV)",
        y: "share that is left",
        limits: [0, 1.1],
        cursors: [bench.get("half")],
        rows: [{ name: "two pulses", style: "ink", x: sodium.h.potentials, y: sodium.h.shares, dots: true }],
      }),
      ...(["m", "h"] as const).map(name =>
        chart({ label: `Rates of ${name} against potential`, x: "potential (mV)", y: "rate (1/ms)", rows: dots(bench, name, 0) }),
      ),
    ]
  },
  check(bench): Said {
    const half = bench.get("half")
    const model = POTENTIALS.find(V => modelGate("h", V).share < 0.5)!
    if (Math.abs(half - model) <= CLOSE.half) return done(`Half is left after ${typeset(half, "mV", 0)}.`)
    return not(half > model ? "There less than half is left." : "There more than half is left.")
  },
}

function hand(bench: Bench): RateCurve {
  return { form: "linoid", scale: bench.get("scale"), steepness: bench.get("steepness"), shift: bench.get("shift") }
}

export const CURVES: Step = {
  title: "Draw smooth curves",
  paper: "figures 4, 7 and 9 of the last paper",
  task: "give α of n the constants with which the paper’s curve goes through the points.",
  hint: "Far from rest α grows along a straight line: scale over steepness is its slope, and shift is where it comes off the ground.",
  controls: ["scale", "steepness", "shift"],
  show(bench) {
    const [alpha, beta] = bench.work.gate("n", 4).curves
    const own = hand(bench)
    return [
      make(
        "div",
        { class: "ap-live__toolbar" },
        button("Fit by least squares", () => bench.put({ scale: alpha.scale, steepness: alpha.steepness, shift: alpha.shift })),
      ),
      chart({
        label: "Rates of n with your curve of alpha",
        x: "potential (mV)",
        y: "rate (1/ms)",
        rows: [
          ...dots(bench, "n", 4),
          line("your α", "hand", V => rateAt(own, V)),
          line("β by least squares", "potassium", V => rateAt(beta, V)),
        ],
      }),
      ...(["m", "h"] as const).map(name => {
        const [opens, shuts] = bench.work.gate(name, 4).curves
        return chart({
          label: `Rates of ${name} with curves by least squares`,
          x: "potential (mV)",
          y: "rate (1/ms)",
          rows: [...dots(bench, name, 4), line("", "blue", V => rateAt(opens, V)), line("", "potassium", V => rateAt(shuts, V))],
        })
      }),
    ]
  },
  check(bench): Said {
    const [, beta] = bench.work.gate("n", 4).curves
    const own = hand(bench)
    const off = POTENTIALS.map(V => Math.abs(rateAt(own, V) / (rateAt(own, V) + rateAt(beta, V)) - modelGate("n", V).share))
    const worst = off.indexOf(Math.max(...off))
    const told = `With your α, n settles within ${typeset(off[worst]!, "1", 2)} of the model’s.`
    return off[worst]! < CLOSE.curve ? done(told) : not(`${told} It is farthest off at ${typeset(POTENTIALS[worst]!, "mV", 0)}.`)
  },
}
