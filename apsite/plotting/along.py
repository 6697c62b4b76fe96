"""An axon as it is seen at a moment: drawn as a tube, the potential along it, and a map of all places and times.

Owns the drawing, and the places of its parts in CSS pixels, which a live axon takes over (`kinds/axon/axes.ts`), so
that a picture that shows these three wakes as itself. Comes after `look` and `heat`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse, Polygon

from apsite.laboratory.conduction import AxonRecording
from apsite.plotting import heat
from apsite.plotting.look import NARROW, PX, WIDE, Look

#: From the top: the height of the drawing, and where in it stimuli, axon and electrodes are.
DRAWING = {"height": 92, "stimuli": 14, "axon": 46, "electrodes": 79}
#: The tube: its radius at rest, how much wider it is by a mV, and how far it may shrink.
TUBE = {"radius": 8.0, "swelling": 0.1, "dent": 2.0}
#: Beside the axes, left and right, where there is room for the key of the colours beside them, and where not.
BESIDE, ALONE = (62, 96), (52, 14)
#: The highest that the axes of the potential are, the title of a pair of axes, between the two, beneath the lower one.
UP, TITLE, BETWEEN, UNDER = 130, 24, 6, 46
#: What the axes of the potential reach over, mV.
REACH = (-90.0, 50.0)
LONG, ACROSS = "Along the axon, at the time of the cursor", "At all places and times"
_SHADES = 256


@dataclass(frozen=True)
class View:
    """What is seen: a run, a moment of it (ms), where its stimulus and its two electrodes are (cm)."""

    recording: AxonRecording
    moment: float
    stimulus: float
    electrodes: tuple[float, float]


def along(view: View, look: Look, height: float) -> Figure:
    """Draw `view` in a figure `height` px high."""
    figure = look.figure(height)
    figure.set_layout_engine("none")
    width = look.choose(WIDE, NARROW)
    left, right = look.choose(BESIDE, ALONE)
    top = DRAWING["height"] + TITLE
    room = height - top - BETWEEN - TITLE - UNDER
    up = min(UP, 0.48 * room)
    below = top + up + BETWEEN + TITLE

    def axes(at: float, high: float, wide: float = width - left - right, start: float = left) -> Axes:
        """Return axes whose upper edge is `at` px from the top, `high` px high."""
        return figure.add_axes((start / width, 1 - (at + high) / height, wide / width, high / height))

    _tube(axes(0, DRAWING["height"], width, 0), view, look, (left, width - left - right))
    profile, map_ = axes(top, up), axes(below, room - up)
    _profile(profile, view, look)
    image = _map(map_, view, look)
    for each in (profile, map_):
        each.set_xlim(0, view.recording.axon.length)
        for place in view.electrodes:
            each.axvline(place, color=look.palette.accent, linewidth=0.9, linestyle=(0, (5, 4)))
    if not look.narrow:
        key = figure.colorbar(image, cax=axes(below + 18, room - up - 26, 14, width - right + 22), ticks=heat.TICKS)
        key.outline.set_edgecolor(look.palette.faint)
        key.ax.set_yticklabels([f"{V:.0f} mV".replace("-", "\N{MINUS SIGN}") for V in heat.TICKS])
        key.ax.tick_params(length=0)
    return figure


def _profile(axes: Axes, view: View, look: Look) -> None:
    recording = view.recording
    look.level(axes, 0.0)
    axes.plot(recording.position, recording.voltage[recording.sample_at(view.moment)], color=look.palette.ink)
    axes.set_ylim(*REACH)
    axes.set_yticks([-80, -40, 0, 40])
    axes.set_xticks(np.arange(0, recording.axon.length + 1e-9, 5))
    axes.tick_params(labelbottom=False)
    axes.set_title(LONG, pad=5)
    axes.set_ylabel("potential (mV)")


def _map(axes: Axes, view: View, look: Look) -> Any:
    recording = view.recording
    duration, length = recording.time[-1], recording.axon.length
    extent = (0.0, length, duration, 0.0)
    image = axes.imshow(_even(recording), extent=extent, aspect="auto", interpolation="none", **_colours(look))
    arrivals = recording.arrivals
    axes.plot(recording.position, arrivals, color=look.palette.ink, linewidth=0.9, linestyle=(0, (3, 2)), alpha=0.9)
    axes.axhline(view.moment, color=look.palette.ink, linewidth=1.05, alpha=0.9)
    axes.set_title(ACROSS, pad=5)
    axes.set_xticks(np.arange(0, length + 1e-9, 5))
    axes.set_xlabel("place (cm)", labelpad=1)
    axes.set_ylabel("time (ms)")
    return image


def _tube(axes: Axes, view: View, look: Look, across: tuple[float, float]) -> None:
    """Draw the axon itself, with its stimulus and electrodes, in axes whose units are pixels from the upper left."""
    figure_width, height = axes.figure.bbox.width / axes.figure.dpi / PX, DRAWING["height"]
    axes.set_xlim(0, figure_width)
    axes.set_ylim(height, 0)
    axes.axis("off")
    recording, (left, width) = view.recording, across
    length = recording.axon.length
    x = left + recording.position / length * width
    V = recording.voltage[recording.sample_at(view.moment)]
    radius = TUBE["radius"] + np.maximum(-TUBE["dent"], TUBE["swelling"] * (V - recording.voltage[0]))
    middle = DRAWING["axon"]
    upper, lower = np.column_stack([x, middle - radius]), np.column_stack([x, middle + radius])
    outline = Polygon(np.vstack([upper, lower[::-1]]), visible=False)
    axes.add_patch(outline)
    extent = (left, left + width, middle - radius.max(), middle + radius.max())
    row = np.interp((np.arange(width) + 0.5) / width * length, recording.position, V)[None, :]
    image = axes.imshow(row, extent=extent, aspect="auto", interpolation="none", **_colours(look))
    image.set_clip_path(outline)
    ink: dict[str, Any] = {"edgecolor": look.palette.ink, "linewidth": 0.9}
    axes.add_patch(Polygon(upper, closed=False, fill=False, **ink))
    axes.add_patch(Polygon(lower, closed=False, fill=False, **ink))
    for end, high in ((left, radius[0]), (left + width, radius[-1])):
        axes.add_patch(Ellipse((end, middle), 6, 2 * high, facecolor=look.palette.page, **ink))
    marks = [(view.stimulus, "1", "stimuli", look.palette.stimulus, 1)]
    marks += [(at, name, "electrodes", look.palette.accent, -1) for at, name in zip(view.electrodes, "AB", strict=True)]
    for place, name, row_name, colour, way in marks:
        at, y = left + place / length * width, DRAWING[row_name]
        axes.add_patch(Circle((at, y), 11, facecolor=look.palette.page, edgecolor=colour, linewidth=1.5))
        tip = [(at - 4, y + way * 11), (at + 4, y + way * 11), (at, y + way * 18)]
        axes.add_patch(Polygon(tip, facecolor=colour, edgecolor="none"))
        axes.text(at, y, name, color=colour, fontsize=9.75, weight="semibold", ha="center", va="center")


def _even(recording: AxonRecording) -> np.ndarray:
    """The potentials over time and place, mV, shape (rows, columns): as many as a small map has pixels."""
    rows = np.linspace(0, len(recording.time) - 1, 120).round().astype(int)
    columns = np.linspace(0, len(recording.position) - 1, 160).round().astype(int)
    return np.asarray(recording.voltage[np.ix_(rows, columns)])


def _colours(look: Look) -> dict[str, Any]:
    """The colours of potentials, for Matplotlib."""
    low, high = heat.POTENTIALS[0], heat.POTENTIALS[-1]
    anchors = [
        ((V - low) / (high - low), color)
        for V, color in zip(heat.POTENTIALS, heat.COLORS[look.palette.name], strict=True)
    ]
    return {"cmap": LinearSegmentedColormap.from_list("potential", anchors, _SHADES), "norm": Normalize(low, high)}
