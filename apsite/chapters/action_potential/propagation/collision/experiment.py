"""Two spikes that meet.

Pulses at both ends of an axon set off two spikes, which travel towards each other; where they meet, both end.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.axon import Axon
from apsite.laboratory.conduction import AxonRecording, simulate_axon
from apsite.laboratory.electrodes import Injection
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.measurements import upward_crossings
from apsite.laboratory.membrane import Membrane
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import BY_NAME, TIME

PULSE = Pulse(0.1, 0.2, 15.0)  # uA
DURATION = 12.0  # ms
WARM = 18.5  # °C
END = BY_NAME["length"].value  # cm
PLACES = tuple(np.linspace(0.5, END - 0.5, 12))  # cm


@dataclass(frozen=True)
class Protocol(Options):
    """A pulse at the left end of an axon 12 cm long, and one at its right end."""

    delay: float = option(0.0, TIME, "How much later the right pulse begins.")


@dataclass(frozen=True)
class Result:
    """`both`: the run with two pulses; `alone`: with the left one only."""

    both: AxonRecording
    alone: AxonRecording


def run(protocol: Protocol = Protocol()) -> Result:
    """Let a spike start at both ends, and at one."""
    axon = Axon(membrane=Membrane(temperature=WARM))
    left = Injection(0.0, PULSE)
    right = Injection(END, Pulse(PULSE.onset + protocol.delay, PULSE.width, PULSE.amplitude))
    return Result(simulate_axon(axon, [left, right], DURATION), simulate_axon(axon, [left], DURATION))


def values(result: Result) -> tuple[Value, ...]:
    """Return where and when the spikes meet, and how often any place fires."""
    both, alone = result.both, result.alone
    latest = int(np.argmax(both.arrivals))
    passages = max(len(upward_crossings(both.time, trace)) for trace in both.voltage.T)
    far = alone.arrival_at(END - 1.0)
    assert far is not None
    after = both.sample_at(both.arrivals[latest] + 1.0)
    return (
        Value("collision.place", float(both.position[latest]), "cm", 0, "Place that fires last."),
        Value("collision.time", float(both.arrivals[latest]), "ms", 1, "When it does."),
        Value("collision.passages", passages, "1", 0, "How often any place of the axon fires."),
        Value("collision.h", float(both.gates["h"][after, latest]), "1", 2, "Share of open h gates there 1 ms later."),
        Value("collision.h_at_rest", float(both.gates["h"][0, latest]), "1", 2, "Share of open h gates at rest."),
        Value("collision.alone", far, "ms", 1, "When the left spike alone arrives 1 cm before the right end."),
    )
