"""What the page on other neurons states, against the published equations, typed by hand and solved by SciPy."""

import numpy as np
import pytest
from scipy.integrate import simpson

from apsite import Membrane
from apsite.membranes.cortical import FAST_SPIKING, REGULAR_SPIKING
from apsite.membranes.crab import CRAB
from apsite.membranes.squid import SQUID
from tests import neurons_by_hand as by_hand
from tests.depth import some
from tests.experiments.support import published

CELLS = {
    "squid_axon": (SQUID, by_hand.squid),
    "regular_cell": (REGULAR_SPIKING, by_hand.regular_spiking),
    "fast_cell": (FAST_SPIKING, by_hand.fast_spiking),
    "crab_axon": (CRAB, by_hand.crab),
}
FARADAY = 96.485  # nC, of a pmol of single charges


@pytest.fixture(scope="module")
def everything():
    return published("other-neurons") | published("adaptation") | published("sodium-per-spike")


def run(name, pieces, dt=0.005):
    """Times, and states by LSODA from rest, under pieces (until ms, uA/cm2)."""
    mechanism, derivative = CELLS[name]
    times = np.arange(0.0, pieces[-1][0] + dt / 2, dt)
    return times, by_hand.solved(derivative, Membrane.of(mechanism).rest.values, pieces, times)


def crossings(times, V):
    up = np.flatnonzero((V[1:] > 0) & (V[:-1] <= 0))
    return times[up] - V[up] * (times[up + 1] - times[up]) / (V[up + 1] - V[up])


@pytest.mark.parametrize("name", some(CELLS, ["regular_cell", "crab_axon"]))
def test_the_usual_three_numbers_are_those_of_the_published_equations(everything, name):
    times, states = run(name, [(60.0, everything[f"{name}.level"])])
    V = states[0]
    assert V[0] == pytest.approx(everything[f"{name}.rest"], abs=0.005)
    # The first spike only: later ones may be higher.
    first = slice(0, int(np.argmax(V > 0)) + int(1.0 / 0.005))
    top = int(np.argmax(V[first]))
    assert V[top] == pytest.approx(everything[f"{name}.peak"], abs=0.02)
    climbs = np.gradient(V, times)
    onset = V[:top][np.flatnonzero(climbs[:top] < 20.0)[np.flatnonzero(climbs[:top] < 20.0) < top - 20][-1]]
    assert onset == pytest.approx(everything[f"{name}.onset"], abs=0.15)
    above = (V[0] + V[top]) / 2 < V
    end = top + int(np.argmin(above[top:]))
    start = top - int(np.argmin(above[top::-1]))
    assert times[end] - times[start] == pytest.approx(everything[f"{name}.width"], abs=0.011)


@pytest.mark.parametrize("name", some(CELLS, ["fast_cell"]))
def test_half_the_current_is_the_weakest_that_fires(everything, name):
    weakest = everything[f"{name}.rheobase"]
    assert everything[f"{name}.level"] == pytest.approx(2 * weakest, abs=0.05)
    assert run(name, [(500.0, 0.995 * weakest)], 0.05)[1][0].max() < 0.0
    assert run(name, [(500.0, 1.005 * weakest)], 0.05)[1][0].max() > 0.0


@pytest.mark.parametrize("name", some(CELLS, ["crab_axon"]))
def test_trains_are_those_of_the_published_equations(everything, name):
    found = crossings(
        *(each if each.ndim == 1 else each[0] for each in run(name, [(190.0, everything[f"{name}.steady"])]))
    )
    assert len(found) == everything[f"{name}.count"]
    assert found[0] == pytest.approx(everything[f"{name}.wait"], abs=0.02)
    assert found[-1] - found[-2] == pytest.approx(everything[f"{name}.interval"], abs=0.05)


@pytest.mark.parametrize("name", some(["regular_cell", "fast_cell"], ["regular_cell"]))
def test_a_cell_slows_down_by_its_m_current(everything, name):
    times, states = run(name, [(600.0, 3.0)], 0.01)
    rates = 1000 / np.diff(crossings(times, states[0]))
    assert rates[0] == pytest.approx(everything[f"{name}.first_rate"], abs=0.2)
    assert rates[-1] == pytest.approx(everything[f"{name}.last_rate"], abs=0.2)
    assert rates[0] / rates[-1] == pytest.approx(everything[f"{name}.slowing"], abs=0.005)
    assert everything[f"{name}.unslowed"] == pytest.approx(1.0, abs=0.02)
    assert everything[f"{name}.strong_slowing"] < 1.1


@pytest.mark.parametrize("name", some(CELLS, ["regular_cell", "crab_axon"]))
def test_sodium_in_a_spike_is_that_of_the_published_equations(everything, name):
    """The pulse is searched anew, on the published equations; what enters is charge over Faraday's constant."""
    mechanism, _ = CELLS[name]
    low, high = 1.0, 200.0
    for _ in range(9):
        middle = (low + high) / 2
        fires = run(name, [(0.5, middle), (12.0, 0.0)], 0.02)[1][0].max() > 0.0
        low, high = (low, middle) if fires else (middle, high)
    times, states = run(name, [(0.5, 1.1 * high), (58.0, 0.0)])
    current = by_hand.sodium(mechanism.name, states)
    entered = -simpson(current - current[0], x=times) / FARADAY
    needed = (states[0].max() - states[0][0]) / FARADAY  # all four have 1 uF/cm2
    assert entered == pytest.approx(everything[f"{name}.sodium"], rel=0.02)
    assert entered / needed == pytest.approx(everything[f"{name}.excess"], rel=0.02)


def test_the_axon_without_a_channels_rests_where_its_other_currents_cancel(everything):
    """At the potential that is stated, the hand-typed currents without A sum to none."""
    V = everything["freed.rest"]
    share = {
        "m": (0.38 * (V + 29.7) / (1 - np.exp(-0.1 * (V + 29.7))), 15.2 * np.exp(-0.0556 * (V + 54.7))),
        "h": (0.266 * np.exp(-0.05 * (V + 48)), 3.8 / (1 + np.exp(-0.1 * (V + 18)))),
        "n": (0.02 * (V + 45.7) / (1 - np.exp(-0.1 * (V + 45.7))), 0.25 * np.exp(-0.0125 * (V + 55.7))),
    }
    m, h, n = (up / (up + down) for up, down in share.values())
    current = 120 * m**3 * h * (V - 55) + 20 * n**4 * (V + 72) + 0.3 * (V + 17)
    assert current == pytest.approx(0.0, abs=0.01)
