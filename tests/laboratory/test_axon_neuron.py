"""Whole axons against NEURON, run here and now: another temperature, resistivity, diameter, stimulus."""

import numpy as np
import pytest

from apsite import Axon, Injection, Membrane, Outside, Pulse, simulate_axon

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


@pytest.mark.parametrize(("current", "fires"), [(-700.0, True), (700.0, False)], ids=["cathode", "anode"])
def test_an_electrode_outside_does_what_neuron_s_outside_potential_does(current, fires):
    """A point source in a wide fluid of 0.3 kohm cm, 0.2 cm beside the axon; its potential is typed by hand.

    NEURON's `extracellular` works at first order only, so that its steps are short.
    """
    onset, width, place, distance, length, count = 0.2, 0.2, 1.5, 0.2, 4.0, 160
    axon = Axon(length, membrane=Membrane(temperature=18.5))
    electrode = Outside(place, distance, Pulse(onset, width, current), 300.0)
    ours = simulate_axon(axon, [electrode], 3.0, dt=SAMPLE, step=STEP, longest=length / count)
    cable = Cable(length, 476.0, 35.4, count, 18.5)
    cable.section.insert("extracellular")
    times = neuron.h.Vector([0.0, onset, onset, onset + width, onset + width, 5.0])
    courses = []
    for segment in cable.section:
        potential = 0.3 * current / (4 * np.pi * np.hypot(segment.x * length - place, distance))
        courses.append(neuron.h.Vector([0.0, 0.0, potential, potential, 0.0, 0.0]))
        courses[-1].play(segment._ref_e_extracellular, times, 1)
    kept = [neuron.h.Vector().record(cable.section(share)._ref_v, SAMPLE) for share in (0.375, 0.8)]
    neuron.h.usetable_hh = 0
    cable.run(3.0, 0.0025, order=0)
    theirs = np.array(kept)[:, : len(ours.time)] - SHIFT
    mine = np.array([ours.voltage_at((int(share * count) + 0.5) * length / count) for share in (0.375, 0.8)])
    assert (mine[1].max() > 0.0) == (theirs[1].max() > 0.0) == fires
    during = (ours.time > onset) & (ours.time < onset + width - 0.01)
    assert np.abs(mine - theirs)[:, during].max() < 0.3
    if fires:
        assert crossing(ours.time, mine[1]) == pytest.approx(crossing(ours.time, theirs[1]), abs=0.02)
