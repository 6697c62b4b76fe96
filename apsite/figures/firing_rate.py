"""Firing rate against a steady current, with its jump."""

from matplotlib.figure import Figure

from apsite.drawing.look import Look
from apsite.experiments.firing_rate import Result


def draw(result: Result, look: Look) -> Figure:
    """Draw the settled rate at every level; silence and firing are not joined."""
    figure = look.figure(300)
    axes = figure.subplots()
    silent = result.rates == 0
    for part in (silent, ~silent):
        axes.plot(result.levels[part], result.rates[part], "o-", color=look.palette.ink, markersize=3, linewidth=1.4)
    look.label(axes, 9, 5, "silent, or a spike or two at first", color=look.palette.muted)
    look.label(axes, 8.5, 52, "firing starts here")
    axes.set_xlim(-1, 52)
    axes.set_ylim(-4, 130)
    axes.set_yticks([0, 50, 100])
    axes.set_xlabel("steady current (µA/cm²)")
    axes.set_ylabel("firing rate (Hz)")
    return figure
