/** Work that takes longer than a frame, in slices between frames: a job yields wherever it can wait. */

const SLICE = 6 // ms of work at a time

/** One unit of work after the other; `next` is called until it is done. */
export type Job = Iterator<void, void>

/** Runs the newest job in slices between frames; a new job takes the place of the one before. */
export class Background {
  private timer: ReturnType<typeof setTimeout> | undefined
  private job: Job | undefined

  /** Begin a job after `pause` ms; `done` is called at its end. */
  start(job: Job, pause: number, done?: () => void): void {
    this.stop()
    this.job = job
    this.timer = setTimeout(() => this.advance(done), pause)
  }

  stop(): void {
    clearTimeout(this.timer)
    this.job = undefined
  }

  get busy(): boolean {
    return this.job !== undefined
  }

  private advance(done?: () => void): void {
    const until = performance.now() + SLICE
    while (this.job && performance.now() < until) {
      if (!this.job.next().done) continue
      this.job = undefined
      done?.()
      return
    }
    if (this.job) this.timer = setTimeout(() => this.advance(done))
  }
}
