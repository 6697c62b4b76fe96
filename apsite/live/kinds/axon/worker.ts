/** Runs axons in a thread of their own, or in a page that has no such thread: then a page's script makes the runs. */

import type { Asked, Done } from "./runner"
import { Slices } from "./slices"

interface Thread {
  document?: unknown
  apAxon?: typeof Slices
  onmessage: ((message: { data: unknown }) => void) | null
  postMessage(message: Done, transferred: readonly ArrayBufferLike[]): void
}

const thread = globalThis as unknown as Thread
if (thread.document) thread.apAxon = Slices
else {
  const slices = new Slices(done => thread.postMessage(done, [...new Set(done.samples.map(({ buffer }) => buffer))]))
  thread.onmessage = ({ data }) => slices.ask(data as Asked)
}
