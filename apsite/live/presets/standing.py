"""What stands in the place of a live figure until it wakes: its controls as they will be, and the grips on its plot.

Owns that HTML, which the style sheet of the book lays out as the bench that takes its place, so that nothing moves
then. It cannot be used: a reader's first sign wakes the figure. It is no part of what is read aloud or searched.
"""

import html
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apsite.live.presets.controls import Control

#: A grip's size (CSS pixels), and of the height of its axes: where a stimulus of nothing lies, and how high the
#: strongest stimulus of a slider's reach stands.
GRIP, BASE, TALL = 24, 0.1, 0.3
#: What is moved of each kind of stimulus beside its times.
STRENGTHS = {
    "pulse": "amplitude",
    "second": "amplitude",
    "step": "level",
    "ramp": "slope",
    "kick": "displacement",
    "command": "level",
}
MORE = ("All settings", "Share and save", "Keys")


@dataclass(frozen=True)
class Row:
    """A control where it starts, and the ends of its slider."""

    control: Control
    value: float
    low: float
    high: float


def bench(
    says: str,
    rows: Sequence[Row],
    readouts: Sequence[str],
    between: str = "",
    after: str = "",
    more: Sequence[str] = (),
) -> str:
    """Return the bench of a figure: what it `says`, its controls, and what will be read out.

    `between` and `after` are what a kind has of its own before and after its controls; `more`: the buttons that it has
    beside those of all. Nothing stands between the plot and what is said of it, which is seen together.
    """
    numbers = "".join(map(_readout, readouts))
    return (
        '<span class="ap-live__bench" aria-hidden="true" inert data-search-exclude>'
        f'<span class="ap-live__status">{html.escape(says)}</span>{between}'
        f'<span class="ap-live__controls">{"".join(map(_row, rows))}</span>'
        f'<span class="ap-live__readouts">{numbers}</span>{after}'
        f"{toolbar('Reset all', *more, *MORE)}</span>"
    )


def toolbar(*names: str) -> str:
    """Return a row of buttons."""
    buttons = (f'<button class="ap-live__button" disabled>{html.escape(name)}</button>' for name in names)
    return f'<span class="ap-live__toolbar">{"".join(buttons)}</span>'


def watch() -> str:
    """Return the button that opens a strip of membrane."""
    return '<span class="ap-live__watch"><button class="ap-live__button" disabled>Watch the channels</button></span>'


def cursor(low: float, high: float, at: float, says: str, play: str = "") -> str:
    """Return the row of a time cursor (ms); `play`: the name of the button that lets it run."""
    button = f'<button class="ap-live__button" disabled>{play}</button>' if play else ""
    kind = " ap-live__cursor--played" if play else ""
    moment = f'<span class="ap-live__moment">{html.escape(says)}</span>'
    return f'<span class="ap-live__cursor{kind}">{button}{_slider(low, high, at)}{moment}</span>'


def _readout(label: str) -> str:
    name = f'<span class="ap-live__name">{html.escape(label)}</span>'
    return f'<span>{name}<span class="ap-live__number">–</span></span>'


def _slider(low: float, high: float, value: float) -> str:
    return f'<input type="range" step="any" min="{low:g}" max="{high:g}" value="{value:g}" disabled>'


def _row(row: Row) -> str:
    control = row.control
    letter, _, index = control.symbol.partition("_")
    symbol = f" <i>{letter}</i><sub>{index.replace('_', '')}</sub>" if index else ""
    low, high, at = map(math.log10, (row.low, row.high, row.value)) if control.log else (row.low, row.high, row.value)
    return (
        f'<span class="ap-live__control"><span class="ap-live__label">{html.escape(control.label)}{symbol}</span>'
        f"{_slider(low, high, at)}"
        f'<input type="text" value="{written(row.value, control.step)}" disabled>'
        f'<span class="ap-live__unit">{pretty(control.unit)}</span></span>'
    )


def written(value: float, step: float) -> str:
    """Return a value as its number box has it: with the digits of its steps, or three where it stands between them."""
    usual = max(0, math.ceil(-math.log10(step) - 1e-9))
    digits = usual if round(value, usual) == value else max(usual, 3)
    short = f"{value:.{digits}f}"
    short = short.rstrip("0").rstrip(".") if "." in short else short
    return ("0" if float(short) == 0 else short).replace("-", "−")


