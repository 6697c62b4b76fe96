import dataclasses
import math

import pytest

from apsite import Membrane
from tests import reference

# science.md, "The model": the published E_L does not quite zero the current at -70 mV.
TRUE_REST = -69.996379
GATES_AT_REST = (0.0529551, 0.5959941, 0.3177324)


def test_rest_is_solved():
    membrane = Membrane()
    assert membrane.resting_potential == pytest.approx(TRUE_REST, abs=5e-7)
    assert membrane.settled_gates(membrane.resting_potential) == pytest.approx(GATES_AT_REST, abs=5e-8)


@pytest.mark.parametrize("changes", [{}, {"g_K": 5.0, "E_L": -50.0}, {"temperature": 30.0}, {"g_Na": 0.0, "g_K": 80.0}])
def test_no_current_flows_at_rest(changes):
    membrane = Membrane(**changes)
    rest = membrane.resting_potential
    state = (rest, *(alpha / (alpha + beta) for alpha, beta in reference.rates(rest).values()))
    assert reference.derivative(state, 0.0, reference.DEFAULTS | changes) == pytest.approx([0.0] * 4, abs=1e-9)


@pytest.mark.parametrize(("potential", "temperature"), [(-70.0, 6.3), (-45.0, 6.3), (0.0, 16.3)])
def test_time_constants_are_one_over_the_sum_of_the_rates(potential, temperature):
    found = Membrane(temperature=temperature).time_constants(potential)
    expected = [3 ** -((temperature - 6.3) / 10) / sum(rates) for rates in reference.rates(potential).values()]
    assert found == pytest.approx(expected, rel=1e-12)


def test_a_single_conductance_rests_at_its_reversal_potential():
    assert Membrane(g_Na=0, g_K=0).resting_potential == pytest.approx(-59.387)
    assert Membrane(g_Na=0, g_L=0, E_K=-82.0).resting_potential == pytest.approx(-82.0)


def test_a_membrane_without_conductance_rests_where_the_book_puts_rest():
    assert Membrane(g_Na=0, g_K=0, g_L=0).resting_potential == -70.0


def test_a_membrane_is_frozen_and_replaced():
    membrane = Membrane()
    warm = membrane.replace(temperature=18.5, g_Na=60)
    assert (warm.temperature, warm.g_Na, warm.g_K) == (18.5, 60.0, membrane.g_K)
    with pytest.raises(dataclasses.FrozenInstanceError):
        membrane.g_Na = 1.0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"temperature": 50}, r"temperature = 50 °C is out of range; allowed: 0 to 40 °C"),
        ({"g_Na": -1}, r"g_Na = -1 mS/cm2 .*allowed: 0 to 1000 mS/cm2"),
        ({"E_K": math.nan}, r"E_K = nan mV .*allowed: -200 to 200 mV"),
        ({"C_m": 0}, r"C_m = 0 uF/cm2 .*allowed: 0.1 to 10 uF/cm2"),
        ({"g_na": 60}, r"Membrane: there is no 'g_na'; allowed: C_m, g_Na.*did you mean g_Na\?"),
    ],
)
def test_bad_parameters_are_refused_by_name(changes, message):
    with pytest.raises(ValueError, match=message):
        Membrane().replace(**changes)


def test_the_docstring_is_made_from_the_parameters():
    assert "g_K: Largest conductance of the potassium channels. Default 36, legal 0 to 1000 mS/cm2" in Membrane.__doc__
