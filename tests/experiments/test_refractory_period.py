"""What the page on the refractory period states, against science.md (marked R there: independent code)."""

import numpy as np
import pytest
from scipy.optimize import brentq, fsolve

from apsite import Membrane, Pulse, Ramp, Step, chapters, simulate
from tests import reference
from tests.experiments.support import published


@pytest.fixture(scope="module")
def everything():
    return published("second-pulse") | published("resetting-gates")


# science.md, "Targets": name, value, digits behind the point.
TARGETS = {
    "second.ratio_at_8": (6.206, 3),
    "second.ratio_at_10": (3.497, 3),
    "second.ratio_at_12": (2.158, 3),
    "second.ratio_at_16": (1.019, 3),
    "second.ratio_at_20": (0.852, 3),
    "second.ratio_at_25": (1.013, 3),
    "refractory.absolute_2x": (12.34, 2),
    "refractory.absolute_5x": (8.70, 2),
    "refractory.absolute_10x": (6.73, 2),
    "reset.none": (6.21, 2),
    "reset.n": (2.70, 2),
    "reset.h": (5.56, 2),
}


@pytest.mark.parametrize("name", TARGETS)
def test_values_hit_their_targets(everything, name):
    target, places = TARGETS[name]
    assert everything[name] == pytest.approx(target, abs=0.5000001 * 10.0**-places)


def held_at(level, slope):
    """Spikes in the second half of a second at `level` (uA/cm2), reached by a ramp of `slope` (uA/cm2 per ms)."""
    rise = level / slope
    recording = simulate(Membrane(), [Ramp(0.0, rise, slope), Step(rise, level)], rise + 1000.0, dt=0.05)
    return int((recording.spike_times > rise + 500.0).sum())


def test_firing_is_sustained_from_6_26_and_rest_stays_stable_up_to_9_78():
    """science.md: sustained firing from 6.26 (bistable with rest up to the Hopf point near 9.78)."""
    assert held_at(6.2, 1000.0) == 0
    assert held_at(6.3, 1000.0) > 20
    for level in (6.3, 8.0, 9.6):  # reached slowly, the same currents leave the membrane silent
        assert held_at(level, 0.05) == 0
    assert held_at(10.0, 0.05) > 20


def growth(level):
    """How fast the slowest part of a small push grows (1/ms) in a membrane settled under `level` uA/cm2: the largest
    real part of the eigenvalues of the linearized equations, typed by hand in `tests.reference`.
    """
    settled = fsolve(lambda state: reference.derivative(state, level, reference.DEFAULTS), [-65.0, 0.08, 0.45, 0.39])
    steps = np.diag([1e-4, 1e-6, 1e-6, 1e-6])
    columns = [
        (np.subtract(*(reference.derivative(settled + sign * step, level, reference.DEFAULTS) for sign in (1, -1))))
        / (2 * step.sum())
        for step in steps
    ]
    return np.linalg.eigvals(np.array(columns).T).real.max()


def test_the_range_of_two_ways_is_that_of_the_targets_and_of_the_eigenvalues():
    """science.md: sustained firing from 6.26; Hopf point near 9.78."""
    result = chapters.experiment("firing-rate").run()
    assert result.sustained == pytest.approx(6.26, abs=0.005)
    assert result.unstable == pytest.approx(brentq(growth, 9.0, 11.0), abs=0.005)
    assert result.firing.spike_times.size > 4
    assert np.ptp(result.silent.voltage) < 1e-6


@pytest.mark.thorough
def test_strong_currents_make_smaller_spikes_in_the_train_as_in_scipy():
    """SciPy, 300 ms of a steady current: the train has settled to what the experiment finds after 500 ms."""
    result, time = chapters.experiment("firing-rate").run(), np.arange(200.0, 300.0, 0.01)
    for level in (10.0, 50.0):
        voltage = reference.solve(Membrane().rest.values, [(0.0, 300.0, level)], time)
        assert result.peak_at(level) == pytest.approx(voltage.max(), abs=0.02)


def test_early_on_open_potassium_channels_alone_keep_the_membrane_from_firing():
    """SciPy at 6 ms: with h put at rest ten times threshold still fails; n put at rest lets a third of that fire."""
    threshold = 13.27512  # science.md
    values = published("resetting-gates")
    early = values["reset.early_interval"]
    state = simulate(Membrane(), [Pulse(0.0, 0.5, 2 * threshold)], early).state_at(early)
    rest, after = Membrane().rest, np.arange(0.0, 15.0, 0.01)
    for changed, found in (
        (state.replace(h=rest.h), values["reset.early_h"]),
        (state.replace(n=rest.n), values["reset.early_n"]),
        (state.replace(h=rest.h, n=rest.n), values["reset.early_both"]),
    ):
        for ratio, fires in ((found - 0.01, False), (found + 0.01, True)):
            pieces = [(0.0, 0.5, ratio * threshold), (0.5, 15.0, 0.0)]
            assert (reference.solve(changed.values, pieces, after).max() > 0) == fires
    assert values["reset.early_h"] > 10.0 > 3.5 > values["reset.early_n"] > values["reset.early_both"]
