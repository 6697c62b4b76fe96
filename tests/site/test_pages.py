"""Every page in a real browser: what it asks for and weighs, how it stands at each width, who can use it."""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.depth import some
from tests.site import live, support
from tests.site.conftest import WATCH_SHIFTS, Visit

Open = Callable[..., Visit]

FIRST_LOAD = 300_000  # bytes, compressed: the budget in the design
OWN_CODE = 60_000  # bytes, compressed: our own styles and scripts

LAYOUT_SHIFT = 0.005  # on a page's first load: what rounds to 0.00

SCHEMES = {"light": "default", "dark": "slate"}  # by what Material calls them

#: One of each kind: a landing page, a page with a figure, one with tables, a notebook.
SOME_PAGES = {"/", live.CHAPTER, "/references/", f"{live.CHAPTER}notebooks/threshold/"}
#: Those that weigh most, and those that hold most kinds of things.
WEIGHTY = {
    *(f"{live.CHAPTER}{page}/" for page in ("depolarization", "propagation", "transmission")),
    *("/model/", "/write-for-this-book/syntax/"),
}


def transferred(visit: Visit, *parts: str) -> int:
    """Bytes of all answers, headers included, whose address holds one of `parts`."""
    answered = [request for request in visit.requests if any(part in request.url for part in parts)]
    sizes = [request.sizes() for request in answered]
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


def first_load(opened: Visit, address: str) -> None:
    """It asks nobody else, complains of nothing, and is light."""
    failed = [r.url for r in opened.requests if (answer := r.response()) is None or answer.status >= 400]
    assert not failed
    assert {f"{urlsplit(r.url).scheme}://{urlsplit(r.url).netloc}" for r in opened.requests} <= {
        address,
        "data://",
    }
    assert not opened.complaints
    assert transferred(opened, address) <= FIRST_LOAD
    assert transferred(opened, "/book.css", "/assets/javascripts/scrolling") <= OWN_CODE
    # Chrome holds the first paint for faces that are asked for in the head: for a second or so on a phone.
    assert not opened.page.query_selector("head link[rel=preload][as=font]")


#: How long faces are on their way, ms: in time, about when it is settled whether they are, and too late.
LATE = (0, 50, 100, 300)


def loaded_late(browser: Browser, address: str, late: int) -> float:
    """Loads a page for the first time, its faces being on their way for so long; how far it moves meanwhile."""
    held: list[Route] = []
    on_their_way = True
    with contextlib.closing(browser.new_context(viewport=support.size(390))) as context:
        context.add_init_script(WATCH_SHIFTS)
        page = context.new_page()
        page.route("**/*.woff2", lambda route: held.append(route) if on_their_way else route.continue_())
        page.goto(address, wait_until="commit")
        for _ in range(2000):
            if held:
                break
            page.wait_for_timeout(5)
        assert held, "no face was asked for"
        page.wait_for_timeout(late)
        on_their_way = False
        for route in held:
            route.continue_()
        page.wait_for_load_state("networkidle")
        expect(page.locator("html")).not_to_contain_class("is-unset")
        assert page.evaluate("performance.getEntriesByName('first-contentful-paint').length")
        return float(page.evaluate("window.layoutShift"))


@pytest.mark.parametrize("path", some(support.source_pages(), {live.CHAPTER}))
def test_late_fonts_move_no_page(path: str, browser: Browser, address: str) -> None:
    """Whenever faces come, it is settled before anything is to be seen in which ones a page is set."""
    moved_by = {late: loaded_late(browser, address + path, late) for late in LATE}
    assert {late: shift for late, shift in moved_by.items() if shift > LAYOUT_SHIFT} == {}


def test_a_page_is_not_set_in_italics_because_they_came_first(visit: Open, address: str) -> None:
    """The upright face does not come: a page is set in the stand-in then, and not in what there is of its family."""
    page = visit("/404.html").page
    page.route("**/*serif-regular*.woff2", lambda route: route.abort())
    page.goto(address + live.CHAPTER, wait_until="domcontentloaded")
    expect(page.locator("html")).not_to_contain_class("is-unset")
    assert "Book Serif" not in page.evaluate("[...document.fonts].map(({family}) => family.replaceAll('\"', ''))")


class Halting(support.Handler):
    """Sends a page up to a part of it, and the rest once that must have been painted."""

    def send_head(self) -> io.BytesIO:
        del self.headers["Accept-Encoding"]
        return super().send_head()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        body = source.read()
        for part in HALTS if b"<!doctype html>" in body else ():
            before, _, body = body.partition(part)
            outputfile.write(before)
            outputfile.flush()
            time.sleep(0.4)
            body = part + body
        outputfile.write(body)


#: After the page's script in the header, and before the text, which stands between what comes before it.
HALTS = (b'<label class="md-header__button md-icon" for="__search">', b'<div class="md-content"')


