"""Many current clamps at once: membranes as the lanes of vectors, on all cores, or wherever an executor runs them.

Owns what is sent to whom, the order of the results, and what may be asked of a run by name. A sweep is cut into
chunks, a chunk into blocks of as many lanes as the kernel has; of a block nothing is kept but what was asked for.
"""

import os
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Any, Protocol, TypeVar, overload
from uuid import uuid4

import numpy as np

from apsite import parameters
from apsite.kernels.compiled import lanes_kernel
from apsite.kernels.python_lanes import WIDTH
from apsite.laboratory import measurements, spikes
from apsite.laboratory.clamps import DEFAULT_SAMPLE_INTERVAL, LONGEST_STEP, speeds_of, start_of, substeps_of, time_axis
from apsite.laboratory.inputs import instance, listed, named
from apsite.laboratory.membrane import RESTS_TRIED, Membrane, conductances, reversals
from apsite.laboratory.recordings import Recording
from apsite.laboratory.states import State
from apsite.laboratory.stimuli import Shock, Stimulus, course, segments
from apsite.membranes.mechanism import Mechanism
from apsite.membranes.squid import SQUID
from apsite.quantities import Quantity

Measured = TypeVar("Measured")
#: What is asked for by name: an array of shape (runs,), or for the times of spikes a list with an array for each run.
Named = np.ndarray | list[np.ndarray]

#: Of a course: start, level, slope, jump.
_Segment = tuple[float, float, float, float]

#: All that is measured, and what of it can be asked for.
NAMES = (*spikes.MEASURES, *spikes.OF_A_RUN)
CRITERIA = (measurements.ONSET_CRITERION, measurements.DETECTION_LEVEL)
MEASURES = (*(name for name in NAMES if name != "unmet"), "spike_times")

#: Of the longest step, ms: what `LONGEST_STEP` says of its error holds below it as well.
STEP = Quantity("longest_step", "ms", 1e-4, 0.1)
#: Lanes that a thread is given at a time, and a worker of an executor.
IN_A_THREAD, IN_A_WORKER = 8 * WIDTH, 32 * WIDTH
#: Chunks that are begun or wait, for each core.
WAITING = 3


class Progress(Protocol):
    """What shows how far a sweep is, such as a bar of tqdm."""

    def update(self, n: int) -> object:
        """So many runs more are done."""

    def close(self) -> object:
        """All are done, or no more will be."""


@dataclass(frozen=True)
class _Sweep:
    """What all runs of a sweep have in common."""

    mechanism: Mechanism
    duration: float
    dt: float
    longest_step: float
    speeds: tuple[float, ...]
    wanted: tuple[str, ...] | Callable[[Recording], Any]


@dataclass(frozen=True)
class _Chunk:
    """Some runs of a sweep, from number `start` on: all that a worker needs."""

    sweep: _Sweep
    start: int
    membranes: tuple[Membrane, ...]
    protocols: tuple[tuple[Stimulus, ...], ...]
    initial: tuple[State, ...] | None

    def __dask_tokenize__(self) -> str:
        """Return what Dask tells chunks apart by: else it looks into each membrane, for longer than a run takes."""
        return uuid4().hex


@overload
def simulate_many(
    membrane: Membrane | Sequence[Membrane],
    protocols: Sequence[Sequence[Stimulus]],
    duration: float,
    measure: Callable[[Recording], Measured],
    *,
    dt: float = ...,
    initial: State | Sequence[State] | None = ...,
    held: Collection[str] = ...,
    longest_step: float = ...,
    executor: Executor | None = ...,
    progress: Callable[..., Progress] | None = ...,
) -> list[Measured]: ...


@overload
def simulate_many(
    membrane: Membrane | Sequence[Membrane],
    protocols: Sequence[Sequence[Stimulus]],
    duration: float,
    measure: Sequence[str],
    *,
    dt: float = ...,
    initial: State | Sequence[State] | None = ...,
    held: Collection[str] = ...,
    longest_step: float = ...,
    executor: Executor | None = ...,
    progress: Callable[..., Progress] | None = ...,
) -> dict[str, Any]: ...


