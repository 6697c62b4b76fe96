/**
 * The model of the live figures without the page around it: answers each line of JSON on standard input with one.
 *
 * Lies beside the sources when it is bundled. A request has `what` is asked and its arguments; a reply has the
 * `answer`, or what a reader would be told as `problem`, or what went wrong as `error`.
 */

import { goldman, nernst, out, observe, slope, derive, steadyState, temperatureFactor, type Membrane } from "@model/kernel"
import { CONTROLS } from "@model/constants"
import { CONTROLS as CONTROLS_OF_TERMINAL } from "@model/terminal-constants"

import { apart } from "@live/plot/apart"
import { arrange, type Piece } from "@live/plot/arranging"
import { nodesOf, type Axon } from "@live/laboratory/axon"
import { Chance } from "@live/laboratory/chance"
import { Course, gateOf, type Protocol } from "@live/laboratory/clamp/course"
import { fitGate, rateAt } from "@live/laboratory/clamp/fits"
import { MeasuredMembrane, type Cable, type Measured } from "@live/laboratory/clamp/measured"
import { Rig, type Bath, type Settings, type Step } from "@live/laboratory/clamp/rig"
import { fitLeak, reversalOf, separate } from "@live/laboratory/clamp/separation"
import { contentOf as contentOfPatches, type Shows as ShowsOfPatches } from "@live/kinds/channels/contents"
import { PatchRun, type Ground as GroundOfPatches } from "@live/kinds/channels/run"
import { MEASURED as MEASURED_OF_PATCHES, told as toldPatches } from "@live/kinds/channels/words"
import { setupOf } from "@live/kinds/axon/setup"
import { frontsOf, mapOf, profileOf } from "@live/kinds/axon/contents"
import { reachOf as reachOfAxon, type AxonPreset, type Ground } from "@live/kinds/axon/state"
import { Passage, crest } from "@live/kinds/axon/words"
import { AxonRun, type Injection } from "@live/laboratory/conduction"
import type { Content } from "@live/plot/content"
import type { Box } from "@live/plot/ground"
import { contentOf, labelsOf } from "@live/kinds/membrane/contents"
import { Experiment } from "@live/kinds/membrane/experiment"
import { fitted } from "@live/plot/fitting"
import { Stimulus, settled, stimuliIn } from "@live/kinds/membrane/grip-places"
import { Crowd } from "@live/kinds/membrane/strip/crowd"
import { Places } from "@live/kinds/membrane/strip/places"
import { onWay, underWay } from "@live/kinds/membrane/strip/ways"
import { Later } from "@live/page/later"
import { inAddress, read, write } from "@live/page/link"
import { findSpikes } from "@live/laboratory/measurements"
import { measure, measureSolutions } from "@live/laboratory/readings"
import { Lanes } from "@live/laboratory/lanes"
import { membraneOf, restingPotential, settledAt } from "@live/laboratory/membrane"
import { decimals, format, parse, spoken, typeset } from "@live/page/numbers"
import { record, speedsOf, type Frame } from "@live/laboratory/recordings"
import { courseOf } from "@live/laboratory/stimuli"
import { channelsOf, grownIn } from "@live/laboratory/single-channels"
import { crossingsOf, type Passage as PassageOfIons } from "@live/laboratory/crossings"
import { CHANNELS } from "@model/channels-constants"
import { Curves } from "@live/kinds/membrane/curves"
import { settledRate, sweeping, weakest, type Known } from "@live/laboratory/sweeps"
import { Synapse, binomialLaw, depolarization, released, type Spiking } from "@live/laboratory/terminal"
import { summary } from "@live/bench/summary"
import { told as toldSynapse } from "@live/kinds/terminal/words"
import { holding, inside } from "@live/plot/ranges"
import { contentOf as contentOfSynapse, type Shows } from "@live/kinds/terminal/contents"
import type { FigureData } from "@live/page/types"
import { momentsOf, told, toldBriefly, toldClamp, toldSolutions } from "@live/kinds/membrane/words"
import { reachOf } from "@live/bench/controls"
import { judgeChoice, judgeNumber, judgeOrder, judgeState, type Question } from "@live/questions/judging"
import { compared, featuresOf, type Curve } from "@live/questions/comparing"
import { read as readAnswers } from "@live/questions/keeping"
import { calciumEntry, response } from "@model/terminal-kernel"
import {
  Problem,
  ruler,
  type Axes,
  type Control,
  type DrawnLine,
  type Layout,
  type Preset,
  type Run,
  type Values,
  type Words,
} from "@live/page/types"
import * as crab from "@model/declared-crab"
import * as fast_spiking from "@model/declared-fast_spiking"
import * as regular_spiking from "@model/declared-regular_spiking"
import { SQUID, declared, type Declared, type Model } from "@live/laboratory/models"
import { viewOf } from "@live/kinds/membrane/views"
import { columnsOf } from "@live/kinds/membrane/tables"
import { answerLines } from "./lines"

type Numbers = readonly number[]

const DECLARED = { crab, fast_spiking, regular_spiking } as unknown as Readonly<Record<string, Declared>>

