"""A live figure whose membrane is chosen: by key, by touch, by a link; and where its scripts do not come."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from apsite import Membrane, Step, simulate
from apsite.membranes.crab import CRAB
from tests.site import live
from tests.site.conftest import Visit

Open = Callable[..., Visit]
PAGE = f"{live.CHAPTER}other-neurons/"
FIGURE = "other-neurons"
REGULAR, FAST, CRABS, SQUIDS = ("regular-spiking cell", "fast-spiking cell", "crab’s axon", "squid’s axon")


def option(figure: Locator, label: str) -> Locator:
    return figure.get_by_role("radio", name=label)


def shows(figure: Locator, label: str) -> None:
    """Waits until all is of this membrane: the choice, the name of the plot, and the controls."""
    expect(option(figure, label)).to_be_checked()
    expect(figure.locator(".ap-live__stage")).to_have_attribute(
        "aria-label", f"Live figure: A {label} under a steady current"
    )
    blocked = {REGULAR: "block_M", FAST: "block_M", CRABS: "block_A", SQUIDS: "temperature"}[label]
    expect(figure.locator(f'.ap-live__controls [data-control="{blocked}"]').first).to_be_visible()
    live.settled(figure)


def test_a_membrane_is_chosen_by_keys_and_kept_in_the_address(revisit: Open) -> None:
    opened = revisit(PAGE, width=1440)
    page = opened.page
    figure = live.wake(page, FIGURE)
    shows(figure, REGULAR)
    expect(figure.get_by_role("radiogroup", name="Membrane")).to_be_visible()
    option(figure, REGULAR).focus()
    page.keyboard.press("ArrowRight")
    shows(figure, FAST)
    expect(option(figure, FAST)).to_be_focused()
    page.keyboard.press("ArrowRight")
    shows(figure, CRABS)
    assert f"{FIGURE}=membrane:crab" in page.url
    live.enter(figure, "step.level", "12")
    expect(page).to_have_url(re.compile(f"{FIGURE}=membrane:crab~step.level:12"))
    columns = live.curves(figure)
    expected = simulate(Membrane.of(CRAB), [Step(10.0, 12.0)], 200.0, dt=0.05)
    assert np.abs(columns["V (mV)"] - expected.voltage).max() < 1e-6
    assert np.abs(columns["b (1)"] - expected.gates["b"]).max() < 1e-8
    figure.get_by_role("button", name="Reset all").click()
    shows(figure, CRABS)
    assert live.value(figure, "step.level") == 10.0
    assert not opened.complaints


@pytest.mark.parametrize(
    ("asked", "label", "level", "refused"),
    [
        ("membrane:crab~step.level:12", CRABS, 12.0, ""),
        ("membrane:squid~g_M:1", SQUIDS, 10.0, "g_M"),
        ("membrane:__proto__~g_M:0.01", REGULAR, 2.0, "membrane"),
        ("step.level:3~membrane:crab~g_K:1e9", CRABS, 3.0, "g_K"),
    ],
)
def test_a_link_is_followed_as_far_as_it_is_known(
    revisit: Open, asked: str, label: str, level: float, refused: str
) -> None:
    opened = revisit(f"{PAGE}?{FIGURE}={asked}", width=390)
    figure = live.wake(opened.page, FIGURE)
    shows(figure, label)
    assert live.value(figure, "step.level") == level
    assert (refused in live.status(figure)) is bool(refused) or not refused
    assert ("does not know" in live.status(figure)) is bool(refused)
    assert not opened.complaints


def test_a_finger_chooses_and_nothing_moves(visit: Open) -> None:
    """On a phone: what stands beneath the figure stays where it is from before it wakes until after the choice."""
    opened = visit(PAGE, width=390, has_touch=True)
    page = opened.page
    after = page.locator(f'.ap-figure[data-figure="{FIGURE}"] + *, p:has(.ap-figure[data-figure="{FIGURE}"]) + *').first
    before = after.evaluate("each => each.getBoundingClientRect().top + scrollY")
    figure = live.wake(page, FIGURE)
    for label in (SQUIDS, CRABS, REGULAR):
        option(figure, label).tap()
        shows(figure, label)
        assert abs(after.evaluate("each => each.getBoundingClientRect().top + scrollY") - before) < 1
    boxes = [option(figure, label).bounding_box() for label in (REGULAR, FAST, CRABS, SQUIDS)]
    assert all(box and box["height"] >= 32 and box["width"] >= 100 for box in boxes)
    assert not opened.complaints


def test_a_membrane_whose_scripts_do_not_come_is_not_shown(visit: Open) -> None:
    opened = visit(PAGE, width=1440)
    page = opened.page
    figure = live.wake(page, FIGURE)
    page.route("**/live-declared-crab*", lambda route: route.abort())
    told = live.status(figure)
    option(figure, CRABS).check(force=True)
    expect(figure.locator(".ap-live__status").first).to_contain_text(
        "could not be fetched; it stays the regular-spiking cell"
    )
    expect(option(figure, REGULAR)).to_be_checked()
    page.unroute("**/live-declared-crab*")
    option(figure, CRABS).check()
    shows(figure, CRABS)
    assert live.status(figure) != told