@named
def simulate_many(
    membrane: Membrane | Sequence[Membrane],
    protocols: Sequence[Sequence[Stimulus]],
    duration: float,
    measure: Callable[[Recording], Any] | Sequence[str],
    *,
    dt: float = DEFAULT_SAMPLE_INTERVAL,
    initial: State | Sequence[State] | None = None,
    held: Collection[str] = (),
    longest_step: float = LONGEST_STEP,
    executor: Executor | None = None,
    progress: Callable[..., Progress] | None = None,
) -> list[Any] | dict[str, Any]:
    """Return what is measured of a run under each of `protocols`, in their order; runs side by side, on all cores.

    `membrane` is one for all protocols, or one for each; so is `initial`, without which a run starts from rest.
    `measure` is a list of names, such as ["peak", "spike_times"]: they are measured where the runs are made, and what
    is returned has an array of shape (runs,) for each, NaN where there is no such thing. Of the first spike there are
    time, peak, peak_time, threshold, threshold_time, half_width, trough, trough_time, max_rise and max_fall, as `Spike`
    has them; of a run spikes (how many), mean_rate (Hz, from the first to the last), highest and lowest (mV, of all
    samples), and spike_times (ms), a list with an array for each run. Or it is a function of a recording, and a list
    of what it returns comes back, in more time. Of a run nothing else is kept.

    `dt`, `held` and the errors are those of `simulate`. No step is longer than `longest_step` ms (at the reference
    temperature): with the standard pulse the error is below 0.01 mV with 0.05, 0.001 with 0.025 and 0.2 with 0.1.
    `executor`, any of `concurrent.futures`' kind (a pool of processes, one of loky, that of a cluster), runs chunks of
    the sweep in its workers; `progress`, such as tqdm, is called with `total=` and told of what is done.
    Raises ValueError as `simulate` does, with the number of the run, and where there are more of one than of the other;
    what `measure` raises comes with a note of that number.
    """
    protocols = listed("protocols", protocols, "list of stimuli")
    membranes = _for_each("membrane", membrane, Membrane, len(protocols))
    states = None if initial is None else _for_each("initial", initial, State, len(protocols))
    mechanism = _alike(membranes, states)
    speeds = speeds_of(held, membranes[0]) if membranes else ()
    time_axis(duration, dt)
    sweep = _Sweep(mechanism, duration, dt, STEP.check(longest_step), speeds, _wanted(measure))
    size = IN_A_THREAD if executor is None else IN_A_WORKER

    def chunks() -> Iterator[_Chunk]:
        for start in range(0, len(protocols), size):
            part = slice(start, start + size)
            stimuli = tuple(
                listed(f"protocols[{start + k}]", each, "stimulus") for k, each in enumerate(protocols[part])
            )
            yield _Chunk(sweep, start, membranes[part], stimuli, states and states[part])

    parts = []
    with ExitStack() as stack:
        bar = progress(total=len(protocols)) if progress else None
        if bar:
            stack.callback(bar.close)
        if executor is None:
            executor = stack.enter_context(ThreadPoolExecutor(os.cpu_count()))
        for many, found in _in_order(executor, chunks()):
            parts.append(found)
            if bar:
                bar.update(many)
    if callable(sweep.wanted):
        return [each for part in parts for each in part]
    return {name: _joined(name, [part[name] for part in parts]) for name in sweep.wanted}


def _for_each(name: str, given: Any, kind: type, runs: int) -> tuple[Any, ...]:
    """Return one thing for each run, of what is one for all or a list."""
    if isinstance(given, kind):
        return (given,) * runs
    several = listed(name, given, kind.__name__)
    for place, each in enumerate(several):
        instance(f"{name}[{place}]", each, kind)
    if len(several) != runs:
        raise ValueError(f"{name}: {len(several)} for {runs} protocols; allowed: one, or one for each")
    return several


def _alike(membranes: tuple[Membrane, ...], states: tuple[State, ...] | None) -> Mechanism:
    """Return the mechanism of all membranes. Raises ValueError where there are several, or a state is of another."""
    if not membranes:
        return SQUID
    for place, each in enumerate(membranes):
        if each.mechanism != membranes[0].mechanism:
            raise ValueError(
                f"membrane[{place}] is of {each.mechanism.name}, others of {membranes[0].mechanism.name}; "
                "allowed: membranes of one mechanism, side by side"
            )
    for place, state in enumerate(states or ()):
        start_of(f"initial[{place}]", state, membranes[0])
    return membranes[0].mechanism


def _wanted(measure: Callable[[Recording], Any] | Sequence[str]) -> tuple[str, ...] | Callable[[Recording], Any]:
    if callable(measure):
        return measure
    allowed = f"allowed: a function of a recording, or a list of some of {', '.join(MEASURES)}"
    if isinstance(measure, str) or not isinstance(measure, Collection):
        raise ValueError(f"measure = {measure!r}; {allowed}")
    names = tuple(measure)
    for name in names:
        if name not in MEASURES:
            near = get_close_matches(str(name), MEASURES, n=1)
            raise ValueError(f"measure = {name!r}; {allowed}{f'; did you mean {near[0]}?' if near else ''}")
    return names


def _in_order(executor: Executor, chunks: Iterator[_Chunk]) -> Iterator[tuple[int, Any]]:
    """Run chunks, so many at a time that memory is bounded; yield how many runs each had, and what it gave."""
    waiting: deque[tuple[int, Future[Any]]] = deque()
    try:
        while True:
            for chunk in islice(chunks, WAITING * (os.cpu_count() or 1) - len(waiting)):
                waiting.append((len(chunk.protocols), executor.submit(_run, chunk)))
            if not waiting:
                return
            many, future = waiting.popleft()
            yield many, future.result()
    finally:
        for _, future in waiting:
            future.cancel()


