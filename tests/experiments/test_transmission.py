"""The numbers of the page on transmission: laws that must hold, and the binomial distribution of SciPy."""

import numpy as np
import pytest
from scipy.stats import binom, chisquare

from apsite import experiments
from apsite.parameters import BY_NAME


def run(name, **options):
    module = experiments.load(name)
    return module.run(module.Protocol(**options))


@pytest.fixture(scope="module")
def released():
    return run("transmitter-release")


@pytest.fixture(scope="module")
def steps():
    return run("quantal-steps")


def test_the_steps_follow_each_other(released):
    """Südhof 2013: a few hundred microseconds from the spike to the release."""
    peak, entry = released.spike.peak_time, released.entry
    inward = entry.time[int(entry.current.argmin())]
    assert peak < inward < entry.peak_time < released.recording.time[int(released.response.argmax())]
    assert 0.2 < entry.peak_time - peak < 1.0


def test_without_calcium_the_same_spike_does_nothing(released):
    without = run("transmitter-release", calcium_conductance=0.0)
    assert without.spike == released.spike
    assert without.quanta == 0
    assert np.ptp(without.response) < 1e-9
    assert np.ptp(released.silent) < 1e-9 < np.ptp(released.response)


def test_release_has_the_slope_of_dodge_and_rahamimoff(released):
    slopes = np.diff(np.log(released.probabilities)) / np.diff(np.log(released.concentrations))
    assert slopes[0] == pytest.approx(4.0, abs=0.001)
    assert (np.diff(slopes) < 0).all()  # it bends where release saturates


def test_half_the_calcium(released):
    values = {each.name: each.value for each in experiments.load("transmitter-release").values(released)}
    K, C = BY_NAME["K_Ca"].value, released.entry.peak
    assert values["terminal.half_factor"] == pytest.approx((1 + (2 * K / C) ** 4) / (1 + (K / C) ** 4), rel=1e-9)


def test_the_trials_fit_the_binomial_law(steps):
    vesicles = int(BY_NAME["N_ves"].value)
    law = binom(vesicles, steps.probability)
    assert steps.expected == pytest.approx(400 * law.pmf(np.arange(vesicles + 1)))
    counts = np.bincount(steps.quanta, minlength=vesicles + 1)
    rare = slice(4, None)  # counts that are too small for the test are taken together
    found, expected = (
        np.append(counts[:4], counts[rare].sum()),
        np.append(steps.expected[:4], steps.expected[rare].sum()),
    )
    assert chisquare(found, expected).pvalue > 0.01


def test_many_trials_come_close_to_the_law():
    result = run("quantal-steps", trials=100_000)
    assert result.quanta.mean() == pytest.approx(6 * result.probability, abs=0.02)
    assert (result.quanta == 0).mean() == pytest.approx((1 - result.probability) ** 6, abs=0.005)


def test_the_same_trials_come_every_time(steps):
    assert (run("quantal-steps").quanta == steps.quanta).all()


def test_quanta_add_a_little_less_than_in_proportion(steps):
    """The driving force shrinks as the potential nears the reversal potential."""
    gains = np.diff(steps.peaks)
    assert (gains > 0).all()
    assert (np.diff(gains) < 0).all()
    assert steps.peaks[-1] > 0.95 * 6 * steps.peaks[1]
