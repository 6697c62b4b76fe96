"""A live axon in a real browser: by click, keys and links, with a worker and without, against the Python simulation."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from apsite import Membrane, Pulse
from apsite.laboratory.axon import Axon
from apsite.laboratory.conduction import AxonRecording, simulate_axon
from apsite.laboratory.electrodes import Injection
from apsite.plotting import along
from apsite.plotting.look import NARROW, WIDE
from tests.depth import some
from tests.site import live
from tests.site.conftest import Visit
from tests.site.hand import Hand

Open = Callable[..., Visit]

PAGE = f"{live.CHAPTER}propagation/"
NAME = "conduction-velocity"
PARITY = 1e-4  # mV, between the browser and Python: the budget in the design
SAMPLED = 0.2  # mV, by which a peak between two samples may be missed
LONG = 12.0  # ms
PULSE = Pulse(0.1, 0.2, 15.0)  # uA
#: That of the first page, and how long its axon is, cm.
POKE, LENGTH = Pulse(0.1, 0.2, 30.0), 12.0


def wake(page: Page, name: str = NAME) -> Locator:
    """Wakes a live axon and waits for its first run."""
    figure = live.wake(page, name)
    return settled(figure)


def settled(figure: Locator) -> Locator:
    """Waits until the run that is shown is that of the present values, with the laboratory's own steps."""
    expect(figure.locator(".ap-live__stage[aria-busy]")).to_have_count(0, timeout=20_000)
    expect(figure.locator(".ap-live__status")).not_to_contain_text("being run", timeout=20_000)
    return figure


def run(place: float = 0.0, temperature: float = 18.5) -> AxonRecording:
    return simulate_axon(Axon(membrane=Membrane(temperature=temperature)), [Injection(place, PULSE)], LONG)


def shown(figure: Locator, measure: str) -> float:
    return float(figure.locator(f'[data-measure="{measure}"] dd').get_attribute("data-value") or "nan")


def potentials(figure: Locator) -> np.ndarray:
    """The potentials of all compartments that the figure gives away, shape (samples, positions)."""
    columns = live.curves(figure)
    return np.column_stack([column for name, column in columns.items() if name.startswith("V at ") and ":" not in name])


def test_a_live_axon_does_what_python_s_does(visit: Open) -> None:
    """From the start, after a click on the axon, and after another temperature; and what it gives away is whole."""
    page = visit(PAGE, width=1440).page
    figure = wake(page)
    expected = run()
    assert np.abs(potentials(figure) - expected.voltage).max() < PARITY
    assert shown(figure, "velocity") == pytest.approx(expected.velocity_between(4.0, 10.0), rel=1e-6)
    axon = figure.locator(".ap-live__axon")
    axon.click(position={"x": axon.evaluate("axon => axon.clientWidth / 2"), "y": 46})
    settled(figure)
    place = float(figure.locator('[data-grip="first.place"]').get_attribute("aria-valuenow") or "nan")
    assert 4.0 < place < 8.0
    expect(figure.get_by_role("button", name="Pause")).to_be_visible()
    before = figure.get_by_role("slider", name="Time cursor").input_value()
    page.wait_for_timeout(300)
    assert figure.get_by_role("slider", name="Time cursor").input_value() != before, "time does not run"
    figure.get_by_role("button", name="Pause").click()
    live.enter(figure, "temperature", "10")
    settled(figure)
    assert np.abs(potentials(figure) - run(place, 10.0).voltage).max() < PARITY
    drawing = live.download(figure, "SVG").decode()
    assert drawing.count("<image") == 3  # the axon, the map, the key of its colours
    assert "NaN" not in live.without_pictures(drawing)
    assert live.download(figure, "PNG").startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize("hand", some(["touch", "mouse"], {"touch"}))
def test_the_first_touch_of_all_sets_off_a_spike_where_it_was(hand: str, visit: Open) -> None:
    """The picture is touched, before anything is alive, and shows the axon where the live figure has it."""
    options = {"width": 390, "has_touch": True, "is_mobile": True} if hand == "touch" else {"width": 1440}
    page = visit("/", **options).page
    figure = page.locator('.ap-figure[data-figure="poke"]')
    expect(figure).to_have_attribute("data-live", "waiting")
    box = figure.locator("picture:visible").bounding_box()
    assert box is not None
    left, right = along.ALONE if hand == "touch" else along.BESIDE
    scale = box["width"] / (NARROW if hand == "touch" else WIDE)
    x = box["x"] + scale * left + 3.0 / LENGTH * (box["width"] - scale * (left + right))
    (page.touchscreen.tap if hand == "touch" else page.mouse.click)(x, box["y"] + 46)
    expect(figure).to_have_attribute("data-live", "on")
    expect(figure.locator('[data-grip="first.place"]')).not_to_have_attribute("aria-valuenow", "6")
    settled(figure)
    assert live.value(figure, "first.place") == pytest.approx(3.0, abs=0.15)
    expect(figure.get_by_role("button", name="Pause")).to_be_visible()


