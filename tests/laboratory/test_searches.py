"""Searches side by side find what each finds alone, whether they are fewer or more than a vector has lanes."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apsite import Membrane
from apsite.laboratory.searches import least, least_of_each, threshold_amplitude, threshold_amplitudes
from tests.depth import examples


@settings(max_examples=examples(50), deadline=None)
@given(st.lists(st.floats(-3.0, 50.0), min_size=1, max_size=40), st.sampled_from([1e-3, 1e-7]))
def test_a_border_is_found_as_precisely_as_asked(borders, precision):
    low, high = np.full(len(borders), -4.0), np.linspace(51.0, 60.0, len(borders))
    found = least_of_each(lambda x, which: x >= np.array(borders)[which], low, high, "mV", precision=precision)
    for border, end, many in zip(borders, high, found, strict=True):
        alone = least(lambda x, border=border: x >= border, -4.0, end, "mV", precision=precision)
        allowed = precision + precision * abs(border)
        assert alone == pytest.approx(border, abs=1.1 * allowed)
        assert many == pytest.approx(border, abs=1.1 * allowed)


def test_each_value_is_asked_for_once():
    """Each asking is a run; SciPy's `bisect` would make three more."""
    asked = []
    least(lambda x: asked.append(x) or x > 3.0, 0.0, 8.0, "mV", precision=1e-3)
    assert len(asked) == len(set(asked))


def test_thresholds_of_several_membranes_are_those_of_each():
    """Of a lasting current and of pulses, to membranes that differ: all take steps as short as the warmest's."""
    membranes = [Membrane(), Membrane(g_Na=60.0), Membrane(temperature=12.0)]
    widths = [0.5, inf, 2.0]
    found = threshold_amplitudes(membranes, widths)
    alone = [threshold_amplitude(*each) for each in zip(membranes, widths, strict=True)]
    assert found == pytest.approx(alone, rel=1e-5)


def test_where_there_is_no_border_the_search_is_named():
    with pytest.raises(ValueError, match="search 1: no threshold between 0 and 1000 uA/cm2"):
        threshold_amplitudes([Membrane(), Membrane(g_Na=0.0, g_K=1000.0, g_L=100.0)], [0.5, 0.01])
    assert threshold_amplitudes(Membrane(), []).shape == (0,)
