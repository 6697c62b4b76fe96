"""The spike of the membrane that was measured, and what becomes of it with a gate too few."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.how_it_was_found_out.put_together.experiment import STIMULUS, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the measured spike over the model's, and two that go wrong."""
    figure = look.figure(look.choose(330, 590))
    right, wrong = figure.subplots(*look.choose((1, 2), (2, 1)))
    _line(right, result, "model", look, color=look.palette.faint, linewidth=5)
    _line(right, result, "measured", look, color=look.palette.accent)
    look.label(right, 2.6, 24, "measured", color=look.palette.accent)
    look.label(right, 3.1, -4, "the model's", color=look.palette.muted)
    right.set_title("Set free, it fires")
    _line(wrong, result, "measured", look, color=look.palette.faint)
    _line(wrong, result, "no_inactivation", look, **look.sodium)
    _line(wrong, result, "one_gate", look, **look.potassium)
    look.label(wrong, 5.0, -12, "without $h$", color=look.palette.sodium)
    look.label(wrong, 4.2, -66, "with $n$ for $n^4$", color=look.palette.potassium)
    wrong.set_title("A gate too few")
    for axes in (right, wrong):
        axes.set_xlim(-1, 13)
        axes.set_xticks([0, 4, 8, 12])
        axes.set_ylim(-95, 55)
        axes.set_yticks([-80, -40, 0, 40])
        axes.set_ylabel("membrane potential (mV)")
    for axes in look.choose((right, wrong), (wrong,)):
        axes.set_xlabel("time since the stimulus (ms)")
    return figure


def _line(axes: Axes, result: Result, name: str, look: Look, **style: Any) -> None:
    axes.plot(result.time - STIMULUS.onset, result.voltages[name], **style)
