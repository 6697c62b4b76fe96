"""The spike with its phases named, and beneath it the two conductances on the same time axis."""

from matplotlib.figure import Figure

from apsite.drawing.look import Look
from apsite.experiments.action_potential import ONSET, WIDTH, Result

BEFORE, AFTER = 1.0, 9.0  # ms around the onset of the pulse


def draw(result: Result, look: Look) -> Figure:
    """Draw both traces over the time since the onset of the pulse."""
    recording, palette = result.recording, look.palette
    time = recording.time - ONSET
    figure = look.figure(look.choose(470, 480))
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[2.1, 1])
    upper.set_xlim(-BEFORE, AFTER)
    upper.set_ylim(-92, 52)
    upper.set_yticks([-80, -60, -40, -20, 0, 20, 40])
    look.level(upper, 0.0)
    rest = recording.membrane.resting_potential
    look.level(upper, rest)
    upper.plot(time, recording.voltage, color=palette.ink)
    upper.plot([0, WIDTH], [-88, -88], color=palette.stimulus, linewidth=4, solid_capstyle="butt")
    look.label(upper, WIDTH + 0.15, -88, "stimulus", color=palette.stimulus)
    if result.spike is not None:
        _name_phases(upper, result, look, rest)
    upper.set_ylabel("membrane potential (mV)")

    lower.plot(time, recording.conductances["Na"], **look.sodium)
    lower.plot(time, recording.conductances["K"], **look.potassium)
    lower.set_ylim(bottom=0)
    _name_conductances(lower, result, look)
    lower.set_ylabel(look.choose("conductance (mS/cm²)", "cond. (mS/cm²)"))
    lower.set_xlabel("time since the stimulus began (ms)")
    figure.align_ylabels()
    return figure


def _name_phases(axes, result: Result, look: Look, rest: float) -> None:  # type: ignore[no-untyped-def]
    spike, palette = result.spike, look.palette
    assert spike is not None
    peak_time, trough_time = spike.peak_time - ONSET, spike.trough_time - ONSET
    if spike.threshold is not None and spike.threshold_time is not None:
        onset = spike.threshold_time - ONSET
        axes.plot([onset], [spike.threshold], "o", markersize=6, color=palette.accent, zorder=3)
        look.label(axes, onset - 0.15, spike.threshold + 5, "threshold", ha="right", color=palette.accent)
    look.label(axes, peak_time, spike.peak + 9, "peak", ha="center")
    look.label(axes, peak_time - 0.42, -18, look.choose("depolarization", "depolari-\nzation"), ha="right")
    look.label(axes, peak_time + 1.15, -18, "repolarization")
    look.label(axes, peak_time + 0.72, 17, "overshoot (above 0 mV)", color=palette.muted)
    look.label(
        axes, trough_time + look.choose(0.0, -0.6), spike.trough - 6,
        look.choose("undershoot (afterhyperpolarization)", "undershoot"),
    )  # fmt: skip
    look.label(axes, AFTER - 0.1, rest + 6, "resting potential", ha="right", color=palette.muted)


def _name_conductances(axes, result: Result, look: Look) -> None:  # type: ignore[no-untyped-def]
    recording = result.recording
    for ion, name, style, shift in (("Na", "Na$^+$ channels", look.sodium, 0.35), ("K", "K$^+$ channels", look.potassium, 1.1)):
        trace = recording.conductances[ion]
        at = int(trace.argmax())
        look.label(axes, recording.time[at] - ONSET + shift, trace[at] * 0.93, name, color=style["color"])
