"""The weakest pulse that fires against its width, with rheobase and chronaxie."""

from matplotlib.figure import Figure

from apsite.drawing.look import Look
from apsite.experiments.strength_duration import Result

SHOWN = 10.0  # ms


def draw(result: Result, look: Look) -> Figure:
    """Draw the threshold curve on linear axes, cut where brief pulses leave the page."""
    palette = look.palette
    figure = look.figure(look.choose(330, 330))
    axes = figure.subplots()
    top = 10 * result.rheobase
    axes.fill_between(result.widths, result.thresholds, top, color=palette.muted, alpha=0.14, linewidth=0)
    axes.plot(result.widths, result.thresholds, color=palette.ink)
    axes.set_xlim(0, SHOWN)
    axes.set_ylim(0, top)
    axes.set_yticks([0, 5, 10, 15, 20])
    axes.axhline(result.rheobase, color=palette.accent, linewidth=1.2, linestyle=(0, (4, 1.5)))
    axes.plot([result.chronaxie, result.chronaxie], [0, 2 * result.rheobase], color=palette.stimulus, linewidth=1.2)
    axes.plot([result.chronaxie], [2 * result.rheobase], "o", color=palette.stimulus, markersize=6)
    look.label(axes, SHOWN * 0.98, result.rheobase * 0.55, "rheobase", color=palette.accent, ha="right")
    words = f"chronaxie: width at{look.choose(' ', chr(10))}twice the rheobase"
    look.label(axes, result.chronaxie + 0.25, 2.5 * result.rheobase, words, color=palette.stimulus)
    look.label(axes, SHOWN * 0.62, top * 0.72, "spike", names="over")
    look.label(axes, SHOWN * 0.3, result.rheobase * 0.55, "no spike", names="under")
    axes.set_xlabel("width of the pulse (ms)")
    axes.set_ylabel("weakest pulse that fires (µA/cm²)")
    return figure
