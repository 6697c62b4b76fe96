"""An axon without a pump: its potentials over hours, and the spikes that it still fires."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.action_potential.experiment import ONSET
from apsite.chapters.action_potential.resting_potential.pump_off.experiment import SPIKES_AT, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw the drift, and spikes along the way."""
    figure = look.figure(look.choose(340, 700))
    drift, spikes = figure.subplots(*look.choose((1, 2), (2, 1)), sharey=look.choose(True, False))
    _draw_drift(drift, result, look)
    _draw_spikes(spikes, result, look)
    for axes in (drift, spikes):
        axes.set_ylim(-92, 58)
        axes.set_yticks([-80, -40, 0, 40])
        look.level(axes, 0.0)
    return figure


def _draw_drift(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    end = float(result.time[-1])
    axes.plot(result.time, result.E_Na, **look.sodium)
    axes.plot(result.time, result.E_K, **look.potassium)
    axes.plot(result.time, result.rest, color=palette.ink)
    axes.axvline(result.last_spike, color=palette.accent, linewidth=1.2, linestyle=":")
    look.label(axes, result.last_spike - 0.02 * end, -20, "last\nspike", color=palette.accent, ha="right")
    look.label(axes, 0.3 * end, 40, "$E_\\mathrm{Na}$", fontsize=11, color=palette.sodium)
    look.label(axes, 0.3 * end, -86, "$E_\\mathrm{K}$", fontsize=11, color=palette.potassium)
    look.label(axes, 0.03 * end, -60, "resting potential")
    axes.set_xlim(0, end)
    axes.set_xticks([share * end for share in (*SPIKES_AT, 1.0)])
    axes.set_title("Without a pump, a slow drift")
    axes.set_xlabel("time since the pump stopped (hours)")
    axes.set_ylabel("potential (mV)")


def _draw_spikes(axes: Axes, result: Result, look: Look) -> None:
    shades = (1.0, 0.75, 0.55, 0.4)
    for share, recording, alpha in zip(SPIKES_AT, result.recordings, shades, strict=True):
        time = recording.time - ONSET
        axes.plot(time, recording.voltage, color=look.palette.ink, alpha=alpha, linewidth=1.6)
        top = int(recording.voltage.argmax())
        if recording.voltage[top] > 0:
            name = "at the start" if share == 0 else f"after {share * result.time[-1]:g} hours"
            look.label(axes, 4.2, float(recording.voltage[top]), name)
            axes.plot(
                [time[top] + 0.1, 4.05], [recording.voltage[top]] * 2, color=look.palette.faint, linewidth=0.9, zorder=0
            )
    axes.set_xlim(-1, 10)
    axes.set_xticks([0, 5, 10])
    axes.set_title("Spikes go on for hours")
    axes.set_xlabel("time since the stimulus began (ms)")
    if look.narrow:
        axes.set_ylabel("potential (mV)")
