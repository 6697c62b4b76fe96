"""The potentials at which ions are in balance, as ladders: two cells, and the membrane of this book."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.chapters.action_potential.resting_potential.reversal_potentials.experiment import Balance, Result
from apsite.plotting.look import Look

HALF = 0.17  # half the length of a rung


def draw(result: Result, look: Look) -> Figure:
    """Draw a ladder for each cell; the dot is the resting potential."""
    figure = look.figure(look.choose(380, 400))
    axes = figure.subplots()
    look.level(axes, 0.0)
    membrane = result.membrane
    own = Balance(membrane.E_K, membrane.E_Na, membrane.E_L, membrane.resting_potential)
    for place, (balance, third) in enumerate(((result.squid, "Cl$^-$"), (result.mammal, "Cl$^-$"), (own, "leak"))):
        _draw_ladder(axes, place, balance, third, look)
    axes.set_xlim(-0.42, 2.62)
    axes.set_ylim(-100, 80)
    axes.set_yticks([-80, -40, 0, 40])
    names = ("squid axon", "mammalian\nneuron", look.choose("the model of\nthis book", "this book's\nmodel"))
    axes.set_xticks(range(3), names)
    axes.tick_params(axis="x", length=0)
    axes.spines["bottom"].set_visible(False)
    axes.set_ylabel("potential (mV)")
    return figure


def _draw_ladder(axes: Axes, place: int, balance: Balance, third: str, look: Look) -> None:
    other = {"color": look.palette.leak, "linestyle": ":"}
    rungs = (
        (balance.E_Na, "Na$^+$", look.sodium),
        (balance.E_K, "K$^+$", look.potassium),
        (balance.E_Cl, third, other),
    )
    axes.plot([place, place], [balance.E_K, balance.E_Na], color=look.palette.faint, linewidth=1.2, zorder=0)
    for height, name, style in rungs:
        axes.plot([place - HALF, place + HALF], [height, height], linewidth=2.6, **style)
        look.label(axes, place + HALF + 0.04, height, name, color=style["color"])
    axes.plot([place], [balance.rest], "o", color=look.palette.ink, markersize=7, zorder=3)
    if place == 1:
        look.label(axes, place - HALF - 0.03, balance.rest - 1, "rest", ha="right")
