"""A spike on its way along an axon: over place at several moments, and over time at several places."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.propagation.conduction_velocity.experiment import ELECTRODES, MOMENTS, Result
from apsite.plotting.look import Look
from apsite.plotting.stacked import stacked


def draw(result: Result, look: Look) -> Figure:
    """Draw the snapshots and the electrodes' traces."""
    palette, recording = look.palette, result.recording
    figure = look.figure(look.choose(520, 600))
    snapshots, traces = figure.subplots(*look.choose((1, 2), (2, 1)))
    for moment in MOMENTS:
        voltage = recording.voltage[recording.sample_at(moment)]
        snapshots.plot(recording.position, voltage, color=palette.ink, linewidth=1.5)
        place = float(recording.position[voltage.argmax()])
        look.label(snapshots, place, 32, f"{moment:g} ms", ha="center", color=palette.muted)
    snapshots.set_xlim(0, recording.axon.length)
    snapshots.set_ylim(-90, 45)
    snapshots.set_yticks([-80, -40, 0, 40])
    snapshots.set_title("One spike at four moments")
    snapshots.set_xlabel("place (cm)")
    snapshots.set_ylabel("membrane potential (mV)")
    stacked(traces, look, recording.time, [recording.voltage_at(place) for place in ELECTRODES], ELECTRODES, 60.0)
    traces.set_xlim(0, recording.time[-1])
    traces.set_ylim(1.2, 12.2)
    traces.set_yticks(ELECTRODES)
    traces.set_title("The same spike at five electrodes")
    traces.set_xlabel("time (ms)")
    traces.set_ylabel("place (cm)")
    return figure
