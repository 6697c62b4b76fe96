"""Quantal content and failures against the calcium outside."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.transmission.outside_calcium.experiment import OUTSIDE, TESTED, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw both as curves, with what was counted in some solutions."""
    figure = look.figure(look.choose(340, 680))
    content, failures = figure.subplots(*look.choose((1, 2), (2, 1)))
    _draw_content(content, result, look)
    _draw_failures(failures, result, look)
    for axes in (content, failures):
        axes.set_xscale("log")
        axes.set_xlim(0.4, 5)
        axes.set_xticks([0.5, 1, 2, 4], ["0.5", "1", "2", "4"])
        axes.minorticks_off()
        axes.set_xlabel("calcium outside (mM)")
    return figure


def _draw_content(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    axes.loglog(OUTSIDE, result.contents, color=palette.accent)
    axes.plot(TESTED, result.quanta.mean(axis=1), "o", color=palette.ink, markersize=5)
    axes.set_ylim(3e-3, 12)
    axes.set_yticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
    look.label(axes, 0.45, 5, "line: the law\ndots: counted")
    axes.set_title("Vesicles for each spike")
    axes.set_ylabel("mean quantal content")


def _draw_failures(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    axes.plot(OUTSIDE, 100 * result.failures, color=palette.accent)
    axes.plot(TESTED, 100 * np.mean(result.quanta == 0, axis=1), "o", color=palette.ink, markersize=5)
    axes.set_ylim(-4, 104)
    axes.set_yticks([0, 25, 50, 75, 100])
    axes.set_title("Spikes that release nothing")
    axes.set_ylabel("share of the spikes (%)")
