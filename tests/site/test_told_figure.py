"""A figure that is told: what its passages light as they go by, and whose the figure is then."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.experiments.support import published
from tests.site import hand, live, support
from tests.site.conftest import Visit

Open = Callable[..., Visit]

OVERVIEW = live.CHAPTER
NAME = "action-potential"
VALUES = published(NAME, "undershoot")
REST, LOWEST = VALUES["rest.voltage"], VALUES["undershoot.voltage"]
#: Of each passage: from when to when, None for an end of the axis; and through which potentials the spike goes then,
#: None where no number that is published says it.
PASSAGES: list[tuple[float | None, float | None, list[float | None]]] = [
    (None, 0.0, [REST]),
    (0.0, VALUES["threshold.latency"], [REST, VALUES["threshold.voltage"]]),
    (VALUES["threshold.latency"], VALUES["overshoot.start"], [VALUES["threshold.voltage"], 0.0]),
    (VALUES["overshoot.start"], VALUES["overshoot.end"], [0.0, VALUES["peak.voltage"], 0.0]),
    (VALUES["overshoot.end"], VALUES["undershoot.start"], [0.0, REST]),
    (VALUES["undershoot.start"], VALUES["undershoot.latency"], [REST, LOWEST]),
    (VALUES["undershoot.latency"], None, [LOWEST, None]),
]
#: The axes' own limits along time, by width: see the figure's `draw`.
LIMITS = {390: (-2.4, 9.0), 1440: (-1.5, 9.0)}

#: Which passage is the present one, and which shares of the axes are lit; -1 and none where none is.
LIT = """figure => ({
    now: [...figure.querySelectorAll(".ap-passage")].findIndex(each => each.classList.contains("is-now")),
    lit: [...figure.querySelectorAll(".ap-live__over.is-lit")].map(({style}) =>
        ["--from", "--to"].map(end => parseFloat(style.getPropertyValue(end)) / 100)),
    words: figure.querySelector(".ap-story__now:not([hidden])")?.textContent ?? "",
})"""
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
#: How far the text of a passage is from where it is read: beneath the plot, or beside it.
WAY = """passage => {
    const stage = document.querySelector(".ap-told .ap-live__stage").getBoundingClientRect();
    const beside = passage.parentElement.getBoundingClientRect().left >= stage.right - 1;
    return passage.querySelector("p").getBoundingClientRect().top - (beside ? 0.3 * innerHeight : stage.bottom + 32);
}"""


def told(page: Page) -> Locator:
    """The figure, once its passages can light it."""
    figure = live.wake(page, NAME)
    expect(figure.locator(".ap-story")).to_contain_class("is-open")
    expect(figure.locator(".ap-story__back")).to_have_count(1)
    return figure


def wheel(page: Page, way: float) -> None:
    page.mouse.move(page.viewport_size["width"] - 12, 600)
    page.mouse.wheel(0, way)


def swipe(page: Page, way: float) -> None:
    """Scrolls with a finger, which goes the other way, within the window and beneath the plot."""
    way = max(-220.0, min(220.0, way))
    finger = hand.Hand(page, touch=True)
    start = 800.0 if way > 0 else 570.0
    with finger.down(200, start):
        for step in range(1, 9):
            finger.to(200, start - way * step / 8)
            page.evaluate(FRAMES)


def go(page: Page, passage: Locator, move: Callable[[Page, float], None]) -> None:
    """Scrolls by hand until a passage is where it is read, not by more than a hand's way at a time."""
    for _ in range(60):
        way = passage.evaluate(WAY)
        if abs(way) < 24:
            return
        move(page, max(-400.0, min(400.0, way)))
        page.evaluate(FRAMES)
    raise AssertionError(f"the passage is still {way} px away")


def is_lit(figure: Locator, at: int, width: int) -> None:
    """Looks whether passage `at` has its stretch lit, in both axes, and says its numbers."""
    expect(figure.locator(".ap-passage").nth(at)).to_contain_class("is-now")
    state = figure.evaluate(LIT)
    assert state["now"] == at
    start, end, potentials = PASSAGES[at]
    low, high = LIMITS[width]
    wanted = [(low if start is None else start), (high if end is None else end)]
    assert len(state["lit"]) == 2
    for shares in state["lit"]:
        times = [low + share * (high - low) for share in shares]
        assert times == pytest.approx(wanted, abs=0.005)
    said = state["words"].replace("−", "-").replace("\u00a0mV", "").split(" → ")
    assert len(said) == len(potentials)
    for words, potential in zip(said, potentials, strict=True):
        # The browser steps more widely than the run behind the pages: by 0.025 ms.
        assert potential is None or float(words) == pytest.approx(potential, abs=0.75)


