"""The weakest pulse that fires against its width, with rheobase and chronaxie."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.threshold.strength_duration.experiment import Result
from apsite.plotting.look import Look

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
    axes.axhline(result.rheobase, color=palette.accent, linewidth=1.2, linestyle=(0, (4, 1.5)), label="rheobase")
    stem, top_of_it = [result.chronaxie] * 2, 2 * result.rheobase
    axes.plot(stem, [0, top_of_it], color=palette.stimulus, linewidth=1.2, label="chronaxie")
    axes.plot(stem[:1], [top_of_it], "o", color=palette.stimulus, markersize=6, label="chronaxie")
    look.label(
        axes, SHOWN * 0.98, result.rheobase * 0.55, "rheobase", color=palette.accent, ha="right", names="rheobase"
    )
    words = f"chronaxie: width at{look.choose(' ', chr(10))}twice the rheobase"
    beside = result.chronaxie + look.choose(0.25, 0.6)  # of the ring that a live figure has there
    look.label(axes, beside, 2.5 * result.rheobase, words, color=palette.stimulus, names="chronaxie")
    look.label(axes, SHOWN * 0.62, top * 0.72, "spike", names="over")
    look.label(axes, SHOWN * 0.3, result.rheobase * 0.55, "no spike", names="under")
    axes.set_xlabel("width of the pulse (ms)")
    axes.set_ylabel("weakest pulse that fires (µA/cm²)")
    return figure
