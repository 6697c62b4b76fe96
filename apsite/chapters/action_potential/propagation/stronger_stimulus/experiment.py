"""Stronger stimuli, and the spike far away.

The weakest current that sets off a spike at the end of an axon, and several times as much: far away the spikes are the
same, and only set off a little sooner.
"""

from dataclasses import dataclass

from apsite.laboratory.axon import Axon
from apsite.laboratory.conduction import AxonRecording, arrives, simulate_axon
from apsite.laboratory.electrodes import Injection
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.searches import least
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import BY_NAME

ONSET, WIDTH = 0.1, 0.2  # ms
DURATION = 9.0  # ms
MULTIPLES = (1.05, 2.0, 5.0)  # times threshold
NEAR, FAR = 4.0, 10.0  # cm
_STRONGEST = 20.0  # uA
_SHORT = 3.0  # cm: enough to tell whether a spike leaves
_WAIT = 4.0  # ms


@dataclass(frozen=True)
class Protocol(Options):
    """Pulses of 0.2 ms at one end of an axon 12 cm long."""

    temperature: float = option(18.5, BY_NAME["temperature"], "Temperature of the axon.")


@dataclass(frozen=True)
class Result:
    """`threshold` (uA) of the pulse, and the `recordings` of `MULTIPLES` times as much."""

    threshold: float
    recordings: tuple[AxonRecording, ...]


def run(protocol: Protocol = Protocol()) -> Result:
    """Search the threshold, and let stronger pulses set off spikes."""
    axon = Axon(membrane=Membrane(temperature=protocol.temperature))
    short = axon.replace(length=_SHORT)

    def leaves(amplitude: float) -> bool:
        return arrives(short, [_pulse(amplitude)], _SHORT, _WAIT, dt=0.05)

    threshold = least(leaves, 0.0, _STRONGEST, "uA", precision=1e-3)
    recordings = tuple(simulate_axon(axon, [_pulse(each * threshold)], DURATION) for each in MULTIPLES)
    return Result(threshold, recordings)


def _pulse(amplitude: float) -> Injection:
    return Injection(0.0, Pulse(ONSET, WIDTH, amplitude))


def values(result: Result) -> tuple[Value, ...]:
    """Return the threshold, and velocity, peak and arrival for each strength."""
    found = [
        Value("stronger.threshold", result.threshold, "uA", 1, "Weakest current of 0.2 ms that sets off a spike."),
        Value("stronger.far", FAR, "cm", 0, "Place of the far electrode."),
    ]
    for name, multiple, recording in zip(("weak", "double", "fivefold"), MULTIPLES, result.recordings, strict=True):
        words = f"after {multiple:g} times the threshold current"
        velocity, arrival = recording.velocity_between(NEAR, FAR), recording.arrival_at(FAR)
        assert velocity is not None
        assert arrival is not None
        found += [
            Value(f"{name}.multiple", multiple, "1", 2, "Strength of the pulse, over its threshold."),
            Value(f"{name}.velocity", velocity, "m/s", 2, f"Velocity between {NEAR:g} and {FAR:g} cm {words}."),
            Value(f"{name}.far_peak", float(recording.voltage_at(FAR).max()), "mV", 1, f"Peak at {FAR:g} cm {words}."),
            Value(
                f"{name}.arrival", arrival - ONSET, "ms", 2, f"From the pulse's start to arrival at {FAR:g} cm {words}."
            ),
        ]
    return tuple(found)
