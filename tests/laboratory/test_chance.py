"""The generator of random numbers against what its standard says, and the draws against SciPy's binomial law."""

import numpy as np
import pytest
from scipy.stats import binom, kstest

from apsite.laboratory import chance


def test_the_ten_thousandth_state_is_that_of_the_standard():
    """C++, [rand.predef]: the 10000th number of minstd_rand, which begins with the seed 1, is 399268537."""
    assert chance.states(1, 10_000)[-1] == 399_268_537


def test_draws_are_uniform_whatever_the_seed():
    """Kolmogorov and Smirnov's test (SciPy) on 200 seeds: as many small p-values as there have to be, no more."""
    p = np.array([kstest(chance.draws(seed, 1000), "uniform").pvalue for seed in range(1, 201)])
    assert 0.01 < (p < 0.05).mean() < 0.1
    assert p.min() > 1e-5


def test_neighbouring_seeds_begin_differently():
    first = np.array([chance.draws(seed, 1)[0] for seed in range(1, 2001)])
    assert kstest(first, "uniform").pvalue > 0.01


@pytest.mark.parametrize(("vesicles", "p"), [(1, 0.5), (6, 0.32), (10, 0.05)])
def test_release_is_binomial(vesicles, p):
    """SciPy's law, over 60 seeds of 500 spikes: every count within 4.5 standard deviations."""
    released = np.concatenate([chance.released(seed, 500, vesicles, p) for seed in range(1, 61)])
    law = binom(vesicles, p).pmf(np.arange(vesicles + 1))
    share = np.bincount(released, minlength=vesicles + 1) / len(released)
    assert (np.abs(share - law) <= 4.5 * np.sqrt(law * (1 - law) / len(released)) + 1e-4).all()


def test_more_spikes_leave_the_first_ones_as_they_were():
    assert (chance.released(5, 100, 6, 0.3)[:40] == chance.released(5, 40, 6, 0.3)).all()


@pytest.mark.parametrize("seed", [0, -1, 1_000_001, float("nan")])
def test_a_seed_out_of_range_is_refused(seed):
    with pytest.raises(ValueError, match="seed"):
        chance.draws(seed, 1)
