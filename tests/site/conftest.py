"""The book served as a good host would, and browsers that open it."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

from tests.site import support

pytest.register_assert_rewrite("tests.site.trials", "tests.site.sight")

WATCH_SHIFTS = """
    window.layoutShift = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.layoutShift += entry.value;
    }).observe({type: "layout-shift", buffered: true});
"""

WATCH_FIGURES = """
    window.figureShifts = [];
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) {
            const own = entry.sources.some(({node}) => node?.parentElement?.closest("article"));
            const moved = entry.sources.map(({node}) => (node?.outerHTML ?? node?.textContent ?? "").slice(0, 80));
            if (own && !entry.hadRecentInput) window.figureShifts.push([entry.value, ...moved]);
        }
    }).observe({type: "layout-shift", buffered: true});
"""

FORGET = """
    if (location.protocol === "http:") { localStorage.clear(); sessionStorage.clear(); }
"""

AS_USUAL = {"media": "screen", "reduced_motion": "no-preference", "forced_colors": "none", "contrast": "no-preference"}


#: For so long, in s, a test in a browser may take on a machine that is in use.
BOUND = 240


@pytest.fixture(autouse=True)
def bound(request: pytest.FixtureRequest) -> Iterator[None]:
    """Ends the process of a test whose page stands still for ever: its name, in which the page is, is what is told.

    To evaluate in a page has no bound in Playwright. What the test stands on, the book for one, is made before.
    """
    if not {"address", "browser"} & set(request.fixturenames):
        yield
        return
    for name in ("address", "browser"):
        if name in request.fixturenames:
            request.getfixturevalue(name)

    capturing = request.config.pluginmanager.getplugin("capturemanager")

    def end() -> None:
        if capturing is not None:
            capturing.suspend_global_capture()  # what is told would be lost with the process
        with os.fdopen(os.dup(sys.__stderr__.fileno()), "w") as told:
            print(f"\n{request.node.nodeid} has not ended after {BOUND} s:", file=told, flush=True)
            faulthandler.dump_traceback(told)
        os._exit(1)

    timer = threading.Timer(BOUND, end)
    timer.daemon = True
    timer.start()
    yield
    timer.cancel()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return support.launch_options()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with support.serving(site) as address:
        yield address


@dataclass
class Visit:
    """An open page, and what its browser said and asked for since."""

    page: Page
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Keeps what the browser says and asks for."""
        heard = {"request": self._ask, "pageerror": self._fail, "console": self._say}
        for event, keep in heard.items():
            self.page.on(event, keep)
        yield
        for event, keep in heard.items():
            self.page.remove_listener(event, keep)

    def _ask(self, request: Request) -> None:
        self.requests.append(request)

    def _fail(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _say(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Opens a page in a browser that has seen nothing yet, at a width and in a palette."""
    with contextlib.ExitStack() as open_contexts:

        def visit(path: str, width: int = 390, scheme: str = "light", **options: Any) -> Visit:
            context = browser.new_context(viewport=support.size(width), color_scheme=scheme, **options)
            open_contexts.callback(context.close)
            context.add_init_script(WATCH_SHIFTS)
            visit = Visit(context.new_page())
            open_contexts.enter_context(visit.listening())
            visit.page.goto(address + path, wait_until="networkidle")
            return visit

        yield visit


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    with contextlib.closing(browser.new_context()) as context:
        context.add_init_script(FORGET + WATCH_SHIFTS + WATCH_FIGURES)
        yield context.new_page()


@pytest.fixture
def revisit(tab: Page, address: str) -> Iterator[Callable[..., Visit]]:
    """Opens a page as `visit` does, in a tab that was used before: for a third of the processor's time.

    Nothing of the pages before is left but what is cached. One page is open at a time. A test that adds routes, scripts
    or permissions to its browser, or that asks how a page first loads, takes `visit`.
    """
    with contextlib.ExitStack() as open_page:

        def revisit(path: str, width: int = 390, scheme: str = "light", **media: Any) -> Visit:
            open_page.close()
            tab.set_viewport_size(support.size(width))
            tab.emulate_media(**AS_USUAL | {"color_scheme": scheme} | media)
            visit = Visit(tab)
            open_page.enter_context(visit.listening())
            tab.goto(address + path, wait_until="networkidle")
            return visit

        yield revisit
