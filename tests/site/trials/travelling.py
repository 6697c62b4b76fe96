"""The spike on its way along an axon."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.site import live
from tests.site.test_live_axon import settled
from tests.site.trials import exercise, put, read, says, trial, woken


def started(page: Page, name: str) -> Locator:
    """A live axon at its start, once it has been run."""
    return settled(woken(page, name))


def press(figure: Locator, button: str) -> None:
    """Presses one of its buttons, and waits for the run."""
    figure.get_by_role("button", name=button).click()
    settled(figure)


def bring(figure: Locator, **values: float) -> None:
    """Sets controls as `put` does, and waits for the run."""
    put(figure, **values)
    settled(figure)


@trial(
    "propagation/",
    "Press Play in the first figure, or move its time cursor, and follow the spike along the axon.",
)
def _(page: Page) -> None:
    figure = started(page, "conduction-velocity")
    cursor = figure.get_by_role("slider", name="Time cursor")
    places = []
    for _ in range(3):
        cursor.press("PageUp")
        put(figure)
        moment = figure.locator(".ap-live__moment").inner_text()
        found = re.search(r"highest at (\d+\.\d+)", moment)
        assert found, moment
        places.append(float(found[1]))
    assert places == sorted(places)
    assert places[-1] > places[0] + 0.5
    figure.get_by_role("button", name="Play").click()
    expect(figure.get_by_role("button", name="Pause")).to_be_visible()
    figure.get_by_role("button", name="Pause").click()


@trial(
    "propagation/",
    "Then click somewhere on the axon, or move the stimulus 1 with the arrow keys: a spike set off in the middle "
    "runs to both sides.",
)
def _(page: Page) -> None:
    figure = started(page, "conduction-velocity")
    axon = figure.locator(".ap-live__axon")
    axon.click(position={"x": axon.evaluate("axon => axon.clientWidth / 2"), "y": 46})
    settled(figure)
    pause = figure.get_by_role("button", name="Pause")
    if pause.is_visible():
        pause.click()
    says(figure, "by two different spikes|at the same time")


@trial("propagation/", "Move the electrodes A and B: the velocity between them hardly changes, wherever they stand.")
def _(page: Page) -> None:
    figure = started(page, "conduction-velocity")
    before = read(figure, "velocity")
    for letter, key in (("A", "Shift+ArrowLeft"), ("B", "Shift+ArrowLeft"), ("B", "Shift+ArrowLeft")):
        figure.get_by_role("slider", name=f"Electrode {letter}").first.press(key)
        put(figure)
        assert read(figure, "velocity") == pytest.approx(before, rel=0.01)


@trial("propagation/", "Set the diameter to a quarter. By how much does the velocity fall?")
def _(page: Page) -> None:
    figure = started(page, "conduction-velocity")
    before = read(figure, "velocity")
    bring(figure, diameter=live.value(figure, "diameter") / 4)
    says(figure, "^The spike travels from A to B")
    assert read(figure, "velocity") == pytest.approx(before / 2, rel=0.02)


@trial(
    "propagation/",
    "In the figure of two spikes, start the second one later and later. The place where they meet moves towards it, "
    "until the first has passed its electrode. What happens then?",
)
def _(page: Page) -> None:
    figure = started(page, "collision")
    places = []
    for onset in (0.1, 1, 2, 3, 8):
        bring(figure, second_of_onset=onset)
        met = re.search(r"meet at (\d+\.\d+)", live.status(figure))
        places.append(float(met[1]) if met else None)
    assert places[-1] is None, "then none comes from there: it has only just fired"
    met_at = [place for place in places if place is not None]
    assert len(met_at) >= 3
    assert met_at == sorted(met_at)


@trial("propagation/", "Take the second pulse away altogether, and see how far the first would have come.")
def _(page: Page) -> None:
    figure = started(page, "collision")
    press(figure, "One spike only")
    says(figure, "^The spike travels from A to B")


@trial(
    "propagation/",
    "In the figure of the blocked stretch, shorten the stretch until the spike passes, and look at the potential "
    "inside it: no place there fires, and yet the spike goes on behind.",
)
def _(page: Page) -> None:
    figure = started(page, "blocked-stretch")
    says(figure, "fails near")
    slider = live.control(figure, "stretch.length").get_by_role("slider")
    for _ in range(20):
        slider.press("Shift+ArrowLeft")
        settled(figure)
        if "travels from A to B" in live.status(figure):
            break
    says(figure, "travels from A to B")
    assert live.value(figure, "stretch.length") > 0.2


@trial("propagation/", "Then block only a part of the channels.")
def _(page: Page) -> None:
    figure = started(page, "blocked-stretch")
    bring(figure, **{"stretch_of_blocked": 50})
    says(figure, "travels from A to B")


@trial("propagation/", "In the figure of the wider part, send the spike from the wide side.")
def _(page: Page) -> None:
    figure = started(page, "diameter-step")
    says(figure, "fails near")
    press(figure, "From the wide side")
    says(figure, "travels from B to A")


@trial(
    "propagation/",
    "In the figure of the fibre, set the time cursor to any moment and count the nodes that are above zero.",
)
def _(page: Page) -> None:
    figure = started(page, "saltatory")
    figure.get_by_role("slider", name="Time cursor").press("PageUp")
    put(figure)
    columns = live.curves(figure)
    nodes = [column for name, column in columns.items() if name.startswith("V at ")]
    assert max(sum(column[k] > 0 for column in nodes) for k in range(len(nodes[0]))) > 5
    expect(figure.locator(".ap-live__moment")).to_contain_text("highest at")


@trial(
    "propagation/",
    "Then raise the capacitance of the myelin a little, or make the fibre thinner, and read off the velocity.",
)
def _(page: Page) -> None:
    figure = started(page, "saltatory")
    before, fibre = read(figure, "velocity"), live.value(figure, "fibre")
    bring(figure, capacitance=0.008)
    assert 0.5 * before < read(figure, "velocity") < 0.95 * before
    figure = started(page, "saltatory")
    bring(figure, fibre=fibre / 2)
    assert 0.5 * before < read(figure, "velocity") < 0.65 * before


@trial(
    "propagation/",
    "Press Thin myelin and Strip a stretch: in which of the two is the spike only late?",
)
def _(page: Page) -> None:
    figure = started(page, "saltatory")
    before = read(figure, "velocity")
    press(figure, "Thin myelin")
    assert read(figure, "velocity") < before
    press(figure, "Strip a stretch")
    says(figure, "fails near")


@exercise(
    "propagation/",
    "An axon is replaced by one of four times the diameter. What becomes of its conduction "
    "velocity, with and without myelin?",
)
def _(page: Page) -> None:
    """Twice as fast without; with, it gains more: already for twice the diameter nearly as much."""
    gains = []
    for name, control, sizes in (("conduction-velocity", "diameter", (119, 476)), ("saltatory", "fibre", (5, 10))):
        figure = started(page, name)
        found = []
        for size in sizes:
            bring(figure, **{control: size})
            found.append(read(figure, "velocity"))
        gains.append(found[1] / found[0])
    assert gains[0] == pytest.approx(2, rel=0.03)
    assert 1.5 < gains[1] < 2


@exercise(
    "propagation/",
    "A nerve is stimulated in its middle, as a physician may do through the skin. Where do spikes arrive?",
)
def _(page: Page) -> None:
    figure = started(page, "collision")
    press(figure, "From the middle")
    says(figure, "^A is passed at .* and B at .*")


@exercise("propagation/", "Why does a local anaesthetic have to act on a stretch of nerve, and not only at a point?")
def _(page: Page) -> None:
    figure = started(page, "blocked-stretch")
    says(figure, "fails near")
    press(figure, "A shorter block")
    says(figure, "travels from A to B")
