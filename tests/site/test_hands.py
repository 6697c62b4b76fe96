"""Live figures in a reader's hands: every grip and control of every figure, by mouse, by touch and by keys.

A page is opened once on a tablet and once on a phone: how its figures wake there is looked at in passing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.depth import some
from tests.site import live, support
from tests.site.conftest import WATCH_FIGURES, Visit
from tests.site.hand import DRAWN_AND_AGAIN, SETTINGS_TO_BOTH_ENDS, SLIDE_ALL, WATCH_DRAWING, Hand, Seen, way
from tests.site.sight import EXTREMES, hidden, no_fault, small, waking

Open = Callable[..., Visit]

OVERVIEW = live.CHAPTER
every_live_page = pytest.mark.parametrize("path", some(live.pages(), live.SOME_PAGES))

#: There and beyond: on one of these ways at least nothing stands at an end of its reach, or is only taken hold of.
THERE_AND_BACK = (2, -6)
DOWN_AND_UP = ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"]
NATURAL = 12.0  # pixels a frame: a slow hand, which is at home in a small plot as well
MANY = 3  # places or values: one that stops at the first redraw has two
GRIP = 24.0  # pixels
PHONE = 390  # pixels, of a screen that is touched
TABLET = 768  # pixels: figures have their wide layout
SHORT = 3  # frames, of those that go on where others were dragged already

#: All settings of each bench, once.
EVERY_SETTING = {"action-potential", "sodium-clamp", "outside-potassium", "quantal-steps"}
#: Axons, whose longest runs take seconds: what they come to at the ends of what is legal is held in Node.
LONG_RUNS = {"conduction-velocity", "collision", "blocked-stretch", "diameter-step", "saltatory"}

HOLDS = "element => document.activeElement === element"

#: What something that is moved is called, and whether it is still in hand, if it can have the focus.
IN_HAND = """element => [
    element.ariaLabel ?? element.className + element.parentElement.parentElement.dataset.control,
    element.ariaHidden !== null || document.activeElement === element,
]"""


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


def inwards(grip: Locator, width: int) -> int:
    """Which way a grip has room in a window, and in its reach: 1, to the right or up, or -1."""
    now, most = (grip.get_attribute(f"aria-value{each}") for each in ("now", "max"))
    if now and most and float(now) >= float(most):
        return -1
    box = grip.bounding_box()
    assert box is not None
    return 1 if box["x"] < width / 2 or grip.get_attribute("aria-orientation") == "vertical" else -1


def grips(figure: Locator) -> list[Locator]:
    return [grip for grip in figure.locator(".ap-live__grip").all() if grip.is_visible()]


def told_apart(all_of_a_figure: list[Locator], met: set[str]) -> Iterator[tuple[Locator, bool]]:
    """Grips, with whether one is the first of its figure or of its kind: what it moves, and of which stimulus."""
    for number, grip in enumerate(all_of_a_figure):
        kind = grip.get_attribute("aria-label") or grip.get_attribute("class") or ""
        yield grip, number == 0 or kind not in met
        met.add(kind)


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
def test_on_a_tablet_mouse_and_keys_move_everything_from_the_first_touch_on(path: str, revisit: Open) -> None:
    """At a natural speed, out of the figure and back: grips and sliders pass through what lies between.

    The first grip of each figure, and of those of all the first of each kind, is dragged so from the first state, and
    moved by keys; the others go on from there, a shorter way.
    """
    opened = revisit(path, width=TABLET)
    page = opened.page
    hand = Hand(page)
    found = waking(opened)
    faults: list[tuple[object, ...]] = []

    def held(what: Locator, seen: list[Seen], many: int = MANY) -> None:
        """What was moved has followed, and is still in hand."""
        name, holds = what.evaluate(IN_HAND)
        if passed_through(seen) < many:
            faults.append((figure_name, name, seen))
        if not holds:
            faults.append((figure_name, name, "has lost the focus"))

    def in_full(grip: Locator) -> None:
        live.reset(figure)
        center(grip)
        held(grip, hand.drag(grip, paths(grip, NATURAL)))
        if grip.get_attribute("tabindex"):
            live.reset(figure)
            figure.locator(".ap-live__stage").evaluate("stage => stage.scrollIntoView({block: 'nearest'})")
            before = page.evaluate("scrollY")
            held(grip, hand.press(grip, DOWN_AND_UP))
            if page.evaluate("scrollY") != before:
                faults.append((figure_name, "the page has scrolled"))

    page.evaluate(WATCH_DRAWING)
    met: set[str] = set()
    for figure_name in live.names_on(page):
        figure = live.wake(page, figure_name)
        for grip, new in told_apart(grips(figure), met):
            if new:
                in_full(grip)
            else:
                held(grip, hand.drag(grip, paths(grip, NATURAL, [SHORT * inwards(grip, TABLET)])))
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
        live.reset(figure)
        if page.evaluate("window.mostDrawn") > 1:
            faults.append((figure_name, "is drawn more than once a frame"))
            page.evaluate("window.mostDrawn = 0")
    found["not in hand"] = faults
    assert no_fault(found, opened)


@pytest.mark.parametrize("path", some(live.pages(), {OVERVIEW}))
def test_every_setting_is_taken_to_both_ends_on_a_phone(path: str, revisit: Open) -> None:
    """Those that stand under "All settings": by hand and by keys, with the plot in sight, and words that hold."""
    page = revisit(path, reduced_motion="reduce").page
    found: dict[str, object] = {}
    for name in live.names_on(page):
        figure = live.wake(page, name)
        figure.get_by_role("button", name="All settings").click()
        many, faults = figure.evaluate(SETTINGS_TO_BOTH_ENDS, name not in LONG_RUNS)
        assert many
        found[name] = faults
        live.reset(figure)
        drawn, again = figure.evaluate(DRAWN_AND_AGAIN)
        if drawn != again:
            found[f"{name} is drawn"] = "otherwise than anew"
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.fixture(scope="module")
def touched(browser: Browser) -> Iterator[Page]:
    """A phone's screen."""
    size = support.size(PHONE)
    with contextlib.closing(browser.new_context(viewport=size, has_touch=True, is_mobile=True)) as context:
        context.add_init_script(WATCH_FIGURES)
        yield context.new_page()


