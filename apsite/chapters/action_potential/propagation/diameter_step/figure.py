"""Spikes that run into a wider part of an axon."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.propagation.diameter_step.experiment import END, HALF, Result
from apsite.plotting.look import Look
from apsite.plotting.rows import row


def draw(result: Result, look: Look) -> Figure:
    """Draw traces along the axon for a step that the spike passes, and for one that it does not; and back from it."""
    figure = look.figure(look.choose(520, 600))
    panels = figure.subplots(*look.choose((1, 3), (3, 1)))
    wide, ratio = (each.axon.diameter_at(END) / each.axon.diameter for each in (result.passed, result.stopped))
    shown = (
        (result.passed, f"{wide:g} times as wide: it passes"),
        (result.stopped, f"{ratio:g} times as wide: it ends"),
        (result.back, "from the wide side: it passes"),
    )
    for axes, (recording, title) in zip(panels, shown, strict=True):
        row(axes, look, recording, (HALF, END), 9.0, color=look.palette.faint, alpha=0.7)
        axes.set_title(title)
    return figure
