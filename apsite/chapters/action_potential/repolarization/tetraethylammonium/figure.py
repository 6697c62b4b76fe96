"""The same pulse with fewer and fewer potassium channels, and the width of the spike against the channels left."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.repolarization.tetraethylammonium.experiment import ONSET, WIDTH, Result
from apsite.plotting.look import Look

SPAN = (-1.0, 14.0)  # ms


def draw(result: Result, look: Look) -> Figure:
    """Draw the traces, and the half width over the share of channels."""
    palette = look.palette
    figure = look.figure(look.choose(340, 600))
    traces, widths = figure.subplots(*look.choose((1, 2), (2, 1)), **look.choose({"width_ratios": [1.5, 1]}, {}))
    for share, recording in result.recordings.items():
        style = look.potassium | {"alpha": 0.55 + 0.45 * share, "linewidth": 1.6}
        traces.plot(recording.time - ONSET, recording.voltage, **style)
    traces.plot([0, WIDTH], [-88, -88], color=palette.stimulus, linewidth=4, solid_capstyle="butt")
    look.label(traces, WIDTH + 0.3, -88, "pulse", color=palette.stimulus, names="pulse")
    traces.set_xlim(*SPAN)
    traces.set_xticks([0, 4, 8, 12])
    traces.set_ylim(-93, 55)
    traces.set_yticks([-80, -40, 0, 40])
    look.level(traces, 0.0)
    look.label(traces, 4.4, 34, "fewer channels, wider spike", fontsize=9)
    look.label(traces, 3.1, -50, "100 %", fontsize=9, ha="right")
    look.label(traces, 6.5, -47, "10 %", fontsize=9)
    look.label(traces, 8.0, -15, "2 %: stuck", fontsize=9)
    traces.set_title("The same pulse, fewer channels")
    traces.set_xlabel("time since the pulse began (ms)")
    traces.set_ylabel("membrane potential (mV)")
    widths.plot(100 * result.shares, result.half_widths, **look.potassium)
    widths.set_xlim(100, 0)
    widths.set_xticks([100, 50, 0])
    widths.set_ylim(0, 3.3)
    widths.set_yticks([0, 1, 2, 3])
    widths.set_title("Wider and wider")
    widths.set_xlabel("potassium channels left (%)")
    widths.set_ylabel("half width (ms)")
    return figure
