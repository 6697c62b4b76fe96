"""A potassium conductance, and the best that one, two and four gates can do."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.how_it_was_found_out.power_of_gates.experiment import Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the whole step, and its foot."""
    figure = look.figure(look.choose(330, 590))
    whole, foot = figure.subplots(*look.choose((1, 2), (2, 1)))
    for axes in (whole, foot):
        _draw(axes, result, look)
        axes.set_ylabel("K$^+$ conductance (mS/cm²)")
    whole.set_xlim(0, 11)
    whole.set_xticks([0, 2, 4, 6, 8, 10])
    whole.set_ylim(-0.5, 21)
    whole.set_yticks([0, 10, 20])
    whole.set_title("The step")
    look.label(whole, 6.3, 13.4, "measured", color=look.palette.muted)
    foot.set_xlim(0, 1.6)
    foot.set_xticks([0, 0.5, 1, 1.5])
    foot.set_ylim(-0.7, 4.2)
    foot.set_yticks([0, 2, 4])
    foot.set_title("Its foot")
    look.label(foot, 0.5, 2.6, "one gate, $n$", color=look.palette.accent, ha="right")
    look.label(foot, 1.22, 1.5, "four, $n^4$", color=look.palette.potassium)
    for axes in look.choose((whole, foot), (foot,)):
        axes.set_xlabel("time since the step (ms)")
    return figure


def _draw(axes: Axes, result: Result, look: Look) -> None:
    axes.plot(result.time, result.conductance, color=look.palette.faint, linewidth=1.4)
    axes.plot(result.time, result.fits[1].at(result.time), color=look.palette.accent, linestyle=(0, (1, 1.4)))
    axes.plot(result.time, result.fits[4].at(result.time), **look.potassium)
