"""Time and error of one run of 50 ms: this kernel, NEURON and SciPy, side by side.

    .venv/bin/python benchmarks/simulation.py

A pulse of 20 uA/cm2 for 0.5 ms at 5 ms, from rest, at 6.3 °C. The error is the largest difference from SciPy's
DOP853 at 1e-12 over all samples of a run. Every program is warmed up, then timed in turn, over and over; medians
are printed, and ratios of medians, because the speed of a machine drifts. NEURON runs its stock `hh` by Crank-
Nicolson at 0.01 ms, with the rate table that it uses by default and without.
"""

import argparse
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
from neuron import h
from scipy.integrate import solve_ivp

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from apsite import Membrane, Pulse, simulate
from tests import reference

DURATION = 50.0  # ms
PULSE = Pulse(5.0, 0.5, 20.0)
PIECES = [(0.0, 5.0, 0.0), (5.0, 5.5, 20.0), (5.5, DURATION, 0.0)]
SHIFT = 5.0  # mV, from NEURON's rest of -65 to the book's -70
MEMBRANE = Membrane()
REST = (MEMBRANE.resting_potential, *MEMBRANE.settled_gates(MEMBRANE.resting_potential))

Run = Callable[[], tuple[np.ndarray, np.ndarray]]


def ours(dt: float) -> Run:
    def run() -> tuple[np.ndarray, np.ndarray]:
        recording = simulate(MEMBRANE, [PULSE], DURATION, dt=dt)
        return recording.time, recording.voltage

    return run


class Neuron:
    """One patch of NEURON's stock `hh`, with the published leak, at the book's potentials less the shift."""

    def __init__(self) -> None:
        h.load_file("stdrun.hoc")
        self.section = h.Section(name="patch")
        self.section.L = self.section.diam = 17.841241161527712  # um: 1000 um2
        self.section.insert("hh")
        self.section.ena, self.section.ek = 45.0 + SHIFT, -82.0 + SHIFT
        segment = self.section(0.5)
        segment.hh.el = -59.387 + SHIFT
        self.stimulus = h.IClamp(segment)
        self.stimulus.delay, self.stimulus.dur = PULSE.onset, PULSE.width
        self.stimulus.amp = PULSE.amplitude * 1e-2  # nA on 1000 um2
        # Its loop is compiled; that of stdrun.hoc is interpreted, and three times as slow.
        self.solver = h.ParallelContext()
        self.solver.set_maxstep(10.0)
        self.time, self.voltage = h.Vector().record(h._ref_t), h.Vector().record(segment._ref_v)

    def crank_nicolson(self, table: bool) -> Run:
        def run() -> tuple[np.ndarray, np.ndarray]:
            h.usetable_hh, h.secondorder, h.celsius, h.dt, h.steps_per_ms = int(table), 2, 6.3, 0.01, 100
            h.finitialize(REST[0] + SHIFT)
            self.solver.psolve(DURATION)
            return np.array(self.time), np.array(self.voltage) - SHIFT

        return run


def scipy(method: str, tolerance: float) -> Run:
    def run() -> tuple[np.ndarray, np.ndarray]:
        state, times, voltages = REST, [], []
        for start, end, current in PIECES:
            found = solve_ivp(
                lambda t, y, current=current: reference.derivative(y, current, reference.DEFAULTS),
                (start, end),
                state,
                method,
                rtol=tolerance,
                atol=tolerance,
            )
            state = found.y[:, -1]
            times.append(found.t)
            voltages.append(found.y[0])
        return np.concatenate(times), np.concatenate(voltages)

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description="Time and error of one run of 50 ms.")
    parser.add_argument("--rounds", type=int, default=15, help="how often each program is timed")
    rounds = parser.parse_args().rounds
    patch = Neuron()
    programs = {
        "this kernel, dt 0.05": ours(0.05),
        "this kernel, dt 0.025": ours(0.025),
        "this kernel, dt 0.01": ours(0.01),
        "NEURON, Crank-Nicolson, dt 0.01": patch.crank_nicolson(table=True),
        "NEURON, the same, no rate table": patch.crank_nicolson(table=False),
        "SciPy, LSODA, 1e-6": scipy("LSODA", 1e-6),
        "SciPy, DOP853, 1e-9": scipy("DOP853", 1e-9),
    }
    errors, times = {}, {name: [] for name in programs}
    for name, run in programs.items():
        time, voltage = run()
        errors[name] = np.abs(voltage - reference.solve(REST, PIECES, time)).max()
    for _ in range(rounds):
        for name, run in programs.items():
            start = perf_counter()
            run()
            times[name].append(perf_counter() - start)
    medians = {name: statistics.median(each) for name, each in times.items()}
    best = min((name for name in programs if name.startswith("NEURON")), key=medians.get)
    print(f"{'program':34} {'median ms':>10} {'largest error mV':>17} {'NEURON / it':>12}")
    for name, median in medians.items():
        print(f"{name:34} {1000 * median:10.3f} {errors[name]:17.6f} {medians[best] / median:12.2f}")
    print(f"Ratios are to the faster of the two NEURON runs, {best}.")


if __name__ == "__main__":
    main()
