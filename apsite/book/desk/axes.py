"""Axes to draw on with a pencil, and scales to mark: those of a live figure, without its curves, as SVG."""

import html
from collections.abc import Mapping
from typing import Any

from apsite.book.desk.lessons import Lesson

#: What is drawn in predictions: the potential of the reader's own run.
_DRAWN, _RUN = "V", "main"
_WIDTH, _HEIGHT = 700, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 8, 8, 44


def axes(lesson: Lesson, figure: str) -> str:
    """Return the empty axes of the potential in the live figure `figure` of the page, "" where it has none."""
    found = next((each.preset for _, each in lesson.figures if each.name == figure), None)
    if found is None:
        return ""
    panels, drawn = found["preset"].get("panels", []), found["layouts"]["wide"]["axes"]
    for panel, own in zip(panels, drawn, strict=False):
        if any(trace["quantity"] == _DRAWN and trace["run"] == _RUN for trace in panel.get("traces", [])):
            return _framed(_with_ticks(own, "x", drawn), _with_ticks(own, "y", drawn))
    return ""


def scale(low: float, high: float, unit: str) -> str:
    """Return a line from `low` to `high` to put a mark on."""

    def across(value: float) -> float:
        return 20 + 660 * (value - low) / (high - low)

    values = [low + (high - low) * step / 6 for step in range(7)]
    ticks = "".join(f'<path d="M{across(each):.1f} 12v10"/>' for each in values)
    named = "".join(
        f'<text x="{across(each):.1f}" y="40" text-anchor="middle">{_number(each)}</text>' for each in values
    )
    behind = f'<text x="680" y="58" text-anchor="end">{html.escape(unit)}</text>' if unit else ""
    return (
        f'<svg class="ap-axes" viewBox="0 0 700 {62 if unit else 46}" role="img" aria-label="A scale to mark">'
        f'<path d="M20 17h660"/>{ticks}{named}{behind}</svg>'
    )


def _with_ticks(own: Mapping[str, Any], side: str, others: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return an axis with its numbers and words, which stand at another one where axes share them."""
    alike = [each[side] for each in others if each[side]["limits"] == own[side]["limits"]]
    ticks: list[Any] = next((each["ticks"] for each in [own[side], *alike] if each["ticks"]), [])
    label: list[Any] = next((each["label"] for each in [own[side], *alike] if each.get("label")), [])
    return {**own[side], "ticks": ticks, "label": label}


def _framed(x: Mapping[str, Any], y: Mapping[str, Any]) -> str:
    right, low = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM

    def across(value: float) -> float:
        begin, end = map(float, x["limits"])
        return _LEFT + (right - _LEFT) * (value - begin) / (end - begin)

    def up(value: float) -> float:
        begin, end = map(float, y["limits"])
        return low - (low - _TOP) * (value - begin) / (end - begin)

    grid = "".join(f"M{across(at):.1f} {_TOP}V{low}" for at, _ in x["ticks"])
    grid += "".join(f"M{_LEFT} {up(at):.1f}H{right}" for at, _ in y["ticks"])
    numbers = [_text(across(at), low + 17, "middle", said) for at, said in x["ticks"]]
    numbers += [_text(_LEFT - 6, up(at) + 4, "end", said) for at, said in y["ticks"]]
    middle = (_TOP + low) / 2
    turned = f' transform="rotate(-90 14 {middle:.1f})"'
    return (
        f'<svg class="ap-axes" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="Empty axes to draw on">'
        f'<path class="ap-axes__grid" d="{grid}"/><path d="M{_LEFT} {_TOP}V{low}H{right}"/>{"".join(numbers)}'
        f"{_text((_LEFT + right) / 2, _HEIGHT - 6, 'middle', x['label'])}"
        f"{_text(14, middle, 'middle', y['label'], turned)}</svg>"
    )


def _text(x: float, y: float, anchor: str, words: list[tuple[str, str]], more: str = "") -> str:
    said = html.escape("".join(text for text, _ in words).replace("\n", " "))
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{said}</text>'


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")