interface Asked {
  values: Values
  run: Run
  frame: Frame
  /** The name of a declared membrane; without one, the squid's is run. */
  declared?: string
  traces?: readonly string[]
  measures?: readonly string[]
  /** Whether it has to be there in a frame. */
  soon?: boolean
}

/** What is in each pair of axes, and what these become of `before`, the limits of the values before. */
function panels(axes: readonly Axes[], contents: readonly Content[], before: readonly Axes[]): object[] {
  return axes.map((base, index) => {
    const content = contents[index]!
    const now = holding(base, before[index]!, content, false)
    const again = holding(base, now, content, false)
    return {
      base: [base.x.limits, base.y.limits],
      now: [now.x.limits, now.y.limits],
      stands: again === now,
      log: [now.x.log, now.y.log],
      ticks: [now.x.ticks.map(([value]) => value), now.y.ticks.map(([value]) => value)],
      inside: inside(now, content),
      time: [...Array.from(content.time)],
      moments: content.moments ?? [],
      note: content.note ?? "",
      curves: content.curves.map(({ y, cut, label, color, dash }) => ({ y: [...Array.from(y)], cut: cut ?? false, label, color, dash })),
      marks: content.marks.map(({ x, y }) => [x, y]),
      lines: content.lines.filter(({ own }) => own).map(({ points }) => points),
      all: content.lines.length + content.curves.length + content.marks.length,
    }
  })
}

/** No curve over many runs is worked out here. */
const NONE = {
  again: () => [],
  before: () => [],
  trail: () => [],
  nowhere: () => false,
  stale: () => false,
  whole: () => true,
} as unknown as Curves

interface AskedOfAxon {
  axon: Axon
  injections: readonly Injection[]
  ms: number
  dt: number
  /** How many samples a call. */
  pieces: number
  places: readonly [number, number]
  coarser?: number
}

function drained<T>(job: Generator<void, T>): T {
  for (;;) {
    const step = job.next()
    if (step.done) return step.value
  }
}

function first(count: number): number[] {
  return [...out.slice(0, count)]
}

/** A declared membrane by its name, or the squid's. */
function modelOf(name?: string): Model {
  return name ? declared(DECLARED[name]!) : SQUID
}

