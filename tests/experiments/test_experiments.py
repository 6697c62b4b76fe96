"""What the experiments publish, against science.md (marked R there: computed with independent code) and SciPy."""

import numpy as np
import pytest

from apsite import Membrane, chapters
from tests import reference
from tests.experiments.support import published

REST = (-69.99637933119206, 0.052955086813008125, 0.5959941247398638, 0.31773239976086576)


@pytest.fixture(scope="module")
def everything():
    return {name: value for each in chapters.names() for name, value in published(each).items()}


# name: value, digits behind the point. science.md, "The model" and "Targets".
TARGETS = {
    "rest.voltage": (-70.00, 2),
    "rest.potassium_share": (54, 0),
    "rest.leak_share": (44, 0),
    "rest.sodium_share": (1.6, 1),
    "threshold.voltage": (-54.59, 2),
    "peak.voltage": (35.08, 2),
    "peak.latency": (1.6174, 4),
    "peak.conductance_ratio": (13, 0),
    "spike.half_width": (1.4699, 4),
    "spike.max_rise": (307.37, 2),
    "spike.max_fall": (-68.87, 2),
    "undershoot.voltage": (-81.18, 2),
    "undershoot.leak_inflow": (6.54, 2),
    "undershoot.potassium_current": (6.55, 2),
    "threshold.amplitude": (13.27512, 5),
    "threshold.lowest": (-56.2, 1),
    "below.peak": (-59.9, 1),
    "above.peak": (24.1, 1),
    "five_times.peak": (36.3, 1),
    "train.peak": (25.43, 2),
    "rheobase.amplitude": (2.24033, 5),
    "strength.at_0_5ms": (13.27512, 5),
    "strength.at_1ms": (6.91893, 5),
    "strength.at_5ms": (2.35111, 5),
    "kick.voltage": (-63.5, 1),
    "firing.first_rate": (52.371, 3),
    "firing.strong_rate": (117.036, 3),
}


@pytest.mark.parametrize("name", TARGETS)
def test_values_hit_their_targets(everything, name):
    target, places = TARGETS[name]
    assert everything[name] == pytest.approx(target, abs=0.5000001 * 10.0**-places)


def test_the_largest_inward_current_comes_after_the_peak(everything):
    assert everything["peak.lead"] > 0  # science.md, "Targets"


def test_firing_jumps_from_nothing_to_a_high_rate():
    """science.md: sustained firing from 6.26 uA/cm2; 62.470, 68.324 and 86.470 Hz at 8, 10 and 20."""
    module = chapters.experiment("firing-rate")
    result = module.run()
    assert result.at(6.0)[1] == 0.0
    for level, rate in ((8.0, 62.470), (10.0, 68.324), (20.0, 86.470)):
        assert result.at(level)[1] == pytest.approx(rate, abs=0.006)  # NEURON and Brian2 agree within 0.006


def test_the_smallest_kick_is_that_of_scipy(everything):
    """science.md has 6.50; SciPy at 1e-12 puts the border at 6.50507."""
    time = np.arange(0.0, 40.0, 0.01)
    assert everything["kick.displacement"] == pytest.approx(6.50, abs=0.0051)
    for displacement, fires in ((6.5050, False), (6.5052, True)):
        voltage = reference.solve((REST[0] + displacement, *REST[1:]), [(0.0, 40.0, 0.0)], time)
        assert (voltage.max() > 0) == fires == (everything["kick.displacement"] < displacement)


def test_a_slow_ramp_passes_the_kick_s_threshold_without_a_spike(everything):
    """science.md: a ramp of 0.2 uA/cm2/ms passes -57.8 mV and does not fire. So it is, when it lasts 69.1 ms."""
    module = chapters.experiment("kick-against-ramp")
    slow = module.run(module.Protocol(width=69.1)).slow
    assert slow.voltage.max() > -57.8
    assert not slow.spikes
    assert everything["ramp.voltage"] > everything["kick.voltage"] + 5


def test_the_slow_ramp_fires_in_the_end():
    module = chapters.experiment("kick-against-ramp")
    with pytest.raises(ValueError, match="the slow ramp fires"):
        module.values(module.run(module.Protocol(width=80.0)))


@pytest.mark.parametrize(("name", "kick"), [("kicks.weak_peak", 10.0), ("kicks.strong_peak", 30.0)])
def test_warm_spikes_are_graded_as_in_scipy(everything, name, kick):
    time = np.arange(0.0, 10.0, 0.001)
    voltage = reference.solve((REST[0] + kick, *REST[1:]), [(0.0, 10.0, 0.0)], time, temperature=30.0)
    assert everything[name] == pytest.approx(voltage.max(), abs=0.01)


def test_the_warm_peak_is_that_of_scipy(everything):
    time = np.arange(0.0, 10.0, 0.001)
    pieces = [(0.0, 0.5, everything["stimulus.amplitude"]), (0.5, 10.0, 0.0)]
    voltage = reference.solve(REST, pieces, time, temperature=18.5)
    assert everything["warm.peak"] == pytest.approx(voltage.max(), abs=0.01)


def test_the_strength_duration_curve_falls_to_the_rheobase():
    module = chapters.experiment("strength-duration")
    result = module.run()
    assert (np.diff(result.thresholds) < 1e-6).all()
    assert result.thresholds[-1] == pytest.approx(result.rheobase, rel=1e-3)
    # A very brief pulse needs the charge of the smallest kick, on 1 uF/cm2.
    assert result.widths[0] * result.thresholds[0] == pytest.approx(6.505, abs=0.01)


def test_a_warm_axon_needs_what_scipy_says(everything):
    """At 20 °C, where Guttman (1966) measured living ones: the weakest charge, and the rheobase."""
    after = np.arange(0.0, 12.0, 0.005)
    start = (Membrane().rest.V, *Membrane().rest.values[1:])
    for name, width in (("charge", 0.05), ("rheobase", 12.0)):
        found = everything[f"measured_at.{name}"] / (width if name == "charge" else 1.0)
        for current, fires in ((0.999 * found, False), (1.001 * found, True)):
            pieces = [(0.0, width, current), (width, 12.0, 0.0)] if width < 12.0 else [(0.0, 12.0, current)]
            assert (reference.solve(start, pieces, after, temperature=20.0).max() > 0) == fires


def test_the_standard_pulse_is_twice_the_threshold_current(everything):
    assert everything["stimulus.amplitude"] / everything["threshold.amplitude"] == pytest.approx(2.0, abs=1e-4)


def test_measured_orders_are_the_declared_ones():
    module = chapters.experiment("accuracy")
    result = module.run()
    for scheme, order in zip(result.schemes, result.orders, strict=True):
        assert order == pytest.approx(scheme.order, abs=0.2)
