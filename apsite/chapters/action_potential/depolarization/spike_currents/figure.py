"""The standard spike: potential with the driving force on sodium, the gates m and h, and the currents."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.depolarization.spike_currents.experiment import ONSET, SAMPLE_INTERVAL, Result
from apsite.plotting.look import Look

SPAN = (-0.2, 5.0)  # ms


def draw(result: Result, look: Look) -> Figure:
    """Draw three panels over the time since the pulse began."""
    figure = look.figure(look.choose(600, 600))
    upper, middle, lower = figure.subplots(3, 1, sharex=True, height_ratios=[1.25, 0.8, 1.35])
    for axes in (upper, middle, lower):
        axes.axvline(result.recording.time[result.top] - ONSET, color=look.palette.faint, linewidth=0.9, zorder=0)
    _draw_force(upper, result, look)
    _draw_gates(middle, result, look)
    _draw_currents(lower, result, look)
    upper.set_xlim(*SPAN)
    lower.set_xlabel("time since the stimulus began (ms)")
    figure.align_ylabels()
    return figure


def _draw_force(axes: Axes, result: Result, look: Look) -> None:
    recording, palette = result.recording, look.palette
    time, reversal = recording.time - ONSET, recording.membrane.E_Na
    # Matplotlib thins out lines, but not areas: a point every 0.05 ms is enough for them.
    few = slice(None, None, round(0.05 / SAMPLE_INTERVAL))
    axes.fill_between(time[few], recording.voltage[few], reversal, color=palette.sodium, alpha=0.13, linewidth=0)
    axes.axhline(reversal, color=palette.sodium, linewidth=1.0)
    axes.plot(time, recording.voltage, color=palette.ink)
    axes.set_ylim(-92, 62)
    axes.set_yticks([-80, -40, 0, 40])
    # As the control of it is called, where there is little room.
    name = look.choose("reversal potential of sodium", r"$E_\mathrm{Na}$")
    look.label(axes, SPAN[1], reversal + 9, name, ha="right", color=palette.sodium, names="E_Na")
    look.label(axes, 3.2, 8, "driving force\non sodium", color=palette.sodium, names="force")
    axes.set_title("At the peak, little drives sodium in")
    axes.set_ylabel("potential (mV)")


def _draw_gates(axes: Axes, result: Result, look: Look) -> None:
    recording = result.recording
    time = recording.time - ONSET
    axes.plot(time, recording.gates["m"], **look.sodium)
    axes.plot(time, recording.gates["h"], **look.sodium | {"linewidth": 1.1})
    axes.set_ylim(0, 1.05)
    axes.set_yticks([0, 1])
    look.label(axes, 2.65, 0.81, "$m$", fontsize=12, color=look.palette.sodium)
    look.label(axes, 0.1, 0.72, "$h$", fontsize=12, color=look.palette.sodium)
    axes.set_title("Most $m$ gates are open, many $h$ gates shut")
    axes.set_ylabel("open gates")


def _draw_currents(axes: Axes, result: Result, look: Look) -> None:
    recording, palette = result.recording, look.palette
    time = recording.time - ONSET
    currents = {ion: trace / 1000 for ion, trace in recording.currents.items()}
    axes.plot(time, currents["Na"], **look.sodium)
    axes.plot(time, currents["K"], **look.potassium)
    axes.plot(time, sum(currents.values()), color=palette.ink, linewidth=1.1)
    look.level(axes, 0.0)
    for at, names in ((result.rising, "rising"), (result.falling, "falling")):
        axes.plot([time[at]], [currents["Na"][at]], "o", markersize=5, color=palette.sodium, zorder=3, label=names)
    look.label(axes, 3.4, 0.68, "potassium, outward", color=palette.potassium, names="above zero")
    look.label(axes, 3.45, -0.68, "sodium, inward", color=palette.sodium, names="below zero")
    look.label(axes, 0.75, -0.22, "sum", ha="right")
    axes.set_ylim(-1, 1)
    axes.set_yticks([-0.5, 0, 0.5])
    axes.set_title("Sodium flows in most while the potential falls")
    axes.set_ylabel("current (mA/cm²)")
