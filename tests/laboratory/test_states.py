import math

import numpy as np
import pytest

from apsite import Membrane, Pulse, State, simulate
from apsite.laboratory.searches import threshold_amplitude
from tests import reference

MEMBRANE = Membrane()
PULSE = Pulse(1.0, 0.5, 26.55)


def test_a_run_goes_on_where_another_one_stopped():
    whole = simulate(MEMBRANE, [PULSE], 30.0, dt=0.025)
    for moment in (1.25, 5.0, 12.0):
        begun = round(moment / 0.025)
        rest_of_pulse = [] if moment > 1.5 else [Pulse(0.0, 1.5 - moment, PULSE.amplitude)]
        rest = simulate(MEMBRANE, rest_of_pulse, 30.0 - moment, initial=whole.state_at(moment), dt=0.025)
        assert rest.states == pytest.approx(whole.states[:, begun:], abs=1e-4)


def test_a_run_from_a_changed_state_is_that_of_scipy():
    state = simulate(MEMBRANE, [PULSE], 10.0).state_at(9.0).replace(n=MEMBRANE.rest.n)
    ours = simulate(MEMBRANE, [Pulse(0.0, 0.5, 60.0)], 15.0, initial=state)
    theirs = reference.solve(state.values, [(0.0, 0.5, 60.0), (0.5, 15.0, 0.0)], ours.time)
    assert ours.spikes
    assert np.abs(ours.voltage - theirs).max() < 0.002


def test_a_run_without_a_state_starts_at_rest():
    assert simulate(MEMBRANE, [], 1.0).state_at(0.0) == MEMBRANE.rest
    assert MEMBRANE.rest.values == (MEMBRANE.resting_potential, *MEMBRANE.settled_gates(MEMBRANE.resting_potential))


def test_a_threshold_can_be_searched_from_a_state():
    depolarized = MEMBRANE.rest.replace(V=MEMBRANE.resting_potential + 3.0)
    # A kick needs 6.505 mV (science.md); what is left is given as a brief pulse on 1 uF/cm2.
    assert threshold_amplitude(MEMBRANE, 0.01, depolarized) * 0.01 == pytest.approx(3.505, abs=0.01)


def test_a_membrane_that_is_on_its_way_down_does_not_fire():
    falling = simulate(MEMBRANE, [PULSE], 3.0).state_at(2.8)
    assert falling.V > 0
    assert simulate(MEMBRANE, [], 20.0, initial=falling).spike_times.size == 0


def test_spike_times_are_those_of_the_spikes():
    recording = simulate(MEMBRANE, [Pulse(0.0, 100.0, 10.0)], 100.0, dt=0.025)
    assert recording.spike_times == pytest.approx([spike.time for spike in recording.spikes], abs=5e-4)


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: MEMBRANE.rest.replace(n=1.1), "State's n = 1.1 is out of range; allowed: 0 to 1"),
        (lambda: State(-70.0, 0.1, math.nan, 0.3), "State's h = nan"),
        (lambda: State(500.0, 0.1, 0.5, 0.3), "State's V = 500 mV is out of range"),
        (lambda: simulate(MEMBRANE, [], 1.0, initial=(-70.0, 0.1, 0.5, 0.3)), "initial = .*allowed: a State"),
        (lambda: simulate(MEMBRANE, [], 1.0).state_at(2.0), "moment = 2 ms is out of range; allowed: 0 to 1 ms"),
    ],
)
def test_what_has_no_meaning_is_refused(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()
