"""The numbers of the page on depolarization, against science.md, exact formulas, and SciPy on hand-typed equations."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from tests import reference
from tests.experiments.support import published

REST = (-69.99637933119206, 0.052955086813008125, 0.5959941247398638, 0.31773239976086576)


def settled(gate, V):
    alpha, beta = reference.rates(V)[gate]
    return alpha / (alpha + beta)


def tau(gate, V):
    return 1 / sum(reference.rates(V)[gate])


def sodium_current(V, held, time):
    """uA/cm2 in a step from `held` to `V` (mV): at a fixed potential each gate relaxes exponentially."""
    share = {
        gate: settled(gate, V) + (settled(gate, held) - settled(gate, V)) * np.exp(-time / tau(gate, V))
        for gate in "mh"
    }
    return 120 * share["m"] ** 3 * share["h"] * (V - 45)


@pytest.fixture(scope="module")
def standard_spike():
    """The standard pulse from rest by SciPy: time since its start (ms) and the state."""
    first = solve_ivp(
        lambda t, y: reference.derivative(y, 26.55, reference.DEFAULTS),
        (0, 0.5),
        REST,
        "DOP853",
        rtol=1e-11,
        atol=1e-11,
    )
    time = np.arange(0.5, 8.0, 0.0005)
    then = solve_ivp(
        lambda t, y: reference.derivative(y, 0.0, reference.DEFAULTS),
        (0.5, 8.0),
        first.y[:, -1],
        "DOP853",
        t_eval=time,
        rtol=1e-11,
        atol=1e-11,
    )
    return time, then.y


def test_currents_and_force_during_the_spike_are_those_of_scipy(standard_spike):
    time, (V, m, h, _n) = standard_spike
    found = published("spike-currents")
    inflow = -120 * m**3 * h * (V - 45)
    top = int(V.argmax())
    first, second = int(inflow[:top].argmax()), top + int(inflow[top:].argmax())
    for name, at in (("rising", first), ("top", top), ("falling", second)):
        assert found[f"{name}.time"] == pytest.approx(time[at], abs=0.006)
        assert found[f"{name}.sodium_inflow"] == pytest.approx(inflow[at], rel=1e-3)
        assert found[f"{name}.force"] == pytest.approx(45 - V[at], abs=0.2)  # sampled every 0.0005 ms here
    assert inflow[second] > inflow[first]  # science.md: the largest inward current comes after the peak


def test_the_loop_multiplies_the_sodium_conductance(standard_spike):
    _time, (_V, m, h, _n) = standard_spike
    found = published("spike-currents")
    at_rest = 120 * REST[1] ** 3 * REST[2]
    assert found["rest.sodium_conductance"] == pytest.approx(at_rest, rel=1e-6)
    assert found["open.conductance"] == pytest.approx((120 * m**3 * h).max(), rel=1e-4)
    assert found["open.gain"] == pytest.approx((120 * m**3 * h).max() / at_rest, rel=1e-3)


def test_the_clamp_shows_the_exact_course_of_the_current():
    found = published("sodium-clamp")
    time = np.arange(0.0, 10.0, 0.001)
    for name, V in (("small", -40.0), ("large", 0.0)):
        current = sodium_current(V, REST[0], time)
        assert found[f"clamp.{name}_peak"] == pytest.approx(-current.min(), rel=1e-4)
        assert found[f"clamp.{name}_time"] == pytest.approx(time[current.argmin()], abs=0.011)
    late = sodium_current(0.0, REST[0], np.array([5.0]))[0]
    assert found["clamp.late_share"] == pytest.approx(100 * late / sodium_current(0.0, REST[0], time).min(), rel=1e-2)


def test_the_current_turns_at_the_sodium_reversal_potential():
    found = published("sodium-clamp")
    assert found["clamp.outward"] == pytest.approx(
        sodium_current(60.0, REST[0], np.arange(0, 10, 0.001)).max(), rel=1e-3
    )
    assert found["clamp.beyond"] < 45 < found["clamp.outward_at"]


@pytest.mark.parametrize("gate", "mhn")
def test_gates_settle_where_their_rates_balance(gate):
    found = published("gates")
    assert found[f"gate_{gate}.rest"] == pytest.approx(settled(gate, REST[0]), rel=1e-9)
    assert found[f"gate_{gate}.depolarized"] == pytest.approx(settled(gate, 0.0), rel=1e-9)
    assert found[f"gate_{gate}.rest_tau"] == pytest.approx(tau(gate, REST[0]), rel=1e-9)
    assert found[f"gate_{gate}.depolarized_tau"] == pytest.approx(tau(gate, 0.0), rel=1e-9)
    potentials = np.arange(-120.0, 60.0, 0.25)
    taus = np.array([tau(gate, V) for V in potentials])
    assert found[f"gate_{gate}.slowest_tau"] == pytest.approx(taus.max(), rel=1e-3)
    half = np.interp(0.5, *(zip(*sorted((settled(gate, V), V) for V in potentials), strict=True)))
    assert found[f"gate_{gate}.half"] == pytest.approx(half, abs=0.5)


def test_inactivation_follows_the_potential_without_a_spike():
    found = published("inactivation")
    time = np.arange(0.0, 10.0, 0.001)
    h_after = settled("h", -60.0) + (settled("h", REST[0]) - settled("h", -60.0)) * np.exp(-30.0 / tau("h", -60.0))
    assert found["prepulse.h_after"] == pytest.approx(h_after, abs=2e-3)
    assert found["prepulse.from_rest"] == pytest.approx(-sodium_current(-10.0, -70.0, time).min(), rel=1e-3)
    assert found["prepulse.from_deep"] == pytest.approx(-sodium_current(-10.0, -100.0, time).min(), rel=1e-3)
    assert found["prepulse.opened"] < 1.0


def test_fewer_sodium_channels_raise_the_threshold_and_lower_the_spike():
    found = published("tetrodotoxin")
    time = np.arange(0.0, 15.0, 0.002)
    for share in (75, 50):
        voltage = reference.solve(*_from_rest_with(120.0 * share / 100), time, g_Na=120.0 * share / 100)
        assert found[f"ttx.peak_{share}"] == pytest.approx(voltage.max(), abs=0.01)
    assert found["ttx.threshold_100"] == pytest.approx(13.27512, abs=1e-3)  # science.md
    assert (
        found["ttx.threshold_100"] < found["ttx.threshold_75"] < found["ttx.threshold_50"] < found["ttx.threshold_25"]
    )


def _from_rest_with(g_Na):
    """The rest of a membrane with `g_Na` by SciPy, and the standard pulse."""
    run = solve_ivp(
        lambda t, y: reference.derivative(y, 0.0, reference.DEFAULTS | {"g_Na": g_Na}),
        (0, 400),
        REST,
        "LSODA",
        rtol=1e-11,
        atol=1e-11,
    )
    return run.y[:, -1], [(0.0, 0.5, 26.55), (0.5, 15.0, 0.0)]
