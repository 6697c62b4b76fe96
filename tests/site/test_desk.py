"""The lecturer's desk on screen and on paper: what it leads to, and that a lab sheet is two printed pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from apsite.book.pages.navigation import address
from tests.site import live, support
from tests.site.conftest import Visit

Open = Callable[..., Visit]

DESK = f"/teach{live.CHAPTER}"
#: Between the margins of the sheets, CSS pixels: what A4 and US Letter both have in width.
PAPER = 687

#: What of a sheet is cut off or lies over something else.
CUT = """() => {
    const wide = each => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== "inline";
    const high = each => each.matches(".ap-sheet") && each.scrollHeight > each.clientHeight + 1;
    return [...document.querySelectorAll(".ap-sheet, .ap-sheet *:not(svg *)")]
        .filter(each => wide(each) || high(each)).map(each => `${each.className} ${each.textContent.slice(0, 40)}`);
}"""
#: The least room to write or draw in a task, CSS pixels.
ROOM = """() => Math.min(...[...document.querySelectorAll(".ap-sheet__task")].map(each =>
    each.querySelector("svg")?.clientHeight ?? each.querySelector(".ap-sheet__space").offsetHeight))"""


def taught() -> list[str]:
    """The addresses of the chapter's pages, as their desk has them."""
    folder = support.ROOT / "docs" / live.CHAPTER.strip("/")
    return sorted(
        f"/teach/{address(file.relative_to(support.ROOT / 'docs').as_posix())}" for file in folder.glob("*.md")
    )


def pages_of(pdf: bytes) -> int:
    """How many pages a document has, as Chromium writes it: each an object that is not packed."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_each_page_of_the_chapter_leads_to_the_desk(revisit: Open) -> None:
    for page in ("", "threshold/"):
        opened = revisit(live.CHAPTER + page).page
        link = opened.get_by_role("link", name="Teach this page")
        expect(link).to_have_count(1)
        link.click()
        expect(opened.get_by_role("heading", level=1)).to_have_text("For lecturers: Action Potential")
        assert re.search(r"#(index|threshold)$", opened.url)


def test_the_desk_has_goals_time_and_what_to_take_for_each_page(revisit: Open) -> None:
    visit = revisit(DESK, 1440)
    sections = visit.page.locator(".ap-desk__page")
    expect(sections).to_have_count(len(taught()))
    for section in sections.all():
        expect(section.locator("h3 + ul > li").first).not_to_be_empty()
        expect(section).to_contain_text("minutes")
        expect(section).to_contain_text("Lab sheet")
    assert visit.complaints == []


def test_every_link_of_the_desk_leads_somewhere(site: Path, revisit: Open) -> None:
    page = revisit(DESK).page
    links = page.locator("main a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    at = "http://book" + DESK
    for link in links:
        path, _, anchor = urljoin(at, link).removeprefix("http://book").partition("#")
        file = site / path.lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        assert file.is_file(), link
        assert not anchor or f'id="{anchor}"' in file.read_text(encoding="utf-8"), link


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_lab_sheet_is_two_printed_pages(paper: str, revisit: Open) -> None:
    """Of every page of the chapter; nothing of it is cut, and there is room to write at each task."""
    for page in taught():
        opened = revisit(f"{page}sheet/", 1440).page
        opened.emulate_media(media="print")
        assert pages_of(opened.pdf(format=paper)) == 2, page
        opened.set_viewport_size({"width": PAPER, "height": 1000})
        assert opened.evaluate(CUT) == [], page
        assert opened.evaluate(ROOM) >= 24, page


def test_a_curve_to_be_drawn_has_the_axes_of_its_figure(revisit: Open) -> None:
    page = revisit(f"{DESK}threshold/sheet/", 1440).page
    drawn = page.get_by_role("img", name="Empty axes to draw on")
    expect(drawn).to_have_count(1)
    for words in ("time since the pulse began (ms)", "membrane potential (mV)", "−80", "15"):
        expect(drawn).to_contain_text(words)
    expect(page.locator("main")).to_contain_text("The figure is called “All or nothing”.")


def test_the_key_has_the_values_that_questions_are_judged_by(revisit: Open) -> None:
    page = revisit(f"{live.CHAPTER}threshold/").page
    asked = page.locator("[data-question*='number']").first.get_attribute("data-question") or ""
    shown = re.search(r'"shown":"([^"]*)"', asked)
    assert shown
    key = revisit(f"{DESK}threshold/key/").page
    expect(key.locator(".ap-key__right b", has_text=shown[1]).first).to_be_visible()
    expect(key.locator("main")).to_contain_text("Only the charge counts.")


def test_a_figure_that_is_set_is_told_in_the_words_of_its_controls(revisit: Open) -> None:
    words = ("Width of the pulse", "Strength of the pulse")
    sheet = revisit(f"{DESK}threshold/sheet/").page
    expect(sheet.locator("main")).to_contain_text(f"your setting ({', '.join(words)})")
    told = revisit(f"{DESK}threshold/key/").page.locator(".ap-key__right").last
    expect(told).to_have_text(re.compile(rf"^for example {words[0]} [\d.]+\sms, {words[1]} [\d.]+\sµA/cm²$"))


def test_what_is_made_leads_back_to_its_place_on_the_desk(revisit: Open) -> None:
    for part in ("sheet", "key", "slides"):
        page = revisit(f"{DESK}threshold/{part}/", 1440).page
        link = page.get_by_role("link", name="For lecturers")
        page.emulate_media(media="print")
        expect(link).to_be_hidden()
        page.emulate_media(media="screen")
        link.click()
        expect(page.get_by_role("heading", name="Threshold", exact=True)).to_be_in_viewport()


PAPER_IS = "() => getComputedStyle(document.documentElement).backgroundColor"


@pytest.mark.parametrize("chosen", ["slate", "default"])
def test_the_palette_is_the_one_that_was_chosen_on_the_site(chosen: str, visit: Open) -> None:
    """Though the system has the other; on paper it is the light one."""
    page = visit(f"{live.CHAPTER}threshold/", 1440, scheme="light" if chosen == "slate" else "dark").page
    ways = (DESK, f"{DESK}threshold/slides/#2", f"{DESK}threshold/ask/2/", "/embed/all-or-nothing/")
    address = page.url.partition(live.CHAPTER)[0]
    page.goto(address + DESK)
    before = page.evaluate(PAPER_IS)
    page.goto(address + live.CHAPTER)
    page.locator(".ap-palette").click()
    for way in ways:
        page.goto(address + way)
        page.reload()  # the slide's number alone opens no page
        expect(page.locator("html")).to_have_attribute("data-md-color-scheme", chosen)
        assert page.evaluate(PAPER_IS) != before, way
        shown = page.locator(".ap-figure:visible .ap-figure__light")
        if way != DESK:
            expect(shown.first).to_be_visible(visible=chosen == "default")
    page.goto(address + f"{DESK}threshold/sheet/")
    page.emulate_media(media="print")
    ink = page.evaluate("() => getComputedStyle(document.body).color")
    assert ink == "rgb(0, 0, 0)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_desk(scheme: str, revisit: Open) -> None:
    for path in (DESK, f"{DESK}threshold/sheet/", f"{DESK}threshold/key/", f"{DESK}threshold/slides/#2"):
        page = revisit(path, scheme=scheme).page
        assert support.violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_the_desk_is_not_in_the_search(site: Path) -> None:
    assert "teach/" not in (site / "search/search_index.json").read_text(encoding="utf-8")
