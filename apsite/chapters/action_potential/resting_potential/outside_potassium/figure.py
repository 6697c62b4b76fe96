"""Potentials against the potassium outside, and the force on potassium, which stays outward."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.resting_potential.outside_potassium.experiment import Result
from apsite.plotting.look import Look

LOW, HIGH = 2.0, 20.0  # mM
TICKS = (2, 5, 10, 20)


def draw(result: Result, look: Look) -> Figure:
    """Draw the potentials, and what is left of the force."""
    figure = look.figure(look.choose(340, 600))
    potentials, forces = figure.subplots(*look.choose((1, 2), (2, 1)))
    _draw_potentials(potentials, result, look)
    _draw_forces(forces, result, look)
    for axes in (potentials, forces):
        axes.set_xscale("log")
        axes.set_xlim(LOW, HIGH)
        axes.set_xticks(TICKS, [str(tick) for tick in TICKS])
        axes.minorticks_off()
        axes.set_xlabel("K$^+$ outside the cell (mM)")
        for level in (result.usual_outside, result.protocol.raised):
            axes.axvline(level, color=look.palette.faint, linewidth=0.9, zorder=0)
    return figure


def _draw_potentials(axes: Axes, result: Result, look: Look) -> None:
    axes.plot(result.outside, result.rest, color=look.palette.ink)
    axes.plot(result.outside, result.E_K, **look.potassium)
    axes.plot(
        [result.usual_outside, result.protocol.raised],
        [result.usual_rest, result.raised_rest],
        "o",
        color=look.palette.ink,
        markersize=6,
    )
    axes.set_ylim(-115, -45)
    axes.set_yticks([-100, -80, -60])
    look.label(axes, 2.2, -63, "resting potential", names="curve")
    look.label(axes, 5.3, -104, "$E_\\mathrm{K}$: K$^+$\nin balance", color=look.palette.potassium, names="curve")
    axes.set_title("More K$^+$ outside depolarizes")
    axes.set_ylabel("potential (mV)")


def _draw_forces(axes: Axes, result: Result, look: Look) -> None:
    palette = look.palette
    axes.fill_between([LOW, HIGH], 0, -14, color=palette.muted, alpha=0.14, linewidth=0)
    axes.axhline(0.0, color=palette.faint, linewidth=0.9)
    axes.plot(result.outside, result.forces_settled, color=palette.ink)
    axes.plot(result.outside, result.forces_at_once, color=palette.accent, linestyle=(0, (1.5, 1.2)))
    for force in (result.at_once, result.settled):
        axes.plot([result.protocol.raised], [force], "o", color=palette.ink, markersize=6)
    axes.plot([result.usual_outside], [result.usual], "o", color=palette.ink, markersize=6)
    axes.set_ylim(-14, 48)
    axes.set_yticks([0, 20, 40])
    look.label(axes, 10.6, 14.5, "settled", names="curve")
    after = look.choose("just after the change", "just after\nthe change")
    look.label(axes, 4.7, look.choose(10.5, 12), after, color=palette.accent, ha="right", names="curve")
    look.label(axes, 2.1, 3.2, "K$^+$ flows out", color=palette.muted, names="above zero")
    look.label(axes, 2.1, -7, "K$^+$ flows in", color=palette.muted, names="below zero")
    axes.set_title("Doubled, it still flows out")
    axes.set_ylabel("driving force on K$^+$ (mV)")
