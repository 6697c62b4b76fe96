"""The overview, the threshold and the rise of the spike."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.site import live, test_strip
from tests.site.trials import exercise, pull, put, read, readings, says, trial, woken


def watched(figure: Locator, kind: str, moments: Iterable[float]) -> list[int]:
    """How many channels of a kind conduct in the strip of membrane at each of these times, ms."""
    test_strip.button(figure, "Watch the channels").click()
    expect(figure.locator(".ap-strip canvas")).to_be_visible()
    found = []
    for moment in moments:
        test_strip.put(figure, moment)
        found.append(test_strip.conducting(figure, kind))
    test_strip.button(figure, "Watch the channels").click()
    return found


# The overview


@trial("", "Take the pulse in the plot by its upper grip and pull it down until the spike fails.")
def _(page: Page) -> None:
    figure = woken(page, "action-potential")
    says(figure, "^A spike")
    for _ in range(12):
        pull(figure, "strength", 0, 12, frames=4)
        if "No spike" in live.status(figure):
            break
    says(figure, "^No spike")
    assert 0 < live.value(figure, "pulse.amplitude") < 13.28, "the threshold current of this pulse"


@trial(
    "",
    "Then pull it up again, as far as it goes. What does a stronger pulse change, and what does it leave as it was?",
)
def _(page: Page) -> None:
    figure = woken(page, "action-potential")
    before = {name: read(figure, name) for name in ("peak", "trough")}
    start = live.value(figure, "pulse.amplitude")
    pull(figure, "strength", 0, -300)
    says(figure, "^A spike")
    assert live.value(figure, "pulse.amplitude") > start
    assert read(figure, "peak") == pytest.approx(before["peak"], abs=5), "hardly any higher"
    assert read(figure, "trough") == pytest.approx(before["trough"], abs=1)


@trial("", "Then block the sodium channels, and after that only the potassium channels.")
def _(page: Page) -> None:
    figure = woken(page, "action-potential")
    put(figure, TTX=100)
    says(figure, "^No spike")
    put(figure, TTX=0, TEA=100)
    says(figure, "^A spike")
    assert read(figure, "trough") > -40, "it hardly comes down"


@trial(
    "",
    "Watch the channels shows them at work, slowed down a thousand times and more: which of them open first, and what "
    "shuts them?",
)
def _(page: Page) -> None:
    """Sodium channels, which inactivate while the potassium channels open."""
    figure = woken(page, "action-potential")
    sodium, potassium = (watched(figure, kind, (0, 1.5, 3.5, 10)) for kind in ("sodium", "potassium"))
    assert sodium[0] == 0
    assert sodium[1] / 40 > potassium[1] / 20, "of so many there are"
    assert sodium[2] / 40 < potassium[2] / 20
    assert sodium[3] == 0


# Threshold


@trial("threshold/", "Move the strength of the pulse slowly across the threshold and back.")
def _(page: Page) -> None:
    figure = woken(page, "all-or-nothing")
    slider = live.control(figure, "pulse.amplitude").get_by_role("slider")
    slider.focus()
    for key, outcome in (("ArrowLeft", "^No spike"), ("ArrowRight", "^A spike")):
        for _ in range(3):
            page.keyboard.press(key)
        says(figure, outcome)


@trial(
    "threshold/",
    "Each pulse leaves a dot in the second panel. Can you place one half way between the two branches?",
)
def _(page: Page) -> None:
    figure = woken(page, "all-or-nothing")
    before = live.dots(figure)
    peaks = readings(figure, "pulse.amplitude", (13.0, 13.2, 13.27, 13.276, 13.28, 13.3, 14.0), "peak")
    assert live.dots(figure) >= before + len(peaks)
    assert min(peaks) < -50
    assert max(peaks) > 20
    assert not [peak for peak in peaks if -50 < peak < 20], "none is half way"


@trial("threshold/", "Then warm the axon, and try again.")
def _(page: Page) -> None:
    figure = woken(page, "all-or-nothing")
    put(figure, temperature=25)
    peaks = readings(figure, "pulse.amplitude", (18, 19, 20, 21), "peak")
    assert [peak for peak in peaks if -50 < peak < 0], "in the warm, some are half way"


@trial("threshold/", "Guess first: how steep must the ramp be to fire the membrane? Then move its slope.")
def _(page: Page) -> None:
    figure = woken(page, "kick-against-ramp")
    slider = live.control(figure, "ramp.slope").get_by_role("slider")
    top = -np.inf
    for _ in range(20):
        slider.press("Shift+ArrowRight")
        put(figure)
        top = live.curves(figure)["V (mV) [the ramp]"].max()
        if top > 0:
            break
    assert top > 0
    assert 0.2 < live.value(figure, "ramp.slope") < 1


@trial("threshold/", "What have h and n done by the time at which a slow ramp reaches the dashed line?")
def _(page: Page) -> None:
    figure = woken(page, "kick-against-ramp")
    columns = live.curves(figure)
    V, h, n = (columns[f"{name} [the ramp]"] for name in ("V (mV)", "h (1)", "n (1)"))
    reached = int(np.argmax(V > -63.5))  # the dashed line: where a kick fires
    assert reached > 0
    assert h[reached] < h[0]
    assert n[reached] > n[0]


@trial("threshold/", "Drag the dot: each place is a pulse, filled where it fires.")
def _(page: Page) -> None:
    figure = woken(page, "strength-duration")
    pull(figure, "point", 0, 60)
    says(figure, "^No spike")
    pull(figure, "point", 0, -120)
    says(figure, "^A spike")


@trial("threshold/", "Follow the border from a brief pulse to a long one.")
def _(page: Page) -> None:
    """The threshold current of three widths: a little less fails, a little more fires."""
    figure = woken(page, "strength-duration")
    for width, border in ((0.5, 13.28), (1, 6.92), (5, 2.35)):
        for share, outcome in ((0.97, "^No spike"), (1.03, "spike")):
            put(figure, pulse_of_width=width, pulse_of_amplitude=round(share * border, 3))
            says(figure, outcome)


@trial("threshold/", "Does the border move when the axon is warmer?")
def _(page: Page) -> None:
    figure = woken(page, "strength-duration")
    put(figure, pulse_of_width=5, pulse_of_amplitude=2.45)
    says(figure, "^A spike")
    put(figure, temperature=18.5)
    says(figure, "^No spike")


# Depolarization


@trial(
    "depolarization/",
    "Lower the sodium reversal potential, as if less sodium were outside. What happens to the peak, and why can it "
    "never pass that line?",
)
def _(page: Page) -> None:
    figure = woken(page, "spike-currents")
    reversals = (45, 30, 20)
    peaks = readings(figure, "E_Na", reversals, "peak", "^A spike")
    assert all(peak < E_Na for peak, E_Na in zip(peaks, reversals, strict=True))
    assert peaks == sorted(peaks, reverse=True)


@trial(
    "depolarization/",
    "Then watch the channels at the peak and a little later: when do more of them conduct, and when does more sodium "
    "enter?",
)
def _(page: Page) -> None:
    """More conduct at the peak; more enters later, when the driving force is larger."""
    figure = woken(page, "spike-currents")
    curves = live.curves(figure)
    time, current = (next(iter(curves.values())), np.abs(curves["I_Na (uA/cm2)"]))
    peak = int(curves["V (mV)"].argmax())
    later = peak + int(current[peak:].argmax())
    assert current[later] > 1.05 * current[peak]
    assert 0 < time[later] - time[peak] < 1.5
    at_peak, then = watched(figure, "sodium", (time[peak], time[later]))
    assert at_peak > then > 0


@trial(
    "depolarization/",
    "Drag the step from small to large. Where does the current turn from inward to outward?",
)
def _(page: Page) -> None:
    figure = woken(page, "sodium-clamp")
    pull(figure, "strength", 0, 60)
    low = live.value(figure, "command.level")
    pull(figure, "strength", 0, -400, frames=20)
    assert live.value(figure, "command.level") > low
    put(figure, command_of_level=40)
    says(figure, "inward sodium current")
    put(figure, command_of_level=50)
    says(figure, "outward sodium current")
    put(figure, command_of_level=45)
    assert abs(read(figure, "peak_I_Na")) < 1, "at the reversal potential"


@trial("depolarization/", "Then block half of the channels: what changes, and what does not?")
def _(page: Page) -> None:
    figure = woken(page, "sodium-clamp")
    whole, when = read(figure, "peak_I_Na"), read(figure, "peak_I_Na_time")
    put(figure, TTX=50)
    assert read(figure, "peak_I_Na") == pytest.approx(whole / 2, rel=1e-3)
    assert read(figure, "peak_I_Na_time") == pytest.approx(when, abs=0.01)


@trial(
    "depolarization/",
    "Hold the membrane less and less negative before the step. Which channels are lost, if hardly any is open?",
)
def _(page: Page) -> None:
    figure = woken(page, "inactivation")
    peaks = [abs(peak) for peak in readings(figure, "holding", (-100, -70, -60, -50, -40), "peak_I_Na")]
    assert peaks == sorted(peaks, reverse=True)
    assert peaks[-1] < 0.2 * peaks[0]


@trial(
    "depolarization/",
    "Block more and more of the sodium channels with the slider. At which share does this pulse fail?",
)
def _(page: Page) -> None:
    figure = woken(page, "tetrodotoxin")
    slider = live.control(figure, "TTX").get_by_role("slider")
    for _ in range(10):
        slider.press("PageUp")
        put(figure)
        if live.status(figure).startswith("No spike"):
            break
    assert 50 < live.value(figure, "TTX") <= 80


@trial("depolarization/", "Can a stronger one still fire the membrane?")
def _(page: Page) -> None:
    figure = woken(page, "tetrodotoxin")
    put(figure, TTX=60)
    says(figure, "^No spike")
    put(figure, pulse_of_amplitude=60)
    says(figure, "^A spike")


@exercise(
    "depolarization/",
    "In which direction does sodium flow if the membrane is clamped beyond its reversal potential, "
    "with all channels open?",
)
def _(page: Page) -> None:
    figure = woken(page, "sodium-clamp")
    put(figure, command_of_level=80)
    says(figure, "outward sodium current")


@exercise("depolarization/", "Why does a dose of TTX that blocks half of the channels raise the threshold?")
def _(page: Page) -> None:
    """It does: a pulse that fires the whole membrane does not fire the half."""
    figure = woken(page, "tetrodotoxin")
    put(figure, pulse_of_amplitude=20)
    says(figure, "^A spike")
    put(figure, TTX=50)
    says(figure, "^No spike")


@trial("threshold/", "Press Other chances a few times: what stays the same?")
def _(page: Page) -> None:
    figure = woken(page, "few-channels")
    found = set()
    for _ in range(3):
        figure.get_by_role("button", name="Other chances").click()
        live.settled(figure)
        says(figure, "^Each of 5 patches has 1,000 channels.*The book’s membrane fires")
        found.add(live.status(figure))
    assert len(found) == 3, "each time something else"


@trial("threshold/", "Then give each patch ten times as many channels, and ten times more.")
def _(page: Page) -> None:
    figure = woken(page, "few-channels")
    alone = [read(figure, "alone")]
    slider = live.control(figure, "channels").get_by_role("slider")
    slider.focus()
    for _ in range(2):
        slider.press("PageUp")
        live.settled(figure)
        alone.append(read(figure, "alone"))
    says(figure, "has 100,000 channels")
    assert alone[0] > alone[1] >= alone[2] == 0


@trial("threshold/", "From how many on do all patches do what the book's membrane does?")
def _(page: Page) -> None:
    figure = woken(page, "few-channels")
    put(figure, channels=1_000_000)
    says(figure, "nothing fires. After it, all fire")
    assert read(figure, "spread") < 0.5
