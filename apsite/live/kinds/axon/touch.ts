/** Fingers on the axon: where it is touched, and how long. */

import { clamp } from "../../page/numbers"

/** How far a finger may move that touches the axon and does not drag, CSS pixels. */
const SLACK = 10
/** Which touches are brief, and from when on they are no longer than long, ms. */
const [BRIEF, LONG] = [400, 1400]

/** A finger, or a mouse's button, that is down: where it began, CSS pixels, and when, ms. */
interface Down {
  readonly x: number
  readonly y: number
  readonly begun: number
  readonly pointer: number
}

export class Touch {
  private down: Down | undefined

  /**
   * `harder`: how many times as strong a long touch is, null where all are alike; `touched` is told where the axon was
   * touched, CSS pixels of `canvas`, and how many times as strongly; `pressed`, in every frame meanwhile.
   */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly harder: number | null,
    private readonly touched: (x: number, times: number) => void,
    private readonly pressed: () => void,
    private readonly signal: AbortSignal,
  ) {
    this.listen("pointerdown", event => this.begin(event))
    for (const end of ["pointercancel", "pointerleave"] as const) this.listen(end, event => this.end(event))
    // Not as soon as a finger is down: it may be about to scroll.
    this.listen("pointerup", event => {
      const down = this.end(event)
      if (!down || Math.hypot(event.clientX - down.x, event.clientY - down.y) > SLACK) return
      this.touched(event.offsetX, this.timesOf(down, event.timeStamp))
    })
    // A long touch is one, and asks for no menu.
    canvas.addEventListener("contextmenu", event => this.down && event.preventDefault(), { signal })
  }

  /** How many times as strong the touch that goes on is by now; 1 where there is none. */
  get times(): number {
    return this.down ? this.timesOf(this.down, performance.now()) : 1
  }

  private listen(kind: "pointerdown" | "pointerup" | "pointercancel" | "pointerleave", then: (event: PointerEvent) => void): void {
    this.canvas.addEventListener(kind, then, { signal: this.signal })
  }

  private begin({ button, clientX, clientY, timeStamp, pointerId }: PointerEvent): void {
    if (button || this.down) return
    this.down = { x: clientX, y: clientY, begun: timeStamp, pointer: pointerId }
    if (this.harder !== null) this.soon()
  }

  private end({ pointerId }: PointerEvent): Down | undefined {
    const { down } = this
    if (down?.pointer !== pointerId) return undefined
    this.down = undefined
    this.pressed()
    return down
  }

  private soon(): void {
    requestAnimationFrame(() => {
      if (!this.down || this.signal.aborted) return
      this.pressed()
      this.soon()
    })
  }

  private timesOf({ begun }: Down, now: number): number {
    if (this.harder === null) return 1
    return Math.round(10 * (1 + (this.harder - 1) * clamp((now - begun - BRIEF) / (LONG - BRIEF), 0, 1))) / 10
  }
}
