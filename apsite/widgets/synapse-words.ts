/** What a terminal came to, in words and in numbers. */

import type { Say } from "./numbers"
import { depolarization, type Synapse } from "./synapse"

interface Measure {
  label: string
  unit: string
  digits: number
  of: (synapse: Synapse) => number | null
}

/** What is read out, by name. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  spikes: { label: "Spikes so far", unit: "1", digits: 0, of: ({ quanta }) => quanta.length },
  failures: { label: "Failures among them", unit: "1", digits: 0, of: ({ failures }) => failures },
  counted: { label: "Vesicles counted, mean", unit: "1", digits: 2, of: ({ counted }) => counted.at(-1) ?? null },
  from_failures: { label: "Mean, from failures", unit: "1", digits: 2, of: ({ fromFailures }) => fromFailures.at(-1) ?? null },
  content: { label: "True quantal content", unit: "1", digits: 2, of: ({ content }) => content },
  probability: { label: "Probability of release", unit: "1", digits: 3, of: ({ probability }) => probability },
  calcium: { label: "Largest calcium inside", unit: "uM", digits: 1, of: ({ calcium }) => calcium },
  balance: { label: "Calcium in balance at", unit: "mV", digits: 1, of: ({ balance }) => balance },
  delay: { label: "From peak to release", unit: "ms", digits: 2, of: ({ delay }) => delay },
  answer: { label: "Answer of the next cell", unit: "mV", digits: 2, of: ({ content }) => depolarization(Math.round(content)) },
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
