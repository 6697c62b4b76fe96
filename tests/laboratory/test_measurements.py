"""Measures against the published and independently computed targets."""

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apsite import Membrane, Pulse, Ramp, Shock, Step, find_spikes, simulate
from apsite.laboratory.measurements import ONSET_CRITERION, UNMET
from apsite.laboratory.searches import chronaxie, fires, rheobase, threshold_amplitude
from tests import reference
from tests.depth import examples
from tests.laboratory import spline_spikes

MEMBRANE = Membrane()
FINE = 0.0025  # ms; the error of the kernel is then about 1e-7 mV


def digits(places):
    """Agreement to the digits that a target is given with."""
    return 0.5000001 * 10.0**-places


def spike(stimulus, duration=20.0, **changes):
    return simulate(Membrane(**changes), [stimulus], duration, dt=FINE).spikes[0]


def test_reference_c():
    found = spike(Pulse(5.0, 0.5, 20.0))  # science.md, reference C (DOP853, 1e-13)
    assert found.peak == pytest.approx(34.316939, abs=digits(6))
    assert found.peak_time == pytest.approx(7.112381, abs=digits(6))
    assert found.trough == pytest.approx(-81.174032, abs=digits(6))
    assert found.trough_time == pytest.approx(9.947871, abs=digits(6))


def test_reference_d():
    found = spike(Shock(0.0, 15.0))  # science.md, reference D
    assert found.peak == pytest.approx(35.410354, abs=digits(6))
    assert found.peak_time == pytest.approx(1.159310, abs=digits(6))
    assert found.trough == pytest.approx(-81.181091, abs=digits(6))
    assert found.trough_time == pytest.approx(4.027063, abs=digits(6))


def test_reference_a_spike_times():
    recording = simulate(MEMBRANE, [Pulse(10.0, 100.0, 10.0)], 110.0, dt=0.005)  # science.md, reference A
    expected = [11.917996, 26.845139, 41.494692, 56.131890, 70.768173, 85.404389, 100.040599]
    assert [each.time for each in recording.spikes] == pytest.approx(expected, abs=digits(6))


def test_the_standard_pulse():
    found = spike(Pulse(5.0, 0.5, 26.55))  # science.md, "Targets" and "The model"
    assert found.peak_time - 5.0 == pytest.approx(1.6174, abs=digits(4))
    assert found.half_width == pytest.approx(1.4699, abs=digits(4))
    assert found.max_rise == pytest.approx(307.37, abs=digits(2))
    assert found.max_fall == pytest.approx(-68.87, abs=digits(2))
    assert found.threshold == pytest.approx(-54.59, abs=digits(2))
    assert found.peak == pytest.approx(35.08, abs=digits(2))
    assert found.trough == pytest.approx(-81.18, abs=digits(2))


@pytest.mark.parametrize(
    ("shock", "above_rest", "time"),
    [(90.0, 108.54, 0.298), (15.0, 105.41, 1.159)],  # figure 12 of the paper, recomputed in science.md
)
def test_figure_12_of_the_paper(shock, above_rest, time):
    recording = simulate(MEMBRANE, [Shock(0.0, shock)], 6.0, dt=0.0005)
    top = int(recording.voltage.argmax())
    assert recording.voltage[top] + 70.0 == pytest.approx(above_rest, abs=digits(2))
    assert recording.time[top] == pytest.approx(time, abs=digits(3) + 0.0005)


def test_a_small_shock_fails_as_in_figure_12():
    recording = simulate(MEMBRANE, [Shock(0.0, 6.0)], 20.0)
    after = recording.time > 1.0  # once the shock itself has passed
    assert recording.voltage[after].max() + 70.0 == pytest.approx(5.55, abs=digits(2))


@pytest.mark.parametrize(("width", "expected"), [(0.5, 13.27512), (1.0, 6.91893), (5.0, 2.35111)])
def test_threshold_currents(width, expected):
    assert threshold_amplitude(MEMBRANE, width) == pytest.approx(expected, abs=digits(5))  # NEURON: within 6e-6


def test_rheobase():
    assert rheobase(MEMBRANE) == pytest.approx(2.24033, abs=digits(5))  # science.md


