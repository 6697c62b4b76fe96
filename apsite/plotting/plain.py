"""How plots look that a notebook makes with Matplotlib alone, and how one becomes a pair of pictures for pages.

Owns the style sheet `book_style`, which works wherever the package is installed, and the step from the light palette,
in which a notebook draws, to the dark one.
"""

import re
from typing import Any

from cycler import cycler

from apsite.plotting.look import DARK, LIGHT, PX, Look, Palette, exchanged
from apsite.plotting.rendering import for_pages

#: Size of a plot, px; for a phone it is drawn once more, as high and as wide as its screen.
SIZE = (500, 310)


def book_style() -> dict[str, Any]:
    """Return the book's style for Matplotlib, for `plt.style.use`.

    The colours C0 to C5 are those of the book: black for the potential, then sodium, potassium, leak, stimulus and an
    accent. Where the book's typeface is not installed, Matplotlib's own stands in.
    """
    look = Look(LIGHT, narrow=False)
    try:
        settings = look.settings
    except FileNotFoundError:  # a copy of the package alone, without the typefaces of the site
        settings = look.colours | {"font.size": 9.5}
    p = LIGHT
    return settings | {
        "axes.prop_cycle": cycler(color=[p.ink, p.sodium, p.potassium, p.leak, p.stimulus, p.accent]),
        "figure.facecolor": p.page,
        "savefig.facecolor": p.page,
        "figure.figsize": (SIZE[0] * PX, SIZE[1] * PX),
        "figure.constrained_layout.use": True,
        "grid.color": p.faint,
        "legend.labelcolor": p.ink,
    }


def pictures(svg: str) -> dict[str, str]:
    """Return the picture that a notebook drew in `book_style` for light and for dark pages, by palette."""
    text = for_pages(svg)
    return {palette.name: _in(palette, text) for palette in (LIGHT, DARK)}


def _in(palette: Palette, svg: str) -> str:
    """Return `svg`, drawn in the light palette, in another, and without its ground: a page brings its own."""
    others = exchanged(palette) | {LIGHT.page: "none"}
    return re.sub(r"#[0-9a-f]{6}\b", lambda colour: others.get(colour[0], colour[0]), svg)
