"""Kicks and ramps: what fires the membrane, and what the slow ramp does to its gates on the way."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.threshold.kick_against_ramp.experiment import FAST_RAMP, ONSET, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the kicks, the ramps, and the gates h and n during the slow ramp."""
    figure = look.figure(look.choose(470, 600))
    layout = look.choose([["kicks", "ramps"], ["kicks", "gates"]], [["kicks"], ["ramps"], ["gates"]])
    axes = figure.subplot_mosaic(layout, height_ratios=look.choose([1.7, 1], [1.3, 1.3, 1]))
    least = result.slow.membrane.resting_potential + result.kick
    for name in ("kicks", "ramps"):
        axes[name].axhline(least, color=look.palette.accent, linewidth=1.2, linestyle=(0, (4, 1.5)), zorder=0)
    _draw_kicks(axes["kicks"], result, look)
    _draw_ramps(axes["ramps"], result, look)
    _draw_gates(axes["gates"], result, look)
    return figure


def _draw_kicks(axes: Axes, result: Result, look: Look) -> None:
    axes.plot(result.above.time - ONSET, result.above.voltage, color=look.palette.ink)
    axes.plot(result.below.time - ONSET, result.below.voltage, color=look.palette.muted, linestyle=(0, (2, 1)))
    axes.set_xlim(-2, 14)
    axes.set_xticks([0, 4, 8, 12])
    axes.set_ylim(-90, 50)
    axes.set_yticks([-80, -40, 0, 40])
    look.label(axes, 5.6, 10, "kick just\nstrong enough")
    look.label(axes, 7.6, look.choose(-56, -46), "a little weaker:\nno spike", color=look.palette.muted)
    axes.set_title("A kick up to this level fires")
    axes.set_xlabel("time since the kick (ms)")
    axes.set_ylabel(look.choose("membrane potential (mV)", "V (mV)"))


def _draw_ramps(axes: Axes, result: Result, look: Look) -> None:
    width = result.protocol.width
    # The fast ramp's spike leaves the frame: what matters here happens near the dashed line.
    rise = result.fast.time <= result.fast.spikes[0].peak_time
    axes.plot(result.fast.time[rise] - ONSET, result.fast.voltage[rise], color=look.palette.muted)
    axes.plot(result.slow.time - ONSET, result.slow.voltage, color=look.palette.ink)
    axes.set_xlim(-5, width + 20)
    axes.set_ylim(-78, -45)
    axes.set_yticks([-70, -60, -50])
    look.label(axes, 8.5, -49, f"fast ramp, {FAST_RAMP:g} µA/cm² per ms: spike", color=look.palette.muted)
    look.label(axes, width - 4, -56, f"slow ramp, {result.protocol.slope:g} µA/cm² per ms", ha="right")
    axes.set_title("A slow ramp passes it without a spike")
    axes.set_ylabel("V (mV)")


def _draw_gates(axes: Axes, result: Result, look: Look) -> None:
    time, gates = result.slow.time - ONSET, result.slow.gates
    ramp = (time >= -5) & (time <= result.protocol.width)
    axes.plot(time[ramp], gates["h"][ramp], **look.sodium)
    axes.plot(time[ramp], gates["n"][ramp], **look.potassium)
    axes.set_xlim(-5, result.protocol.width + 20)
    axes.set_ylim(0, 0.8)
    for name, words, style in (("h", "h: Na$^+$ ready", look.sodium), ("n", "n: K$^+$ open", look.potassium)):
        start = float(gates[name][0])
        look.label(axes, 2, start + (0.1 if name == "h" else -0.12), words, color=style["color"])
    axes.set_xlabel("time since the ramp began (ms)")
    axes.set_ylabel("gates, slow ramp")
