"""The chapter's path: seen by who wants it, led on from the last open question, and harmless whatever is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from selectolax.lexbor import LexborHTMLParser

from tests.site import live, support
from tests.site.conftest import Visit
from tests.site.test_answering import THRESHOLD, check, question

Open = Callable[..., Visit]

KEY = "ap-answers:/"
SHOW = "Show my path in the navigation"


def chapter(site: Path) -> list[dict[str, Any]]:
    [pages] = json.loads((site / "assets/path.json").read_text(encoding="utf-8"))
    return list(pages)


def answers(pages: list[dict[str, Any]], right: bool = True) -> dict[str, Any]:
    """What is kept when all of these pages is answered, in their order."""
    every = [(page["url"], name) for page in pages for name, _ in page["asked"]]
    kept: dict[str, Any] = {page["url"]: {} for page in pages}
    for number, (url, name) in enumerate(every):
        tries = [{"answer": "a", "right": right, "at": f"2026-01-01T00:{number:02}:00.000Z"}]
        kept[url][name] = {"tries": tries, "hints": 0, "solution": False}
    return kept


def stored(visit: Open, path: str, text: str, **options: Any) -> Visit:
    """A page, opened in a browser that keeps this."""
    found = visit("/404.html", **options)
    found.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    found.page.goto(found.page.url.replace("/404.html", path))
    live.show_up(found.page)
    return found


def kept(page: Page) -> Locator:
    """What a page says of the answers that are kept."""
    box = page.locator(".ap-question").first
    box.scroll_into_view_if_needed()
    live.show_up(page)
    found = page.locator(".ap-kept")
    expect(found).to_be_visible()
    return found


def entry(page: Page, title: str) -> Locator:
    """The entries of a page in the navigation that are marked."""
    return page.locator(".md-nav--primary .md-nav__link", has_text=title).locator(".ap-path")


def test_all_that_is_asked_is_on_the_path(site: Path) -> None:
    for page in chapter(site):
        tree = LexborHTMLParser((site / page["url"] / "index.html").read_text(encoding="utf-8"))
        asked = [
            [node.attributes["id"], "ap-predict" in (node.attributes["class"] or "")]
            for node in tree.css(".ap-question")
        ]
        assert page["asked"] == asked
    urls = [page["url"] for page in chapter(site)]
    assert urls[:3] == [f"{live.CHAPTER}{name}".lstrip("/") for name in ("", "resting-potential/", "threshold/")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_leads_on_and_is_seen_by_who_wants_it(scheme: str, visit: Open) -> None:
    found = visit(THRESHOLD, width=1440, scheme=scheme)
    page = found.page
    assert not [each.url for each in found.requests if "path.json" in each.url], "who has answered nothing needs none"
    box = question(page, 0)
    box.locator(".ap-question__number").fill("2")
    check(box)
    own = page.locator(".ap-kept")
    expect(own.get_by_role("link")).to_have_text("the first question of this page")
    expect(page.locator(".ap-path")).to_have_count(0)
    box.locator(".ap-question__number").fill("1.92")
    check(box)
    expect(own.get_by_role("link")).to_have_text("the second question of this page")
    expect(page.locator(".ap-path")).to_have_count(0)
    toggle = own.get_by_role("button", name=SHOW)
    toggle.focus()
    toggle.press("Enter")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    expect(entry(page, "Threshold").last).to_have_text("1/5 (1 of 5 answered)")
    expect(page.locator(".md-nav--primary a .ap-path")).to_have_count(1)
    assert not support.violations(page)
    page.goto(page.url.split("#")[0].replace("threshold", "depolarization"))
    live.show_up(page)
    expect(page.get_by_role("link", name="Threshold (1 of 5 answered)")).to_be_visible()
    kept(page).get_by_role("link").press("Enter")
    page.wait_for_url("**/threshold/#q-*")
    expect(page.locator(page.evaluate("location.hash"))).to_be_in_viewport()
    kept(page).get_by_role("button", name=SHOW).click()
    expect(page.locator(".ap-path")).to_have_count(0)
    page.get_by_role("button", name="Delete them").click()
    page.get_by_role("button", name="Delete all answers for good").click()
    expect(page.locator(".ap-kept").get_by_role("link")).to_have_count(0)
    assert page.evaluate("localStorage.length") == 0 or page.evaluate(f"localStorage.getItem('{KEY}')") is None
    assert not [each.url for each in found.requests if each.method != "GET"]
    assert not found.complaints


def test_it_is_seen_by_touch_in_the_drawer_of_a_phone(visit: Open, site: Path) -> None:
    """What is done whole has another sign; what is not begun has none."""
    pages = chapter(site)
    text = json.dumps({"version": 1, "path": True, "pages": answers(pages[1:3])})
    found = stored(visit, live.CHAPTER, text, has_touch=True, is_mobile=True)
    page = found.page
    link = kept(page).get_by_role("link")
    expect(link).to_have_text(
        f"the {'first ' if sum(p for _, p in pages[3]['asked']) > 1 else ''}prediction of Depolarization"
    )
    page.locator("label.md-header__button[for=__drawer]").tap()
    expect(entry(page, "Threshold").last).to_have_text("✓ (all 5 answered)")
    expect(entry(page, "Threshold").last).to_be_visible()
    expect(entry(page, "Depolarization")).to_have_count(0)
    assert not support.violations(page)
    page.locator("label.md-overlay").tap(position={"x": 380, "y": 600})
    link.tap()
    page.wait_for_url("**/depolarization/#q-*")
    assert not found.complaints


def test_all_that_is_asked_may_be_answered(visit: Open, site: Path) -> None:
    text = json.dumps({"version": 1, "pages": answers(chapter(site))})
    page = stored(visit, THRESHOLD, text).page
    expect(kept(page)).to_contain_text("All that this chapter asks is answered.")
    expect(page.locator(".ap-path")).to_have_count(0)


RECORD = {"tries": [{"answer": "<b>a</b>", "right": True, "at": "\u0000zzz"}], "hints": 1e9, "solution": True}
HOSTILE = [
    "",
    "null",
    "{",
    '{"version": 0, "path": true, "pages": {"chapter-2/action-potential/threshold/": {}}}',
    json.dumps({"version": 1, "path": "<img src=x onerror=alert(1)>", "pages": []}),
    '{"version": 1, "path": true, "pages": {"__proto__": {"q": null}, "constructor": {"toString": 1}}}',
    json.dumps({"version": 1, "path": True, "pages": {"chapter-2/action-potential/threshold/": {"q-gone": RECORD}}}),
    json.dumps({"version": 1, "path": True, "pages": {"../../evil/": {"__proto__": RECORD, "q-gone": RECORD}}}),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_stored_may_be_anything(text: str, visit: Open) -> None:
    """Stale, hostile or of an older edition: it marks nothing, and the page asks as it did."""
    found = stored(visit, THRESHOLD, text)
    page = found.page
    box = question(page, 0)
    box.locator(".ap-question__number").fill("1.92")
    check(box)
    expect(page.locator(".ap-kept").get_by_role("link")).to_have_text("the second question of this page")
    wanted = '"path": true' in text and '"version": 1' in text
    expect(entry(page, "Threshold")).to_have_count(2 if wanted else 0)
    assert not found.complaints


def test_without_the_list_or_scripts_there_is_the_navigation(visit: Open, site: Path) -> None:
    text = json.dumps({"version": 1, "path": True, "pages": answers(chapter(site)[:3])})
    found = visit("/404.html")
    found.page.route("**/path.json", lambda route: route.abort())
    found.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    found.page.goto(found.page.url.replace("/404.html", THRESHOLD))
    expect(kept(found.page)).to_contain_text("Your answers are kept")
    expect(found.page.locator(".ap-path")).to_have_count(0)
    expect(found.page.locator(".ap-kept").get_by_role("link")).to_have_count(0)
    page = visit(THRESHOLD, width=1440, java_script_enabled=False).page
    page.get_by_role("link", name="Depolarization", exact=True).first.click()
    page.wait_for_url("**/depolarization/")
