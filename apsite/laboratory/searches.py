"""Searches: the weakest stimulus that fires, and what follows from it.

Owns the threshold current, rheobase and chronaxie. A membrane fires when its potential passes the detection level
of `measurements` upwards after the stimulus has begun; the search halves an interval, so it needs only that a stronger
stimulus of the same shape still fires.
"""

from collections.abc import Callable, Sequence
from math import inf, isinf

import numpy as np
from scipy.optimize import bisect

from apsite.laboratory.clamps import simulate
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.states import State
from apsite.laboratory.stimuli import Pulse, Step, Stimulus
from apsite.laboratory.sweeps import simulate_many
from apsite.parameters import CURRENT, WIDTH

#: How long a squid's membrane at the reference temperature is given to fire after a stimulus, ms.
PATIENCE = 60.0
_SAMPLE_INTERVAL = 0.025
_PRECISION = 1e-7


def fires(
    membrane: Membrane,
    amplitude: float,
    width: float = inf,
    initial: State | None = None,
    *,
    patience: float = PATIENCE,
) -> bool:
    """Say whether a current of `amplitude` (uA/cm2) that lasts `width` ms makes `membrane` fire.

    The stimulus begins at rest, or in the state `initial`; a spike is waited for `patience` ms, longer in the cold.
    """
    wait, interval = _watch(membrane, width, patience)
    recording = simulate(membrane, _pulse(amplitude, width), wait, initial=initial, dt=interval)
    return bool(recording.spike_times.size)


def fires_each(
    membrane: Membrane,
    amplitudes: np.ndarray,
    widths: np.ndarray,
    initial: Sequence[State] | None = None,
    *,
    patience: float = PATIENCE,
) -> np.ndarray:
    """Say for each of `amplitudes` (uA/cm2) and `widths` (ms), shape (runs,), what `fires` says of it; side by side.

    All are watched as long as the longest has to be.
    """
    wait, interval = _watch(membrane, float(max(widths)), patience)
    pulses = [_pulse(float(amplitude), float(width)) for amplitude, width in zip(amplitudes, widths, strict=True)]
    found = simulate_many(membrane, pulses, wait, ["spikes"], initial=initial, dt=interval)
    return np.asarray(found["spikes"] > 0)


def _pulse(amplitude: float, width: float) -> list[Stimulus]:
    return [Step(0.0, amplitude) if isinf(width) else Pulse(0.0, width, amplitude)]


def _watch(membrane: Membrane, width: float, patience: float) -> tuple[float, float]:
    """For how long a membrane is watched, and how often it is looked at (ms)."""
    # What is slower in the cold takes longer in the same proportion.
    slowness = 1.0 / max(membrane.haste, 1e-3)
    # What is quicker in the warm would pass the detection level and come back between two samples.
    interval = _SAMPLE_INTERVAL * min(1.0, slowness)
    return patience * max(1.0, slowness) + (0.0 if isinf(width) else width), interval


def threshold_amplitude(membrane: Membrane, width: float = inf, initial: State | None = None) -> float:
    """Return the weakest current (uA/cm2) that fires `membrane` when it lasts `width` ms, from rest or from `initial`.

    Raises ValueError where no legal current does.
    """
    return least(lambda amplitude: fires(membrane, amplitude, width, initial), 0.0, CURRENT.maximum, "uA/cm2")


def threshold_amplitudes(
    membrane: Membrane, widths: Sequence[float] | np.ndarray, initial: Sequence[State] | None = None
) -> np.ndarray:
    """Return `threshold_amplitude` for each of `widths` (ms), shape (widths,), searched side by side.

    Each starts from rest, or from its state in `initial`. Raises ValueError where no legal current fires the membrane.
    """
    each = np.asarray(widths, dtype=float)
    highest = np.full(each.shape, CURRENT.maximum)
    return least_of_each(
        lambda amplitudes: fires_each(membrane, amplitudes, each, initial), 0.0 * each, highest, "uA/cm2"
    )


def rheobase(membrane: Membrane) -> float:
    """Return the weakest current (uA/cm2) that fires `membrane` once, however long it lasts."""
    return threshold_amplitude(membrane)


def chronaxie(membrane: Membrane) -> float:
    """Return the width (ms) of the briefest pulse of twice the rheobase that fires `membrane`."""
    amplitude = 2 * rheobase(membrane)
    return least(lambda width: fires(membrane, amplitude, width), WIDTH.minimum, PATIENCE, "ms")


def least(
    works: Callable[[float], bool], low: float, high: float, unit: str, *, precision: float = _PRECISION
) -> float:
    """Return where `works` changes from false at `low` to true at `high`, to a share of `precision`.

    Raises ValueError where it does not change between the two, which are in `unit`.
    """
    if works(low) or not works(high):
        raise ValueError(f"no threshold between {low:g} and {high:g} {unit}: the membrane fires at both or at neither")
    return float(bisect(lambda x: 1.0 if works(x) else -1.0, low, high, xtol=precision, rtol=precision))


def least_of_each(
    works: Callable[[np.ndarray], np.ndarray],
    low: np.ndarray,
    high: np.ndarray,
    unit: str,
    *,
    precision: float = _PRECISION,
) -> np.ndarray:
    """Do many searches of `least` at once, shape (searches,): `works` says of one value for each whether it does."""
    fails = works(low) | ~works(high)
    if fails.any():
        number = int(np.argmax(fails))
        raise ValueError(
            f"search {number}: no threshold between {low[number]:g} and {high[number]:g} {unit}: "
            "the membrane fires at both or at neither"
        )
    start, length = low.astype(float), (high - low).astype(float)
    while True:
        length /= 2
        middle = start + length
        if (length < precision + precision * np.abs(middle)).all():
            return np.asarray(middle)
        start = np.where(works(middle), start, middle)
