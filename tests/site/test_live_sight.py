"""Live figures as they stand on a page: what is seen while a control is used, and what is there before they wake."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.depth import some
from tests.site import live, support
from tests.site.conftest import Visit
from tests.site.hand import SLIDE_ALL
from tests.site.sight import hidden, no_fault, waking

Open = Callable[..., Visit]


@pytest.mark.parametrize("path", some(live.pages(), live.SOME_PAGES))
def test_figures_wake_on_a_laptop_and_axe_finds_nothing(revisit: Open, path: str) -> None:
    """After every control was moved, with all drawers open, in both palettes; on other screens, see `test_hands.py`."""
    opened = revisit(path, 1366)
    page = opened.page
    page.set_viewport_size({"width": 1366, "height": 768})
    found = waking(opened)
    found["not in sight"] = hidden(page)
    for name in live.names_on(page):
        figure = live.wake(page, name)
        found[f"controls of {name}"] = figure.evaluate(SLIDE_ALL)
        for title in ("More plots", "All settings", "Share and save", "Keys", "Gates"):
            button = figure.get_by_role("button", name=title, exact=True)
            if button.count():
                button.click()
    found["axe, light"] = support.violations(page)
    page.get_by_title("Dark").click()
    page.wait_for_selector("body[data-md-color-scheme=slate]")
    found["axe, dark"] = support.violations(page, recoloured=True)
    assert no_fault(found, opened)


#: What is touched where an element is, and whether that lies over the plots of a figure.
ON_PLOT = """element => {
    const {left, top, width, height} = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const plots = [...document.querySelectorAll(".ap-live__stage")].map(stage => stage.getBoundingClientRect());
    const over = plots.some(plot => plot.top <= y && y <= plot.bottom);
    return [document.elementFromPoint(x, y).closest(".ap-live__stage") ? "plot" : "button", over];
}"""


def test_the_plot_is_seen_with_the_control_in_hand_in_a_frame(revisit: Open) -> None:
    page = revisit("/embed/undershoot/", 390).page
    live.wake(page, "undershoot")
    assert hidden(page) == []


def test_the_button_to_the_top_lies_on_no_plot(revisit: Open) -> None:
    """It comes where a reader scrolls up, as one does to see a figure again; what it covered could not be dragged."""
    page = revisit(f"{live.CHAPTER}propagation/", 390).page
    figure = live.settled(live.wake(page, "blocked-stretch"))
    figure.evaluate(
        "figure => scrollTo({top: scrollY + figure.getBoundingClientRect().top + 300, behavior: 'instant'})"
    )
    page.mouse.move(200, 600)
    page.mouse.wheel(0, -250)
    button = page.locator(".md-top")
    expect(button).not_to_have_attribute("hidden", "")
    expect(button).to_have_css("opacity", "1")
    assert button.evaluate(ON_PLOT) == ["plot", True]


@pytest.mark.parametrize("size", some([(844, 390), (667, 375), (1440, 500), (390, 500)], {(667, 375)}))
def test_in_a_low_window_too(size: tuple[int, int], revisit: Open) -> None:
    """A phone on its side, and half of a screen: beneath the page's header, and in frames, one figure of each kind."""
    width, height = size
    opened = revisit(live.CHAPTER, width)
    page = opened.page
    page.set_viewport_size({"width": width, "height": height})
    page.reload(wait_until="networkidle")
    found = waking(opened)
    del found["other than before: action-potential"]  # the picture is drawn smaller there, the plot is only lower
    found["not in sight"] = hidden(page)
    found["beyond the window"] = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    for name in ("undershoot", "conduction-velocity", "transmitter-release"):
        page.goto(
            page.url.partition(live.CHAPTER)[0].partition("/embed")[0] + f"/embed/{name}/", wait_until="networkidle"
        )
        live.wake(page, name)
        found[f"not in sight in a frame: {name}"] = hidden(page)
    assert no_fault(found, opened)


def test_without_scripts_a_sentence_stands_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + live.CHAPTER)
    expect(page.locator(".ap-still").first).to_be_visible()
    for gone in (".ap-live", ".ap-grips"):
        expect(page.locator(gone).first).to_be_hidden()
    figure, picture = page.locator(".ap-figure[data-live]").first, page.locator(".ap-figure[data-live] img").first
    parts = (figure, picture, page.locator(".ap-still").first, figure.locator(".ap-story"))
    whole, drawn, said, told = (each.bounding_box() for each in parts)
    assert whole is not None
    assert drawn is not None
    assert said is not None
    assert told is not None
    assert whole["height"] <= drawn["height"] + told["height"] + said["height"] + 12
    context.close()


def test_paper_has_the_picture_alone(revisit: Open) -> None:
    page = revisit(live.CHAPTER, 1440).page
    live.wake_all(page)
    page.emulate_media(media="print")
    for gone in (".ap-live", ".ap-grips", ".ap-live__stage"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".ap-figure[data-live] .ap-figure__light img").first).to_be_visible()
    page.emulate_media(media="screen")


def broken(page: Page) -> None:
    page.route("**/live-membrane*.js", lambda route: route.abort())


def test_a_figure_that_could_not_start_leaves_no_empty_room(visit: Open, address: str) -> None:
    page = visit("/glossary/", 390).page
    broken(page)
    page.goto(address + live.CHAPTER)
    figure = page.locator(".ap-figure[data-live]").first
    live.show_up(page)
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-live", "failed")
    parts = (figure, figure.locator("img").first, figure.locator(".ap-live__status"), figure.locator(".ap-story"))
    whole, picture, said, told = (each.bounding_box() for each in parts)
    assert whole is not None
    assert picture is not None
    assert said is not None
    assert told is not None
    assert whole["height"] <= picture["height"] + told["height"] + said["height"] + 12
