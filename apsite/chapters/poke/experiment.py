"""An axon that is poked in the middle.

A brief current in the middle of a long axon sets off a spike that runs both ways; one three times as strong sets off
the same.
"""

from dataclasses import dataclass

from apsite.laboratory.axon import Axon
from apsite.laboratory.conduction import AxonRecording, simulate_axon
from apsite.laboratory.electrodes import Injection
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import BY_NAME

ONSET, WIDTH, AMPLITUDE = 0.1, 0.2, 30.0  # ms, ms, uA: the current has two directions to go
HARDER = 3.0
DURATION = 8.0  # ms
END = BY_NAME["length"].value  # cm
MIDDLE = END / 2
MEASURED = (2.0, 5.0)  # cm from the middle, to either side
#: Where the axon is recorded in its figure, cm, and the moment that is shown, ms: both spikes are on their way then.
ELECTRODES = (MIDDLE - 4.0, MIDDLE + 4.0)
MOMENT = 1.2


@dataclass(frozen=True)
class Protocol(Options):
    """A pulse of 0.2 ms in the middle of an axon 12 cm long."""

    temperature: float = option(18.5, BY_NAME["temperature"], "Temperature of the axon.")


@dataclass(frozen=True)
class Result:
    """`poked`: the run; `harder`: that with a stimulus three times as strong."""

    poked: AxonRecording
    harder: AxonRecording


def run(protocol: Protocol = Protocol()) -> Result:
    """Stimulate the middle of an axon, and that of another one harder."""
    axon = Axon(membrane=Membrane(temperature=protocol.temperature))
    poked, harder = (
        simulate_axon(axon, [Injection(MIDDLE, Pulse(ONSET, WIDTH, times * AMPLITUDE))], DURATION)
        for times in (1.0, HARDER)
    )
    return Result(poked, harder)


def values(result: Result) -> tuple[Value, ...]:
    """Return when the spike arrives on either side, and how high and how fast it is after either stimulus."""
    near, far = MEASURED
    rightwards, leftwards = result.poked.arrival_at(MIDDLE + far), result.poked.arrival_at(MIDDLE - far)
    assert rightwards is not None
    assert leftwards is not None
    (peak, velocity), (harder_peak, harder_velocity) = map(_spike, (result.poked, result.harder))
    return (
        Value("poke.right", rightwards, "ms", 2, "When the spike arrives 5 cm to the right of the pulse."),
        Value("poke.left", leftwards, "ms", 2, "When the spike arrives 5 cm to the left of the pulse."),
        Value("poke.peak", peak, "mV", 1, "Its peak there."),
        Value("poke.velocity", velocity, "m/s", 1, f"Its velocity between {near:g} and {far:g} cm from the pulse."),
        Value("poke.times", HARDER, "1", 0, "How many times as strong a second stimulus is."),
        Value("poke.harder_peak", harder_peak, "mV", 1, "The peak 5 cm from the pulse after that one."),
        Value(
            "poke.harder_velocity", harder_velocity, "m/s", 1, "The velocity after that one, between the same places."
        ),
    )


def _spike(recording: AxonRecording) -> tuple[float, float]:
    """Return the peak (mV) and the velocity (m/s) of the spike that runs to the right."""
    near, far = MEASURED
    velocity = recording.velocity_between(MIDDLE + near, MIDDLE + far)
    assert velocity is not None
    return float(recording.voltage_at(MIDDLE + far).max()), velocity
