"""Live figures as parts of a page: when they start and end, on what machines, in which palette, and what they weigh."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.depth import some
from tests.site import live, support
from tests.site.conftest import Visit

Open = Callable[..., Visit]

OVERVIEW = live.CHAPTER
THRESHOLD = f"{live.CHAPTER}threshold/"
OWN_CODE = 60_000  # bytes, compressed: scripts and styles of our own


def test_a_page_prints_the_picture(revisit: Open) -> None:
    page = revisit(OVERVIEW).page
    figure = live.wake(page, "action-potential")
    page.emulate_media(media="print")
    assert not figure.locator(".ap-live__stage").is_visible()
    assert not figure.locator(".ap-live__bench").is_visible()
    assert figure.locator(".ap-figure__light img").is_visible()


def test_the_palette_reaches_the_plot(revisit: Open) -> None:
    page = revisit(OVERVIEW, width=1440).page
    live.wake(page, "action-potential")
    page.get_by_title("Dark").click()
    page.wait_for_selector("body[data-md-color-scheme=slate]")
    page.wait_for_timeout(200)
    colours = page.evaluate(
        """() => {
            const canvas = document.querySelector(".ap-live__panel canvas"), seen = new Set();
            const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            for (let k = 0; k < data.length; k += 4) if (data[k + 3] === 255) seen.add(data.slice(k, k + 3).join());
            return [...seen];
        }"""
    )
    assert "233,231,225" in colours, "the ink of the dark palette"
    assert "28,34,48" not in colours, "the ink of the light one"


def test_another_width_takes_the_other_layout(revisit: Open) -> None:
    opened = revisit(THRESHOLD, width=1440)
    figure = live.wake(opened.page, "all-or-nothing")
    live.enter(figure, "pulse.amplitude", "20")
    opened.page.set_viewport_size({"width": 390, "height": 844})
    opened.page.wait_for_timeout(300)
    boxes = [panel.bounding_box() for panel in figure.locator(".ap-live__panel").all()]
    assert len(boxes) == 2
    assert boxes[0]["x"] == pytest.approx(boxes[1]["x"], abs=2), "one below the other"
    assert figure.locator(".ap-live__grip").count() == 3
    assert not opened.complaints


@pytest.mark.parametrize("missing", some(["WebAssembly", "Worker", "requestIdleCallback"], {"WebAssembly"}))
def test_figures_live_without(missing: str, visit: Open) -> None:
    opened = visit("/404.html")
    opened.page.add_init_script(f"delete window.{missing}")
    opened.page.goto(opened.page.url.replace("/404.html", OVERVIEW))
    figure = live.wake(opened.page, "action-potential")
    assert "A spike" in live.status(figure)


SETTINGS = [{"forced_colors": "active"}, {"reduced_motion": "reduce"}, {"contrast": "more"}]


@pytest.mark.parametrize("setting", some(SETTINGS, SETTINGS[:1]))
def test_figures_live_with(setting: dict[str, str], visit: Open) -> None:
    opened = visit(OVERVIEW, **setting)
    figure = live.wake(opened.page, "action-potential")
    live.enter(figure, "pulse.amplitude", "12")
    expect(figure.locator(".ap-live__status").first).to_contain_text("No spike")
    assert not opened.complaints


def test_a_figure_that_cannot_start_shows_its_picture(visit: Open) -> None:
    opened = visit("/404.html")
    opened.page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    opened.page.goto(opened.page.url.replace("/404.html", OVERVIEW))
    figure = opened.page.locator('.ap-figure[data-figure="action-potential"]')
    live.show_up(opened.page)
    expect(figure).to_have_attribute("data-live", "failed")
    expect(figure.get_by_text("could not start")).to_be_visible()
    assert figure.locator(".ap-figure__light img").evaluate("image => getComputedStyle(image).visibility") == "visible"


def test_instant_navigation_starts_and_ends_figures(visit: Open, address: str) -> None:
    opened = visit("/404.html", width=1440)
    page = opened.page
    live.publish(page, address)
    page.goto(f"{address}/glossary/", wait_until="networkidle")
    opened.complaints.clear()
    assert not [request.url for request in opened.requests if "/live." in request.url]
    page.evaluate("window.sameDocument = true")
    for _ in range(2):
        page.locator("a[href*='threshold/']").first.evaluate("link => link.click()")
        page.wait_for_url("**/threshold/")
        live.wake(page, "all-or-nothing")
        page.locator("a[href$='glossary/']").first.evaluate("link => link.click()")
        page.wait_for_url("**/glossary/")
        expect(page.locator(".ap-live__stage")).to_have_count(0)
    assert page.evaluate("window.sameDocument"), "Material did not reload the page"
    assert not opened.complaints


def test_scripts_and_styles_are_light(site: Path) -> None:
    """Those of each kind of live figure with those that every page has, as a page fetches them."""
    sizes = live.code(site)
    sources = (support.ROOT / "apsite/live").glob("kinds/*/index.ts")
    assert sizes.keys() == {file.parent.name for file in sources}
    assert {kind: size for kind, size in sizes.items() if size > OWN_CODE} == {}


def test_a_page_waits_for_its_reader(visit: Open) -> None:
    """Nothing of the figures is fetched before somebody is there."""
    opened = visit(OVERVIEW)
    assert not [request.url for request in opened.requests if re.search(r"/live-", request.url)]
    opened.page.keyboard.press("Shift")
    expect(opened.page.locator('.ap-figure[data-figure="action-potential"]')).to_have_attribute("data-live", "on")
