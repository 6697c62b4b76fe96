"""Questions on their pages: answered rightly, wrongly and absurdly, by mouse and by keyboard; kept, and deleted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.depth import some
from tests.site import live, support
from tests.site.conftest import Visit

Open = Callable[..., Visit]

THRESHOLD = f"{live.CHAPTER}threshold/"
#: Questions, which are no predictions.
ASKED = ".ap-question:not(.ap-predict)"
RIGHT, WRONG = "Right.", "is-wrong"


def pages() -> list[str]:
    """The pages that ask something."""
    folder = support.ROOT / "docs" / live.CHAPTER.strip("/")
    kinds = ("/// number", "/// choice", "/// order", "/// set")
    asking = [file.stem for file in folder.glob("*.md") if any(kind in file.read_text() for kind in kinds)]
    return sorted(f"{live.CHAPTER}{stem}/" for stem in asking)


def question(page: Page, number: int) -> Locator:
    """The question `number` of a page, once it can be answered."""
    found = page.locator(ASKED).nth(number)
    found.scroll_into_view_if_needed()
    live.show_up(page)
    expect(found).to_contain_class("is-open")
    return found


def asked(box: Locator) -> dict[str, Any]:
    return dict(json.loads(box.get_attribute("data-question") or ""))


def check(box: Locator) -> Locator:
    box.locator(".ap-question__check").click()
    return said(box)


def said(box: Locator) -> Locator:
    return box.locator(".ap-question__verdict")


def own_words(box: Locator, place: int) -> str:
    """What the question itself says of an answer, without the answer."""
    words: str = box.locator(f'.ap-question__answers > [data-of="{place}"]').evaluate(
        """item => {
            const copy = item.cloneNode(true);
            for (const answer of copy.querySelectorAll(".ap-question__of")) answer.remove();
            return copy.textContent.replace(/\\s+/g, " ").trim();
        }"""
    )
    return words


def answer_number(box: Locator, data: dict[str, Any]) -> None:
    typed = box.locator(".ap-question__number")
    typed.fill("a lot")
    expect(check(box)).to_contain_text("“a lot” is not a number")
    expect(typed).to_have_attribute("aria-invalid", "true")
    expect(box.locator(".ap-question__tried")).to_be_empty()
    for place, wrong in enumerate(data["wrong"]):
        typed.fill(str(wrong["value"]))
        typed.press("Enter")
        expect(said(box)).to_contain_text(own_words(box, place).split(" = ")[0][:60])
        expect(said(box)).to_contain_class(WRONG)
    typed.fill(str(data["value"] * (1 + 1e-6)).replace("-", "−"))
    expect(check(box)).to_contain_text(RIGHT)
    tells_why(box)


def tells_why(box: Locator) -> None:
    """A right answer is told more than that it is right: in its own words, or in what the solution begins with."""
    words = box.locator(".ap-question__solution > p").first.evaluate("each => each.textContent.slice(0, 40)")
    expect(said(box).locator("p").nth(1)).to_contain_text(words)


def answer_choice(box: Locator, data: dict[str, Any]) -> None:
    expect(check(box)).to_contain_text("Choose one")
    options = box.get_by_role("radio")
    options.first.focus()
    options.first.press("Space")
    for place in range(options.count()):
        expect(options.nth(place)).to_be_checked()
        if place == data["right"]:
            options.nth(place).press("ArrowDown")
            continue
        box.locator(".ap-question__check").press("Enter")
        expect(said(box)).to_contain_class(WRONG)
        expect(said(box)).to_contain_text(own_words(box, place)[:60])
        options.nth(place).focus()
        options.nth(place).press("ArrowDown")
    box.locator(".ap-question__option").nth(data["right"]).click()
    expect(check(box)).to_contain_text(RIGHT)
    if box.locator(f'.ap-question__answers > [data-of="{data["right"]}"]').count() == 0:
        tells_why(box)


def answer_order(box: Locator, data: dict[str, Any]) -> None:
    expect(check(box)).to_contain_class(WRONG)
    things = box.locator("ol > li")
    words = [text.strip() for text in things.locator("> span:first-child").all_inner_texts()]
    wanted = [words[data["places"].index(rank)] for rank in range(len(words))]
    for place, thing in enumerate(wanted):
        for step in range(len(words)):
            now = [text.strip() for text in things.locator("> span:first-child").all_inner_texts()]
            if now.index(thing) == place:
                break
            button = box.get_by_role("button", name=f"Move up: {thing}")
            if step:
                button.click()
            else:
                button.press("Enter")
                expect(button).to_be_focused()
    expect(check(box)).to_contain_text(RIGHT)
    box.get_by_role("button", name=f"Move down: {wanted[0]}").click()
    expect(check(box)).to_contain_class(WRONG)


def answer_state(box: Locator, data: dict[str, Any]) -> None:
    page = box.page
    expect(check(box)).to_contain_text("Not yet.")
    figure = live.wake(page, data["figure"])
    for name, value in data["state"].items():
        row = live.control(figure, name)
        if not row.is_visible():
            figure.get_by_role("button", name="All settings").click()
        live.enter(figure, name, str(value))
    box.scroll_into_view_if_needed()
    expect(check(box)).to_contain_text(RIGHT)
    live.reset(figure)
    expect(check(box)).to_contain_text("Not yet.")
    box.locator(".ap-question__solution > summary").click()
    box.get_by_role("button", name="Show one in the figure").click()
    expect(check(box)).to_contain_text(RIGHT)


ANSWERED = {"number": answer_number, "choice": answer_choice, "order": answer_order, "set": answer_state}


@pytest.mark.parametrize("path", some(pages(), {THRESHOLD}))
def test_each_question_is_answered(path: str, revisit: Open, subtests: pytest.Subtests) -> None:
    opened = revisit(path, width=390 if path == THRESHOLD else 1440)
    for number in range(opened.page.locator(ASKED).count()):
        box = question(opened.page, number)
        with subtests.test(box.get_attribute("id")):
            data = asked(box)
            ANSWERED[data["kind"]](box, data)
    assert not opened.complaints


def test_things_are_put_in_order(revisit: Open) -> None:
    opened = revisit(f"{live.CHAPTER}other-neurons/")
    box = question(opened.page, 2)
    answer_order(box, asked(box))
    assert not opened.complaints


def test_answers_are_kept_taken_away_and_deleted(visit: Open, tmp_path: Path) -> None:
    opened = visit(THRESHOLD, width=1440)
    page = opened.page
    box = question(page, 0)
    expect(page.locator(".ap-kept")).to_have_count(0)
    box.locator(".ap-question__number").fill("2")
    check(box)
    box.locator(".ap-question__number").fill("1.92")
    expect(check(box)).to_contain_text(RIGHT)
    page.reload()
    box = question(page, 0)
    expect(box.locator(".ap-question__tried")).to_have_text("Tried: 2 · 1.92 (right)")
    expect(box).to_contain_class("is-answered")
    page.goto(page.url.replace("threshold", "depolarization"))
    question(page, 0)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save them as a file").click()
    download.value.save_as(tmp_path / "answers.json")
    kept = json.loads((tmp_path / "answers.json").read_text())
    [(name, record)] = kept["pages"]["chapter-2/action-potential/threshold/"].items()
    assert name == "q-the-pulse-is-made-half-as-long"
    assert [(each["answer"], each["right"]) for each in record["tries"]] == [("2", False), ("1.92", True)]
    page.get_by_role("button", name="Delete them").click()
    page.get_by_role("button", name="Delete all answers for good").click()
    expect(page.locator(".ap-kept")).to_contain_text("All answers are deleted.")
    page.goto(page.url.replace("depolarization", "threshold"))
    expect(question(page, 0).locator(".ap-question__tried")).to_be_empty()
    assert not [request.url for request in opened.requests if request.method != "GET"]
    assert not opened.complaints


def test_a_browser_that_keeps_nothing(visit: Open) -> None:
    opened = visit("/404.html")
    opened.page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })")
    opened.page.goto(opened.page.url.replace("/404.html", f"{live.CHAPTER}depolarization/"))
    box = question(opened.page, 0)
    box.get_by_role("radio").first.check()
    expect(check(box)).not_to_be_empty()
    expect(box.locator(".ap-question__tried")).to_contain_text("Tried: a")


def test_without_scripts_there_are_words(visit: Open) -> None:
    page = visit(THRESHOLD, java_script_enabled=False).page
    box = page.locator(ASKED).nth(1)
    expect(box.get_by_text("It fires, though seldom.")).to_be_visible()
    expect(box.locator(".ap-question__check")).to_be_hidden()
    solution = box.locator(".ap-question__solution")
    expect(solution.locator("p").first).to_be_hidden()
    solution.locator("summary").click()
    expect(solution.get_by_text("stays silent").first).to_be_visible()
    expect(solution.get_by_text("“A weak current makes a slow rate.”")).to_be_visible()


def test_on_paper_there_is_the_question_and_no_button(revisit: Open) -> None:
    page = revisit(THRESHOLD).page
    page.emulate_media(media="print")
    box = page.locator(ASKED).nth(1)
    expect(box.get_by_text("It fires, though seldom.")).to_be_visible()
    expect(box.locator(".ap-question__check")).to_be_hidden()
    expect(box.locator(".ap-question__solution")).to_be_hidden()
    expect(page.locator(".ap-question__number").first).to_be_visible()
