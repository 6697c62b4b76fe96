"""The numbers of the page on repolarization, against exact formulas and SciPy on equations typed by hand."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from tests import reference
from tests.experiments.support import published

REST = (-69.99637933119206, 0.052955086813008125, 0.5959941247398638, 0.31773239976086576)
END = 38.0  # ms after the pulse began


def run_with(held=(), initial=REST, **changes):
    """The standard pulse by SciPy with some gates (1 m, 2 h, 3 n) held; time since its start (ms) and the states."""
    membrane = reference.DEFAULTS | changes

    def flow(current):
        def derivative(t, y):
            slopes = reference.derivative(y, current, membrane)
            return [0.0 if row in held else slope for row, slope in enumerate(slopes)]

        return derivative

    first = solve_ivp(flow(26.55), (0.0, 0.5), initial, "LSODA", rtol=1e-10, atol=1e-10)
    time = np.arange(0.5, END, 0.002)
    then = solve_ivp(flow(0.0), (0.5, END), first.y[:, -1], "LSODA", t_eval=time, rtol=1e-10, atol=1e-10)
    return time, then.y


@pytest.mark.parametrize(
    ("name", "held"), [("normal", ()), ("no_inactivation", (2,)), ("no_delayed_opening", (3,)), ("neither", (2, 3))]
)
def test_taking_away_what_ends_the_spike(name, held):
    found = published("ending-the-spike")
    _time, (V, m, h, n) = run_with(held)
    assert found[f"{name}.peak"] == pytest.approx(V.max(), abs=0.01)
    assert found[f"{name}.end"] == pytest.approx(V[-1], abs=0.05)
    inflow, outflow = -120 * m[-1] ** 3 * h[-1] * (V[-1] - 45), 36 * n[-1] ** 4 * (V[-1] + 82)
    assert found[f"{name}.sodium_inflow"] == pytest.approx(inflow, rel=5e-3)
    assert found[f"{name}.potassium_outflow"] == pytest.approx(outflow, rel=5e-3)


def test_only_both_together_bring_the_membrane_back():
    found = published("ending-the-spike")
    assert found["normal.end"] == pytest.approx(-70.0, abs=1.5)
    for name in ("no_inactivation", "no_delayed_opening", "neither"):
        assert found[f"{name}.end"] > -20


def test_the_charge_balance_needs_no_pump():
    """What the currents carry, by SciPy's integrals, is what the capacitance gives off: C times the fall."""
    found = published("ending-the-spike")
    time, (V, m, h, n) = run_with()
    top = int(V.argmax())
    end = top + int(np.argmax(V[top:] <= REST[0]))
    part = slice(top, end + 1)
    currents = {
        "potassium": 36 * n[part] ** 4 * (V[part] + 82),
        "leak": 0.3 * (V[part] + 59.387),
        "sodium": -120 * m[part] ** 3 * h[part] * (V[part] - 45),
    }
    for name, current in currents.items():
        assert found[f"balance.{name}"] == pytest.approx(np.trapezoid(current, time[part]), rel=5e-3, abs=0.5)
    assert found["balance.net"] == pytest.approx(1.0 * found["balance.fall"], abs=0.5)


def test_the_potassium_conductance_is_the_fourth_power_of_a_relaxation():
    found = published("potassium-clamp")
    alpha, beta = reference.rates(0.0)["n"]
    settled, start, tau = alpha / (alpha + beta), REST[3], 1 / (alpha + beta)
    assert found["delay.tau"] == pytest.approx(tau, rel=1e-9)
    assert found["delay.open_at_rest"] == pytest.approx(100 * start**4, rel=1e-6)
    assert found["delay.open_settled"] == pytest.approx(100 * settled**4, rel=1e-3)
    time = np.arange(0.0, 15.0, 0.001)
    n = settled + (start - settled) * np.exp(-time / tau)
    for name, course in (("gate_", n), ("", n**4)):
        way = (course - course[0]) / ((settled if name else settled**4) - course[0])
        for word, share in (("tenth", 0.1), ("half", 0.5)):
            assert found[f"delay.{name}{word}"] == pytest.approx(np.interp(share, way, time), abs=0.011)


def test_fewer_potassium_channels_widen_the_spike():
    """TEA: what the blocked channels conduct at rest stays, as leak, so that rest stays where it is."""
    found = published("tetraethylammonium")
    for share in (0.5, 0.1):
        kept = (1 - share) * 36 * REST[3] ** 4
        leak = 0.3 + kept
        changes = {"g_K": share * 36, "g_L": leak, "E_L": (0.3 * -59.387 + kept * -82) / leak}
        time, states = run_with(**changes)
        V = states[0]
        top, half = int(V.argmax()), (REST[0] + V.max()) / 2
        width = time[top + int(np.argmax(V[top:] < half))] - time[int(np.argmax(half < V))]
        assert found[f"tea.peak_{100 * share:g}"] == pytest.approx(V.max(), abs=0.01)
        assert found[f"tea.width_{100 * share:g}"] == pytest.approx(width, abs=0.005)
        assert found[f"tea.trough_{100 * share:g}"] == pytest.approx(V[top:].min(), abs=0.01)
