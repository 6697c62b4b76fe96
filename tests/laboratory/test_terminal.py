"""The terminal against its equations typed by hand, solved by fixed small steps."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from apsite.experiments.transmitter_release import spike_at_terminal
from apsite.laboratory.terminal import calcium_entry, calcium_peaks, release_probability, response
from apsite.parameters import BY_NAME

P = {name: BY_NAME[name].value for name in BY_NAME}


@pytest.fixture(scope="module")
def recording():
    return spike_at_terminal(18.5)


def test_calcium_is_that_of_heun_s_method(recording):
    """By hand: ds/dt = (s_inf - s)/tau, I = g s2 (V - E), dC/dt = -k I - (C - C0)/tau, Heun with 0.01 ms."""
    V, dt = recording.voltage, recording.time[1]
    settled = 1 / (1 + np.exp((P["V_s"] - V) / P["k_s"]))
    s, C = settled[0], P["Ca_0"]
    found = [C]

    def rate(s, C, i):
        current = P["g_Ca"] * s**2 * (V[i] - P["E_Ca"])
        return (settled[i] - s) / P["tau_s"], -P["k_Ca"] * current - (C - P["Ca_0"]) / P["tau_Ca"]

    for i in range(len(V) - 1):
        a, b = rate(s, C, i), None
        b = rate(s + dt * a[0], C + dt * a[1], i + 1)
        s, C = s + dt * (a[0] + b[0]) / 2, C + dt * (a[1] + b[1]) / 2
        found.append(C)
    entry = calcium_entry(recording)
    assert entry.concentration == pytest.approx(found, abs=0.01)
    assert entry.peak == pytest.approx(max(found), abs=0.01)


def test_calcium_grows_in_proportion_to_the_conductance(recording):
    """The equation is linear in C and in the current."""
    single, double = calcium_peaks(recording, np.array([0.5, 1.0])) - P["Ca_0"]
    assert double == pytest.approx(2 * single, rel=1e-4)
    assert calcium_entry(recording, 0.0).concentration == pytest.approx(P["Ca_0"], abs=1e-9)


def test_release_follows_the_fourth_power():
    """Dodge & Rahamimoff 1967: sixteenfold for twice the calcium, far from saturation; half at K."""
    low = release_probability(np.array([0.1, 0.2]))
    assert low[1] / low[0] == pytest.approx(16, rel=1e-4)
    assert release_probability(np.array([P["K_Ca"]])) == pytest.approx(0.5)


def test_the_conductance_has_the_peak_and_the_time_that_science_gives():
    """science.md: peak at td tr/(td - tr) ln(td/tr); normalized, it is 1 there."""
    from apsite.equations import terminal
    from apsite.kernels.numpy_functions import function

    conductance = function(terminal.g_syn, "quanta", "t")
    best = minimize_scalar(lambda t: -conductance(3, t), bounds=(0.0, 5.0), method="bounded", options={"xatol": 1e-9})
    td, tr = P["tau_d"], P["tau_r"]
    assert best.x == pytest.approx(td * tr / (td - tr) * np.log(td / tr), abs=1e-5)
    assert -best.fun == pytest.approx(3 * P["g_q"], rel=1e-9)


def test_the_answer_of_the_next_cell_is_that_of_small_steps():
    time = np.arange(0.0, 15.0, 0.005)
    td, tr = P["tau_d"], P["tau_r"]
    peak = td * tr / (td - tr) * np.log(td / tr)
    kappa = 1 / (np.exp(-peak / td) - np.exp(-peak / tr))
    opened = 4 * P["g_q"] * kappa * (np.exp(-time / td) - np.exp(-time / tr))
    V, found = P["E_post"], [P["E_post"]]
    for now, then in pairwise(opened):
        g = (now + then) / 2
        total = P["g_post"] + g
        target = (P["g_post"] * P["E_post"] + g * P["E_syn"]) / total
        V = target + (V - target) * np.exp(-total * 0.005 / P["C_m"])
        found.append(V)
    assert response(time, np.array([4]))[0] == pytest.approx(found, abs=1e-4)


@pytest.mark.parametrize("conductance", [-0.1, 11.0, float("nan")])
def test_a_conductance_out_of_range_is_refused(recording, conductance):
    with pytest.raises(ValueError, match="g_Ca"):
        calcium_entry(recording, conductance)
    with pytest.raises(ValueError, match="g_Ca"):
        calcium_peaks(recording, np.array([0.5, conductance]))
