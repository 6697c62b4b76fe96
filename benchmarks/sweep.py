"""Work against precision of a sweep: ten thousand patches of 50 ms, side by side, by all that is installed.

    .venv/bin/python benchmarks/sweep.py [--patches 10000] [--rounds 5]

Every patch gets a pulse of its own strength, 15 to 25 uA/cm2 for 0.5 ms at 5 ms, from rest, at 6.3 °C; what is asked
for is the peak and the times of spikes. The error is the largest difference, over the spike of some of the patches,
from SciPy's DOP853 at 1e-12. Times are of the processor, all cores together, without what compiles; medians. The limit
is a loop in C of the same scheme, from the same equations, compiled here with vectors of its own exponential, which
takes constant steps, knows one membrane and measures nothing but the peak.
"""

import argparse
import ctypes
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from sympy.printing.c import C99CodePrinter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from apsite import Membrane, Pulse, simulate_many
from apsite.kernels.compiled import kernel
from apsite.kernels.lowering import lower
from apsite.membranes.squid import SQUID
from tests import reference

DURATION, ONSET, WIDTH = 50.0, 5.0, 0.5  # ms
WEAKEST, STRONGEST = 15.0, 25.0  # uA/cm2
LANES = 16
TRIED = 5  # patches whose error is looked at
MEMBRANE = Membrane()
REST = MEMBRANE.rest.values

#: Runs patches of these amplitudes, and returns the voltages (patches, samples) of those at some places, every 0.1 ms.
Run = Callable[[np.ndarray, list[int]], np.ndarray]


def ours(dt: float, longest_step: float) -> Run:
    def run(amplitudes: np.ndarray, places: list[int]) -> np.ndarray:
        protocols = [[Pulse(ONSET, WIDTH, each)] for each in amplitudes.tolist()]
        simulate_many(MEMBRANE, protocols, DURATION, ["peak", "spike_times"], dt=dt, longest_step=longest_step)
        some = [protocols[place] for place in places]
        traces = simulate_many(MEMBRANE, some, DURATION, lambda each: each.voltage, dt=dt, longest_step=longest_step)
        return np.array(traces)[:, :: round(0.1 / dt)]

    return run


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


def limit(folder: Path) -> Callable[[float], Run]:
    """Compile the loop in C; return what runs it with a step (ms)."""
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

    def begin(step: float) -> Run:
        steps = round(DURATION / step) + 1

        def call(amplitudes: np.ndarray, trace: np.ndarray | None = None) -> None:
            padded = np.resize(amplitudes, -(-len(amplitudes) // LANES) * LANES)
            edges = round(ONSET / step), round((ONSET + WIDTH) / step)
            peaks, rest = np.empty(len(padded)), np.array(REST)
            arrays = [pointer(each) for each in (rest, fixed, peaks, trace)]
            function(pointer(padded), len(padded), steps, step, *edges, *arrays)

        def run(amplitudes: np.ndarray, places: list[int]) -> np.ndarray:
            call(amplitudes)
            traces = np.empty((len(places), steps))
            for place, trace in zip(places, traces, strict=True):
                call(amplitudes[place : place + 1], trace)
            return traces[:, :: round(0.1 / step)]

        return run

    return begin


def main() -> None:
    parser = argparse.ArgumentParser(description="Work against precision of ten thousand patches of 50 ms.")
    parser.add_argument("--patches", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5, help="how often each program is timed")
    options = parser.parse_args()
    amplitudes = np.linspace(WEAKEST, STRONGEST, options.patches)
    places = np.linspace(0, options.patches - 1, TRIED).astype(int).tolist()
    programs: dict[str, Run] = {
        "simulate_many, longest step 0.1": ours(0.1, 0.1),
        "simulate_many, longest step 0.05": ours(0.05, 0.05),
        "simulate_many, longest step 0.025": ours(0.025, 0.025),
        "simulate_many, longest step 0.01": ours(0.01, 0.01),
    }
    with tempfile.TemporaryDirectory() as folder:
        if shutil.which("cc"):
            compiled = limit(Path(folder))
            programs |= {f"C, {LANES} lanes, step {step:g}": compiled(step) for step in (0.1, 0.05, 0.025)}
        time = np.arange(round(DURATION / 0.1) + 1) * 0.1
        exact = []
        for place in places:
            pieces = [(0.0, ONSET, 0.0), (ONSET, ONSET + WIDTH, amplitudes[place]), (ONSET + WIDTH, DURATION, 0.0)]
            exact.append(reference.solve(REST, pieces, time))
        errors = {name: np.abs(run(amplitudes, places) - exact).max() for name, run in programs.items()}
        times: dict[str, list[float]] = {name: [] for name in programs}
        for _ in range(options.rounds):
            for name, run in programs.items():
                start = process_time()
                run(amplitudes, places)
                times[name].append(process_time() - start)
    print(f"{options.patches} patches of {DURATION:g} ms, medians of {options.rounds}")
    print(f"{'program':36} {'processor s':>12} {'largest error mV':>17}")
    for name, each in times.items():
        print(f"{name:36} {statistics.median(each):12.2f} {errors[name]:17.5f}")


if __name__ == "__main__":
    main()
