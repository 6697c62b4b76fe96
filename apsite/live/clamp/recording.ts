/** Step one: the rig, and the sweeps that pile up on it. */

import { button } from "../bench/drawers"
import { columns, save } from "../bench/exports"
import { DURATION, ONSET, levelOf, type Rig, type Sweep } from "../laboratory/clamp/rig"
import { make } from "../page/elements"
import { typeset } from "../page/numbers"
import { chart } from "./chart"
import { done, not, type Bench, type Said, type Step } from "./step"
import { BASE } from "./work"

interface Pile {
  readonly entries: { sweep: Sweep; name: string; shown: boolean }[]
  readonly rigs: Map<number, Rig>
}

const STYLES = ["ink", "sodium", "potassium", "hand", "blue", "soft"]
const FAMILY = [-60, -40, -20, 0, 20, 40, 60]
/** What is drawn of a current, uA/cm2: surges go far beyond. */
const LIMITS = [-2000, 5000] as const
/** How near a cursor has to stand, ms. */
const NEAR = 0.2

function pileOf({ kept }: Bench): Pile {
  if (!kept.has("pile")) kept.set("pile", { entries: [], rigs: new Map() })
  return kept.get("pile") as Pile
}

function recorded(bench: Bench, levels: readonly number[]): void {
  const { entries, rigs } = pileOf(bench)
  const temperature = bench.get("temperature")
  const rig = rigs.get(temperature) ?? bench.work.rig({ number: 9, temperature })
  rigs.set(temperature, rig)
  const [sodium, TTX, TEA] = ["sodium", "TTX", "TEA"].map(name => bench.get(name) / 100) as [number, number, number]
  const solution = [sodium < 1 ? `${typeset(100 * sodium, "%", 0)} sodium` : "", TTX ? "TTX" : "", TEA ? "TEA" : ""].filter(Boolean)
  for (const level of levels) {
    const sweep = rig.clamp([{ onset: ONSET, level }], DURATION, { sodium, TTX, TEA })
    entries.push({ sweep, name: [sweep.name, ...solution].join(", "), shown: true })
  }
  bench.draw()
}

function listed(bench: Bench): HTMLElement {
  const items = pileOf(bench).entries.map((entry, k) => {
    const box = make("input", { type: "checkbox", "aria-label": `Show sweep ${k + 1}` })
    box.checked = entry.shown
    box.addEventListener("change", () => {
      entry.shown = box.checked
      bench.draw()
    })
    const name = make("input", { type: "text", maxlength: "60", "aria-label": `Name of sweep ${k + 1}` })
    name.value = entry.name
    name.addEventListener("change", () => {
      entry.name = name.value
      bench.draw()
    })
    return make("li", {}, box, name)
  })
  return make("ul", { class: "ap-lab__pile" }, ...items)
}

/** The current of a sweep nearest to a moment since its onset, uA/cm2. */
function at({ time, current }: Sweep, since: number): number {
  return current[Math.min(current.length - 1, Math.round((since + ONSET) / (time[1]! - time[0]!)))]!
}

function exported(bench: Bench): void {
  const { entries } = pileOf(bench)
  if (!entries.length) return
  const rows = Array.from(entries[0]!.sweep.time, (t, k) => [Number(t.toFixed(6)), ...entries.map(({ sweep }) => sweep.current[k]!)])
  save("sweeps.csv", new Blob([columns(["time (ms)", ...entries.map(({ name }) => `${name} (uA/cm2)`)], rows)], { type: "text/csv" }))
}

export const RECORDING: Step = {
  title: "Clamp",
  paper: "Hodgkin, Huxley and Katz, the first of the five papers",
  task: "record a step to 0 mV in sea water, at 6.3 °C, and put the first cursor where the current is most inward.",
  hint: "Press Record with all sodium in the bath. The first, sharp surge charges the capacitance. Look for the trough behind it.",
  controls: ["level", "sodium", "TTX", "TEA", "temperature", "noise", "seed", "from", "to"],
  show(bench) {
    const seen = pileOf(bench).entries.filter(({ shown }) => shown)
    const [from, to] = [bench.get("from"), bench.get("to")]
    const last = seen.at(-1)
    const read = last
      ? `${last.name}: ${typeset(at(last.sweep, from), "uA/cm2", 0)} at the first cursor, ${typeset(at(last.sweep, to), "uA/cm2", 0)} at the second, ${typeset(to - from, "ms", 2)} later.`
      : "Nothing is recorded yet."
    return [
      make(
        "div",
        { class: "ap-live__toolbar" },
        button("Record", () => recorded(bench, [bench.get("level")])),
        button("Record a family", () => recorded(bench, FAMILY)),
        button("Sweeps (CSV)", () => exported(bench)),
        button("Clear", () => {
          pileOf(bench).entries.length = 0
          bench.draw()
        }),
      ),
      chart({
        label: "Recorded currents against the time since the step",
        x: "time since the step (ms)",
        y: "current (µA/cm²)",
        limits: LIMITS,
        cursors: [from, to],
        rows: [
          { name: "", style: "soft", x: [-ONSET, DURATION - ONSET], y: [0, 0] },
          ...seen.map(({ sweep, name }, k) => ({
            name,
            style: STYLES[k % STYLES.length]!,
            x: sweep.time.map(t => t - ONSET),
            y: sweep.current,
          })),
        ],
      }),
      make("p", {}, read),
      listed(bench),
      make(
        "p",
        { class: "ap-lab__paper" },
        "Tetrodotoxin and tetraethylammonium are a shortcut of a later time: in 1952 nobody had them. Surges go beyond the chart.",
      ),
    ]
  },
  check(bench): Said {
    const right = pileOf(bench).entries.filter(({ sweep }) => levelOf(sweep) === 0)
    if (!right.length) return not("There is no record of a step to 0 mV yet.")
    const plain = right.filter(({ sweep: { bath } }) => bath.sodium === 1 && !bath.TTX && !bath.TEA)
    if (!plain.length) return not("The bath has to be sea water: all of its sodium, and no poison.")
    if (!plain.some(({ sweep }) => sweep.temperature === BASE["temperature"])) {
      return not("This record is of another temperature: the gates move at another pace.")
    }
    const { time, current } = bench.work.rig({ noise: 0 }).clamp([{ onset: ONSET, level: 0 }])
    const least = current.reduce((best, each, k) => (each < current[best]! ? k : best), 0)
    const from = bench.get("from")
    if (Math.abs(from - (time[least]! - ONSET)) <= NEAR) {
      return done(`The current is most inward ${typeset(from, "ms", 2)} after the step: sodium’s.`)
    }
    return not(
      from < 0.1 ? "There is the surge that charges the membrane, which no channel carries." : "The cursor does not stand at the trough.",
    )
  },
}
