/** What a terminal came to, in words and in numbers. */

import type { Say } from "../../page/numbers"
import { depolarization, type Synapse } from "../../laboratory/terminal"

/** What is read out, by name; null where there is nothing yet. */
export const MEASURED: Readonly<Record<string, (synapse: Synapse) => number | null>> = {
  spikes: ({ quanta }) => quanta.length,
  failures: ({ failures }) => failures,
  counted: ({ counted }) => counted.at(-1) ?? null,
  from_failures: ({ fromFailures }) => fromFailures.at(-1) ?? null,
  content: ({ content }) => content,
  probability: ({ probability }) => probability,
  calcium: ({ calcium }) => calcium,
  balance: ({ balance }) => balance,
  delay: ({ delay }) => delay,
  answer: ({ content }) => depolarization(Math.round(content)),
}

/** What the last spike did, or the chain from the spike to the next cell. */
export function told(synapse: Synapse, counting: boolean, say: Say): string {
  const { recording, calcium, probability, content, quanta, failures, values, released } = synapse
  const silent = recording.fired.length ? "" : "No spike reaches the terminal. "
  if (!counting) {
    if (silent) return `${silent}Calcium comes to ${say(calcium, "uM", 1)}; ${say(content, "1", 2)} vesicles are released on average.`
    const vesicles = Math.round(content)
    return (
      `Calcium ${released ? "reaches" : "stays at"} ${say(calcium, "uM", 1)}. Each vesicle is released with probability ${say(probability, "1", 3)}; ` +
      `${vesicles === 0 ? "about none goes" : `about ${vesicles} of ${values["N_ves"]!} ${vesicles === 1 ? "goes" : "go"}`}, and the next cell is depolarized by ${say(depolarization(vesicles), "mV", 2)}.`
    )
  }
  const last = quanta.at(-1)
  if (last === undefined) return `${silent}Nothing has been sent to the terminal yet.`
  const what = last
    ? `released ${last} of ${values["N_ves"]!} vesicles: ${say(depolarization(last), "mV", 2)}.`
    : "released nothing: a failure."
  return `${silent}Spike ${quanta.length} ${what} So far ${failures} of ${quanta.length} failed.`
}
