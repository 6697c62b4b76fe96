"""The spike at the end of its way: what it sets free, and what the next cell feels."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.site import live
from tests.site.trials import exercise, put, read, says, trial, woken


@trial(
    "transmission/",
    "Halve Calcium outside. Is the spike another, does half as much calcium come in, and how far does the point in "
    "the last panel move?",
)
def _(page: Page) -> None:
    figure = woken(page, "transmitter-release")
    spike, calcium, chance = live.curves(figure)["V (mV)"], read(figure, "calcium"), read(figure, "probability")
    put(figure, Ca_out=live.value(figure, "Ca_out") / 2)
    assert np.array_equal(live.curves(figure)["V (mV)"], spike)
    assert read(figure, "calcium") < calcium / 2
    assert read(figure, "probability") < chance / 10


@trial(
    "transmission/",
    "Then raise Potassium channels blocked (TEA) a little. Which curves change, and why does that of calcium?",
)
def _(page: Page) -> None:
    figure = woken(page, "transmitter-release")
    calcium, chance = read(figure, "calcium"), read(figure, "probability")
    put(figure, TEA=20)
    assert read(figure, "calcium") > calcium
    assert read(figure, "probability") > chance


@trial("transmission/", "At last block the sodium channels (TTX). What is left of all this?")
def _(page: Page) -> None:
    figure = woken(page, "transmitter-release")
    put(figure, TTX=100)
    says(figure, "^No spike reaches the terminal")
    assert read(figure, "calcium") < 0.2
    assert read(figure, "answer") == 0


@trial(
    "transmission/",
    "Press New series, then One more spike, several times. The spike is the same: is its answer?",
)
def _(page: Page) -> None:
    figure = woken(page, "quantal-steps")
    figure.get_by_role("button", name="New series").click()
    for number in range(1, 6):
        figure.get_by_role("button", name="One more spike").click()
        says(figure, f"^Spike {number} released")
    assert len(set(live.curves(figure)["vesicles"])) > 1


@trial("transmission/", "Press Twenty more spikes until the bars meet the dots.")
def _(page: Page) -> None:
    figure = woken(page, "quantal-steps")
    figure.get_by_role("button", name="New series").click()
    for _ in range(20):
        figure.get_by_role("button", name="Twenty more spikes").click()
        put(figure)
    assert read(figure, "spikes") == 400
    assert read(figure, "counted") == pytest.approx(read(figure, "content"), abs=0.2)


@trial(
    "transmission/",
    "Then lower Calcium outside to half. How many answers are left, and are they smaller than before?",
)
def _(page: Page) -> None:
    figure = woken(page, "quantal-steps")
    spikes, before = read(figure, "spikes"), live.curves(figure)
    step = min(size for size in before["depolarization (mV)"] if size > 0.1)
    put(figure, Ca_out=1)
    assert read(figure, "failures") > 0.7 * spikes
    left = live.curves(figure)["depolarization (mV)"]
    assert min(size for size in left if size > 0.1) == pytest.approx(step, rel=1e-6)


@exercise("transmission/", "How often does a spike release nothing?")
def _(page: Page) -> None:
    figure = woken(page, "quantal-steps")
    assert (read(figure, "failures"), read(figure, "spikes")) == (38, 400)


@exercise("transmission/", "Estimate the mean quantal content from these failures. Why is it not the true one?")
def _(page: Page) -> None:
    figure = woken(page, "quantal-steps")
    assert read(figure, "from_failures") == pytest.approx(2.35, abs=0.005)
    assert read(figure, "content") == pytest.approx(1.91, abs=0.005)


@exercise(
    "transmission/",
    "Calcium outside is doubled. By how much does the potential move at which calcium is in "
    "balance, and why is that hardly felt?",
)
def _(page: Page) -> None:
    figure = woken(page, "transmitter-release")
    before = read(figure, "balance")
    put(figure, Ca_out=4)
    assert read(figure, "balance") - before == pytest.approx(8.7, abs=0.05)
