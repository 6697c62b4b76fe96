"""Declared neurons against their published equations, typed by hand and solved by SciPy, and what is known of them."""

import re
from pathlib import Path

import numpy as np
import pytest

from apsite import Membrane, Step, dimensions, simulate
from apsite.membranes.cortical import FAST_SPIKING, REGULAR_SPIKING
from apsite.membranes.crab import CRAB
from tests.depth import some
from tests.neurons_by_hand import crab, fast_spiking, regular_spiking, solved

NEURONS = [REGULAR_SPIKING, FAST_SPIKING, CRAB]
BIBLIOGRAPHY = Path(__file__).resolve().parents[2] / "docs" / "references.bib"


BY_HAND = {REGULAR_SPIKING: regular_spiking, FAST_SPIKING: fast_spiking, CRAB: crab}
#: uA/cm2 and ms: some spikes.
STEADY = {REGULAR_SPIKING: (3.0, 60.0), FAST_SPIKING: (3.0, 60.0), CRAB: (15.0, 60.0)}
#: Where they rest, as it is published beside them, mV.
RESTS = {REGULAR_SPIKING: -71.9, FAST_SPIKING: -71.4, CRAB: -68.0}


@pytest.mark.parametrize("mechanism", NEURONS, ids=lambda each: each.name)
def test_units_fit_and_sources_are_known(mechanism):
    dimensions.check_membrane(mechanism)
    known = set(re.findall(r"^@\w+\{(\w+),", BIBLIOGRAPHY.read_text(encoding="utf-8"), re.MULTILINE))
    for each in (*mechanism.parameters, *mechanism.constants):
        assert each.source in known
        assert each.minimum <= each.value <= each.maximum
        assert each.description.endswith(".")


@pytest.mark.parametrize("mechanism", some(NEURONS, [REGULAR_SPIKING]), ids=lambda each: each.name)
def test_a_neuron_does_what_its_published_equations_do(mechanism):
    cell, derivative = Membrane.of(mechanism), BY_HAND[mechanism]
    assert cell.resting_potential == pytest.approx(RESTS[mechanism], abs=0.05)
    assert derivative(cell.rest.values, 0.0) == pytest.approx(np.zeros(len(cell.rest.values)), abs=1e-6)
    level, duration = STEADY[mechanism]
    ours = simulate(cell, [Step(0.0, level)], duration, dt=0.05)
    theirs = solved(derivative, cell.rest.values, [(duration, level)], ours.time)
    assert len(ours.spikes) >= 2
    # On a steep front, a spike that comes a microsecond late is half a millivolt off.
    assert np.abs(ours.voltage - theirs[0]).max() < 0.5
    crossings = ours.time[1:][(theirs[0][1:] > 0) & (theirs[0][:-1] <= 0)]
    assert ours.spike_times == pytest.approx(crossings, abs=0.05)


def test_a_regular_spiking_cell_adapts_by_its_m_current():
    steady = [Step(10.0, 2.0)]

    def slowing(cell):
        intervals = np.diff(simulate(cell, steady, 500.0, dt=0.05).spike_times)
        return intervals[-1] / intervals[0]

    cell = Membrane.of(REGULAR_SPIKING)
    assert slowing(cell) > 1.5
    assert slowing(cell.blocked(M=1.0)) == pytest.approx(1.0, abs=0.02)


@pytest.mark.thorough
def test_an_a_current_lets_an_axon_fire_slowly_and_late():
    """Not so the squid's, whose rate begins at some 50 Hz; without the A current neither does this one wait."""
    cell = Membrane.of(CRAB)
    times = simulate(cell, [Step(0.0, 8.7)], 300.0, dt=0.05).spike_times
    assert times[0] > 50.0
    assert 1000 / np.diff(times).mean() < 25.0
    without = simulate(cell.blocked(A=1.0), [Step(0.0, 8.7)], 300.0, dt=0.05).spike_times
    assert without.size == 0 or without[0] < 10.0


@pytest.mark.thorough
def test_a_gate_whose_fit_passes_1_is_open_and_no_more():
    """The published share of gates a is 1.008 at +50 mV; a membrane that rests up there can be run."""
    cell = Membrane.of(CRAB, g_K=0.0, g_L=100.0, E_L=80.0)
    assert cell.rest.a == 1.0
    assert np.abs(simulate(cell, [], 5.0).gates["a"]).max() <= 1.0
