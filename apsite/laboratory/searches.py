"""Searches: the weakest stimulus that fires, and what follows from it.

Owns the threshold current, rheobase and chronaxie. A membrane fires when its potential passes the detection level
of `measurements` upwards after the stimulus has begun; the search divides an interval again and again, so it needs only
that a stronger stimulus of the same shape still fires. Many searches are done at once, as lanes; where there are fewer
than a vector has lanes, each asks several places of its interval at a time.
"""

from collections.abc import Callable, Sequence
from math import inf, isfinite, isinf

import numpy as np

from apsite.kernels.python_lanes import WIDTH as LANES
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
    membrane: Membrane | Sequence[Membrane],
    amplitudes: np.ndarray,
    widths: np.ndarray,
    initial: Sequence[State] | None = None,
    *,
    patience: float = PATIENCE,
) -> np.ndarray:
    """Say for each of `amplitudes` (uA/cm2) and `widths` (ms), shape (runs,), what `fires` says of it; side by side.

    `membrane` is one for all, or one for each. All are watched as long, and looked at as often, as any has to be.
    """
    longest = max((float(width) for width in widths if isfinite(width)), default=inf)
    kinds = {membrane} if isinstance(membrane, Membrane) else set(membrane)
    waits, intervals = zip(*(_watch(each, longest, patience) for each in kinds), strict=True)
    pulses = [_pulse(float(amplitude), float(width)) for amplitude, width in zip(amplitudes, widths, strict=True)]
    found = simulate_many(membrane, pulses, max(waits), ["spikes"], initial=initial, dt=min(intervals))
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
    membrane: Membrane | Sequence[Membrane],
    widths: Sequence[float] | np.ndarray,
    initial: Sequence[State] | None = None,
) -> np.ndarray:
    """Return `threshold_amplitude` for each of `widths` (ms), shape (widths,), searched side by side.

    `membrane` is one for all, or one for each. Each starts from rest, or from its state in `initial`. Raises ValueError
    where no legal current fires a membrane.
    """
    each = np.asarray(widths, dtype=float)

    def fire(amplitudes: np.ndarray, which: np.ndarray) -> np.ndarray:
        membranes = membrane if isinstance(membrane, Membrane) else [membrane[search] for search in which]
        return fires_each(membranes, amplitudes, each[which], initial and [initial[search] for search in which])

    return least_of_each(fire, np.zeros(each.shape), np.full(each.shape, CURRENT.maximum), "uA/cm2")


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
        raise ValueError(_unchanged(low, high, unit))
    start, length = low, high - low
    while True:
        length /= 2
        if length < precision + precision * abs(start + length):
            return float(start + length)
        if not works(start + length):
            start += length


def least_of_each(
    works: Callable[[np.ndarray, np.ndarray], np.ndarray],
    low: np.ndarray,
    high: np.ndarray,
    unit: str,
    *,
    precision: float = _PRECISION,
) -> np.ndarray:
    """Do many searches of `least` at once, shape (searches,).

    `works` is given values and which search each belongs to, both of shape (runs,), and says of each whether it does.
    Raises ValueError as `least` does, with the number of the search.
    """
    if not low.size:
        return low.astype(float)
    searches = np.arange(low.size)
    at_low, at_high = works(np.concatenate([low, high]), np.tile(searches, 2)).reshape(2, -1)
    fails = at_low | ~at_high
    if fails.any():
        number = int(np.argmax(fails))
        raise ValueError(f"search {number}: {_unchanged(low[number], high[number], unit)}")
    parts = max(1, LANES // low.size) + 1
    which = np.tile(searches, parts - 1)
    start, length = low.astype(float), (high - low).astype(float)
    while True:
        middle = start + length / 2
        if (length / 2 < precision + precision * np.abs(middle)).all():
            return np.asarray(middle)
        length /= parts
        places = start + np.arange(1, parts)[:, None] * length
        # The last part of an interval needs no run: what works at its end is known.
        fired = np.vstack([works(places.ravel(), which).reshape(places.shape), np.ones(low.size, bool)])
        start += fired.argmax(axis=0) * length


def _unchanged(low: float, high: float, unit: str) -> str:
    return f"no threshold between {low:g} and {high:g} {unit}: the membrane fires at both or at neither"
