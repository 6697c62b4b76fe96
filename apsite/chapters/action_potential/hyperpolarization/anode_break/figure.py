"""Two hyperpolarizing currents that end, one of them in a spike, with the gates; and the weakest against its width."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.hyperpolarization.anode_break.experiment import ONSET, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the traces over the gates, and the strength-duration curve of the break."""
    figure = look.figure(look.choose(430, 600))
    layout = look.choose([["traces", "curve"], ["gates", "curve"]], [["traces"], ["gates"], ["curve"]])
    axes = figure.subplot_mosaic(layout, height_ratios=look.choose([1.5, 1], [1.2, 0.8, 1.5]))
    _draw_traces(axes["traces"], result, look)
    _draw_gates(axes["gates"], result, look)
    _draw_curve(axes["curve"], result, look)
    return figure


def _draw_traces(axes: Axes, result: Result, look: Look) -> None:
    palette, width = look.palette, result.protocol.width
    axes.plot(result.above.time - ONSET, result.above.voltage, color=palette.ink)
    axes.plot(result.below.time - ONSET, result.below.voltage, color=palette.accent, linestyle=(0, (4, 1.5)))
    axes.plot([0, width], [-92, -92], color=palette.stimulus, linewidth=4, solid_capstyle="butt")
    axes.set_xlim(-ONSET, width + 25)
    axes.set_ylim(-100, 48)
    axes.set_yticks([-80, -40, 0, 40])
    look.label(axes, width / 2, -52, "hyperpolarized", ha="center", color=palette.stimulus)
    look.label(axes, width + 11, 20, "spike", names="peak")
    look.label(axes, width + 24.7, -54, "too weak", ha="right", color=palette.accent)
    axes.set_title("The spike comes when the current ends")
    axes.set_ylabel("V (mV)")


def _draw_gates(axes: Axes, result: Result, look: Look) -> None:
    time, gates = result.above.time - ONSET, result.above.gates
    part = time <= result.protocol.width
    axes.plot(time[part], gates["h"][part], **look.sodium)
    axes.plot(time[part], gates["n"][part], **look.potassium)
    axes.set_xlim(-ONSET, result.protocol.width + 25)
    axes.set_ylim(0, 0.9)
    end = result.protocol.width + 1
    look.label(axes, end, float(gates["h"][result.released]), "h: more Na$^+$ ready", color=look.palette.sodium)
    look.label(axes, end, float(gates["n"][result.released]), "n: fewer K$^+$ open", color=look.palette.potassium)
    axes.set_xlabel("time since the current began (ms)")
    axes.set_ylabel("open gates")


def _draw_curve(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    axes.fill_between(result.widths, result.thresholds, 25, color=palette.muted, alpha=0.14, linewidth=0)
    axes.plot(result.widths, result.thresholds, "o-", color=palette.ink, markersize=3.5)
    axes.set_xlim(0, 40)
    axes.set_ylim(0, 25)
    look.label(axes, 24, 12, "spike at the end", names="over")
    look.label(axes, 13, 1.3, "no spike", names="under")
    axes.set_title("Brief ones must be strong")
    axes.set_xlabel("width of the current (ms)")
    axes.set_ylabel(look.choose("weakest current (µA/cm²)", "weakest (µA/cm²)"))
