"""What is read off a trace: spikes and their measures, each with its criterion.

Owns the definitions. They are those of the eFEL library where both measure the same thing; `half_width` is taken
between rest and peak, where eFEL's `spike_half_width` starts from the following minimum.

A trace is given by its samples and its slope at each of them, so that a crossing or an extremum between two samples
is found on the cubic that both agree on, to the fourth order in the sample interval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.interpolate import CubicHermiteSpline, CubicSpline

from apsite.laboratory.inputs import named

#: dV/dt, mV/ms, at which a spike is said to begin.
ONSET_CRITERION = 20.0
#: Potential, mV, that a spike passes on its way up.
DETECTION_LEVEL = 0.0
#: Why a spike has no threshold: the stimulus meets the criterion, and not the membrane's own current; the slope never
#: comes up to it; the trace begins when it is already met.
UNMET = ("stimulus", "slow", "before")
_REACH = 4  # samples on each side of an extremum of the slope


@dataclass(frozen=True)
class Spike:
    """One action potential: potentials in mV, times in ms from the start of the run, slopes in mV/ms.

    `time` is when the detection level is passed upwards; `threshold` and `threshold_time`, where dV/dt last passes
    the criterion on the way up; `half_width` (ms), the width half way between rest and peak; `trough`, the minimum
    until the next spike or the end. `half_width` is None where the trace ends before the spike does. Where there is no
    threshold it is None, and `unmet` says why, one of `UNMET`; else `unmet` is "".
    """

    time: float
    peak: float
    peak_time: float
    threshold: float | None
    threshold_time: float | None
    half_width: float | None
    trough: float
    trough_time: float
    max_rise: float
    max_fall: float
    unmet: str = ""


@named
def find_spikes(
    time: np.ndarray,
    voltage: np.ndarray,
    slope: np.ndarray,
    rest: float,
    *,
    criterion: float = ONSET_CRITERION,
    detection: float = DETECTION_LEVEL,
    drive: np.ndarray | None = None,
    shocks: Sequence[float] = (),
) -> tuple[Spike, ...]:
    """Return the spikes of a trace.

    `time` (ms), `voltage` (mV) and `slope` (mV/ms) have the shape (samples,); `rest` (mV) is what the half width
    is measured from; `criterion` (mV/ms) sets the threshold, `detection` (mV) what counts as a spike. `drive` (mV/ms,
    shape (samples,)) is the part of the slope that the stimulus makes, at an edge after it, and `shocks` (ms) are when
    the potential jumps: with them a threshold is told only where the membrane's own current meets the criterion.
    Raises ValueError where the shapes differ or a criterion is not finite.
    """
    time, voltage, slope = (np.asarray(each, dtype=float) for each in (time, voltage, slope))
    drive = np.zeros_like(slope) if drive is None else np.asarray(drive, dtype=float)
    if not (time.shape == voltage.shape == slope.shape == drive.shape) or time.ndim != 1:
        raise ValueError(
            f"time, voltage, slope and drive have shapes {time.shape}, {voltage.shape}, {slope.shape}, {drive.shape}; "
            "allowed: one shape (samples,)"
        )
    for name, value, unit in (("criterion", criterion, "mV/ms"), ("detection", detection, "mV"), ("rest", rest, "mV")):
        if not np.isfinite(value):
            raise ValueError(f"{name} = {value} {unit} is not a number; allowed: any finite value")
    above = voltage > detection
    starts = np.flatnonzero(~above[:-1] & above[1:]) + 1
    trace = _Trace(time, voltage, slope, drive, np.searchsorted(time, np.asarray(shocks, dtype=float)))
    # A spike begins where the one before it has reached its trough, and ends where the next one passes the level.
    bounds = [0, *starts, len(time)]
    lows = [a + int(np.argmin(voltage[a:b])) for a, b in pairwise(bounds)]
    return tuple(
        trace.spike(low, start, after, rest, criterion, detection)
        for low, (start, after) in zip(lows, pairwise(bounds[1:]), strict=False)
    )


def upward_crossings(time: np.ndarray, voltage: np.ndarray, level: float = DETECTION_LEVEL) -> np.ndarray:
    """Return when (ms) `voltage` (mV) passes `level` on its way up, shape (crossings,); linear between samples.

    `time` (ms) and `voltage` have the shape (samples,).
    """
    above = voltage > level
    left = np.flatnonzero(~above[:-1] & above[1:])
    share = (level - voltage[left]) / (voltage[left + 1] - voltage[left])
    return np.asarray(time[left] + share * (time[left + 1] - time[left]))


@dataclass(frozen=True)
class _Trace:
    """Samples, their slopes and what the stimulus drives; positions are indices of samples.

    `jumped`: the first samples after a shock.
    """

    time: np.ndarray
    voltage: np.ndarray
    slope: np.ndarray
    drive: np.ndarray
    jumped: np.ndarray

    def spike(self, before: int, start: int, after: int, rest: float, criterion: float, detection: float) -> Spike:
        """Measure the spike that has passed `detection` at `start`; it lies between `before` and `after`."""
        top = start + int(np.argmax(self.voltage[start:after]))
        bottom = top + int(np.argmin(self.voltage[top:after]))
        peak_time, peak = self.extremum(top, 1)
        trough_time, trough = self.extremum(bottom, -1)
        rising, falling = slice(before, top + 1), slice(top, bottom + 1)
        onset = self.onset(before, top, criterion)
        threshold_time, threshold = (None, None) if isinstance(onset, str) else onset
        return Spike(
            time=self.crossing(start - 1, detection),
            peak=peak,
            peak_time=peak_time,
            threshold=threshold,
            threshold_time=threshold_time,
            half_width=self.width(before, top, bottom, (rest + peak) / 2),
            trough=trough,
            trough_time=trough_time,
            max_rise=self.steepest(before + int(np.argmax(self.slope[rising]))),
            max_fall=self.steepest(top + int(np.argmin(self.slope[falling]))),
            unmet=onset if isinstance(onset, str) else "",
        )

    def cubic(self, first: int, last: int) -> CubicHermiteSpline:
        """The trace between two samples, both included."""
        part = slice(max(first, 0), last + 1)
        return CubicHermiteSpline(self.time[part], self.voltage[part], self.slope[part])

    def crossing(self, left: int, level: float) -> float:
        """Time at which `level` is passed between sample `left` and the next."""
        return float(self.cubic(left, left + 1).solve(level, extrapolate=False)[0])

    def extremum(self, position: int, sign: int) -> tuple[float, float]:
        """Time and value of the extremum (`sign` 1: a maximum, -1: a minimum) at or beside a sample that is one."""
        curve = self.cubic(position - 1, position + 1)
        candidates = [self.time[position], *curve.derivative().roots(extrapolate=False)]
        best = max((t for t in candidates if np.isfinite(t)), key=lambda t: sign * float(curve(t)))
        return float(best), float(curve(best))

    def onset(self, before: int, top: int, criterion: float) -> tuple[float, float] | str:
        """Time and potential of the last upward passage of the slope through `criterion` before the peak.

        Where there is none that is the membrane's own: why, one of `UNMET`.
        """
        steepest = before + int(np.argmax(self.slope[before : top + 1]))
        if self.slope[steepest] < criterion:
            return "slow"
        first = max(before - 1, 0)  # at the lowest sample of all the stimulus may just have let go
        slow = np.flatnonzero(self.slope[first:steepest] < criterion)
        if not slow.size:
            return "stimulus" if self.drive[first] >= criterion or first in self.jumped else "before"
        left = first + int(slow[-1])
        curve = self.cubic(left, left + 1)
        share = (criterion - self.slope[left]) / (self.slope[left + 1] - self.slope[left])
        passage = self.time[left] + share * (self.time[left + 1] - self.time[left])
        potential = float(curve(passage))
        return "stimulus" if self.driven(before, left, potential, criterion) else (float(passage), potential)

    def driven(self, before: int, left: int, potential: float, criterion: float) -> bool:
        """Whether the stimulus, not the membrane, makes the slope pass `criterion` between `left` and the next sample.

        It does where it would alone, where more of the rise is its own (at an edge), and where the potential is not yet
        beyond what it was carried to, or has not had a sample since: when a strong pulse ends the slope falls, and
        passes the criterion once more.
        """
        after = left + 1
        if self.drive[after] >= criterion or after in self.jumped:
            return True
        if self.drive[after] - self.drive[left] > (self.slope[after] - self.slope[left]) / 2:
            return True
        strong = self.drive >= criterion
        carried = strong.copy()
        carried[1:] |= strong[:-1]  # it ends between two samples
        carried[self.jumped[self.jumped < len(carried)]] = True
        reached = self.voltage[before:after][carried[before:after]]
        return bool(carried[left] or (reached.size and potential <= reached.max()))

    def width(self, before: int, top: int, bottom: int, level: float) -> float | None:
        """Time for which the spike is above `level`, None if the trace ends before."""
        below_left = np.flatnonzero(self.voltage[before:top] <= level)
        below_right = np.flatnonzero(self.voltage[top : bottom + 1] <= level)
        if not (below_left.size and below_right.size):
            return None
        rise = self.crossing(before + int(below_left[-1]), level)
        fall = self.crossing(top + int(below_right[0]) - 1, level)
        return fall - rise

    def steepest(self, position: int) -> float:
        """Extremum of the slope at or beside a sample where it is one."""
        part = slice(max(position - _REACH, 0), position + _REACH + 1)
        steps = np.abs(np.diff(self.slope[part]))
        # Near the end of the trace there is nothing to go by; through the jump that an edge of the stimulus makes, a
        # curve would overshoot.
        if steps.size < 2 * _REACH or steps.max() > 4 * np.median(steps):
            return float(self.slope[position])
        curve = CubicSpline(self.time[part], self.slope[part])
        near = np.abs(curve.derivative().roots() - self.time[position]) <= np.diff(self.time[part]).max()
        candidates = [float(self.slope[position]), *curve(curve.derivative().roots()[near])]
        return float(max(candidates, key=abs))
