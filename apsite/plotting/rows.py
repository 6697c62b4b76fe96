"""A spike on its way along an axon, at many places: a row of traces above each other, and a stretch that is shaded.

Owns the drawing. Comes after `look`.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from apsite.laboratory.conduction import AxonRecording
from apsite.plotting.look import Look

_FIRST, _APART = 0.25, 0.5  # cm
_MILLIVOLTS = 130.0  # a cm of the axis


def row(
    axes: Axes, look: Look, recording: AxonRecording, stretch: tuple[float, float], until: float, **shade: Any
) -> None:
    """Draw the traces of `recording` until a time (ms), over the `stretch` between two places (cm) in its `shade`."""
    axes.axhspan(*stretch, linewidth=0, zorder=0, **shade)
    length = recording.axon.length
    for place in np.arange(_FIRST, length, _APART):
        axes.plot(
            recording.time,
            place + (recording.voltage_at(place) - recording.voltage[0, 0]) / _MILLIVOLTS,
            color=look.palette.ink,
            linewidth=1.0,
        )
    axes.set_xlim(0, until)
    axes.set_ylim(0, length + 0.9)
    axes.set_yticks(np.arange(0.0, length + 1.0, 2.0))
    axes.set_xlabel("time (ms)")
    axes.set_ylabel("place (cm)")
