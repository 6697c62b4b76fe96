"""What the clamped axon gave, against the axon that was clamped: equations typed by hand, and Nernst's."""

import numpy as np
import pytest

from apsite import Axon, Injection, Pulse, Rig, simulate, simulate_axon
from apsite.chapters.action_potential.how_it_was_found_out.course import measure, take_apart
from tests import reference
from tests.depth import some
from tests.experiments.support import published


def test_what_the_two_solutions_tell_is_near_what_the_membrane_has():
    found = published("two-solutions")
    assert found["rig.leak"] == pytest.approx(0.3, rel=0.05)
    assert found["rig.capacitance"] == pytest.approx(1.0, rel=0.02)
    assert found["rig.E_Na"] == pytest.approx(45.0, abs=0.5)
    assert found["rig.E_K"] == pytest.approx(-82.0, abs=0.5)
    nernst = 8.314462618 * (273.15 + 6.3) / 96.48533212 * np.log(0.1)
    assert found["rig.nernst"] == pytest.approx(nernst, abs=1e-3)
    assert found["rig.shift"] == pytest.approx(nernst, abs=1.5)


def test_four_gates_fit_and_fewer_do_not():
    found = published("power-of-gates")
    misses = [found[f"power.foot_{power}"] for power in (1, 2, 3, 4, 5, 6)]
    assert misses[:4] == sorted(misses[:4], reverse=True)
    assert misses[0] > 5 * misses[3]
    assert misses[3] < misses[4] < min(1.3 * misses[3], misses[5]), "four fit best, and by little"
    opening, closing = reference.rates(-20.0)["n"]
    assert found["power.tau"] == pytest.approx(1 / (opening + closing), rel=0.02)
    assert found["power.share"] == pytest.approx(opening / (opening + closing), abs=0.02)
    assert found["power.settled"] == pytest.approx(36.0 * (opening / (opening + closing)) ** 4, rel=0.02)


def test_rates_are_those_of_the_paper():
    found = published("measured-rates")
    for gate in "nmh":
        assert found[f"rates.{gate}_off"] < 0.03
        assert found[f"rates.{gate}_slow"] < 15
    assert found["rates.alpha_n_scale"] == pytest.approx(0.1, rel=0.2)
    assert found["rates.g_Na"] == pytest.approx(120.0, rel=0.05)
    assert found["rates.g_K"] == pytest.approx(36.0, rel=0.05)


def test_the_spike_of_what_was_measured_runs_as_the_models():
    """science.md: 18.73 m/s at 18.5 °C, computed with independent code; its peak is 35.08 mV."""
    found = published("put-together")
    assert found["together.model_velocity"] == pytest.approx(18.73, abs=0.1)
    assert found["together.measured_velocity"] == pytest.approx(18.73, rel=0.05)
    assert found["together.measured_peak"] == pytest.approx(35.08, abs=2.0)
    assert found["together.stuck"] > 0
    assert found["together.one_rest"] > -55


@pytest.mark.parametrize("seed", some(range(2, 12), [2]))
def test_with_other_noise_too(seed):
    membrane = measure(take_apart(Rig(noise=5.0, seed=seed))).membrane()
    assert len(simulate(membrane, [Pulse(1.0, 0.5, 26.55)], 15.0).spikes) == 1
    axon = Axon(10.0, membrane=membrane.replace(temperature=18.5))
    assert simulate_axon(axon, [Injection(0.0, Pulse(0.1, 0.2, 15.0))], 7.0).velocity == pytest.approx(18.73, rel=0.05)
