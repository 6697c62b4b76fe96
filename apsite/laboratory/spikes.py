"""Spikes of a trace, found and measured, as machine code: for one trace or for each of ten thousand.

Every array of a trace has the shape (samples,): `time` in ms, `voltage` in mV, `slope` in mV/ms, and so `drive`, the
part of the slope that the stimulus makes. `jumped` holds the first samples after a shock, in order.

Owns how measures are worked out. Their definitions and names are those of `measurements`.
"""

import numpy as np

from apsite.kernels.compiled import machine_code
from apsite.laboratory.cubics import cubic, extremum, passage, steepest

#: What is measured of a spike, in this order; NaN where there is no value. `unmet` is `OWN`, or a place in
#: `measurements.UNMET`.
MEASURES = (
    "time",
    "peak",
    "peak_time",
    "threshold",
    "threshold_time",
    "half_width",
    "trough",
    "trough_time",
    "max_rise",
    "max_fall",
    "unmet",
)
#: What is measured of a run: how many spikes; spikes a second, from the first to the last; highest, lowest sample.
OF_A_RUN = ("spikes", "mean_rate", "highest", "lowest")
#: Why a spike has no threshold; `OWN` is where it has one.
STIMULUS, SLOW, BEFORE, OWN = 0.0, 1.0, 2.0, -1.0


