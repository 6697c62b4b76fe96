/** What is read out beside a figure and plotted on its curves: a number for each name, or null where there is none. */

import { goldman, nernst, out } from "@model/kernel"

import { upwardCrossings } from "./measurements"
import type { Recording } from "./recordings"
import type { Values } from "../page/types"

/** A current that is less is told of as none, uA/cm2. */
export const LEAST_CURRENT = 1

/** The highest value of `trace` from sample `from` on. */
export function highest(trace: Float64Array, from = 0): number {
  let best = -Infinity
  for (let k = from; k < trace.length; k++) if (trace[k]! > best) best = trace[k]!
  return best
}

export function lowest(trace: Float64Array): number {
  return trace.reduce((best, each) => Math.min(best, each), Infinity)
}

/** The measure `name` of a recording. */
export function measure(name: string, recording: Recording): number | null {
  const [spike] = recording.spikes
  const { dt } = recording.frame
  switch (name) {
    case "peak":
      return recording.spikes.reduce((best, each) => Math.max(best, each.peak), highest(recording.trace("V")))
    case "late_peak": {
      const end = recording.values["pulse.onset"]! + recording.frame.origin + recording.values["pulse.width"]!
      const from = Math.ceil(end / dt - 1e-9)
      return from < recording.count ? highest(recording.trace("V"), from) : null
    }
    case "threshold":
      return spike?.threshold ?? null
    case "half_width":
      return spike?.halfWidth ?? null
    case "trough":
      return spike?.trough ?? null
    case "trough_time":
      return spike ? spike.troughTime - recording.frame.origin : null
    case "interval": {
      const times = upwardCrossings(dt, recording.trace("V"))
      return times.length > 1 ? times.at(-1)! - times.at(-2)! : null
    }
    case "peak_I_Na":
      return recording.trace("I_Na")[largest(recording)]!
    case "peak_I_Na_time": {
      return largest(recording) * dt - recording.frame.origin - recording.values["command.onset"]!
    }
    case "late_I_K":
      return recording.trace("I_K").at(-1)!
    case "late_g_K":
      return recording.trace("g_K").at(-1)!
  }
  return null
}

/** The sample at which the sodium current is largest, inward or outward, once the command has stepped. */
function largest(recording: Recording): number {
  const { dt, origin } = recording.frame
  const current = recording.trace("I_Na")
  // At the step itself the current is that of the gates as they were, under another force.
  const from = Math.min(recording.count - 1, Math.floor((recording.values["command.onset"]! + origin) / dt) + 1)
  const stop = Math.min(recording.count, Math.floor((recording.course.starts.at(-1)! - 1e-9) / dt) + 1)
  let best = from
  for (let k = from; k < stop; k++) if (Math.abs(current[k]!) > Math.abs(current[best]!)) best = k
  return best
}

const IONS = ["K", "Na", "Cl"] as const

/** The measure `name` of solutions, `usual` being those that the figure starts from before anything was raised. */
export function measureSolutions(name: string, values: Values, usual: Values): number | null {
  if (name.startsWith("E_")) {
    const ion = name.slice(2)
    nernst(values[`${ion}_out`]!, values[`${ion}_in`]!, ion === "Cl" ? -1 : 1, values["temperature"]!)
    return out[0]!
  }
  switch (name) {
    case "rest":
      return rest(values)
    case "force":
      return rest(values) - measureSolutions("E_K", values, usual)!
    case "force_at_once":
      return rest({ ...values, K_out: usual["K_out"]! }) - measureSolutions("E_K", values, usual)!
  }
  return null
}

function rest(values: Values): number {
  const [K_out, K_in, Na_out, Na_in, Cl_out, Cl_in] = IONS.flatMap(ion => [values[`${ion}_out`]!, values[`${ion}_in`]!])
  goldman(K_out!, K_in!, Na_out!, Na_in!, Cl_out!, Cl_in!, values["temperature"]!, values["P_K"]!, values["P_Na"]!, values["P_Cl"]!)
  return out[0]!
}