const ANSWERS: Readonly<Record<string, (asked: any) => unknown>> = {
  record({ values, run, frame, declared: name, traces = [], measures = [], soon = false }: Asked) {
    const found = record(values, run, { ...frame, model: modelOf(name) }, undefined, soon)
    return {
      coarse: found.coarse,
      membrane: found.membrane,
      rest: found.rest,
      course: found.course,
      states: found.states.map(trace => [...trace]),
      stimulus: [...found.trace("stimulus")],
      spikes: found.spikes,
      traces: Object.fromEntries(traces.map(name => [name, [...found.trace(name)]])),
      measures: Object.fromEntries(measures.map(name => [name, measure(name, found)])),
    }
  },
  /** What a figure says of a run, with the traces that show whether it is so. */
  said({ values, run, frame, declared: name }: Asked) {
    const found = record(values, run, { ...frame, model: modelOf(name) })
    const tell = frame.bench === "voltage clamp" ? toldClamp : told
    const traces = ["t", "V", "stimulus", "I_ion", "I_Na", "I_K", "slope"]
    return {
      told: tell(found, typeset),
      spoken: tell(found, spoken),
      briefly: toldBriefly(found, typeset),
      rest: found.rest,
      C_m: found.membrane[0],
      traces: Object.fromEntries(traces.map(name => [name, [...found.trace(name)]])),
    }
  },
  /** What a membrane's figure shows at `values`, and says, its axes being before as `first` had them. */
  shown({
    data,
    values,
    first,
    width,
    declared: name,
  }: {
    data: FigureData
    values: Values
    first: Values
    width: "wide" | "narrow"
    declared?: string
  }) {
    const experiment = new Experiment(data.preset, modelOf(name))
    const { axes } = data.layouts[width]
    const contents = (): Content[] => axes.map((each, index) => contentOf(index, each, experiment, NONE, undefined))
    experiment.run(first)
    while (experiment.catchUp()) {}
    const before = contents().map((content, index) => holding(axes[index]!, axes[index]!, content, false))
    experiment.run(values)
    while (experiment.catchUp()) {}
    const { main, recordings } = experiment
    const runs = data.preset.bench === "current clamp" ? [main!, ...[recordings.get("ramp")].flatMap(each => each ?? [])] : []
    return {
      panels: panels(axes, contents(), before),
      changed: experiment.changed,
      told: runs.map(run => told(run, typeset)),
      told_of: runs.map(run => momentsOf(run)),
      ends: runs.map(run => run.timeAt(run.count - 1)),
    }
  },
  /** What a membrane's figure draws over many runs at `values`, measured again whether or not the picture would do, and in which axes. */
  again({ data, values, width }: { data: FigureData; values: Values; width: "wide" | "narrow" }) {
    const experiment = new Experiment(data.preset)
    const curves = new Curves(experiment, () => {})
    experiment.run(values)
    while (experiment.catchUp()) {}
    curves.follow()
    const { due, work } = curves as unknown as { due: unknown; work(due: unknown, rated: boolean): Generator<void, void> }
    if (data.preset.bench !== "solutions") drained(work.call(curves, due, data.preset.read.includes("rate")))
    return data.layouts[width].axes.map((axes, index) => {
      if (!data.preset.panels[index]?.sweeps.length) return null
      const content = contentOf(index, axes, experiment, curves, undefined)
      const { lines, marks } = content
      const known = new Set(axes.lines.map(({ points }) => points))
      const { x, y } = holding(axes, axes, content, false)
      return {
        limits: [x.limits, y.limits],
        lines: lines
          .filter(({ points, marker }) => !marker && !known.has(points))
          .map(({ color, dash, points }) => ({ color, dash, points })),
        marks: marks.map(({ x, y, color }) => ({ x, y, color })),
      }
    })
  },
  /** The potential of runs of one membrane that go side by side, every `dt` ms; looked at so many samples at a time. */
  beside({ runs, run, frame, substeps, look }: { runs: readonly Values[]; run: Run; frame: Frame; substeps: number; look: number }) {
    const membrane = membraneOf(runs[0]!)
    const rest = restingPotential(membrane)
    const start = [rest, ...settledAt(rest, membrane)]
    const lanes = new Lanes(membrane, speedsOf(run, SQUID), frame.dt, substeps)
    runs.forEach((values, lane) => lanes.begin(lane, start, courseOf(values, null, frame.origin, frame.ms)))
    const found = runs.map((_, lane) => [lanes.state(lane, 0)])
    const count = Math.floor(frame.ms / frame.dt + 1e-9) + 1
    while (found[0]!.length < count) {
      const samples = lanes.advance(Math.min(look, count - found[0]!.length))
      found.forEach((V, lane) => V.push(...Array.from({ length: samples }, (_, k) => lanes.V(lane, k))))
    }
    return found
  },
  /** What is roughly known once the hand has moved on from `values` to the `next` ones after a piece of work: in how many goes, and what. */
  hurried({ data, values, next }: { data: FigureData; values: Values; next: Values }) {
    const experiment = new Experiment(data.preset)
    let told = 0
    const curves = new Curves(experiment, () => told++)
    experiment.run(values)
    curves.follow()
    const { rush } = curves as unknown as { rush: { job: Iterator<void, void> } }
    const { job } = rush
    job.next()
    experiment.run(next)
    curves.follow()
    const same = rush.job === job
    while (!told) job.next()
    const index = data.preset.panels.findIndex(({ sweeps }) => sweeps.length)
    const faint = curves.before(index).length
    drained(job)
    const [line] = curves.again(index)
    curves.destroy()
    return { same, faint, told, points: line!.points, whole: curves.whole(index) }
  },
  /** What a figure's curves over many runs come to at `values`, and in how many ms, in pieces of at most how many; as lanes or `alone`. */
  swept({ data: { preset }, values, alone, known }: { data: FigureData; values: Values; alone: boolean; known?: Known }) {
    const { frame } = new Experiment(preset, alone ? { ...SQUID } : SQUID)
    const curves: (number | null)[][] = []
    let longest = 0
    const begun = performance.now()
    for (const sweep of preset.panels.flatMap(panel => panel.sweeps)) {
      const points: (number | null)[] = []
      const work = sweeping(sweep, values, preset.runs[0]!, frame, (_, y) => points.push(y), known)
      for (let at = performance.now(), more = true; more; at = performance.now()) {
        more = !work.next().done
        longest = Math.max(longest, performance.now() - at)
      }
      curves.push(points)
    }
    return { ms: performance.now() - begun, longest, curves }
  },
  /** How faint each curve over many runs is: at `values`, measured, and at those that come `next`, of which nothing is yet. */
  faded({ data, values, next }: { data: FigureData; values: Values; next: Values }) {
    const experiment = new Experiment(data.preset)
    const curves = new Curves(experiment, () => {})
    const { due, work } = curves as unknown as { due: unknown; work(due: unknown, rated: boolean): Generator<void, void> }
    const look = (): object[][] =>
      data.layouts.wide.axes.map((axes, index) =>
        contentOf(index, axes, experiment, curves, undefined).lines.flatMap(({ points, alpha, names }) =>
          data.preset.panels[index]?.sweeps.length && points.length > 1 && !names ? [{ alpha, points }] : [],
        ),
      )
    experiment.run(values)
    curves.follow()
    drained(work.call(curves, due, false))
    const before = look()
    experiment.run(next)
    curves.follow()
    return [before, look()]
  },
  /** The rate that is known at `values` and, once the hand has moved on to the `next` ones, what a count of before leaves. */
  rated({ data, values, next }: { data: FigureData; values: Values; next: Values }) {
    const experiment = new Experiment(data.preset)
    const curves = new Curves(experiment, () => {})
    const { work } = curves as unknown as { work(due: unknown, rated: boolean): Generator<void, void> }
    experiment.run(values)
    drained(work.call(curves, [], true))
    const before = experiment.rate
    const count = work.call(curves, [], true)
    count.next()
    experiment.run(next)
    drained(count)
    return [before, experiment.rate]
  },
  shownOfSynapse({ data, values, first, width }: { data: any; values: Values; first: Values; width: "wide" | "narrow" }) {
    const { axes } = data.layouts[width] as { axes: Axes[] }
    const contents = (at: Values, other: Values): Content[] => {
      const [synapse, ghost] = [new Synapse(at, data.preset), new Synapse(other, data.preset)]
      return axes.map((each, index) => contentOfSynapse(data.preset.panels[index].shows as Shows, each, synapse, ghost))
    }
    const before = contents(first, values).map((content, index) => holding(axes[index]!, axes[index]!, content, false))
    return { panels: panels(axes, contents(values, first), before) }
  },
  shownOfPatches({ data, values, first, width }: { data: any; values: Values; first: Values; width: "wide" | "narrow" }) {
    const { axes } = data.layouts[width] as { axes: Axes[] }
    const contents = (at: Values): Content[] => {
      const run = new PatchRun(at, data.preset)
      run.advance(Infinity)
      return axes.map((_, index) => contentOfPatches(data.preset.panels[index].shows as ShowsOfPatches, run))
    }
    const before = contents(first).map((content, index) => holding(axes[index]!, axes[index]!, content, false))
    return { panels: panels(axes, contents(values), before) }
  },
  saidOfSolutions: ({ values, usual }: { values: Values; usual: Values }) => toldSolutions(values, usual, typeset),
  axon({ axon, injections, ms, dt, pieces, places, coarser = 1 }: AskedOfAxon) {
    const run = new AxonRun(axon, injections, ms, dt, coarser)
    while (run.sample + 1 < run.count) run.advance(pieces)
    const told = (value: number): number | null => (Number.isNaN(value) ? null : value)
    const { position, samples } = run.travel
    return {
      position: [...position],
      voltage: samples.map(V => [...V]),
      gates: run.gates.map(gate => [...gate]),
      at: places.map(place => [...run.travel.voltageAt(place)]),
      arrivals: places.map(place => told(run.travel.arrivalAt(place))),
      velocity: told(run.travel.velocity(places[0]!, places[1]!)),
    }
  },
  /** What an answer to a question is worth: what was typed or chosen, an order, or what a figure measures. */
  judged({ question, answer, altered = [] }: { question: Question; answer: any; altered?: readonly string[] }) {
    switch (question.kind) {
      case "number":
        return judgeNumber(question, answer)
      case "choice":
        return judgeChoice(question, answer)
      case "order":
        return judgeOrder(question, answer)
      case "set":
        return judgeState(question, name => answer[name] ?? null, altered)
    }
  },
  /** What is measured of a curve of the potential, and what is said of one that was drawn. */
  featuresOfCurve: ({ curve }: { curve: Curve }) => featuresOf(curve),
  compared: ({ before, drawn, model }: { before: Curve; drawn: Curve; model: Curve }) =>
    compared(before, drawn, model, { time: 20, y: 120 }),
  keptAnswers: ({ text }: { text: string | null }) => readAnswers(text),
  /** What the legend of each panel calls its traces. */
  legends: ({ preset }: { preset: Preset }) => preset.panels.map(panel => labelsOf(panel, preset)),
  /** The plots that a reader can add: of each trace its quantity, label, colour and dash. */
  views: ({ declared: name }: { declared?: string }) =>
    Object.fromEntries(["potential", "gates", "currents", "conductances"].map(view => [view, viewOf(view, modelOf(name))])),
  /** The columns of a table of values: heading, quantity, unit. */
  columns: ({ declared: name }: { declared?: string }) => columnsOf(modelOf(name)),
  /** What a live axon does with its controls at `values`, and what it says. */
  travelled({ ground, values }: { ground: Ground; values: Values }) {
    const { axon, injections, ms, dt } = setupOf(ground, values)
    const run = new AxonRun(axon, injections, ms, dt)
    run.advance(run.count)
    const passage = new Passage(run.travel, values)
    const { near, far, velocity, peak } = passage
    return {
      position: [...run.travel.position],
      voltage: run.travel.samples.map(V => [...V]),
      near,
      far,
      velocity,
      peak,
      told: passage.told(typeset),
    }
  },
  /** The ends of the sliders of a live axon, with its controls at `values`. */
  reachesOfAxon: ({ preset, values }: { preset: AxonPreset; values: Values }) =>
    Object.fromEntries(Object.values(preset.controls).map(control => [control.name, reachOfAxon(preset, control, values)])),
  /** The lines in both pairs of axes of a live axon at a moment, after a run with its controls at `before`. */
  drawnOfAxon({
    ground,
    values,
    before,
    moment,
    width,
  }: {
    ground: Ground
    values: Values
    before: Values
    moment: number
    width: number
  }) {
    const ran = (at: Values) => {
      const { axon, injections, ms, dt } = setupOf(ground, at)
      const run = new AxonRun(axon, injections, ms, dt)
      run.advance(run.count)
      return { travel: run.travel, nodes: nodesOf(axon) }
    }
    const { travel, nodes } = ran(values)
    const shown = { travel, nodes, values, moment, ghost: ran(before).travel, held: false }
    const lines = (content: Content) => ({
      lines: content.lines.filter(line => line.width > 0).map(({ color, dash, points }) => ({ color, dash, points })),
      curves: content.curves.map(({ color, dash, label, y }) => ({ color, dash, label, y: [...Array.from(y)] })),
      marks: content.marks.map(({ x, y }) => [x, y]),
    })
    return { profile: lines(profileOf(shown, width)), map: lines(mapOf(shown, frontsOf(travel))) }
  },
  /** What a live axon says, with what shows whether it is so: when each compartment is first above the level, naively. */
  journey({ ground, values, share }: { ground: Ground; values: Values; share: number }) {
    const { axon, injections, ms, dt } = setupOf(ground, values)
    const run = new AxonRun(axon, injections, ms, dt, 4)
    run.advance(run.count)
    const { samples, position, dt: interval } = run.travel
    const passed = Array.from(position, (_, i) => {
      const at = samples.findIndex((V, k) => k > 0 && V[i]! > 0 && samples[k - 1]![i]! <= 0)
      const [before, after] = [samples[at - 1]?.[i] ?? 0, samples[at]?.[i] ?? 0]
      return at < 0 ? null : (at - after / (after - before)) * interval
    })
    const passage = new Passage(run.travel, values)
    const sample = Math.round(share * (samples.length - 1))
    return {
      position: [...position],
      passed,
      end: (samples.length - 1) * interval,
      interval,
      told: passage.told(typeset),
      under: passage.under,
      highest: Math.max(...samples.map(V => Math.max(...V))),
      velocity: passage.velocity,
      crest: crest(run.travel, sample, typeset),
      V: [...samples[sample]!],
      rest: [...samples[0]!],
    }
  },
  /** How long the run of a live axon becomes, and what it says then. */
  arrived({ ground, values, most }: { ground: Ground; values: Values; most: number }) {
    for (let ms = values["ms"]!; ; ) {
      const setup = setupOf(ground, { ...values, ms })
      const run = new AxonRun(setup.axon, setup.injections, ms, setup.dt, 4)
      run.advance(run.count)
      const passage = new Passage(run.travel, values)
      const next = passage.length(values["ms"]!, ms, most)
      if (next === ms) return { ms, velocity: passage.velocity, far: passage.far, told: passage.told(typeset) }
      ms = next
    }
  },
  spikes({ dt, V, slope, rest, drive, shocks }: Record<"V" | "slope" | "drive" | "shocks", Numbers> & Record<"dt" | "rest", number>) {
    return findSpikes(dt, Float64Array.from(V), Float64Array.from(slope), rest, Float64Array.from(drive), shocks)
  },
  membrane: ({ values }: Asked) => membraneOf(values),
  rest: ({ values, level = 0 }: Asked & { level?: number }) => restingPotential(membraneOf(values), level),
  steady: ({ V, membrane }: { V: number; membrane: Membrane }) => [...steadyState(V, membrane)],
  observe({ state, membrane }: { state: [number, number, number, number]; membrane: Membrane }) {
    observe(...state, ...membrane, temperatureFactor(membrane))
    return first(7)
  },
  slope({ state, stimulus, membrane }: { state: [number, number, number, number]; stimulus: number; membrane: Membrane }) {
    slope(...state, stimulus, ...membrane, temperatureFactor(membrane))
    return out[0]
  },
  factor({ membrane }: { membrane: Membrane }) {
    derive(...membrane)
    return out[0]
  },
  nernst({ outside, inside, valence, temperature }: Record<"outside" | "inside" | "valence" | "temperature", number>) {
    nernst(outside, inside, valence, temperature)
    return out[0]
  },
  summary: ({ start, values, kind }: { start: Values; values: Values; kind: "membrane" | "terminal" }) =>
    summary(start, values, kind === "terminal" ? CONTROLS_OF_TERMINAL : CONTROLS),
  goldman({ given }: { given: Parameters<typeof goldman> }) {
    goldman(...given)
    return out[0]
  },
  solutions: ({ name, values, usual }: { name: string; values: Values; usual: Values }) => measureSolutions(name, values, usual),
  weakest: ({ control, sign, values, run, frame }: Asked & { control: string; sign: number }) =>
    drained(weakest(control, sign, values, run, frame)),
  rate: ({ values, run, frame }: Asked) => drained(settledRate(values, run, frame)),
  synapse({ values, spiking }: { values: Values; spiking: Spiking }) {
    const found = new Synapse(values, spiking)
    const { recording, entry, probability, balance, content, failures, quanta, counted, fromFailures, delay } = found
    return {
      V: [...recording.trace("V")],
      current: [...entry.current],
      calcium: [...entry.calcium],
      gate: [...entry.gate],
      probability,
      balance,
      content,
      failures,
      quanta,
      counted,
      fromFailures,
      delay,
      felt: [...found.felt(Math.round(content))],
      told: [true, false].map(counting => toldSynapse(found, counting, spoken)),
    }
  },
  entry: ({
    V,
    slope,
    dt,
    g_Ca,
    Ca_out,
    temperature,
  }: { V: Numbers; slope: Numbers } & Record<"dt" | "g_Ca" | "Ca_out" | "temperature", number>) => [
    ...calciumEntry(V, slope, dt, g_Ca, Ca_out, temperature).calcium,
  ],
  response: ({ quanta, count, dt }: { quanta: number; count: number; dt: number }) => [...response(quanta, count, dt)],
  depolarization: ({ quanta }: { quanta: number }) => depolarization(quanta),
  /** Binomial numbers one after the other, each of a count and a chance. */
  sweep({ base, settings, steps, duration, bath }: { base: Values; settings: Settings; steps: Step[]; duration: number; bath: Bath }) {
    const rig = new Rig(base, settings)
    return [0, 1].map(() => [...rig.clamp(steps, duration, bath).current])
  },
  /** What is said of records that do not fit together: a leak of some levels, and two sweeps that are subtracted. */
  wronglyClamped({ base, leaky, pair, peaks }: { base: Values; leaky?: number[]; pair?: [Step[], Partial<Bath>][]; peaks?: number[] }) {
    const rig = new Rig(base, { noise: 0, seed: 1 })
    if (leaky) fitLeak(rig.family(leaky, 25))
    if (peaks) reversalOf([...peaks.keys()], peaks)
    const [one, other] = (pair ?? []).map(([steps, bath]) => rig.clamp(steps, 12, bath))
    if (one && other) separate(one, other)
    return null
  },
  fittedGate({ time, found, power, inactivates }: { time: number[]; found: number[]; power: number; inactivates: boolean }) {
    return fitGate(Float64Array.from(time), Float64Array.from(found), power, inactivates)
  },
  /** The seven steps: what is found in each, and with these powers the spike and the velocity of what was measured. */
  measuredAxon({ base, settings, protocol, power, cable, temperature }: AskedToMeasure) {
    const course = new Course(new Rig(base, settings), protocol)
    const leak = course.leak()
    const apart = course.apart(leak, course.solutions())
    const { fits, g_K, n } = course.potassium(leak, apart, power)
    const { fits: inactivating, g_Na, m, h } = course.sodium(leak, apart)
    const gates = { m: gateOf("m", m), h: gateOf("h", h), n: gateOf("n", n) }
    const of: Measured = {
      C_m: leak.capacitance,
      ...{ g_Na, g_K, g_L: leak.conductance, E_Na: apart.E_Na, E_K: apart.E_K, E_L: leak.reversal },
      gates: Object.fromEntries(
        Object.entries(gates).map(([name, { curves }]) => [
          name,
          { alpha: (V: number) => rateAt(curves[0], V), beta: (V: number) => rateAt(curves[1], V) },
        ]),
      ) as unknown as Measured["gates"],
      powers: [3, 1, power],
      temperature: base["temperature"]!,
    }
    const membrane = new MeasuredMembrane(of)
    return {
      ...{ leak, E_Na: apart.E_Na, E_K: apart.E_K, g_Na, g_K, gates, sweeps: course.rig.sweeps, rest: membrane.rest },
      ...{ potassium: [...fits], sodium: [...inactivating], threshold: membrane.threshold() },
      spike: [...membrane.run({ onset: 1, width: 0.5, amplitude: 26.55 }, 15)],
      velocity: cable ? new MeasuredMembrane(of, temperature).velocity(cable) : null,
    }
  },
  /** The book's own membrane, with rates that stand in tables. */
  tabled({ base, cable, temperature }: { base: Values; cable: Cable; temperature: number }) {
    const plain = membraneOf(base)
    const rate = (V: number, row: number): readonly [number, number] => {
      const found = steadyState(V, plain as unknown as Membrane)
      return [found[row]! * found[row + 3]!, (1 - found[row]!) * found[row + 3]!]
    }
    const gates = Object.fromEntries(
      ["m", "h", "n"].map((name, row) => [name, { alpha: (V: number) => rate(V, row)[0], beta: (V: number) => rate(V, row)[1] }]),
    ) as unknown as Measured["gates"]
    const of = { ...base, gates, powers: [3, 1, 4], temperature: base["temperature"] } as unknown as Measured
    const membrane = new MeasuredMembrane(of)
    const run = [...membrane.run({ onset: 1, width: 0.5, amplitude: 26.55 }, 15)]
    return { run, threshold: membrane.threshold(), velocity: new MeasuredMembrane(of, temperature).velocity(cable) }
  },
  binomials({ seed, counts, chances }: { seed: number; counts: number[]; chances: number[] }) {
    const chance = new Chance(seed)
    return { drawn: counts.map((count, k) => chance.binomial(count, chances[k]!)), next: chance.share() }
  },
  /**
   * Single channels at the potential of a run: for each seed, how many conduct at `times`, by the current's name, `closely`
   * also each channel; and what the run itself says.
   */
  singles({
    values,
    run,
    frame,
    seeds,
    numbers,
    times,
    closely = false,
  }: Asked & { seeds: Numbers; numbers: Numbers; times: Numbers; closely?: boolean }) {
    const found = record(values, run, frame)
    const grown = grownIn(found, speedsOf(run, SQUID))
    const open = seeds.map(seed => {
      const channels = channelsOf(CHANNELS, numbers, seed)
      for (const channel of channels) channel.run(grown, frame.dt, frame.ms)
      const counts = CHANNELS.map(({ name }) => {
        const own = channels.filter(({ population }) => population.name === name)
        return [name, times.map(time => own.filter(each => each.open(time)).length)]
      })
      if (!closely) return Object.fromEntries(counts)
      const each = channels.map(({ conducting, gates }) => ({
        conducting,
        gates: gates.flat().map(gate => times.map(time => [gate.open(time), gate.since(time)])),
      }))
      return { ...Object.fromEntries(counts), each }
    })
    const traces = ["V", "m", "h", "n"].map(name => [name, times.map(time => found.trace(name)[Math.round(time / frame.dt)])])
    return { open, ...Object.fromEntries(traces) }
  },
  /** The strip at the potential of a run: where the ions that pass are drawn at `times`, what conducts, and all that pass. */
  strip({ values, run, frame, times, seed }: Asked & { times: Numbers; seed: number }) {
    const crowd = new Crowd(seed, values)
    crowd.follow(record(values, run, frame), run)
    const kinds = crowd.shown.map(({ kind }) => kind)
    const places = new Places(760, 220, kinds)
    const passing = times.map(time =>
      underWay(crowd.crossings, time).map(({ crossing, way, number }) => {
        const [x, y] = onWay(places, crossing, way, number)
        return { number, x, y, outside: y < places.middles[0] || y > places.middles[1] }
      }),
    )
    const all = crowd.crossings.map(({ time, channel, inward }) => ({ time, channel, inward, kind: kinds[channel]! }))
    const each = crowd.shown.map((one, at) => ({ blocked: crowd.isBlocked(one), x: places.of(at).x }))
    const forces = (["sodium", "potassium", "leak"] as const).map(kind => [kind, times.map(time => crowd.force(kind, time))])
    return { passing, all, each, forces: Object.fromEntries(forces) }
  },
  /** The ions that pass. */
  crossings({
    passages,
    V,
    dt,
    charge,
    seed,
  }: {
    passages: readonly PassageOfIons[]
    V: Numbers
    dt: number
    charge: number
    seed: number
  }) {
    return crossingsOf(passages, Float64Array.from(V), dt, charge, seed)
  },
  /** A figure's patches, run to their end. */
  patches({ values, ground }: { values: Values; ground: GroundOfPatches }) {
    const run = new PatchRun(values, ground)
    run.advance(Infinity)
    const { voltage, open } = run.patches
    return {
      voltage: voltage.map(trace => [...trace]),
      open: Object.fromEntries(Object.entries(open).map(([name, traces]) => [name, traces.map(trace => [...trace])])),
      smooth: [...run.smooth.trace("V")],
      openOfAll: { Na: [...run.openOfAll("Na")], K: [...run.openOfAll("K")] },
      spikes: run.spikes,
      measures: Object.fromEntries(Object.entries(MEASURED_OF_PATCHES).map(([name, measured]) => [name, measured(run)])),
      told: [toldPatches(run, spoken), toldPatches(run, typeset)],
    }
  },
  released: ({ seed, spikes, vesicles, probability }: Record<"seed" | "spikes" | "vesicles" | "probability", number>) =>
    released(seed, spikes, vesicles, probability),
  binomial: ({ probability, vesicles }: { probability: number; vesicles: number }) => binomialLaw(probability, vesicles),
  arranged,
  arrangedOfSynapse,
  fitted: ({ layout, height }: { layout: Layout; height: number }) => fitted(layout, height),
  apart: ({ wanted, width }: { wanted: [number, number][]; width: number }) => apart(wanted, width, 24),
  parse: ({ text }: { text: string }) => parse(text),
  format: ({ value, digits }: { value: number; digits: number }) => format(value, digits),
  spoken: ({ value, unit, digits }: { value: number; unit: string; digits: number }) => spoken(value, unit, digits),
  decimals: ({ step }: { step: number }) => decimals(step),
  /** What is done in each of some frames, the hand moving in it or not: "a", "b" in three steps, "c". */
  later({ moving }: { moving: readonly boolean[] }) {
    let [done, steps] = ["", 0]
    const later = new Later([() => void (done += "a"), () => void (done += "b") || ++steps % 3 !== 0, () => void (done += "c")])
    return moving.map(moves => {
      done = ""
      if (moves) later.again()
      return [later.advance(performance.now(), moves), done]
    })
  },
  write: ({ values, start, plots }: { values: Values; start: Values; plots: readonly string[] }) => write(values, start, plots),
  asked({ search, name }: { search: string; name: string }) {
    Object.assign(globalThis, { location: { search } })
    return inAddress(name)
  },
  read({ text, start, known }: { text: string; start: Values; known: readonly string[] }) {
    const found = read(text, start, known, CONTROLS)
    // What a hostile name may have done to objects that it does not own.
    return { ...found, own: Object.keys(found.values), strange: Object.keys(Object.prototype), plain: ({} as Values)["polluted"] ?? null }
  },
}

