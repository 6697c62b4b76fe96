"""Axons, many at a time, and whether a spike arrives: as it is found of each whole run."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apsite import Axon, Injection, Membrane, Myelin, Node, Pulse, Step, Stretch, arrives, simulate_axon, simulate_axons
from apsite.laboratory import conduction
from apsite.laboratory.journeys import Journey
from tests.depth import examples

WARM = Membrane(temperature=18.5)
KICK = [Injection(0.0, Pulse(0.1, 0.2, 15.0))]


@settings(max_examples=examples(25), deadline=None)
@given(
    st.sampled_from([0.0, 18.5, 30.0]),
    st.floats(0.0, 1.0),
    st.floats(0.0, 2.0),
    st.sampled_from(
        [Pulse(0.1, 0.2, 15.0), Pulse(0.1, 0.2, 2.0), Pulse(2.0, 0.2, 15.0), Step(0.0, -5.0, 3.0), Step(1.0, 1.0)]
    ),
    st.floats(0.0, 3.0),
    st.sampled_from([0.0, -40.0, -69.9]),
)
def test_a_spike_arrives_where_the_whole_run_has_it(temperature, blocked, length, stimulus, place, level):
    """Also where it ends on its way, comes late, sets off from the end of a current, or hardly from rest."""
    membrane = Membrane(temperature=temperature)
    axon = Axon(3.0, membrane=membrane, stretches=(Stretch(0.5, 0.5 + length, membrane.blocked(Na=blocked)),))
    run = simulate_axon(axon, [Injection(0.0, stimulus)], 9.0)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(conduction, "WORTH", 1e3)
        found = arrives(axon, [Injection(0.0, stimulus)], place, 9.0, level=level)
    assert found == (run.arrival_at(place, level) is not None)


@pytest.mark.parametrize(("blocked", "place", "share"), [(0.0, 1.0, 0.3), (1.0, 3.5, 0.6)])
def test_a_run_ends_when_it_is_known(monkeypatch, blocked, place, share):
    """When the spike has come, or when none is left: after a part of all samples."""
    made = []
    run = Journey.run

    def counted(self, V, gates, start, end):
        made.append(end - start - 1)
        return run(self, V, gates, start, end)

    monkeypatch.setattr(Journey, "run", counted)
    axon = Axon(4.0, membrane=WARM, stretches=(Stretch(0.5, 3.0, WARM.blocked(Na=blocked)),))
    assert arrives(axon, KICK, place, 20.0) == (blocked == 0.0)
    assert 0.0 < sum(made) / 800 < share


def test_axons_are_each_what_they_are_alone():
    fibre = Axon(1.0, diameter=7.0, axial_resistivity=54.7, membrane=Node(), myelin=Myelin())
    axons = [Axon(3.0, membrane=WARM), Axon(3.0, 100.0, membrane=WARM), fibre]
    kicks = [KICK, [Injection(0.0, Pulse(0.1, 0.2, 1.5))], [Injection(0.0, Pulse(0.01, 0.1, 0.002))]]
    found = simulate_axons(axons, kicks, 3.0, lambda run: run.voltage[-1])
    for axon, kick, last in zip(axons, kicks, found, strict=True):
        assert np.array_equal(last, simulate_axon(axon, kick, 3.0).voltage[-1])
    assert (
        simulate_axons(axons[0], [KICK] * 2, 2.0, lambda run: run.velocity)
        == [simulate_axon(axons[0], KICK, 2.0).velocity] * 2
    )


def test_what_fails_says_which_axon_it_was():
    with pytest.raises(ValueError, match=r"run 1: .* lies beyond the axon"):
        simulate_axons(Axon(3.0), [KICK, [Injection(4.0, Pulse(0.1, 0.2, 15.0))]], 1.0, type)
    with pytest.raises(ZeroDivisionError) as raised:
        simulate_axons(Axon(1.0), [KICK], 1.0, lambda _: 1 / 0)
    assert raised.value.__notes__ == ["while run 0 of the sweep was measured"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: simulate_axons([Axon()] * 2, [KICK], 1.0, len), r"axon: 2 for 1 lists of electrodes; allowed: one"),
        (lambda: simulate_axons([Axon(), 3], [KICK] * 2, 1.0, len), r"axon\[1\] = 3; allowed: an Axon"),
        (lambda: simulate_axons(Axon(), [KICK, 5], 1.0, len), r"injections\[1\] = 5; allowed: a list"),
        (lambda: simulate_axons(Axon(), [KICK], 1.0, "velocity"), r"measure = 'velocity'; allowed: a function"),
        (lambda: arrives(Axon(3.0), KICK, 4.0, 1.0), r"place = 4 cm"),
        (lambda: arrives(Axon(3.0), KICK, 1.0, 1.0, level=400.0), r"level = 400 mV"),
        (lambda: arrives(3, KICK, 1.0, 1.0), r"axon = 3; allowed: an Axon"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
