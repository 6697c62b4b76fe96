"""The potassium conductance in steps of the potential, and its delay beside the gate n."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.repolarization.potassium_clamp.experiment import ONSET, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the conductances of the family, and gate and conductance of one step, as shares of their way."""
    figure = look.figure(look.choose(320, 580))
    family, step = figure.subplots(*look.choose((1, 2), (2, 1)))
    _draw_family(family, result, look)
    _draw_step(step, result, look)
    return figure


def _draw_family(axes: Axes, result: Result, look: Look) -> None:
    for command, recording in result.family.items():
        since, conductance = recording.time - ONSET, recording.conductances["K"]
        axes.plot(since, conductance, **look.potassium)
        words = f"{command:+.0f} mV".replace("-", "−").replace("+0", "0")
        look.label(axes, 12.3, float(conductance[-1]), words, fontsize=9)
    axes.set_xlim(-1, 15)
    axes.set_xticks([0, 4, 8, 12])
    axes.set_ylim(0, 34)
    axes.set_yticks([0, 10, 20, 30])
    axes.set_title("Late, and lasting")
    axes.set_xlabel("time since the step (ms)")
    axes.set_ylabel("K$^+$ conductance (mS/cm²)")


def _draw_step(axes: Axes, result: Result, look: Look) -> None:
    since = result.step.time - ONSET
    after = since >= 0
    axes.plot(since[after], result.gate[after], color=look.palette.muted, linewidth=1.4)
    axes.plot(since[after], result.conductance[after], **look.potassium)
    axes.set_xlim(0, 6)
    axes.set_xticks([0, 2, 4, 6])
    axes.set_ylim(0, 1.05)
    axes.set_yticks([0, 0.5, 1])
    look.label(axes, 0.8, 0.85, "one gate, $n$", color=look.palette.muted)
    look.label(axes, 2.6, 0.5, "four gates, $n^4$", color=look.palette.potassium)
    axes.set_title("The fourth power is the delay")
    axes.set_xlabel("time since the step (ms)")
    axes.set_ylabel("share of the way")