def test_chronaxie():
    """science.md has 1.6545; SciPy's DOP853 at 1e-10, twice the rheobase, halved to 1e-6, finds 1.65413 as we do."""
    found = chronaxie(MEMBRANE)
    assert found == pytest.approx(1.6545, rel=3e-4)
    rest = (MEMBRANE.resting_potential, *MEMBRANE.settled_gates(MEMBRANE.resting_potential))
    time = np.arange(0.0, 40.0, 0.01)
    for width, crosses in ((found - 1e-4, False), (found + 1e-4, True)):
        voltage = reference.solve(rest, [(0.0, width, 2 * 2.240334), (width, 40.0, 0.0)], time)
        assert (voltage.max() > 0) == crosses


@pytest.mark.parametrize(("multiple", "peak"), [(0.9999, -59.9), (1.0001, 24.1), (5.0, 36.3)])
def test_all_or_nothing(multiple, peak):
    recording = simulate(MEMBRANE, [Pulse(1.0, 0.5, multiple * 13.27512)], 25.0)
    assert recording.voltage.max() == pytest.approx(peak, abs=digits(1))  # science.md


def test_the_threshold_moves_with_criterion_and_stimulus():
    """science.md: -54.0 to -56.2 mV by dV/dt = 20 under lasting currents, -56.85 by eFEL's default of 10."""
    recording = simulate(MEMBRANE, [Pulse(5.0, 0.5, 26.55)], 20.0, dt=FINE)
    lax = find_spikes(recording.time, recording.voltage, recording.slope, MEMBRANE.resting_potential, criterion=10.0)
    assert lax[0].threshold == pytest.approx(-56.85, abs=digits(2))
    weak, strong = (spike(Step(1.0, level)).threshold for level in (1.1 * 2.24033, 10.0))
    assert weak == pytest.approx(-54.0, abs=0.1)
    assert strong == pytest.approx(-56.2, abs=digits(1))


def test_a_membrane_that_never_fires_has_no_threshold_current():
    with pytest.raises(ValueError, match="no threshold between 0 and 1000 uA/cm2"):
        threshold_amplitude(Membrane(g_Na=0.0, g_K=1000.0, g_L=100.0), 0.01)
    assert not fires(Membrane(g_Na=0.0), 10.0, 1.0)


def test_a_spike_that_is_cut_off_has_no_width():
    whole = simulate(MEMBRANE, [Pulse(1.0, 0.5, 26.55)], 20.0).spikes[0]
    cut = simulate(MEMBRANE, [Pulse(1.0, 0.5, 26.55)], whole.peak_time + 0.2).spikes[0]
    assert cut.half_width is None
    assert cut.peak == pytest.approx(whole.peak, abs=1e-6)


def test_a_spike_without_a_slow_start_has_no_threshold():
    """A shock that carries the membrane past the criterion at once leaves nothing to take off from."""
    time = np.arange(0.0, 5.0, 0.01)
    voltage = 100.0 * np.exp(-((time - 0.9) ** 2)) - 60.0
    slope = -2 * (time - 0.9) * (voltage + 60.0)
    found = find_spikes(time, voltage, slope, -60.0, criterion=5.0)[0]
    assert found.threshold is None
    assert found.peak == pytest.approx(40.0, abs=1e-9)
    assert found.peak_time == pytest.approx(0.9, abs=1e-9)


@pytest.mark.parametrize("amplitude", [50.0, 60.0, 80.0, 300.0])
def test_what_the_stimulus_meets_is_no_threshold(amplitude):
    """By its definition alone, the slope of 20 mV/ms would be passed at rest, where the pulse begins."""
    recording = simulate(MEMBRANE, [Pulse(5.0, 0.5, amplitude)], 20.0, dt=0.025)
    (found,) = recording.spikes
    assert (found.threshold, found.threshold_time, found.unmet) == (None, None, "stimulus")
    (alone,) = find_spikes(recording.time, recording.voltage, recording.slope, -70.0)
    assert alone.threshold < -70.0 or alone.threshold <= recording.voltage[np.searchsorted(recording.time, 5.525)]


