"""The numbers of the page on hyperpolarization, against science.md and SciPy on equations typed by hand."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from tests import reference
from tests.experiments.support import published

REST = (-69.99637933119206, 0.052955086813008125, 0.5959941247398638, 0.31773239976086576)


def solve(initial, current, duration, **changes):
    """Times (ms) and states by SciPy under a steady current (uA/cm2)."""
    membrane = reference.DEFAULTS | changes
    time = np.arange(0.0, duration, 0.002)
    run = solve_ivp(
        lambda t, y: reference.derivative(y, current, membrane),
        (0.0, duration),
        initial,
        "LSODA",
        t_eval=time,
        rtol=1e-10,
        atol=1e-10,
    )
    return time, run.y


def spike(amplitude=26.55, initial=REST, **changes):
    """The states (shape (4, samples)) and times since the pulse began, after the pulse."""
    _, first = solve(initial, amplitude, 0.5, **changes)
    time, states = solve(first[:, -1], 0.0, 40.0, **changes)
    return time + 0.5, states


@pytest.fixture(scope="module")
def undershoot():
    return published("undershoot")


def test_the_lowest_point_and_its_currents(undershoot):
    time, (V, m, h, n) = spike()
    low = int(V.argmin())
    assert V[low] == pytest.approx(-81.18, abs=0.005)  # science.md
    assert undershoot["undershoot.distance"] == pytest.approx(V[low] + 82, abs=1e-3)
    # science.md: leak -6.54 against I_K +6.55
    assert 36 * n[low] ** 4 * (V[low] + 82) == pytest.approx(6.55, abs=0.005)
    assert 0.3 * (V[low] + 59.387) == pytest.approx(-6.54, abs=0.005)
    assert undershoot["undershoot.n"] == pytest.approx(n[low], abs=2e-3)
    inflow = -120 * m[low] ** 3 * h[low] * (V[low] - 45)
    assert undershoot["undershoot.sodium_current"] == pytest.approx(inflow, abs=1e-3)
    below = REST[0] > V
    assert undershoot["undershoot.start"] == pytest.approx(time[below.argmax()], abs=0.01)
    assert undershoot["undershoot.rebound"] == pytest.approx(V[low:].max() - REST[0], abs=1e-3)


@pytest.mark.parametrize(("name", "E_K"), [("high", -75.0), ("low", -90.0), ("lowest", -100.0)])
def test_the_potassium_potential_is_the_floor(undershoot, name, E_K):
    _, settled = solve(REST, 0.0, 300.0, E_K=E_K)
    _, states = spike(2 * 26.55, settled[:, -1], E_K=E_K)
    assert undershoot[f"floor.{name}_trough"] == pytest.approx(states[0].min(), abs=0.01)
    assert undershoot[f"floor.{name}_trough"] > E_K


def test_a_higher_potassium_potential_lifts_rest_and_leaves_an_undershoot(undershoot):
    _, settled = solve(REST, 0.0, 300.0, E_K=-75.0)
    _, states = spike(2 * 26.55, settled[:, -1], E_K=-75.0)
    assert undershoot["floor.high_rest"] == pytest.approx(settled[0, -1], abs=0.01)
    assert undershoot["floor.high_depth"] == pytest.approx(settled[0, -1] - states[0].min(), abs=0.01)


@pytest.mark.parametrize(
    ("name", "changes", "reset"), [("half_time", {}, False), ("more_leak", {"g_L": 0.6}, False), ("closed", {}, True)]
)
def test_the_closing_of_potassium_channels_sets_the_pace(undershoot, name, changes, reset):
    _, states = spike()
    lowest = states[:, states[0].argmin()].copy()
    half = (lowest[0] + REST[0]) / 2
    if reset:
        lowest[3] = REST[3]
    time, after = solve(lowest, 0.0, 30.0, **changes)
    assert undershoot[f"return.{name}"] == pytest.approx(time[(after[0] > half).argmax()], abs=0.02)


def test_without_a_leak_the_membrane_stays_down(undershoot):
    _, states = spike()
    _, after = solve(states[:, states[0].argmin()], 0.0, 40.0, g_L=0.0)
    assert undershoot["return.without_leak"] == pytest.approx(after[0, -1], abs=0.01)


@pytest.mark.parametrize(("name", "reset"), [("amplitude", None), ("h_reset", 2), ("n_reset", 3)])
def test_the_weakest_current_whose_end_sets_off_a_spike(name, reset):
    weakest = published("anode-break")[f"break.{name}"]
    for amplitude, fires in ((0.999 * weakest, False), (1.001 * weakest, True)):
        _, during = solve(REST, -amplitude, 30.0)
        state = during[:, -1].copy()
        if reset:
            state[reset] = REST[reset]
        _, after = solve(state, 0.0, 40.0)
        assert (after[0].max() > 0) == fires
