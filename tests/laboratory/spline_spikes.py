"""Spikes measured on SciPy's splines: what the compiled measures are held against.

The same definitions as those of `apsite.laboratory.spikes`, by other means: arrays where that has loops, SciPy's
polynomials and their roots where that has formulas of its own.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.interpolate import CubicHermiteSpline, CubicSpline

from apsite import Spike

_REACH = 4  # samples on each side of an extremum of the slope


def find_spikes(time, voltage, slope, rest, drive, shocks, criterion=20.0, detection=0.0):
    """The spikes of a trace, as `apsite.find_spikes` returns them."""
    above = voltage > detection
    starts = np.flatnonzero(~above[:-1] & above[1:]) + 1
    trace = Trace(time, voltage, slope, drive, np.searchsorted(time, np.asarray(shocks, dtype=float)))
    # A spike begins where the one before it has reached its trough, and ends where the next one passes the level.
    bounds = [0, *starts, len(time)]
    lows = [a + int(np.argmin(voltage[a:b])) for a, b in pairwise(bounds)]
    return tuple(
        trace.spike(low, start, after, rest, criterion, detection)
        for low, (start, after) in zip(lows, pairwise(bounds[1:]), strict=False)
    )


@dataclass(frozen=True)
class Trace:
    """Samples, their slopes and what the stimulus drives; positions are indices of samples.

    `jumped`: the first samples after a shock.
    """

    time: np.ndarray
    voltage: np.ndarray
    slope: np.ndarray
    drive: np.ndarray
    jumped: np.ndarray

    def spike(self, before, start, after, rest, criterion, detection):
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

    def cubic(self, first, last):
        """The trace between two samples, both included."""
        part = slice(max(first, 0), last + 1)
        return CubicHermiteSpline(self.time[part], self.voltage[part], self.slope[part])

    def crossing(self, left, level):
        """Time at which `level` is passed between sample `left` and the next."""
        return float(self.cubic(left, left + 1).solve(level, extrapolate=False)[0])

    def extremum(self, position, sign):
        """Time and value of the extremum (`sign` 1: a maximum, -1: a minimum) at or beside a sample that is one."""
        curve = self.cubic(position - 1, position + 1)
        candidates = [self.time[position], *curve.derivative().roots(extrapolate=False)]
        best = max((t for t in candidates if np.isfinite(t)), key=lambda t: sign * float(curve(t)))
        return float(best), float(curve(best))

    def onset(self, before, top, criterion):
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

    def driven(self, before, left, potential, criterion):
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

    def width(self, before, top, bottom, level):
        """Time for which the spike is above `level`, None if the trace ends before."""
        below_left = np.flatnonzero(self.voltage[before:top] <= level)
        below_right = np.flatnonzero(self.voltage[top : bottom + 1] <= level)
        if not (below_left.size and below_right.size):
            return None
        rise = self.crossing(before + int(below_left[-1]), level)
        fall = self.crossing(top + int(below_right[0]) - 1, level)
        return fall - rise

    def steepest(self, position):
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
