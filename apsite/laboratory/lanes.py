"""Some runs of a sweep, where a worker is: membranes of one mechanism as the lanes of vectors, and what is measured.

Owns a chunk of a sweep, which is all that a worker needs, and its run: it is cut into blocks of as many lanes as the
kernel has, and of a block nothing is kept but what was asked for. Leaves to `sweeps` who is sent which chunk.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import numpy as np

from apsite import parameters
from apsite.kernels.compiled import lanes_kernel
from apsite.kernels.python_lanes import WIDTH
from apsite.laboratory import measurements, spikes
from apsite.laboratory.clamps import substeps_of, time_axis
from apsite.laboratory.membrane import RESTS_TRIED, Membrane, conductances, reversals
from apsite.laboratory.recordings import Recording
from apsite.laboratory.states import State
from apsite.laboratory.stimuli import Shock, Stimulus, course, segments
from apsite.membranes.mechanism import Mechanism

#: Of a course: start, level, slope, jump.
_Segment = tuple[float, float, float, float]

#: All that is measured by name.
NAMES = (*spikes.MEASURES, *spikes.OF_A_RUN)
_CRITERIA = (measurements.ONSET_CRITERION, measurements.DETECTION_LEVEL)


@dataclass(frozen=True)
class Sweep:
    """What all runs of a sweep have in common."""

    mechanism: Mechanism
    duration: float
    dt: float
    longest_step: float
    speeds: tuple[float, ...]
    wanted: tuple[str, ...] | Callable[[Recording], Any]


@dataclass(frozen=True)
class Chunk:
    """Some runs of a sweep, from number `start` on: all that a worker needs."""

    sweep: Sweep
    start: int
    membranes: tuple[Membrane, ...]
    protocols: tuple[tuple[Stimulus, ...], ...]
    initial: tuple[State, ...] | None

    def __dask_tokenize__(self) -> str:
        """Return what Dask tells chunks apart by: else it looks into each membrane, for longer than a run takes."""
        return uuid4().hex


def run(chunk: Chunk) -> Any:
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
            rows, times = spikes.summaries(time, traces, shocks, resting[0, which[lanes]], *_CRITERIA)
            table[block] = rows[: len(block)]
            ends = np.cumsum(rows[:, NAMES.index("spikes")]).astype(int)
            for run, begin, end in zip(block, [0, *ends], ends, strict=False):
                found[run] = times[begin:end]
    if callable(sweep.wanted):
        return found
    # A copy, since a part of the table would keep all of it.
    return {name: found if name == "spike_times" else table[:, NAMES.index(name)].copy() for name in sweep.wanted}


def _segments(chunk: Chunk, run: int) -> list[_Segment]:
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
