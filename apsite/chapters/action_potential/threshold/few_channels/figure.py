"""The potential of patches with so many channels, and how many of the first patch's channels are open."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.threshold.few_channels.experiment import DURATION, ONSET, Result
from apsite.plotting.look import Look

FIRST = -15.0  # ms after the pulse: from there on the patches are shown
DOTTED = (0, (1.4, 2.2))


def draw(result: Result, look: Look) -> Figure:
    """Draw the potentials above, and beneath them sodium and potassium channels."""
    figure = look.figure(look.choose(500, 540))
    layout = look.choose(
        [["potential", "potential"], ["sodium", "potassium"]], [["potential"], ["sodium"], ["potassium"]]
    )
    axes = figure.subplot_mosaic(layout, height_ratios=look.choose([1.3, 1], [1.3, 1, 1]))
    for name, panel in axes.items():
        panel.set_label(name)
        panel.set_xlim(FIRST, DURATION - ONSET)
        panel.set_xticks([-15, -10, -5, 0, 5, 10, 15, 20])
    _draw_potential(axes["potential"], result, look)
    _draw_open(axes["sodium"], result, look)
    _draw_open(axes["potassium"], result, look)
    return figure


def _draw_potential(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    time = result.recording.time - ONSET
    for voltage in result.recording.voltage[1:]:
        axes.plot(time, voltage, color=palette.muted, linewidth=0.9, alpha=0.7)
    axes.plot(time, result.recording.voltage[0], color=palette.ink, linewidth=1.7)
    axes.plot(result.smooth.time - ONSET, result.smooth.voltage, color=palette.accent, linewidth=1.9, linestyle=DOTTED)
    axes.plot([0, result.protocol.width], [-94, -94], color=palette.stimulus, linewidth=4, solid_capstyle="butt")
    look.label(axes, 1.0, -94, "pulse", color=palette.stimulus)
    axes.set_ylim(-100, 95)
    axes.set_yticks([-80, -40, 0, 40])
    look.label(axes, -14.5, 84, "grey and bold: the patches", color=palette.muted)
    look.label(axes, look.choose(-5.0, -14.5), look.choose(84, 62), "dotted: the book's membrane", color=palette.accent)
    look.level(axes, 0.0)
    axes.set_title("All patches get the same pulse")
    axes.set_xlabel("time since the pulse began (ms)")
    axes.set_ylabel(look.choose("membrane potential (mV)", "potential (mV)"))


def _draw_open(axes: Axes, result: Result, look: Look) -> None:
    sodium = axes.get_label() == "sodium"
    shares, style = (result.sodium, look.sodium) if sodium else (result.potassium, look.potassium)
    m, h, n = (result.smooth.gates[name] for name in "mhn")
    axes.plot(result.recording.time - ONSET, shares, linewidth=1.3, **style)
    smooth = 100.0 * (m**3 * h if sodium else n**4)
    axes.plot(result.smooth.time - ONSET, smooth, color=look.palette.accent, linewidth=1.9, linestyle=DOTTED)
    axes.set_ylim(0, 60)
    axes.set_yticks([0, 20, 40, 60])
    axes.set_title(f"{'Sodium' if sodium else 'Potassium'} channels of the bold patch")
    axes.set_xlabel("time since the pulse began (ms)")
    axes.set_ylabel("open channels (%)")
