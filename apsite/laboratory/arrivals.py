"""When a spike passes a place: between the samples of a recording.

Owns the interpolation that `conduction` times spikes by; `laboratory/arrivals.ts` is the same for browsers.
"""

import numpy as np


def arrival(time: np.ndarray, trace: np.ndarray, level: float) -> float:
    """Return when a trace (mV, at each `time`, ms) first passes `level` (mV) upwards; NaN if it never does.

    On the cubic through the four samples around, time as a function of the potential, which is smooth and rises where
    a spike does. Where they do not rise, or lie so far apart that the cubic leaves the two next to the level, on the
    line between these two.
    """
    above = trace > level
    crossings = np.flatnonzero(~above[:-1] & above[1:])
    if not crossings.size:
        return float("nan")
    left = int(crossings[0])
    start = int(np.clip(left - 1, 0, max(len(time) - 4, 0)))
    part = slice(start, start + 4)
    if np.all(np.diff(trace[part]) > 0):
        near = trace[part] - level
        weights = [np.prod([-b / (a - b) for b in np.delete(near, k)]) for k, a in enumerate(near)]
        moment = float(np.dot(weights, time[part]))
        if time[left] <= moment <= time[left + 1]:
            return moment
    share = (level - trace[left]) / (trace[left + 1] - trace[left])
    return float(time[left] + share * (time[left + 1] - time[left]))