def _run(chunk: _Chunk) -> Any:
    """Run a chunk, where a worker is: return a list of what is measured of each run, or one for each name."""
    sweep, runs = chunk.sweep, len(chunk.protocols)
    kernel = lanes_kernel(sweep.mechanism)
    time = time_axis(sweep.duration, sweep.dt)
    courses = [_segments(chunk, run) for run in range(runs)]
    # One membrane may stand for all: what follows from it is worked out once.
    distinct = list({id(each): each for each in chunk.membranes}.values())
    places = {id(each): place for place, each in enumerate(distinct)}
    which = np.array([places[id(each)] for each in chunk.membranes])
    values = np.array([each.values for each in distinct]).T
    resting = _resting(distinct, values)
    start = resting[:, which] if chunk.initial is None else np.array([each.values for each in chunk.initial]).T
    substeps = np.array([substeps_of(each, sweep.dt, sweep.longest_step) for each in distinct])[which]
    held = np.repeat(np.array([sweep.speeds]).T, WIDTH, axis=1)
    found: list[Any] = [None] * runs
    table = np.empty((runs, len(NAMES)))
    for block in _blocks(substeps):
        lanes = np.append(block, np.repeat(block[-1], WIDTH - len(block)))
        first, joined = _side_by_side([courses[run] for run in lanes])
        membranes = values.take(which[lanes], axis=1)
        traces = kernel.current_clamp(
            start.take(lanes, axis=1), len(time), sweep.dt, substeps[block[0]], first, joined, membranes, held,
            callable(sweep.wanted),
        )  # fmt: skip
        if callable(sweep.wanted):
            for lane, run in enumerate(block):
                stimuli, own = chunk.protocols[run], traces[:, lane].copy()
                recording = Recording(
                    chunk.membranes[run], stimuli, time, own, course(stimuli, sweep.duration).at(time)
                )
                try:
                    found[run] = sweep.wanted(recording)
                except Exception as error:
                    error.add_note(f"while run {chunk.start + run} of the sweep was measured")
                    raise
        else:
            shocks = _shocks([chunk.protocols[run] for run in lanes])
            rows, times = spikes.summaries(time, traces, shocks, resting[0, which[lanes]], *CRITERIA)
            table[block] = rows[: len(block)]
            ends = np.cumsum(rows[:, NAMES.index("spikes")]).astype(int)
            for run, begin, end in zip(block, [0, *ends], ends, strict=False):
                found[run] = times[begin:end]
    if callable(sweep.wanted):
        return found
    return {name: found if name == "spike_times" else table[:, NAMES.index(name)] for name in sweep.wanted}


def _segments(chunk: _Chunk, run: int) -> list[_Segment]:
    try:
        return segments(chunk.protocols[run], chunk.sweep.duration)
    except ValueError as error:
        raise ValueError(f"protocols[{chunk.start + run}]: {error}") from None


def _resting(membranes: Sequence[Membrane], values: np.ndarray) -> np.ndarray:
    """Where membranes rest, shape (state, membranes): `Membrane.rest`, for many at once."""
    if len(membranes) == 1:
        return np.array([membranes[0].rest.values]).T
    mechanism = membranes[0].mechanism
    of_currents = np.array(np.broadcast_arrays(values[0], *reversals(mechanism)(*values))[1:])
    whole = sum(
        row for each, row in zip(mechanism.parameters, values, strict=True) if each.name in conductances(mechanism)
    )
    looked_at = (of_currents.min(axis=0), of_currents.max(axis=0), RESTS_TRIED, whole)
    return np.asarray(lanes_kernel(mechanism).rests(values, looked_at, parameters.V_REST.value))


def _blocks(substeps: np.ndarray) -> Iterator[np.ndarray]:
    """The numbers of the runs that go side by side: at most `WIDTH`, which take as many steps."""
    for many in np.unique(substeps):
        alike = np.flatnonzero(substeps == many)
        yield from (alike[begin : begin + WIDTH] for begin in range(0, len(alike), WIDTH))


def _side_by_side(courses: Sequence[list[_Segment]]) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    """Courses one after the other, and where each begins and the last one ends."""
    first = np.cumsum([0, *map(len, courses)])
    return first, tuple(np.array([each for rows in courses for each in rows]).T.copy())


def _shocks(protocols: Sequence[Sequence[Stimulus]]) -> tuple[np.ndarray, np.ndarray]:
    """When (ms) the potential jumps, one run after the other, and where each run's begin and the last one's end."""
    onsets = [sorted(each.onset for each in stimuli if isinstance(each, Shock)) for stimuli in protocols]
    return np.cumsum([0, *map(len, onsets)]), np.array([onset for each in onsets for onset in each], dtype=float)


def _joined(name: str, parts: list[Any]) -> Named:
    if name == "spike_times":
        return [times for part in parts for times in part]
    return np.concatenate([np.empty(0), *parts]).astype(int if name == "spikes" else float)
