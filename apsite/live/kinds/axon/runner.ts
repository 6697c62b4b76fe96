/** The page's side of the runs: hands them to a worker, and does them itself, in slices, where a worker does not start. */

import type { Placed } from "../../laboratory/axon"
import type { Ground } from "./state"
import type { Values } from "../../page/types"
import { make } from "../../page/elements"

/** A run that is asked for. `coarse`: steps are so many times as long as the laboratory's. */
export interface Asked {
  readonly number: number
  readonly ground: Ground
  readonly values: Values
  readonly coarse: number
}

/** What a run came to; see `AxonRecording`. */
export interface Done {
  readonly number: number
  readonly coarse: number
  readonly dt: number
  readonly placed: Placed
  readonly samples: readonly Float64Array[]
  /** When a spike first passed each compartment, ms. */
  readonly arrivals: Float64Array
  readonly span: readonly [number, number]
  /** Middles of the nodes, cm. */
  readonly nodes: readonly number[]
  /** What a reader is told where it cannot be run. */
  readonly problem: string
}

/** What `worker.ts` leaves in a page that has fetched it as a script. */
interface Site {
  apAxon?: new (done: (done: Done) => void) => { ask(asked: Asked): void; end(): void }
}

export class Runner {
  private worker: Worker | undefined
  private slices: InstanceType<NonNullable<Site["apAxon"]>> | undefined
  private last: Asked | undefined
  /** The values that runs were asked with, by their number. */
  private readonly asked = new Map<number, Values>()
  private number = 0
  private ended = false
  private lost = false

  /**
   * `came` is told of each run with the values that it was asked with, and whether it is the last that was asked for.
   * `failed` is called where neither a worker nor a script can be had, and again by whoever asks for a run then.
   */
  constructor(
    private readonly address: URL,
    private readonly came: (done: Done, values: Values, last: boolean) => void,
    private readonly failed: () => void,
  ) {
    try {
      // Browsers refuse workers from files, some of them without an error.
      if (location.protocol === "file:") throw new Error("no worker")
      const worker = (this.worker = new Worker(address))
      worker.onmessage = ({ data }) => this.done(data as Done)
      worker.onerror = () => this.fetch()
    } catch {
      this.fetch()
    }
  }

  /** Have an axon run with `values`, in steps that are `coarse` times as long as the laboratory's. */
  ask(ground: Ground, values: Values, coarse: number): void {
    const asked = (this.last = { number: ++this.number, ground, values, coarse })
    this.asked.set(asked.number, values)
    if (this.lost) this.failed()
    else if (this.worker) this.worker.postMessage(asked)
    else this.slices?.ask(asked)
  }

  end(): void {
    this.ended = true
    this.worker?.terminate()
    this.slices?.end()
  }

  private done(done: Done): void {
    const values = this.asked.get(done.number)
    for (const each of this.asked.keys()) if (each <= done.number) this.asked.delete(each)
    if (values && !this.ended) this.came(done, values, done.number === this.number)
  }

  private fetch(): void {
    this.worker?.terminate()
    this.worker = undefined
    const script = make("script", { src: this.address.href })
    script.addEventListener("load", () => {
      if (this.ended) return
      this.slices = new (window as unknown as Required<Site>).apAxon(done => this.done(done))
      if (this.last) this.slices.ask(this.last)
    })
    script.addEventListener("error", () => {
      this.lost = true // perhaps before anything is asked for
      this.failed()
    })
    document.head.append(script)
  }
}
