"""The same pulse with fewer and fewer sodium channels, and the highest potential against the strength of the pulse."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.depolarization.tetrodotoxin.experiment import ONSET, SHARES, WIDTH, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the traces of one pulse, and the peaks after all pulses."""
    figure = look.figure(look.choose(340, 600))
    traces, peaks = figure.subplots(*look.choose((1, 2), (2, 1)))
    _draw_traces(traces, result, look)
    _draw_peaks(peaks, result, look)
    for axes in (traces, peaks):
        axes.set_ylim(-92, 52)
        axes.set_yticks([-80, -40, 0, 40])
        look.level(axes, 0.0)
    return figure


def _shade(share: float) -> float:
    return 0.4 + 0.6 * share


def _draw_traces(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    for share, recording in result.recordings.items():
        style = look.sodium | {"alpha": _shade(share), "linewidth": 1.6}
        axes.plot(recording.time - ONSET, recording.voltage, **style)
    axes.plot([0, WIDTH], [-87, -87], color=palette.stimulus, linewidth=4, solid_capstyle="butt")
    look.label(axes, WIDTH + 0.15, -87, "pulse", color=palette.stimulus, names="pulse")
    axes.set_xlim(-0.6, 8)
    axes.set_xticks([0, 2, 4, 6, 8])
    for share, x, y in ((1.0, 1.75, 43), (0.75, 2.25, 32), (0.5, 3.4, 17)):
        look.label(axes, x, y, f"{100 * share:.0f} % left", fontsize=9)
    look.label(axes, 5.2, -55, "25 % and none:\nno spike", fontsize=9)
    axes.set_title("The same pulse, fewer channels")
    axes.set_xlabel("time since the pulse began (ms)")
    axes.set_ylabel("membrane potential (mV)")


def _draw_peaks(axes: Axes, result: Result, look: Look) -> None:
    for share, row in zip(SHARES, result.peaks, strict=True):
        style = look.sodium | {"alpha": _shade(share), "linewidth": 1.6}
        axes.plot(result.amplitudes, row, **style)
    axes.set_xlim(0, 80)
    axes.set_xticks([0, 20, 40, 60, 80])
    look.label(axes, 12, 10, "100 %", fontsize=9, ha="right")
    look.label(axes, 27, -20, "50 %", fontsize=9)
    look.label(axes, 48, -13, "25 %", fontsize=9)
    look.label(axes, 62, -56, "none", fontsize=9)
    axes.set_title("The step gives way to a slope")
    axes.set_xlabel("strength of the pulse (µA/cm²)")
    axes.set_ylabel("highest potential after it (mV)")