def test_a_page_that_comes_in_parts_stands_still(browser: Browser, site: Path) -> None:
    """As on a machine that is busy, where a browser paints what it has read so far.

    One that is truly busy paints at other moments too: what is seen each time is what counts.
    """
    with support.serving(site, Halting) as address, contextlib.closing(browser.new_page()) as page:
        page.add_init_script(WATCH_SHIFTS)
        for width in (390, 1440):
            page.set_viewport_size(support.size(width))
            moved = []
            while len(moved) < 3 and not (moved and moved[-1] < LAYOUT_SHIFT / 5):
                page.goto(f"{address}/model/experiments/", wait_until="load")
                moved.append(page.evaluate("window.layoutShift"))
            assert moved[-1] < LAYOUT_SHIFT / 5, (width, moved)


#: Marks elements that are seen, until every character is in one that is marked, in each of the faces it is set in.
MARK_FACES = """() => {
    const met = new Set();
    for (const element of document.querySelectorAll(".md-content article *")) {
        if (!element.checkVisibility()) continue;
        const own = [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE);
        const { fontFamily, fontStyle, fontWeight } = getComputedStyle(element);
        const face = [fontFamily, fontStyle, fontWeight].join();
        const all = own.flatMap(node => [...node.data]).filter(each => each.trim()).map(each => face + each);
        if (all.some(each => !met.has(each))) element.dataset.face = "";
        for (const each of all) met.add(each);
    }
}"""


def foreign_fonts(page: Page) -> set[str]:
    """The fonts of the reader's machine, rather than the site's, that the text of a page is set in.

    Where the site's come late, the page keeps the others: they are fetched, and it is loaded once more.
    """
    if found := _foreign_fonts(page):
        page.reload(wait_until="networkidle")
        found = _foreign_fonts(page)
    return found


def _foreign_fonts(page: Page) -> set[str]:
    page.evaluate(MARK_FACES)
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[data-face]"})["nodeIds"]
    assert nodes
    fonts = [font for node in nodes for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]]
    session.detach()
    return {font["familyName"] for font in fonts if not font["isCustomFont"]}


REACHES_OUT = """() => {
    const scrolls = element => element.closest(".md-content, .md-header, .md-footer") !== element
        && ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX);
    const within = element => {
        for (let box = element.parentElement; box && !box.matches(".md-content, .md-header, .md-footer");
             box = box.parentElement) if (scrolls(box)) return true;
        return false;
    };
    return [...document.querySelectorAll(":is(.md-content, .md-header, .md-footer) *")]
        .filter(element => element.checkVisibility({visibilityProperty: true, opacityProperty: true}))
        .filter(element => element.getBoundingClientRect().right > innerWidth + 0.5 && !within(element))
        .map(element => element.outerHTML.slice(0, 120));
}"""


def figures(page: Page, kind: str) -> list[dict[str, object]]:
    """State of each figure image of a kind, "light" or "dark", once it has loaded where it is shown, out of every fold.

    The browser takes a moment to choose again between the sources when the width has changed.
    """
    return page.locator(f".ap-figure__{kind} img").evaluate_all(
        """images => Promise.all(images.map(async image => {
            for (let fold = image; (fold = fold.parentElement.closest("details"));) fold.open = true;
            const shown = image.checkVisibility();
            if (shown) {
                image.loading = "eager";
                const source = image.parentElement.querySelector("source");
                const asked = matchMedia(source.media).matches ? source.srcset : image.getAttribute("src");
                for (let k = 0; k < 100 && !image.currentSrc.endsWith(asked.replace(/^[./]+/, "")); k++) {
                    await new Promise(done => setTimeout(done, 20));
                }
                await image.decode();
            }
            return {
                shown, alt: image.alt, narrow: image.currentSrc.includes("narrow"),
                ratio: image.clientWidth / image.clientHeight,
                natural: image.naturalWidth / image.naturalHeight,
                scale: image.clientWidth / image.naturalWidth,
            };
        }))"""
    )


def misfits(page: Page, scheme: str, width: int) -> list[dict[str, object]]:
    """The figures of a page that do not fit its palette and its width."""
    other = [figure for figure in figures(page, "dark" if scheme == "light" else "light") if figure["shown"]]
    return other + [
        figure
        for figure in figures(page, scheme)
        if not figure["shown"]
        or not figure["alt"]
        or figure["narrow"] != (width == 390)
        or figure["ratio"] != pytest.approx(figure["natural"], rel=0.02)
        or not 0.9 < figure["scale"] <= 1.0  # the figure's letters keep the size they were drawn at
    ]


@pytest.mark.parametrize("path", some(support.source_pages(), SOME_PAGES | WEIGHTY))
def test_a_page_suits_a_phone(path: str, visit: Open, address: str) -> None:
    """Its first load is light and quiet; it stands still meanwhile; its fonts; what reaches out of the screen; its
    figures; and what axe finds."""
    opened = visit(path, width=390, reduced_motion="reduce")
    first_load(opened, address)
    page = opened.page
    found: dict[str, object] = {"moved": moved(page), "fonts": foreign_fonts(page)}
    found["beyond"] = page.evaluate(REACHES_OUT)
    found["figures"] = misfits(page, "light", 390)
    found["axe"] = support.violations(page)
    assert {question: answer for question, answer in found.items() if answer} == {}