def pretty(unit: str) -> str:
    """Return a unit as the figure's script prints it."""
    return "" if unit == "1" else re.sub("^u", "µ", unit).replace("m2", "m²").replace("ohm*cm", "Ω·cm")


@dataclass(frozen=True)
class Mark:
    """A grip in a picture: the middle of it (CSS pixels), and which of a stimulus's grips it is."""

    part: str
    x: float
    y: float


Reach = Callable[[str], tuple[float, float]]


def grips(
    layouts: Mapping[str, Mapping[str, Any]],
    panels: Sequence[Mapping[str, Any]],
    values: Mapping[str, float],
    reach: Reach,
) -> str:
    """Return drawings of the grips that a figure will have, to be laid over its pictures; `reach`: a slider's ends."""
    drawn = []
    for name, layout in layouts.items():
        body = "".join(map(_drawn, marks(layout, panels, values, reach)))
        size = f"{layout['width']:g} {layout['height']:g}"
        if body:
            given = f'class="ap-grips ap-grips--{name}" viewBox="0 0 {size}" preserveAspectRatio="none"'
            drawn.append(f'<svg {given} aria-hidden="true">{body}</svg>')  # drawn out as the picture is
    return "".join(drawn)


def _drawn(mark: Mark) -> str:
    match mark.part:
        case "onset":
            return f'<rect x="{mark.x + 2:.1f}" y="{mark.y - 7:.1f}" width="5" height="14" rx="2"/>'
        case "end":
            return f'<rect x="{mark.x - 7:.1f}" y="{mark.y - 7:.1f}" width="5" height="14" rx="2"/>'
        case "point":
            return f'<circle class="ap-grips__point" cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="9"/>'
    return f'<circle cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="6"/>'


def marks(
    layout: Mapping[str, Any], panels: Sequence[Mapping[str, Any]], values: Mapping[str, float], reach: Reach
) -> list[Mark]:
    """Return the grips that a figure will have in the `layout` of a picture."""
    found: list[Mark] = []
    for axes, panel in zip(layout["axes"], panels, strict=False):
        for kind in panel["handles"]:
            found += _stimulus(axes, kind, values, reach)
        for point in (each for each in panel["points"] if each["drag"]):
            x, y = (point[f"{way}_from"] + values[point[way]] / point[f"{way}_unit"] for way in ("x", "y"))
            found.append(Mark("point", *_place(axes, x, y)))
    return found


def _stimulus(axes: Mapping[str, Any], kind: str, values: Mapping[str, float], reach: Reach) -> list[Mark]:
    """Return the grips of a stimulus, as `kinds/membrane/handles.ts` puts them."""
    name = f"{kind}.{STRENGTHS[kind]}"
    zero = values["holding"] if kind == "command" else 0.0
    most = max(abs(end - zero) for end in reach(name))
    tall = min(max((values[name] - zero) / most * TALL, -BASE), 0.9) * axes["height"]
    base = axes["top"] + (1 - BASE) * axes["height"]
    onset = values[f"{kind}.onset"]
    left, right = (
        min(max(_place(axes, time, 0.0)[0], axes["left"] - 4), axes["left"] + axes["width"] + 4)
        for time in (onset, onset + values.get(f"{kind}.width", 0.0))
    )
    middle, half = (left + right) / 2, GRIP / 2
    top = base - tall + (half if tall < 0 else -half)

    def inside(x: float) -> float:
        return float(min(max(x, axes["left"] + half), axes["left"] + axes["width"] - half))

    low = axes["top"] + axes["height"] - half
    strength = Mark("strength", inside(right if kind == "ramp" else middle), min(max(top, axes["top"] + half), low))
    ends = [Mark("onset", inside(min(left - half, middle - GRIP)), base)]
    if kind != "kick":
        ends.append(Mark("end", inside(max(right + (GRIP if kind == "ramp" else half), middle + GRIP)), base))
    return [*ends, strength]


def _place(axes: Mapping[str, Any], x: float, y: float) -> tuple[float, float]:
    return (
        axes["left"] + _share(axes["x"], x) * axes["width"],
        axes["top"] + (1 - _share(axes["y"], y)) * axes["height"],
    )


def _share(axis: Mapping[str, Any], value: float) -> float:
    low, high = map(float, axis["limits"])
    if axis["log"]:
        return math.log(value / low) / math.log(high / low)
    return (value - low) / (high - low)
