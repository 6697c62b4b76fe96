"""Answers handed in by a link, and read by a lecturer: judged by this edition, and harmless whatever the link holds."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.site import live, support
from tests.site.conftest import Visit
from tests.site.test_answering import THRESHOLD, asked, check, own_words, question, said

Open = Callable[..., Visit]

READING = "/teach/handed-in/"
PAGE = THRESHOLD.strip("/") + "/"
RUN = "<img src=x onerror=window.ran=1><script>window.ran=1</script>"


def link(*given: Any) -> str:
    """The link that hands in what a browser would write as `given`."""
    text = json.dumps(given, ensure_ascii=False).encode()
    return f"{READING}#{base64.urlsafe_b64encode(text).decode().rstrip('=')}"


def rows(page: Page) -> dict[str, list[str]]:
    """What is told of each question, by how its title begins."""
    found = page.locator(".ap-handed tbody tr")
    expect(found.first).to_be_visible()
    return {
        row.locator("th").inner_text()[:24]: [cell.inner_text() for cell in row.locator("td").all()]
        for row in found.all()
    }


def test_what_a_reader_answers_is_what_a_lecturer_reads(visit: Open) -> None:
    """By a number, a choice, and a state to which a figure was set, with a name, and what was tried before."""
    page = visit(THRESHOLD, 1440).page
    number = question(page, 0)
    for answer in ("2", str(asked(number)["value"])):
        number.locator("input").first.fill(answer)
        check(number)
        expect(said(number)).not_to_be_empty()
    choice = question(page, 1)
    wrong = 1 if asked(choice)["right"] == 0 else 0
    choice.locator("input").nth(wrong).check()
    check(choice)
    expect(said(choice)).to_contain_class("is-wrong")
    own_words_of_choice = own_words(choice, wrong)
    page.get_by_role("button", name="Hand in").click()
    page.get_by_label("Your name").fill("Ada")
    handed = page.get_by_label("The link").input_value()
    assert READING in handed
    page.goto(handed)
    expect(page.get_by_role("heading", name="Ada: Threshold")).to_be_visible()
    expect(page.locator(".ap-handed")).to_contain_text("1 right of 5 that the page asks; 2 answered.")
    told = rows(page)
    assert told["The pulse is made half a"][1:] == ["Right.", "2 tries"]
    verdict, behind, model = told["A current a little below"][1].split("\n\n")
    assert (verdict, behind) == ("No.", own_words_of_choice)
    assert model.startswith("The model: ")
    assert told["A current a little below"][0].startswith("b) " if wrong else "a) ")


def test_a_link_that_says_it_is_right_is_judged_all_the_same(revisit: Open) -> None:
    key = "q-the-pulse-is-made-half-as-long"
    page = revisit(link(1, "Bob", PAGE, [[key, [["1000", 1, "", "", ""]], 1, 0, 0]])).page
    told = next(iter(rows(page).values()))
    assert told[1].startswith("No: that is far too high.")
    expect(page.locator(".ap-handed")).to_contain_text("0 right of 5")


def test_what_stands_behind_wrong_answers_is_told_of_each_and_of_the_class(revisit: Open) -> None:
    """By what the question itself says of them, whatever the links say; of one reader alone, beside the answer only."""
    key = "q-the-pulse-is-made-half-as-long"
    page = revisit(READING, 1440).page
    links = [
        link(1, name, PAGE, [[key, [[answer, 1, "", RUN, ""]], 1, 0, 0]])
        for name, answer in (("Ada", "2"), ("Bob", "2.0"), ("Cy", "1"), ("Dee", "1.92"))
    ]
    page.get_by_label("Links that were handed in").fill("\n".join(links))
    page.get_by_role("button", name="Read them").click()
    cells = page.locator(".ap-handed tbody td:nth-child(3)")
    expect(cells).to_have_count(4)
    for cell, words in zip(cells.all(), ("“Only the charge counts.”",) * 2 + ("“A strong pulse fires",), strict=False):
        expect(cell).to_have_text(re.compile(rf"^No\.{words}.*The model: 1\.92"))
    expect(cells.last).to_have_text("Right.")
    shared = page.locator("section", has=page.get_by_role("heading", name="What several of them think"))
    expect(shared.locator("li")).to_have_count(1)
    expect(shared).to_contain_text("“Only the charge counts.”")
    expect(shared).to_contain_text("2 readers: Ada, Bob")


def test_an_answer_of_another_edition_is_told_to_be_one(revisit: Open) -> None:
    key = "q-the-pulse-is-made-half-as-long"
    page = revisit(link(1, "", PAGE, [[key, [["2", 0, "", "", "0123abcd"]], 1, 0, 0]])).page
    expect(page.get_by_role("heading", name="Without a name: Threshold")).to_be_visible()
    assert next(iter(rows(page).values()))[1].startswith("Answered in another edition")


def test_a_state_that_was_handed_in_can_be_opened(revisit: Open) -> None:
    """Only by names that the question has, and numbers."""
    key = "q-with-how-little-charge-can-a-pulse"
    state = "pulse.width = 0.2, pulse.amplitude = 40, evil = 3, pulse.onset = javascript:1"
    page = revisit(link(1, "", PAGE, [[key, [[state, 1, "", "", ""]], 1, 0, 0]])).page
    expect(page.locator(".ap-handed")).to_contain_text("by the reader’s own browser")
    page.get_by_role("link", name="open it").click()
    page.wait_for_url(f"**{THRESHOLD}?*")
    state = page.url.partition("?strength-duration=")[2]
    assert sorted(state.split("~")) == ["pulse.amplitude:40", "pulse.width:0.2"]
    live.show_up(page)
    figure = page.locator('.ap-figure[data-figure="strength-duration"]')
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-live", "on", timeout=20_000)


def test_several_links_are_read_at_once(revisit: Open) -> None:
    page = revisit(READING, 1440).page
    links = [link(1, name, PAGE, []) for name in ("Ada", "Bob")]
    page.get_by_label("Links that were handed in").fill("\n".join([*links, "nothing"]))
    page.get_by_role("button", name="Read them").click()
    expect(page.locator(".ap-handed h2")).to_have_text(["Ada: Threshold", "Bob: Threshold"])


HOSTILE = {
    "markup": (link(1, RUN, PAGE, [[RUN, [[RUN, 1, RUN, RUN, RUN]], 1, 0, 0]]), "does not ask it"),
    "markup as an answer": (
        link(1, "", PAGE, [["q-the-pulse-is-made-half-as-long", [[RUN, 1, "", "", ""]], 1, 0, 0]]),
        "is not a number",
    ),
    "an address as a page": (link(1, "", "javascript:window.ran=1", []), "does not have"),
    "names of every object": (link(1, "", "__proto__", [["constructor", [], 1, 0, 0]]), "does not have"),
    "no answers": (link({"a": 1}), "another version"),
    "another version": (link(99, "", PAGE, []), "another version"),
    "wrong types": (link(1, 5, PAGE, {}), "something else"),
    "nested without end": (f"{READING}#{base64.urlsafe_b64encode(b'[' * 30_000).decode()}", "cannot be read"),
    "cut off": (link(1, "Ada", PAGE, [])[:-7], "cannot be read"),
    "no text at all": (f"{READING}#%00%ff\u202e", "cannot be read"),
    "huge": (f"{READING}#{'A' * 100_000}", "longer than any link"),
    "bytes that are no text": (
        f"{READING}#{base64.urlsafe_b64encode(bytes(range(128, 255))).decode()}",
        "cannot be read",
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_link_is_harmless(what: str, revisit: Open) -> None:
    address, words = HOSTILE[what]
    visit = revisit(READING)
    visit.page.goto(re.sub(r"^/", visit.page.url.split("/teach")[0] + "/", address))
    expect(visit.page.locator(".ap-handed")).to_contain_text(words)
    assert visit.page.evaluate("() => window.ran ?? null") is None
    assert visit.page.locator(".ap-handed :is(img, script, b, iframe)").count() == 0
    assert visit.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_links_are_read(scheme: str, revisit: Open) -> None:
    key = "q-the-pulse-is-made-half-as-long"
    page = revisit(link(1, "Ada", PAGE, [[key, [["2", 0, "", "", ""]], 1, 1, 1]]), scheme=scheme).page
    expect(page.locator(".ap-handed")).to_contain_text("1 try, 1 hint, solution seen")
    assert support.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_question_stands_with_its_figure_in_a_frame(address: str, revisit: Open) -> None:
    """Of a page of others, by the code that the desk gives."""
    desk = revisit(f"/teach{live.CHAPTER}", 1440).page
    section = desk.locator("#threshold")
    section.locator("summary").click()
    section.get_by_role("button", name="Code to embed").nth(1).click()
    field = section.get_by_label("Code to embed")
    code = field.input_value()
    assert field.evaluate("each => each.scrollHeight <= each.clientHeight + 1"), "all of it is seen"
    section.get_by_role("button", name="Copy").click()
    expect(section.get_by_role("status")).to_have_text(re.compile(r"^(The code is copied|Copy the code)"))
    assert re.fullmatch(
        rf'<iframe src="{address}/teach{live.CHAPTER}threshold/ask/2/" width="800" [^<>]*></iframe>', code
    )
    desk.route("**/course", lambda route: route.fulfill(content_type="text/html", body=code))
    desk.goto(f"{address}/course")
    inside = desk.frame_locator("iframe")
    box = inside.locator(".ap-question")
    box.scroll_into_view_if_needed()
    box.hover()
    expect(box).to_contain_class("is-open", timeout=20_000)
    box.locator("input").first.fill("2")
    box.get_by_role("button", name="Check").click()
    expect(box).to_contain_text("Only the charge counts.")
    expect(inside.locator(".ap-figure")).to_have_attribute("data-live", "on", timeout=20_000)
    desk.unroute("**/course")


def test_axe_finds_nothing_in_a_question_that_is_framed(revisit: Open) -> None:
    for number in (1, 2, 5):
        page = revisit(f"/teach{live.CHAPTER}threshold/ask/{number}/").page
        page.locator(".ap-question").scroll_into_view_if_needed()
        live.show_up(page)
        expect(page.locator(".ap-question")).to_contain_class("is-open", timeout=20_000)
        assert support.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
