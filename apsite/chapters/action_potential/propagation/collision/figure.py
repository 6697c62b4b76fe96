"""A spike that runs alone, and two that meet."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.propagation.collision.experiment import END, PLACES, Result
from apsite.plotting.look import Look
from apsite.plotting.stacked import stacked


def draw(result: Result, look: Look) -> Figure:
    """Draw the traces of both runs at twelve places."""
    figure = look.figure(look.choose(520, 600))
    panels = figure.subplots(*look.choose((1, 2), (2, 1)))
    titles = ("One spike, from one end", "Two spikes, from both ends")
    for axes, recording, title in zip(panels, (result.alone, result.both), titles, strict=True):
        stacked(axes, look, recording.time, [recording.voltage_at(each) for each in PLACES], PLACES, 75.0)
        axes.set_xlim(0, 9)
        axes.set_ylim(0, END + 1.2)
        axes.set_yticks([0, 3, 6, 9, 12])
        axes.set_title(title)
        axes.set_xlabel("time (ms)")
        axes.set_ylabel("place (cm)")
    return figure
