"""Release in whole quanta.

The same spike reaches the terminal again and again. Each time another number of vesicles is released, and the next
cell's answers differ in whole steps; sometimes there is none.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

from apsite.chapters.action_potential.transmission.transmitter_release.experiment import Protocol as Release
from apsite.chapters.action_potential.transmission.transmitter_release.experiment import spike_at_terminal
from apsite.laboratory.chance import SEED, released
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.recordings import Recording
from apsite.laboratory.terminal import calcium_entry, content_from_failures, response
from apsite.parameters import BY_NAME, Quantity

TIME = np.arange(0.0, 30.0, 0.05)  # ms since the release


@dataclass(frozen=True)
class Protocol(Options):
    """Many spikes, far enough apart to be alike."""

    trials: float = option(400.0, Quantity("trials", "1", 20.0, 100_000.0), "How often a spike reaches the terminal.")
    outside_calcium: float = option(BY_NAME["Ca_out"].value, BY_NAME["Ca_out"], "Calcium outside the terminal.")
    seed: float = option(32.0, SEED, "Where the random numbers begin.")


@dataclass(frozen=True)
class Result:
    """`recording` of the spike that arrives; `probability` of release; `quanta`, released in each trial, of shape
    (trials,); `time` (ms since the release), of shape (samples,).

    `content`: the true mean number; `counted` and `from_failures`: what counting vesicles, and counting failures, makes
    of the first trials, of shape (trials,), NaN where nothing has failed yet.

    For each possible number of quanta, from none to all: `responses` (mV), of shape (numbers, samples); `peaks` (mV),
    the largest depolarization, and `expected`, how many trials the binomial law gives, of shape (numbers,).
    """

    protocol: Protocol
    recording: Recording
    probability: float
    content: float
    quanta: np.ndarray
    counted: np.ndarray
    from_failures: np.ndarray
    time: np.ndarray
    responses: np.ndarray
    peaks: np.ndarray
    expected: np.ndarray


def run(protocol: Protocol = Protocol()) -> Result:
    """Draw the trials, and work out the answer to each possible number of quanta."""
    arriving = spike_at_terminal(Release().temperature)
    entry = calcium_entry(arriving, outside=protocol.outside_calcium)
    vesicles = int(BY_NAME["N_ves"].value)
    responses = response(TIME, np.arange(vesicles + 1))
    quanta = released(int(protocol.seed), int(protocol.trials), vesicles, entry.release_probability)
    so_far = np.arange(1, len(quanta) + 1)
    return Result(
        protocol=protocol,
        recording=arriving,
        probability=entry.release_probability,
        content=vesicles * entry.release_probability,
        quanta=quanta,
        counted=np.cumsum(quanta) / so_far,
        from_failures=content_from_failures(so_far, np.cumsum(quanta == 0)),
        time=TIME,
        responses=responses,
        peaks=responses.max(axis=1) - BY_NAME["E_post"].value,
        expected=int(protocol.trials) * binom.pmf(np.arange(vesicles + 1), vesicles, entry.release_probability),
    )


def values(result: Result) -> tuple[Value, ...]:
    """Return the size of a quantum, what is expected, and what these trials gave."""
    vesicles, p = len(result.peaks) - 1, result.probability
    trials = f"in {len(result.quanta)} trials"
    return (
        Value("quantal.trials", len(result.quanta), "1", 0, "How often the spike reached the terminal."),
        Value("quantal.size", result.peaks[1], "mV", 2, "Depolarization of the next cell by one vesicle."),
        Value("quantal.all", result.peaks[-1], "mV", 2, f"Depolarization of the next cell by all {vesicles} vesicles."),
        Value(
            "quantal.expected",
            vesicles * p,
            "1",
            2,
            "Mean number of vesicles that a spike releases, as the binomial law has it.",
        ),
        Value("quantal.mean", float(result.quanta.mean()), "1", 2, f"Mean number of vesicles released {trials}."),
        Value(
            "quantal.expected_failures",
            100 * (1 - p) ** vesicles,
            "%",
            1,
            "Share of spikes that release nothing, as the binomial law has it.",
        ),
        Value("quantal.failures", int((result.quanta == 0).sum()), "1", 0, f"Spikes that released nothing {trials}."),
        Value("quantal.failure_share", 100 * float((result.quanta == 0).mean()), "%", 1, f"Their share {trials}."),
        Value(
            "quantal.from_failures",
            float(result.from_failures[-1]),
            "1",
            2,
            f"Mean quantal content that the failures stand for, were release rare, {trials}.",
        ),
        Value("quantal.most", int(result.quanta.max()), "1", 0, f"Most vesicles that one spike released {trials}."),
    )
