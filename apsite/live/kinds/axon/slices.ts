/** Runs axons one after the other, in slices between which the thread that they run in answers. */

import { nodesOf } from "../../laboratory/axon"
import type { Asked, Done } from "./runner"
import { setupOf } from "./setup"
import { AxonRun } from "../../laboratory/conduction"
import { Problem } from "../../page/types"

const SLICE = 8 // ms
const AT_ONCE = 16 // samples between two looks at the clock
const NONE = new Float64Array(0)
const EMPTY = {
  dt: 1,
  placed: { position: NONE, axial: NONE, resistance: NONE },
  samples: [],
  arrivals: NONE,
  span: [0, 0],
  nodes: [],
  problem: "",
} as const

/** One run at a time, in slices; of those that are asked for meanwhile the last, before which a fine one gives way. */
export class Slices {
  private run: AxonRun | undefined
  private now: Asked | undefined
  private next: Asked | undefined
  private readonly channel = new MessageChannel()

  constructor(private readonly done: (done: Done) => void) {
    this.channel.port1.onmessage = () => this.slice()
  }

  ask(asked: Asked): void {
    const idle = !this.now
    this.next = asked
    if (idle) this.soon()
  }

  end(): void {
    this.channel.port1.close()
  }

  private soon(): void {
    this.channel.port2.postMessage(null)
  }

  private slice(): void {
    try {
      if (this.next && (!this.now || this.now.coarse === 1)) this.begin()
      const { run, now } = this
      if (!run || !now) return
      const end = performance.now() + SLICE
      while (run.sample + 1 < run.count && performance.now() < end) run.advance(AT_ONCE)
      if (run.sample + 1 < run.count) return this.soon()
      const { placed, samples, dt, arrivals, span } = run.travel
      this.finish({ ...EMPTY, number: now.number, coarse: now.coarse, placed, samples, dt, arrivals, span, nodes: nodesOf(run.axon) })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.finish({ ...EMPTY, number: this.now!.number, coarse: this.now!.coarse, problem: error.message })
    }
  }

  private begin(): void {
    const asked = (this.now = this.next!)
    this.next = this.run = undefined
    const { axon, injections, ms, dt } = setupOf(asked.ground, asked.values)
    this.run = new AxonRun(axon, injections, ms, dt, asked.coarse)
  }

  private finish(done: Done): void {
    this.now = this.run = undefined
    this.done(done)
    if (this.next) this.soon()
  }
}
