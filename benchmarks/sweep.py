"""Work against precision of a sweep: ten thousand patches of 50 ms, side by side, by all that is installed.

    .venv/bin/python benchmarks/sweep.py [--patches 10000] [--rounds 5] [--only this] [--keep]

Every patch gets a pulse of its own strength, 15 to 25 uA/cm2 for 0.5 ms at 5 ms, from rest, at 6.3 °C; what is asked
for is the peak and the times of spikes. The error is the largest difference, over the samples of some of the patches,
from SciPy's DOP853 at 1e-12. Times are of the processor, all cores together, without what compiles; medians. The limit
is a loop in C of the same scheme, from the same equations, compiled here with vectors of its own exponential, which
takes constant steps, knows one membrane and measures nothing but the peak. Programs of other people are those of
`simulators` that can be imported; to have them, install jaxley, brian2 and arbor beside this project's libraries, in an
environment of their own. `--keep` leaves the result where the page on the model shows it from.
"""

import argparse
import ctypes
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from sympy.printing.c import C99CodePrinter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from apsite import Membrane, Pulse, simulate_many
from apsite.chapters.model.sweep.experiment import LIMIT, MEASURED, OURS, read
from apsite.kernels.compiled import kernel
from apsite.kernels.lowering import lower
from apsite.membranes.squid import SQUID
from benchmarks.simulators import Begin, Look, Sweep, Work, found
from tests import reference

DURATION, ONSET, WIDTH = 50.0, 5.0, 0.5  # ms
WEAKEST, STRONGEST = 15.0, 25.0  # uA/cm2
LANES = 16
TRIED = 3  # patches whose error is looked at
GRID = 0.005  # ms, of which every sample's time is a multiple
MEMBRANE = Membrane()

#: A program's name, its version, the steps (ms) that are tried, and what makes a run ready.
Timed = tuple[str, str, tuple[float, ...], Begin]


def ours(sweep: Sweep, step: float) -> tuple[Work, Look]:
    """This book's program, a sample for each step."""

    def protocols(amplitudes: np.ndarray) -> list[list[Pulse]]:
        return [[Pulse(sweep.onset, sweep.width, each)] for each in amplitudes.tolist()]

    def work() -> Any:
        given = protocols(sweep.amplitudes)
        return simulate_many(MEMBRANE, given, sweep.duration, ["peak", "spike_times"], dt=step, longest_step=step)

    def look() -> tuple[np.ndarray, np.ndarray]:
        some = protocols(sweep.amplitudes[sweep.places])
        runs = simulate_many(MEMBRANE, some, sweep.duration, lambda run: run, dt=step, longest_step=step)
        return runs[0].time, np.array([each.voltage for each in runs])

    return work, look


class C(C99CodePrinter):  # type: ignore[misc]
    """The routines in C; an exponential that the compiler has vectors of."""

    def _print_linoid(self, expression: Any) -> str:
        return f"linoid({self._print(expression.args[0])})"

    def _print_Pow(self, expression: Any) -> str:
        base, exponent = expression.args
        if base.is_Symbol and exponent.is_Integer and 2 <= exponent <= 4:
            return "(" + "*".join([self._print(base)] * int(exponent)) + ")"
        return str(super()._print_Pow(expression))

    def _print_Max(self, expression: Any) -> str:
        first, second = map(self._print, expression.args)
        return f"({first} > {second} ? {first} : {second})"

    def _print_Min(self, expression: Any) -> str:
        first, second = map(self._print, expression.args)
        return f"({first} < {second} ? {first} : {second})"


_C = """
#include <math.h>
%(constants)s
static inline double linoid(double x) { return fabs(x) < 1e-8 ? 1 - x / 2 : x / (exp(x) - 1); }
void run(const double *amplitudes, long patches, long steps, double step, long first, long last,
         const double *rest, const double *fixed, double *peaks, double *trace) {
  for (long start = 0; start < patches; start += %(lanes)d) {
    double state[4][%(lanes)d], peak[%(lanes)d];
    for (int l = 0; l < %(lanes)d; l++) {
      for (int k = 0; k < 4; k++) state[k][l] = rest[k];
      peak[l] = rest[0];
    }
    for (long k = 0; k < steps; k++) {
      if (trace) trace[k] = state[0][0];
      const double on = k >= first && k < last;
      #pragma omp simd
      for (int l = 0; l < %(lanes)d; l++) {
        const double V = state[0][l], m = state[1][l], h = state[2][l], n = state[3][l];
        const double I_stim = on * amplitudes[start + l];
%(body)s
        state[0][l] = %(V)s; state[1][l] = %(m)s; state[2][l] = %(h)s; state[3][l] = %(n)s;
        peak[l] = state[0][l] > peak[l] ? state[0][l] : peak[l];
      }
    }
    for (int l = 0; l < %(lanes)d; l++) peaks[start + l] = peak[l];
  }
}
"""


