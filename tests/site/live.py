"""How the tests use a live figure: as a reader does, by its controls, and by the files that it gives away."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
from pathlib import Path

import numpy as np
from playwright.sync_api import Locator, Page, expect

from apsite import chapters
from tests.site import support

CHAPTER = "/chapter-2/action-potential/"
#: Pages with live figures that `make test` is content with: a membrane's, and those of a terminal.
SOME_PAGES = {CHAPTER, f"{CHAPTER}transmission/"}


#: Waits as long as something is to follow.
SETTLED = """async figure => {
    while (figure.querySelector(".ap-live__stage[aria-busy]")) await new Promise(requestAnimationFrame);
}"""
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def names(text: str = "") -> list[str]:
    """The figures with a preset that `text` shows, by default that the whole book shows."""
    text = text or "".join(file.read_text() for file in (support.ROOT / "docs").rglob("*.md"))
    text = CODE.sub("", text)  # an example of a figure is none
    return [name for name in chapters.files("live") if f"(figure:{name})" in text]


def pages() -> list[str]:
    """Addresses of the pages that hold live figures."""
    found = []
    for path in support.source_pages():
        folder = support.ROOT / "docs" / path.strip("/")
        file = folder / "index.md" if folder.is_dir() else folder.with_suffix(".md")
        if file.is_file() and names(file.read_text()):  # a notebook shows none
            found.append(path)
    return found


def publish(page: Page, address: str) -> None:
    """Lets the site be one whose address is known: Material then goes from page to page without a reload."""
    places = "".join(f"<url><loc>{address}{path}</loc></url>" for path in support.source_pages())
    sitemap = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    page.route("**/sitemap.xml", lambda route: route.fulfill(body=sitemap, content_type="application/xml"))


def wake(page: Page, name: str) -> Locator:
    """Scrolls the figure `name` into view and returns it once it is alive."""
    figure = page.locator(f'.ap-figure[data-figure="{name}"]')
    figure.scroll_into_view_if_needed()
    show_up(page)
    expect(figure).to_have_attribute("data-live", "on")
    return figure


def show_up(page: Page) -> None:
    """Gives the first sign of a reader, for which figures wait."""
    page.mouse.move(3, 3)
    page.mouse.move(4, 4)


def names_on(page: Page) -> list[str]:
    """The names of a page's live figures."""
    return list(page.locator(".ap-figure[data-live]").evaluate_all("all => all.map(each => each.dataset.figure)"))


def wake_all(page: Page) -> list[str]:
    """Wakes every live figure of a page and returns their names."""
    names = names_on(page)
    for name in names:
        wake(page, name)
    return names


def code(site: Path) -> dict[str, int]:
    """Bytes of our scripts and styles, compressed, that a page with each kind of figure fetches."""
    scripts = site / "assets/javascripts"
    page = (site / CHAPTER.strip("/") / "index.html").read_text(encoding="utf-8")
    listed = re.search(r'data-parts="([^"]+)"', page)
    assert listed
    parts = {part: [scripts / name for name in names] for part, names in json.loads(html.unescape(listed[1])).items()}
    everywhere = [*scripts.glob("live*"), scripts / "scrolling.js", site / "assets/stylesheets/book.css"]
    common = [file for file in everywhere if not any(file in files for files in parts.values())]
    assert len(common) == 5
    return {
        part.removeprefix("./kind-").removesuffix(".js"): sum(
            len(gzip.compress(file.read_bytes())) for file in [*common, *files]
        )
        for part, files in parts.items()
        if part.startswith("./kind-")
    }


def control(figure: Locator, name: str) -> Locator:
    """The row of one control: slider, number box and reset."""
    return figure.locator(f'[data-control="{name}"]')


def value(figure: Locator, name: str) -> float:
    """What the number box of a control says."""
    return float(control(figure, name).locator("input[type=text]").input_value().replace("−", "-"))


def enter(figure: Locator, name: str, text: str) -> None:
    """Types `text` into the number box of a control."""
    box = control(figure, name).locator("input[type=text]")
    box.fill(text)
    box.press("Enter")


def settled(figure: Locator) -> Locator:
    """Waits until all is shown that follows from what was asked for, and returns the figure."""
    figure.evaluate(SETTLED)
    return figure


def reset(figure: Locator) -> None:
    """Brings the first state back, in which the picture's words are there: the next change is a first one again."""
    figure.evaluate(RESET)


#: The frame of it is over when it ends.
RESET = """figure => {
    [...figure.querySelectorAll("button")].find(button => button.textContent === "Reset all").click();
    return new Promise(done => requestAnimationFrame(() => setTimeout(done)));
}"""


def status(figure: Locator) -> str:
    """What the figure says has happened."""
    return figure.locator(".ap-live__status").first.text_content() or ""


def download(figure: Locator, kind: str) -> bytes:
    """One of the files under "Share and save": "CSV", "SVG" or "PNG"."""
    page = figure.page
    button = figure.get_by_role("button", name=f"({kind})")
    if not button.is_visible():
        figure.get_by_role("button", name="Share and save").click()
    with page.expect_download() as taken:
        button.click()
    return Path(taken.value.path()).read_bytes()


def without_pictures(drawing: str) -> str:
    """A drawing without the pixels that it brings along: written as letters, they may spell anything."""
    return re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "", drawing)


def dots(figure: Locator) -> int:
    """How many dots the drawing has that the figure gives away: two halves of a circle or, where small, a square."""
    return len(re.findall(rb"A[^AMLh]+A|h([\d.]+)v\1h", download(figure, "SVG")))


def curves(figure: Locator) -> dict[str, np.ndarray]:
    """The columns of the figure's CSV by their headers; where a run has ended, nothing."""
    header, *rows = csv.reader(io.StringIO(download(figure, "CSV").decode()))
    columns = [[float(cell) for cell in column if cell] for column in zip(*rows, strict=True)]
    return {name: np.array(column) for name, column in zip(header, columns, strict=True)}