/** About as much room as a face takes whose letters are half as wide as they are high. */
function pieceOf(words: string, size: number): Piece {
  const lines = words.split("\n")
  return {
    width: Math.max(...lines.map(line => line.length)) * 0.5 * size,
    height: (lines.length * 1.2 - 0.25) * size,
    above: 0.22 * size,
    below: 0.03 * size,
  }
}

function textOf(words: Words): string {
  return words.map(([text]) => text).join("")
}

interface AskedToMeasure {
  base: Values
  settings: Settings
  protocol: Protocol
  power: number
  cable?: Cable
  temperature?: number
}

interface AskedToArrange {
  preset: Preset
  layout: Layout
  values: Values
  scale: number
  /** Of each pair of axes, the curves as they were measured again; left out, those of the picture hold. */
  again?: readonly (readonly DrawnLine[])[]
}

/**
 * Where the words of a figure stand after `values` were set, and what they are not to cover: curves, dots, stimuli and
 * grips, CSS pixels from the corner of the axes, which are as wide as the values need.
 */
function arranged({ preset, layout, values, scale, again }: AskedToArrange): object[] {
  const experiment = new Experiment(preset)
  experiment.run(preset.values)
  experiment.run(values)
  while (experiment.catchUp());
  const curves = again
    ? ({
        ...NONE,
        again: (index: number) => again[index] ?? [],
        stale: (index: number) => Boolean(again[index]?.length),
      } as unknown as Curves)
    : NONE
  const owner = { get: (name: string) => values[name]!, reach: (control: Control) => reachOf(preset, control) }
  return layout.axes.map((base: Axes, index) => {
    const content = contentOf(index, base, experiment, curves, experiment.first)
    const axes = experiment.changed ? holding(base, base, content, false) : base
    const [width, height] = [axes.width * scale, axes.height * scale]
    const [x, y] = [ruler(axes.x, 0, width), ruler(axes.y, height, -height)]
    const field = { extent: [width, height] as const, pixel: (a: number, b: number) => [x(a), y(b)] as const }
    const stimuli = stimuliIn(preset, index).map(([kind, always]) => ({ stimulus: new Stimulus(kind, owner), always }))
    const { covered } = settled(
      stimuli.filter(({ stimulus, always }) => always || values[stimulus.strength]).map(({ stimulus }) => stimulus.standing(field)),
      width,
    )
    return standing(content, axes, base, scale, covered)
  })
}

