"""A squid's axon beside it.

A steady current to the squid's axon.
"""

from dataclasses import dataclass

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Step
from apsite.parameters import CURRENT

ONSET = 5.0  # ms
DURATION = 60.0  # ms


@dataclass(frozen=True)
class Protocol(Options):
    """A steady current."""

    level: float = option(10.0, CURRENT, "The current.")


@dataclass(frozen=True)
class Result:
    """`recording`: the run."""

    protocol: Protocol
    recording: Recording


def run(protocol: Protocol = Protocol()) -> Result:
    """Let the current flow, and record what follows."""
    return Result(protocol, simulate(Membrane(), [Step(ONSET, protocol.level)], DURATION))


def values(result: Result) -> tuple[Value, ...]:
    """Return the highest potential."""
    return (Value("squid_beside.peak", float(result.recording.voltage.max()), "mV", 1, "The highest potential."),)
