"""What is read off a trace: spikes and their measures, each with its criterion.

Owns the definitions. They are those of the eFEL library where both measure the same thing; `half_width` is taken
between rest and peak, where eFEL's `spike_half_width` starts from the following minimum.

How they are worked out is the matter of `spikes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np

from apsite.laboratory import spikes
from apsite.laboratory.inputs import named

#: dV/dt, mV/ms, at which a spike is said to begin.
ONSET_CRITERION = 20.0
#: Potential, mV, that a spike passes on its way up.
DETECTION_LEVEL = 0.0
#: Why a spike has no threshold: the stimulus meets the criterion, and not the membrane's own current; the slope never
#: comes up to it; the trace begins when it is already met.
UNMET = ("stimulus", "slow", "before")


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
    jumped = np.sort(np.searchsorted(time, np.asarray(shocks, dtype=float)))
    samples = [np.ascontiguousarray(each) for each in (time, voltage, slope, drive)]
    found = spikes.measured(
        samples[0],
        samples[1],
        samples[2],
        samples[3],
        jumped,
        float(rest),
        float(criterion),
        float(detection),
        len(time),
    )
    return tuple(_spike(dict(zip(spikes.MEASURES, each, strict=True))) for each in found.tolist())


def _spike(measured: dict[str, float]) -> Spike:
    unmet = int(measured.pop("unmet"))
    known: dict[str, Any] = {name: None if isnan(value) else value for name, value in measured.items()}
    return Spike(**known, unmet="" if unmet < 0 else UNMET[unmet])


def upward_crossings(time: np.ndarray, voltage: np.ndarray, level: float = DETECTION_LEVEL) -> np.ndarray:
    """Return when (ms) `voltage` (mV) passes `level` on its way up, shape (crossings,); linear between samples.

    `time` (ms) and `voltage` have the shape (samples,).
    """
    return spikes.moments(np.asarray(time, dtype=float), np.asarray(voltage, dtype=float), float(level))
