"""Hostile texts and hostile addresses on a page of every kind, in a real browser.

What the book's Markdown makes of everything that got round a look at the source once, and of what the list of the
allowed refuses, is put into built pages as it would be written out: even what is reported does nothing there.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from playwright.sync_api import Browser, Route

from apsite.book.model.model import Model
from apsite.book.pages.book import Book, Page
from apsite.book.safety.judging import judge_entry
from tests.book.test_fuzz import SYNTAX, rendered
from tests.book.test_judging import GOT_THROUGH, HOSTILE
from tests.site import support

KINDS = {
    "a chapter's page": "/chapter-2/action-potential/threshold/",
    "a notebook": "/chapter-2/action-potential/notebooks/threshold/",
    "the start": "/",
    "a chapter's start": "/chapter-2/",
    "the glossary": "/glossary/",
    "the sources": "/references/",
    "the list of numbers": "/model/experiments/",
    "a live figure for others' pages": "/embed/all-or-nothing/",
    "what is not found": "/nowhere",
}
STATE = "__proto__:1~g_Na:1e400~constructor:5~%3Cimg%20src=x%20onerror=ran()%3E:1~plots:__proto__~" + "x:1~" * 20_000
LOOK = """() => {
    const boxes = [[0.1, 0.5], [0.5, 0.3], [0.5, 0.7], [0.9, 0.5]];
    const seen = boxes.map(([x, y]) => document.elementFromPoint(innerWidth * x, innerHeight * y));
    const text = document.querySelector("article") ?? document.querySelector("main");
    const over = [...text.querySelectorAll("*")]
        .filter(each => ["fixed", "sticky"].includes(getComputedStyle(each).position));
    return {
        over: over.filter(each => !/^ap-/.test(each.className)).map(each => each.outerHTML.slice(0, 100)),
        large: seen.filter(each => each && each.closest("a, label") && each.closest("article")
            && each.getBoundingClientRect().height > innerHeight / 2).map(each => each.outerHTML.slice(0, 100)),
        ran: window.ranHere, polluted: ({}).polluted ?? null, own: Object.getOwnPropertyNames(Object.prototype).length,
    };
}"""


def planted() -> str:
    """What is written out for hostile texts, each a page of its own."""
    book = Book(Model({}, (), {}), lambda name, options: {}, lambda value, unit, to: value, page=Page())
    texts = [*GOT_THROUGH, *HOSTILE, *SYNTAX.split(), "<script>ran()</script>", "<img src=x onerror=ran()>"]
    return "\n".join(rendered(book, text)[0] for text in texts)


def test_nothing_runs_leaves_leads_away_or_lies_over_a_page_of_any_kind(browser: Browser, address: str) -> None:
    hostile = planted()
    context = browser.new_context(viewport=support.size(1280))
    context.add_init_script(
        "window.ranHere = []; window.ran = () => window.ranHere.push('ran'); window.alert = window.ran"
    )
    page = context.new_page()
    asked: list[str] = []
    gone: list[str] = []
    # What the page's policy holds back is begun and not sent.
    for end in ("requestfinished", "requestfailed"):
        page.on(end, lambda request: asked.append(request.url) if request.failure != "csp" else None)
    page.on("framenavigated", lambda frame: gone.append(frame.url))

    def put_in(route: Route) -> None:
        answer = route.fetch()
        body = re.sub(r"<article[^>]*>|<main>(?=\s*<h1)", lambda found: found[0] + hostile, answer.text(), count=1)
        assert hostile in body
        route.fulfill(response=answer, body=body)

    starts = [f"{address}{place}" for place in KINDS.values()]
    context.route(lambda url: url.split("?")[0] in starts, put_in)
    query = f"?all-or-nothing={STATE[:6000]}&x={quote('<script>ran()</script>')}#{quote('<img src=x onerror=ran()>')}"
    for kind, start in zip(KINDS, starts, strict=True):
        asked.clear()
        gone.clear()
        page.goto(start + query, wait_until="networkidle")
        figure = page.locator("[data-figure=all-or-nothing][data-live]")
        if figure.count():
            figure.first.scroll_into_view_if_needed()
            page.locator("[data-figure=all-or-nothing][data-live=on]").wait_for()
            assert "The link asked for something" in figure.first.inner_text(), kind
        found = page.evaluate(LOOK)
        assert found["over"] == found["large"] == found["ran"] == [], kind
        assert found["polluted"] is None, kind
        assert [url for url in asked if not url.startswith(("data:", "blob:", f"{address}/"))] == [], kind
        assert gone, kind
        assert all(url.startswith(start) for url in gone), kind
    context.close()


def test_entries_of_the_search_do_nothing_that_the_judge_of_entries_has_left(browser: Browser, address: str) -> None:
    """A tag in an entry ends a build; as words, which the theme puts in as HTML, it is to stay words."""
    texts = [*HOSTILE, *GOT_THROUGH, "<script>ran()</script>", "<img src=x onerror=ran()>", "<svg onload=ran()>"]
    words = [each for text in texts for each in (text, escape(text)) if not judge_entry(each)]
    assert len(words) >= len(texts)
    hostile = [
        {"location": f"glossary/#at-{at}" if at else "glossary/", "title": f"Zebra {text}", "text": f"zebra {text}"}
        for at, text in enumerate(words)
    ]
    context = browser.new_context(viewport=support.size(1280))
    context.add_init_script("window.ranHere = []; window.ran = window.alert = () => window.ranHere.push('ran')")
    page = context.new_page()
    asked: list[str] = []
    for end in ("requestfinished", "requestfailed"):
        page.on(end, lambda request: asked.append(request.url) if request.failure != "csp" else None)

    def put_in(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"docs": hostile})

    context.route("**/search_index.json", put_in)
    page.goto(f"{address}/glossary/")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially("zebra")
    page.locator(".md-search-result__link").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.ranHere") == []
    assert page.url.startswith(f"{address}/glossary/")
    links = page.locator(".md-search-result a").evaluate_all("all => all.map(each => [each.protocol, each.host])")
    assert len(links) > 20
    assert {protocol for protocol, _ in links} <= {"http:", "https:"}
    assert [url for url in asked if not url.startswith(("data:", "blob:", f"{address}/"))] == []
    context.close()
