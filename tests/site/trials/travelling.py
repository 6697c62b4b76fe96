"""The spike on its way, and at the end of it."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.site import live
from tests.site.test_live_axon import settled
from tests.site.trials import exercise, put, read, says, trial, woken

# Propagation


@trial(
    "propagation/",
    "Press Play in the first figure, or move its time cursor, and follow the spike along the axon.",
)
def _(page: Page) -> None:
    figure = settled(woken(page, "conduction-velocity"))
    cursor = figure.get_by_role("slider", name="Time cursor")
    places = []
    for _ in range(3):
        cursor.press("PageUp")
        put(figure)
        moment = figure.locator(".ap-live__moment").inner_text()
        found = re.search(r"highest at (\d+\.\d+)", moment)
        assert found, moment
        places.append(float(found[1]))
    assert places == sorted(places)
    assert places[-1] > places[0] + 0.5
    figure.get_by_role("button", name="Play").click()
    expect(figure.get_by_role("button", name="Pause")).to_be_visible()
    figure.get_by_role("button", name="Pause").click()


@trial(
    "propagation/",
    "Then click somewhere on the axon, or move the stimulus 1 with the arrow keys: a spike set off in the middle "
    "runs to both sides.",
)
def _(page: Page) -> None:
    figure = settled(woken(page, "conduction-velocity"))
    axon = figure.locator(".ap-live__axon")
    axon.click(position={"x": axon.evaluate("axon => axon.clientWidth / 2"), "y": 46})
    settled(figure)
    pause = figure.get_by_role("button", name="Pause")
    if pause.is_visible():
        pause.click()
    says(figure, "by two different spikes|at the same time")


@trial("propagation/", "Move the electrodes A and B: the velocity between them hardly changes, wherever they stand.")
def _(page: Page) -> None:
    figure = settled(woken(page, "conduction-velocity"))
    before = read(figure, "velocity")
    for letter, key in (("A", "Shift+ArrowLeft"), ("B", "Shift+ArrowLeft"), ("B", "Shift+ArrowLeft")):
        figure.get_by_role("slider", name=f"Electrode {letter}").first.press(key)
        put(figure)
        assert read(figure, "velocity") == pytest.approx(before, rel=0.01)


@trial("propagation/", "Set the diameter to a quarter. By how much does the velocity fall?")
def _(page: Page) -> None:
    figure = settled(woken(page, "conduction-velocity"))
    before = read(figure, "velocity")
    put(figure, diameter=live.value(figure, "diameter") / 4)
    settled(figure)
    says(figure, "^The spike travels from A to B")
    assert read(figure, "velocity") == pytest.approx(before / 2, rel=0.02)


@trial(
    "propagation/",
    "In the figure of two spikes, start the second one later and later. The place where they meet moves towards it, "
    "until the first has passed its electrode. What happens then?",
)
def _(page: Page) -> None:
    figure = settled(woken(page, "collision"))
    places = []
    for onset in (0.1, 1, 2, 3, 8):
        put(figure, second_of_onset=onset)
        settled(figure)
        met = re.search(r"meet at (\d+\.\d+)", live.status(figure))
        places.append(float(met[1]) if met else None)
    assert places[-1] is None, "then none comes from there: it has only just fired"
    met_at = [place for place in places if place is not None]
    assert len(met_at) >= 3
    assert met_at == sorted(met_at)


@trial("propagation/", "Take the second pulse away altogether, and see how far the first would have come.")
def _(page: Page) -> None:
    figure = settled(woken(page, "collision"))
    figure.get_by_role("button", name="One spike only").click()
    settled(figure)
    says(figure, "^The spike travels from A to B")


@trial(
    "propagation/",
    "In the figure of the blocked stretch, shorten the stretch until the spike passes, and look at the potential "
    "inside it: no place there fires, and yet the spike goes on behind.",
)
def _(page: Page) -> None:
    figure = settled(woken(page, "blocked-stretch"))
    says(figure, "fails near")
    slider = live.control(figure, "stretch.length").get_by_role("slider")
    for _ in range(20):
        slider.press("Shift+ArrowLeft")
        settled(figure)
        if "travels from A to B" in live.status(figure):
            break
    says(figure, "travels from A to B")
    assert live.value(figure, "stretch.length") > 0.2


@trial("propagation/", "Then block only a part of the channels.")
def _(page: Page) -> None:
    figure = settled(woken(page, "blocked-stretch"))
    put(figure, **{"stretch_of_blocked": 50})
    settled(figure)
    says(figure, "travels from A to B")


@trial("propagation/", "In the figure of the wider part, send the spike from the wide side.")
def _(page: Page) -> None:
    figure = settled(woken(page, "diameter-step"))
    says(figure, "fails near")
    figure.get_by_role("button", name="From the wide side").click()
    settled(figure)
    says(figure, "travels from B to A")


@trial(
    "propagation/",
    "In the figure of the fibre, set the time cursor to any moment and count the nodes that are above zero.",
)
def _(page: Page) -> None:
    figure = settled(woken(page, "saltatory"))
    figure.get_by_role("slider", name="Time cursor").press("PageUp")
    put(figure)
    columns = live.curves(figure)
    nodes = [column for name, column in columns.items() if name.startswith("V at ")]
    assert max(sum(column[k] > 0 for column in nodes) for k in range(len(nodes[0]))) > 5
    expect(figure.locator(".ap-live__moment")).to_contain_text("highest at")


@trial(
    "propagation/",
    "Then raise the capacitance of the myelin a little, or make the fibre thinner, and read off the velocity.",
)
def _(page: Page) -> None:
    figure = settled(woken(page, "saltatory"))
    before, fibre = read(figure, "velocity"), live.value(figure, "fibre")
    put(figure, capacitance=0.008)
    settled(figure)
    assert 0.5 * before < read(figure, "velocity") < 0.95 * before
    figure = settled(woken(page, "saltatory"))
    put(figure, fibre=fibre / 2)
    settled(figure)
    assert 0.5 * before < read(figure, "velocity") < 0.65 * before


@trial(
    "propagation/",
    "Press Thin myelin and Strip a stretch: in the one case the spike is late, in the other it ends.",
)
def _(page: Page) -> None:
    figure = settled(woken(page, "saltatory"))
    before = read(figure, "velocity")
    figure.get_by_role("button", name="Thin myelin").click()
    settled(figure)
    assert read(figure, "velocity") < before
    figure.get_by_role("button", name="Strip a stretch").click()
    settled(figure)
    says(figure, "fails near")


@exercise(
    "propagation/",
    "An axon is replaced by one of four times the diameter. What becomes of its conduction "
    "velocity, with and without myelin?",
)
def _(page: Page) -> None:
    """Twice as fast without; with, it gains more: already for twice the diameter nearly as much."""
    gains = []
    for name, control, sizes in (("conduction-velocity", "diameter", (119, 476)), ("saltatory", "fibre", (5, 10))):
        figure = settled(woken(page, name))
        found = []
        for size in sizes:
            put(figure, **{control: size})
            settled(figure)
            found.append(read(figure, "velocity"))
        gains.append(found[1] / found[0])
    assert gains[0] == pytest.approx(2, rel=0.03)
    assert 1.5 < gains[1] < 2


@exercise(
    "propagation/",
    "A nerve is stimulated in its middle, as a physician may do through the skin. Where do spikes arrive?",
)
def _(page: Page) -> None:
    figure = settled(woken(page, "collision"))
    figure.get_by_role("button", name="From the middle").click()
    settled(figure)
    says(figure, "^A is passed at .* and B at .*")


@exercise("propagation/", "Why does a local anaesthetic have to act on a stretch of nerve, and not only at a point?")
def _(page: Page) -> None:
    figure = settled(woken(page, "blocked-stretch"))
    says(figure, "fails near")
    figure.get_by_role("button", name="A shorter block").click()
    settled(figure)
    says(figure, "travels from A to B")


# Transmission


@trial(
    "transmission/",
    "Halve Calcium outside. The spike stays as it is; the calcium that enters falls to less than half, and in the "
    "last panel the point slides a long way down its steep line.",
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
    "Then raise Potassium channels blocked (TEA) a little: the spike becomes broader, more calcium enters, and more "
    "is released.",
)
def _(page: Page) -> None:
    figure = woken(page, "transmitter-release")
    calcium, chance = read(figure, "calcium"), read(figure, "probability")
    put(figure, TEA=20)
    assert read(figure, "calcium") > calcium
    assert read(figure, "probability") > chance


@trial("transmission/", "At last block the sodium channels (TTX): no spike, no calcium, no answer.")
def _(page: Page) -> None:
    figure = woken(page, "transmitter-release")
    put(figure, TTX=100)
    says(figure, "^No spike reaches the terminal")
    assert read(figure, "calcium") < 0.2
    assert read(figure, "answer") == 0


@trial(
    "transmission/",
    "Press New series, then One more spike, several times: the same spike, and every time another answer.",
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
    "Then lower Calcium outside: with the same chances most answers become failures, and those that are left are "
    "single steps of the old size.",
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
