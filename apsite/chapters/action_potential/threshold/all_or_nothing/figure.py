"""Peak against stimulus, a step, and the two traces that the step lies between."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.threshold.all_or_nothing.experiment import DURATION, ONSET, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the traces around threshold, and the peaks of all pulses."""
    figure = look.figure(look.choose(330, 600))
    traces, peaks = figure.subplots(*look.choose((1, 2), (2, 1)), sharey=look.choose(True, False))
    _draw_traces(traces, result, look)
    _draw_peaks(peaks, result, look)
    for axes in (traces, peaks):
        axes.set_ylim(-88, 55)
        axes.set_yticks([-80, -40, 0, 40])
        look.level(axes, 0.0)
    return figure


def _draw_traces(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    axes.plot(result.above.time - ONSET, result.above.voltage, color=palette.ink)
    axes.plot(result.below.time - ONSET, result.below.voltage, color=palette.accent, linestyle=(0, (4, 1.5)))
    axes.plot([0, result.protocol.width], [-84, -84], color=palette.stimulus, linewidth=4, solid_capstyle="butt")
    look.label(axes, result.protocol.width + 0.4, -84, "pulse", color=palette.stimulus, names="pulse")
    axes.set_xlim(-1, DURATION - ONSET - 5)
    axes.set_xticks([0, 5, 10, 15])
    top = int(result.above.voltage.argmax())
    look.label(axes, result.above.time[top] - ONSET + 1.0, result.above.voltage[top] - 4, "just above threshold")
    look.label(axes, 10.5, -57, "just below", color=palette.accent)
    axes.set_title("Two pulses, almost the same")
    axes.set_xlabel("time since the pulse began (ms)")
    axes.set_ylabel("membrane potential (mV)")


def _draw_peaks(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    fired = result.amplitudes > result.threshold
    for part in (~fired, fired):
        axes.plot(result.amplitudes[part], result.peaks[part], "o-", color=palette.ink, markersize=2.6, linewidth=1.2)
    step = axes.axvline(result.threshold, color=palette.accent, linewidth=1.2, linestyle=(0, (4, 1.5)), zorder=0)
    step.set_label("step")
    look.label(axes, result.threshold * 1.05, -30, "threshold\ncurrent", color=palette.accent, names="step")
    look.label(axes, result.threshold * 0.92, -50, "no spike", ha="right", names="lower")
    look.label(axes, result.threshold * 2.0, 20, "spike", names="upper")
    axes.set_xlim(0, float(np.max(result.amplitudes)))
    axes.set_title("The peak is a step")
    axes.set_xlabel("strength of the pulse (µA/cm²)")
    axes.set_ylabel("highest potential reached (mV)")