@pytest.mark.parametrize("path", some(support.source_pages(), SOME_PAGES))
def test_a_page_suits_other_screens_and_the_dark(path: str, revisit: Open) -> None:
    """What reaches out of the screen; its figures; and what axe finds.

    The text is one at all widths: axe looks at all of it on a phone, in both palettes, and on a desktop at what stands
    around it. Of the pages that hold live figures it looks at all on a desktop as well, in both palettes, once these
    are awake (`test_live_sight.py`).
    """
    page = revisit(path, width=390, reduced_motion="reduce").page
    found: dict[str, object] = {}
    for scheme, widths in (("light", (320, 768, 1440)), ("dark", (1440, 390))):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[scheme])
        for width in widths:
            page.set_viewport_size(support.size(width))
            at = f", {scheme}, at {width} pixels"
            if scheme == "light":
                found[f"beyond{at}"] = page.evaluate(REACHES_OUT)
            if width in (390, 1440):
                found[f"figures{at}"] = misfits(page, scheme, width)
            if width == 390:
                found[f"axe{at}"] = support.violations(page, recoloured=True)
            elif (scheme, width) == ("light", 1440):
                found[f"axe{at}"] = support.violations(page, part=support.AROUND)
    assert {question: answer for question, answer in found.items() if answer} == {}


def moved(page: Page) -> float:
    """How far the page has moved as it was loaded, if that is too far."""
    shift = float(page.evaluate("window.layoutShift"))
    return shift if shift >= LAYOUT_SHIFT else 0.0


def test_print_shows_light_figures(revisit: Open, chapter: str) -> None:
    page = revisit(chapter, scheme="dark").page
    page.emulate_media(media="print")
    assert all(figure["shown"] for figure in figures(page, "light"))
    assert not any(figure["shown"] for figure in figures(page, "dark"))


def test_a_page_can_be_read_without_scripts(visit: Open, chapter: str, address: str) -> None:
    page = visit(chapter, java_script_enabled=False).page
    assert page.locator("article h1").is_visible()
    assert page.locator("article p").last.is_visible()
    assert page.locator(".ap-figure__light img").first.is_visible()
    page.goto(f"{address}/model/")
    assert page.locator("article math").first.is_visible()


def test_the_palette_can_be_switched(visit: Open, chapter: str) -> None:
    """By mouse and by keys; the choice is kept, and the system's palette is followed until there is one."""
    page = visit(chapter, width=1440, scheme="dark").page
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.emulate_media(color_scheme="light")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.get_by_role("button", name="Dark").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    assert all(figure["shown"] for figure in figures(page, "dark"))
    page.reload(wait_until="networkidle")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    expect(page.locator("html")).to_have_css("color-scheme", "dark")
    page.get_by_role("button", name="Light").press("Enter")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    expect(page.get_by_role("button", name="Dark")).to_be_focused()
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(100)  # milliseconds, for what ought not to come
    expect(body).to_have_attribute("data-md-color-scheme", "default")


def test_a_dark_page_is_dark_before_the_theme_s_script_has_come(visit: Open, chapter: str, address: str) -> None:
    page = visit("/404.html", scheme="dark").page
    page.route("**/bundle*.js", lambda route: route.abort())
    page.goto(address + chapter)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect(page.locator("meta[name=theme-color]")).to_have_attribute("content", "#15181d")


#: Waits until the page has not scrolled for ten frames.
STILL = """() => new Promise(done => {
    let [at, frames] = [scrollY, 0];
    const look = () => {
        frames = scrollY === at ? frames + 1 : 0;
        at = scrollY;
        if (frames > 10) done(); else requestAnimationFrame(look);
    };
    look();
})"""


def test_the_keyboard_reaches_the_text_and_shows_where_it_is(revisit: Open, chapter: str) -> None:
    page = revisit(chapter, width=1440).page
    page.keyboard.press("Tab")
    skip = page.locator(".md-skip")
    assert skip.evaluate("link => link === document.activeElement")
    expect(skip).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector(':target') && document.activeElement === document.body")
    page.evaluate(STILL)  # the page scrolls there first
    page.wait_for_timeout(300)  # milliseconds, as a person would
    focused = []
    for _ in range(12):
        page.keyboard.press("Tab")
        page.wait_for_timeout(150)
        focused.append(
            page.evaluate(
                """() => {
                    const element = document.activeElement, style = getComputedStyle(element);
                    return {inside: element.closest("article") !== null, tag: element.outerHTML.slice(0, 80),
                            outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2};
                }"""
            )
        )
    assert focused[0]["inside"], "the skip link leads into the text"
    assert [stop["tag"] for stop in focused if not stop["outline"]] == []


@pytest.fixture
def chapter() -> str:
    return "/chapter-2/action-potential/"