/** The same of a terminal's figure, where there is nothing to be taken hold of. */
function arrangedOfSynapse({ data, layout, values, scale }: { data: any; layout: Layout; values: Values; scale: number }): object[] {
  const [synapse, before] = [values, data.preset.values as Values].map(each => new Synapse(each, data.preset)) as [Synapse, Synapse]
  const counting = data.preset.bench === "terminal counting"
  return layout.axes.map((base: Axes, index) => {
    const content = contentOfSynapse(data.preset.panels[index].shows as Shows, base, synapse, counting ? undefined : before)
    return standing(content, holding(base, base, content, false), base, scale, [])
  })
}

/** Where words stand in `axes`, which are the picture's `base` or wider, and what is drawn there. */
function standing(content: Content, axes: Axes, base: Axes, scale: number, covered: readonly Box[]): object {
  const [width, height] = [axes.width * scale, axes.height * scale]
  const [x, y] = [ruler(axes.x, 0, width), ruler(axes.y, height, -height)]
  const named = content.decorated ? [] : [...new Set(content.curves.map(({ label }) => label).filter(Boolean))]
  const texts = new Map(base.texts.map(text => [text, pieceOf(textOf(text.words), text.size * scale)]))
  const names = named.map(label => ({ ...pieceOf(label, 11.7 * scale), label }))
  const places = arrange(content, axes, scale, covered, { texts, names })
  const seen = (points: readonly (readonly [number, number])[]): (readonly [number, number])[] =>
    points.filter(([, at]) => Number.isFinite(at))
  const lines = content.lines.map(line => ({ ...line, points: seen(line.points.map(([a, b]) => [x(a), y(b)] as const)) }))
  return {
    width,
    height,
    covered,
    texts: [...texts].flatMap(([text, piece]) =>
      places.has(piece) ? [{ ...places.get(piece), words: textOf(text.words), names: text.names }] : [],
    ),
    names: names.map(piece => ({ ...places.get(piece), words: piece.label })),
    lines: content.curves.map(({ y: values }) => seen(Array.from(values, (value, k) => [x(content.time[k]!), y(value ?? NaN)] as const))),
    strokes: lines.filter(({ width: thick }) => thick > 0 && thick < 6).map(({ points }) => points),
    drawn: content.lines.map(line => ({ names: line.names, marker: line.marker, points: line.points })),
    dots: [
      ...content.marks.filter(mark => mark.size >= 6).map(mark => dot(x(mark.x), y(mark.y), mark.size * scale)),
      ...lines
        .filter(({ marker, width: thick }) => marker >= 6 && !thick)
        .flatMap(line => line.points.map(([a, b]) => dot(a, b, line.marker * scale))),
      ...lines
        .filter(({ width: thick }) => thick >= 6)
        .flatMap(({ width: thick, points: [[at, from], [, to]] }: any) => ({
          left: at - (thick * scale) / 2,
          width: thick * scale,
          top: Math.min(from, to),
          height: Math.abs(to - from),
        })),
    ].filter(({ left, top }) => Number.isFinite(left + top)),
  }
}

function dot(x: number, y: number, size: number): { left: number; top: number; width: number; height: number } {
  return { left: x - size / 2, top: y - size / 2, width: size, height: size }
}

function answered(line: string): object {
  try {
    const asked = JSON.parse(line) as { what: string }
    return { answer: ANSWERS[asked.what]!(asked) ?? null }
  } catch (error) {
    return error instanceof Problem ? { problem: error.message } : { error: String((error as Error).stack) }
  }
}

answerLines(answered)
