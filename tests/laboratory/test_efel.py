"""Our measures against eFEL's, on the same traces.

eFEL measures samples (interp_step is set to dt: its default of 0.1 ms distorts this spike) and central differences,
we measure the cubic between samples and the model's own slope; so they agree as far as samples reach.
"""

import efel
import pytest

from apsite import Membrane, Pulse, Ramp, Step, find_spikes, simulate
from apsite.laboratory.measurements import ONSET_CRITERION

DT = 0.001  # ms
ONSET = 5.0
FEATURES = {
    "peak_voltage": "peak",
    "peak_time": "peak_time",
    "AP_begin_voltage": "threshold",
    "AP_begin_time": "threshold_time",
    "min_AHP_values": "trough",
    "AP_peak_upstroke": "max_rise",
    "AP_peak_downstroke": "max_fall",
}
CLOSE = {"peak": 1e-3, "peak_time": DT, "threshold": 0.05, "threshold_time": 3 * DT, "trough": 1e-3}
CASES = {
    "standard pulse": ({}, [Pulse(ONSET, 0.5, 26.55)], 30.0),
    "weak pulse": ({}, [Pulse(ONSET, 0.5, 13.3)], 30.0),
    "train": ({}, [Step(ONSET, 10.0)], 60.0),
    "ramp": ({}, [Ramp(ONSET, 16.0, 1.0)], 30.0),
    "warm axon": ({"temperature": 18.5}, [Pulse(ONSET, 1.0, 16.0)], 20.0),
    "fewer potassium channels": ({"g_K": 20.0}, [Pulse(ONSET, 0.5, 26.55)], 40.0),
}


@pytest.fixture(params=CASES)
def recorded(request):
    changes, stimuli, duration = CASES[request.param]
    return simulate(Membrane(**changes), stimuli, duration, dt=DT)


def measure(recording, features):
    efel.reset()
    efel.set_setting("interp_step", DT)
    efel.set_setting("Threshold", 0.0)
    efel.set_setting("DerivativeThreshold", ONSET_CRITERION)
    trace = {"T": recording.time, "V": recording.voltage, "stim_start": [ONSET], "stim_end": [recording.time[-1]]}
    return efel.get_feature_values([trace], list(features), raise_warnings=False)[0]


def test_spikes_agree(recorded):
    found = measure(recorded, FEATURES)
    whole = [spike for spike in recorded.spikes if spike.half_width is not None]
    assert whole
    for feature, name in FEATURES.items():
        for ours, theirs in zip(whole, found[feature], strict=False):
            close = CLOSE.get(name) or abs(theirs) * 2e-3
            assert getattr(ours, name) == pytest.approx(theirs, abs=close), feature


def test_where_efel_takes_the_stimulus_for_the_onset_there_is_none():
    """Of a strong pulse eFEL gives the foot of the stimulus, at rest: nothing that the membrane does."""
    recording = simulate(Membrane(temperature=18.5), [Pulse(ONSET, 0.5, 30.0)], 20.0, dt=DT)
    assert measure(recording, FEATURES)["AP_begin_voltage"][0] == pytest.approx(-70.0, abs=0.05)
    (found,) = recording.spikes
    assert (found.threshold, found.unmet) == (None, "stimulus")


def test_half_width_agrees_where_both_start_from_the_same_base(recorded):
    """eFEL's spike_half_width takes the half way point from the minimum after the spike; so do we here."""
    theirs = measure(recorded, ["spike_half_width"])["spike_half_width"]
    trough = recorded.spikes[0].trough
    ours = find_spikes(recorded.time, recorded.voltage, recorded.slope, trough)[0].half_width
    assert ours == pytest.approx(theirs[0], abs=2 * DT)


def test_latency_agrees():
    recording = simulate(Membrane(), [Pulse(ONSET, 0.5, 26.55)], 30.0, dt=DT)
    theirs = measure(recording, ["time_to_first_spike"])["time_to_first_spike"]
    assert recording.spikes[0].peak_time - ONSET == pytest.approx(theirs[0], abs=DT)
