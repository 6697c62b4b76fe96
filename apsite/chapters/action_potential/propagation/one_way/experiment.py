"""Why a spike does not turn back.

A spike that was set off in the middle of an axon travels both ways. Behind each of the two the membrane is
refractory: a snapshot shows it in the gates, and a second pulse, given in the wake, in what it fails to set off.
"""

from dataclasses import dataclass

from apsite.laboratory.axon import Axon
from apsite.laboratory.conduction import AxonRecording, simulate_axon
from apsite.laboratory.electrodes import Injection
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.measurements import upward_crossings
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.searches import least
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import BY_NAME, CURRENT

WARM = 18.5  # °C
MIDDLE = BY_NAME["length"].value / 2  # cm
ONSET, WIDTH = 0.1, 0.2  # ms
MOMENT = 2.6  # ms, of the snapshot
WAKE = 3.0  # cm, where a second pulse is given
LENGTH = 7.0  # cm, of the axon on which it is tried
#: From here on, in cm behind and ahead of a spike's front, gates are told.
DISTANCE = 1.5


@dataclass(frozen=True)
class Protocol(Options):
    """Pulses of 0.2 ms in the middle of an axon, and in the wake of a spike."""

    amplitude: float = option(20.0, CURRENT, "Current of each pulse, in uA through the electrode.")


@dataclass(frozen=True)
class Result:
    """`recording`: a spike set off in the middle; `wait` (ms): from the passage of a spike at `WAKE` until a second
    pulse there sets off another; `velocity` of the first in m/s.
    """

    recording: AxonRecording
    wait: float
    velocity: float


def run(protocol: Protocol = Protocol()) -> Result:
    """Set off a spike in the middle, and search the earliest second pulse that sets off another one in the wake."""
    membrane = Membrane(temperature=WARM)
    middle = Injection(MIDDLE, Pulse(ONSET, WIDTH, protocol.amplitude))
    recording = simulate_axon(Axon(membrane=membrane), [middle], 6.0)
    axon = Axon(LENGTH, membrane=membrane)
    first = Injection(0.0, Pulse(ONSET, WIDTH, protocol.amplitude))
    alone = simulate_axon(axon, [first], 8.0)
    passage, velocity = alone.arrival_at(WAKE), alone.velocity
    if passage is None or velocity is None:
        raise ValueError(f"no spike travels after amplitude = {protocol.amplitude:g} uA")

    def fires(wait: float) -> bool:
        second = Injection(WAKE, Pulse(passage + wait, WIDTH, protocol.amplitude))
        run = simulate_axon(axon, [first, second], passage + wait + 4.0, dt=0.05)
        return len(upward_crossings(run.time, run.voltage_at(1.0))) > 1

    return Result(recording, least(fires, 0.5, 8.0, "ms", precision=1e-3), velocity)


def values(result: Result) -> tuple[Value, ...]:
    """Return the gates ahead of and behind a spike, and how far it has gone before another can follow."""
    recording = result.recording
    sample = recording.sample_at(MOMENT)
    snapshot = recording.voltage[sample]
    front = float(recording.position[snapshot > 0.0].max())
    gates = {
        (name, words): float(recording.gates[name][sample, recording.position_at(front + side * DISTANCE)])
        for name in "hn"
        for words, side in (("ahead", 1.0), ("behind", -1.0))
    }
    return (
        Value("one_way.moment", MOMENT - ONSET, "ms", 1, "Time of the snapshot, from the start of the pulse."),
        Value("one_way.front", front - MIDDLE, "cm", 1, "How far from the electrode the spike's front is then."),
        Value("one_way.distance", DISTANCE, "cm", 1, "Distance from the front at which gates are told."),
        *(
            Value(f"one_way.{name}_{words}", share, "1", 2, f"Share of open {name} gates there, {words} the front.")
            for (name, words), share in gates.items()
        ),
        Value("one_way.amplitude", recording.injections[0].stimulus.amplitude, "uA", 0, "Current of each pulse."),  # type: ignore[union-attr]
        Value("one_way.wait", result.wait, "ms", 1, "From a spike's passage until a second pulse there fires."),
        Value("one_way.wake", 0.1 * result.wait * result.velocity, "cm", 0, "How far the spike has gone by then."),
    )
