"""When a spike passes, against upstrokes whose moments are known exactly: logistic curves."""

import numpy as np
import pytest

from apsite.laboratory.arrivals import arrival

#: A logistic upstroke from -70 to 30 mV passes 0 mV so many of its widths after its middle: ln(70 / 30).
LATER = np.log(70 / 30)


def upstroke(middle, width, dt):
    time = np.arange(0.0, 10.0, dt)
    return time, -70.0 + 100.0 / (1.0 + np.exp(-(time - middle) / width))


@pytest.mark.parametrize("middle", np.linspace(4.0, 4.1, 7))
def test_it_finds_the_moment_between_samples(middle):
    assert arrival(*upstroke(middle, 0.1, 0.025), 0.0) == pytest.approx(middle + 0.1 * LATER, abs=2e-4)


@pytest.mark.parametrize("middle", np.linspace(4.0, 4.1, 21))
@pytest.mark.parametrize("width", [0.01, 0.02, 0.05])
def test_it_stays_between_the_samples_around_however_far_apart(middle, width):
    moment = middle + width * LATER
    assert abs(arrival(*upstroke(middle, width, 0.1), 0.0) - moment) < 0.1


def test_nothing_passes_where_no_level_is_crossed():
    time, trace = upstroke(4.0, 0.1, 0.025)
    assert np.isnan(arrival(time, trace - 60.0, 0.0))
