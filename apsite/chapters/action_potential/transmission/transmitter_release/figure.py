"""The chain from the spike to the next cell, one beneath the other, and release against calcium."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.transmission.transmitter_release.experiment import Result
from apsite.plotting.look import Look

BEFORE, AFTER = 1.0, 6.0  # ms around the spike's peak
ROWS = ("spike", "current", "calcium", "next")


def draw(result: Result, look: Look) -> Figure:
    """Draw the four steps on one time axis, and the fourth power beside them."""
    figure = look.figure(look.choose(520, 600))
    layout = look.choose([[row, "power"] for row in ROWS], [[row] for row in (*ROWS, "power")])
    ratios = look.choose({"width_ratios": [1.35, 1]}, {"height_ratios": [1, 1, 1, 1, 2.2]})
    axes = figure.subplot_mosaic(layout, **ratios)
    for name, panel in axes.items():
        panel.set_label(name)
    _draw_chain(axes, result, look)
    _draw_power(axes["power"], result, look)
    figure.align_ylabels([axes[row] for row in ROWS])
    return figure


def _draw_chain(axes: dict[str, Axes], result: Result, look: Look) -> None:
    entry, palette = result.entry, look.palette
    time = entry.time - result.spike.peak_time
    release = entry.peak_time - result.spike.peak_time
    axes["spike"].plot(time, entry.voltage, color=palette.ink)
    axes["current"].plot(time, entry.current, color=palette.stimulus)
    axes["calcium"].plot(time, entry.concentration, color=palette.accent)
    axes["next"].plot(time, result.response, color=palette.ink)
    axes["next"].plot(time, result.silent, color=palette.muted, linestyle=(0, (4, 1.5)))
    words = (
        ("spike", "the spike in the terminal", "V (mV)"),
        ("current", "calcium current, inward", "(µA/cm²)"),
        ("calcium", "calcium beside the channels", "(µM)"),
        ("next", "the next cell", "V (mV)"),
    )
    axes["spike"].set_yticks([-70, 0])
    axes["spike"].set_title("One after the other")
    # Room for a terminal that takes up more.
    axes["current"].set_ylim(2.6 * entry.current.min(), -0.1 * entry.current.min())
    axes["calcium"].set_ylim(-1.5, 32)
    below = look.choose(1.3, 2.2)  # room for words between the dashed line and the axis
    axes["next"].set_ylim(result.silent.min() - below, result.silent.min() + 3.4)
    for row, name, unit in words:
        panel = axes[row]
        panel.set_xlim(-BEFORE, AFTER)
        panel.set_ylabel(unit)
        panel.axvline(release, color=palette.faint, linewidth=0.9, zorder=0)
        panel.set_xticks([0, 2, 4, 6], ["0", "2", "4", "6"] if row == "next" else [])
        _write(panel, 0.78, name, look)
    _write(axes["next"], look.choose(0.14, 0.18), "without calcium", look, color=palette.muted)
    axes["next"].set_xlabel("time since the spike's peak (ms)")


def _write(axes: Axes, height: float, text: str, look: Look, **style: str) -> None:
    """Write `text` at the right end of `axes`, at a share of their height."""
    low, high = axes.get_ylim()
    look.label(axes, AFTER - 0.14, low + height * (high - low), text, ha="right", **style)


def _draw_power(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    axes.loglog(result.concentrations, result.probabilities, color=palette.accent)
    axes.plot([result.entry.peak], [result.entry.release_probability], "o", color=palette.ink, markersize=6)
    look.label(
        axes, result.entry.peak * 0.82, result.entry.release_probability * 1.25, "this spike", ha="right", names="mark"
    )
    axes.set_xlim(1.3, 60)
    axes.set_ylim(3e-5, 1.6)
    axes.set_xticks([2, 5, 10, 20, 50], ["2", "5", "10", "20", "50"])
    axes.set_yticks([1e-4, 1e-3, 1e-2, 1e-1, 1], ["0.0001", "0.001", "0.01", "0.1", "1"])
    axes.minorticks_off()
    look.label(axes, 4.6, 9e-4, "twice the calcium,\n16 times the release")
    axes.set_title("Release follows the fourth power")
    axes.set_xlabel("largest calcium concentration (µM)")
    axes.set_ylabel("probability of release")
