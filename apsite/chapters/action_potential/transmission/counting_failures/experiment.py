"""Counting failures.

Who sees only whether a spike released anything can work out how much it releases on average, from the failures alone.
The count is right where release is rare; where it is not, it finds more vesicles than there are.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

from apsite.chapters.action_potential.transmission.outside_calcium.experiment import TESTED
from apsite.chapters.action_potential.transmission.transmitter_release.experiment import Protocol as Release
from apsite.chapters.action_potential.transmission.transmitter_release.experiment import spike_at_terminal
from apsite.laboratory.chance import SEED, released
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.terminal import calcium_peaks, content_from_failures, release_probability
from apsite.parameters import BY_NAME, Quantity

LIMIT = 0.2  # the probability of release above which the count is said to mislead
NUMBERS = (3, 6, 30)  # vesicles
CURVE = np.linspace(0.001, 0.75, 101)  # probability of release


@dataclass(frozen=True)
class Protocol(Options):
    """Series of spikes in solutions with more and with less calcium."""

    trials: float = option(400.0, Quantity("trials", "1", 20.0, 10_000.0), "How often a spike reaches the terminal.")
    series: float = option(20.0, Quantity("series", "1", 1.0, 200.0), "Series of spikes in each solution.")
    seed: float = option(1.0, SEED, "Where the random numbers begin, in each solution.")


@dataclass(frozen=True)
class Result:
    """`probabilities` of release in those solutions in which a series has failures to count, of shape (solutions,).

    `counted`: the mean quantal content that the failures of each series stand for, of shape (solutions, series), NaN
    where nothing failed. `expected`: what failures stand for on average in very long series, by the number of vesicles,
    for the probabilities of `CURVE`, of shape (curve,).
    """

    protocol: Protocol
    vesicles: int
    probabilities: np.ndarray
    counted: np.ndarray
    expected: dict[int, np.ndarray]


def run(protocol: Protocol = Protocol()) -> Result:
    """Count failures, and work out what they come to in the long run."""
    arriving = spike_at_terminal(Release().temperature)
    vesicles, trials = int(BY_NAME["N_ves"].value), int(protocol.trials)
    p = release_probability(calcium_peaks(arriving, outside=np.array(TESTED)))
    p = p[trials * binom.pmf(0, vesicles, p) > 1]
    series = int(protocol.series)
    drawn = [released(int(protocol.seed), series * trials, vesicles, float(each)) for each in p]
    failures = (np.array(drawn).reshape(len(p), series, trials) == 0).sum(axis=2)
    return Result(
        protocol=protocol,
        vesicles=vesicles,
        probabilities=p,
        counted=content_from_failures(trials, failures),
        expected={number: content_from_failures(1e9, 1e9 * binom.pmf(0, number, CURVE)) for number in NUMBERS},
    )


def values(result: Result) -> tuple[Value, ...]:
    """Return by how much the count is off at the limit and in the usual solution, and how much series scatter."""
    trials, N = int(result.protocol.trials), result.vesicles

    def excess(p: float) -> float:
        return 100 * float(content_from_failures(1.0e9, 1.0e9 * binom.pmf(0, N, p)) / (N * p) - 1)

    usual, rare = float(result.probabilities[TESTED.index(2.0)]), float(result.probabilities[TESTED.index(1.0)])
    series = result.counted[TESTED.index(2.0)]
    return (
        Value("failures.limit", LIMIT, "1", 1, "Probability of release from which the count of failures misleads."),
        Value("failures.limit_excess", excess(LIMIT), "%", 0, f"How much too many quanta failures find at {LIMIT:g}."),
        Value("failures.usual_true", N * usual, "1", 2, "Mean quantal content in the usual solution."),
        Value(
            "failures.usual_found",
            N * usual * (1 + excess(usual) / 100),
            "1",
            2,
            "What failures stand for in the usual solution, in very long series.",
        ),
        Value("failures.usual_excess", excess(usual), "%", 0, "How much that is too many."),
        Value("failures.rare_true", N * rare, "1", 3, "Mean quantal content with half the usual calcium."),
        Value("failures.rare_excess", excess(rare), "%", 1, "How much too many failures find there."),
        Value("failures.series", len(series), "1", 0, "Series of spikes in each solution."),
        Value("failures.trials", trials, "1", 0, "Spikes in a series."),
        Value("failures.lowest", float(np.nanmin(series)), "1", 2, "Least that a series found in the usual solution."),
        Value("failures.highest", float(np.nanmax(series)), "1", 2, "Most that a series found in the usual solution."),
        Value(
            "failures.many_expected",
            trials * float(binom.pmf(0, NUMBERS[-1], usual)),
            "1",
            3,
            f"Failures that a series would have with {NUMBERS[-1]} vesicles in the usual solution.",
        ),
        Value("failures.many", NUMBERS[-1], "1", 0, "The largest number of vesicles that is looked at."),
    )