def limit(folder: Path) -> Begin:
    """Compile the loop in C; return what makes a run of it ready."""
    printer, program = C(), lower(SQUID)
    (routine,) = (each for each in program.routines if each.name == "advance")
    named = {str(each): f"fixed[{k}]" for k, each in enumerate(program.membrane.fixed)}
    lines = [f"        const double {name} = {value};" for name, value in named.items()]
    lines += [f"        const double {speed} = 1.0;" for speed in program.speeds]
    lines += [f"        const double {symbol} = {printer.doprint(value)};" for symbol, value in routine.body]
    results = dict(zip(map(str, program.membrane.state), map(printer.doprint, routine.results), strict=True))
    constants = "\n".join(f"static const double {name} = {value!r};" for name, value in program.constants.items())
    text = _C % {"constants": constants, "lanes": LANES, "body": "\n".join(lines), **results}
    source, library = folder / "limit.c", folder / "limit.so"
    source.write_text(text, encoding="utf-8")
    options = ["-O3", "-march=native", "-ffast-math", "-fopenmp-simd", "-shared", "-fPIC"]
    subprocess.run(["cc", *options, str(source), "-o", str(library), "-lm"], check=True)
    function = ctypes.CDLL(str(library)).run
    double = ctypes.POINTER(ctypes.c_double)
    function.argtypes = [
        double, ctypes.c_long, ctypes.c_long, ctypes.c_double, ctypes.c_long, ctypes.c_long, *[double] * 4,
    ]  # fmt: skip
    fixed = np.array([*MEMBRANE.values, *kernel(SQUID).derive(*MEMBRANE.values)])

    def pointer(array: np.ndarray | None) -> Any:
        return None if array is None else array.ctypes.data_as(double)

    def begin(sweep: Sweep, step: float) -> tuple[Work, Look]:
        steps = round(sweep.duration / step) + 1

        def call(amplitudes: np.ndarray, trace: np.ndarray | None = None) -> None:
            padded = np.resize(amplitudes, -(-len(amplitudes) // LANES) * LANES)
            edges = round(sweep.onset / step), round((sweep.onset + sweep.width) / step)
            peaks, rest = np.empty(len(padded)), np.array(sweep.rest)
            arrays = [pointer(each) for each in (rest, fixed, peaks, trace)]
            function(pointer(padded), len(padded), steps, step, *edges, *arrays)

        def look() -> tuple[np.ndarray, np.ndarray]:
            traces = np.empty((len(sweep.places), steps))
            for place, trace in zip(sweep.places, traces, strict=True):
                call(sweep.amplitudes[place : place + 1], trace)
            return np.arange(steps) * step, traces

        return lambda: call(sweep.amplitudes), look

    return begin


def exactly(sweep: Sweep) -> np.ndarray:
    """Return the exact potentials (mV) of those whose error is looked at, every `GRID` ms: shape (places, samples)."""
    end = sweep.onset + sweep.width
    times = np.arange(round(sweep.duration / GRID) + 1) * GRID
    found = []
    for place in sweep.places:
        pieces = [(0.0, sweep.onset, 0.0), (sweep.onset, end, sweep.amplitudes[place]), (end, sweep.duration, 0.0)]
        found.append(reference.solve(sweep.rest, pieces, times))
    return np.array(found)


def measure(sweep: Sweep, programs: list[Timed], rounds: int) -> list[dict[str, Any]]:
    """Return the rows of a result: each program with each of its steps, timed in turn, over and over."""
    rows: list[dict[str, Any]] = []
    ready: list[Work] = []
    exact = exactly(sweep)
    for name, library, steps, begin in programs:
        for step in steps:
            start = process_time()
            work, look = begin(sweep, step)
            work()
            first = process_time() - start
            ready.append(work)
            times, voltages = look()
            error = float(np.abs(voltages - exact[:, np.rint(times / GRID).astype(int)]).max())
            row = {"program": name, "version": library, "step": step, "seconds": 0.0}
            rows.append(row | {"error": error, "compiling": first})
    print("all are ready", flush=True)
    spent: list[list[float]] = [[] for _ in ready]
    for _ in range(rounds):
        for each, work in zip(spent, ready, strict=True):
            start = process_time()
            work()
            each.append(process_time() - start)
    for row, each in zip(rows, spent, strict=True):
        row["seconds"] = round(statistics.median(each), 4)
        row["compiling"] = round(max(0.0, row["compiling"] - row["seconds"]), 2)
        row["error"] = float(f"{row['error']:.4g}")
        print(f"{row['program']:28} {row['step']:8g} {row['seconds']:12.2f} {row['error']:17.5f}")
    return rows


def processor() -> str:
    """Return the model of this machine's processor."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def main() -> None:
    parser = argparse.ArgumentParser(description="Work against precision of ten thousand patches of 50 ms.")
    parser.add_argument("--patches", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5, help="how often each program is timed")
    parser.add_argument("--only", default="", help="only programs with this in their names")
    parser.add_argument("--keep", action="store_true", help="keep the result for the page on the model")
    options = parser.parse_args()
    amplitudes = np.linspace(WEAKEST, STRONGEST, options.patches)
    places = np.linspace(0, options.patches - 1, TRIED).astype(int).tolist()
    sweep = Sweep(amplitudes, places, ONSET, WIDTH, DURATION, tuple(MEMBRANE.rest.values))
    programs: list[Timed] = [(OURS, version("numba"), (0.1, 0.09, 0.05, 0.025), ours)]
    print(f"{options.patches} patches of {DURATION:g} ms, medians of {options.rounds}")
    print(f"{'program':28} {'step ms':>8} {'processor s':>12} {'largest error mV':>17}")
    with tempfile.TemporaryDirectory() as folder:
        if shutil.which("cc"):
            programs.append((LIMIT, "", (0.1, 0.05, 0.025), limit(Path(folder))))
        programs += found()
        chosen = [each for each in programs if options.only in each[0]]
        rows = measure(sweep, chosen, options.rounds)
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": processor(),
        "cores": os.cpu_count(),
        "patches": options.patches,
        "duration": DURATION,
        "rounds": options.rounds,
        "runs": rows,
    }
    if options.keep:
        read(result)
        MEASURED.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
