"""From page to page without a reload: where a link leads is what is seen, whatever the reader did just before."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.site import live
from tests.site.conftest import Visit

Open = Callable[..., Visit]

PAGE = "/chapter-2/action-potential/threshold/"
#: Follows a link in the moment in which the page is still being scrolled, as a finger does that flings a page and taps.
FLING_AND_TAP = """([selector, top]) => {
    scrollTo({top, behavior: "instant"});
    return new Promise(done => requestAnimationFrame(() => setTimeout(() => {
        document.querySelector(selector).click();
        done();
    }, 20)));
}"""


def slowly(page: Page) -> None:
    """Lets the next pages take longer than the theme takes to note where the last one was left."""

    def late(route: Route) -> None:
        page.wait_for_timeout(400)  # milliseconds
        route.continue_()

    page.route(lambda url: url.endswith("/"), late)


def test_a_link_that_is_followed_while_the_page_scrolls(visit: Open, address: str) -> None:
    page = visit("/404.html", width=1440).page
    live.publish(page, address)
    page.goto(address + PAGE, wait_until="networkidle")
    page.evaluate("window.neverReloaded = true")
    slowly(page)
    page.evaluate(FLING_AND_TAP, ["nav a[href$='model/experiments/']", 1700])
    page.wait_for_url("**/model/experiments/")
    expect(page.locator("article h1")).to_contain_text("Experiments and numbers")
    expect(page.locator("article h1")).to_be_in_viewport()
    page.go_back()
    page.wait_for_url(f"**{PAGE}")
    expect(page.locator("article h1")).not_to_contain_text("Experiments and numbers")
    page.locator("article a.ap-cite").first.evaluate("link => link.click()")
    page.evaluate(FLING_AND_TAP, [".ap-note__lead", 1900])
    page.wait_for_url("**/references/#*")
    expect(page.locator("article :target")).to_be_in_viewport()
    assert page.evaluate("window.neverReloaded")
