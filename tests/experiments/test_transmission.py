"""The numbers of the page on transmission: laws that must hold, and the binomial distribution of SciPy."""

import numpy as np
import pytest
from scipy.stats import binom, chisquare, poisson

from apsite import chapters
from apsite.chapters.action_potential.transmission.outside_calcium.experiment import OUTSIDE, TESTED
from apsite.parameters import BY_NAME


def run(name, **options):
    module = chapters.experiment(name)
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
    values = {each.name: each.value for each in chapters.experiment("transmitter-release").values(released)}
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


def test_failures_so_far_stand_for_a_content(steps):
    """ln(trials/failures) by hand, at the end and where the first failure came."""
    failures = int((steps.quanta == 0).sum())
    assert steps.from_failures[-1] == pytest.approx(np.log(400 / failures))
    first = int(np.argmax(steps.quanta == 0))
    assert np.isnan(steps.from_failures[:first]).all()
    assert steps.from_failures[first] == pytest.approx(np.log(first + 1))
    assert steps.counted[-1] == pytest.approx(steps.quanta.mean())


@pytest.fixture(scope="module")
def solutions():
    return run("outside-calcium")


def test_release_rises_with_the_fourth_power_of_the_calcium_outside(solutions):
    """Dodge & Rahamimoff 1967: about 4 in logarithms where release is rare. Here the balance moves, too."""
    slope = np.diff(np.log(solutions.contents)) / np.diff(np.log(OUTSIDE))
    rare = solutions.contents[1:] < 0.1
    assert (slope[rare] > 3.8).all()
    assert (slope[rare] < 4.5).all()
    assert slope[-1] < 0.5


def test_spikes_in_every_solution_follow_scipy_s_binomial_law(solutions):
    """Mean and failures within four standard deviations."""
    for outside, quanta in zip(TESTED, solutions.quanta, strict=True):
        law = binom(6, np.interp(np.log(outside), np.log(OUTSIDE), solutions.contents) / 6)
        assert quanta.mean() == pytest.approx(law.mean(), abs=4 * law.std() / 20 + 0.02)
        share = law.pmf(0)
        assert (quanta == 0).mean() == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / 400) + 0.01)


def test_the_method_of_failures_is_right_in_poisson_s_limit_only():
    """SciPy's laws: with ever more vesicles of one mean the binomial law becomes Poisson's, and the method right."""
    result = run("counting-failures")
    values = {each.name: each.value for each in chapters.experiment("counting-failures").values(result)}
    p = result.probabilities[-1]
    assert values["failures.usual_found"] == pytest.approx(-np.log(binom(6, p).pmf(0)))
    assert values["failures.usual_excess"] == pytest.approx(100 * (-np.log(1 - p) / p - 1))
    assert values["failures.limit_excess"] == pytest.approx(100 * (np.log(1 / 0.8) / 0.2 - 1))
    many = [-np.log(binom(number, 6 * p / number).pmf(0)) for number in (6, 60, 6000)]
    assert many[0] > many[1] > many[2]
    assert many[2] == pytest.approx(-np.log(poisson(6 * p).pmf(0)), rel=1e-3)


def test_series_scatter_around_the_long_run():
    """The standard error of ln(trials/failures), by the delta method: sqrt((1 - f)/(f trials)) with f the share."""
    result = run("counting-failures", series=60)
    for p, series in zip(result.probabilities[2:], result.counted[2:], strict=True):
        share = binom(6, p).pmf(0)
        error = np.sqrt((1 - share) / (share * 400))
        assert np.nanmean(series) == pytest.approx(-np.log(share), abs=4 * error / np.sqrt(60) + 0.01)
        assert np.nanstd(series) == pytest.approx(error, rel=0.35)
