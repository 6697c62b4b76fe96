"""Traces of many places above each other: each stands on the line of its place, so that what travels is a slanted row.

Owns the drawing. Comes after `look`.
"""

from collections.abc import Sequence
from math import ceil
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from apsite.plotting.look import Look

#: Samples drawn of a trace, about: what a screen shows of it. Each is stored twice, as a line and as the ground below.
SAMPLES = 250


def stacked(
    axes: Axes,
    look: Look,
    time: np.ndarray,
    traces: Sequence[np.ndarray],
    places: Sequence[float],
    millivolts: float,
    **style: Any,
) -> None:
    """Draw each of `traces` (mV, shape (samples,)) over `time` (ms), from its first value up, on the line of its place.

    `places` in the unit of the axis, rising or falling; `millivolts` is what one unit of that axis stands for.
    """
    shown = slice(None, None, ceil(len(time) / SAMPLES))
    time = time[shown]
    defaults: dict[str, Any] = {"color": look.palette.ink, "linewidth": 1.1}
    # The nearer trace lies over the one behind it, on the page's own colour.
    for place, trace in sorted(zip(places, traces, strict=True), key=lambda each: -each[0]):
        height = place + (trace[shown] - trace[0]) / millivolts
        axes.fill_between(time, height, place, color=look.palette.page, linewidth=0, zorder=2 - place / 1e3)
        axes.plot(time, height, zorder=2 - place / 1e3, **defaults | style)
