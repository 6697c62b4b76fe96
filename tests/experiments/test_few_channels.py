"""The numbers of a few channels and of many: the law of large numbers, and what the pages say of it."""

import numpy as np
import pytest

from apsite import chapters
from apsite.laboratory.channels import ONE_CHANNEL
from tests.figures.support import result_of


@pytest.fixture(scope="module")
def numbers():
    return result_of("channel-numbers")


def test_scatter_falls_with_the_root_of_the_number(numbers):
    """From a hundred thousand to a million channels: sqrt(10) times; of 96 answers and of 32 times, within a third."""
    assert numbers.numbers.tolist() == [1_000, 10_000, 100_000, 1_000_000]
    assert numbers.spread[2] / numbers.spread[3] == pytest.approx(np.sqrt(10), rel=1 / 3)
    assert numbers.jitter[2] / numbers.jitter[3] == pytest.approx(np.sqrt(10), rel=1 / 3)
    assert (np.diff(numbers.jitter) < 0).all()


def test_the_threshold_of_many_channels_is_the_book_s(numbers):
    """13.275 uA/cm2 (DOP853 and NEURON), within three standard errors of the fit."""
    error = numbers.spread[3] / 100 * numbers.threshold[3] / np.sqrt(96 / 4)
    assert abs(numbers.threshold[3] - 13.275) < 3 * error


def test_spikes_without_a_stimulus_die_out(numbers):
    """As Chow and White (1996) found, whose rates fall ever faster with the number of channels."""
    assert (np.diff(numbers.alone) < 0).all()
    assert numbers.alone[0] > 30
    assert numbers.alone[-1] == 0


def test_a_share_of_one_needs_no_step(numbers):
    assert np.isnan(numbers.spread[0])
    assert 0 < numbers.fired[0].mean() < 1


def test_the_area_is_that_of_the_conductances():
    """By hand: 120 + 36 mS/cm2 are 1560 pS/um2, which 20 pS go into 78 times; the axon is 476 um thick."""
    values = {each.name: each.value for each in chapters.experiment("few-channels").values(result_of("few-channels"))}
    assert values["few_channels.density"] == pytest.approx(1560 / ONE_CHANNEL)
    assert values["few_channels.area"] == pytest.approx(1000 / 78)
    assert values["few_channels.ring"] == pytest.approx(1e6 / 78 / (np.pi * 476))
