"""Answers of the next cell to the same spike, how often each came, and what their failures say of the average."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.transmission.quantal_steps.experiment import Result
from apsite.parameters.protocols import MOST_TRIALS, MOST_VESICLES, TRIALS_SHOWN
from apsite.plotting.look import Look

BAR = 0.55  # vesicles: how wide a bar is


def draw(result: Result, look: Look) -> Figure:
    """Draw the last answers and the shares of all, and the mean quantal content as spikes are counted."""
    figure = look.figure(look.choose(600, 600))
    layout = look.choose([["answers", "shares"], ["content", "content"]], [["answers"], ["shares"], ["content"]])
    axes = figure.subplot_mosaic(layout)
    for name, panel in axes.items():
        panel.set_label(name)
    _draw_answers(axes["answers"], result, look)
    _draw_shares(axes["shares"], result, look)
    _draw_content(axes["content"], result, look)
    return figure


def _draw_answers(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    *earlier, last = result.quanta[-TRIALS_SHOWN:].tolist()
    for quanta in sorted(set(earlier)):
        axes.plot(result.time, result.responses[quanta], color=palette.muted, linewidth=1.2)
    axes.plot(result.time, result.responses[last], color=palette.ink, linewidth=2.2)
    axes.set_xlim(0, 20)
    axes.set_xticks([0, 5, 10, 15, 20])
    rest = result.responses[0].min()
    axes.set_ylim(rest - 0.25, rest + 5.25)
    axes.set_title(f"The last {TRIALS_SHOWN} answers, the newest bold")
    axes.set_xlabel("time since the release (ms)")
    axes.set_ylabel(look.choose("potential of the next cell (mV)", "next cell (mV)"))


def _draw_shares(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    numbers = np.arange(len(result.peaks))
    spikes = len(result.quanta)
    found = [100 * float((result.quanta == number).mean()) for number in numbers]
    axes.bar(numbers, found, width=BAR, color=palette.muted, alpha=0.35)
    axes.plot(numbers, 100 * result.expected / spikes, "o", color=palette.accent, markersize=6)
    look.label(axes, 4.2, look.choose(88, 91), "bars: the spikes so far")
    look.label(axes, 4.2, 78, "dots: binomial law", color=palette.accent)
    axes.set_xlim(-0.6, MOST_VESICLES + 0.6)
    axes.set_xticks(range(0, MOST_VESICLES + 1, 2))
    axes.set_ylim(0, 100)
    axes.set_title("How many vesicles, how often")
    axes.set_xlabel("vesicles released by a spike")
    axes.set_ylabel(look.choose("share of the spikes (%)", "spikes (%)"))


def _draw_content(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    spikes = np.arange(1, len(result.quanta) + 1)
    axes.plot([1, MOST_TRIALS], [result.content] * 2, color=palette.muted, linewidth=1.1, linestyle=(0, (1.4, 2.2)))
    axes.semilogx(spikes, result.counted, color=palette.ink, linewidth=1.6)
    axes.semilogx(spikes, result.from_failures, color=palette.sodium, linewidth=1.9, linestyle=(0, (5, 1.6)))
    axes.set_xlim(1, MOST_TRIALS)
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    axes.minorticks_off()
    axes.set_ylim(0, 6)
    axes.set_yticks([0, 2, 4, 6])
    look.label(axes, 1.15, look.choose(5.55, 5.5), "solid: vesicles counted, on average")
    look.label(axes, 1.15, look.choose(4.95, 4.7), "dashed: from the failures alone", color=palette.sodium)
    look.label(axes, 1.15, look.choose(4.35, 3.9), "dotted: the true mean", color=palette.muted)
    axes.set_title("Mean quantal content")
    axes.set_xlabel("spikes counted")
    axes.set_ylabel(look.choose("vesicles for each spike", "vesicles"))
