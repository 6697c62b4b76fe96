"""Chance that can be had again: a small generator of random numbers, and the draws of release made with it.

Owns the generator: x -> 48271 x mod 2^31 - 1, the multiplicative one of Park and Miller ("minimal standard", with the
multiplier of 1993; C++ calls it minstd_rand). Its products are exact in doubles, so a browser draws the same
numbers from the same seed.
"""

import numpy as np

from apsite.parameters import Quantity

MULTIPLIER = 48_271
MODULUS = 2**31 - 1
#: Numbers thrown away at the start: the first ones of small seeds are small.
SKIPPED = 8
SEED = Quantity("seed", "1", 1.0, 1_000_000.0)


def states(seed: int, count: int) -> np.ndarray:
    """Return the generator's next `count` states after `seed`, whole numbers from 1 to 2^31 - 2."""
    found = np.empty(count, dtype=np.int64)
    state = seed
    for at in range(count):
        state = MULTIPLIER * state % MODULUS
        found[at] = state
    return found


def draws(seed: int, count: int) -> np.ndarray:
    """Return `count` random numbers between 0 and 1. Raises ValueError for a seed out of range."""
    SEED.check(seed)
    return states(int(seed), SKIPPED + count)[SKIPPED:] / MODULUS


def released(seed: int, spikes: int, vesicles: int, probability: float) -> np.ndarray:
    """Return how many vesicles each of `spikes` releases, shape (spikes,), one draw for each vesicle.

    The first spikes stay the same where there are more. Raises ValueError for a seed out of range.
    """
    gone = draws(seed, spikes * vesicles).reshape(spikes, vesicles) < probability
    return np.asarray(np.count_nonzero(gone, axis=1))