@pytest.mark.parametrize(("width", "move"), [(1440, wheel), (390, swipe)])
def test_each_passage_lights_its_stretch_forwards_and_back(width: int, move: Callable[..., None], visit: Open) -> None:
    touch = {"has_touch": True, "is_mobile": True} if move is swipe else {}
    opened = visit(OVERVIEW, width=width, **touch)
    page = opened.page
    figure = told(page)
    passages = figure.locator(".ap-passage")
    assert passages.count() == len(PASSAGES)
    stage = figure.locator(".ap-live__stage")
    for at in [*range(len(PASSAGES)), *reversed(range(len(PASSAGES) - 1))]:
        go(page, passages.nth(at), move)
        is_lit(figure, at, width)
        plot, text = stage.bounding_box(), passages.nth(at).locator("p").first.bounding_box()
        assert plot is not None
        assert text is not None
        assert plot["y"] >= 0
        assert plot["y"] + plot["height"] <= page.viewport_size["height"]
        if width == 390:
            assert text["y"] >= plot["y"] + plot["height"]
        else:
            assert text["x"] >= plot["x"] + plot["width"]
    assert figure.locator(".ap-story__back").is_hidden()
    assert page.evaluate("window.layoutShift") == pytest.approx(0, abs=1e-3)
    assert opened.complaints == []


@pytest.mark.parametrize("width", [390, 1440])
def test_a_reader_takes_the_figure_over_and_gets_back(width: int, visit: Open) -> None:
    page = visit(OVERVIEW, width=width, has_touch=width == 390).page
    figure = told(page)
    passages, back = figure.locator(".ap-passage"), figure.get_by_role("button", name="Follow the text again")
    go(page, passages.nth(3), wheel)
    is_lit(figure, 3, width)
    grip = figure.locator(".ap-live__grip--strength")
    start = live.value(figure, "pulse.amplitude")
    hand.Hand(page, touch=width == 390).drag(grip, hand.way(0, 4, 5))
    live.settled(figure)
    changed = live.value(figure, "pulse.amplitude")
    assert changed != start
    nothing = {"now": -1, "lit": [], "words": ""}
    assert figure.evaluate(LIT) == nothing
    go(page, passages.nth(5), wheel)
    page.evaluate(FRAMES)
    assert figure.evaluate(LIT) == nothing
    assert live.value(figure, "pulse.amplitude") == changed
    back.click()
    is_lit(figure, 5, width)
    assert live.value(figure, "pulse.amplitude") == start
    expect(back).to_be_hidden()


def test_it_goes_by_keys_and_is_silent(revisit: Open) -> None:
    """Who tabs to what a passage leads to has it lit; a grip that is moved by keys is the reader's; nothing is said."""
    page = revisit(OVERVIEW, width=1440).page
    figure = told(page)
    spoken = figure.locator("[aria-live]:not(.ap-story *)").first
    live.settled(figure)
    expect(spoken).not_to_be_empty()
    before = spoken.text_content()
    for at in (1, 4, 2):
        figure.locator(".ap-passage").nth(at).get_by_role("link").last.focus()
        is_lit(figure, at, 1440)
    assert spoken.text_content() == before
    assert figure.locator(".ap-story [aria-live], .ap-story [role=status]").count() == 0
    assert figure.locator(".ap-story__now").get_attribute("aria-hidden") == "true"
    figure.locator(".ap-live__grip--strength").press("ArrowUp")
    back = figure.get_by_role("button", name="Follow the text again")
    expect(back).to_be_visible()
    assert figure.evaluate(LIT)["lit"] == []
    back.press("Enter")
    expect(back).to_be_hidden()
    assert page.evaluate("() => document.activeElement.matches('.ap-passage, .ap-story')")


def test_what_else_changes_the_figure_takes_it_from_the_passages(revisit: Open) -> None:
    """Such as a link with another state."""
    page = revisit(f"{OVERVIEW}?{NAME}=TTX:50", width=1440).page
    figure = told(page)
    assert live.value(figure, "TTX") == 50
    go(page, figure.locator(".ap-passage").nth(2), wheel)
    expect(figure.get_by_role("button", name="Follow the text again")).to_be_visible()
    assert figure.evaluate(LIT)["lit"] == []


