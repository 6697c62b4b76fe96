"""The numbers of the page on the resting potential, against science.md (R: independent code), SciPy and simple sums."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from apsite import chapters
from tests import reference
from tests.experiments.support import published

FARADAY = 96485.33212e-3  # C/mmol
REST = (-69.99637933119206, 0.052955086813008125, 0.5959941247398638, 0.31773239976086576)


def run(name, **options):
    module = chapters.experiment(name)
    return module.run(module.Protocol(**options))


@pytest.fixture(scope="module")
def stated():
    return published("reversal-potentials", "outside-potassium", "ions-per-spike", "pump-off")


# science.md, "Ions" and "Targets": value, digits behind the point.
TARGETS = {
    "squid.E_K": (-72.1, 1),
    "squid.E_Na": (52.4, 1),
    "squid.E_Cl": (-57.2, 1),
    "mammal.E_K": (-89.1, 1),
    "mammal.E_Na": (66.6, 1),
    "mammal.E_Cl": (-64.1, 1),
    "mammal.rest": (-67.3, 1),
    "ghk.sodium_permeability": (0.0361, 4),
    "hh.K_ratio": (30.12, 2),
    "hh.Na_ratio": (6.480, 3),
    "hh.K_out": (13.3, 1),
    "hh.Na_in": (67.9, 1),
    "axon_500.rise": (0.001, 3),
    "axon_10.rise": (0.06, 2),
    "axon_1.rise": (0.6, 1),
}


@pytest.mark.parametrize("name", TARGETS)
def test_values_hit_their_targets(stated, name):
    target, places = TARGETS[name]
    assert stated[name] == pytest.approx(target, abs=0.5000001 * 10.0**-places)


def spike_of_scipy(temperature, duration):
    """Sodium in and potassium out beyond rest, pmol/cm2, and the peak in mV, of the standard pulse."""
    membrane = reference.DEFAULTS | {"temperature": temperature}

    def currents(state):
        V, m, h, n = state
        return np.array([120 * m**3 * h * (V - 45.0), 36 * n**4 * (V + 82.0)])

    resting = currents(REST)

    def rate(stimulus):
        return lambda _, y: [*reference.derivative(y[:4], stimulus, membrane), *(currents(y[:4]) - resting)]

    settings = {"method": "DOP853", "rtol": 1e-11, "atol": 1e-11, "max_step": 0.05}
    pulse = solve_ivp(rate(26.55), (0.0, 0.5), [*REST, 0.0, 0.0], **settings)
    after = solve_ivp(rate(0.0), (0.5, duration), pulse.y[:, -1], **settings)
    return -after.y[4, -1] / FARADAY, after.y[5, -1] / FARADAY, after.y[0].max()


@pytest.mark.parametrize(("name", "temperature"), [("moved", 6.3), ("moved_warm", 18.5)])
def test_a_spike_moves_what_scipy_says(stated, name, temperature):
    entered, left, peak = spike_of_scipy(temperature, 58.0)
    assert stated[f"{name}.sodium"] == pytest.approx(entered, abs=1e-3)
    assert stated[f"{name}.potassium"] == pytest.approx(left, abs=1e-3)
    assert stated[f"{name}.needed"] == pytest.approx((peak - REST[0]) / FARADAY, abs=1e-3)


def test_another_spike_moves_what_scipy_says():
    entered, left, _ = spike_of_scipy(12.0, 58.0)
    moved = run("ions-per-spike", temperature=12.0).moved
    assert (moved.entered[-1], moved.left[-1]) == pytest.approx((entered, left), abs=1e-3)


def test_raised_potassium_depolarizes_and_still_flows_out():
    result = run("outside-potassium")
    assert (np.diff(result.rest) > 0).all()
    assert 0 < result.at_once < result.settled < result.usual
    inside = result.outside > result.level_settled
    assert (result.forces_settled[inside] < 0).all()
    assert (result.forces_settled[~inside] > 0).all()


def test_potassium_turns_where_goldman_and_nernst_meet(stated):
    """By hand: (K + 0.04*145 + 0.45*10) / (140 + 0.04*12 + 0.45*110) = K / 140."""
    limit = brentq(lambda K: (K + 5.8 + 4.5) / (140 + 0.48 + 49.5) - K / 140, 1.0, 100.0)
    assert stated["potassium.limit"] == pytest.approx(limit, rel=1e-9)


def test_without_a_limit_the_values_are_refused_but_not_the_run():
    result = run("outside-potassium", sodium_outside=1000.0, sodium_inside=1e-6, potassium_inside=1000.0)
    assert result.rest.shape == result.outside.shape


def rest_of_scipy(E_Na, E_K, E_L):
    """Settled currents of sodium, potassium, leak, and the potential, by the paper's rates."""

    def currents(V):
        m, h, n = (a / (a + b) for a, b in reference.rates(V).values())
        return 120 * m**3 * h * (V - E_Na), 36 * n**4 * (V - E_K), 0.3 * (V - E_L)

    V = brentq(lambda each: sum(currents(each)), -90.0, -55.0, xtol=1e-12)
    return V, currents(V)


