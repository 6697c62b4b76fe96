"""A synapse: what happens between the spike in the terminal and the answer of the next cell, in four steps."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from apsite.plotting.look import NARROW, WIDE, Look
from apsite.plotting.sheet import arrow, curve, dots, halves, ion, sheet

#: Vesicles, px from the middle of the terminal and above its lower membrane.
VESICLES = [(-84, 44), (-52, 82), (-16, 52), (20, 88), (-92, 98), (54, 62), (88, 104), (-30, 120), (62, 128), (-2, 148)]
#: Transmitter on its way, px from the mouth of the vesicle.
RELEASED = [
    (-4, 11), (4, 12), (0, 4), (-3, -5), (5, -8), (-12, -14), (1, -16), (13, -17), (-22, -24), (24, -22), (-2, -28),
    (34, -28), (10, -30),
]  # fmt: skip
DOTS = [(0, 0), (4, 4), (-5, 2), (1, -5), (-3, -3), (5, -2), (0, 5.5)]


def draw(look: Look) -> Figure:
    """Draw the terminal above, the next cell below, and number the steps."""
    p, width, height = look.palette, look.choose(WIDE, NARROW), look.choose(372, 470)
    figure, axes = sheet(look, height)
    x = look.choose(250, 180)
    base = look.choose(140, 238)  # the terminal's lower membrane
    cell = base - 44  # the next cell's
    outline = [
        (x - 16, height + 30), (x - 18, base + 196), (x - 92, base + 150), (x - 130, base + 70),
        (x - 104, base + 6), (x, base),
        (x + 104, base + 6), (x + 130, base + 70), (x + 92, base + 150), (x + 18, base + 196), (x + 16, height + 30),
    ]  # fmt: skip
    curve(axes, outline, facecolor=p.faint, edgecolor="none", closed=True, alpha=0.35)
    curve(axes, outline, edgecolor=p.ink, linewidth=1.5)
    reach = look.choose(168, 176)
    under = [(x - reach, cell - 26), (x - 96, cell), (x, cell), (x + 96, cell), (x + reach, cell - 26)]
    curve(axes, under, edgecolor=p.ink, linewidth=1.5)
    _vesicles(axes, look, x, base)
    _released(axes, look, x + 30, base)
    _calcium(axes, look, x - 62, base)
    for dx in (-22, 62):
        halves(x + dx, cell, 6, p.accent, axes, width=9, reach=-4)
    arrow(axes, (x + 62, cell + 14), (x + 62, cell - 34), p.sodium)
    ion(axes, look, "Na", x + 62, cell - 45, 9.5)
    arrow(axes, (x, base + 232), (x, base + 176), p.accent, width=2.2)
    _words(look, axes, x, base, cell, width)
    return figure


def _vesicles(axes: Axes, look: Look, x: float, base: float) -> None:
    p, places = look.palette, [(x + dx, base + dy) for dx, dy in VESICLES]
    dots(axes, places, 12, markerfacecolor=p.page, markeredgecolor=p.ink, markeredgewidth=1.1)
    dots(axes, [(px + dx, py + dy) for px, py in places for dx, dy in DOTS], 1.7, markerfacecolor=p.accent)


def _released(axes: Axes, look: Look, x: float, base: float) -> None:
    """Draw a vesicle that has opened into the gap, and the transmitter that leaves it."""
    p = look.palette
    axes.plot([x - 7, x + 7], [base, base], color=p.page, linewidth=4, solid_capstyle="butt")
    bowl = [(x - 7, base), (x - 13, base + 10), (x, base + 22), (x + 13, base + 10), (x + 7, base)]
    curve(axes, bowl, closed=False, facecolor=p.page, edgecolor=p.ink, linewidth=1.2)
    dots(axes, [(x + dx, base + dy) for dx, dy in RELEASED], 1.9, markerfacecolor=p.accent)


def _calcium(axes: Axes, look: Look, x: float, base: float) -> None:
    p = look.palette
    halves(x, base + 1, 8, p.stimulus, axes, width=11, reach=-2)
    arrow(axes, (x, base - 11), (x, base + 34), p.stimulus)
    ion(axes, look, "Ca", x, base - 23, 9.5)


def _words(look: Look, axes: Axes, x: float, base: float, cell: float, width: float) -> None:
    p = look.palette
    steps = [
        "The spike arrives.",
        "Calcium channels open: Ca²⁺ enters.",
        "Vesicles empty transmitter into the gap.",
        "It opens channels in the next cell.",
    ]
    marks = [(x + 16, base + 208), (x - 86, base + 22), (x + 54, base + 20), (x + 86, cell - 14)]
    left, top, step = look.choose((430, 300, 44), (22, 118, 27))
    for number, (words, (at, above)) in enumerate(zip(steps, marks, strict=True), 1):
        for px, py in ((at, above), (left, top - step * (number - 1))):
            dots(axes, [(px, py)], 8.5, markerfacecolor=p.ink)
            axes.text(
                px, py - 0.6, str(number), color=p.page, fontsize=8.5, weight="semibold", ha="center", va="center"
            )
        look.label(axes, left + 16, top - step * (number - 1), words)
    parts = {
        "terminal": base + look.choose(140, 196),
        look.choose("synaptic cleft", "cleft"): (base + cell) / 2 + 2,
        "next cell": cell - look.choose(46, 48),
    }
    side, reads = look.choose((x - 146, "right"), (8, "left"))
    for part, above in parts.items():
        look.label(axes, side, above, part, color=p.muted, style="italic", ha=reads)
