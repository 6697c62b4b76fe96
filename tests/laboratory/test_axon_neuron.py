"""Whole axons against NEURON, run here and now: another temperature, resistivity, diameter, stimulus."""

import numpy as np
import pytest

from apsite import Axon, Injection, Membrane, Pulse, simulate_axon

neuron = pytest.importorskip("neuron", reason="NEURON has no package for this system")
from tests.neuron_cable import SHIFT, Cable, crossing  # noqa: E402 - which needs it

COUNT, STEP, SAMPLE = 160, 0.005, 0.025


@pytest.mark.parametrize(
    ("temperature", "resistivity", "diameter", "length", "place", "amplitude"),
    [
        (18.5, 35.4, 476.0, 6.0, 0.0, 15.0),
        (6.3, 35.4, 476.0, 6.0, 0.0, 15.0),
        (25.0, 70.0, 200.0, 3.0, 0.0, 4.0),
        (12.0, 20.0, 800.0, 8.0, 4.025, 60.0),
    ],
    ids=["the paper's", "in the cold", "warm, thin, resistive", "thick, from its middle"],
)
def test_a_spike_along_an_axon_is_that_of_neuron(temperature, resistivity, diameter, length, place, amplitude):
    pulse = Pulse(0.2, 0.2, amplitude)
    axon = Axon(length, diameter, resistivity, Membrane(temperature=temperature))
    ours = simulate_axon(axon, [Injection(place, pulse)], 6.0, dt=SAMPLE, step=STEP, longest=length / COUNT)
    assert len(ours.position) == COUNT
    cable = Cable(length, diameter, resistivity, COUNT, temperature)
    cable.stimulate(place, pulse)
    kept = [neuron.h.Vector().record(cable.section(share)._ref_v, SAMPLE) for share in (0.7, 0.9)]
    neuron.h.usetable_hh = 0
    cable.crank_nicolson(6.0, STEP)
    theirs = np.array(kept) - SHIFT
    passes = [crossing(ours.time, trace) for trace in theirs[:, : len(ours.time)]]
    # NEURON's electrode is in the segment around a place, of which the middle is taken.
    places = [ours.position[int(share * COUNT)] for share in (0.7, 0.9)]
    velocity = (places[1] - places[0]) / (passes[1] - passes[0]) * 10.0
    assert ours.velocity_between(*places) == pytest.approx(velocity, rel=0.001)
    mine = np.array([ours.voltage_at(each) for each in places])
    # Less than a hundredth of a spike, though both are a little late or early on its steep front.
    assert np.abs(mine - theirs[:, : len(ours.time)]).max() < 1.0
