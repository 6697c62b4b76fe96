"""Searches: the weakest stimulus that fires, and what follows from it.

Owns the threshold current, rheobase and chronaxie. A membrane fires when its potential passes the detection level
of `measurements` upwards after the stimulus has begun; the search halves an interval, so it needs only that a stronger
stimulus of the same shape still fires.
"""

from collections.abc import Callable
from math import inf, isinf

from scipy.optimize import bisect

from apsite.laboratory.clamps import simulate
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.states import State
from apsite.laboratory.stimuli import Pulse, Step
from apsite.parameters import BY_NAME, CURRENT, WIDTH

#: How long a membrane at the reference temperature is given to fire after a stimulus, ms.
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
    stimulus = Step(0.0, amplitude) if isinf(width) else Pulse(0.0, width, amplitude)
    # What is slower in the cold takes longer in the same proportion.
    slowness = BY_NAME["Q_10"].value ** ((BY_NAME["T_ref"].value - membrane.temperature) / BY_NAME["dT_10"].value)
    wait = patience * max(1.0, slowness) + (0.0 if isinf(width) else width)
    # What is quicker in the warm would pass the detection level and come back between two samples.
    interval = _SAMPLE_INTERVAL * min(1.0, slowness)
    return bool(simulate(membrane, [stimulus], wait, initial=initial, dt=interval).spike_times.size)


def threshold_amplitude(membrane: Membrane, width: float = inf, initial: State | None = None) -> float:
    """Return the weakest current (uA/cm2) that fires `membrane` when it lasts `width` ms, from rest or from `initial`.

    Raises ValueError where no legal current does.
    """
    return least(lambda amplitude: fires(membrane, amplitude, width, initial), 0.0, CURRENT.maximum, "uA/cm2")


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
