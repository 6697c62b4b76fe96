"""Declared neurons against their published equations, typed by hand and solved by SciPy, and what is known of them."""

import re
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from apsite import Membrane, Step, dimensions, simulate
from apsite.membranes.cortical import FAST_SPIKING, REGULAR_SPIKING
from apsite.membranes.crab import CRAB
from tests.depth import some

NEURONS = [REGULAR_SPIKING, FAST_SPIKING, CRAB]
BIBLIOGRAPHY = Path(__file__).resolve().parents[2] / "docs" / "references.bib"


def cortical(state, stimulus, g_Na, g_K, g_M, g_L, E_L, V_T, tau):
    """d(V, m, h, n, p)/dt; Pospischil et al. 2008."""
    V, m, h, n, p = state
    v = V - V_T
    rates = [
        (0.32 * (v - 13) / (1 - np.exp(-(v - 13) / 4)), 0.28 * (v - 40) / (np.exp((v - 40) / 5) - 1)),
        (0.128 * np.exp(-(v - 17) / 18), 4 / (1 + np.exp(-(v - 40) / 5))),
        (0.032 * (v - 15) / (1 - np.exp(-(v - 15) / 5)), 0.5 * np.exp(-(v - 10) / 40)),
    ]
    gates = [a * (1 - x) - b * x for x, (a, b) in zip((m, h, n), rates, strict=True)]
    gates.append((1 / (1 + np.exp(-(V + 35) / 10)) - p) / tau * (3.3 * np.exp((V + 35) / 20) + np.exp(-(V + 35) / 20)))
    current = g_Na * m**3 * h * (V - 50) + (g_K * n**4 + g_M * p) * (V + 90) + g_L * (V - E_L)
    return [stimulus - current, *gates]


def regular_spiking(state, stimulus):
    return cortical(state, stimulus, 56.0, 6.0, 0.075, 0.0205, -70.3, -56.2, 608.0)


def fast_spiking(state, stimulus):
    return cortical(state, stimulus, 58.0, 3.9, 0.0787, 0.038, -70.4, -57.9, 502.0)


def crab(state, stimulus):
    """d(V, m, h, n, a, b)/dt; Connor, Walter & McKown 1977, as Dayan & Abbott (2001) print it."""
    V, m, h, n, a, b = state
    rates = [
        (0.38 * (V + 29.7) / (1 - np.exp(-0.1 * (V + 29.7))), 15.2 * np.exp(-0.0556 * (V + 54.7))),
        (0.266 * np.exp(-0.05 * (V + 48)), 3.8 / (1 + np.exp(-0.1 * (V + 18)))),
        (0.02 * (V + 45.7) / (1 - np.exp(-0.1 * (V + 45.7))), 0.25 * np.exp(-0.0125 * (V + 55.7))),
    ]
    gates = [up * (1 - x) - down * x for x, (up, down) in zip((m, h, n), rates, strict=True)]
    a_inf = np.cbrt(0.0761 * np.exp(0.0314 * (V + 94.22)) / (1 + np.exp(0.0346 * (V + 1.17))))
    b_inf = (1 / (1 + np.exp(0.0688 * (V + 53.3)))) ** 4
    gates.append((a_inf - a) / (0.3632 + 1.158 / (1 + np.exp(0.0497 * (V + 55.96)))))
    gates.append((b_inf - b) / (1.24 + 2.678 / (1 + np.exp(0.0624 * (V + 50)))))
    current = 120 * m**3 * h * (V - 55) + 20 * n**4 * (V + 72) + 47.7 * a**3 * b * (V + 75) + 0.3 * (V + 17)
    return [stimulus - current, *gates]


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
    theirs = solve_ivp(
        lambda t, y: derivative(y, level), (0.0, duration), cell.rest.values, "LSODA", t_eval=ours.time, rtol=1e-9,
        atol=1e-10,
    ).y  # fmt: skip
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
