"""A spike along a myelinated fibre.

Nodes of Ranvier fire one after the other, each long before the one behind it is done: at any moment the spike
spans many nodes and the internodes between them.
"""

from dataclasses import dataclass

import numpy as np

from apsite.laboratory.axon import Axon, Myelin
from apsite.laboratory.conduction import AxonRecording, simulate_axon
from apsite.laboratory.electrodes import Injection
from apsite.laboratory.experiment import Options, Value, option
from apsite.laboratory.node import Node
from apsite.laboratory.stimuli import Pulse
from apsite.parameters import BY_NAME, DIAMETER

CAPACITANCE = 0.005  # uF/cm2
FIBRE = 10.0  # um
LENGTH = 5.0  # cm
PULSE = Pulse(0.01, 0.1, 0.002)  # uA
DURATION = 1.6  # ms
MOMENT = 0.8  # ms, of the snapshot
LIFTED = 10.0  # mV above rest: more than any noise


@dataclass(frozen=True)
class Protocol(Options):
    """A pulse of 0.1 ms at one end of a fibre at 37 °C."""

    diameter: float = option(FIBRE, DIAMETER, "Diameter of the fibre, myelin included.")


@dataclass(frozen=True)
class Result:
    """`recording`: the run; `nodes`: which of its positions are nodes, shape (nodes,)."""

    recording: AxonRecording
    nodes: np.ndarray


def fibre(diameter: float, length: float) -> Axon:
    """Return a fibre of this `diameter` (um, myelin included) and `length` (cm)."""
    myelin = Myelin(capacitance=CAPACITANCE)
    return Axon(length, myelin.g_ratio * diameter, BY_NAME["fibre_resistivity"].value, Node(), myelin)


def run(protocol: Protocol = Protocol()) -> Result:
    """Let a spike travel along the fibre; raise ValueError where none does."""
    recording = simulate_axon(fibre(protocol.diameter, LENGTH), [Injection(0.0, PULSE)], DURATION)
    if recording.velocity is None:
        raise ValueError(f"no spike travels at diameter = {protocol.diameter:g} um")
    return Result(recording, np.array([recording.position_at(each) for each in recording.axon.nodes]))


def values(result: Result) -> tuple[Value, ...]:
    """Return velocity, the delay from node to node against the spike's duration, and how many nodes it spans."""
    recording, nodes = result.recording, result.nodes
    assert recording.velocity is not None
    axon = recording.axon
    assert axon.myelin is not None
    snapshot = recording.voltage[recording.sample_at(MOMENT), nodes]
    rest = recording.voltage[0, nodes]
    middle = nodes[len(nodes) // 2]
    trace = recording.voltage[:, middle]
    half = (trace[0] + trace.max()) / 2
    lasts = float((trace > half).sum() * (recording.time[1] - recording.time[0]))
    delay = (axon.internode_length + axon.myelin.node_length * 1e-4) / recording.velocity / 0.1
    lifted = snapshot > rest + LIFTED
    pitch = axon.nodes[1] - axon.nodes[0]
    node_share = axon.myelin.node_length * 1e-4 / pitch
    return (
        Value("saltatory.fibre", axon.fibre_diameter, "um", 0, "Diameter of the fibre, myelin included."),
        Value("saltatory.axon", axon.diameter, "um", 0, "Diameter of the axon in it."),
        Value("saltatory.internode", 10 * axon.internode_length, "mm", 0, "Length of an internode."),
        Value("saltatory.node", axon.myelin.node_length, "um", 1, "Length of a node."),
        Value("saltatory.bare", 100 * node_share, "%", 2, "Share of the fibre's length that is bare."),
        Value("saltatory.temperature", BY_NAME["node_temperature"].value, "°C", 0, "Temperature of the fibre."),
        Value("saltatory.velocity", recording.velocity, "m/s", 1, "Conduction velocity along the fibre."),
        Value("saltatory.delay", 1000 * delay, "us", 0, "From the arrival at one node to that at the next."),
        Value("saltatory.lasts", 1000 * lasts, "us", 0, "How long a node is above half of the spike's height."),
        Value(
            "saltatory.above_half",
            int((snapshot > half).sum()),
            "1",
            0,
            "Nodes above half of the height at one moment.",
        ),
        Value("saltatory.lifted", int(lifted.sum()), "1", 0, "Nodes more than 10 mV above rest at one moment."),
        Value("saltatory.lift", LIFTED, "mV", 0, "How far above rest a node counts as lifted."),
        Value(
            "saltatory.span",
            10 * float(lifted.sum() - 1) * pitch,
            "mm",
            0,
            "Length of fibre from the first to the last.",
        ),
        Value("saltatory.peak", float(trace.max()), "mV", 0, "Highest potential of a node."),
    )
