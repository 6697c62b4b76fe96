"""What the live figures read off a trace against what the laboratory does: two texts of the same definitions.

Both are given the same samples and slopes, so that only the definitions count; then the figure's own recording is
measured as a whole. The laboratory itself is held against eFEL and an independent solver in tests/laboratory.
"""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apsite import Membrane, Pulse, Ramp, Shock, Step, simulate
from apsite.laboratory.measurements import find_spikes
from apsite.live.presets.membrane import Run, of_membrane, of_stimuli
from tests.depth import examples, some

NAMES = {
    "time": "time",
    "peak": "peak",
    "peak_time": "peakTime",
    "threshold": "threshold",
    "threshold_time": "thresholdTime",
    "half_width": "halfWidth",
    "trough": "trough",
    "trough_time": "troughTime",
    "unmet": "unmet",
}
# name: protocol by its controls, length, what the membrane is, how many spikes
CASES = {
    "one": ({"pulse": Pulse(2.0, 0.5, 26.55)}, 20.0, {}, 1),
    "just over threshold": ({"pulse": Pulse(1.0, 0.5, 13.2753)}, 30.0, {}, 1),
    "far over threshold": ({"pulse": Pulse(1.0, 0.2, 400.0)}, 20.0, {}, 1),
    "none": ({"pulse": Pulse(1.0, 0.5, 13.0)}, 20.0, {}, 0),
    "nothing": ({}, 10.0, {}, 0),
    "two": ({"pulse": Pulse(1.0, 0.5, 26.55), "second": Pulse(18.0, 0.5, 26.55)}, 35.0, {}, 2),
    "failing second": ({"pulse": Pulse(1.0, 0.5, 26.55), "second": Pulse(7.0, 0.5, 26.55)}, 25.0, {}, 1),
    "train": ({"step": Step(2.0, 10.0, 100.0)}, 110.0, {}, 7),
    "fast train": ({"step": Step(2.0, 50.0, 60.0)}, 70.0, {}, None),
    "warm train": ({"step": Step(2.0, 30.0, 60.0)}, 70.0, {"temperature": 18.5}, None),
    "kick": ({"kick": Shock(1.0, 15.0)}, 20.0, {}, 1),
    "kick past the level": ({"kick": Shock(1.0, 90.0)}, 20.0, {}, 1),
    "kick between samples": ({"kick": Shock(1.013, 30.0)}, 20.0, {}, 1),
    "strong": ({"pulse": Pulse(1.0, 0.5, 50.0)}, 20.0, {}, 1),
    "stronger": ({"pulse": Pulse(1.0, 0.5, 80.0)}, 20.0, {}, 1),
    "strong at once": ({"pulse": Pulse(0.0, 0.5, 80.0)}, 20.0, {}, 1),
    "steep ramp": ({"ramp": Ramp(1.0, 30.0, 20.0)}, 10.0, {}, None),
    "ramp": ({"ramp": Ramp(1.0, 30.0, 0.5)}, 50.0, {}, None),
    "break": ({"step": Step(1.0, -20.0, 20.0)}, 50.0, {}, 1),
    "potassium blocked": ({"pulse": Pulse(1.0, 0.5, 26.55)}, 60.0, {"TEA": 90.0}, 1),
    "sodium half blocked": ({"pulse": Pulse(1.0, 0.5, 60.0)}, 20.0, {"TTX": 50.0}, None),
    "cut in the rise": ({"pulse": Pulse(1.0, 0.5, 26.55)}, 2.45, {}, 1),
    "cut in the fall": ({"pulse": Pulse(1.0, 0.5, 26.55)}, 3.0, {}, 1),
    "cut before the trough": ({"pulse": Pulse(1.0, 0.5, 26.55)}, 5.0, {}, 1),
    "cut in a train": ({"step": Step(2.0, 10.0, 100.0)}, 33.5, {}, 3),
}