@pytest.mark.parametrize(
    ("stimuli", "unmet"),
    [
        ([Shock(5.0, 15.0)], [""]),  # it lifts to -55 mV, and the membrane goes on from there
        ([Shock(5.0, 30.0)], ["stimulus"]),  # the slope passes 20 mV/ms at -41 mV, below where it was lifted to
        ([Shock(5.0, 90.0)], ["stimulus"]),
        ([Pulse(0.0, 0.5, 80.0)], ["stimulus"]),  # from the first sample on
        ([Step(5.0, 19.0, 10.0)], [""]),
        ([Step(5.0, 30.0, 20.0)], ["stimulus", "stimulus"]),  # the second rises while the ionic current is outward
        ([Ramp(1.0, 5.0, 5.0)], [""]),
        ([Ramp(1.0, 5.0, 100.0)], ["stimulus"]),
        ([Step(1.0, -30.0, 20.0)], [""]),  # its end makes a slope of more than 20 mV/ms; the spike comes 9 ms later
        ([Pulse(1.0, 0.5, 26.55), Pulse(16.0, 0.5, 80.0)], ["", "stimulus"]),
    ],
)
def test_a_threshold_is_told_where_the_membrane_meets_the_criterion(stimuli, unmet):
    recording = simulate(MEMBRANE, stimuli, 40.0, dt=0.025)
    assert [each.unmet for each in recording.spikes] == unmet
    assert [each.threshold is None for each in recording.spikes] == [bool(each) for each in unmet]


_TIMES = st.floats(0.0, 10.0)


@settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    pulse=st.builds(Pulse, _TIMES, st.floats(0.05, 20.0), st.floats(-100.0, 200.0)),
    more=st.one_of(
        st.builds(Step, _TIMES, st.floats(-30.0, 60.0), st.floats(1.0, 40.0)),
        st.builds(Ramp, _TIMES, st.floats(1.0, 40.0), st.floats(-2.0, 30.0)),
        st.builds(Shock, _TIMES, st.floats(-60.0, 100.0)),
    ),
    temperature=st.floats(0.0, 30.0),
    C_m=st.floats(0.5, 2.0),
)
def test_a_threshold_is_where_the_ionic_current_has_turned_inward(pulse, more, temperature, C_m):
    """Whatever the stimuli: read off the ionic currents of the recording, which the measurement does not look at."""
    recording = simulate(Membrane(temperature=temperature, C_m=C_m), [pulse, more], 40.0, dt=0.025)
    own = -sum(recording.currents.values()) / C_m
    for each in recording.spikes:
        if each.threshold is None:
            assert each.unmet in UNMET
            continue
        assert each.unmet == ""
        at = int(np.searchsorted(recording.time, each.threshold_time))
        assert own[at] > 0
        assert recording.stimulus[at] / C_m < ONSET_CRITERION
        assert recording.slope[at] >= ONSET_CRITERION > recording.slope[at - 1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((np.zeros(3), np.zeros(4), np.zeros(3), -70.0), r"shapes \(3,\), \(4,\), \(3,\), \(3,\)"),
        ((np.zeros(3), np.zeros(3), np.zeros(3), np.nan), "rest = nan mV"),
    ],
)
def test_a_bad_trace_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        find_spikes(*arguments)


@settings(max_examples=examples(60), deadline=None)
@given(
    st.floats(0.0, 20.0),
    st.floats(6.0, 30.0),
    st.sampled_from([0.01, 0.025, 0.1]),
    st.tuples(
        st.lists(st.builds(Pulse, st.floats(0.0, 5.0), st.floats(0.05, 3.0), st.floats(-30.0, 150.0)), max_size=1),
        st.lists(st.builds(Step, st.floats(0.0, 5.0), st.floats(-10.0, 40.0)), max_size=1),
        st.lists(st.builds(Shock, st.sampled_from([0.0, 3.3, 5.0]), st.floats(-20.0, 40.0)), max_size=1),
    ),
)
def test_measures_are_those_on_splines_of_scipy(temperature, duration, dt, kinds):
    """Over cut and driven spikes alike, whether there is a value and which."""
    stimuli = [each for kind in kinds for each in kind]
    recording = simulate(MEMBRANE.replace(temperature=temperature), stimuli, duration, dt=dt)
    rest, drive = recording.membrane.resting_potential, recording.stimulus / recording.membrane.C_m
    shocks = [each.onset for each in stimuli if isinstance(each, Shock)]
    expected = spline_spikes.find_spikes(recording.time, recording.voltage, recording.slope, rest, drive, shocks)
    assert len(recording.spikes) == len(expected)
    for ours, theirs in zip(recording.spikes, expected, strict=True):
        assert dataclasses.asdict(ours) == pytest.approx(dataclasses.asdict(theirs), abs=1e-9)
