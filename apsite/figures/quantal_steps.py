"""Answers of the next cell to the same spike: a few of them as traces, and how often each came."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.drawing.look import Look
from apsite.experiments.quantal_steps import SHOWN, Result


def draw(result: Result, look: Look) -> Figure:
    """Draw the answers that came among the first trials, and the counts of all trials."""
    figure = look.figure(look.choose(330, 660))
    traces, counts = figure.subplots(*look.choose((1, 2), (2, 1)))
    _draw_traces(traces, result, look)
    _draw_counts(counts, result, look)
    return figure


def _draw_traces(axes: Axes, result: Result, look: Look) -> None:
    seen = sorted(set(result.quanta[:SHOWN].tolist()))
    top = int(result.responses[-1].argmax())
    for quanta in seen:
        axes.plot(result.time, result.responses[quanta], color=look.palette.ink, linewidth=1.5)
        times = int((result.quanta[:SHOWN] == quanta).sum())
        word = "time" if times == 1 else "times"
        look.label(
            axes,
            result.time[top],
            result.responses[quanta][top] + 0.12,
            f"{quanta}: {times} {word}",
            ha="center",
        )
    axes.set_xlim(0, 20)
    axes.set_xticks([0, 10, 20])
    axes.set_ylim(result.responses[0].min() - 0.2, result.responses[max(seen)].max() + 0.4)
    axes.set_title(f"{SHOWN} spikes: how many vesicles, how often")
    axes.set_xlabel("time since the release (ms)")
    axes.set_ylabel(look.choose("potential of the next cell (mV)", "next cell (mV)"))


def _draw_counts(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    numbers = range(len(result.peaks))
    found = [int((result.quanta == number).sum()) for number in numbers]
    axes.bar(numbers, found, width=0.55, color=palette.muted, alpha=0.35)
    axes.plot(numbers, result.expected, "o", color=palette.accent, markersize=6, clip_on=False)
    place = int(result.expected.argmax())
    look.label(axes, place + 1.35, result.expected[place], "binomial law", color=palette.accent)
    look.label(axes, 0, found[0] + 0.07 * max(found), "none", ha="center")
    axes.set_title(f"{len(result.quanta)} spikes")
    axes.set_xlabel("vesicles released")
    axes.set_ylabel("number of spikes")