def test_the_drift_is_that_of_scipy(stated):
    """One ion pool after the other, leak shared as on the page, with Nernst typed by hand."""
    thermal = 8.314462618 * (6.3 + 273.15) / FARADAY  # J/mol over C/mmol: mV
    start, outside = 440 / np.exp(45 / thermal), 400 / np.exp(82 / thermal)
    share = (-59.387 + 82) / (45 + 82)

    def potentials(sodium):
        E_Na, E_K = thermal * np.log(440 / sodium), thermal * np.log(outside / (400 - sodium + start))
        return E_Na, E_K, share * E_Na + (1 - share) * E_K

    def rate(_, state):
        E_Na, E_K, E_L = potentials(state[0])
        V, (sodium, _, _) = rest_of_scipy(E_Na, E_K, E_L)
        inward = -(sodium + share * 0.3 * (V - E_Na))  # uA/cm2
        return [inward * 1e-6 / FARADAY * 4 / 0.05 * 1e3 * 1e3 * 3.6]  # mmol/(s cm3) to mM per hour

    sodium = solve_ivp(rate, (0.0, 1.0), [start], rtol=1e-9).y[0, -1]
    V, _ = rest_of_scipy(*potentials(sodium))
    assert stated["pump.sodium_gain"] == pytest.approx(sodium - start, abs=0.01)
    assert stated["pump.rest"] == pytest.approx(V, abs=1e-3)
    assert stated["pump.E_K"] == pytest.approx(potentials(sodium)[1], abs=1e-3)
    voltage = None
    E_Na, E_K, E_L = potentials(sodium)
    gates = [a / (a + b) for a, b in reference.rates(V).values()]
    time = np.arange(0.0, 10.0, 0.002)
    voltage = reference.solve((V, *gates), [(0.0, 0.5, 26.55), (0.5, 10.0, 0.0)], time, E_Na=E_Na, E_K=E_K, E_L=E_L)
    assert stated["pump.peak"] == pytest.approx(voltage.max(), abs=0.01)


def test_spikes_go_on_until_the_last_and_then_end():
    result = run("pump-off")
    assert all(recording.spikes for recording in result.recordings)
    assert 6.0 < result.last_spike < result.time[-1]


def test_a_thin_axon_drifts_as_much_faster_as_it_is_thinner():
    thick, thin = run("pump-off"), run("pump-off", diameter=50.0)
    assert thin.last_spike == pytest.approx(thick.last_spike / 10, rel=1e-3)
    assert thin.sodium == pytest.approx(thick.sodium, rel=1e-4)


def test_hardly_any_charge_is_apart(stated):
    """By hand: 1 uF/cm2 at 70 mV, as ions of one charge, against the 400 mM of potassium behind that membrane."""
    apart = 1e-6 * 69.99637933119206e-3 / 96485.33212 * 1e12  # pmol/cm2
    assert stated["apart.ions"] == pytest.approx(apart, rel=1e-6)
    for name, diameter, unit in (("apart.giant", 500e-4, 1e6), ("apart.thin", 10e-4, 1e3)):
        held = 400e-6 * diameter / 4 * 1e12  # mol/cm3 times cm, pmol/cm2
        assert stated[name] * unit == pytest.approx(held / apart, rel=1e-6)
