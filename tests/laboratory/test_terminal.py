"""The terminal against its equations typed by hand, solved by fixed small steps."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import constants
from scipy.optimize import minimize_scalar
from scipy.stats import poisson

from apsite import Membrane, Pulse, simulate
from apsite.chapters.action_potential.transmission.transmitter_release.experiment import spike_at_terminal
from apsite.laboratory.terminal import (
    Arrival,
    calcium_balance,
    calcium_entry,
    calcium_peaks,
    content_from_failures,
    release_probability,
    response,
)
from apsite.parameters import BY_NAME

P = {name: BY_NAME[name].value for name in BY_NAME}


def nernst(outside, celsius, inside=1e-4):
    """By hand, mM and mV, with SciPy's constants: RT/2F ln(outside/inside)."""
    return 1e3 * constants.R * (celsius + 273.15) / (2 * constants.value("Faraday constant")) * np.log(outside / inside)


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
        current = P["g_Ca"] * s**2 * (V[i] - nernst(2.0, 18.5))
        return (settled[i] - s) / P["tau_s"], -P["k_Ca"] * current - (C - P["Ca_0"]) / P["tau_Ca"]

    for i in range(len(V) - 1):
        a, b = rate(s, C, i), None
        b = rate(s + dt * a[0], C + dt * a[1], i + 1)
        s, C = s + dt * (a[0] + b[0]) / 2, C + dt * (a[1] + b[1]) / 2
        found.append(C)
    entry = calcium_entry(recording)
    assert entry.concentration == pytest.approx(found, abs=0.01)
    assert entry.peak == pytest.approx(max(found), abs=0.01)


def test_a_release_is_timed_between_samples():
    """Samples twenty-five times as close find the same moment to a fiftieth of a coarse one."""
    coarse, fine = (
        calcium_entry(simulate(Membrane(temperature=18.5), [Pulse(2.0, 0.5, 26.55)], 12.0, dt=dt)).peak_time
        for dt in (0.025, 0.001)
    )
    assert coarse == pytest.approx(fine, abs=0.0005)


def test_calcium_grows_in_proportion_to_the_conductance(recording):
    """The equation is linear in C and in the current."""
    single, double = calcium_peaks(recording, np.array([0.5, 1.0])) - P["Ca_0"]
    assert double == pytest.approx(2 * single, rel=1e-4)
    more, less = calcium_peaks(recording, outside=np.array([2.0, 0.5]))
    assert more > 4 * (less - P["Ca_0"])  # the balance moves as well
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


def test_without_calcium_outside_no_current_flows_and_nothing_is_released(recording):
    """As Katz and Miledi found (1967); towards none the current becomes smaller than any, as x ln x does."""
    entry = calcium_entry(recording, outside=0.0)
    assert not entry.current.any()
    assert entry.concentration == pytest.approx(P["Ca_0"], abs=1e-9)
    assert entry.release_probability == pytest.approx((P["Ca_0"] / P["K_Ca"]) ** 4, rel=1e-6)
    currents = [abs(calcium_entry(recording, outside=outside).current).max() for outside in (1e-12, 1e-6, 1e-3)]
    assert 0 < currents[0] < 1e-9 < currents[1] < 1e-5 < currents[2]
    assert calcium_peaks(recording, outside=np.array([0.0, 2.0]))[0] == pytest.approx(P["Ca_0"], abs=1e-9)
    assert calcium_balance(np.array([0.0, 2.0]), 18.5) == pytest.approx([-np.inf, nernst(2.0, 18.5)])


@pytest.mark.parametrize("outside", [-0.1, 101.0, float("nan")])
def test_a_concentration_out_of_range_is_refused(recording, outside):
    with pytest.raises(ValueError, match="Ca_out"):
        calcium_entry(recording, outside=outside)
    with pytest.raises(ValueError, match="Ca_out"):
        calcium_peaks(recording, outside=np.array([2.0, outside]))


def test_calcium_is_in_balance_where_nernst_says():
    """By hand with SciPy's constants; a factor of ten is 29 mV at 18.5 °C for an ion of two charges."""
    for outside in (0.5, 2.0, 10.0):
        assert calcium_balance(outside, 18.5) == pytest.approx(nernst(outside, 18.5), abs=1e-6)
    assert calcium_balance(10.0, 18.5) - calcium_balance(1.0, 18.5) == pytest.approx(28.94, abs=0.01)


def test_a_held_potential_fills_the_terminal_exponentially():
    """Closed form at a constant potential: the gate stands still, and C approaches C0 - k tau I with tau."""
    time = np.arange(0.0, 4.0, 0.01)
    held = Arrival.sampled(time, np.full(time.shape, -5.0), 18.5)
    s = 1 / (1 + np.exp((P["V_s"] + 5.0) / P["k_s"]))
    current = P["g_Ca"] * 1.3 / 2.0 * s**2 * (-5.0 - nernst(1.3, 18.5))
    level = -P["k_Ca"] * P["tau_Ca"] * current
    expected = P["Ca_0"] + level * (1 - np.exp(-time / P["tau_Ca"]))
    entry = calcium_entry(held, outside=1.3)
    assert entry.concentration == pytest.approx(expected, abs=1e-5)
    assert entry.current == pytest.approx(np.full(time.shape, current), abs=1e-6)


def test_samples_alone_do_as_well_as_a_recording(recording):
    alone = Arrival.sampled(recording.time, recording.voltage, 18.5)
    assert calcium_entry(alone).peak == pytest.approx(calcium_entry(recording).peak, rel=1e-4)


def test_failures_stand_for_the_content_of_poisson_s_law():
    """SciPy's Poisson distribution: the share of zeros of a known mean gives the mean; without zeros, nothing."""
    for mean in (0.05, 0.7, 3.0):
        assert content_from_failures(1.0e9, 1.0e9 * poisson(mean).pmf(0)) == pytest.approx(mean, rel=1e-9)
    assert np.isnan(content_from_failures(400, np.array([0, 1]))).tolist() == [True, False]
