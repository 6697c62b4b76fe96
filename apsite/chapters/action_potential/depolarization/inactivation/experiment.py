"""Inactivation depends on the potential.

The same test step from different holding potentials: what the sodium current reaches tells how many channels were
inactivated before, with no spike and hardly a channel open.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.clamps import voltage_clamp
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Step
from apsite.parameters import COMMAND

ONSET = 1.0  # ms
DURATION = 7.0  # ms
SAMPLE_INTERVAL = 0.005  # ms
FAMILY = (-100.0, -70.0, -60.0, -50.0)  # mV, drawn as traces
HOLDINGS = np.linspace(-120.0, -30.0, 19)  # mV
MILD, DEEP = -60.0, -100.0  # mV
PREPULSE_ONSET, PREPULSE = 1.0, 30.0  # ms


@dataclass(frozen=True)
class Protocol(Options):
    """A test step from holding potentials at which the gates have settled."""

    level: float = option(-10.0, COMMAND, "Potential of the test step.")


@dataclass(frozen=True)
class Result:
    """`family`: recordings of the test step from the holding potentials `FAMILY`; `holdings` (mV) and `peaks` (uA/cm2,
    the largest inward sodium current), shape (holdings,); `potentials` (mV) and `settled` (0 to 1), shape
    (potentials,), the share of channels that the equations say are not inactivated; `prepulse`: the membrane at its
    mild holding potential for a while, from rest.
    """

    protocol: Protocol
    family: dict[float, Recording]
    holdings: np.ndarray
    peaks: np.ndarray
    potentials: np.ndarray
    settled: np.ndarray
    prepulse: Recording

    @property
    def available(self) -> np.ndarray:
        """The peaks over the largest of them, shape (holdings,)."""
        return np.asarray(self.peaks / self.peaks.max())


def run(protocol: Protocol = Protocol()) -> Result:
    """Record the test step from every holding potential."""
    membrane = Membrane()

    def tested(holding: float) -> Recording:
        return voltage_clamp(membrane, [Step(ONSET, protocol.level)], DURATION, holding=holding, dt=SAMPLE_INTERVAL)

    potentials = np.linspace(HOLDINGS[0], HOLDINGS[-1], 181)
    return Result(
        protocol=protocol,
        family={each: tested(each) for each in FAMILY},
        holdings=HOLDINGS,
        peaks=np.array([inward_peak(tested(each)) for each in HOLDINGS]),
        potentials=potentials,
        settled=np.array([membrane.settled_gates(V)[1] for V in potentials]),
        prepulse=voltage_clamp(membrane, [Step(PREPULSE_ONSET, MILD)], PREPULSE_ONSET + PREPULSE),
    )


def inward_peak(recording: Recording) -> float:
    """Return the largest inward sodium current of a recording, uA/cm2, counted positive."""
    return -float(recording.currents["Na"].min())


def values(result: Result) -> tuple[Value, ...]:
    """Return the peaks from rest, from a mild depolarization and from a hyperpolarization."""
    level, gates = result.protocol.level, result.prepulse.gates
    peaks = {each: inward_peak(recording) for each, recording in result.family.items()}
    test = f"in a step to {level:g} mV"
    opened = 100 * float((gates["m"] ** 3).max())
    return (
        Value("prepulse.level", level, "mV", 0, "Potential of the test step."),
        Value("prepulse.mild", MILD, "mV", 0, "A mild depolarization before the test step."),
        Value("prepulse.deep", DEEP, "mV", 0, "A hyperpolarization before the test step."),
        Value("prepulse.width", PREPULSE, "ms", 0, "How long the mild depolarization is watched."),
        Value("prepulse.from_rest", peaks[-70.0], "uA/cm2", 0, f"Largest inward sodium current {test} from -70 mV."),
        Value(
            "prepulse.from_mild", peaks[MILD], "uA/cm2", 0, f"Largest inward sodium current {test} from {MILD:g} mV."
        ),
        Value(
            "prepulse.from_deep", peaks[DEEP], "uA/cm2", 0, f"Largest inward sodium current {test} from {DEEP:g} mV."
        ),
        Value(
            "prepulse.h_before", float(gates["h"][0]), "1", 2, "Share of open h gates before the mild depolarization."
        ),
        Value("prepulse.h_after", float(gates["h"][-1]), "1", 2, f"Share of open h gates after {PREPULSE:g} ms of it."),
        Value("prepulse.opened", opened, "%", 2, "Largest share of channels with three open m gates meanwhile."),
        Value(
            "prepulse.lost", 100 * (1 - peaks[MILD] / peaks[-70.0]), "%", 0, "Share of the test current that it takes."
        ),
    )
