"""Protocols as data: what is done to the membrane, and when.

Owns the kinds of stimulus, their validation, and their addition to one course in time. A stimulus may lie over one
of another kind (a pulse on a step: their currents add), never over one of its own kind, which one electrode cannot
deliver.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import inf
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from apsite.laboratory.inputs import named
from apsite.parameters import COMMAND, CURRENT, DISPLACEMENT, SLOPE, TIME, WIDTH, Quantity


@cache
def _named(kind: str, name: str, legal: Quantity, unit: str) -> Quantity:
    """The quantity as it is called where it is given: once, since a sweep has thousands of stimuli."""
    return replace(legal, name=f"{kind}'s {name}", unit=unit)


@dataclass(frozen=True)
class _Timed:
    """What begins at `onset` (ms)."""

    onset: float

    def __post_init__(self) -> None:
        self._check("onset", TIME)

    def _check(self, name: str, legal: Quantity, unit: str = "") -> None:
        named = _named(type(self).__name__, name, legal, unit or legal.unit)
        object.__setattr__(self, name, named.check(getattr(self, name)))


@named
@dataclass(frozen=True)
class Pulse(_Timed):
    """A rectangular current: `amplitude` (uA/cm2, positive depolarizes) for `width` ms from `onset` ms."""

    width: float
    amplitude: float

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check("width", WIDTH)
        self._check("amplitude", CURRENT, "uA/cm2 (through an electrode of an axon: uA)")


@named
@dataclass(frozen=True)
class Step(_Timed):
    """A level that is held from `onset` ms: for `width` ms or, without one, until the next step or the end.

    In `simulate` the level is a current (uA/cm2, positive depolarizes), in `voltage_clamp` the membrane
    potential (mV) that is commanded.
    """

    level: float
    width: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.width is not None:
            self._check("width", WIDTH)
        self._check("level", CURRENT, "uA/cm2 (of a command: mV; through an electrode of an axon: uA)")


@named
@dataclass(frozen=True)
class Ramp(_Timed):
    """A current that grows from 0 by `slope` (uA/cm2 per ms) for `width` ms from `onset` ms, and then stops."""

    width: float
    slope: float

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check("width", WIDTH)
        self._check("slope", SLOPE, "uA/cm2/ms (through an electrode of an axon: uA/ms)")


@named
@dataclass(frozen=True)
class Shock(_Timed):
    """A charge given at once: the potential jumps by `displacement` (mV) at `onset` ms."""

    displacement: float

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check("displacement", DISPLACEMENT)


Stimulus = Pulse | Step | Ramp | Shock


_onset = attrgetter("onset")


class Course(NamedTuple):
    """Stimuli added up. Arrays of shape (segments,): from `starts` (ms) on the current is `levels` (uA/cm2), which
    change by `slopes` (uA/cm2 per ms); at each start the potential jumps by `jumps` (mV).
    """

    starts: np.ndarray
    levels: np.ndarray
    slopes: np.ndarray
    jumps: np.ndarray

    def at(self, time: np.ndarray) -> np.ndarray:
        """Return the current (uA/cm2) at `time` (ms), same shape; at an edge, the current after it."""
        segment = np.searchsorted(self.starts, time, side="right") - 1
        return np.asarray(self.levels[segment] + self.slopes[segment] * (time - self.starts[segment]))

    def charge(self, time: np.ndarray) -> np.ndarray:
        """Return the integral of the current from 0 to `time` (ms), same shape; what jumps carry is not in it."""
        lengths = np.diff(self.starts)
        whole = np.append(0.0, np.cumsum(lengths * (self.levels[:-1] + self.slopes[:-1] * lengths / 2)))
        segment = np.searchsorted(self.starts, time, side="right") - 1
        since = time - self.starts[segment]
        return np.asarray(whole[segment] + since * (self.levels[segment] + self.slopes[segment] * since / 2))


def course(stimuli: Sequence[Stimulus], duration: float) -> Course:
    """Return what `stimuli` add up to over `duration` ms.

    Raises ValueError for what is not a stimulus, begins after the end, or overlaps another of its kind.
    """
    return Course(*np.array(segments(stimuli, duration)).T.copy())


def segments(stimuli: Sequence[Stimulus], duration: float) -> list[tuple[float, float, float, float]]:
    """Return the rows of a `course`: start, level, slope and jump of each segment. Raises ValueError as that does."""
    spans = _spans(stimuli, duration)
    edges = {0.0}
    for _, start, stop in spans:
        edges |= {start, stop}
    edges.discard(inf)
    rows = []
    for edge in sorted(edges):
        level = slope = jump = 0.0
        for stimulus, start, stop in spans:
            if start <= edge < stop:
                if isinstance(stimulus, Pulse):
                    level += stimulus.amplitude
                elif isinstance(stimulus, Step):
                    level += stimulus.level
                elif isinstance(stimulus, Ramp):
                    level += stimulus.slope * (edge - start)
                    slope += stimulus.slope
            elif edge == start and isinstance(stimulus, Shock):
                jump += stimulus.displacement
        rows.append((edge, level, slope, jump))
    return rows


def commands(steps: Sequence[Step], holding: float, duration: float) -> Course:
    """Return the course of a voltage clamp's command in mV: `holding` (mV) wherever no step is.

    Raises ValueError as `course` does, for a stimulus that is not a step, and for a level out of range.
    """
    for step in steps:
        if not isinstance(step, Step):
            raise ValueError(f"a voltage clamp takes steps of the command only, not {step!r}")
        COMMAND.check(step.level)
    base = Quantity("holding", COMMAND.unit, COMMAND.minimum, COMMAND.maximum).check(holding)
    relative = [Step(step.onset, step.level - base, step.width) for step in steps]
    found = course(relative, duration)
    return found._replace(levels=found.levels + base)


def _spans(stimuli: Sequence[Stimulus], duration: float) -> list[tuple[Stimulus, float, float]]:
    """Each stimulus with the times (ms) at which it begins and ends."""
    for each in stimuli:
        if not isinstance(each, Stimulus):
            raise ValueError(f"{each!r} is not a stimulus; allowed: Pulse, Step, Ramp, Shock")
        if each.onset > duration:
            raise ValueError(f"{each!r} begins after the end of the run; onset allowed: 0 to {duration:g} ms")
    spans: list[tuple[Stimulus, float, float]] = []
    kinds = {type(each) for each in stimuli}
    for kind in kinds if len(kinds) < 2 else (Pulse, Step, Ramp, Shock):
        same = [each for each in stimuli if type(each) is kind]
        same.sort(key=_onset)
        for place, each in enumerate(same, start=1):
            following = same[place] if place < len(same) else None
            stop = _end(each, inf if following is None else following.onset)
            if following is not None and (stop > following.onset or each.onset == following.onset):
                raise ValueError(f"{following!r} overlaps {each!r} (times in ms); allowed: one of a kind at a time")
            spans.append((each, each.onset, stop))
    return spans


def _end(stimulus: Stimulus, following: float) -> float:
    """When a stimulus ends (ms), if the next of its kind begins at `following`."""
    if isinstance(stimulus, Shock):
        return stimulus.onset
    return following if stimulus.width is None else stimulus.onset + stimulus.width
