"""Curves between samples: where one passes a level, turns, or is steepest; machine code.

A trace is given by its samples and its slope at each of them; between two samples it is the cubic that both agree on,
which is right to the fourth order in the sample interval. Every array has the shape (samples,).
"""

import numpy as np

from apsite.kernels.compiled import machine_code

REACH = 4  # samples on each side of an extremum of the slope
SPLINE = 2 * REACH + 1
ROUNDS = 100  # of halving, if all else fails


@machine_code
def cubic(time: np.ndarray, voltage: np.ndarray, slope: np.ndarray, left: int) -> tuple[float, float, float, float]:
    """The trace between a sample and the next, as coefficients of powers of the share of the way."""
    length = time[left + 1] - time[left]
    here, there = length * slope[left], length * slope[left + 1]
    rise = voltage[left + 1] - voltage[left]
    return voltage[left], here, 3 * rise - 2 * here - there, here + there - 2 * rise


@machine_code
def passage(time: np.ndarray, voltage: np.ndarray, slope: np.ndarray, left: int, level: float) -> float:
    """Time at which `level` is passed between a sample and the next, which lie on its two sides."""
    a, b, c, d = cubic(time, voltage, slope, left)
    a -= level
    rising = a + b + c + d > 0.0
    low, high = 0.0, 1.0
    share = a / (a - (a + b + c + d)) if b + c + d != 0.0 else 0.0
    for _ in range(ROUNDS):
        value = a + share * (b + share * (c + share * d))
        if value == 0.0:
            break
        if (value < 0.0) == rising:
            low = share
        else:
            high = share
        tangent = b + share * (2 * c + share * 3 * d)
        following = share - value / tangent if tangent != 0.0 else -1.0
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - share) < 1e-16 or following in (low, high):
            share = following
            break
        share = following
    return float(time[left] + share * (time[left + 1] - time[left]))


@machine_code
def extremum(
    time: np.ndarray, voltage: np.ndarray, slope: np.ndarray, position: int, sign: float
) -> tuple[float, float]:
    """Time and value of the extremum (`sign` 1: a maximum, -1: a minimum) at or beside a sample that is one."""
    best, value = time[position], voltage[position]
    for left in range(max(position - 1, 0), min(position + 1, time.size - 1)):
        a, b, c, d = cubic(time, voltage, slope, left)
        for root in turns(b, 2 * c, 3 * d):
            if 0.0 <= root <= 1.0:
                reached = a + root * (b + root * (c + root * d))
                if sign * reached > sign * value:
                    best, value = time[left] + root * (time[left + 1] - time[left]), reached
    return best, value


@machine_code
def turns(constant: float, linear: float, square: float) -> tuple[float, float]:
    """The real roots of a polynomial of second degree, NaN where there is none."""
    if square == 0.0:
        return (-constant / linear if linear != 0.0 else np.nan), np.nan
    discriminant = linear * linear - 4 * square * constant
    if discriminant < 0.0:
        return np.nan, np.nan
    # Of the two signs the one that cancels nothing; the other root follows from the product of both.
    half = -(linear + np.copysign(np.sqrt(discriminant), linear)) / 2
    return half / square, (constant / half if half != 0.0 else np.nan)


@machine_code
def steepest(time: np.ndarray, slope: np.ndarray, position: int) -> float:
    """Extremum of the slope at or beside a sample where it is one: on a cubic spline of its neighbours."""
    if position < REACH or position + REACH >= time.size:
        return float(slope[position])  # near the end of the trace there is nothing to go by
    x, y = time[position - REACH : position + REACH + 1], slope[position - REACH : position + REACH + 1]
    if jumps(y):
        return float(slope[position])  # through the jump that an edge of the stimulus makes a curve would overshoot
    best = float(slope[position])
    bends = spline(x, y)
    for left in range(REACH - 1, REACH + 1):
        a, b, c, d = cubic(x, y, bends, left)
        for root in turns(b, 2 * c, 3 * d):
            if 0.0 <= root <= 1.0:
                value = a + root * (b + root * (c + root * d))
                if abs(value) > abs(best):
                    best = value
    return best


@machine_code
def jumps(y: np.ndarray) -> bool:
    """Whether one of the steps between `SPLINE` values is more than four times their median."""
    steps = np.empty(SPLINE - 1)
    for each in range(SPLINE - 1):  # in order, without a library that would take seconds to compile
        step, place = abs(y[each + 1] - y[each]), each
        while place > 0 and steps[place - 1] > step:
            steps[place] = steps[place - 1]
            place -= 1
        steps[place] = step
    return bool(steps[-1] > 2 * (steps[REACH - 1] + steps[REACH]))


@machine_code
def spline(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Slopes, at `SPLINE` points, of the spline whose first two pieces are one cubic, and its last two."""
    h, rise = np.empty(SPLINE - 1), np.empty(SPLINE - 1)
    for i in range(SPLINE - 1):
        h[i] = x[i + 1] - x[i]
        rise[i] = (y[i + 1] - y[i]) / h[i]
    first, last = h[0] + h[1], h[-2] + h[-1]
    # A tridiagonal system, eliminated downwards and solved upwards.
    pivot, above, bends = np.empty(SPLINE), np.empty(SPLINE), np.empty(SPLINE)
    pivot[0], above[0] = h[1], first
    bends[0] = ((h[0] + 2 * first) * h[1] * rise[0] + h[0] * h[0] * rise[1]) / first
    for i in range(1, SPLINE):
        if i < SPLINE - 1:
            left, middle, above[i] = h[i], 2 * (h[i - 1] + h[i]), h[i - 1]
            bends[i] = 3 * (h[i] * rise[i - 1] + h[i - 1] * rise[i])
        else:
            left, middle, above[i] = last, h[-2], 0.0
            bends[i] = (h[-1] * h[-1] * rise[-2] + (2 * last + h[-1]) * h[-2] * rise[-1]) / last
        pivot[i] = middle - left / pivot[i - 1] * above[i - 1]
        bends[i] -= left / pivot[i - 1] * bends[i - 1]
    bends[-1] /= pivot[-1]
    for i in range(SPLINE - 2, -1, -1):
        bends[i] = (bends[i] - above[i] * bends[i + 1]) / pivot[i]
    return bends
