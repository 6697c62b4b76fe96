"""How the firing rate of two cells falls under a steady current, with and without the M current."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.other_neurons.adaptation.experiment import CELLS, DURATION, Result
from apsite.plotting.look import Look

TITLES = {"regular_cell": "Regular-spiking cell", "fast_cell": "Fast-spiking cell"}


def draw(result: Result, look: Look) -> Figure:
    """Draw a panel for each cell: the rate at every spike."""
    figure = look.figure(look.choose(320, 560))
    panels = figure.subplots(*look.choose((1, 2), (2, 1)), sharey=True, sharex=True)
    for axes, name in zip(panels, CELLS, strict=True):
        _draw(axes, name, result, look)
    for axes in panels if look.narrow else panels[:1]:
        axes.set_ylabel("firing rate (Hz)")
    for axes in panels[1:] if look.narrow else panels:
        axes.set_xlabel("time under the current (ms)")
    return figure


def _draw(axes: Axes, name: str, result: Result, look: Look) -> None:
    palette = look.palette
    blocked, usual = result.blocked[name], result.usual[name]
    axes.plot(blocked.times, blocked.rates, "o-", color=palette.accent, markersize=2.5, linewidth=1.2)
    axes.plot(usual.times, usual.rates, "o-", color=palette.ink, markersize=2.5, linewidth=1.2)
    look.label(axes, DURATION, blocked.rates[-1] + 6, "without the M current", color=palette.accent, ha="right")
    look.label(axes, DURATION, usual.rates[-1] - 11, "as it is", ha="right")
    axes.set_xlim(0, DURATION + 10)
    axes.set_ylim(0, 145)
    axes.set_yticks([0, 50, 100])
    axes.set_title(TITLES[name])
