"""Slides: one at a time by keys and buttons, live figures and questions on them, and each on its printed page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.depth import some
from tests.site import live
from tests.site.conftest import Visit
from tests.site.test_answering import ANSWERED, asked
from tests.site.test_desk import DESK, pages_of, taught
from tests.site.test_predicting import predict, reveal

Open = Callable[..., Visit]

SLIDES = f"{DESK}threshold/slides/"
SHOWN = ".ap-slide:visible"


def counted(page: Page) -> str:
    return page.locator(".ap-slides__count").inner_text()


def test_slides_are_shown_one_at_a_time_by_keys_and_buttons(revisit: Open) -> None:
    page = revisit(f"{DESK}threshold/slides/", 1440).page
    slides = page.locator(".ap-slide")
    many = slides.count()
    expect(page.locator(".ap-slide:visible")).to_have_count(1)
    expect(page.locator(".ap-slide:visible h2")).to_have_text("Threshold")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".ap-slide:visible h2")).to_have_text("All or nothing")
    page.get_by_role("button", name="← Back").click()
    assert counted(page) == f"1 of {many}"
    page.locator("h2:visible").click()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    assert counted(page) == f"{many} of {many}"
    page.keyboard.press("Home")
    expect(page.locator(".ap-slide__notes:visible")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.locator(".ap-slide__notes:visible")).to_contain_text("An axon, as a rule, either fires or it does not.")
    page.reload()
    assert counted(page) == f"1 of {many}"


def test_a_figure_on_a_slide_is_live_and_has_its_keys_to_itself(revisit: Open) -> None:
    visit = revisit(f"{DESK}threshold/slides/#2", 1440)
    figure = visit.page.locator('.ap-figure[data-figure="all-or-nothing"]')
    live.show_up(visit.page)
    expect(figure).to_have_attribute("data-live", "on")
    slider = figure.locator(".ap-live__bench input[type=range]").first
    before = slider.input_value()
    slider.press("ArrowRight")
    expect(slider).not_to_have_value(before)
    expect(visit.page.locator(".ap-slide:visible h2")).to_have_text("All or nothing")
    assert visit.complaints == []


@pytest.mark.parametrize("page", ["threshold", "propagation", "transmission"])
def test_slides_are_printed_each_on_its_page(page: str, revisit: Open) -> None:
    opened = revisit(f"{DESK}{page}/slides/", 1440).page
    opened.emulate_media(media="print")
    many = opened.locator(".ap-slide").count()
    assert many <= pages_of(opened.pdf(prefer_css_page_size=True)) <= 2 * many


def test_slides_can_be_read_without_scripts(visit: Open) -> None:
    page = visit(f"{DESK}threshold/slides/", 390, java_script_enabled=False).page
    assert page.locator(".ap-slide").count() == page.locator(".ap-slide:visible").count() > 9
    expect(page.locator(".ap-slide__notes").first).to_be_visible()


def question(page: Page) -> Locator:
    """The question of the slide that is shown, once it can be answered."""
    box = page.locator(f"{SHOWN} .ap-question")
    live.show_up(page)
    expect(box).to_contain_class("is-open", timeout=20_000)
    if asked(box)["kind"] == "draw":
        expect(box.get_by_role("slider")).to_be_visible(timeout=20_000)
    return box


@pytest.mark.parametrize("path", some(taught(), {f"{DESK}threshold/", f"{DESK}how-it-was-found-out/"}))
def test_each_question_answers_on_its_slide(path: str, revisit: Open, subtests: pytest.Subtests) -> None:
    """Beside the figure that it is about, which is live there and alone; and nothing of it is kept."""
    opened = revisit(f"{path}slides/", 1440)
    page = opened.page
    asking = page.locator(".ap-slide").evaluate_all(
        "all => all.flatMap((each, at) => each.querySelector('.ap-question') ? [at + 1] : [])"
    )
    for number in asking:
        page.evaluate("number => { location.hash = number }", number)
        box = question(page)
        with subtests.test(number=number):
            data = asked(box)
            if name := data.get("figure"):
                figure = page.locator(f'{SHOWN} .ap-figure[data-figure="{name}"]')
                expect(figure).to_have_attribute("data-live", "on", timeout=20_000)
                expect(page.locator(f"{SHOWN} .ap-slide__still")).to_be_hidden()
            if box.evaluate("each => each.matches('.ap-predict')"):
                predict(box)
                expect(reveal(box)).to_contain_text(re.compile("model", re.IGNORECASE))
                expect(page.locator(f"{SHOWN} .ap-then > :not(summary)").first).to_be_visible()
            else:
                ANSWERED[data["kind"]](box, data)
    assert asking
    expect(page.locator(".ap-kept")).to_have_count(0)
    assert page.evaluate("() => Object.keys(localStorage).filter(each => each.startsWith('ap-answers'))") == []
    assert not opened.complaints


def test_a_figure_goes_to_the_slide_that_is_about_it_and_back(revisit: Open) -> None:
    """With what was set on it; and on paper it is at home."""
    page = revisit(f"{SLIDES}#2", 1440).page
    figure = page.locator('.ap-figure[data-figure="all-or-nothing"]')
    live.show_up(page)
    expect(figure).to_have_attribute("data-live", "on", timeout=20_000)
    live.enter(figure, "pulse.amplitude", "30")
    for key, visible in (("ArrowRight", True), ("ArrowRight", True), ("ArrowRight", False), ("Home", False)):
        page.keyboard.press("Escape")
        page.keyboard.press(key)
        expect(figure).to_be_visible(visible=visible)
    page.evaluate("() => { location.hash = 3 }")
    expect(page.locator(f"{SHOWN} .ap-slide__about > .ap-figure").first).to_have_attribute("data-live", "on")
    assert live.value(figure, "pulse.amplitude") == 30
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(figure).to_be_hidden()
    expect(page.locator(f"{SHOWN} .ap-slide__still")).to_be_visible()
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    expect(figure).to_be_visible()


def test_keys_of_a_question_and_of_the_slides_do_not_meet(revisit: Open) -> None:
    """What is chosen and drawn by keys stays on its slide; a button that was pressed leaves the rest to the slides."""
    page = revisit(f"{SLIDES}#3", 1440).page
    many = page.locator(".ap-slide").count()
    pad = question(page).get_by_role("slider")
    pad.focus()
    for key in ("End", "ArrowLeft", "PageUp", "ArrowUp"):
        page.keyboard.press(key)
        expect(page.locator(".ap-slides__count")).to_have_text(f"3 of {many}")
    page.keyboard.press("Escape")
    page.keyboard.press("PageDown")
    expect(page.locator(".ap-slides__count")).to_have_text(f"4 of {many}")
    choice = next(
        at for at in range(1, many + 1) if page.locator(".ap-slide").nth(at - 1).locator("input[type=radio]").count()
    )
    page.evaluate("number => { location.hash = number }", choice)
    box = question(page)
    box.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(box.get_by_role("radio").nth(1)).to_be_checked()
    expect(page.locator(".ap-slides__count")).to_have_text(f"{choice} of {many}")
    box.get_by_role("button", name="Check").press("Enter")
    expect(box.locator(".ap-question__verdict")).not_to_be_empty()
    expect(page.locator(".ap-slides__count")).to_have_text(f"{choice} of {many}")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".ap-slides__count")).to_have_text(f"{choice + 1} of {many}")


def test_what_many_people_think_stands_beside_what_refutes_it(revisit: Open) -> None:
    page = revisit(f"{SLIDES}#4", 1440).page
    slide = page.locator(SHOWN)
    expect(slide.locator("h2")).to_have_text("Many people think: “A stronger stimulus makes a bigger spike”")
    expect(slide.locator('.ap-figure[data-figure="all-or-nothing"]')).to_be_visible()
    slide.get_by_text("Why it is not so").click()
    expect(slide.get_by_text("What tells strong from weak").first).to_be_visible()


#: What of a slide with a figure is beneath the bar, before anything is scrolled.
BENEATH = """() => {
    const bar = document.querySelector(".ap-slides__bar").getBoundingClientRect().top;
    const parts = [...document.querySelectorAll(".ap-slide figcaption, .ap-live__controls, .ap-question__form")];
    const seen = parts.filter(each => each.checkVisibility());
    return seen.filter(each => each.getBoundingClientRect().bottom > bar).map(each => each.textContent.slice(0, 40));
}"""


def test_nothing_of_a_figure_or_a_question_is_beneath_the_bar(revisit: Open) -> None:
    page = revisit(SLIDES, 1440).page
    for number in range(2, 5):
        page.evaluate("number => { location.hash = number }", number)
        live.show_up(page)
        expect(page.locator(f"{SHOWN} .ap-figure[data-figure]")).to_have_attribute("data-live", "on", timeout=20_000)
        assert page.evaluate(BENEATH) == [], number


def test_answers_of_a_question_in_a_frame_are_those_of_its_page(revisit: Open) -> None:
    page = revisit(f"{DESK}threshold/ask/2/", 1440).page
    box = page.locator(".ap-question")
    box.scroll_into_view_if_needed()
    live.show_up(page)
    expect(box).to_contain_class("is-open", timeout=20_000)
    box.locator("input").first.fill("2")
    box.get_by_role("button", name="Check").click()
    expect(page.get_by_role("button", name="Show my path")).to_be_hidden()
    page.get_by_role("button", name="Hand in").click()
    page.goto(page.get_by_label("The link").input_value())
    expect(page.locator(".ap-handed")).to_contain_text("Threshold")
    expect(page.locator(".ap-handed tbody tr")).to_contain_text("“Only the charge counts.”")
