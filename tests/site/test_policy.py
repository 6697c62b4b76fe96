"""The Content-Security-Policy of the built pages, by which a real browser goes.

The specification is W3C's Content Security Policy Level 3; what is asked here is only what Chromium does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.depth import some
from tests.site import live
from tests.site.conftest import Visit

Open = Callable[..., Visit]

PAGE = "/chapter-2/action-potential/"
EMBED = "/embed/all-or-nothing/"

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
WATCH = """
    window.refused = [];
    document.addEventListener("securitypolicyviolation", event => window.refused.push(event.violatedDirective));
"""
#: What an attacker would try, each of which marks the window if it runs.
ATTEMPTS = """() => {
    window.ran = [];
    const script = document.createElement("script");
    script.textContent = "window.ran.push('inline')";
    document.body.append(script);
    const holder = document.createElement("div");
    holder.innerHTML = `<img src="data:," onerror="window.ran.push('handler')">
        <a id="attack" href="javascript:window.ran.push('address')">x</a>
        <iframe src="https://example.org/"></iframe><object data="https://example.org/"></object>`;
    document.body.append(holder);
    const foreign = document.createElement("script");
    foreign.src = "https://example.org/x.js";
    document.body.append(foreign);
    const data = document.createElement("script");
    data.src = "data:text/javascript,window.ran.push('data')";
    document.body.append(data);
    document.getElementById("attack").click();
    fetch("https://example.org/").catch(() => undefined);
}"""


def policies(page: Page) -> list[str]:
    return page.eval_on_selector_all("meta[http-equiv]", "all => all.map(each => each.content)")


def test_all_pages_have_one_policy(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert pages
    found = {META.findall(each.read_text())[0] for each in pages}
    [policy] = found
    for part in ("default-src 'none'", "base-uri 'none'", "form-action 'none'", "style-src 'self'"):
        assert part in policy
    scripts = re.search(r"script-src ([^;]*)", policy)
    assert scripts
    assert not re.search(r"unsafe|https?:|\*|data:|blob:", scripts[1].replace("'wasm-unsafe-eval'", ""))


@pytest.mark.parametrize("path", some([PAGE, EMBED, "/404.html"], {PAGE}))
def test_what_is_planted_in_a_page_does_not_run(path: str, visit: Open, address: str) -> None:
    opened = visit(path)
    page = opened.page
    assert len(policies(page)) == 1
    assert not opened.complaints
    page.evaluate(WATCH)
    asked = len(opened.requests)
    page.evaluate(ATTEMPTS)
    page.evaluate("async () => { while (window.refused.length < 7) await new Promise(requestAnimationFrame) }")
    assert page.evaluate("window.ran") == []
    sent = [request for request in opened.requests[asked:] if request.failure != "csp"]
    assert [request.url for request in sent if not request.url.startswith((address, "data:"))] == []


def test_search_instant_navigation_and_live_figures_work_under_it(visit: Open, address: str) -> None:
    opened = visit("/404.html", width=1280)
    page = opened.page
    live.publish(page, address)
    page.goto(address + PAGE, wait_until="networkidle")
    page.evaluate("window.neverReloaded = true")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially("chronaxie")
    found = page.locator(".md-search-result__link").first
    found.wait_for()
    page.keyboard.press("Escape")
    page.locator("article a[href$='threshold/']").first.click()
    page.wait_for_url(re.compile(f"{PAGE}threshold/"))  # and, while the page comes to rest, the place in it
    figure = page.locator("[data-figure=strength-duration]")
    figure.scroll_into_view_if_needed()
    page.mouse.move(200, 200)
    page.locator("[data-figure=strength-duration][data-live=on]").wait_for()
    assert page.evaluate("window.neverReloaded")
    assert len(policies(page)) == 1
    page.locator(".ap-palette").click()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    expect(page.locator("meta[name=theme-color]")).to_have_count(1)
    expect(page.locator("meta[name=theme-color]")).to_have_attribute("content", "#15181d")
    assert not opened.complaints
