"""Firing rate against a steady current, with its jump, and the two ways to go on at one of the currents."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.refractory_period.firing_rate.experiment import TRACE, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the settled rate at every level, and two runs under the same current."""
    figure = look.figure(look.choose(330, 600))
    rates, traces = figure.subplots(*look.choose((1, 2), (2, 1)))
    _draw_rates(rates, result, look)
    _draw_traces(traces, result, look)
    return figure


def _draw_rates(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    # Silence and firing are not joined: there is nothing between the two.
    fires = result.rates > 0
    axes.axvspan(result.sustained, result.unstable, color=palette.accent, alpha=0.25, linewidth=0)
    axes.plot([0, result.unstable], [0, 0], color=palette.muted, linestyle=(0, (4, 1.5)))
    axes.plot(result.levels[fires], result.rates[fires], "o-", color=palette.ink, markersize=3, linewidth=1.4)
    look.label(axes, result.unstable + 1.5, 14, "here it fires\nor stays silent", color=palette.accent)
    look.label(axes, 24, 84, "fires on")
    look.label(axes, 0, 7, "silent", color=palette.muted)
    axes.set_xlim(-1, 52)
    axes.set_ylim(-7, 130)
    axes.set_yticks([0, 50, 100])
    axes.set_title("The rate jumps")
    axes.set_xlabel("steady current (µA/cm²)")
    axes.set_ylabel("firing rate (Hz)")


def _draw_traces(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    axes.plot(result.firing.time, result.firing.voltage, color=palette.ink, linewidth=1.2)
    axes.plot(result.silent.time, result.silent.voltage, color=palette.accent, linestyle=(0, (4, 1.5)))
    look.label(axes, 2, 48, "switched on at rest: fires")
    look.label(axes, 12, -93, "reached slowly: silent", color=palette.accent)
    axes.set_xlim(0, TRACE)
    axes.set_ylim(-100, 58)
    axes.set_yticks([-80, -40, 0, 40])
    axes.set_title("One current, two ways to go on")
    axes.set_xlabel("time under the current (ms)")
    axes.set_ylabel("membrane potential (mV)")