def compare(found, expected, tolerance):
    assert len(found) == len(expected)
    for mine, theirs in zip(found, expected, strict=True):
        for name, called in NAMES.items():
            wanted = getattr(theirs, name)
            assert mine[called] == (wanted if name == "unmet" else pytest.approx(wanted, abs=tolerance)), name


def measured(live, dt, voltage, slope, rest, drive=None, shocks=()):
    drive = np.zeros_like(slope) if drive is None else drive
    given = {"V": voltage, "slope": slope, "drive": drive}
    return live.ask(
        "spikes", dt=dt, rest=rest, shocks=list(shocks), **{name: each.tolist() for name, each in given.items()}
    )


def recorded(stimuli, ms, changes, dt):
    shares = {"Na": changes.get("TTX", 0.0) / 100, "K": changes.get("TEA", 0.0) / 100}
    membrane = Membrane().replace(**{name: changes[name] for name in changes if name not in ("TTX", "TEA")})
    return simulate(membrane.blocked(**shares), list(stimuli.values()), ms, dt=dt)


@pytest.mark.parametrize("dt", some([0.01, 0.025, 0.05], {0.025}))
@pytest.mark.parametrize("name", CASES)
def test_a_recording_has_the_spikes_that_the_laboratory_finds(live, name, dt):
    """`Recording.spikes` for the same protocol: the whole way from controls to measures, to 1e-6 mV and ms."""
    stimuli, ms, changes, count = CASES[name]
    expected = recorded(stimuli, ms, changes, dt)
    found = live.record("current clamp", of_membrane(Membrane()) | changes | of_stimuli(**stimuli), ms, dt)
    if count is not None:
        assert len(expected.spikes) == count
    compare(found["spikes"], expected.spikes, 1e-6)


@settings(max_examples=examples(150), deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from(["pulse", "step", "kick", "ramp", "release"]),
    onset=st.floats(0.0, 3.0),
    strength=st.floats(5.0, 100.0),
    temperature=st.floats(3.0, 20.0),
    dt=st.sampled_from([0.01, 0.025, 0.05, 0.1]),
    end=st.floats(0.05, 1.0),
    rest=st.floats(-90.0, -40.0),
)
def test_a_trace_that_ends_anywhere_has_the_same_measures(live, kind, onset, strength, temperature, dt, end, rest):
    """`find_spikes` on the very same samples, cut where chance has it; half widths from any rest."""
    stimuli = {
        "pulse": Pulse(onset, 0.5, strength),
        "step": Step(onset, strength),
        "kick": Shock(onset, strength),
        "ramp": Ramp(onset, 20.0, strength / 3),
        "release": Pulse(onset, 8.0, -strength),
    }
    whole = simulate(Membrane(temperature=temperature), [stimuli[kind]], 30.0, dt=dt)
    part = slice(0, max(2, int(end * len(whole.time))))
    given = {"drive": whole.stimulus[part], "shocks": [onset] if kind == "kick" else []}
    expected = find_spikes(whole.time[part], whole.voltage[part], whole.slope[part], rest, **given)
    compare(measured(live, dt, whole.voltage[part], whole.slope[part], rest, **given), expected, 1e-8)


@pytest.mark.parametrize("dt", [0.02, 0.05])
def test_every_end_near_the_peak_and_near_the_trough_is_measured_alike(live, dt):
    """A trace that is cut sample by sample while the spike turns: `find_spikes`."""
    whole = simulate(Membrane(), [Pulse(1.0, 0.5, 26.55)], 12.0, dt=dt)
    turns = (int(np.argmax(whole.voltage)), int(np.argmin(whole.voltage)))
    for end in sorted({at + offset for at in turns for offset in range(-3, 6)}):
        part = slice(0, end)
        expected = find_spikes(whole.time[part], whole.voltage[part], whole.slope[part], -70.0)
        compare(measured(live, dt, whole.voltage[part], whole.slope[part], -70.0), expected, 1e-8)


