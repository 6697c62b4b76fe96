"""Spikes that run into a stretch without sodium channels, short and long, and into a cold one."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.propagation.blocked_stretch.experiment import Result
from apsite.plotting.look import Look
from apsite.plotting.rows import row


def draw(result: Result, look: Look) -> Figure:
    """Draw the traces of the three runs, with the stretch shaded."""
    palette = look.palette
    figure = look.figure(look.choose(520, 600))
    panels = figure.subplots(*look.choose((1, 3), (3, 1)))
    shown = (
        (result.short, "A short block: it passes", palette.sodium),
        (result.long, "A longer one: it ends", palette.sodium),
        (result.cooled, "A cold stretch: it slows", palette.potassium),
    )
    for axes, (recording, title, color) in zip(panels, shown, strict=True):
        (stretch,) = recording.axon.stretches
        row(axes, look, recording, (stretch.start, stretch.end), 7.0, color=color, alpha=0.22)
        axes.set_title(title)
    return figure