@pytest.mark.parametrize("hand", some(["touch", "mouse"], {"touch"}))
def test_the_first_page_s_axon_is_poked(hand: str, visit: Open) -> None:
    """A spike runs both ways from where it is touched; two meet; a long touch makes no bigger one."""
    options = {"width": 390, "has_touch": True, "is_mobile": True} if hand == "touch" else {"width": 1440}
    page = visit("/", **options).page
    figure = wake(page, "poke")
    axon = figure.locator(".ap-live__axon")

    def at(place: float) -> tuple[float, float]:
        axon.evaluate("axon => axon.scrollIntoView({block: 'center', behavior: 'instant'})")
        box, map_ = axon.bounding_box(), figure.locator(".ap-live__over").last.bounding_box()
        assert box is not None
        assert map_ is not None
        return map_["x"] + place / LENGTH * map_["width"], box["y"] + 46

    def tap(place: float) -> None:
        (page.touchscreen.tap if hand == "touch" else page.mouse.click)(*at(place))

    tap(3.0)
    settled(figure)
    poked = live.value(figure, "first.place")
    assert poked == pytest.approx(3.0, abs=0.2)
    run = simulate_axon(Axon(membrane=Membrane(temperature=18.5)), [Injection(poked, POKE)], 8.0)
    assert np.abs(potentials(figure) - run.voltage).max() < PARITY
    left, right = (run.arrival_at(poked + way) for way in (-2.0, 2.0))
    assert left == pytest.approx(right, abs=0.02)
    peak = shown(figure, "peak")
    expect(figure.get_by_role("button", name="Pause")).to_be_visible()
    live.reset(figure)
    settled(figure)
    tap(3.0)
    tap(9.0)  # at once, for what comes from 3 cm to be on its way, on a slow machine too
    settled(figure)
    assert live.value(figure, "first.place") == poked
    met = re.search(r"Two spikes meet at ([\d.]+)\scm after [\d.]+\sms, and both end there", live.status(figure))
    assert met
    assert 4.0 < float(met[1]) < 8.0
    page.wait_for_url("**poke=first.place*second.place:*")  # a link brings both back
    with Hand(page, touch=hand == "touch").down(*at(6.0)):
        expect(figure.locator(".ap-live__hint")).to_have_text("3 times as strong")
    settled(figure)
    expect(figure.locator(".ap-live__status")).not_to_contain_text("meet")
    assert live.value(figure, "first.amplitude") == 3 * POKE.amplitude
    assert shown(figure, "peak") == pytest.approx(peak, abs=SAMPLED)


def test_the_first_page_s_axon_is_poked_by_keys_and_in_words(visit: Open) -> None:
    page = visit("/", width=1440, reduced_motion="reduce").page
    figure = wake(page, "poke")
    said = figure.get_by_role("status").first
    expect(said).to_contain_text("by two different spikes")
    peak = shown(figure, "peak")
    figure.get_by_role("button", name="Harder").press("Enter")
    settled(figure)
    assert shown(figure, "peak") == pytest.approx(peak, abs=SAMPLED)
    expect(figure.locator(f"#{figure.locator('.ap-live__stage').get_attribute('aria-describedby')}")).to_contain_text(
        "Strength of the stimulus: 90 microamperes"
    )
    figure.get_by_role("button", name="Harder").press("Enter")
    stimulus = figure.locator('[data-grip="first.place"]')
    stimulus.focus()
    page.keyboard.press("Home")
    settled(figure)
    expect(said).to_contain_text("The spike travels from A to B at 18.7 metres per second")
    figure.get_by_role("button", name="At both ends").press("Enter")
    settled(figure)
    expect(said).to_contain_text("Two spikes meet at 6 centimetres")


