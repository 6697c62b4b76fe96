"""A sheet for schematics, and the things that stand on more than one: ions, a membrane, channels, arrows.

Lengths are CSS pixels from the lower left corner. An ion has the colour that it has in every plot, and its name beside
it or in it: colour alone tells nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, PathPatch
from matplotlib.path import Path

from apsite.plotting.look import NARROW, WIDE, Look

HEAD = 4.2  # radius of a lipid's head, px
THICK = 40.0  # of a membrane, px
_PX = 72 / 96  # points


def sheet(look: Look, height: float) -> tuple[Figure, Axes]:
    """Return an empty figure, and its axes, in which a unit is a pixel."""
    figure = look.figure(height)
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, look.choose(WIDE, NARROW))
    axes.set_ylim(0, height)
    axes.set_axis_off()
    return figure, axes


def curve(axes: Axes, points: Sequence[tuple[float, float]], closed: bool = False, **style: Any) -> None:
    """Draw a smooth curve through points (Catmull and Rom's); closed, what it encloses is filled."""
    around = [points[-1], *points, *points[:2]] if closed else [points[0], *points, points[-1]]
    known = np.array(around, dtype=float)
    vertices, codes = [known[1]], [Path.MOVETO]
    for before, start, end, after in zip(known, known[1:], known[2:], known[3:], strict=False):
        vertices += [start + (end - before) / 6, end - (after - start) / 6, end]
        codes += [Path.CURVE4] * 3
    axes.add_patch(PathPatch(Path(vertices, codes), **{"fill": closed, "capstyle": "round"} | style))


def dots(axes: Axes, places: Sequence[tuple[float, float]], radius: float, **style: Any) -> None:
    """Draw dots of one kind, as markers: in an SVG the shape of one stands for all, which is a tenth of the bytes."""
    xs, ys = zip(*places, strict=True)
    color = style.get("markeredgecolor", style["markerfacecolor"])
    seen = {"color": color, "markeredgecolor": color, "markeredgewidth": 0.0}
    axes.plot(xs, ys, linestyle="none", marker="o", markersize=2 * radius * _PX, **seen | style)


def ion(axes: Axes, look: Look, name: str, x: float, y: float, radius: float = 10.0) -> None:
    """Draw an ion with its name in it: "Na", "K", "Ca", "Cl" or "A", what proteins and other large ones carry."""
    p = look.palette
    color = {"Na": p.sodium, "K": p.potassium, "Ca": p.stimulus}.get(name, p.muted)
    charge = {"Ca": "2+", "Cl": "−", "A": "−"}.get(name, "+")
    dots(axes, [(x, y)], radius, markerfacecolor=color, alpha=0.18)
    dots(axes, [(x, y)], radius, markerfacecolor="none", markeredgecolor=color, markeredgewidth=0.9)
    text = rf"$\mathrm{{{name}^{{{charge}}}}}$"
    axes.text(x, y - 0.4, text, color=color, fontsize=0.78 * radius, ha="center", va="center")


def arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], color: str, bend: float = 0.0, width: float = 1.6
) -> None:
    """Draw an arrow; `bend` is the height of its bow as a share of its length."""
    axes.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=9, linewidth=width, color=color, shrinkA=0, shrinkB=0,
            connectionstyle=f"arc3,rad={bend}", capstyle="round", joinstyle="round",
        )
    )  # fmt: skip


def bilayer(
    axes: Axes, look: Look, left: float, right: float, middle: float, gaps: Iterable[tuple[float, float]]
) -> None:
    """Draw a membrane between two places, two lipids thick, but for the `gaps`, from and to, where proteins stand."""
    p, holes = look.palette, list(gaps)
    places = np.arange(left + HEAD, right, 2 * HEAD + 1.2)
    lipids = [x for x in places if not any(start - HEAD < x < end + HEAD for start, end in holes)]
    for side in (1, -1):
        head = middle + side * (THICK / 2 - HEAD)
        feet = [(x + foot, x + foot * 1.15) for x in lipids for foot in (-1.7, 1.7)]
        xs = [each for start, end in feet for each in (start, end, np.nan)]
        ys = [head - side * HEAD, middle + side * 1.5, np.nan] * len(feet)
        axes.plot(xs, ys, color=p.muted, linewidth=0.7, alpha=0.55)
        heads = [(x, head) for x in lipids]
        dots(axes, heads, HEAD, markerfacecolor=p.faint, markeredgecolor=p.muted, markeredgewidth=0.7)


def protein(axes: Axes, points: Sequence[tuple[float, float]], color: str, closed: bool = True) -> None:
    """Draw a part of a protein, tinted in the colour of the ion that it lets pass."""
    curve(axes, points, closed, facecolor=color, edgecolor="none", alpha=0.28)
    curve(axes, points, closed, facecolor="none", edgecolor=color, linewidth=1.2)


def halves(
    x: float, middle: float, pore: float, color: str, axes: Axes, width: float = 17.0, reach: float = 12.0
) -> None:
    """Draw the two halves of a channel at `x`, with a `pore` between them, through a membrane and `reach` beyond it."""
    top, bottom = middle + THICK / 2 + reach, middle - THICK / 2 - reach
    for side in (-1, 1):
        near, far = x + side * pore / 2, x + side * (pore / 2 + width)
        bulge = x + side * (pore / 2 + width + 2)
        outline = [
            (near + side * 3, top),
            (far, top - 5),
            (bulge, middle),
            (far, bottom + 5),
            (near + side * 3, bottom),
        ]
        protein(axes, [*outline, (near, bottom + 8), (near, middle), (near, top - 8)], color)
