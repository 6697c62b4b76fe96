"""How many channels it takes: spikes that come by themselves, a threshold that jitters, and both vanishing.

Patches with a thousand to a million channels get brief pulses of many strengths, one each; how far the strengths lie
apart at which a patch may or may not fire is read off by a cumulative normal, as for measured axons. Others get the
book's standard pulse, and the time of their spikes scatters. Others get nothing.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.stats import norm

from apsite.chapters.action_potential.action_potential.experiment import WIDTH
from apsite.chapters.action_potential.action_potential.experiment import Protocol as Standard
from apsite.laboratory.chance import SEED
from apsite.laboratory.channels import simulate_patches
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import Quantity

NUMBERS = (1_000, 10_000, 100_000, 1_000_000)
#: Numbers of channels at which spikes without a stimulus are counted, in patches of so many ms.
ALONE, ALONE_DURATION = (300, 1_000, 3_000, 10_000, 30_000), 100.0
#: The pulse comes when the potential has had time to go up and down; a spike up to so many ms later is its answer.
ONSET, ANSWER = 10.0, 12.0
STEP = 0.05  # ms
#: Strengths reach to either side of the threshold by up to this share of it, times the root of the number of channels.
REACH = 150.0
#: Strengths of this few channels and fewer show no step: there is a spike at most of them, and at none.
SMEARED = 1_000
PATCHES = Quantity("patches", "1", 40.0, 400.0)


@dataclass(frozen=True)
class Protocol(Options):
    """Patches enough to see what chance does."""

    patches: float = option(
        96.0, PATCHES, "Patches of each number of channels; a third as many get the standard pulse."
    )
    seed: float = option(11.0, SEED, "Where the random numbers begin.")


@dataclass(frozen=True)
class Result:
    """For each of `numbers` of channels: `strengths` of the pulses (uA/cm2) and whether the patch `fired`, shape
    (numbers, patches); `threshold` (uA/cm2), at which half of them do, and `spread`, the standard deviation of the
    cumulative normal as a share of it (%), NaN where there is no step; `moments` of the spike after the standard pulse
    (ms since it began), shape (numbers, patches), NaN where there was none or one before it, and `jitter`, their
    standard deviation (ms).

    `alone`: spikes a second without a stimulus, for each of `few` numbers of channels.
    """

    numbers: np.ndarray
    strengths: np.ndarray
    fired: np.ndarray
    threshold: np.ndarray
    spread: np.ndarray
    moments: np.ndarray
    jitter: np.ndarray
    few: np.ndarray
    alone: np.ndarray


def run(protocol: Protocol = Protocol()) -> Result:
    """Give each patch its pulse, and count."""
    membrane, many, seed = Membrane(), int(protocol.patches), int(protocol.seed)
    standard = Standard()
    threshold = standard.amplitude / 2
    strengths = np.array([_strengths(threshold, number, many) for number in NUMBERS])
    graded = simulate_patches(
        membrane,
        [[Pulse(ONSET, WIDTH, each)] for each in strengths.ravel()],
        ONSET + ANSWER,
        channels=np.repeat(NUMBERS, many).tolist(),
        seed=seed,
        dt=STEP,
    )
    fired = np.array([(times > ONSET).any() for times in graded.spike_times]).reshape(strengths.shape)
    found = np.array(
        [
            _step(given, answers, threshold) if number > SMEARED else (np.nan, np.nan)
            for number, given, answers in zip(NUMBERS, strengths, fired, strict=True)
        ]
    )
    alike = many // 3
    pulsed = simulate_patches(
        membrane,
        [[Pulse(ONSET, WIDTH, standard.amplitude)]] * (alike * len(NUMBERS)),
        ONSET + ANSWER / 2,
        channels=np.repeat(NUMBERS, alike).tolist(),
        seed=seed,
        dt=STEP,
    )
    moments = np.array([_answer(times) for times in pulsed.spike_times]).reshape(len(NUMBERS), alike)
    idle = 3 * many // 16
    unstirred = simulate_patches(
        membrane,
        [[]] * (idle * len(ALONE)),
        ALONE_DURATION,
        channels=np.repeat(ALONE, idle).tolist(),
        seed=seed,
        dt=STEP,
    )
    counts = np.array([len(times) for times in unstirred.spike_times]).reshape(len(ALONE), idle)
    return Result(
        numbers=np.array(NUMBERS),
        strengths=strengths,
        fired=fired,
        threshold=found[:, 0],
        spread=100.0 * found[:, 1] / found[:, 0],
        moments=moments,
        jitter=np.nanstd(moments, axis=1, ddof=1),
        few=np.array(ALONE),
        alone=counts.sum(axis=1) / (idle * ALONE_DURATION / 1000.0),
    )


def _strengths(threshold: float, number: int, many: int) -> np.ndarray:
    """Strengths on both sides of the threshold, closer together where channels are many."""
    reach = min(1.0, REACH / np.sqrt(number))
    return np.asarray(threshold * (1.0 + np.linspace(-reach, reach, many)))


def _step(strengths: np.ndarray, fired: np.ndarray, guess: float) -> tuple[float, float]:
    """The mean and the standard deviation of the cumulative normal that the answers are likeliest under."""

    def unlikely(parts: np.ndarray) -> float:
        share = norm.cdf(np.where(fired, 1.0, -1.0) * (strengths - parts[0]) / np.exp(parts[1]))
        return -float(np.log(np.maximum(share, 1e-12)).sum())

    mean, spread = minimize(unlikely, [guess, np.log(np.ptp(strengths) / 6)], method="Nelder-Mead").x
    return float(mean), float(np.exp(spread))


def _answer(times: np.ndarray) -> float:
    """When the spike after the pulse passed 0 mV, ms since it began; NaN if there is none, or was one before it."""
    return float(times[0]) - ONSET if len(times) and times[0] > ONSET else np.nan


def values(result: Result) -> tuple[Value, ...]:
    """Return the spread of threshold and time, and the spikes that come alone."""
    names = {10_000: "ten_thousand", 100_000: "hundred_thousand", 1_000_000: "million"}
    found = []
    for at, number in enumerate(result.numbers):
        if int(number) not in names:
            continue
        name, patch = names[int(number)], f"of patches with {int(number):,} channels"
        found += [
            Value(f"channel_numbers.{name}_spread", result.spread[at], "%", 1, f"Spread of the threshold {patch}."),
            Value(
                f"channel_numbers.{name}_jitter",
                1000 * result.jitter[at],
                "us",
                0,
                f"Scatter of the spike's time {patch}.",
            ),
        ]
    jitter = dict(zip(result.numbers.tolist(), result.jitter.tolist(), strict=True))
    alone = dict(zip(result.few.tolist(), result.alone.tolist(), strict=True))
    found += [
        Value("channel_numbers.thousand_alone", alone[1_000], "Hz", 0, "Spikes without a stimulus, of 1,000 channels."),
        Value("channel_numbers.ten_thousand_alone", alone[10_000], "Hz", 1, "The same of 10,000 channels."),
        Value(
            "channel_numbers.ten_times",
            jitter[100_000] / jitter[1_000_000],
            "1",
            1,
            "By what ten times as many channels divide it.",
        ),
        Value("channel_numbers.many_alone", alone[30_000], "Hz", 1, "The same of 30,000 channels."),
        Value("channel_numbers.answer", ANSWER, "ms", 0, "Time after a pulse in which a spike is its answer."),
    ]
    return tuple(found)
