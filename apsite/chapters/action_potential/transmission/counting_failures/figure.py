"""What failures say of the mean quantal content against the true one, and by how much they are off."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.transmission.counting_failures.experiment import CURVE, LIMIT, Result
from apsite.plotting.look import Look

LEAST = 0.1  # mean quantal content below which the series show chance rather than the method


def draw(result: Result, look: Look) -> Figure:
    """Draw series of spikes around the curve of their terminal, and the excess against the probability of release."""
    figure = look.figure(look.choose(350, 700))
    contents, excess = figure.subplots(*look.choose((1, 2), (2, 1)))
    _draw_contents(contents, result, look)
    _draw_excess(excess, result, look)
    return figure


def _draw_contents(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    top = 4.0
    axes.plot([0, top], [0, top], color=palette.muted, linewidth=1.1, linestyle=(0, (1.4, 2.2)), zorder=0)
    axes.plot(result.vesicles * CURVE, result.expected[result.vesicles], color=palette.accent)
    for p, series in zip(result.probabilities, result.counted, strict=True):
        axes.plot(np.full(len(series), result.vesicles * p), series, "o", color=palette.ink, markersize=2.6)
    look.label(axes, 2.62, 2.3, "if it were right", color=palette.muted)
    look.label(axes, 1.72, 3.3, f"{result.vesicles} vesicles,\nin the long run", color=palette.accent, ha="right")
    axes.set_xlim(0, top)
    axes.set_ylim(0, top)
    axes.set_xticks([0, 1, 2, 3, 4])
    axes.set_yticks([0, 1, 2, 3, 4])
    axes.set_title("Content that failures stand for")
    axes.set_xlabel("true mean quantal content")
    axes.set_ylabel("ln(spikes / failures)")


def _draw_excess(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    off = 100 * (result.expected[result.vesicles] / (result.vesicles * CURVE) - 1)
    axes.axvspan(0, LIMIT, color=palette.accent, alpha=0.12, linewidth=0)
    axes.plot(CURVE, off, color=palette.accent)
    for p, series in zip(result.probabilities, result.counted, strict=True):
        if result.vesicles * p < LEAST:
            continue
        mean = 100 * (np.nanmean(series) / (result.vesicles * p) - 1)
        axes.plot([p], [mean], "o", color=palette.ink, markersize=5)
    look.label(axes, 0.02, 68, "release\nis rare")
    axes.set_xlim(0, 0.7)
    axes.set_ylim(-10, 80)
    axes.set_xticks([0, 0.2, 0.4, 0.6], ["0", "0.2", "0.4", "0.6"])
    axes.set_yticks([0, 20, 40, 60, 80])
    axes.set_title("By how much too many")
    axes.set_xlabel("probability of release")
    axes.set_ylabel("excess (%)")
