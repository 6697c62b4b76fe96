"""The gated channels of the spike in their states: who is open when, and what shuts the sodium channel."""

from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from apsite.plotting.look import NARROW, WIDE, Look
from apsite.plotting.sheet import THICK, arrow, bilayer, curve, halves, ion, sheet

BALL = 7.5  # px, of what shuts an open channel from within
WHEN = {
    ("sodium", "shut"): "at rest",
    ("sodium", "open"): "depolarized",
    ("sodium", "inactivated"): "soon after",
    ("potassium", "shut"): "at rest",
    ("potassium", "open"): "depolarized, later",
}


def draw(look: Look) -> Figure:
    """Draw three states of the sodium channel and two of the potassium channel."""
    p, width = look.palette, look.choose(WIDE, NARROW)
    figure, axes = sheet(look, look.choose(272, 520))
    rows = look.choose([(140, (74, 214, 354)), (140, (544, 686))], [(382, (62, 180, 298)), (128, (108, 252))])
    states = (
        [("sodium", "shut"), ("sodium", "open"), ("sodium", "inactivated")],
        [("potassium", "shut"), ("potassium", "open")],
    )
    for (middle, places), kinds in zip(rows, states, strict=True):
        left, right = (places[0] - 62, places[-1] + 62)
        gaps = [
            (x - reach, x + reach) for x, (_, state) in zip(places, kinds, strict=True) for reach in [_reach(state)]
        ]
        bilayer(axes, look, max(left, 0), min(right, width), middle, gaps)
        for x, (kind, state) in zip(places, kinds, strict=True):
            _channel(axes, look, x, middle, kind, state)
            look.label(axes, x, middle - 82, state, ha="center")
            look.label(axes, x, middle - 100, WHEN[kind, state], ha="center", color=p.muted, fontsize=9)
        title = "Sodium channel" if kinds[0][0] == "sodium" else "Potassium channel"
        look.label(axes, max(left, 0) + 6, middle + 112, title, weight="semibold", fontsize=10.5)
        for before, after in pairwise(places):
            arrow(axes, (before + 38, middle - 82), (after - 42, middle - 82), p.muted, width=1.1)
    return figure


def _channel(axes: Axes, look: Look, x: float, middle: float, kind: str, state: str) -> None:
    p = look.palette
    color = p.sodium if kind == "sodium" else p.potassium
    halves(x, middle, 0.5 if state == "shut" else 10, color, axes)
    for side in (-1, 1):  # the sensors: charges that shift outwards when the inside becomes less negative
        lift = -9 if state == "shut" else 9
        axes.text(
            x + side * 16, middle + lift, "+", color=p.ink, fontsize=9, weight="semibold", ha="center", va="center"
        )
    if kind == "sodium":
        foot = middle - THICK / 2 - 12
        ball = (x, foot + 1) if state == "inactivated" else (x + 36, foot - 12)
        curve(
            axes,
            [(x + 19, foot + 4), (x + 30, foot - 16), (ball[0] + 6, ball[1] - 6), ball],
            edgecolor=color,
            linewidth=1.4,
        )
        axes.add_patch(Circle(ball, BALL, facecolor=color, edgecolor=color))
    if state == "open":
        if kind == "sodium":
            arrow(axes, (x, middle + 74), (x, middle - 58), color)
            ion(axes, look, "Na", x, middle + 86)
        else:
            arrow(axes, (x, middle - 58), (x, middle + 74), color)
            ion(axes, look, "K", x, middle + 88)


def _reach(state: str) -> float:
    """Return how far a channel reaches to either side, px."""
    return 16 if state == "shut" else 21
