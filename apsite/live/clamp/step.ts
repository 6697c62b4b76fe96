/** What a step of the laboratory is, and what it is given. */

import type { Work } from "./work"

export interface Bench {
  readonly work: Work
  /** What a step keeps of its own until another axon is taken. */
  readonly kept: Map<string, unknown>
  get(name: string): number
  set(name: string, value: number): void
  /** Set several controls, which then stand there. */
  put(values: Readonly<Record<string, number>>): void
  draw(): void
}

export interface Step {
  readonly title: string
  /** Where the papers of 1952 do it. */
  readonly paper: string
  readonly task: string
  readonly hint: string
  /** The controls in sight. */
  readonly controls: readonly string[]
  /** What is drawn and said, and the step's own buttons; made anew when something has changed. Throws a Problem. */
  show(bench: Bench): Node[]
  /** Whether the task is done, and what is said of that. Throws a Problem for what cannot be. */
  check(bench: Bench): { done: boolean; said: string }
}

/** A row of buttons of a step. */
export type Said = { done: boolean; said: string }

export function not(said: string): Said {
  return { done: false, said }
}

export function done(said: string): Said {
  return { done: true, said }
}
