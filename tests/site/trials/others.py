"""Other neurons: one membrane after the other in the same figure."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.site import live
from tests.site.trials import exercise, put, trial, woken

PAGE = "other-neurons/"
LABELS = ("regular-spiking cell", "fast-spiking cell", "crab’s axon", "squid’s axon")


def chosen(page: Page, label: str) -> Locator:
    """The figure with a membrane as it starts."""
    figure = live.wake(page, "other-neurons")
    figure.get_by_role("radio", name=label).check()
    live.settled(figure)
    woken(page, "other-neurons")
    expect(figure.locator(".ap-live__stage")).to_have_attribute(
        "aria-label", f"Live figure: A {label} under a steady current"
    )
    return figure


def spike_times(figure: Locator) -> np.ndarray:
    columns = live.curves(figure)
    time, V = columns["time (ms)"], columns["V (mV)"]
    return np.asarray(time[1:][(V[1:] > 0) & (V[:-1] <= 0)])


@trial(PAGE, "Choose another Membrane above the controls.")
def _(page: Page) -> None:
    told = {label: live.status(chosen(page, label)) for label in LABELS}
    assert len(set(told.values())) == len(LABELS)
    assert all("spikes" in each for each in told.values())


@trial(
    PAGE,
    "Which of the four keep their pace from the first spike on, and which one waits longest before it fires at all?",
)
def _(page: Page) -> None:
    times = {label: spike_times(chosen(page, label)) for label in LABELS}
    slowing = {label: np.diff(each)[-1] / np.diff(each)[0] for label, each in times.items()}
    assert {label for label, each in slowing.items() if each < 1.05} == {"crab’s axon", "squid’s axon"}
    assert min(each for label, each in slowing.items() if "cell" in label) > 1.5
    assert max(times, key=lambda label: times[label][0]) == "crab’s axon"


@trial(PAGE, "Then go back to the regular-spiking cell and block its M channels.")
def _(page: Page) -> None:
    figure = chosen(page, "regular-spiking cell")
    put(figure, block_M=100)
    times = np.diff(spike_times(figure))
    assert times[-1] / times[0] < 1.05


@exercise(
    PAGE, "A text says: “Fast-spiking cells do not adapt, because they fire fast.” What do you check in the figure?"
)
def _(page: Page) -> None:
    regular = np.diff(spike_times(chosen(page, "regular-spiking cell")))
    figure = chosen(page, "fast-spiking cell")
    usual = np.diff(spike_times(figure))
    put(figure, block_M=100)
    free = np.diff(spike_times(figure))
    assert usual[-1] >= regular[-1] * 0.99
    assert usual[-1] / usual[0] > 1.5
    assert free[-1] / free[0] < 1.05
    assert free[-1] < usual[0]


@exercise(
    PAGE, "The crab's axon and the squid's get the same current. Which one fires first, and which channel decides that?"
)
def _(page: Page) -> None:
    squid = spike_times(chosen(page, "squid’s axon"))[0]
    figure = chosen(page, "crab’s axon")
    crab = spike_times(figure)[0]
    put(figure, block_A=100)
    assert spike_times(figure)[0] < squid < crab