@every_live_page
def test_on_a_phone_a_finger_drags_everything(path: str, touched: Page, address: str) -> None:
    """And every control is seen with its plot, can be hit, and takes what is legal, to the ends, and nothing beyond."""
    opened = Visit(touched)
    with opened.listening():
        touched.set_viewport_size(support.size(PHONE))
        touched.goto(address + path, wait_until="networkidle")
        found = waking(opened)
        found["not in sight"] = hidden(touched)
        met: set[str] = set()
        found["not in hand"] = [fault for name in live.names_on(touched) for fault in fingered(touched, name, met)]
        touched.set_viewport_size({"width": 360, "height": 844})
        found["small, at 360 pixels"] = small(touched)
        for name in live.names_on(touched):
            figure = live.wake(touched, name)
            if name in EVERY_SETTING:
                figure.get_by_role("button", name="All settings").click()
            found[f"extremes of {name}"] = figure.evaluate(EXTREMES, name not in LONG_RUNS)
        assert no_fault(found, opened)


def fingered(page: Page, name: str, met: set[str]) -> Iterator[tuple[object, ...]]:
    """Drags everything of a figure by a finger; what has not followed it."""
    hand = Hand(page, touch=True)
    figure = live.wake(page, name)
    for grip, new in told_apart(grips(figure), met):
        center(grip)
        before = page.evaluate("scrollY")
        # A finger is felt a little later, and has no way beyond the screen's edge.
        there, back = (4, -8) if new else (SHORT, -SHORT - 2)
        way = inwards(grip, PHONE)
        seen = hand.drag(grip, paths(grip, NATURAL, [there * way, back * way]))
        if passed_through(seen) < MANY or page.evaluate("scrollY") != before:
            yield name, grip.get_attribute("class"), seen
    live.reset(figure)
    row = sliders(figure)[0]
    center(row)
    seen = slide(hand, row, 9, [4])
    if passed_through(seen) < MANY:
        yield name, row.get_attribute("data-control"), seen
    hand.tap(row.get_by_role("button"))
    expect(row).not_to_contain_class("is-changed")
    hand.tap(figure.get_by_role("button", name="Keys"))
    expect(figure.get_by_role("group", name="Keys")).to_contain_text("Arrow keys")


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
    page = revisit(OVERVIEW, width=TABLET).page
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
