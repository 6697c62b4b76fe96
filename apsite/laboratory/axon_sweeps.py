"""Many runs of axons at once: on all cores, or wherever an executor runs them.

An axon is not a lane as a membrane is: its compartments already keep a processor's units busy one after the other, and
eight axons side by side were measured to take nine tenths of their time, sixteen four fifths, before their kernel is
compiled. So each runs by itself, and several at a time.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, TypeVar

from apsite.laboratory.axon import Axon
from apsite.laboratory.conduction import AxonRecording, simulate_axon
from apsite.laboratory.dispatch import Progress, each_of
from apsite.laboratory.electrodes import Electrode
from apsite.laboratory.inputs import for_each, listed, named

Measured = TypeVar("Measured")


@dataclass(frozen=True)
class _Run:
    """One run, with its `number`: all that a worker needs."""

    number: int
    axon: Axon
    injections: tuple[Electrode, ...]
    duration: float
    options: dict[str, Any]
    measure: Callable[[AxonRecording], Any]


@named
def simulate_axons(
    axon: Axon | Sequence[Axon],
    injections: Sequence[Sequence[Electrode]],
    duration: float,
    measure: Callable[[AxonRecording], Measured],
    *,
    dt: float | None = None,
    step: float | None = None,
    longest: float | None = None,
    executor: Executor | None = None,
    progress: Callable[..., Progress] | None = None,
) -> list[Measured]:
    """Return what `measure` returns of a run under each of `injections`, in their order; several at a time.

    `axon` is one for all, or one for each list of electrodes. `duration`, `dt`, `step`, `longest` and the errors are
    those of `simulate_axon`, with the number of the run; of a run nothing is kept but what `measure` returns of its
    recording. `executor` and `progress` are those of `simulate_many`.
    """
    given = listed("injections", injections, "list of electrodes")
    axons = for_each("axon", axon, Axon, given, "lists of electrodes")
    if not callable(measure):
        raise ValueError(f"measure = {measure!r}; allowed: a function of a recording, such as lambda run: run.velocity")
    options = {"dt": dt, "step": step, "longest": longest}

    def runs() -> Iterator[tuple[int, _Run]]:
        for number, (each, electrodes) in enumerate(zip(axons, given, strict=True)):
            at = listed(f"injections[{number}]", electrodes, "electrode")
            yield 1, _Run(number, each, at, duration, options, measure)

    return list(each_of(runs(), _measured, len(given), executor, progress))


def _measured(run: _Run) -> Any:
    try:
        recording = simulate_axon(run.axon, run.injections, run.duration, **run.options)
    except ValueError as error:
        raise ValueError(f"run {run.number}: {error}") from None
    try:
        return run.measure(recording)
    except Exception as error:
        error.add_note(f"while run {run.number} of the sweep was measured")
        raise
