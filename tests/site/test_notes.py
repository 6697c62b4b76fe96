"""What is said of a number, a term and a source where they stand: by mouse, finger, keyboard, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.site import live, support
from tests.site.conftest import Visit

Open = Callable[..., Visit]

PAGE = "/chapter-2/action-potential/threshold/"
NUMBER = "a.ap-value[href$='#threshold.voltage']"
OTHER = "a.ap-value[href$='#threshold.lowest']"

#: Opens the note of every link of a page by a click, at the edges of the screen and in the middle. Returns how many of
#: each kind there are, those that say anything else than the row that they lead to, and those that are not well placed.
ALL_NOTES = """async () => {
    const pages = new Map(), count = {}, wrong = [];
    const plain = text => text.replace(/\\s+/g, " ").trim();
    const fetched = async address => {
        const [path] = address.split("#");
        if (!pages.has(path)) {
            const text = await (await fetch(path)).text();
            pages.set(path, new DOMParser().parseFromString(text, "text/html"));
        }
        return pages.get(path);
    };
    const said = {
        "ap-value": row => {
            const cells = [...row.cells].map(each => plain(each.textContent));
            const table = row.closest(".ap-table");
            let heading = table;
            while (heading && heading.tagName !== "H2") heading = heading.previousElementSibling;
            const experiment = table.querySelector("th").textContent === "Value";
            const last = experiment ? `Experiment: ${plain(heading.firstChild.textContent)}`
                : `Parameter of the model${cells.at(-1) && ` (${cells.at(-1)})`}`;
            return [cells[1], cells[2], last];
        },
        "ap-term": ({nextElementSibling: {textContent}}, link) =>
            [plain(link.textContent), plain(textContent), "In the glossary"],
        "ap-cite": (row, link) => {
            const address = row.querySelector("a")?.textContent;
            const text = plain(row.textContent).slice(0, -address?.length || undefined).trim();
            if (link.closest(".ap-model")) {
                const text = "The model does this. It is no measurement of a living axon, which may do otherwise.";
                return ["in the model", text, plain(row.firstChild.textContent)];
            }
            return [plain(link.textContent), text, "In the references", ...address ? [address] : []];
        },
    };
    for (const link of document.querySelectorAll("article :is(.ap-value, .ap-term, .ap-cite)")) {
        for (let box = link.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
        const kind = [...link.classList].find(name => name in said);
        count[kind] = (count[kind] ?? 0) + 1;
        const row = (await fetched(link.href)).getElementById(decodeURIComponent(link.hash.slice(1)));
        link.scrollIntoView({block: ["start", "center", "end"][count[kind] % 3], behavior: "instant"});
        link.click();
        const note = document.querySelector(".ap-note"), {left, right, top, bottom} = note.getBoundingClientRect();
        const found = [...note.children].map(each => plain(each.textContent)), expected = said[kind](row, link);
        if (found.join() !== expected.join()) wrong.push([found, expected]);
        const box = link.getBoundingClientRect();
        const out = left < 0 || right > innerWidth || top < 0 || bottom > innerHeight;
        if (out || note.scrollWidth > note.clientWidth || (box.top < bottom && box.bottom > top))
            wrong.push([found[0], left, right, top, bottom, box.top, box.bottom]);
        if (note.querySelector("a").href !== link.href) wrong.push([found[0], link.href]);
        note.hidePopover();
        note.remove();
    }
    return {count, wrong};
}"""


def note(page: Page) -> Locator:
    return page.locator(".ap-note")


def link(page: Page, selector: str = NUMBER) -> Locator:
    """The first link of a kind in the text, in the middle of the screen."""
    found = page.locator(f"article {selector}").first
    found.evaluate("link => link.scrollIntoView({block: 'center', behavior: 'instant'})")
    return found


STILL = 120  # milliseconds: less than a mouse has to rest for a note
#: Keeps for how long the mouse has stood still at most, while it was on its way.
WATCH_STOPS = """
    window.watchStops ??= document.addEventListener("mousemove", ({timeStamp}) => {
        window.stood = Math.max(window.stood, timeStamp - (window.moved ?? timeStamp));
        window.moved = timeStamp;
    }, {capture: true}) ?? true;
    window.stood = 0;
    window.moved = undefined;
"""


def pass_over(page: Page, target: Locator) -> None:
    """Leads the mouse across an element without a stop, in more time than one that rests would need."""
    box = target.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    target.page.evaluate(WATCH_STOPS)
    for k in range(40):
        page.mouse.move(box["x"] - 10 + k / 39 * (box["width"] + 20), y)
        page.wait_for_timeout(16)


def rest_on(page: Page, target: Locator) -> None:
    box = target.bounding_box()
    assert box
    page.mouse.move(box["x"] + 9, box["y"] + box["height"] / 2, steps=5)


@pytest.mark.parametrize(("path", "width"), [("/chapter-2/action-potential/", 390), ("/model/", 1440)])
def test_every_note_says_what_its_row_says_and_stands_beside_its_link(path: str, width: int, revisit: Open) -> None:
    """Against the tables, the glossary and the references, which are made on pages of their own."""
    page = revisit(path, width=width, reduced_motion="reduce").page
    # Once what opens notes is at work.
    expect(page.locator("article :is(.ap-value, .ap-term, .ap-cite)").first).to_have_attribute("aria-expanded", "false")
    found = page.evaluate(ALL_NOTES)
    assert found["wrong"] == []
    assert all(found["count"].get(kind, 0) >= least for kind, least in (("ap-value", 1), ("ap-cite", 5)))


def test_a_tap_enter_and_escape(revisit: Open) -> None:
    page = revisit(PAGE).page
    number, other = link(page, OTHER), link(page)
    expect(number).to_have_attribute("aria-expanded", "false")
    for ask in (number.click, lambda: number.press("Enter")):
        ask()
        expect(note(page)).to_be_focused()
        expect(note(page)).to_have_role("dialog")
        expect(note(page)).to_have_accessible_name(re.compile("−56.2"))
        expect(note(page)).to_have_accessible_description(re.compile("Where dV/dt passes 20"))
        expect(number).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("Escape")
        expect(note(page)).to_have_count(0)
        expect(number).to_be_focused()
        expect(number).to_have_attribute("aria-expanded", "false")
    number.click()
    expect(note(page)).to_have_count(1)
    number.click()
    expect(note(page)).to_have_count(0)
    number.click()
    other.click()  # the next one takes its place
    expect(note(page)).to_have_count(1)
    expect(note(page)).to_contain_text("−54.59")
    page.locator("h2").first.click(position={"x": 2, "y": 2})
    expect(note(page)).to_have_count(0)
    # By Tab through it, and on: it is no trap, and what was left is closed.
    number.press("Enter")
    page.keyboard.press("Tab")
    expect(note(page).locator("a")).to_be_focused()
    page.keyboard.press("Tab")
    expect(note(page)).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('article') !== null")
    expect(number).not_to_be_focused()


def test_a_mouse_that_rests_and_one_that_passes(revisit: Open) -> None:
    page = revisit(PAGE, width=1440).page
    number = link(page)
    title = number.get_attribute("title")
    page.evaluate("document.addEventListener('toggle', () => { window.opened = true }, {capture: true})")
    for _ in range(20):
        pass_over(page, number)
        page.wait_for_timeout(300)  # milliseconds, for what ought not to come
        opened, stood = page.evaluate("[Boolean(window.opened), window.stood]")
        if stood < STILL:
            break
        page.keyboard.press("Escape")  # this machine was busy elsewhere, and the mouse did rest
        page.evaluate("window.opened = false")
    assert (opened, stood < STILL) == (False, True)
    assert number.get_attribute("title") == title
    rest_on(page, number)
    expect(note(page)).to_be_visible()
    expect(note(page)).not_to_be_focused()
    assert number.get_attribute("title") is None, "the browser would show it over the note"
    rest_on(page, note(page).locator("a"))
    page.wait_for_timeout(400)  # longer than it stays when it is left
    expect(note(page)).to_be_visible()
    page.mouse.move(2, 300)
    expect(note(page)).to_have_count(0)
    assert number.get_attribute("title") == title
    # Sent away, it does not come again while the mouse stays where it is.
    rest_on(page, number)
    expect(note(page)).to_be_visible()
    page.keyboard.press("Escape")
    rest_on(page, number)
    page.wait_for_timeout(300)
    expect(note(page)).to_have_count(0)
    # What was asked for stays when the mouse has gone.
    number.click()
    page.mouse.move(2, 300)
    page.wait_for_timeout(400)
    expect(note(page)).to_be_focused()


def test_its_link_and_the_number_s_own_lead_to_the_row(visit: Open, address: str) -> None:
    """Under instant navigation, where notes work on the next page as well; with Ctrl, in a tab of its own."""
    page = visit("/404.html", width=1440).page
    live.publish(page, address)
    page.goto(address + PAGE, wait_until="networkidle")
    page.evaluate("window.neverReloaded = true")
    with page.context.expect_page() as opened:
        link(page).click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url("**/model/experiments/#threshold.voltage")
    expect(note(page)).to_have_count(0)
    for _ in range(2):
        link(page).click()
        note(page).locator("a").click()
        page.wait_for_url("**/model/experiments/#threshold.voltage")
        expect(page.locator("[id='threshold.voltage']")).to_be_in_viewport()
        expect(note(page)).to_have_count(0)
        page.go_back()
        page.wait_for_url(f"**{PAGE}**")
    link(page).click()
    expect(note(page)).to_contain_text("−54.59")
    assert page.evaluate("window.neverReloaded")


def test_it_can_be_seen_by_all_and_is_not_printed(revisit: Open) -> None:
    opened = revisit(PAGE)
    page = opened.page
    link(page).click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("body")).to_have_attribute(
            "data-md-color-scheme", "slate" if scheme == "dark" else "default"
        )
        assert support.violations(page, recoloured=scheme == "dark") == []
    page.emulate_media(forced_colors="active")
    expect(note(page)).to_have_css("border-top-width", "1px")
    expect(note(page)).to_have_css("border-top-style", "solid")
    page.emulate_media(media="print")
    expect(note(page)).not_to_be_visible()
    assert not opened.complaints


def test_without_scripts_or_popovers_it_is_the_plain_link(visit: Open, address: str) -> None:
    page = visit(PAGE, java_script_enabled=False).page
    assert "Where dV/dt last passes" in (link(page).get_attribute("title") or "")
    link(page).click()
    page.wait_for_url("**/model/experiments/#threshold.voltage")
    page = visit("/404.html").page
    page.add_init_script("delete HTMLElement.prototype.popover")
    page.goto(address + PAGE, wait_until="networkidle")
    link(page).click()
    page.wait_for_url("**/model/experiments/#threshold.voltage")
