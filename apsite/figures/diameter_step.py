"""Spikes that run into a wider part of an axon."""

import numpy as np
from matplotlib.figure import Figure

from apsite.drawing.look import Look
from apsite.experiments.diameter_step import END, HALF, Result

_PLACES = np.arange(0.25, END, 0.5)


def draw(result: Result, look: Look) -> Figure:
    """Draw traces along the axon for a step that the spike passes, and for one that it does not; and back from it."""
    palette = look.palette
    figure = look.figure(look.choose(350, 820))
    panels = figure.subplots(*look.choose((1, 3), (3, 1)))
    wide, ratio = (each.axon.diameter_at(END) / each.axon.diameter for each in (result.passed, result.stopped))
    shown = (
        (result.passed, f"{wide:g} times as wide: it passes"),
        (result.stopped, f"{ratio:g} times as wide: it ends"),
        (result.back, "from the wide side: it passes"),
    )
    for axes, (recording, title) in zip(panels, shown, strict=True):
        axes.axhspan(HALF, END, color=palette.faint, alpha=0.7, linewidth=0, zorder=0)
        for place in _PLACES:
            axes.plot(
                recording.time,
                place + (recording.voltage_at(place) - recording.voltage[0, 0]) / 130.0,
                color=palette.ink,
                linewidth=1.0,
            )
        axes.set_xlim(0, 9)
        axes.set_ylim(0, END + 0.9)
        axes.set_yticks([0, 2, 4, 6, 8])
        axes.set_title(title)
        axes.set_xlabel("time (ms)")
        axes.set_ylabel("place (cm)")
    return figure
