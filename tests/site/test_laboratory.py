"""The laboratory of the clamped axon on its page: seven steps by touch and by keys, wrong choices, what is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from apsite import Membrane, Rig, Step
from tests.depth import some
from tests.site import live, support
from tests.site.conftest import Visit

Open = Callable[..., Visit]
Hand = Callable[[Locator, float], None]

PAGE = f"{live.CHAPTER}how-it-was-found-out/"
WAIT = 30_000  # ms, for what is measured beside other tests


def entered(page: Page) -> Locator:
    """The laboratory, once a reader has opened it."""
    box = page.locator(".ap-laboratory")
    box.scroll_into_view_if_needed()
    live.show_up(page)
    expect(box).to_contain_class("is-open")
    box.get_by_role("button", name="Open the laboratory").click()
    expect(box.get_by_role("heading", name="1. Clamp")).to_be_visible()
    return box


def by_touch(slider: Locator, value: float) -> None:
    """Taps where a value lies; the middle of a grip does not go to the ends."""
    slider.evaluate("slider => slider.scrollIntoView({block: 'center', behavior: 'instant'})")
    slider.page.evaluate("() => new Promise(requestAnimationFrame)")
    area, (low, high) = slider.bounding_box(), (float(slider.get_attribute(end) or "nan") for end in ("min", "max"))
    assert area
    grip = 16.0
    across = area["x"] + grip / 2 + (value - low) / (high - low) * (area["width"] - grip)
    slider.page.touchscreen.tap(across, area["y"] + area["height"] / 2)
    slider.page.evaluate("() => new Promise(requestAnimationFrame)")
    assert float(slider.input_value()) == pytest.approx(value, abs=0.015 * (high - low))


def by_keys(slider: Locator, value: float) -> None:
    step = float(slider.get_attribute("step") or "nan")
    presses = round((value - float(slider.input_value())) / step)
    slider.focus()
    for _ in range(abs(presses)):
        slider.page.keyboard.press("ArrowRight" if presses > 0 else "ArrowLeft")


def go(box: Locator, number: int) -> None:
    box.get_by_role("button", name=f"Step {number}:").click()
    expect(box.locator("h3")).to_contain_text(f"{number}. ")
    expect(box.get_by_text("Measuring …")).to_be_hidden(timeout=WAIT)


def said(box: Locator, words: str | re.Pattern[str]) -> None:
    """Checks the task, and waits for what is said of it."""
    box.get_by_role("button", name="Check").click()
    expect(box.locator(".ap-lab__verdict")).to_contain_text(words, timeout=WAIT)


def slider(box: Locator, name: str) -> Locator:
    return box.get_by_role("slider", name=name, exact=True)


def trough() -> float:
    """When a step to 0 mV draws the most inward current, ms since its onset."""
    sweep = Rig(noise=0.0).clamp([Step(1.0, 0.0)])
    return float(sweep.time[np.argmin(sweep.current)] - 1.0)


def half() -> float:
    potentials = np.linspace(-90.0, -40.0, 501)
    return float(potentials[np.argmin([abs(Membrane().settled_gates(V)[1] - 0.5) for V in potentials])])


@pytest.mark.parametrize("hand", [by_touch, by_keys])
def test_seven_steps_lead_from_a_clamp_to_a_spike_that_runs(hand: Hand, visit: Open) -> None:
    """With honest noise; at each step what is wrong is said first."""
    opened = visit(PAGE, 390, has_touch=hand is by_touch)
    page, box = opened.page, entered(opened.page)
    said(box, "There is no record of a step to 0 mV yet")
    hand(slider(box, "Sodium left in the bath"), 90 if hand is by_keys else 10)
    box.get_by_role("button", name="Record", exact=True).click()
    said(box, "The bath has to be sea water")
    hand(slider(box, "Sodium left in the bath"), 100)
    box.get_by_role("button", name="Record", exact=True).click()
    expect(box.get_by_role("checkbox")).to_have_count(2)
    said(box, "does not stand at the trough")
    hand(slider(box, "First cursor"), trough())
    said(box, "Done.")

    go(box, 2)
    expect(box.locator(".ap-lab__problem")).to_contain_text("may open channels")
    said(box, "Not yet.")
    hand(slider(box, "Highest step"), -90)
    said(box, "Done. The leak is 0.")

    go(box, 3)
    said(box, "different commands, 0 mV and 10 mV")
    hand(slider(box, "Command of the second record"), 0)
    expect(box.locator(".ap-lab__problem")).to_have_count(0)
    said(box, re.compile(r"Done\. At 0.mV sodium carries up to −1[34]\d\d"))

    go(box, 4)
    said(box, "With one gate the foot is missed")
    hand(slider(box, "Gates n of a channel"), 4)
    said(box, "The number of gates is right.")
    box.get_by_role("button", name="Fit by least squares").click()
    said(box, re.compile(r"Done\. Share 0\.8\d, 2\.[01]"))

    go(box, 5)
    said(box, "There less than half is left.")
    hand(slider(box, "Half is left after"), half())
    said(box, "Done.")

    go(box, 6)
    said(box, "It is farthest off at")
    box.get_by_role("button", name="Fit by least squares").click()
    said(box, re.compile(r"Done\. With your α, n settles within 0\.0[0-4]"))

    go(box, 7)
    hand(slider(box, "Inactivation (0: none)"), 0)
    expect(box.get_by_text("nothing brings it back")).to_be_visible(timeout=WAIT)
    said(box, "h is missing")
    hand(slider(box, "Inactivation (0: none)"), 1)
    hand(slider(box, "Gates n of a channel"), 1)
    expect(box.get_by_text("does not fire when the pulse asks")).to_be_visible(timeout=WAIT)
    said(box, "another number of gates")
    hand(slider(box, "Gates n of a channel"), 4)
    said(box, "Done.")
    own, model = map(float, re.findall(r"at ([\d.]+)\u00a0m/s", box.locator(".ap-lab__verdict").inner_text())[:2])
    assert own == pytest.approx(model, rel=0.05)
    assert model == pytest.approx(18.7, abs=0.05)

    with page.expect_download() as report:
        box.get_by_role("button", name="Save the report").click()
    text = report.value.path().read_text(encoding="utf-8")
    assert text.count(": done\n") == 7
    assert f"{own:.1f}" in text
    page.reload()
    box = page.locator(".ap-laboratory")
    live.show_up(page)
    expect(box.get_by_role("heading", name="7. Put together")).to_be_visible(timeout=WAIT)
    expect(box.locator(".ap-lab__tabs [data-done]")).to_have_count(7)
    assert not opened.complaints


@pytest.mark.parametrize("look", some(product([390, 1440], ["light", "dark"]), {(390, "light"), (1440, "dark")}))
def test_each_step_fits_and_axe_finds_nothing(look: tuple[int, str], revisit: Open) -> None:
    page = revisit(PAGE, *look).page
    loaded = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    assert not [each for each in loaded if "clamp" in each]  # it comes when it is opened
    box = entered(page)
    box.get_by_role("button", name="Record a family").click()
    expect(box.get_by_role("checkbox")).to_have_count(7)
    for number in range(1, 8):
        go(box, number)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert support.violations(page, part={"include": [".ap-laboratory"]}) == []
