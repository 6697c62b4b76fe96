"""The spike with its phases named, and beneath it the two conductances on the same time axis."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.action_potential.experiment import ONSET, WIDTH, Result
from apsite.laboratory.measurements import Spike
from apsite.plotting.look import Look

AFTER = 9.0  # ms after the onset of the pulse


def draw(result: Result, look: Look) -> Figure:
    """Draw both traces over the time since the onset of the pulse."""
    recording, palette = result.recording, look.palette
    time, rest = recording.time - ONSET, recording.membrane.resting_potential
    figure = look.figure(look.choose(480, 490))
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[2.1, 1])
    upper.set_xlim(look.choose(-1.5, -2.4), AFTER)
    upper.set_ylim(-98, 54)
    upper.set_yticks([-80, -60, -40, -20, 0, 20, 40])
    look.level(upper, 0.0)
    look.level(upper, rest)
    tint = {"color": palette.muted, "alpha": 0.16, "linewidth": 0}
    # Matplotlib thins out lines, but not areas: every tenth sample is enough for them.
    few, voltage = time[::10], recording.voltage[::10]
    upper.fill_between(few, 0, voltage, where=voltage > 0, **tint)
    upper.fill_between(few, rest, voltage, where=(voltage < rest) & (few > WIDTH), **tint)
    upper.plot(time, recording.voltage, color=palette.ink)
    upper.plot([0, WIDTH], [-91, -91], color=palette.stimulus, linewidth=4, solid_capstyle="butt")
    look.label(upper, -0.12, -91, "stimulus", color=palette.stimulus, ha="right", names="pulse")
    if result.spike is not None:
        _name_phases(upper, result.spike, rest, look)
    upper.set_ylabel("membrane potential (mV)")

    lower.plot(time, recording.conductances["Na"], **look.sodium)
    lower.plot(time, recording.conductances["K"], **look.potassium)
    lower.set_ylim(bottom=0)
    _name_conductances(lower, result, look)
    lower.set_ylabel(look.choose("conductance (mS/cm²)", "cond. (mS/cm²)"))
    lower.set_xlabel("time since the stimulus began (ms)")
    figure.align_ylabels()
    return figure


def _name_phases(axes: Axes, spike: Spike, rest: float, look: Look) -> None:
    palette = look.palette
    peak_time, trough_time = spike.peak_time - ONSET, spike.trough_time - ONSET
    if spike.threshold is not None and spike.threshold_time is not None:
        onset = spike.threshold_time - ONSET
        axes.plot([onset], [spike.threshold], "o", markersize=6, color=palette.accent, zorder=3, label="threshold")
        look.label(
            axes, onset - 0.15, spike.threshold + 6, "threshold", ha="right", color=palette.accent, names="threshold"
        )
    look.label(axes, peak_time, spike.peak + 9, "peak", ha="center", names="peak")
    look.label(
        axes, peak_time - 0.42, -18, look.choose("depolarization", "depolari-\nzation"), ha="right", names="rise"
    )
    look.label(axes, peak_time + 1.5, -18, "repolarization", names="fall")
    look.label(axes, peak_time + 0.8, 19, "overshoot: above 0 mV", color=palette.muted, names="overshoot")
    look.label(
        axes,
        trough_time - 0.25,
        spike.trough - 9,
        look.choose("undershoot, or afterhyperpolarization: below rest", "undershoot: below rest"),
        color=palette.muted,
        names="undershoot",
    )
    look.label(axes, AFTER - 0.1, rest + 7, "resting potential", ha="right", names="rest")


def _name_conductances(axes: Axes, result: Result, look: Look) -> None:
    recording = result.recording
    lines = (("Na", "Na$^+$ channels", look.sodium, 0.4), ("K", "K$^+$ channels", look.potassium, 1.3))
    for ion, name, style, shift in lines:
        trace = recording.conductances[ion]
        at = int(trace.argmax())
        look.label(axes, recording.time[at] - ONSET + shift, trace[at] * 0.93, name, color=style["color"])
