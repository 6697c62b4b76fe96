"""Two records of one step, in sea water and with choline, and the two currents that they are taken apart into."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.how_it_was_found_out.two_solutions.experiment import Result
from apsite.plotting.look import Look

THINNED = 2  # samples a dot of the picture


def draw(result: Result, look: Look) -> Figure:
    """Draw the records, and beside them the currents."""
    figure = look.figure(look.choose(340, 590))
    records, currents = figure.subplots(*look.choose((1, 2), (2, 1)))
    _draw_records(records, result, look)
    _draw_currents(currents, result, look)
    for axes in (records, currents):
        look.level(axes, 0.0)
        axes.set_xlim(-0.5, 8)
        axes.set_xticks([0, 2, 4, 6, 8])
        axes.set_ylim(-1.8, 2.6)
        axes.set_yticks([-1, 0, 1, 2])
        axes.set_ylabel("current (mA/cm²)")
    for axes in look.choose((records, currents), (currents,)):
        axes.set_xlabel("time since the step (ms)")
    return figure


def _draw_records(axes: Axes, result: Result, look: Look) -> None:
    shown = result.time >= -0.5
    for record, color in zip(result.records, (look.palette.ink, look.palette.muted), strict=True):
        axes.plot(result.time[shown][::THINNED], record[shown][::THINNED] / 1000, linewidth=1.2, color=color)
    look.label(axes, 1.15, -1.1, "sea water")
    look.label(axes, 1.6, 1.35, "choline", color=look.palette.muted, ha="right")
    look.label(axes, 0.25, 2.35, "surge", color=look.palette.muted, fontsize=9)
    axes.set_title("As they were recorded")


def _draw_currents(axes: Axes, result: Result, look: Look) -> None:
    found = result.separation
    axes.plot(found.time[::THINNED], found.sodium[::THINNED] / 1000, **look.sodium | {"linewidth": 1.2})
    axes.plot(found.time[::THINNED], found.potassium[::THINNED] / 1000, **look.potassium | {"linewidth": 1.5})
    look.label(axes, 1.45, -1.15, "sodium", color=look.palette.sodium)
    look.label(axes, 3.2, 1.2, "potassium", color=look.palette.potassium)
    axes.set_title("Taken apart")
