"""What ten thousand membranes cost, by this book's program and by others.

Nothing is run here: the times of a machine are no result of a model. `benchmarks/sweep.py` measured them, in one run,
and left them beside this module, with the machine and the day.
"""

import json
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from apsite.laboratory.experiment import Options, Value

READS = ("measured.json",)
MEASURED = Path(__file__).with_name("measured.json")
#: Largest errors over a spike (mV) that a program is asked for.
TOLERANCES = (1.0, 0.1, 0.01)
#: The program that the others are held against, and the loop that is the limit.
OURS, LIMIT = "this book", "C"


@dataclass(frozen=True)
class Protocol(Options):
    """Patches with a pulse of 15 to 25 µA/cm2 for 0.5 ms at 5 ms each, from rest, at 6.3 °C."""


@dataclass(frozen=True)
class Run:
    """A program with a step (ms): processor time (s), largest error (mV), and the time to make it ready (s)."""

    program: str
    version: str
    step: float
    seconds: float
    error: float
    compiling: float


@dataclass(frozen=True)
class Result:
    """All runs of `patches` for `duration` (ms), `rounds` times, on a `processor` with so many `cores`, on a `date`."""

    date: str
    processor: str
    cores: int
    patches: int
    duration: float
    rounds: int
    runs: tuple[Run, ...]

    @property
    def programs(self) -> tuple[str, ...]:
        """The programs, each once, in the order of the run."""
        return tuple(dict.fromkeys(each.program for each in self.runs))

    def quickest(self, program: str, tolerance: float) -> Run | None:
        """Return the run of a program that takes least time for an error of at most `tolerance` mV, if there is one."""
        precise = [each for each in self.runs if each.program == program and each.error <= tolerance]
        return min(precise, key=lambda each: each.seconds, default=None)


def run(protocol: Protocol = Protocol()) -> Result:
    """Read what was measured."""
    return read(json.loads(MEASURED.read_text(encoding="utf-8")))


def read(found: dict[str, Any]) -> Result:
    """Return what a benchmark has written. Raises ValueError for what is not whole."""
    try:
        runs = tuple(Run(**each) for each in found["runs"])
        result = Result(**{**found, "runs": runs})
    except (KeyError, TypeError) as error:
        raise ValueError(f"a measured sweep is not whole: {error}") from None
    numbers = [number for each in runs for number in (each.step, each.seconds, each.error)]
    if not runs or not all(isfinite(number) and number > 0 for number in numbers):
        raise ValueError("a measured sweep has a step, a time or an error that is no positive number")
    if not {OURS, LIMIT} <= set(result.programs):
        raise ValueError(f"a measured sweep has no run of {OURS} or of {LIMIT}: {', '.join(result.programs)}")
    return result


def values(result: Result) -> tuple[Value, ...]:
    """Return for each program the least time for each tolerance that it reaches."""
    found = [
        Value("sweep.patches", float(result.patches), "1", 0, "Membranes in the sweep that programs were timed with."),
        Value("sweep.duration", result.duration, "ms", 0, "How long each of them was run."),
        Value("sweep.cores", float(result.cores), "1", 0, "Cores of the machine that the sweep was timed on."),
    ]
    for tolerance in TOLERANCES:
        digits = len(f"{tolerance:g}".partition(".")[2])
        definition = "An error, at most, over the runs of the sweep that were looked at."
        found.append(Value(value_name("tolerance", tolerance), tolerance, "mV", digits, definition))
    for program in result.programs:
        for tolerance in TOLERANCES:
            best = result.quickest(program, tolerance)
            if best is not None:
                definition = (
                    f"Processor time of the sweep by {program} {best.version} with an error of at most "
                    f"{tolerance:g} mV, at a step of {best.step:g} ms, on {result.processor}, {result.date}."
                )
                found.append(Value(value_name(program, tolerance), best.seconds, "s", 2, definition))
    return tuple(found)


def value_name(program: str, tolerance: float) -> str:
    """Return the name of a value: sweep.this_book_0_1."""
    words = "".join(letter if letter.isalnum() else " " for letter in program.lower()).split()
    return f"sweep.{'_'.join(words)}_{f'{tolerance:g}'.replace('.', '_')}"
