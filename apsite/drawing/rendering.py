"""From a figure to the bytes of its SVG: the same bytes for the same figure, on every run."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from apsite.drawing.look import LOOKS, Look


def render(draw: Callable[[Any, Look], Figure], result: Any) -> dict[str, bytes]:
    """Return one SVG file per look, by file name, of what `draw` makes of `result`."""
    return {f"{look.name}.svg": _svg(draw, result, look) for look in LOOKS}


def _svg(draw: Callable[[Any, Look], Figure], result: Any, look: Look) -> bytes:
    buffer = BytesIO()
    with mpl.rc_context(look.settings):
        draw(result, look).savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue().decode()
    text = text[text.index("<svg") :]
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    # Matplotlib counts in points; a page counts in pixels.
    return re.sub(r'(width|height)="([\d.]+)pt"', _in_pixels, text, count=2).encode()


def _in_pixels(match: re.Match[str]) -> str:
    return f'{match[1]}="{float(match[2]) * 96 / 72:.0f}"'
