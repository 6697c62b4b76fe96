"""Membranes whose rates stand in tables, against those whose rates are formulas."""

import pickle
from functools import cache

import numpy as np
import pytest

from apsite import (
    Axon,
    Injection,
    Membrane,
    Node,
    Pulse,
    Rates,
    Step,
    simulate,
    simulate_axon,
    simulate_many,
    voltage_clamp,
)
from apsite.kernels import compiled
from apsite.kernels.cable import lower_cable
from apsite.kernels.lowering import lower
from apsite.kernels.python import emit
from apsite.kernels.python_cable import emit_cable
from apsite.laboratory.compartments import mechanisms_of
from apsite.laboratory.rates import MEASURED
from apsite.laboratory.searches import threshold_amplitude
from tests import reference

STANDARD = Pulse(5.0, 0.5, 26.55)


@cache
def in_tables() -> Membrane:
    """The book's membrane with its rates in tables: made by who asks, not by each process that reads this file."""
    return Rates.of(Membrane()).membrane()


@pytest.mark.parametrize(
    ("temperature", "changes"), [(6.3, {}), (18.5, {}), (6.3, {"g_K": 20.0, "g_Na": 150.0}), (0.0, {})]
)
def test_tables_of_the_exact_rates_give_the_exact_spike(temperature, changes):
    exact, tabled = (each.replace(temperature=temperature, **changes) for each in (Membrane(), in_tables()))
    ours, theirs = (simulate(each, [STANDARD], 30.0) for each in (tabled, exact))
    assert theirs.spikes
    assert np.abs(ours.voltage - theirs.voltage).max() < 0.01
    assert ours.slope == pytest.approx(theirs.slope, abs=0.2)
    assert tabled.resting_potential == pytest.approx(exact.resting_potential, abs=1e-5)


def test_all_that_a_membrane_does_it_does():
    assert threshold_amplitude(in_tables(), 0.5) == pytest.approx(13.27512, abs=1e-4)
    exact, tabled = (voltage_clamp(each, [Step(1.0, 7.3)], 5.0) for each in (Membrane(), in_tables()))
    assert tabled.currents["Na"] == pytest.approx(exact.currents["Na"], abs=0.01)
    assert pytest.approx(Membrane().blocked(K=0.5).E_L, abs=1e-6) == in_tables().blocked(K=0.5).E_L
    assert in_tables().time_constants(-40.0) == pytest.approx(Membrane().time_constants(-40.0), rel=1e-6)


def test_its_spike_runs_along_an_axon_as_fast():
    """18.5 °C, where design and paper ask: Hodgkin & Huxley computed 18.8 m/s."""
    pulse = [Injection(0.0, Pulse(0.1, 0.2, 15.0))]
    axons = [Axon(6.0, membrane=each.replace(temperature=18.5)) for each in (in_tables(), Membrane())]
    velocities = [simulate_axon(each, pulse, 5.0).velocity for each in axons]
    assert velocities[0] == pytest.approx(velocities[1], abs=1e-4)
    name = compiled.name_of(emit_cable(lower_cable(mechanisms_of(axons[0]))))
    assert {name, compiled.name_of(emit(lower(MEASURED)))} < compiled.names([MEASURED])


def test_powers_are_those_that_are_asked_for():
    bare = in_tables().replace(power_h=0.0, power_n=1.0, power_m=2.0)
    run = voltage_clamp(bare, [Step(1.0, 0.0)], 5.0)
    assert run.conductances["K"] == pytest.approx(36.0 * run.gates["n"])
    assert run.conductances["Na"] == pytest.approx(120.0 * run.gates["m"] ** 2)
    assert simulate(in_tables().replace(power_h=0.0), [STANDARD], 40.0, initial=in_tables().rest).voltage[-1] > 0.0


def test_points_that_lie_apart_are_joined_and_what_is_left_out_is_the_squids():
    """Between points 5 mV apart the rates typed by hand are met to a thousandth."""
    potentials = np.arange(-120.0, 61.0, 5.0)
    alpha = {"n": np.array([reference.rates(V)["n"][0] for V in potentials])}
    found = Rates(potentials, alpha, {}).membrane()
    between = np.arange(-117.5, 60.0, 5.0)
    for V in between:
        share, tau = found.settled_gates(V)[2], found.time_constants(V)[2]
        assert share / tau == pytest.approx(reference.rates(V)["n"][0], rel=2e-3)
        assert (1 - share) / tau == pytest.approx(reference.rates(V)["n"][1], rel=1e-3)
    assert found.settled_gates(-150.0)[2] / found.time_constants(-150.0)[2] == pytest.approx(alpha["n"][0], rel=1e-6)
    assert simulate(found, [STANDARD], 20.0).spikes[0].peak == pytest.approx(35.08, abs=0.1)


def test_what_was_measured_in_the_warm_holds_there():
    warm = Rates.of(Membrane(temperature=18.5)).membrane()
    assert (warm.temperature, warm.measured_at) == (18.5, 18.5)
    assert warm.time_constants(0.0) == pytest.approx(Membrane(temperature=18.5).time_constants(0.0), rel=1e-6)
    assert warm.replace(temperature=6.3).time_constants(0.0) == pytest.approx(Membrane().time_constants(0.0), rel=1e-6)


def test_one_is_equal_to_its_copy_and_to_no_other():
    copy = pickle.loads(pickle.dumps(in_tables()))
    assert copy == in_tables()
    assert hash(copy) == hash(in_tables())
    assert in_tables().replace(g_K=30.0) != in_tables()
    assert Rates.of(Membrane(temperature=10.0)).membrane(temperature=6.3) != in_tables()
    assert "power_n=4.0" in repr(in_tables())


POINTS = np.array([-80.0, 0.0, 40.0])


@pytest.mark.parametrize(
    ("slip", "message"),
    [
        (lambda: Rates([0.0, 0.0], {}, {}), r"Rates' potentials = .*; allowed: two or more of them that rise, mV"),
        (lambda: Rates([0.0, 300.0], {}, {}), r"Rates' potentials = 300 mV is out of range"),
        (lambda: Rates(POINTS, {"k": POINTS}, {}), r"Rates' alpha: there is no 'k'; allowed: m, h, n"),
        (lambda: Rates(POINTS, {}, {"n": POINTS}), r"beta of n = -80 1/ms is out of range; allowed: 0 to 10000 1/ms"),
        (lambda: Rates(POINTS, {}, {"n": [1.0]}), r"beta of n has the shape \(1,\); allowed: that of the potentials"),
        (lambda: Rates(POINTS, None, {}), r"Rates' alpha = None; allowed: arrays by gate, m, h, n"),
        (lambda: Rates(POINTS, {}), r"Rates: missing a required argument: 'beta'"),
        (lambda: Rates.of(Node()), r"membrane = Node.*; allowed: one with the gates m, h, n"),
        (lambda: in_tables().rates.membrane(g_na=1.0), r"there is no 'g_na'.*did you mean g_Na\?"),
        (lambda: in_tables().rates.membrane(power_n=9.0), r"power_n = 9 is out of range; allowed: 0 to 8"),
        (lambda: in_tables().replace(measured_at=18.5), r"measured_at is that of the rates"),
        (lambda: simulate_many(in_tables(), [[STANDARD]], 10.0, ["peak"]), r"has rates in tables; allowed: formulas"),
    ],
)
def test_what_is_no_rate_is_said(slip, message):
    with pytest.raises(ValueError, match=message):
        slip()
