"""The geometry of a figure: where its axes lie and what is drawn in them, as data.

A live figure stands in the place of a picture and has to be the same picture: same axes, same ticks, same words. What
Matplotlib has laid out is read off here, so that no place and no limit is written down twice.

Lengths are CSS pixels from the picture's upper left corner, coordinates those of the axes. Colours are given by their
name in the palette.
"""

import re
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from apsite.plotting.look import PX, Look

_POINT = 96 / 72  # CSS pixels


def geometry(figure: Figure, look: Look) -> dict[str, Any]:
    """Return size and axes of `figure`, which has just been saved as SVG in `look`."""
    scale = 1 / (PX * figure.dpi)
    height = figure.bbox.height * scale
    return {
        "width": _short(figure.bbox.width * scale),
        "height": _short(height),
        "axes": [_axes(axes, height, scale, look) for axes in figure.axes],
    }


def _axes(axes: Axes, height: float, scale: float, look: Look) -> dict[str, Any]:
    box = axes.get_window_extent()
    lines = [_line(line, axes, look) for line in axes.lines]
    return {
        "name": axes.get_label(),
        "left": _short(box.x0 * scale),
        "top": _short(height - box.y1 * scale),
        "width": _short(box.width * scale),
        "height": _short(box.height * scale),
        "title": _words(axes.get_title(loc="left")),
        "x": _axis(axes.xaxis, axes.get_xlim(), lambda label: height - (label.y0 + label.y1) / 2 * scale),
        "y": _axis(axes.yaxis, axes.get_ylim(), lambda label: (label.x0 + label.x1) / 2 * scale),
        "lines": [line for line in lines if line["kind"] == "line"],
        "levels": [line for line in lines if line["kind"] != "line"],
        "areas": [area for collection in axes.collections for area in _areas(collection, look)]
        + [_band(patch, axes, look) for patch in axes.patches if isinstance(patch, Rectangle)],
        "texts": [_text(text, look) for text in axes.texts],
    }


def _axis(axis: Any, limits: tuple[float, float], place: Callable[[Bbox], float]) -> dict[str, Any]:
    """Return one axis; `place` reads off where, across the axis, the middle of its name is."""
    low, high = sorted(limits)
    ticks = zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=False)
    shown = axis.get_tick_params().get("labelbottom", axis.get_tick_params().get("labelleft", True))
    return {
        "limits": [_short(each) for each in limits],
        "log": axis.get_scale() == "log",
        "label": _words(axis.label.get_text()),
        "label_at": _short(place(axis.label.get_window_extent())),
        "ticks": [
            [_short(place), _words(label.get_text()) if shown else []]
            for place, label in ticks
            if low - 1e-9 <= place <= high + 1e-9
        ],
    }


def _line(line: Line2D, axes: Axes, look: Look) -> dict[str, Any]:
    x, y = np.asarray(line.get_xdata(), dtype=float), np.asarray(line.get_ydata(), dtype=float)
    transform = line.get_transform()
    style: dict[str, Any] = {
        "color": _color(line.get_color(), look),
        "alpha": _short(line.get_alpha() if line.get_alpha() is not None else 1.0),
        "width": 0 if line.get_linestyle() == "None" else _short(line.get_linewidth() * _POINT),
        "dash": _dash(line),
        "marker": _short(line.get_markersize() * _POINT) if line.get_marker() == "o" else 0,
    }
    names = str(line.get_label())
    if not names.startswith("_"):  # as Matplotlib calls those that were not named
        style["names"] = names
    if transform == axes.get_yaxis_transform(which="grid"):
        return {"kind": "y", "at": _short(y[0])} | style
    if transform == axes.get_xaxis_transform(which="grid"):
        return {"kind": "x", "at": _short(x[0])} | style
    if style["marker"]:
        return {"kind": "line", "points": _points(np.column_stack([x, y]))} | style
    path = transform.transform_path(line.get_path()).cleaned(simplify=True)
    corners = np.asarray(path.vertices)[:-1]  # it ends with a stop, which stands nowhere
    return {"kind": "line", "points": _points(transform.inverted().transform(corners))} | style


def _points(array: Any) -> list[list[float]]:
    """An array of shape (points, 2) as a list."""
    return [[_short(a), _short(b)] for a, b in np.asarray(array)]


def _dash(line: Line2D) -> list[float]:
    # Matplotlib keeps the pattern scaled by the width only here.
    _, pattern = line._dash_pattern  # type: ignore[attr-defined]
    return [_short(each * _POINT) for each in pattern or ()]


def _areas(collection: Any, look: Look) -> list[dict[str, Any]]:
    if not isinstance(collection, PolyCollection):
        return []
    style = {"color": _color(collection.get_facecolor()[0], look), "alpha": _short(collection.get_alpha() or 1.0)}
    return [{"points": _points(path.vertices)} | style for path in collection.get_paths()]


def _band(patch: Rectangle, axes: Axes, look: Look) -> dict[str, Any]:
    """A band over all heights: `axvspan`."""
    x, width = patch.get_x(), patch.get_width()
    low, high = axes.get_ylim()
    corners = ((x, low), (x + width, low), (x + width, high), (x, high))
    style = {"color": _color(patch.get_facecolor(), look), "alpha": _short(patch.get_alpha() or 1.0)}
    return {"points": _points(corners)} | style


def _text(text: Text, look: Look) -> dict[str, Any]:
    x, y = text.get_position()
    return {
        "x": _short(x),
        "y": _short(y),
        "words": _words(text.get_text()),
        "color": _color(text.get_color(), look),
        "size": _short(float(text.get_fontsize()) * _POINT),
        "across": text.get_horizontalalignment(),
        "down": text.get_verticalalignment(),
    } | ({"names": names} if (names := text.get_label()) else {})


def _words(text: str) -> list[list[str]]:
    """Return `text` as pieces, each with how it is set: "", "i", "sub" or "sup"."""
    pieces: list[list[str]] = []
    for index, part in enumerate(text.split("$")):
        if index % 2 == 0:
            pieces += [[part, ""]] if part else []
            continue
        upright = re.sub(r"\\mathrm\{([^}]*)\}", r"{\1}", part).replace(r"\infty", "∞")
        for mark, braced, single, plain in re.findall(r"([_^])(?:\{([^}]*)\}|(.))|([^_^]+)", upright):
            if plain:
                pieces.append([plain.strip("{}"), "i"])
            else:
                pieces.append([(braced or single).replace("-", "−"), {"_": "sub", "^": "sup"}[mark]])
    return pieces


def _color(color: Any, look: Look) -> str:
    """Return the palette's name of `color`. Raises ValueError where a figure has a colour of its own."""
    wanted = to_hex(color)
    for field in fields(look.palette):
        if field.name != "name" and to_hex(getattr(look.palette, field.name)) == wanted:
            return field.name
    raise ValueError(f"{wanted} is not a colour of the {look.palette.name} palette")


def _short(number: Any) -> float:
    """Round to a hundredth of a pixel, or to five digits: more cannot be seen."""
    rounded = float(f"{float(number):.5g}")
    return int(rounded) if rounded.is_integer() else rounded
