"""What one spike moves through each piece of membrane, and how little that changes where there is much inside."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.action_potential.experiment import ONSET
from apsite.chapters.action_potential.resting_potential.ions_per_spike.experiment import CHOSEN, Result
from apsite.plotting.look import Look

SHOWN = 12.0  # ms


def draw(result: Result, look: Look) -> Figure:
    """Draw the amounts moved over time, and the change inside against the diameter."""
    figure = look.figure(look.choose(340, 640))
    amounts, rises = figure.subplots(*look.choose((1, 2), (2, 1)))
    _draw_amounts(amounts, result, look)
    _draw_rises(rises, result, look)
    return figure


def _draw_amounts(axes: Axes, result: Result, look: Look) -> None:
    moved, palette = result.moved, look.palette
    time = moved.recording.time - ONSET
    axes.plot(time, moved.entered, **look.sodium)
    axes.plot(time, moved.left, **look.potassium)
    axes.axhline(moved.needed, color=palette.accent, linewidth=1.4, linestyle=":")
    top = float(moved.entered.max())
    axes.set_xlim(-1, SHOWN)
    axes.set_ylim(0, 1.15 * top)
    axes.set_xticks([0, 5, 10])
    axes.set_yticks([0, 5, 10, 15])
    look.label(axes, 5.0, 1.07 * top, "Na$^+$ that entered", color=palette.sodium)
    look.label(axes, 5.0, 0.9 * top, "K$^+$ that left", color=palette.potassium)
    look.label(
        axes, SHOWN, moved.needed + 0.07 * top, "enough to charge the membrane", color=palette.accent, ha="right"
    )
    axes.set_title("What a spike moves")
    axes.set_xlabel("time since the stimulus began (ms)")
    axes.set_ylabel("moved (pmol/cm²)")


def _draw_rises(axes: Axes, result: Result, look: Look) -> None:
    axes.loglog(result.diameters, result.rises, **look.sodium)
    for diameter, rise, name in zip(CHOSEN, result.chosen, ("giant axon", "large axon", "thin axon"), strict=True):
        axes.plot([diameter], [rise], "o", color=look.palette.sodium, markersize=6)
        giant = diameter == max(CHOSEN)
        look.label(
            axes,
            diameter * (0.7 if giant else 1.6),
            rise * (0.75 if giant else 1.45),
            name,
            ha="right" if giant else "left",
        )
    axes.set_xlim(0.5, 1000)
    axes.set_ylim(3e-4, 2)
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    axes.set_yticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    axes.minorticks_off()
    axes.set_title("What that changes inside")
    axes.set_xlabel("diameter of the axon (µm)")
    axes.set_ylabel("rise of Na$^+$ inside (mM)")
