"""What the search finds, in the browser and by the theme's own script."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.site import live, support
from tests.site.conftest import Visit

Open = Callable[..., Visit]

#: Asks the search's worker, as the theme does; returns the pages that each query finds, best first.
ASK = """async queries => {
    const {base, search} = JSON.parse(document.getElementById("__config").textContent);
    const root = new URL(base, location.href);
    const worker = new Worker(new URL(search, root));
    const ask = (type, data) => new Promise(answer => {
        worker.onmessage = event => answer(event.data.data);
        worker.postMessage({type, data});
    });
    const index = await (await fetch(new URL("search/search_index.json", root.href.replace(/\\/?$/, "/")))).json();
    await ask(0, {...index, options: {suggest: false}});
    const found = {};
    for (const query of queries) {
        found[query] = (await ask(2, query)).items.map(([page]) => page.location.split("#")[0]);
    }
    worker.terminate();
    return found;
}"""


def terms() -> list[str]:
    """The terms of the glossary."""
    lines = (support.ROOT / "docs/glossary.md").read_text(encoding="utf-8").split("\n")
    return [term for term, definition in pairwise(lines) if definition.startswith(":")]


def finds(page: Page, query: str, first: str) -> int:
    """Types a query, waits until `first` is the page that it finds first, and returns how many pages it finds."""
    box = page.locator(".md-search__input")
    box.fill("")
    box.press_sequentially(query)
    expect(page.locator(".md-search-result__link").first).to_have_attribute("href", re.compile(f"^[^?#]*{first}"))
    return int(page.locator(".md-search-result__meta").inner_text().split()[0])


def test_code_is_found_by_its_names_and_is_not_loaded_by_every_reader(revisit: Open, site: Path) -> None:
    index = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "voltage_clamp" in index
    assert "voltage_clamp(" not in index
    asked = ["voltage_clamp", "Mechanism", "REGULAR_SPIKING"]
    found = revisit("/", width=1440).page.evaluate(ASK, asked)
    for query in asked:
        assert any("notebooks/" in page for page in found[query]), query


def test_the_story_comes_before_its_notebook(revisit: Open) -> None:
    asked = [*terms(), "nernst", "pump", "Hodgkin", "sodium channels", "mean quantal content"]
    found = revisit("/", width=1440).page.evaluate(ASK, asked)
    assert len(found) > 50
    behind = []
    for query, pages in found.items():
        for place, page in enumerate(pages):
            story = page.replace("notebooks/", "")
            if story != page and story in pages[place:]:
                behind.append((query, page))
    assert behind == []
    nothing = [query for query, pages in found.items() if not pages]
    assert nothing == []
    assert found["nernst"][0] == f"{live.CHAPTER[1:]}resting-potential/"


def test_ions_are_found_as_they_are_typed(revisit: Open) -> None:
    page = revisit("/", width=1440).page
    page.locator(".md-search__input").click()
    finds(page, "nernst", f"{live.CHAPTER}resting-potential/")
    for ion, least in (("Na+", 3), ("K+", 3), ("Ca2+", 3)):
        assert finds(page, ion, live.CHAPTER) >= least
        marked = page.locator(".md-search-result__article mark").first
        expect(marked).to_have_text(re.compile(f"^{re.escape(ion)}", re.IGNORECASE))
    page.locator(".md-search-result__link").first.click()
    expect(page.locator("article h1")).to_be_visible()


def test_the_index_is_asked_for_as_soon_as_somebody_is_about_to_search(visit: Open) -> None:
    """It is more than a quarter of what a page would load."""
    about = {
        "a mouse": lambda page: page.locator(".md-search__input").hover(),
        "keys": lambda page: page.keyboard.press("/"),
        "a link": lambda page: page.goto(f"{page.url}?q=nernst"),
        "a finger": lambda page: page.locator(".md-header__button[for=__search]").tap(),
    }
    for name, act in about.items():
        phone = {"width": 390, "has_touch": True} if name == "a finger" else {"width": 1440}
        opened = visit(f"{live.CHAPTER}repolarization/", **phone)
        opened.page.wait_for_load_state("networkidle")
        assert not [each.url for each in opened.requests if "search_index" in each.url], name
        with opened.page.expect_response(re.compile("search_index.json")):
            act(opened.page)
        box = opened.page.locator(".md-search__input")
        if name == "a link":
            expect(box).to_have_value("nernst")
        else:
            box.press_sequentially("nernst")
        found = opened.page.locator(".md-search-result__link").first
        expect(found, name).to_have_attribute("href", re.compile("resting-potential"))
