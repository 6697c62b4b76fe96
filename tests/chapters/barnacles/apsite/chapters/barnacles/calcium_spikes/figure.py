"""Spikes of calcium: the membrane potential over time."""

from matplotlib.figure import Figure

from apsite.chapters.barnacles.calcium_spikes.experiment import Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the membrane potential."""
    recording = result.recording
    figure = look.figure(look.choose(300, 300))
    axes = figure.subplots()
    axes.plot(recording.time, recording.voltage, color=look.palette.ink)
    axes.set_xlim(0.0, recording.time[-1])
    axes.set_ylim(-90.0, 60.0)
    axes.set_xlabel("time (ms)")
    axes.set_ylabel("membrane potential (mV)")
    return figure
