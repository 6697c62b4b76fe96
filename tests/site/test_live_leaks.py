"""Live figures that were left: they go, with all that they held, however many pages a reader walks through.

Material changes pages without a reload where the sitemap names them, which it does once a book has an address: the
tests answer with such a sitemap. Material itself leaves some of every page behind, so what counts is how much more
there is than on the same walk without live figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass

import pytest
from playwright.sync_api import CDPSession, Page

from tests.site import live
from tests.site.conftest import Visit

PLACE = "/chapter-2/action-potential/"
ROUND = ["depolarization", "repolarization", "transmission", "refractory-period", "threshold"]
START = ROUND[-1]

WARM_UP = 2  # rounds, in which the browser fills its own caches
ROUNDS = 2  # of five pages with fourteen figures: nearly thirty are opened and left

HEAP = 30_000  # bytes for each figure: one that does not end leaves four times as much
NODES = 5
LISTENERS = 0.5

WAKE = """
async figures => {
    for (const figure of figures) {
        figure.scrollIntoView({block: "center", behavior: "instant"});
        while (figure.dataset.live === "waiting") await new Promise(requestAnimationFrame);
    }
    return figures.map(figure => figure.dataset.live);
}
"""
FOLLOW = """
target => {
    document.querySelector("article").dataset.left = "";
    [...document.links].find(link => link.href === target).click();
}
"""


@dataclass
class Held:
    """What the browser holds once all that nobody needs is gone: bytes, nodes and listeners."""

    heap: float
    nodes: float
    listeners: float


def held(session: CDPSession) -> Held:
    for _ in range(2):  # what waits for a finalizer goes in the second round
        session.send("HeapProfiler.collectGarbage")
    counters = session.send("Memory.getDOMCounters")
    heap = session.send("Runtime.getHeapUsage")["usedSize"]
    return Held(heap, counters["nodes"], counters["jsEventListeners"])


def walk_round(page: Page, address: str, awake: bool) -> int:
    """Follows links once round the pages and back to the start; returns how many figures were met, and woken."""
    met = 0
    for name in ROUND:
        page.evaluate(FOLLOW, f"{address}{PLACE}{name}/")
        page.locator("article:not([data-left])").wait_for()
        figures = page.locator(".ap-figure[data-live]")
        assert not awake or set(figures.evaluate_all(WAKE)) == {"on"}
        met += figures.count()
    return met


def left_behind(page: Page, address: str, awake: bool) -> Held:
    """Returns what stays, for each figure met."""
    page.goto(f"{address}{PLACE}{START}/", wait_until="networkidle")
    page.evaluate("window.neverReloaded = true")
    session = page.context.new_cdp_session(page)
    for _ in range(WARM_UP):
        figures = walk_round(page, address, awake)
    before = held(session)
    for _ in range(ROUNDS):
        walk_round(page, address, awake)
    after = held(session)
    assert page.evaluate("window.neverReloaded")
    return Held(*((b - a) / figures / ROUNDS for a, b in zip(astuple(before), astuple(after), strict=True)))


@pytest.mark.thorough
def test_figures_that_were_left_leave_nothing(visit: Callable[..., Visit], address: str) -> None:
    with_figures, without = visit("/404.html", width=1280), visit("/404.html", width=1280)
    for each in (with_figures, without):
        live.publish(each.page, address)
    without.page.route("**/live.*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    usual = left_behind(without.page, address, awake=False)
    found = left_behind(with_figures.page, address, awake=True)
    assert found.heap - usual.heap < HEAP
    assert found.nodes - usual.nodes < NODES
    assert found.listeners - usual.listeners < LISTENERS
    assert not with_figures.complaints
