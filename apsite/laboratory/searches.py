"""Searches: the weakest stimulus that fires, and what follows from it.

Owns the threshold current, rheobase and chronaxie. A membrane fires when its potential passes the detection level
of `measurements` after the stimulus has begun; the search halves an interval, so it needs only that a stronger
stimulus of the same shape still fires.
"""

from collections.abc import Callable
from math import inf, isinf

from scipy.optimize import bisect

from apsite.laboratory.clamps import simulate
from apsite.laboratory.measurements import DETECTION_LEVEL
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.stimuli import Pulse, Step
from apsite.parameters import BY_NAME, CURRENT, WIDTH

#: How long a membrane at the reference temperature is given to fire after a stimulus, ms.
PATIENCE = 60.0
_SAMPLE_INTERVAL = 0.025
_PRECISION = 1e-7


def fires(membrane: Membrane, amplitude: float, width: float = inf) -> bool:
    """Say whether a current of `amplitude` (uA/cm2) that lasts `width` ms makes `membrane` fire."""
    stimulus = Step(0.0, amplitude) if isinf(width) else Pulse(0.0, width, amplitude)
    # What is slower in the cold takes longer in the same proportion.
    slowness = BY_NAME["Q_10"].value ** ((BY_NAME["T_ref"].value - membrane.temperature) / BY_NAME["dT_10"].value)
    wait = PATIENCE * max(1.0, slowness) + (0.0 if isinf(width) else width)
    return bool(simulate(membrane, [stimulus], wait, dt=_SAMPLE_INTERVAL).voltage.max() > DETECTION_LEVEL)


def threshold_amplitude(membrane: Membrane, width: float = inf) -> float:
    """Return the weakest current (uA/cm2) that fires `membrane` when it lasts `width` ms.

    Raises ValueError where no legal current does.
    """
    return _least(lambda amplitude: fires(membrane, amplitude, width), 0.0, CURRENT.maximum, "uA/cm2")


def rheobase(membrane: Membrane) -> float:
    """Return the weakest current (uA/cm2) that fires `membrane` once, however long it lasts."""
    return threshold_amplitude(membrane)


def chronaxie(membrane: Membrane) -> float:
    """Return the width (ms) of the briefest pulse of twice the rheobase that fires `membrane`."""
    amplitude = 2 * rheobase(membrane)
    return _least(lambda width: fires(membrane, amplitude, width), WIDTH.minimum, PATIENCE, "ms")


def _least(works: Callable[[float], bool], low: float, high: float, unit: str) -> float:
    """Where `works` changes from false at `low` to true at `high`."""
    if works(low) or not works(high):
        raise ValueError(f"no threshold between {low:g} and {high:g} {unit}: the membrane fires at both or at neither")
    return float(bisect(lambda x: 1.0 if works(x) else -1.0, low, high, xtol=_PRECISION, rtol=_PRECISION))
