"""Predictions on their pages: drawn, marked or chosen, by mouse and by keyboard; then the model runs."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.depth import some
from tests.site import live, support
from tests.site.conftest import Visit
from tests.site.test_answering import asked

Open = Callable[..., Visit]

THRESHOLD = f"{live.CHAPTER}threshold/"
DRAWN = ".ap-pad__hand"


HOW_IT_WAS_FOUND_OUT = f"{live.CHAPTER}how-it-was-found-out/"


def pages() -> list[str]:
    """All pages of the chapter: each has a misconception, and a prediction at it."""
    return [path for path in support.source_pages() if path.startswith(live.CHAPTER) and "/notebooks/" not in path]


def prediction(page: Page) -> Locator:
    """The first prediction of a page, once it can be made."""
    found = page.locator(".ap-predict").first
    found.scroll_into_view_if_needed()
    live.show_up(page)
    expect(found).to_contain_class("is-open")
    if asked(found)["kind"] == "draw":
        expect(found.get_by_role("slider")).to_be_visible()
    return found


def reveal(box: Locator) -> Locator:
    box.get_by_role("button", name="Reveal").click()
    return box.locator(".ap-question__verdict")


def draw(box: Locator, *places: tuple[float, float]) -> None:
    """Draws with the mouse from place to place, which are shares of the pad, while frames run."""
    page, pad = box.page, box.get_by_role("slider")
    pad.scroll_into_view_if_needed()
    area = pad.bounding_box()
    assert area
    for number, (across, down) in enumerate(places):
        page.mouse.move(area["x"] + across * area["width"], area["y"] + down * area["height"], steps=5 if number else 1)
        page.evaluate("() => new Promise(requestAnimationFrame)")
        if not number:
            page.mouse.down()
    page.mouse.up()


def predict(box: Locator) -> None:
    """Expects something, whatever it is."""
    match asked(box)["kind"]:
        case "draw":
            draw(box, (0.2, 0.8), (0.5, 0.1), (0.6, 0.9), (0.95, 0.8))
        case "mark":
            box.get_by_role("slider").press("ArrowRight")
        case "predict":
            box.get_by_role("radio").first.check()


@pytest.mark.parametrize("path", some(pages(), {THRESHOLD, f"{live.CHAPTER}propagation/", HOW_IT_WAS_FOUND_OUT}))
def test_the_text_waits_until_the_model_has_run(path: str, revisit: Open) -> None:
    opened = revisit(path, width=390 if path == THRESHOLD else 1440)
    page = opened.page
    box, waiting = prediction(page), page.locator(".ap-then").first
    expect(waiting.locator("> :not(summary)").first).to_be_hidden()
    kind = asked(box)["kind"]
    if kind != "mark":
        expect(reveal(box)).to_contain_text("first, or open the text below")
        expect(waiting).not_to_have_attribute("open", "")
    predict(box)
    said = reveal(box)
    expect(box.locator(":is(.is-right, .is-wrong)")).to_be_visible()
    expect(said).to_contain_text(re.compile("model", re.IGNORECASE))
    expect(waiting.locator("> :not(summary)").first).to_be_visible()
    expect(box.locator(".ap-question__tried")).to_contain_text("Predicted: ")
    assert not support.violations(page, part={"include": [".ap-question"]})
    for name, value in asked(box).get("state", {}).items():
        figure = page.locator(f'.ap-figure[data-figure="{asked(box)["figure"]}"]')
        assert live.value(figure, name) == pytest.approx(value, rel=1e-3), "the figure shows that run"
    assert not opened.complaints


def test_what_no_live_figure_runs_is_judged_by_what_the_build_ran(revisit: Open) -> None:
    """Each answer in turn, by keys: the right one is what the model does, and a wrong one is told its misconception."""
    opened = revisit(HOW_IT_WAS_FOUND_OUT, width=390)
    box = prediction(opened.page)
    data, options = asked(box), box.get_by_role("radio")
    assert "figure" not in data
    expect(opened.page.locator(".ap-figure[data-live]")).to_have_count(0)
    options.first.focus()
    options.first.press("Space")
    for place in range(options.count()):
        expect(options.nth(place)).to_be_checked()
        box.get_by_role("button", name="Reveal").press("Enter")
        right = place == data["right"]
        told = "That is what the model does." if right else f"The model does {'abc'[data['right']]})."
        verdict = box.locator(".ap-question__verdict")
        expect(verdict).to_contain_text(told)
        expect(verdict).to_contain_class("is-right" if right else "is-wrong")
        expect(verdict.locator("p")).to_have_count(1 if right else 2)
        options.nth(place).focus()
        options.nth(place).press("ArrowDown")
    expect(opened.page.locator(".ap-then").get_by_text("They describe conductances.")).to_be_visible()
    assert not opened.complaints


def test_a_pad_says_what_time_it_is(revisit: Open) -> None:
    """On the overview the potential stands above other axes, which have the time beneath them."""
    pad = prediction(revisit(live.CHAPTER).page).get_by_role("slider")
    expect(pad.locator("text", has_text="(ms)")).to_be_visible()


def test_the_text_can_be_opened_at_once(revisit: Open) -> None:
    page = revisit(THRESHOLD).page
    waiting = page.locator(".ap-then").first
    waiting.locator("summary").click()
    expect(waiting.get_by_text("What tells strong from weak")).to_be_visible()


def test_a_curve_is_drawn_by_keyboard(revisit: Open) -> None:
    opened = revisit(THRESHOLD, width=1440)
    box = prediction(opened.page)
    pad = box.get_by_role("slider")
    pad.focus()
    pad.press("Home")
    expect(pad).to_have_attribute("aria-valuetext", re.compile("^at .*ms: −70.mV$"))
    pad.press("ArrowUp")
    pad.press("ArrowDown")
    for _ in range(8):
        pad.press("ArrowRight")
    for _ in range(12):
        pad.press("Shift+ArrowUp")
    expect(pad).to_have_attribute("aria-valuetext", re.compile(r": [1-9]\d.mV$"))
    for _ in range(4):
        pad.press("ArrowRight")
    for _ in range(12):
        pad.press("Shift+ArrowDown")
    box.get_by_role("button", name="Reveal").press("Enter")
    said = box.locator(".ap-question__verdict")
    expect(said).to_contain_text("You drew a spike that is")
    expect(said.get_by_role("row")).to_have_count(5)
    assert not opened.complaints


def test_what_a_hand_draws_has_no_gaps_and_can_be_begun_anew(revisit: Open) -> None:
    page = revisit(THRESHOLD, width=1440).page
    box = prediction(page)
    draw(box, (0.3, 0.7), (0.8, 0.2))
    path = box.locator(DRAWN).get_attribute("d") or ""
    heights = [float(y) for _, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]
    assert len(heights) == 81, "a value at each of the times"
    drawn = [y for y in heights if y != heights[0] and y != heights[-1]]
    assert drawn == sorted(drawn, reverse=True), "it only rises"
    box.get_by_role("button", name="Start over").click()
    assert not box.locator(DRAWN).get_attribute("d")


def test_on_paper_all_can_be_read(revisit: Open) -> None:
    page = revisit(THRESHOLD).page
    page.emulate_media(media="print")
    expect(page.locator(".ap-then").get_by_text("What tells strong from weak")).to_be_visible()
    expect(page.locator(".ap-predict").get_by_role("button").first).to_be_hidden()