#: How much of the strip is of colours as strong as those of channels that are lit.
COLOURED = """strip => {
    const canvas = strip.querySelector("canvas");
    const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let [rust, blue] = [0, 0];
    for (let k = 0; k < data.length; k += 4) {
        if (data[k + 3] < 128) continue;
        if (data[k] > data[k + 2] + 100) rust += 1;
        if (data[k + 2] > data[k] + 80) blue += 1;
    }
    return [rust, blue];
}"""


def test_an_open_strip_shows_the_channels_of_the_passage(revisit: Open) -> None:
    page = revisit(OVERVIEW, width=1440).page
    figure = told(page)
    go(page, figure.locator(".ap-passage").nth(2), wheel)
    is_lit(figure, 2, 1440)
    # Opened while a passage is read, it plays the whole run, of which no stretch is lit then.
    figure.get_by_role("button", name="Watch the channels").press("Enter")
    expect(figure.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    assert figure.evaluate(LIT) == {"now": -1, "lit": [], "words": ""}
    expect(figure.locator(".ap-story__back")).to_be_hidden()
    cursor = figure.get_by_role("slider", name="Time cursor")
    strip = figure.locator(".ap-strip")
    colours = []
    for at in (3, 4):
        go(page, figure.locator(".ap-passage").nth(at), wheel)
        is_lit(figure, at, 1440)
        start, end, _ = PASSAGES[at]
        assert start is not None
        assert end is not None
        expect(cursor).to_have_value(re.compile(rf"^{(start + end) / 2:.1f}"))
        page.evaluate(FRAMES)
        colours.append(strip.evaluate(COLOURED))
    (rust, blue), (rust_later, blue_later) = colours
    assert rust > 2 * rust_later
    assert blue_later > 2 * blue
    figure.get_by_role("button", name="Play", exact=True).press("Enter")
    expect(figure.locator(".ap-story__back")).to_be_visible()
    assert figure.evaluate(LIT)["lit"] == []


def stills(page: Page) -> list[dict[str, float]]:
    """Of each passage: whether its picture is seen, and how much of each axes is veiled."""
    return list(
        page.locator(".ap-passage").evaluate_all("""all => all.map(passage => ({
            seen: [...passage.querySelectorAll(".ap-passage__still img")].some(each => each.checkVisibility()),
            veiled: [...passage.querySelectorAll("rect")].map(each => Number(each.getAttribute("width"))),
        }))""")
    )


@pytest.mark.parametrize("how", ["no scripts", "paper", "less motion"])
def test_elsewhere_each_passage_has_its_picture(how: str, visit: Open) -> None:
    options = {"no scripts": {"java_script_enabled": False}, "less motion": {"reduced_motion": "reduce"}}.get(how, {})
    page = visit(OVERVIEW, width=390, **options).page
    if how == "paper":
        page.emulate_media(media="print")
    if how == "less motion":
        figure = live.wake(page, NAME)
        figure.locator(".ap-passage").nth(3).scroll_into_view_if_needed()
        page.evaluate(FRAMES)
        assert figure.evaluate(LIT)["lit"] == []
    if how == "no scripts":  # in a page that runs none, none can be asked
        assert page.locator(".ap-passage__still img:visible").count() == len(PASSAGES)
        return
    found = stills(page)
    assert all(each["seen"] for each in found)
    low, high = LIMITS[390]
    for (start, end, _), each in zip(PASSAGES, found, strict=True):
        share = ((high if end is None else end) - (low if start is None else start)) / (high - low)
        whole = 300.77
        assert sum(each["veiled"]) == pytest.approx(2 * whole * (1 - share), abs=1.0)


def test_where_scripts_run_no_still_picture_is_fetched(visit: Open) -> None:
    """They are the narrow picture of the figure, which a wide screen has no other use for."""
    opened = visit(OVERVIEW, width=1440)
    told(opened.page)
    assert not any(stills["seen"] for stills in stills(opened.page))
    assert not [each.url for each in opened.requests if f"{NAME}.narrow" in each.url]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_it(scheme: str, visit: Open) -> None:
    page = visit(OVERVIEW, width=1440, scheme=scheme).page
    figure = told(page)
    go(page, figure.locator(".ap-passage").nth(3), wheel)
    is_lit(figure, 3, 1440)
    assert support.violations(page) == []


def test_a_stretch_is_written_as_the_model_has_it(site) -> None:
    """So that a change of the model moves what is lit, and no typed number stays behind."""
    page = (site / OVERVIEW.strip("/") / "index.html").read_text()
    written = [json.loads(each.split('"')[0]) for each in page.split('data-stretch="')[1:]]
    assert [tuple(each) for each in written] == [(start, end) for start, end, _ in PASSAGES]
