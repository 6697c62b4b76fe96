"""A spike that runs both ways from where it began."""

from matplotlib.figure import Figure

from apsite.chapters.poke.experiment import DURATION, END, MIDDLE, PLACES, Result
from apsite.plotting.look import Look
from apsite.plotting.stacked import stacked


def draw(result: Result, look: Look) -> Figure:
    """Draw the traces at twelve places, and where the pulse was."""
    figure = look.figure(look.choose(400, 420))
    axes = figure.subplots()
    recording = result.poked
    stacked(axes, look, recording.time, [recording.voltage_at(each) for each in PLACES], PLACES, 75.0)
    axes.set_xlim(0, DURATION)
    axes.set_ylim(0, END + 1.2)
    axes.set_yticks([0, 3, 6, 9, 12])
    axes.axhline(MIDDLE, color=look.palette.stimulus, linewidth=0.9, zorder=0)
    axes.set_title("A pulse in the middle, and a spike each way")
    axes.set_xlabel("time (ms)")
    axes.set_ylabel("place (cm)")
    return figure
