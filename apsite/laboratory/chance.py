"""Chance that can be had again: a small generator of random numbers, and the draws of release made with it.

Owns the generator: x -> 48271 x mod 2^31 - 1, the multiplicative one of Park and Miller ("minimal standard", with the
multiplier of 1993; C++ calls it minstd_rand). Its products are exact in doubles, so a browser draws the same
numbers from the same seed.
"""

from dataclasses import replace

import numpy as np

from apsite.laboratory.inputs import named, whole
from apsite.parameters import SHARE, Quantity

MULTIPLIER = 48_271
MODULUS = 2**31 - 1
#: Numbers thrown away at the start: the first ones of small seeds are small.
SKIPPED = 8
SEED = Quantity("seed", "1", 1.0, 1_000_000.0)
SPIKES = Quantity("spikes", "1", 0.0, 1_000_000.0)
VESICLES = Quantity("vesicles", "1", 0.0, 1000.0)
#: Draws are made one by one: more would take minutes.
MOST_DRAWS = 50_000_000


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
    return states(whole(seed, SEED), SKIPPED + count)[SKIPPED:] / MODULUS


@named
def released(seed: int, spikes: int, vesicles: int, probability: float) -> np.ndarray:
    """Return how many vesicles each of `spikes` releases, shape (spikes,), one draw for each vesicle.

    The first spikes stay the same where there are more. Raises ValueError for what is out of range.
    """
    spikes, vesicles = whole(spikes, SPIKES), whole(vesicles, VESICLES)
    probability = replace(SHARE, name="probability").check(probability)
    if spikes * vesicles > MOST_DRAWS:
        raise ValueError(f"spikes = {spikes} of {vesicles} vesicles are too many; allowed: {MOST_DRAWS} draws in all")
    gone = draws(seed, spikes * vesicles).reshape(spikes, vesicles) < probability
    return np.asarray(np.count_nonzero(gone, axis=1))