def test_a_peak_between_the_last_two_samples_is_no_trough(live):
    """The trough of a trace that ends there is its end, not the top: by the definition, in both languages."""
    # A parabola with its top at 0.375: cut after 0.4, the top is the highest and the last sample is the lowest.
    time = np.arange(5) * 0.1
    voltage, slope = 10.0 - 400.0 * (time - 0.375) ** 2, -800.0 * (time - 0.375)
    assert voltage[-1] > voltage[-2]
    (expected,) = find_spikes(time, voltage, slope, -70.0)
    (found,) = measured(live, 0.1, voltage, slope, -70.0)
    for peak, peak_time, trough, trough_time in (
        (expected.peak, expected.peak_time, expected.trough, expected.trough_time),
        (found["peak"], found["peakTime"], found["trough"], found["troughTime"]),
    ):
        assert (peak, peak_time) == pytest.approx((10.0, 0.375))
        assert (trough, trough_time) == pytest.approx((9.75, 0.4))


def test_the_standard_spike_has_its_published_measures(live):
    """Reference values of an independent solver: 2x threshold for 0.5 ms; onset -54.59, peak 35.08, trough -81.18 mV,
    peak 1.6174 ms after the onset of the pulse, half width 1.4699 ms."""
    (spike,) = live.record("current clamp", of_stimuli(pulse=Pulse(5.0, 0.5, 26.55)), 30.0, 0.01)["spikes"]
    assert [round(spike[name], 2) for name in ("threshold", "peak", "trough")] == [-54.59, 35.08, -81.18]
    assert round(spike["peakTime"] - 5.0, 4) == 1.6174
    assert round(spike["halfWidth"], 4) == 1.4699


def test_read_outs_are_the_measures_of_the_first_spike(live):
    """`measure` by name against the laboratory's recording; the axes count from the origin."""
    stimuli = {"pulse": Pulse(2.0, 0.5, 26.55), "step": Step(20.0, 10.0, 60.0)}
    expected = simulate(Membrane(), list(stimuli.values()), 80.0, dt=0.025)
    names = ["peak", "late_peak", "threshold", "half_width", "trough", "trough_time", "interval"]
    found = live.record("current clamp", of_stimuli(**stimuli), 80.0, 0.025, origin=2.0, measures=names)["measures"]
    first, times = expected.spikes[0], expected.spike_times
    assert len(times) > 2
    assert found == pytest.approx(
        {
            "peak": max(spike.peak for spike in expected.spikes),
            "late_peak": expected.voltage[expected.time >= 2.5].max(),
            "threshold": first.threshold,
            "half_width": first.half_width,
            "trough": first.trough,
            "trough_time": first.trough_time - 2.0,
            "interval": times[-1] - times[-2],
        },
        abs=1e-6,
    )


def test_a_trace_without_a_spike_has_no_measures_but_its_peak(live):
    names = ["peak", "threshold", "half_width", "trough", "trough_time", "interval"]
    expected = simulate(Membrane(), [Pulse(1.0, 0.5, 10.0)], 20.0, dt=0.025)
    found = live.record("current clamp", of_stimuli(pulse=Pulse(1.0, 0.5, 10.0)), 20.0, 0.025, measures=names)
    assert found["measures"].pop("peak") == pytest.approx(expected.voltage.max(), abs=1e-6)
    assert set(found["measures"].values()) == {None}


def test_a_gate_that_is_held_counts_in_the_measures_too(live):
    """Without inactivation the spike does not come down: no half width, in both."""
    expected = simulate(Membrane(), [Pulse(1.0, 0.5, 26.55)], 4.0, dt=0.025, held=["h", "n"])
    values = of_stimuli(pulse=Pulse(1.0, 0.5, 26.55))
    found = live.record("current clamp", values, 4.0, 0.025, run=Run("main", "", held="hn"))
    assert expected.spikes[0].half_width is None
    compare(found["spikes"], expected.spikes, 1e-6)
