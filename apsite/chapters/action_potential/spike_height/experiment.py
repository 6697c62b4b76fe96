"""What the height of a spike depends on.

The peak holds for a first spike from rest: it falls in a train, falls in a warmer axon, and grows little with the
stimulus.
"""

from dataclasses import dataclass

from apsite.chapters.action_potential.action_potential import experiment as action_potential
from apsite.laboratory.clamps import simulate
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.stimuli import Step
from apsite.parameters import BY_NAME, CURRENT

TRAIN_DURATION = 500.0  # ms


@dataclass(frozen=True)
class Protocol(Options):
    """A steady current for a train, and a temperature for a warm spike."""

    train_level: float = option(10.0, CURRENT, "Steady current that makes the train.")
    warm: float = option(18.5, BY_NAME["temperature"], "Temperature of the warm axon.")


@dataclass(frozen=True)
class Result:
    """Peaks in mV: of a train's last whole spike but one, and of one spike in the warm."""

    protocol: Protocol
    train_peak: float
    warm_peak: float


def run(protocol: Protocol = Protocol()) -> Result:
    """Record a train, and one spike in the warm."""
    train = simulate(Membrane(), [Step(0.0, protocol.train_level)], TRAIN_DURATION)
    warm = action_potential.run(action_potential.Protocol(temperature=protocol.warm))
    if len(train.spikes) < 3 or warm.spike is None:
        raise ValueError(f"no train at {protocol.train_level:g} uA/cm2, or no spike at {protocol.warm:g} °C")
    # The last spike of the run may be cut off at its end.
    return Result(protocol, train.spikes[-2].peak, warm.spike.peak)


def values(result: Result) -> tuple[Value, ...]:
    """Return the peaks."""
    level, warm = result.protocol.train_level, result.protocol.warm
    return (
        Value("train.level", level, "uA/cm2", 0, "Steady current that makes the train."),
        Value("train.peak", result.train_peak, "mV", 2, f"Peak that a train at {level:g} uA/cm2 settles at, 6.3 °C."),
        Value("warm.temperature", warm, "°C", 1, "Temperature of the warm axon."),
        Value("warm.peak", result.warm_peak, "mV", 1, f"Peak after the standard pulse at {warm:g} °C."),
    )
