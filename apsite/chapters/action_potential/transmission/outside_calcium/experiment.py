"""Less calcium outside.

The same spike reaches the terminal in solutions with more and with less calcium. The quanta stay as large as they were;
what changes, and steeply, is how many of them there are, down to spikes that nearly always fail.
"""

from dataclasses import dataclass

import numpy as np

from apsite.chapters.action_potential.transmission.transmitter_release.experiment import Protocol as Release
from apsite.chapters.action_potential.transmission.transmitter_release.experiment import spike_at_terminal
from apsite.laboratory.chance import SEED, released
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.terminal import calcium_balance, calcium_entry, calcium_peaks, release_probability
from apsite.parameters import BY_NAME, Quantity

OUTSIDE = np.geomspace(0.25, 8.0, 61)  # mM, of the curves
TESTED = (0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)  # mM, in which spikes are counted
COMPARED = (0.5, 1.0, 2.0)  # mM, of the numbers


@dataclass(frozen=True)
class Protocol(Options):
    """Spikes in each solution, far enough apart to be alike."""

    trials: float = option(400.0, Quantity("trials", "1", 20.0, 10_000.0), "How often a spike reaches the terminal.")
    seed: float = option(32.0, SEED, "Where the random numbers begin, in each solution.")


@dataclass(frozen=True)
class Result:
    """`temperature` (°C); of the curves, with the calcium of `OUTSIDE`: `contents`, the mean numbers of vesicles that a
    spike releases, and `failures`, the shares (0 to 1) that release nothing, of shape (curve,).

    `quanta`: what each spike released in each solution of `TESTED`, of shape (solutions, trials).
    """

    protocol: Protocol
    temperature: float
    contents: np.ndarray
    failures: np.ndarray
    quanta: np.ndarray


def run(protocol: Protocol = Protocol()) -> Result:
    """Work out release in every solution, and draw spikes in some."""
    arriving = spike_at_terminal(Release().temperature)
    vesicles = int(BY_NAME["N_ves"].value)
    p = release_probability(calcium_peaks(arriving, outside=OUTSIDE))
    tested = release_probability(calcium_peaks(arriving, outside=np.array(TESTED)))
    drawn = [released(int(protocol.seed), int(protocol.trials), vesicles, float(each)) for each in tested]
    return Result(protocol, Release().temperature, vesicles * p, (1 - p) ** vesicles, np.array(drawn))


def values(result: Result) -> tuple[Value, ...]:
    """Return what the solutions compared do to calcium's balance, to its entry and to release."""
    arriving = spike_at_terminal(result.temperature)
    vesicles = BY_NAME["N_ves"].value
    found: list[Value] = []
    contents = {}
    for outside in COMPARED:
        entry = calcium_entry(arriving, outside=outside)
        p = entry.release_probability
        contents[outside] = vesicles * p
        name = {0.5: "quarter", 1.0: "half", 2.0: "usual"}[outside]
        where = f"with {outside:g} mM of calcium outside"
        found += [
            Value(f"outside_{name}.calcium", outside, "mM", 1, "Calcium outside."),
            Value(
                f"outside_{name}.balance",
                float(calcium_balance(outside, result.temperature)),
                "mV",
                1,
                f"Potential at which calcium is in balance {where}.",
            ),
            Value(f"outside_{name}.peak", entry.peak, "uM", 1, f"Largest calcium concentration inside {where}."),
            Value(f"outside_{name}.probability", p, "1", 3, f"Probability that a vesicle is released {where}."),
            Value(f"outside_{name}.content", vesicles * p, "1", 2, f"Mean quantal content {where}."),
            Value(
                f"outside_{name}.failures", 100 * (1 - p) ** vesicles, "%", 1, f"Spikes that release nothing {where}."
            ),
        ]
        drawn = result.quanta[TESTED.index(outside)]
        found.append(
            Value(
                f"outside_{name}.counted",
                int((drawn == 0).sum()),
                "1",
                0,
                f"Spikes that released nothing, of {len(drawn)}, {where}.",
            )
        )
    return (
        *found,
        Value("outside.trials", result.quanta.shape[1], "1", 0, "Spikes in each solution."),
        Value(
            "outside.balance_shift",
            float(calcium_balance(2.0, result.temperature) - calcium_balance(1.0, result.temperature)),
            "mV",
            1,
            "By how much twice the calcium outside raises the potential at which it is in balance.",
        ),
        Value(
            "outside.first_factor",
            contents[2.0] / contents[1.0],
            "1",
            0,
            "By how much half the calcium outside lowers the mean quantal content.",
        ),
        Value(
            "outside.second_factor",
            contents[1.0] / contents[0.5],
            "1",
            0,
            "By how much another halving of the calcium outside lowers it.",
        ),
    )
