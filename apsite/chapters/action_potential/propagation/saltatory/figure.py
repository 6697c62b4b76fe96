"""A spike along a myelinated fibre, at one moment and node by node."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.propagation.saltatory.experiment import MOMENT, Result
from apsite.plotting.look import Look

_FIRST, _COUNT = 20, 7


def draw(result: Result, look: Look) -> Figure:
    """Draw the potential over the fibre at one moment, and over time at neighbouring nodes."""
    palette, recording = look.palette, result.recording
    figure = look.figure(look.choose(520, 600))
    snapshot, traces = figure.subplots(*look.choose((1, 2), (2, 1)))
    voltage = recording.voltage[recording.sample_at(MOMENT)]
    snapshot.plot(10 * recording.position, voltage, color=palette.muted, linewidth=1.1)
    snapshot.plot(10 * recording.position[result.nodes], voltage[result.nodes], "o", color=palette.ink, markersize=3.4)
    peak = 10 * float(recording.position[voltage.argmax()])
    snapshot.set_xlim(peak - 15, peak + 25)
    snapshot.set_ylim(-85, 35)
    snapshot.set_yticks([-80, -40, 0])
    look.label(snapshot, peak + 24, 22, "each dot a node", ha="right")
    look.label(snapshot, peak + 24, 8, "travels →", ha="right", color=palette.muted)
    snapshot.set_title("One moment: many nodes at once")
    snapshot.set_xlabel("place (mm)")
    snapshot.set_ylabel("membrane potential (mV)")
    for number in range(_FIRST, _FIRST + _COUNT):
        traces.plot(1000 * recording.time, recording.voltage[:, result.nodes[number]], color=palette.ink, linewidth=1.1)
    start = 1000 * float(recording.arrivals[result.nodes[_FIRST]])
    traces.set_xlim(start - 200, start + 550)
    traces.set_ylim(-85, 35)
    traces.set_yticks([-80, -40, 0])
    traces.set_title("Seven neighbouring nodes")
    traces.set_xlabel("time (µs)")
    traces.set_ylabel("membrane potential (mV)")
    return figure
