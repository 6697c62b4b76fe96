"""The book, built once for all browser tests and served as a good host would."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize

from tests.site import support

WATCH_SHIFTS = """
    window.layoutShift = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.layoutShift += entry.value;
    }).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return support.launch_options()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Path:
    """The book, built once for all processes that the tests run in."""
    shared = tmp_path_factory.getbasetemp().parent
    folder = shared / f"book-{testrun_uid}" / "site"
    with FileLock(shared / "book.lock"):
        if not folder.is_dir():
            support.build(folder)
    return folder


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


def complain(visit: Visit, message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        visit.complaints.append(message.text)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Opens a page in a browser that has seen nothing yet, at a width and in a palette."""
    with contextlib.ExitStack() as open_contexts:

        def visit(path: str, width: int = 390, scheme: str = "light", **options: Any) -> Visit:
            size = ViewportSize(width=width, height=844 if width < 600 else 900)
            context = browser.new_context(viewport=size, color_scheme=scheme, **options)
            open_contexts.callback(context.close)
            context.add_init_script(WATCH_SHIFTS)
            visit = Visit(context.new_page())
            visit.page.on("request", lambda request: visit.requests.append(request))
            visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
            visit.page.on("console", lambda message: complain(visit, message))
            visit.page.goto(address + path, wait_until="networkidle")
            return visit

        yield visit
