"""Bars: what sodium enters in a spike of each membrane, over what charging its capacitance takes."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.other_neurons.sodium_per_spike.experiment import Result
from apsite.plotting.look import Look

NAMES = {
    "squid_axon": "squid’s axon, 6.3 °C",
    "crab_axon": "crab’s axon, 18 °C",
    "regular_cell": "regular-spiking cell, 36 °C",
    "fast_cell": "fast-spiking cell, 36 °C",
}
SHORT = {
    "squid_axon": "squid_axon",
    "crab_axon": "crab_axon",
    "regular_cell": "regular\nspiking",
    "fast_cell": "fast\nspiking",
}


def draw(result: Result, look: Look) -> Figure:
    """Draw a bar for each membrane, the costliest first, and the line of what is needed."""
    figure = look.figure(look.choose(260, 290))
    axes = figure.subplots()
    palette = look.palette
    names = list(NAMES)[::-1]
    amounts = [result.costs[name].excess for name in names]
    words = look.choose(NAMES, SHORT)
    axes.barh([words[each] for each in names], amounts, height=0.62, color=palette.sodium)
    for row, amount in enumerate(amounts):
        look.label(axes, amount + 0.2, row, f"{amount:.1f}")
    axes.axvline(1.0, color=palette.accent, linewidth=1.4, linestyle=":")
    needed = "dotted: what charging\nthe membrane needs"
    look.label(axes, 14.8, 1.5, needed, color=palette.accent, ha="right")
    axes.set_xlim(0, 15)
    axes.set_xticks([0, 1, 5, 10])
    axes.tick_params(axis="y", length=0)
    axes.set_title("What a spike costs")
    axes.set_xlabel("Na$^+$ that enters, over what is needed")
    return figure
