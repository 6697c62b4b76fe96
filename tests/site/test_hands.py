"""Live figures in a reader's hands: every grip and control of every figure, by mouse, by touch and by keys."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site import live, support
from tests.site.conftest import Visit
from tests.site.hand import WATCH_DRAWING, Hand, Seen, way

Open = Callable[..., Visit]

OVERVIEW = live.CHAPTER
every_live_page = pytest.mark.parametrize("path", live.pages())

#: There and beyond: on one of these ways at least nothing stands at an end of its reach.
THERE_AND_BACK = (2, -4)
NATURAL = 12.0  # pixels a frame: a slow hand, which is at home in a small plot as well
MANY = 3  # places or values: one that stops at the first redraw has two
GRIP = 24.0  # pixels
PHONE = 390  # pixels, of a screen that is touched
WIDE = 700  # pixels: of a window in which figures have their wide layout

HOLDS = "element => document.activeElement === element"

#: What something that is moved is called, and whether it is still in hand, if it can have the focus.
IN_HAND = """element => [
    element.ariaLabel ?? element.className + element.parentElement.parentElement.dataset.control,
    element.ariaHidden !== null || document.activeElement === element,
]"""

#: Moves every slider on by a little in each of three frames: its number follows in the frame, and it keeps the focus.
SLIDE_ALL = """async figure => {
    const faults = [];
    for (const row of figure.querySelectorAll(".ap-live__controls [data-control]")) {
        const range = row.querySelector("input[type=range]"), box = row.querySelector("input[type=text]");
        const numbers = new Set([box.value]), span = range.max - range.min;
        const step = (range.value - range.min < span / 2 ? 0.1 : -0.1) * span;
        range.focus();
        for (let frame = 0; frame < 3; frame++) {
            range.value = Number(range.value) + step;
            range.dispatchEvent(new Event("input"));
            await new Promise(requestAnimationFrame);
            numbers.add(box.value);
        }
        const held = document.activeElement === range;
        if (numbers.size < 4 || !held) faults.push([row.dataset.control, [...numbers].join()]);
    }
    return faults;
}"""


def passed_through(seen: list[Seen]) -> int:
    """Through how many places or values something went."""
    return len({tuple(round(each, 4) for each in one) for one in seen})


def paths(grip: Locator, step: float, frames: Sequence[int] = THERE_AND_BACK) -> list[tuple[float, float]]:
    """There and back along the grip's own direction, leaving grip and figure on the way."""
    upright = grip.get_attribute("aria-orientation") == "vertical"
    aside = (400.0, 0.0) if upright else (0.0, 400.0)
    moves = []
    for each in frames:
        one = step if each > 0 else -step
        moves += way(*((0.0, -one) if upright else (one, 0.0)), abs(each))
        if each < 0:
            moves += [aside, (-aside[0], -aside[1])]
    return moves


def center(element: Locator) -> None:
    """Brings an element to where nothing of the page lies over it."""
    element.evaluate("element => element.scrollIntoView({block: 'center', behavior: 'instant'})")


def grips(figure: Locator) -> list[Locator]:
    return [grip for grip in figure.locator(".ap-live__grip").all() if grip.is_visible()]


def reset(figure: Locator) -> None:
    """Brings the first state back, in which the picture's words are there: the next change is a first one again."""
    figure.evaluate(RESET)


#: The frame of it is over when it ends.
RESET = """figure => {
    [...figure.querySelectorAll("button")].find(button => button.textContent === "Reset all").click();
    return new Promise(done => requestAnimationFrame(() => setTimeout(done)));
}"""


def sliders(figure: Locator) -> list[Locator]:
    return figure.locator(".ap-live__controls [data-control]").all()


def slide(hand: Hand, row: Locator, step: float, frames: Sequence[int] = THERE_AND_BACK) -> list[Seen]:
    """Drags the thumb of a slider, by default there and back."""
    slider = row.locator("input[type=range]")
    box = slider.bounding_box()
    share = slider.evaluate("range => (range.value - range.min) / (range.max - range.min)")
    assert box is not None
    start = (box["x"] + 8 + share * (box["width"] - 16), box["y"] + box["height"] / 2)
    return hand.draw(
        slider, start, [move for each in frames for move in way(step if each > 0 else -step, 0, abs(each))]
    )


@every_live_page
def test_mouse_and_keys_move_everything_from_the_first_touch_on(path: str, revisit: Open) -> None:
    """At a natural speed, out of the figure and back: grips and sliders pass through what lies between."""
    page = revisit(path, width=WIDE).page
    hand = Hand(page)
    faults: list[tuple[object, ...]] = []

    def held(what: Locator, seen: list[Seen], many: int = MANY) -> None:
        """What was moved has followed, and is still in hand."""
        name, holds = what.evaluate(IN_HAND)
        if passed_through(seen) < many:
            faults.append((figure_name, name, seen))
        if not holds:
            faults.append((figure_name, name, "has lost the focus"))

    for figure_name in live.wake_all(page):
        figure = live.wake(page, figure_name)
        page.evaluate(WATCH_DRAWING)
        for grip in grips(figure):
            center(grip)
            held(grip, hand.drag(grip, paths(grip, NATURAL)))
            reset(figure)
            if grip.get_attribute("tabindex"):
                before = page.evaluate("scrollY")
                held(grip, hand.press(grip, ["ArrowDown"] * 2 + ["ArrowUp"] * 2))
                if page.evaluate("scrollY") != before:
                    faults.append((figure_name, "the page has scrolled"))
                reset(figure)
        row = sliders(figure)[0]
        center(row)
        slider, number = row.locator("input[type=range]"), row.locator("input[type=text]")
        held(slider, slide(hand, row, 9))
        held(slider, hand.press(slider, ["ArrowDown", "ArrowUp", "ArrowUp"]), 2)
        held(number, hand.press(number, ["ArrowUp", "ArrowDown", "ArrowDown"]), 2)
        taken = number.input_value()
        number.press("Enter")
        if number.get_attribute("aria-invalid") or number.input_value() != taken:
            faults.append((figure_name, row.get_attribute("data-control"), taken))
        faults.extend((figure_name, *each) for each in figure.evaluate(SLIDE_ALL))
        reset(figure)
        if page.evaluate("window.mostDrawn") > 1:
            faults.append((figure_name, "is drawn more than once a frame"))
    assert faults == []


