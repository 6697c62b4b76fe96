"""The strip of membrane over a figure's plot: opened by hand, played, stopped and walked through, and told in words."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from apsite import Membrane, Pulse, simulate
from tests.site import live, support
from tests.site.conftest import Visit
from tests.site.hand import SLIDE_ALL
from tests.site.sight import hidden

Open = Callable[..., Visit]
NAME = "action-potential"
STILL = {"reduced_motion": "reduce"}
CHUNK = re.compile(r"live-strip[^/]*\.(js|css)")

#: What stands on a strip and on the plot, as a number each, and where the time cursor is, at the end of a frame.
DRAWN = """figure => new Promise(done => requestAnimationFrame(() => setTimeout(() => done([
    ...[...figure.querySelectorAll(".ap-strip canvas, .ap-live__stage canvas")].map(each => each.toDataURL()),
    Number(figure.querySelector(".ap-strip__bench input[type=range]").value),
]))))"""

#: How far the time cursor comes, ms, and how long that takes, ms, from one showing of it to another.
PACE = """async figure => {
    const cursor = figure.querySelector(".ap-strip__bench input[type=range]");
    const changed = async () => {
        for (const {value} = cursor; cursor.value === value;) await new Promise(requestAnimationFrame);
    };
    await changed();
    const [from, begun] = [Number(cursor.value), performance.now()];
    for (let times = 0; times < 4; times++) await changed();
    return [Number(cursor.value) - from, performance.now() - begun];
}"""


#: Whether something comes to stand beneath something else within two seconds or so.
BENEATH = """async (each, above) => {
    const covered = () => each.getBoundingClientRect().top < above.getBoundingClientRect().bottom;
    for (let frames = 0; frames < 120 && covered(); frames++) await new Promise(requestAnimationFrame);
    return !covered();
}"""

#: Whether the strip is there at the end of a frame.
THERE = """figure => new Promise(done =>
    requestAnimationFrame(() => setTimeout(() => done(!!figure.querySelector(".ap-strip"))))
)"""


def watched(page: Page, name: str = NAME) -> Locator:
    """The figure with its strip open, by a click."""
    figure = live.settled(live.wake(page, name))
    button(figure, "Watch the channels").click()
    expect(figure.locator(".ap-strip canvas")).to_be_visible()
    return figure


def button(figure: Locator, name: str) -> Locator:
    return figure.get_by_role("button", name=name, exact=True)


def cursor(figure: Locator) -> Locator:
    """The one time cursor that there is."""
    found = figure.get_by_role("slider", name="Time cursor")
    expect(found).to_have_count(1)
    return found


def time(figure: Locator) -> float:
    return float(cursor(figure).input_value())


def rested(figure: Locator) -> Locator:
    """Waits for the frame in which what was asked for is shown, and until all is that follows from it."""
    figure.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    return live.settled(figure)


def put(figure: Locator, moment: float) -> None:
    """Scrub to a time of the axes."""
    slide = "(slider, at) => { slider.value = at; slider.dispatchEvent(new Event('input', {bubbles: true})); }"
    cursor(figure).evaluate(slide, moment)
    rested(figure)


def words(figure: Locator) -> str:
    said = figure.locator(".ap-strip__words > div > div")
    assert said.evaluate("({scrollHeight, clientHeight}) => clientHeight >= scrollHeight"), "words that are not seen"
    return figure.locator(".ap-strip__words").inner_text().replace("\u00a0", " ")


def conducting(figure: Locator, kind: str) -> int:
    found = re.search(rf"{kind} channels (\d+|none) conduct", words(figure))
    assert found, words(figure)
    return 0 if found[1] == "none" else int(found[1])


@pytest.mark.parametrize("by", ["mouse", "touch", "keys"])
def test_it_is_opened_by_hand_and_seen_with_the_curve(visit: Open, by: str) -> None:
    """Fetched only then, without a shift; strip and plot are seen together, one as wide as the other."""
    opened = visit(live.CHAPTER, has_touch=by == "touch", is_mobile=by == "touch")
    page = opened.page
    figure = live.settled(live.wake(page, NAME))
    opener = button(figure, "Watch the channels")
    opener.scroll_into_view_if_needed()
    assert not any(
        CHUNK.search(each.url) or ("live-membrane" in each.url and ".css" in each.url) for each in opened.requests
    )
    opened.complaints.clear()
    if by == "mouse":
        opener.click()
    elif by == "touch":
        opener.tap()
    else:
        opener.press("Enter")
    strip = figure.locator(".ap-strip canvas")
    expect(strip).to_be_visible()
    expect(figure.locator(".ap-strip__bench")).to_be_visible()
    assert {found[1] for each in opened.requests if (found := CHUNK.search(each.url))} == {"js", "css"}
    expect(opener).to_have_attribute("aria-expanded", "true")
    if by == "keys":
        expect(opener).to_be_focused()
    # What opened it and what plays it are seen beneath what the figure says, which sticks.
    status = figure.locator(".ap-live__status").first
    for each in (opener, button(figure, "Pause")):
        expect(each).to_be_in_viewport(ratio=1)
        assert each.evaluate(BENEATH, status.element_handle())
    button(figure, "Pause").click()
    status.evaluate("said => said.scrollIntoView({block: 'end', behavior: 'instant'})")
    canvas, stage = strip.bounding_box(), figure.locator(".ap-live__stage").bounding_box()
    assert canvas is not None
    assert stage is not None
    header = page.locator(".md-header").evaluate("header => header.getBoundingClientRect().bottom")
    assert header - 0.5 <= canvas["y"]
    assert canvas["y"] + canvas["height"] <= stage["y"]
    assert stage["y"] + stage["height"] <= 844
    assert canvas["width"] == stage["width"] == 358
    assert canvas["height"] > 140
    assert stage["height"] > 350
    opener.click()
    expect(strip).to_have_count(0)
    assert (opened.complaints, page.evaluate("window.layoutShift")) == ([], 0)


def test_it_is_played_and_stopped_with_one_cursor_for_strip_and_plot(revisit: Open) -> None:
    figure = watched(revisit(live.CHAPTER).page)
    strip, *plots, at = figure.evaluate(DRAWN)
    expect(button(figure, "Pause")).to_be_visible()
    figure.get_by_role("combobox").select_option("1000")
    gone, took = figure.evaluate(PACE)
    assert gone == pytest.approx(took / 1000, rel=0.25)
    later, *others, then = figure.evaluate(DRAWN)
    assert strip != later
    assert all(one != other for one, other in zip(plots, others, strict=True))
    assert then > at
    button(figure, "Pause").click()
    assert figure.evaluate(DRAWN) == figure.evaluate(DRAWN)
    figure.get_by_role("combobox").select_option("20000")
    button(figure, "Play").click()
    gone, took = figure.evaluate(PACE)
    assert gone == pytest.approx(took / 20000, rel=0.25)
    figure.locator(".ap-strip canvas").click()  # as the button
    expect(button(figure, "Play")).to_be_visible()


def test_it_is_walked_through_by_keys_and_buttons_and_told(revisit: Open) -> None:
    """Potential, driving forces and what the face of the membrane is lined with, as Python has them."""
    figure = watched(revisit(live.CHAPTER, **STILL).page)
    expect(button(figure, "Step")).to_be_visible()  # where no motion is wanted, nothing is played
    run = simulate(Membrane(), [Pulse(2.0, 0.5, 26.55)], 20.0, dt=0.025)
    spoken = figure.locator(".ap-strip__bench [role=status]")
    for moment in (-1.0, 1.75, 3.0, 5.0):
        put(figure, moment)
        V = float(np.interp(moment + 2.0, run.time, run.voltage))
        said = words(figure)
        assert f"At {moment:g} ms the membrane is at {V:.0f} mV".replace("-", "−") in said
        assert ("minus signs inside" in said) == (V < 0)
        m, h, n = (float(np.interp(moment + 2.0, run.time, run.gates[gate])) for gate in "mhn")
        for kind, share in (("sodium", m**3 * h), ("potassium", n**4)):
            told = re.search(rf"{kind} channels \S+ conducts? \(in the whole membrane (.+?) in 100\)", said)
            assert told, said
            assert told[1] == "fewer than 1" if share < 0.005 else abs(int(told[1]) - 100 * share) < 1
        assert ("sodium flows in" in said) == (conducting(figure, "sodium") > 0)
        assert ("potassium flows out" in said) == (conducting(figure, "potassium") > 0)
        expect(spoken).to_contain_text(f"the membrane is at {'negative ' if V < 0 else ''}{abs(V):.0f} millivolts")
    put(figure, 1.75)
    assert conducting(figure, "sodium") >= 4  # of 40, of which m³h is 0.27
    put(figure, 12.0)
    assert conducting(figure, "sodium") == 0
    put(figure, 2.0)
    slider = cursor(figure)
    slider.focus()
    for key, step in (("ArrowRight", 0.1), ("ArrowLeft", -0.1), ("Shift+ArrowRight", 1.0), ("PageDown", -1.0)):
        before = time(figure)
        slider.press(key)
        rested(figure)
        assert time(figure) - before == pytest.approx(step, rel=0.01)
    for name, step in (("Step on", 0.1), ("Step back", -0.1)):
        before, drawn = time(figure), figure.evaluate(DRAWN)
        button(figure, name).press("Enter")
        rested(figure)
        assert time(figure) - before == pytest.approx(step, rel=0.01)
        assert figure.evaluate(DRAWN)[0] != drawn[0]
    slider.press("Home")
    rested(figure)
    assert time(figure) == -2.0
    slider.press("End")
    rested(figure)
    assert time(figure) == 18.0


def test_nothing_is_said_aloud_while_time_runs(revisit: Open) -> None:
    figure = watched(revisit(live.CHAPTER).page)
    spoken = figure.locator(".ap-strip__bench [role=status]")
    figure.evaluate(PACE)
    heard = spoken.text_content()
    figure.evaluate(PACE)
    figure.evaluate(PACE)
    assert spoken.text_content() == heard
    button(figure, "Pause").click()
    expect(spoken).to_contain_text(f"At {time(figure):.2f}".rstrip("0").replace("-", "negative ").rstrip("."))


def test_blockers_sit_in_pores(revisit: Open) -> None:
    figure = watched(revisit(live.CHAPTER, **STILL).page)
    put(figure, 1.75)
    some = conducting(figure, "sodium")
    before = figure.evaluate(DRAWN)[0]
    for share, blocked in ((50, 20), (100, 40)):
        live.enter(figure, "TTX", str(share))
        rested(figure)
        assert f"Tetrodotoxin sits in {blocked} of the sodium channels." in words(figure)
        assert conducting(figure, "sodium") < some
        assert figure.evaluate(DRAWN)[0] != before
    assert conducting(figure, "sodium") == 0
    assert "sodium channels none conducts (in the whole membrane none)" in words(figure)
    live.enter(figure, "TTX", "0")
    live.enter(figure, "TEA", "25")
    rested(figure)
    assert "TEA sits in 5 of the potassium channels." in words(figure)
    assert "Tetrodotoxin" not in words(figure)
    live.enter(figure, "TEA", "0")
    rested(figure)
    assert conducting(figure, "sodium") == some  # the same chances as before


def test_it_stays_open_and_follows_while_grips_are_dragged(revisit: Open) -> None:
    """A weaker pulse, by its grip: the strip is there in every frame, and shows the run that fails."""
    page = revisit(live.CHAPTER, width=1440, **STILL).page
    figure = watched(page)
    put(figure, 1.75)
    grip = figure.locator(".ap-live__grip--strength")
    box = grip.bounding_box()
    assert box is not None
    before = figure.evaluate(DRAWN)[0]
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(box["x"] + 12, box["y"] + 12 + 12 * step)
        assert figure.evaluate(
            "figure => new Promise(done => requestAnimationFrame(() => done(!!figure.querySelector('.ap-strip'))))"
        )
    page.mouse.up()
    rested(figure)
    assert "No spike" in live.status(figure)
    assert figure.evaluate(DRAWN)[0] != before
    assert re.search(r"the membrane is at −[5-7]\d mV", words(figure))
    assert figure.evaluate(SLIDE_ALL) == []
    live.reset(figure)
    page.get_by_title("Dark").click()
    page.wait_for_selector("body[data-md-color-scheme=slate]")
    page.set_viewport_size({"width": 800, "height": 900})
    expect(figure.locator(".ap-strip canvas")).to_be_visible()
    assert (
        rested(figure)
        .locator(".ap-strip canvas")
        .evaluate("canvas => canvas.clientWidth === canvas.width / Math.min(devicePixelRatio, 2)")
    )


def test_other_chances_are_other_channels_of_the_same_run(revisit: Open) -> None:
    figure = watched(revisit(live.CHAPTER, **STILL).page)
    put(figure, 1.75)
    before, said = figure.evaluate(DRAWN), words(figure)
    button(figure, "Other chances").click()
    rested(figure)
    after = figure.evaluate(DRAWN)
    assert before[0] != after[0]
    assert before[1:] == after[1:]
    assert words(figure).partition(".")[0] == said.partition(".")[0]


@pytest.mark.parametrize("size", [(390, 844), (1366, 768), (768, 1024)])
def test_controls_are_seen_with_strip_and_plot_and_axe_finds_nothing(revisit: Open, size: tuple[int, int]) -> None:
    page = revisit("/embed/spike-currents/", 390, **STILL).page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.reload(wait_until="networkidle")
    figure = watched(page, "spike-currents")
    put(figure, 1.0)
    assert hidden(page) == []
    assert support.violations(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    rested(figure)  # colours are on their way to others from the next frame on
    assert support.violations(page, recoloured=True) == []


def test_a_strip_that_does_not_load_is_asked_for_again(visit: Open) -> None:
    page = visit(live.CHAPTER).page
    page.route("**/live-strip*.js", lambda route: route.abort())
    figure = live.settled(live.wake(page, NAME))
    button(figure, "Watch the channels").click()
    again = button(figure, "Try again")
    expect(again).to_be_visible()
    page.unroute("**/live-strip*.js")
    again.click()
    expect(figure.locator(".ap-strip canvas")).to_be_visible()


@pytest.mark.parametrize(
    ("page_", "name"), [("depolarization/", "sodium-clamp"), ("refractory-period/", "second-pulse")]
)
def test_other_figures_have_it_too(revisit: Open, page_: str, name: str) -> None:
    figure = watched(revisit(live.CHAPTER + page_, **STILL).page, name)
    put(figure, 1.0)
    assert "Of 40 sodium channels" in words(figure)
    if name == "sodium-clamp":
        assert "At 1 ms the membrane is at 0 mV" in words(figure)
        assert conducting(figure, "sodium") > 0
