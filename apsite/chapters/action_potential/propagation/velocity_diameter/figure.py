"""Velocity against diameter, of bare axons and of myelinated fibres."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.propagation.velocity_diameter.experiment import BARE, FIBRES, Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw both on logarithmic axes."""
    palette = look.palette
    figure = look.figure(look.choose(330, 330))
    axes = figure.subplots()
    axes.plot(BARE, result.bare, color=palette.ink, marker="o", markersize=4)
    axes.plot(FIBRES, result.fibres, color=palette.accent, marker="s", markersize=4)
    axes.plot(
        FIBRES, result.insulated, color=palette.accent, marker="s", markersize=3, linestyle=(0, (2, 1.6)), linewidth=1.1
    )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(0.8, 1300)
    axes.set_ylim(0.6, 150)
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    axes.set_yticks([1, 3, 10, 30, 100], ["1", "3", "10", "30", "100"])
    axes.minorticks_off()
    look.label(axes, 42, 3.5, "bare axon, 18.5 °C:\nas the root of the diameter", va="top")
    look.label(axes, 25, 47, "myelinated fibre, 37 °C:\nas the diameter", color=palette.accent)
    look.label(axes, 25, 112, "perfect insulation", color=palette.accent)
    axes.set_title("Velocity against diameter")
    axes.set_xlabel("diameter, of a fibre with its myelin (µm)")
    axes.set_ylabel("velocity (m/s)")
    return figure
