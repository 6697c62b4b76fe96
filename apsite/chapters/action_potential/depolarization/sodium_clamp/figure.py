"""The sodium current in steps of the potential, and its largest value against the step."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.depolarization.sodium_clamp.experiment import ONSET, Result
from apsite.plotting.look import Look

SHOWN = (-40.0, -20.0, 0.0, 20.0, 40.0, 60.0)  # mV


def draw(result: Result, look: Look) -> Figure:
    """Draw the currents over time, and their peaks over the command."""
    figure = look.figure(look.choose(350, 600))
    traces, peaks = figure.subplots(*look.choose((1, 2), (2, 1)))
    _draw_traces(traces, result, look)
    _draw_peaks(peaks, result, look)
    for axes in (traces, peaks):
        axes.set_ylim(-1.6, 1.2)
        axes.set_yticks([-1, 0, 1])
        look.level(axes, 0.0)
    traces.set_ylabel("sodium current (mA/cm²)")
    peaks.set_ylabel("peak sodium current (mA/cm²)")
    return figure


def _draw_traces(axes: Axes, result: Result, look: Look) -> None:
    for command in SHOWN:
        recording = result.family[command]
        since = recording.time - ONSET
        current = recording.currents["Na"] / 1000
        inward = command < recording.membrane.E_Na
        axes.plot(since, current, **look.sodium | {"linewidth": 1.5 if inward else 1.1})
    places = {-40.0: (3.0, -0.64), -20.0: (1.45, -1.25), 0.0: (0.3, -1.48), 40.0: (-0.02, -0.26), 60.0: (0.7, 0.74)}
    for command, (x, y) in places.items():
        side = "right" if command in (0.0, 40.0) else "left"
        look.label(axes, x, y, f"{command:+.0f} mV".replace("-", "−").replace("+0", "0"), ha=side, fontsize=9)
    axes.set_xlim(-0.9, 5)
    axes.set_xticks([0, 1, 2, 3, 4, 5])
    axes.set_title("It rises, and goes by itself")
    axes.set_xlabel("time since the step (ms)")


def _draw_peaks(axes: Axes, result: Result, look: Look) -> None:
    axes.plot(result.commands, result.peaks / 1000, **look.sodium)
    shown = np.isin(result.commands, SHOWN)
    axes.plot(result.commands[shown], result.peaks[shown] / 1000, "o", color=look.palette.sodium, markersize=4.5)
    axes.set_xlim(-70, 80)
    axes.set_xticks([-50, 0, 50])
    look.label(
        axes, result.membrane.E_Na - 3, 0.17, "$E_\\mathrm{Na}$", fontsize=11, ha="right", color=look.palette.muted
    )
    axes.axvline(result.membrane.E_Na, color=look.palette.faint, linewidth=0.9, zorder=0)
    look.label(axes, -67, -1.32, "few channels\nopen")
    look.label(axes, 43, -1.32, "little force", ha="right")
    axes.set_title("Largest in between")
    axes.set_xlabel("potential of the step (mV)")
