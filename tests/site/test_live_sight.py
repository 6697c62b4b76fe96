"""Live figures as they stand on a page: what is seen while a control is used, and what is there before they wake."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site import live
from tests.site.conftest import Visit

Open = Callable[..., Visit]

#: A phone, and a small laptop.
WINDOWS = ((390, 844), (1366, 768))

# Comes to each control from above and from below, as Tab does, and says which of them cannot be seen with the plot.
IN_SIGHT = """() => {
    const header = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0
    const seen = ({top, bottom}) => top >= header && bottom <= innerHeight + 0.5
    const hidden = [], looked = []
    for (const figure of document.querySelectorAll(".ap-figure[data-live='on']")) {
        const name = figure.dataset.figure
        const panels = [...figure.querySelectorAll(".ap-live__stage .ap-live__panel")]
        const able = ".ap-live__bench :is(input, button):enabled, .ap-live__stage [tabindex]"
        for (const each of figure.querySelectorAll(able)) {
            if (!each.checkVisibility()) continue
            for (const from of [0, document.body.scrollHeight]) {
                document.activeElement?.blur()
                scrollTo({top: from, behavior: "instant"})
                each.focus()
                each.dispatchEvent(new KeyboardEvent("keyup", {key: "Tab", bubbles: true}))
                const own = each.getBoundingClientRect()
                const label = each.closest("[data-control]")?.querySelector("label").getBoundingClientRect() ?? own
                const box = {top: Math.min(own.top, label.top), bottom: own.bottom}
                const on = document.elementFromPoint(own.left + own.width / 2, own.top + own.height / 2)
                const plots = panels.map(panel => panel.querySelector(".ap-live__over").getBoundingClientRect())
                const touched = on && each.contains(on)
                looked.push(name)
                if (seen(box) && plots.every(seen) && touched) continue
                const control = each.getAttribute("aria-label") ?? each.textContent
                const at = [box, ...plots].map(({top, bottom}) => [Math.round(top), Math.round(bottom)])
                hidden.push([name, control, from, touched, ...at])
            }
        }
    }
    return {hidden, figures: new Set(looked).size}
}"""


@pytest.mark.parametrize(("width", "height"), WINDOWS)
@pytest.mark.parametrize("path", live.pages())
def test_the_plot_is_seen_with_the_control_in_hand(revisit: Open, path: str, width: int, height: int) -> None:
    page = revisit(path, width, reduced_motion="reduce").page
    page.set_viewport_size({"width": width, "height": height})
    names = live.wake_all(page)
    found = page.evaluate(IN_SIGHT)
    assert found["figures"] == len(names)
    assert not found["hidden"]


def test_the_plot_is_seen_with_the_control_in_hand_in_a_frame(revisit: Open) -> None:
    page = revisit("/embed/undershoot/", 390, reduced_motion="reduce").page
    live.wake(page, "undershoot")
    assert page.evaluate(IN_SIGHT) == {"hidden": [], "figures": 1}


# Where each control stands in its figure, with its value, and where grips are drawn.
STANDING = """(figure) => {
    const corner = figure.getBoundingClientRect()
    const place = ({left, top, width, height}) =>
        [left + width / 2 - corner.left, top + height / 2 - corner.top].map(Math.round)
    const controls = [...figure.querySelectorAll(".ap-live__controls")][0]
    const rows = [...controls.querySelectorAll(":scope > .ap-live__control")].map(row => [
        row.querySelector(".ap-live__label").textContent, row.querySelector("input[type=text]").value,
        ...place(row.getBoundingClientRect()), ...place(row.querySelector("input[type=range]").getBoundingClientRect()),
    ])
    const buttons = [...figure.querySelectorAll(".ap-live__toolbar .ap-live__button")]
        .filter(each => each.checkVisibility())
        .map(button => [button.textContent, ...place(button.getBoundingClientRect())])
    const drawn = [...figure.querySelectorAll(".ap-grips")].filter(each => each.checkVisibility())
        .flatMap(svg => [...svg.children].map(each => place(each.getBoundingClientRect())))
    return {rows, buttons, drawn, height: Math.round(corner.height)}
}"""

GRIPS = """(stage) => {
    const {left, top} = stage.getBoundingClientRect()
    const grips = [...stage.querySelectorAll(".ap-live__grip:not([data-grip])")]
    return grips.map(grip => grip.getBoundingClientRect())
        .map(box => [box.left + box.width / 2 - left, box.top + box.height / 2 - top])
}"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", live.pages())
def test_what_stands_there_before_is_what_wakes(revisit: Open, path: str, width: int) -> None:
    """The same controls with the same values and buttons in the same places; grips are drawn where grips will be."""
    page = revisit(path, width).page
    expect(page.locator(".ap-figure[data-live='waiting']").first).to_be_attached()
    figures = {each: page.locator(f'.ap-figure[data-figure="{each}"]') for each in live.names_on(page)}
    before = {name: figure.evaluate(STANDING) for name, figure in figures.items()}
    live.wake_all(page)
    for name, figure in figures.items():
        after = figure.evaluate(STANDING)
        assert after["rows"] == before[name]["rows"], name
        assert after["buttons"] == before[name]["buttons"], name
        assert after["height"] == before[name]["height"], name
        assert not after["drawn"]
        # The plot may have stuck to the header meanwhile; an upright grip is drawn beside the middle of what is hit.
        grips = figure.locator(".ap-live__stage").evaluate(GRIPS)
        assert len(grips) == len(before[name]["drawn"]), name
        for x, y in before[name]["drawn"]:
            assert min(math.hypot(x - left, y - top) for left, top in grips) < 10, name


def test_without_scripts_a_sentence_stands_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + live.CHAPTER)
    expect(page.locator(".ap-still").first).to_be_visible()
    for hidden in (".ap-live", ".ap-grips"):
        expect(page.locator(hidden).first).to_be_hidden()
    figure, picture = page.locator(".ap-figure[data-live]").first, page.locator(".ap-figure[data-live] img").first
    whole, drawn, said = (each.bounding_box() for each in (figure, picture, page.locator(".ap-still").first))
    assert whole is not None
    assert drawn is not None
    assert said is not None
    assert whole["height"] <= drawn["height"] + said["height"] + 12
    context.close()


def test_paper_has_the_picture_alone(revisit: Open) -> None:
    page = revisit(live.CHAPTER, 1440).page
    live.wake_all(page)
    page.emulate_media(media="print")
    for hidden in (".ap-live", ".ap-grips", ".ap-live__stage"):
        expect(page.locator(hidden).first).to_be_hidden()
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
    whole, picture, said = (each.bounding_box() for each in (figure, figure.locator("img").first, figure.locator("p")))
    assert whole is not None
    assert picture is not None
    assert said is not None
    assert whole["height"] <= picture["height"] + said["height"] + 12
