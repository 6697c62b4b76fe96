"""Many current clamps at once: membranes as the lanes of vectors, on all cores, or wherever an executor runs them.

Owns what may be asked of a run by name, and how a sweep is cut into chunks. How one is run stands in `lanes`, in which
order in `dispatch`.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor
from difflib import get_close_matches
from typing import Any, TypeVar, overload

import numpy as np

from apsite.kernels.python_lanes import WIDTH
from apsite.laboratory.clamps import DEFAULT_SAMPLE_INTERVAL, LONGEST_STEP, speeds_of, start_of, time_axis
from apsite.laboratory.dispatch import Progress, each_of
from apsite.laboratory.inputs import for_each, listed, named
from apsite.laboratory.lanes import NAMES, Chunk, Sweep, run
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.states import State
from apsite.laboratory.stimuli import Stimulus
from apsite.membranes.mechanism import Mechanism
from apsite.membranes.squid import SQUID
from apsite.quantities import Quantity

Measured = TypeVar("Measured")
#: What is asked for by name: an array of shape (runs,), or for the times of spikes a list with an array for each run.
Named = np.ndarray | list[np.ndarray]

#: What can be asked for by name.
MEASURES = (*(name for name in NAMES if name != "unmet"), "spike_times")

#: Of the longest step, ms: what `LONGEST_STEP` says of its error holds below it as well.
STEP = Quantity("longest_step", "ms", 1e-4, 0.1)
#: Lanes that a thread is given at a time, and a worker of an executor.
IN_A_THREAD, IN_A_WORKER = 8 * WIDTH, 32 * WIDTH


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
    membranes = for_each("membrane", membrane, Membrane, protocols, "protocols")
    states = None if initial is None else for_each("initial", initial, State, protocols, "protocols")
    mechanism = _alike(membranes, states)
    speeds = speeds_of(held, membranes[0]) if membranes else ()
    time_axis(duration, dt)
    sweep = Sweep(mechanism, duration, dt, STEP.check(longest_step), speeds, _wanted(measure))
    size = IN_A_THREAD if executor is None else IN_A_WORKER

    def chunks() -> Iterator[tuple[int, Chunk]]:
        for start in range(0, len(protocols), size):
            part = slice(start, start + size)
            stimuli = tuple(
                listed(f"protocols[{start + k}]", each, "stimulus") for k, each in enumerate(protocols[part])
            )
            yield len(stimuli), Chunk(sweep, start, membranes[part], stimuli, states and states[part])

    parts = list(each_of(chunks(), run, len(protocols), executor, progress))
    if callable(sweep.wanted):
        return [each for part in parts for each in part]
    return {name: _joined(name, [part[name] for part in parts]) for name in sweep.wanted}


def _alike(membranes: tuple[Membrane, ...], states: tuple[State, ...] | None) -> Mechanism:
    """Return the mechanism of all membranes. Raises ValueError where there are several, or a state is of another."""
    if not membranes:
        return SQUID
    for place, each in enumerate(membranes):
        if each.tables:
            raise ValueError(
                f"membrane[{place}] = {each!r} has rates in tables; allowed: formulas. Such a one is run by `simulate`"
            )
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


def _joined(name: str, parts: list[Any]) -> Named:
    if name == "spike_times":
        return [times for part in parts for times in part]
    return np.concatenate([np.empty(0), *parts]).astype(int if name == "spikes" else float)
