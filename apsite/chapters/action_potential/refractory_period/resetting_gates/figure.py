"""How strong the second pulse must be, with gates put at rest."""

from matplotlib.figure import Figure

from apsite.chapters.action_potential.refractory_period.resetting_gates.experiment import Result
from apsite.plotting.look import Look


def draw(result: Result, look: Look) -> Figure:
    """Draw one bar for each state."""
    palette = look.palette
    figure = look.figure(look.choose(240, 260))
    axes = figure.subplots()
    names = ("as it is", "h at rest", "n at rest", "both at rest")
    ratios = (result.plain, result.h_reset, result.n_reset, result.both_reset)
    colors = (palette.muted, palette.sodium, palette.potassium, palette.accent)
    axes.barh(names, ratios, color=colors, height=0.6)
    for place, ratio in enumerate(ratios):
        look.label(axes, ratio + 0.1, place, f"{ratio:.2f}")
    axes.axvline(1.0, color=palette.ink, linewidth=1.0, linestyle=(0, (2, 1.5)))
    axes.invert_yaxis()
    axes.set_xlim(0, 7.2)
    axes.set_xticks([0, 1, 2, 4, 6])
    axes.set_xlabel("weakest second pulse (times threshold)")
    return figure
