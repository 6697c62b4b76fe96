"""The undershoot with what pulls on it, and its floor for several potassium potentials."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.action_potential.experiment import ONSET
from apsite.chapters.action_potential.hyperpolarization.undershoot.experiment import Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw potential and currents after the peak, and the undershoots of membranes with other E_K."""
    figure = look.figure(look.choose(440, 600))
    layout = look.choose([["dip", "floors"], ["currents", "floors"]], [["dip"], ["currents"], ["floors"]])
    axes = figure.subplot_mosaic(layout, height_ratios=look.choose([1, 1], [1, 1, 1.25]))
    _draw_dip(axes["dip"], result, look)
    _draw_currents(axes["currents"], result, look)
    _draw_floors(axes["floors"], result, look)
    return figure


def _draw_dip(axes: Axes, result: Result, look: Look) -> None:
    recording, palette = result.recording, look.palette
    time, rest = recording.time - ONSET, recording.membrane.resting_potential
    axes.axhline(rest, color=palette.faint, linewidth=0.9, zorder=0)
    axes.axhline(recording.membrane.E_K, **{**look.potassium, "linewidth": 1.0}, zorder=0)
    axes.plot(time, recording.voltage, color=palette.ink)
    axes.set_xlim(2, 26)
    axes.set_ylim(-85, -61)
    axes.set_yticks([-80, -70])
    look.label(axes, 25.8, rest + 1.8, "rest", ha="right", color=palette.muted, names="rest")
    look.label(
        axes,
        25.8,
        recording.membrane.E_K + look.choose(1.5, 2.4),
        "$E_\\mathrm{K}$: K$^+$ in balance",
        ha="right",
        color=palette.potassium,
        names="E_K",
    )
    axes.set_title("Down to $E_\\mathrm{K}$, and slowly back")
    axes.set_ylabel("V (mV)")


def _draw_currents(axes: Axes, result: Result, look: Look) -> None:
    recording, palette = result.recording, look.palette
    part = slice(result.trough - 80, None)
    time = recording.time[part] - ONSET
    axes.axhline(0, color=palette.faint, linewidth=0.9, zorder=0)
    axes.plot(time, recording.currents["K"][part], **look.potassium)
    axes.plot(time, recording.currents["L"][part], color=palette.leak, linestyle=(0, (1, 1.3)))
    axes.set_xlim(2, 26)
    axes.set_ylim(-9, 13)
    axes.set_yticks([-5, 0, 5, 10])
    look.label(axes, 9.5, 8.5, "K$^+$, outward", color=palette.potassium)
    look.label(axes, look.choose(9.5, 14), look.choose(-7.4, -7.2), "leak, inward", color=palette.leak)
    axes.set_title("Outward against inward")
    axes.set_xlabel("time since the stimulus began (ms)")
    axes.set_ylabel("current (µA/cm²)")


def _draw_floors(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    for floor, run in zip(result.floors, result.floor_runs, strict=True):
        standard = floor == result.recording.membrane.E_K
        axes.axhline(floor, **{**look.potassium, "linewidth": 0.9}, zorder=0)
        axes.plot(run.time - ONSET, run.voltage, color=palette.ink if standard else palette.muted, linewidth=1.6)
        words = rf"$E_\mathrm{{K}}$ = {floor:g}".replace("-", "−")
        look.label(
            axes,
            1.15,
            floor + look.choose(1.7, 2.3),
            words,
            color=palette.potassium,
            names="" if standard else "level",
        )
    axes.set_xlim(1, 12)
    axes.set_ylim(-105, -60)
    axes.set_yticks([-100, -90, -80, -70, -60])
    axes.set_title("$E_\\mathrm{K}$ is the floor")
    axes.set_xlabel("time since the stimulus began (ms)")
    axes.set_ylabel("V (mV)")
