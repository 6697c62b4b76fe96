"""What the chapter tells its readers to try, by page, and how a trial uses a live figure.

Each trial carries the words that it follows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from playwright.sync_api import Locator, Page, expect

from tests.site import live

Do = Callable[[Page], None]

#: By page: the words of each trial and what is done.
TRIALS: dict[str, list[tuple[str, Do]]] = defaultdict(list)
#: The same for exercises.
EXERCISES: dict[str, list[tuple[str, Do]]] = defaultdict(list)
#: Pages that are tried on a phone; the others, at a desk.
ON_A_PHONE = {"", "hyperpolarization/", "resting-potential/", "transmission/"}


def trial(page: str, words: str) -> Callable[[Do], Do]:
    """Files a trial of what `words` say on a page of the chapter."""

    def filed(do: Do) -> Do:
        TRIALS[page].append((words, do))
        return do

    return filed


def exercise(page: str, question: str) -> Callable[[Do], Do]:
    """Files what answers an exercise."""

    def filed(do: Do) -> Do:
        EXERCISES[page].append((question, do))
        return do

    return filed


def woken(page: Page, name: str) -> Locator:
    """A live figure at its start."""
    figure = live.wake(page, name)
    button = figure.get_by_role("button", name="Reset all")
    if button.is_enabled():
        button.click()
    expect(button).to_be_disabled()
    return figure


def says(figure: Locator, *parts: str) -> None:
    """Waits until the figure's words hold each of the patterns."""
    for part in parts:
        expect(figure.locator(".ap-live__status").first).to_have_text(re.compile(part))


def put(figure: Locator, **values: float) -> None:
    """Sets controls by typing, and waits until they are drawn; `_of_` in a name stands for the dot in its own."""
    for name, number in values.items():
        live.enter(figure, name.replace("_of_", "."), f"{number:g}")
    live.settled(figure)


def read(figure: Locator, measure: str) -> float:
    """What is read out, once there is something."""
    value = figure.locator(f'[data-measure="{measure}"] dd')
    expect(value).to_have_attribute("data-value", re.compile(r"\d"))
    return float(value.get_attribute("data-value") or "nan")


def readings(figure: Locator, control: str, values: Iterable[float], measure: str, *then: str) -> list[float]:
    """What is read out as a control is set to one value after the other; each time the figure says patterns then."""
    found = []
    for value in values:
        put(figure, **{control.replace(".", "_of_"): value})
        says(figure, *then)
        found.append(read(figure, measure))
    return found


def pull(figure: Locator, grip: str, dx: float, dy: float, frames: int = 12) -> None:
    """Takes a grip and pulls it, with a frame after every move."""
    handle = figure.locator(f".ap-live__grip--{grip}").first
    handle.evaluate("grip => grip.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    for k in range(1, frames + 1):
        mouse.move(x + dx * k / frames, y + dy * k / frames)
        figure.page.evaluate("() => new Promise(requestAnimationFrame)")
    mouse.up()


def spikes(figure: Locator, run: str) -> int:
    """How often the curve of a run goes up through 0 mV."""
    V = live.curves(figure)[f"V (mV) [{run}]"]
    return int(((V[:-1] < 0) & (V[1:] >= 0)).sum())


def drawn_in_every_panel(figure: Locator) -> None:
    """Some of a curve lies within the axes of each panel of the drawing that the figure gives away."""
    drawing = live.download(figure, "SVG").decode()
    panels = re.findall(
        r'<clipPath id="panel-[\d-]+"><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/></clipPath>'
        r"\s*<g clip-path[^>]*>(.*?)</g>",
        drawing,
        re.DOTALL,
    )
    assert panels
    for *box, inside in panels:
        left, top, width, height = map(float, box)
        points = [
            (float(x), float(y))
            for path in re.findall(r'<path d="(M[^"HV]*)"', inside)
            for x, y in re.findall(r"[ML]([-\d.]+) ([-\d.]+)", path)
        ]
        seen = [x for x, y in points if left <= x <= left + width and top <= y <= top + height]
        assert len(seen) > 10, f"{len(seen)} of {len(points)} points are within the axes"
