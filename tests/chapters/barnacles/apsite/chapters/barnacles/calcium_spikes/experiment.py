"""Spikes of calcium.

A steady current to a barnacle's fibre, which answers by spikes that go on for ever.
"""

from dataclasses import dataclass

from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.recordings import Recording
from apsite.laboratory.stimuli import Step
from apsite.membranes.barnacle import BARNACLE
from apsite.parameters import CURRENT

ONSET = 20.0  # ms
DURATION = 400.0  # ms


@dataclass(frozen=True)
class Protocol(Options):
    """A steady current."""

    level: float = option(100.0, CURRENT, "The current.")


@dataclass(frozen=True)
class Result:
    """`recording`: the run."""

    protocol: Protocol
    recording: Recording


def run(protocol: Protocol = Protocol()) -> Result:
    """Let the current flow, and record what follows."""
    steps = [Step(ONSET, protocol.level)]
    return Result(protocol, simulate(Membrane.of(BARNACLE), steps, DURATION))


def values(result: Result) -> tuple[Value, ...]:
    """Return the highest potential."""
    return (Value("barnacle_spike.peak", float(result.recording.voltage.max()), "mV", 1, "The highest potential."),)
