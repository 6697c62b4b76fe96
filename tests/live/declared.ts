/** The kernels of declared membranes, each in a module of its own, run for Python: a request a line, a reply a line. */

import * as kernels from "./kernels"
import { answerLines } from "./lines"

type Run = Record<string, any>

/** How many times as short as the squid's the steps of a membrane are. */
function hasteOf(kernel: Run, membrane: readonly number[]): number {
  kernel.haste(...membrane)
  return kernel.out[0]
}

function answered(line: string): object {
  const { name, initial, count, dt, substeps, course, membrane, speeds, clamp } = JSON.parse(line) as Run
  const kernel = (kernels as Run)[name]
  const run = clamp
    ? kernel.voltageClamp(initial, count, dt, course, membrane, speeds)
    : kernel.currentClamp(initial, count, dt, substeps, course, membrane, speeds)
  const observed = kernel.observables(run, membrane) as Float64Array[]
  const haste = hasteOf(kernel, membrane)
  return { states: run.map((part: Float64Array) => [...part]), observed: observed.map(part => [...part]), haste }
}

answerLines(answered)
