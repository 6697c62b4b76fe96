"""How often a pulse of some strength fires a patch, and what becomes of chance as channels get more."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.threshold.channel_numbers.experiment import Result
from apsite.plotting.look import Look

POOLED = 12  # patches to a dot
NAMES = {1_000: "1,000 channels", 10_000: "10,000", 100_000: "100,000", 1_000_000: "a million"}


def draw(result: Result, look: Look) -> Figure:
    """Draw the shares that fire, the spikes that come alone, and how far threshold and time scatter."""
    figure = look.figure(look.choose(620, 900))
    layout = look.choose([["shares", "shares"], ["alone", "scatter"]], [["shares"], ["alone"], ["scatter"]])
    axes = figure.subplot_mosaic(layout)
    for name, panel in axes.items():
        panel.set_label(name)
    _draw_shares(axes["shares"], result, look)
    _draw_alone(axes["alone"], result, look)
    _draw_scatter(axes["scatter"], result, look)
    return figure


def _draw_shares(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    styles = [(palette.muted, "v"), (palette.stimulus, "s"), (palette.accent, "D"), (palette.ink, "o")]
    for number, strengths, fired, (color, marker) in zip(
        result.numbers.tolist(), result.strengths, result.fired, styles, strict=True
    ):
        pooled = strengths.reshape(-1, POOLED).mean(axis=1), 100 * fired.reshape(-1, POOLED).mean(axis=1)
        axes.plot(*pooled, color=color, marker=marker, markersize=4.5, linewidth=1.4, label=NAMES[number])
    axes.legend(frameon=False, fontsize=9.5, loc="upper left", handlelength=2.4)
    axes.set_xlim(0, 27)
    axes.set_ylim(-4, 104)
    axes.set_yticks([0, 25, 50, 75, 100])
    axes.set_title("How often a pulse is followed by a spike")
    axes.set_xlabel("strength of the pulse (µA/cm²)")
    axes.set_ylabel("patches that fire (%)")


def _draw_alone(axes: Axes, result: Result, look: Look) -> None:
    axes.semilogx(result.few, result.alone, "o-", color=look.palette.ink, markersize=5, linewidth=1.4)
    axes.set_ylim(0, 60)
    axes.set_xlim(200, 50_000)
    axes.set_xticks([1_000, 10_000], ["1,000", "10,000"])
    axes.set_title("Spikes without any stimulus")
    axes.set_xlabel("channels in the patch")
    axes.set_ylabel("spikes in a second")


def _draw_scatter(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    jitter = 1000.0 * result.jitter
    axes.loglog(result.numbers, jitter, "o", color=palette.ink, markersize=5.5)
    axes.loglog(result.numbers, result.spread, "D", color=palette.accent, markersize=5)
    for values, color in ((jitter, palette.ink), (result.spread, palette.accent)):
        law = values[-1] * np.sqrt(result.numbers[-1] / result.numbers)
        axes.loglog(result.numbers, law, color=color, linewidth=1.2, linestyle=(0, (1.4, 2.2)))
    look.label(axes, 12_000, 550, "time of the spike (µs)")
    look.label(axes, 1_100, look.choose(18, 16), "threshold (%\nof its strength)", color=palette.accent)
    axes.set_xlim(600, 2_500_000)
    axes.set_ylim(3, 2_000)
    axes.set_xticks([1_000, 10_000, 100_000, 1_000_000], ["1,000", "10,000", "100,000", "a million"])
    axes.set_yticks([10, 100, 1_000], ["10", "100", "1,000"])
    axes.minorticks_off()
    axes.set_title("Scatter; dotted: by the root of the number")
    axes.set_xlabel("channels in the patch")
    axes.set_ylabel("standard deviation")