def test_a_live_axon_is_used_by_keys_and_speaks(visit: Open) -> None:
    page = visit(PAGE, width=1440).page
    figure = wake(page)
    electrode = figure.get_by_role("slider", name="Electrode B").first
    electrode.focus()
    page.keyboard.press("Shift+ArrowLeft")
    expect(electrode).to_have_attribute("aria-valuetext", "9.5 centimetres")
    assert shown(figure, "velocity") == pytest.approx(run().velocity_between(4.0, 9.5), rel=1e-6)
    figure.get_by_role("button", name="Block a stretch").press("Enter")
    settled(figure)
    spoken = figure.get_by_role("status").first
    expect(spoken).to_contain_text("none arrives at B: it fails near 6 centimetres, in the blocked stretch")
    assert figure.locator('[data-measure="velocity"] dd').text_content() == "–"
    end = figure.locator('[data-grip="stretch.length"]')
    expect(end).to_be_visible()
    end.focus()
    for _ in range(2):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Home")
    settled(figure)
    expect(spoken).to_contain_text("The spike travels from A to B")
    figure.get_by_role("slider", name="Time cursor").focus()
    page.keyboard.press("Home")
    page.keyboard.press("PageUp")
    expect(figure.locator(".ap-live__moment")).to_contain_text("highest at")
    figure.get_by_role("button", name="Reset all").press("Enter")
    settled(figure)
    assert live.value(figure, "temperature") == 18.5
    # One stretch can be cold and blocked, and is cold again once it is no longer blocked.
    cool, block = (figure.get_by_role("button", name=f"{what} a stretch") for what in ("Cool", "Block"))
    for button, cold, blocked in ((cool, True, False), (block, True, True), (block, True, False), (cool, False, False)):
        button.press("Enter")
        expect(cool).to_have_attribute("aria-pressed", str(cold).lower())
        expect(block).to_have_attribute("aria-pressed", str(blocked).lower())
    settled(figure)
    expect(spoken).to_contain_text("The spike travels from A to B")
    expect(end).not_to_be_visible()


def test_a_link_brings_an_axon_back_or_is_refused(visit: Open) -> None:
    opened = visit(f"{PAGE}?{NAME}=second.amplitude:15~nothing:1~near:99")
    figure = wake(opened.page)
    assert "The link asked for something that this figure does not know (nothing, near)" in live.status(figure)
    assert "Two spikes meet at 6" in live.status(figure)
    opened = visit(f"{PAGE}?{NAME}=stretch.length:2~stretch.cooling:30")
    figure = wake(opened.page)
    expect(figure.locator(".ap-live__status")).to_contain_text("cannot be run (The stretch cannot be colder than 0")
    expect(figure.locator(".ap-live__status")).to_contain_text("The spike travels from A to B")
    live.enter(figure, "temperature", "12")
    settled(figure)
    opened.page.wait_for_url(f"**?{NAME}=temperature:12*")
    assert not opened.complaints


@pytest.mark.parametrize("missing", ["Worker", "motion"])
def test_an_axon_lives_without(missing: str, visit: Open) -> None:
    """Without workers the page runs it itself; without motion it is played step by step."""
    opened = visit("/404.html", **({"reduced_motion": "reduce"} if missing == "motion" else {}))
    page = opened.page
    if missing == "Worker":
        page.add_init_script("delete window.Worker")
    page.goto(page.url.replace("/404.html", PAGE))
    figure = wake(page)
    assert shown(figure, "velocity") == pytest.approx(run().velocity_between(4.0, 10.0), rel=1e-6)
    if missing == "motion":
        cursor = figure.get_by_role("slider", name="Time cursor")
        before, end = float(cursor.input_value()), float(cursor.get_attribute("max") or "")
        figure.get_by_role("button", name="Step").click()
        page.wait_for_timeout(300)
        assert float(cursor.input_value()) == pytest.approx(before + end / 20, abs=0.01)


@pytest.mark.parametrize("missing", some(["WebAssembly", "script, at once", "script, late"], {"script, late"}))
def test_an_axon_that_cannot_be_run_shows_its_picture(missing: str, visit: Open) -> None:
    """Without a worker the page runs it; that the script does not come is known before the figure opens, or after."""
    opened = visit("/404.html")
    page = opened.page
    if missing == "WebAssembly":
        page.add_init_script("delete window.Worker; delete window.WebAssembly")
    else:
        page.route("**/live-worker-axon*", lambda route: route.abort())
        patience = 1500 if missing == "script, at once" else 0
        page.add_init_script(f"window.requestIdleCallback = then => setTimeout(then, {patience})")
    page.goto(page.url.replace("/404.html", PAGE))
    figure = page.locator(f'.ap-figure[data-figure="{NAME}"]')
    figure.scroll_into_view_if_needed()
    live.show_up(page)
    expect(figure).to_have_attribute("data-live", "failed")
    expect(figure.get_by_text("could not start")).to_be_visible()
    expect(figure.locator(".ap-figure__light img")).to_be_visible()
    expect(figure.locator(".ap-live__stage, .ap-live__bench")).to_have_count(0)


def test_an_axon_lives_in_a_copy_from_files(site: Path, tmp_path: Path, browser: Browser) -> None:
    copy = shutil.copytree(site, tmp_path / "copy of the site")
    page = browser.new_page()
    try:
        page.goto((copy / PAGE.strip("/") / "index.html").as_uri())
        figure = wake(page)
        assert re.search(r"travels from A to B at 18\.7\sm/s", live.status(figure))
    finally:
        page.close()
