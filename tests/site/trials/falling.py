"""What comes after the peak, and the rest that all returns to."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.site import live
from tests.site.trials import drawn_in_every_panel, exercise, put, read, readings, says, spikes, trial, woken

# Repolarization


@trial(
    "repolarization/", "Block the potassium channels (TEA). Which of the four curves now lie on each other, and why?"
)
def _(page: Page) -> None:
    """Those that differ by their n gates alone, which have nothing left to open."""
    figure = woken(page, "ending-the-spike")
    put(figure, TEA=100)
    columns = {name: each for name, each in live.curves(figure).items() if name.startswith("V (mV)")}
    assert len(columns) == 4
    names = list(columns)
    pairs = {
        frozenset((one, other))
        for one in names
        for other in names
        if one < other and np.abs(columns[one] - columns[other]).max() < 0.01
    }
    assert len(pairs) == 2, pairs


@trial(
    "repolarization/",
    "Step to lower and lower potentials. Does the delay grow or shrink, and does the shape of the rise remain?",
)
def _(page: Page) -> None:
    figure = woken(page, "potassium-clamp")
    halves = []
    for level in (60, 0, -40):
        put(figure, command_of_level=level)
        columns = live.curves(figure)
        risen = columns["g_K (mS/cm2) [your step]"]
        share = (risen - risen[0]) / (risen.max() - risen[0])
        rise = columns["time (ms)"][: len(share)]
        half = rise[np.argmax(share > 0.5)]
        gate = columns["n (1) [your step]"]
        gone = (gate - gate[0]) / (gate.max() - gate[0])
        assert rise[np.argmax(gone > 0.5)] < half, "each gate sets off before the four are open: the rise is late"
        halves.append(half)
    assert halves == sorted(halves), "the lower, the later"


@trial(
    "repolarization/",
    "Predict the spike with half of the potassium channels: higher, wider, or both? Then set Potassium channels "
    "blocked (TEA), and compare.",
)
def _(page: Page) -> None:
    figure = woken(page, "tetraethylammonium")
    peak, width = read(figure, "peak"), read(figure, "half_width")
    put(figure, TEA=50)
    assert read(figure, "half_width") > 1.1 * width
    assert 0 < read(figure, "peak") - peak < 6, "hardly higher"


# Hyperpolarization


@trial(
    "hyperpolarization/",
    "Move the potassium reversal potential up to rest, and beyond. What becomes of the undershoot?",
)
def _(page: Page) -> None:
    figure = woken(page, "undershoot")
    for E_K in (-78, -74, -70, -65):
        put(figure, E_K=E_K)
        drawn_in_every_panel(figure)
        if E_K <= -70:
            assert E_K < read(figure, "trough") < E_K + 1, "it goes with the potassium potential"


@trial("hyperpolarization/", "Then take away the leak.")
def _(page: Page) -> None:
    figure = woken(page, "undershoot")
    put(figure, g_L=0)
    drawn_in_every_panel(figure)
    assert -82 <= read(figure, "trough") < -81.9, "nothing holds it above the potassium potential"
    V = live.curves(figure)["V (mV) [your membrane]"]
    assert V[-1] < -80, "and nothing brings it back but the closing of the channels"


@trial(
    "hyperpolarization/",
    "Make the current briefer and stronger. What must have happened to h and n before it ends, for a spike to follow?",
)
def _(page: Page) -> None:
    figure = woken(page, "anode-break")
    columns = live.curves(figure)
    rest = {gate: columns[f"{gate} (1) [your current]"][0] for gate in "hn"}
    for width, level in ((10, -5), (5, -10), (2, -20)):
        put(figure, step_of_width=width, step_of_level=level)
        says(figure, "^A spike")
        columns = live.curves(figure)
        stimulus = columns["stimulus (uA/cm2) [your current]"]
        end = int(np.flatnonzero(stimulus < 0)[-1])
        assert columns["h (1) [your current]"][end] > rest["h"]
        assert columns["n (1) [your current]"][end] < rest["n"]


@exercise("hyperpolarization/", "The potassium potential is made less negative. Does the undershoot disappear?")
def _(page: Page) -> None:
    figure = woken(page, "undershoot")
    put(figure, E_K=-76)
    V = live.curves(figure)["V (mV) [your membrane]"]
    assert read(figure, "trough") < V[0] - 1, "there is one below the new rest"


@exercise(
    "hyperpolarization/", "Why does a hyperpolarizing current of a millisecond need to be so strong to set off a spike?"
)
def _(page: Page) -> None:
    """It does: what is enough in ten milliseconds is not in one."""
    figure = woken(page, "anode-break")
    put(figure, step_of_width=10, step_of_level=-5)
    says(figure, "^A spike")
    put(figure, step_of_width=1)
    says(figure, "^No spike")
    put(figure, step_of_level=-25)
    says(figure, "^A spike")


# Refractory period


@trial(
    "refractory-period/",
    "Move the second pulse away from the first until it sets off a spike of its own, and back. When does it fail?",
)
def _(page: Page) -> None:
    figure = woken(page, "second-pulse")
    slider = live.control(figure, "second.onset").get_by_role("slider")
    assert spikes(figure, "your pulses") == 1
    for key, wanted in (("Shift+ArrowRight", 2), ("Shift+ArrowLeft", 1)):
        for _ in range(12):
            slider.press(key)
            put(figure)
            if spikes(figure, "your pulses") == wanted:
                break
        assert spikes(figure, "your pulses") == wanted
    assert 11 < live.value(figure, "second.onset") < 12.6


@trial(
    "refractory-period/",
    "Make it stronger, and find the interval at which no strength within the slider's reach helps.",
)
def _(page: Page) -> None:
    figure = woken(page, "second-pulse")
    live.control(figure, "second.amplitude").get_by_role("slider").press("End")
    found = []
    for onset in (10, 8, 7, 6, 5):
        put(figure, second_of_onset=onset)
        found.append(spikes(figure, "your pulses"))
    assert found[0] == 2
    assert found[-1] == 1
    assert found == sorted(found, reverse=True)


@trial(
    "refractory-period/",
    "Raise the current slowly from nothing. Is there a current at which the membrane fires slowly?",
)
def _(page: Page) -> None:
    figure = woken(page, "firing-rate")
    rates = readings(figure, "step.level", (0, 2, 4, 6, 6.3, 7, 10), "rate")
    firing = [rate for rate in rates if rate > 0]
    assert 0 < len(firing) < len(rates)
    assert min(firing) > 50


@trial("refractory-period/", "Then look at what a membrane does that was brought to the same current gently.")
def _(page: Page) -> None:
    figure = woken(page, "firing-rate")
    put(figure, step_of_level=8)
    columns = live.curves(figure)
    assert np.ptp(columns["V (mV) [reached slowly]"]) < 1, "it rests"
    assert spikes(figure, "switched on at rest") > 5


@exercise(
    "refractory-period/",
    "What is the fastest rate at which weak pulses, of twice the threshold current, can each set off a spike?",
)
def _(page: Page) -> None:
    figure = woken(page, "second-pulse")
    put(figure, second_of_amplitude=26.55, second_of_onset=12.2)
    assert spikes(figure, "your pulses") == 1
    put(figure, second_of_onset=12.5)
    assert spikes(figure, "your pulses") == 2


@exercise("refractory-period/", "Does the firing rate tell how strong a steady current is?")
def _(page: Page) -> None:
    figure = woken(page, "firing-rate")
    slow, fast = readings(figure, "step.level", (10, 20), "rate")
    assert slow < fast < 1.4 * slow, "twice the current, hardly more spikes"


# Resting potential


@trial(
    "resting-potential/",
    "Raise the potassium outside. Before you read it off: does the inside become more or less negative?",
)
def _(page: Page) -> None:
    figure = woken(page, "outside-potassium")
    rests = readings(figure, "K_out", (7, 10, 20), "rest", "^The membrane rests at")
    assert rests == sorted(rests)


@trial("resting-potential/", "Then make the membrane as permeable to sodium as to potassium.")
def _(page: Page) -> None:
    figure = woken(page, "outside-potassium")
    put(figure, P_Na=1)
    assert -25 < read(figure, "rest") < 0


@exercise("resting-potential/", "By how much does the potassium potential rise if K⁺ outside grows tenfold?")
def _(page: Page) -> None:
    figure = woken(page, "outside-potassium")
    low, high = readings(figure, "K_out", (2, 20), "E_K")
    assert high - low == pytest.approx(61.5, abs=0.1)