@pytest.fixture(scope="module")
def phone(browser: Browser, address: str) -> Iterator[Callable[[str], Page]]:
    """Opens a page of the book on a screen that is touched."""
    with contextlib.closing(
        browser.new_context(viewport=support.size(PHONE), has_touch=True, is_mobile=True)
    ) as context:
        page = context.new_page()

        def phone(path: str) -> Page:
            page.goto(address + path, wait_until="networkidle")
            return page

        yield phone


@every_live_page
def test_a_finger_drags_everything(path: str, phone: Callable[[str], Page]) -> None:
    page = phone(path)
    hand = Hand(page, touch=True)
    faults = []
    for name in live.wake_all(page):
        figure = live.wake(page, name)
        for grip in grips(figure):
            center(grip)
            before = page.evaluate("scrollY")
            box = grip.bounding_box()
            assert box is not None
            # A finger is felt a little later, and has no way beyond the screen's edge.
            inwards = 1 if box["x"] < PHONE / 2 or grip.get_attribute("aria-orientation") == "vertical" else -1
            seen = hand.drag(grip, paths(grip, NATURAL, [4 * inwards, -8 * inwards]))
            if passed_through(seen) < MANY or page.evaluate("scrollY") != before:
                faults.append((name, grip.get_attribute("class"), seen))
            reset(figure)
        row = sliders(figure)[0]
        center(row)
        seen = slide(hand, row, 9, [4])
        if passed_through(seen) < MANY:
            faults.append((name, row.get_attribute("data-control"), seen))
        hand.tap(row.get_by_role("button"))
        expect(row).not_to_contain_class("is-changed")
        hand.tap(figure.get_by_role("button", name="Keys"))
        expect(figure.get_by_role("group", name="Keys")).to_contain_text("Arrow keys")
    for each in faults:
        print(each)
    assert faults == []


@pytest.mark.parametrize(
    ("path", "name", "grip"),
    [
        (OVERVIEW, "action-potential", "strength"),
        (f"{live.CHAPTER}propagation/", "conduction-velocity", "electrode"),
    ],
)
def test_what_is_in_hand_stays_there_through_any_redraw(path: str, name: str, grip: str, revisit: Open) -> None:
    """Another palette, another width with its other layout, other axes, a plot that is added: the drag goes on."""
    page = revisit(path, width=1440).page
    figure = live.wake(page, name)
    held = figure.locator(f".ap-live__grip--{grip}").last
    center(held)
    hand = Hand(page)
    disturb = [
        lambda: page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')"),
        lambda: page.set_viewport_size({"width": 720, "height": 900}),
        lambda: figure.get_by_role("button", name="All settings").evaluate("button => button.click()"),
    ]
    if name == "action-potential":
        disturb.append(lambda: figure.get_by_role("button", name="More plots").evaluate("button => button.click()"))
        disturb.append(lambda: figure.get_by_role("button", name="Gates").evaluate("button => button.click()"))
    else:
        disturb.append(
            lambda: (
                live.control(figure, "ms")
                .locator("input[type=text]")
                .evaluate("box => { box.value = '5'; box.dispatchEvent(new Event('change')) }")
            )
        )
    box = held.bounding_box()
    assert box is not None
    place = box["x"] + 12, box["y"] + 12
    upright = grip == "strength"
    with hand.down(*place):
        for number, happen in enumerate(disturb):
            happen()
            page.wait_for_timeout(50)
            away = 6 * (number + 1)
            with hand.looking(held) as seen:
                hand.to(place[0] - (0 if upright else away), place[1] + (away if upright else 0))
                hand.to(place[0] - (0 if upright else away + 5), place[1] + (away + 5 if upright else 0))
            assert passed_through(seen) >= MANY - 1, number
            assert held.evaluate(HOLDS), number


def test_a_grip_stays_under_the_pointer_where_the_axes_become_wider(revisit: Open) -> None:
    """Pulled to their end they widen under the hand; on the way back it is where the hand is, in every frame."""
    page = revisit(OVERVIEW, width=WIDE).page
    figure = live.wake(page, "action-potential")
    grip = figure.locator(".ap-live__grip--onset").first
    center(grip)
    box = grip.bounding_box()
    edge = grip.evaluate("grip => grip.parentElement.getBoundingClientRect().right")
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    hand = Hand(page)
    with hand.down(x, y):
        for share in (0.5, 0.8, 0.95):
            hand.to(x + share * (edge - x), y)
        expect(figure.locator(".ap-live__status").first).to_contain_text("wider")
        for back in (60, 80, 100):
            with hand.looking(grip):
                hand.to(edge - back, y)
            now = grip.bounding_box()
            assert now is not None
            assert now["x"] + now["width"] / 2 == pytest.approx(edge - back, abs=GRIP / 3)
