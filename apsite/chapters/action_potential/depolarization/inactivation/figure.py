"""One test step from several holding potentials, and the share of channels that each leaves available."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.depolarization.inactivation.experiment import ONSET, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the currents of the test step, and their peaks over the holding potential."""
    palette = look.palette
    figure = look.figure(look.choose(330, 580))
    traces, peaks = figure.subplots(*look.choose((1, 2), (2, 1)))
    for holding, recording in result.family.items():
        current = recording.currents["Na"] / 1000
        since = recording.time - ONSET
        traces.plot(since, current, **look.sodium | {"linewidth": 1.5})
        lowest = int(current.argmin())
        words = f"from {holding:.0f} mV".replace("-", "−")
        traces.plot([-0.2, since[lowest]], [current[lowest]] * 2, color=palette.faint, linewidth=0.8, zorder=0)
        look.label(traces, -0.25, current[lowest], words, ha="right", fontsize=9)
    traces.set_xlim(-1.9, 4)
    traces.set_xticks([0, 2, 4])
    traces.set_yticks([0, -1, -2])
    look.level(traces, 0.0)
    traces.set_title("The same step, four starts")
    traces.set_xlabel("time since the step (ms)")
    traces.set_ylabel("sodium current (mA/cm²)")

    peaks.plot(result.potentials, result.settled, color=palette.muted, linewidth=1.2)
    peaks.plot(result.holdings, result.available, "o", color=palette.sodium, markersize=5)
    rest = result.prepulse.voltage[0]
    peaks.axvline(rest, color=palette.faint, linewidth=0.9, zorder=0)
    look.label(peaks, rest + 1.5, 0.97, "rest", color=palette.muted)
    look.label(peaks, -58, 0.5, r"line: $h_\infty$", color=palette.muted)
    look.label(peaks, -58, 0.63, "dots: measured", color=palette.sodium)
    peaks.set_ylim(0, 1.05)
    peaks.set_yticks([0, 0.5, 1])
    peaks.set_xlim(-122, -28)
    peaks.set_xticks([-120, -90, -60, -30])
    peaks.set_title("What the start leaves over")
    peaks.set_xlabel("potential before the step (mV)")
    peaks.set_ylabel("available channels (share)")
    return figure
