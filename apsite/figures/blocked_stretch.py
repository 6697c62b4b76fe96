"""Spikes that run into a stretch without sodium channels, short and long, and into a cold one."""

import numpy as np
from matplotlib.figure import Figure

from apsite.drawing.look import Look
from apsite.experiments.blocked_stretch import LENGTH, Result

_PLACES = np.arange(0.25, LENGTH, 0.5)


def draw(result: Result, look: Look) -> Figure:
    """Draw the traces of the three runs, with the stretch shaded."""
    palette = look.palette
    figure = look.figure(look.choose(350, 820))
    panels = figure.subplots(*look.choose((1, 3), (3, 1)))
    shown = (
        (result.short, "A short block: it passes", palette.sodium),
        (result.long, "A longer one: it ends", palette.sodium),
        (result.cooled, "A cold stretch: it slows", palette.potassium),
    )
    for axes, (recording, title, color) in zip(panels, shown, strict=True):
        (stretch,) = recording.axon.stretches
        axes.axhspan(stretch.start, stretch.end, color=color, alpha=0.22, linewidth=0, zorder=0)
        for place in _PLACES:
            axes.plot(
                recording.time,
                place + (recording.voltage_at(place) - recording.voltage[0, 0]) / 130.0,
                color=palette.ink,
                linewidth=1.0,
            )
        axes.set_xlim(0, 7)
        axes.set_ylim(0, LENGTH + 0.9)
        axes.set_yticks([0, 2, 4, 6, 8])
        axes.set_title(title)
        axes.set_xlabel("time (ms)")
        axes.set_ylabel("place (cm)")
    return figure
