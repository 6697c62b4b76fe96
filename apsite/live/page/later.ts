/** What follows a move of the reader's hand, in pieces that come as there is time for them in a frame. */

const PATIENCE = 50 // ms that pieces wait for a hand that moves in every frame

/** Does a piece of work; returns whether there is more of its kind to do. */
export type Piece = () => boolean | void

export class Later {
  /** In the order in which they are due: what was done goes to the end. */
  private readonly due = new Set<Piece>()
  private at = 0

  /** No piece is begun once so much of a frame has passed, ms. */
  constructor(
    private readonly pieces: readonly Piece[],
    private readonly time = 4,
  ) {}

  /** Begin everything anew: the hand has moved on, and what is not yet done would be of the past. */
  again(): void {
    for (const piece of this.pieces) this.due.add(piece)
  }

  /** Do what there is time for in a frame that has `begun`, next to nothing if the hand is `moving`; returns whether more is due. */
  advance(begun: number, moving: boolean): boolean {
    for (const piece of this.due) {
      const now = performance.now()
      if (now - begun > this.time && now - this.at < PATIENCE) break
      this.due.delete(piece)
      if (piece()) this.due.add(piece)
      this.at = performance.now()
      if (moving) break
    }
    return this.waits
  }

  /** Whether there is something to do. */
  get waits(): boolean {
    return this.due.size > 0
  }

  /** Do everything at once. */
  finish(): void {
    this.again()
    for (const piece of this.due) {
      this.due.delete(piece)
      if (piece()) this.due.add(piece)
    }
  }
}
