"""A neuron with its parts, and the way of a spike along it to the next cell."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from apsite.plotting.look import Look
from apsite.plotting.sheet import arrow, curve, sheet

#: Dendrites from the cell body outwards, px from its middle, each with its width in points.
DENDRITES = [
    ([(-24, 14), (-48, 40), (-66, 76)], 4.0),
    ([(-46, 38), (-80, 46), (-104, 68)], 2.4),
    ([(-30, -2), (-62, 2), (-92, -4), (-118, 8)], 3.6),
    ([(-88, -3), (-108, -22), (-122, -28)], 2.0),
    ([(-22, -18), (-44, -46), (-56, -82)], 4.0),
    ([(-43, -45), (-76, -56), (-98, -78)], 2.4),
    ([(-4, 28), (-6, 56), (-22, 84)], 3.4),
    ([(-7, 60), (12, 74), (18, 92)], 2.0),
    ([(0, -28), (2, -56), (-12, -86)], 3.0),
]  # fmt: skip
SOMA = [(32, 2), (22, 24), (0, 31), (-24, 22), (-33, 0), (-24, -22), (0, -31), (22, -22)]
#: Branches at the axon's end, px from where it divides.
BRANCHES = [
    [(0, 0), (26, 16), (52, 40)],
    [(0, 0), (34, 2), (66, -2)],
    [(0, 0), (24, -18), (50, -44)],
]  # fmt: skip


def draw(look: Look) -> Figure:
    """Draw it from left to right; on a phone the axon is shorter."""
    p = look.palette
    figure, axes = sheet(look, look.choose(236, 262))
    x, y = look.choose((138, 122), (104, 150))
    end = look.choose(572, 222)
    _cell(axes, look, x, y)
    curve(axes, [(x + 30, y), ((x + end) / 2, y + 3), (end, y)], edgecolor=p.ink, linewidth=4.2)
    curve(axes, [(x + 30, y), ((x + end) / 2, y + 3), (end, y)], edgecolor=p.faint, linewidth=2.4)
    for branch in BRANCHES:
        places = [(end + dx * look.choose(1.0, 0.8), y + dy) for dx, dy in branch]
        curve(axes, places, edgecolor=p.ink, linewidth=2.2)
        axes.add_patch(Circle(places[-1], 7.5, facecolor=p.faint, edgecolor=p.ink, linewidth=1.3))
    _next(axes, look, end + look.choose(80, 64), y)
    start, stop = (x + look.choose(110, 44), y + 24), (x + look.choose(300, 110), y + 24)
    arrow(axes, start, stop, p.accent, width=2.2)
    look.label(
        axes,
        (start[0] + stop[0]) / 2,
        y + 44,
        look.choose("the spike travels this way", "the spike"),
        color=p.accent,
        ha="center",
    )
    low = look.choose(18, 34)
    _point(
        axes, look, "dendrites", (x - look.choose(112, 92), low), (x - look.choose(92, 76), y - look.choose(70, 58)), 10
    )
    _point(axes, look, "cell body", (x + 30, low + look.choose(40, 52)), (x + 16, y - 20), 12)
    look.label(axes, (x + end) / 2 + look.choose(0, 14), y - 20, "axon", ha="center")
    _point(axes, look, "terminals", (end - look.choose(6, 40), low), (end + look.choose(46, 36), y - 54), 24)
    across = look.choose((end + 98, y), (352, low))
    look.label(axes, across[0], across[1], "the next cell", ha=look.choose("left", "right"), color=p.muted)
    return figure


def _point(
    axes: Axes, look: Look, words: str, place: tuple[float, float], at: tuple[float, float], over: float
) -> None:
    """Write `words` at a `place`, and draw a line from above them, `over` px to the right, to what they name."""
    look.label(axes, place[0], place[1], words)
    axes.plot([place[0] + over, at[0]], [place[1] + 10, at[1]], color=look.palette.muted, linewidth=0.9)


def _cell(axes: Axes, look: Look, x: float, y: float) -> None:
    p = look.palette
    for color, wider in ((p.ink, 1.6), (p.faint, 0.0)):
        for points, width in DENDRITES:
            places = [(x + dx * look.choose(1.0, 0.8), y + dy) for dx, dy in points]
            curve(axes, places, edgecolor=color, linewidth=width + wider)
    curve(axes, [(x + dx, y + dy) for dx, dy in SOMA], closed=True, facecolor=p.faint, edgecolor=p.ink, linewidth=1.3)
    axes.add_patch(Circle((x - 2, y), 10, facecolor=p.muted, edgecolor="none", alpha=0.45))


def _next(axes: Axes, look: Look, x: float, y: float) -> None:
    """Draw the side of the next cell, a narrow gap away from the terminals."""
    p = look.palette
    edge = [(x + 34, y + 104), (x + 2, y + 56), (x + 4, y), (x - 2, y - 56), (x + 26, y - 96)]
    curve(axes, edge, edgecolor=p.ink, linewidth=1.3)
