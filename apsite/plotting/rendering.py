"""From a figure to the bytes of its SVG, the same bytes for the same figure on every run, and to its geometry."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from apsite.plotting.geometry import geometry
from apsite.plotting.look import DARK, LIGHT, LOOKS, Look, exchanged

_COLOR = re.compile(rb"#[0-9a-f]{6,8}\b")


@dataclass(frozen=True)
class Drawing:
    """What became of a figure: `pictures`, one SVG file per look, by file name; `layouts`, wide and narrow, by name."""

    pictures: dict[str, bytes]
    layouts: dict[str, dict[str, Any]]


def render(draw: Callable[[Any, Look], Figure], result: Any) -> Drawing:
    """Return what `draw` makes of `result` in every look.

    Where a figure has the colours of its palette and no others, it is drawn for light pages only: for dark ones the
    colours are exchanged, which takes no time.
    """
    drawing = Drawing({}, {})
    light: dict[bool, Figure] = {}
    for look in LOOKS:
        if look.palette is DARK:
            picture = drawing.pictures[f"{Look(LIGHT, look.narrow).name}.svg"]
            if (dark := recoloured(picture)) is not None:
                drawing.pictures[f"{look.name}.svg"] = dark
                continue
        with mpl.rc_context(look.settings):
            figure = draw(result, look)
            canvas = FigureCanvasSVG(figure)
            figure.dpi = canvas.fixed_dpi  # at another one, words have other widths
            _lay_out(figure, light.get(look.narrow))
            drawing.pictures[f"{look.name}.svg"] = _svg(canvas)
            if look.palette is LIGHT:
                light[look.narrow] = figure
                drawing.layouts["narrow" if look.narrow else "wide"] = geometry(figure, look)
    return drawing


def recoloured(picture: bytes) -> bytes | None:
    """Return an SVG for light pages in the colours of dark ones; None if it has a colour that is not the palette's."""
    colours = exchanged(DARK)
    if b"<image" in picture or {each.decode() for each in _COLOR.findall(picture)} - colours.keys():
        return None
    return _COLOR.sub(lambda color: colours[color[0].decode()].encode(), picture)


def _lay_out(figure: Figure, like: Figure | None) -> None:
    """Give the axes their places, once and for all: those in `like`, if there is one, since colours move nothing."""
    if like is None:
        engine = figure.get_layout_engine()
        assert engine is not None
        engine.execute(figure)
    else:
        for axes, settled in zip(figure.axes, like.axes, strict=True):
            axes.set_position(settled.get_position(original=True))
    figure.set_layout_engine("none")


def _svg(canvas: FigureCanvasSVG) -> bytes:
    buffer = BytesIO()
    canvas.print_svg(buffer, metadata={"Date": None, "Creator": None})
    return for_pages(buffer.getvalue().decode()).encode()


def for_pages(text: str) -> str:
    """Return an SVG of Matplotlib's without what a page does not need, and in a page's pixels."""
    text = text[text.index("<svg") :]
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    # Matplotlib counts in points; a page counts in pixels.
    return re.sub(r'(width|height)="([\d.]+)pt"', _in_pixels, text, count=2)


def _in_pixels(match: re.Match[str]) -> str:
    return f'{match[1]}="{float(match[2]) * 96 / 72:.0f}"'
