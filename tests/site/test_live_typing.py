"""Live figures by keys and by typing: what is taken, and what is refused in words."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.site import live
from tests.site.conftest import Visit

Open = Callable[..., Visit]

OVERVIEW = live.CHAPTER
THRESHOLD = f"{live.CHAPTER}threshold/"


def test_everything_is_done_by_keys(revisit: Open) -> None:
    page = revisit(THRESHOLD, width=1440).page
    figure = live.wake(page, "all-or-nothing")
    slider = live.control(figure, "pulse.amplitude").get_by_role("slider")
    slider.focus()
    start = live.value(figure, "pulse.amplitude")
    page.keyboard.press("ArrowLeft")
    expect(live.control(figure, "pulse.amplitude").locator("input[type=text]")).not_to_have_value(f"{start:g}")
    fine = live.value(figure, "pulse.amplitude")
    page.keyboard.press("Shift+ArrowLeft")
    live.settled(figure)
    assert live.value(figure, "pulse.amplitude") == pytest.approx(fine - 0.5)
    assert slider.get_attribute("aria-valuetext") == f"{fine - 0.5:g} microamperes per square centimetre"
    live.settled(figure)
    assert "No spike" in live.status(figure)
    grip = figure.locator(".ap-live__grip--strength").first
    grip.focus()
    page.keyboard.press("End")
    live.settled(figure)
    assert "A spike" in live.status(figure)
    assert "microamperes" in (grip.get_attribute("aria-valuetext") or "")
    page.keyboard.press("Home")
    live.settled(figure)
    live.control(figure, "pulse.amplitude").get_by_role("button").press("Enter")
    live.settled(figure)
    assert live.value(figure, "pulse.amplitude") == pytest.approx(start, abs=5e-4)
    cursor = figure.get_by_role("slider", name="Time cursor")
    cursor.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(figure.locator(".ap-live__moment")).to_contain_text("V")


def test_numbers_are_read_as_people_write_them(revisit: Open) -> None:
    page = revisit(OVERVIEW).page
    figure = live.wake(page, "action-potential")
    for text, taken in (("20", 20.0), ("20,5", 20.5), ("−5", -5.0), ("–5.25", -5.25), (" 1e1 ", 10.0)):
        live.enter(figure, "pulse.amplitude", text)
        assert live.value(figure, "pulse.amplitude") == taken, text


def test_text_that_is_being_typed_stays(revisit: Open) -> None:
    """The words and numbers of the value before come a moment later; they leave the box alone."""
    page = revisit(OVERVIEW).page
    figure = live.wake(page, "action-potential")
    box = live.control(figure, "pulse.amplitude").locator("input[type=text]")
    box.focus()
    box.evaluate(
        """async box => {
            const type = text => { box.value = text; box.dispatchEvent(new Event("input")) };
            for (const text of ["21", "22"]) {
                type(text);
                box.dispatchEvent(new Event("change"));
                await new Promise(requestAnimationFrame);
            }
            type("2");
        }"""
    )
    page.wait_for_timeout(300)
    assert box.input_value() == "2"


def test_numbers_that_cannot_be_taken_are_refused(revisit: Open) -> None:
    page = revisit(OVERVIEW).page
    figure = live.wake(page, "action-potential")
    before = live.curves(figure)["V (mV)"]
    box = live.control(figure, "pulse.amplitude").locator("input[type=text]")
    for text in ("", "much", "1,000", "1e9", "-2000", "Infinity", "12 13 14x"):
        live.enter(figure, "pulse.amplitude", text)
        assert "Allowed: −1000 µA/cm² to 1000 µA/cm²" in live.status(figure).replace("\u00a0", " "), text
        assert box.get_attribute("aria-invalid") == "true", text
    assert np.array_equal(live.curves(figure)["V (mV)"], before)


@pytest.mark.parametrize("size", [(390, 844), (1366, 768)])
def test_what_is_opened_is_in_sight(size: tuple[int, int], revisit: Open) -> None:
    """With the buttons at the bottom of the window, and where what opens is fetched first.

    Of the keys, which are more than there is room for beneath the plot of a phone, the head is.
    """
    page = revisit(OVERVIEW, width=size[0]).page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    figure = live.wake(page, "action-potential")
    for title in ("Share and save", "Keys"):
        opener = figure.get_by_role("button", name=title, exact=True)
        opener.evaluate("opener => opener.scrollIntoView({block: 'end', behavior: 'instant'})")
        opener.click()
        drawer = figure.get_by_role("group", name=title, exact=True)
        expect(drawer).to_be_in_viewport(ratio=0.5 if title == "Keys" and size[0] == 390 else 0.99)
        expect(opener).to_be_in_viewport(ratio=1)
        opener.click()
        expect(drawer).to_be_hidden()


def test_what_is_opened_is_fetched_when_it_is_opened(visit: Open) -> None:
    """A drawer opens at once; where its script does not come it says so, and the next click tries again."""
    opened = visit(OVERVIEW, width=1440)
    figure = live.wake(opened.page, "action-potential")
    assert not [request.url for request in opened.requests if re.search(r"live-(keys|plots|tables)", request.url)]
    for title, text, script in (("Keys", "Arrow keys", "keys"), ("More plots", "Gates", "plots")):
        gone = re.compile(f"live-{script}-")
        opened.page.route(gone, lambda route: route.abort())
        opener = figure.get_by_role("button", name=title, exact=True)
        drawer = figure.get_by_role("group", name=title, exact=True)
        assert opener.evaluate("opener => { opener.click(); return opener.ariaExpanded }") == "true"
        expect(drawer.get_by_role("status")).to_have_text("This did not load. ")
        opened.page.unroute(gone)
        drawer.get_by_role("button", name="Try again").click()
        expect(drawer.get_by_text(text, exact=True)).to_be_visible()
        expect(drawer.get_by_role("status")).to_have_count(0)