@machine_code
def crossings(voltage: np.ndarray, level: float) -> np.ndarray:
    """Return the samples that are the first above `level`, shape (crossings,)."""
    found = np.empty(voltage.size // 2 + 1, np.intp)
    many = 0
    for sample in range(1, voltage.size):
        if voltage[sample] > level and not voltage[sample - 1] > level:
            found[many] = sample
            many += 1
    return found[:many]


@machine_code
def moments(time: np.ndarray, voltage: np.ndarray, level: float) -> np.ndarray:
    """Return when `voltage` passes `level` on its way up, shape (crossings,); linear between samples."""
    starts = crossings(voltage, level)
    found = np.empty(starts.size)
    for each, start in enumerate(starts):
        share = (level - voltage[start - 1]) / (voltage[start] - voltage[start - 1])
        found[each] = time[start - 1] + share * (time[start] - time[start - 1])
    return found


@machine_code
def summaries(
    time: np.ndarray,
    traces: np.ndarray,
    jumps: tuple[np.ndarray, np.ndarray],
    rests: np.ndarray,
    criterion: float,
    detection: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Return what is measured of many traces, shape (traces, `MEASURES` and `OF_A_RUN`), and the times of all spikes.

    `traces` has the shape (3, traces, samples): potential, slope and drive. Trace l was given shocks at the moments
    jumps[1][jumps[0][l] : jumps[0][l + 1]]. The times lie one after the other, shape (spikes of all,).
    """
    lanes, size = traces.shape[1], len(MEASURES)
    found, times = np.empty((lanes, size + len(OF_A_RUN))), np.empty(lanes * (time.size // 2 + 1))
    first, shocks = jumps
    many = 0
    for lane in range(lanes):
        voltage, slope, drive = traces[0, lane], traces[1, lane], traces[2, lane]
        jumped = np.empty(first[lane + 1] - first[lane], np.intp)
        for shock in range(jumped.size):
            jumped[shock] = np.searchsorted(time, shocks[first[lane] + shock])
        one = measured(time, voltage, slope, drive, jumped, rests[lane], criterion, detection, 1)
        for measure in range(size):
            found[lane, measure] = one[0, measure] if one.shape[0] else np.nan
        fired = moments(time, voltage, detection)
        found[lane, size] = fired.size
        found[lane, size + 1] = 1000 * (fired.size - 1) / (fired[-1] - fired[0]) if fired.size > 1 else 0.0
        found[lane, size + 2] = voltage.max()
        found[lane, size + 3] = voltage.min()
        for moment in fired:
            times[many] = moment
            many += 1
    return found, times[:many]


@machine_code
def measured(
    time: np.ndarray,
    voltage: np.ndarray,
    slope: np.ndarray,
    drive: np.ndarray,
    jumped: np.ndarray,
    rest: float,
    criterion: float,
    detection: float,
    most: int,
) -> np.ndarray:
    """Return the `MEASURES` of at most so many spikes, shape (spikes, measures).

    A spike begins where the one before it has reached its trough, and ends where the next one passes the level.
    """
    starts = crossings(voltage, detection)
    found = np.empty((min(most, starts.size), len(MEASURES)))
    begin: int = 0
    for each in range(found.shape[0]):
        start = starts[each]
        after = starts[each + 1] if each + 1 < starts.size else voltage.size
        before = begin + int(np.argmin(voltage[begin:start]))
        top = start + int(np.argmax(voltage[start:after]))
        bottom = top + int(np.argmin(voltage[top:after]))
        begin = start
        one = found[each]
        one[0] = passage(time, voltage, slope, start - 1, detection)
        one[2], one[1] = extremum(time, voltage, slope, top, 1.0)
        one[4], one[3], one[10] = onset(time, voltage, slope, drive, jumped, before, top, criterion)
        one[5] = width(time, voltage, slope, before, top, bottom, (rest + one[1]) / 2)
        one[7], one[6] = extremum(time, voltage, slope, bottom, -1.0)
        one[8] = steepest(time, slope, before + int(np.argmax(slope[before : top + 1])))
        one[9] = steepest(time, slope, top + int(np.argmin(slope[top : bottom + 1])))
    return found


@machine_code
def onset(
    time: np.ndarray,
    voltage: np.ndarray,
    slope: np.ndarray,
    drive: np.ndarray,
    jumped: np.ndarray,
    before: int,
    top: int,
    criterion: float,
) -> tuple[float, float, float]:
    """Time and potential of the last upward passage of the slope through `criterion` before the peak.

    Where there is none that is the membrane's own, NaN twice and why: `STIMULUS`, `SLOW` or `BEFORE`.
    """
    steep = before + int(np.argmax(slope[before : top + 1]))
    if slope[steep] < criterion:
        return np.nan, np.nan, SLOW
    first = max(before - 1, 0)  # at the lowest sample of all the stimulus may just have let go
    left = steep - 1
    while left >= first and not slope[left] < criterion:
        left -= 1
    if left < first:
        return np.nan, np.nan, STIMULUS if drive[first] >= criterion or contains(jumped, first) else BEFORE
    a, b, c, d = cubic(time, voltage, slope, left)
    share = (criterion - slope[left]) / (slope[left + 1] - slope[left])
    potential = a + share * (b + share * (c + share * d))
    if driven(voltage, slope, drive, jumped, before, left, potential, criterion):
        return np.nan, np.nan, STIMULUS
    return time[left] + share * (time[left + 1] - time[left]), potential, OWN


@machine_code
def contains(samples: np.ndarray, sample: int) -> bool:
    """Whether `samples` hold `sample`."""
    for each in samples:  # noqa: SIM110 - the compiler knows no generators here
        if each == sample:
            return True
    return False


@machine_code
def driven(
    voltage: np.ndarray,
    slope: np.ndarray,
    drive: np.ndarray,
    jumped: np.ndarray,
    before: int,
    left: int,
    potential: float,
    criterion: float,
) -> bool:
    """Whether the stimulus, not the membrane, makes the slope pass `criterion` between `left` and the next sample.

    It does where it would alone, where more of the rise is its own (at an edge), and where the potential is not yet
    beyond what it was carried to, or has not had a sample since: when a strong pulse ends the slope falls, and passes
    the criterion once more.
    """
    after = left + 1
    if drive[after] >= criterion or contains(jumped, after):
        return True
    if drive[after] - drive[left] > (slope[after] - slope[left]) / 2:
        return True
    for sample in range(min(before, left), after):
        ended = sample > 0 and drive[sample - 1] >= criterion  # between two samples
        carried = drive[sample] >= criterion or ended or contains(jumped, sample)
        if carried and (sample == left or potential <= voltage[sample]):
            return True
    return False


@machine_code
def width(
    time: np.ndarray, voltage: np.ndarray, slope: np.ndarray, before: int, top: int, bottom: int, level: float
) -> float:
    """Time for which the spike is above `level`, NaN if the trace ends before."""
    rise, fall = top - 1, top
    while rise >= before and voltage[rise] > level:
        rise -= 1
    while fall <= bottom and voltage[fall] > level:
        fall += 1
    if rise < before or fall > bottom or fall == top:
        return np.nan
    return passage(time, voltage, slope, fall - 1, level) - passage(time, voltage, slope, rise, level)
