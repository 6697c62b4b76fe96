"""Live figures of membranes and terminals in a real browser, held against the Python simulation."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from apsite import Membrane, Pulse, Shock, simulate, voltage_clamp
from apsite.chapters.action_potential.transmission.transmitter_release.experiment import spike_at_terminal
from apsite.laboratory.chance import released
from apsite.laboratory.ions import MAMMAL
from apsite.laboratory.searches import threshold_amplitude
from apsite.laboratory.stimuli import Step
from apsite.laboratory.terminal import calcium_entry, response
from tests.site import live
from tests.site.conftest import Visit

Open = Callable[..., Visit]

OVERVIEW = live.CHAPTER
THRESHOLD = f"{live.CHAPTER}threshold/"
PARITY = 1e-6  # mV, between the browser and Python: the budget in the design


def test_the_live_curve_is_the_picture_s_own(revisit: Open) -> None:
    """Canvas against picture: the ink lies within two pixels of each other in nine of ten columns.

    With less motion no passage of the page lights a stretch of the curve alone.
    """
    page = revisit(OVERVIEW, width=1440, reduced_motion="reduce").page
    figure = live.wake(page, "action-potential")
    page.evaluate("scrollBy(0, -100)")  # beneath the header the plot would stand where the picture does not
    box = figure.locator(".ap-figure__light img").bounding_box()
    assert box is not None
    alive = _heights(page, box)
    figure.evaluate("figure => figure.classList.remove('is-live')")
    figure.locator(".ap-live__stage").evaluate("stage => stage.style.display = 'none'")
    page.wait_for_timeout(300)
    drawn = _heights(page, box)
    shown = ~np.isnan(alive)
    assert shown.sum() > 400
    # Where the curve is steep, a neighbouring column has the same height.
    nearest = np.min([np.abs(alive - np.roll(np.nan_to_num(drawn, nan=1e6), by)) for by in range(-3, 4)], axis=0)
    assert np.mean(nearest[shown] <= 2) > 0.9


def _heights(page: Page, box: dict[str, float]) -> np.ndarray:
    """Height of the topmost pixel of the curve's colour in each column of the upper panel, NaN where there is none."""
    picture = Image.open(io.BytesIO(page.screenshot(clip=box))).convert("RGB")
    pixels = np.asarray(picture, dtype=int)[: int(box["height"] * 0.62), int(box["width"] * 0.3) :]
    ink = np.abs(pixels - np.array([0x1C, 0x22, 0x30])).sum(axis=2) < 60
    return np.where(ink.any(axis=0), ink.argmax(axis=0), np.nan)


def test_the_downloaded_curves_are_python_s(revisit: Open) -> None:
    page = revisit(OVERVIEW, width=1440).page
    columns = live.curves(live.wake(page, "action-potential"))
    run = simulate(Membrane(), [Pulse(2.0, 0.5, 26.55)], 20.0, dt=0.025)
    assert np.allclose(columns["time (ms)"], run.time - 2.0, atol=1e-9)
    assert np.abs(columns["V (mV)"] - run.voltage).max() < PARITY
    assert np.abs(columns["I_Na (uA/cm2)"] - run.currents["Na"]).max() < 1e-4
    assert np.abs(columns["n (1)"] - run.gates["n"]).max() < 1e-8


def test_a_pulse_is_dragged_on_the_plot(revisit: Open) -> None:
    """Start, end and height by mouse; the curve is that of the same pulse in Python."""
    page = revisit(OVERVIEW, width=1440).page
    figure = live.wake(page, "action-potential")
    for grip, dx, dy in (("strength", 0, 45), ("onset", 60, 0), ("end", 30, 0)):
        box = figure.locator(f".ap-live__grip--{grip}").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + dx / 2, y + dy / 2)
        page.mouse.move(x + dx, y + dy)
        page.mouse.up()
    live.settled(figure)
    figure.get_by_role("button", name="All settings").click()
    onset, width, amplitude = (live.value(figure, f"pulse.{part}") for part in ("onset", "width", "amplitude"))
    assert onset > 0.5
    assert width > 0.6
    assert amplitude < 20
    run = simulate(Membrane(), [Pulse(onset + 2.0, width, amplitude)], 20.0, dt=0.025)
    assert np.abs(live.curves(figure)["V (mV)"] - run.voltage).max() < PARITY


def test_a_command_is_dragged_in_voltage_clamp(revisit: Open) -> None:
    page = revisit(f"{live.CHAPTER}depolarization/", width=1440).page
    figure = live.wake(page, "sodium-clamp")
    grip = figure.locator(".ap-live__grip--strength")
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 12, box["y"] + 32)
    page.mouse.up()
    live.settled(figure)
    level = live.value(figure, "command.level")
    assert level < 0
    run = voltage_clamp(Membrane(), [Step(1.0, level)], 8.0, dt=0.01)
    current = live.curves(figure)["I_Na (uA/cm2) [your step]"]
    length = min(len(current), len(run.time))
    assert np.abs(current[:length] - run.currents["Na"][:length]).max() < 1e-4


def test_what_happened_is_said_in_words(revisit: Open) -> None:
    """The words against the Python run of the same pulse."""
    page = revisit(OVERVIEW).page
    figure = live.wake(page, "action-potential")
    live.enter(figure, "pulse.amplitude", "12")
    live.settled(figure)
    top = simulate(Membrane(), [Pulse(2.0, 0.5, 12.0)], 20.0).voltage.max()
    assert live.status(figure) == f"No spike: the membrane reached {top:.0f}\u00a0mV and came back.".replace("-", "−")
    spoken = figure.get_by_role("status").first
    expect(spoken).to_have_text(f"No spike: the membrane reached negative {-top:.0f} millivolts and came back.")
    summary = figure.locator(f"#{_described(figure)}")
    expect(summary).to_contain_text("Strength of the pulse: 12 microamperes per square centimetre")


def _described(figure: Locator) -> str:
    return str(figure.locator(".ap-live__stage").get_attribute("aria-describedby")).split()[-1]


def test_read_outs_are_python_s_measures(revisit: Open) -> None:
    """Peak, threshold, half width and undershoot, of three pulses and two temperatures."""
    page = revisit(OVERVIEW).page
    figure = live.wake(page, "action-potential")
    for amplitude, temperature in ((26.55, 6.3), (18.0, 6.3), (40.0, 15.0)):
        live.enter(figure, "pulse.amplitude", f"{amplitude}")
        live.enter(figure, "temperature", f"{temperature}")
        live.settled(figure)
        run = simulate(Membrane(temperature=temperature), [Pulse(2.0, 0.5, amplitude)], 20.0, dt=0.025)
        spike = run.spikes[0]
        for name, wanted in (
            ("peak", spike.peak),
            ("threshold", spike.threshold),
            ("half_width", spike.half_width),
            ("trough", spike.trough),
        ):
            shown = figure.locator(f'[data-measure="{name}"] dd').get_attribute("data-value")
            # Where the stimulus itself meets the criterion there is no threshold to be told.
            assert (shown and float(shown)) == (wanted and pytest.approx(wanted, abs=1e-6)), name


def test_a_stimulus_that_the_reader_adds_has_grips_too(revisit: Open) -> None:
    """A second pulse on the overview, against Python."""
    page = revisit(OVERVIEW, width=1440).page
    figure = live.wake(page, "action-potential")
    assert figure.locator('.ap-live__grip[aria-label="Start of the second pulse"]').count() == 0
    figure.get_by_role("button", name="All settings").click()
    live.enter(figure, "second.onset", "6")
    live.enter(figure, "second.width", "0.5")
    live.enter(figure, "second.amplitude", "60")
    live.settled(figure)
    expect(figure.locator('.ap-live__grip[aria-label="Start of the second pulse"]')).to_be_visible()
    run = simulate(Membrane(), [Pulse(2.0, 0.5, 26.55), Pulse(8.0, 0.5, 60.0)], 20.0, dt=0.025)
    assert np.abs(live.curves(figure)["V (mV)"] - run.voltage).max() < PARITY


def test_what_one_electrode_cannot_do_is_said(revisit: Open) -> None:
    page = revisit(f"{live.CHAPTER}refractory-period/").page
    figure = live.wake(page, "second-pulse")
    live.enter(figure, "second.onset", "0.2")
    live.settled(figure)
    assert "overlap" in live.status(figure)
    live.enter(figure, "second.onset", "15")
    live.settled(figure)
    assert live.status(figure).count("followed by a spike, which peaks at") == 2


def test_dragging_draws_the_curve_of_peaks(revisit: Open) -> None:
    """Each pulse leaves its point: the drawing gains one for every new strength."""
    page = revisit(THRESHOLD, width=1440).page
    figure = live.wake(page, "all-or-nothing")
    before = live.dots(figure)
    slider = live.control(figure, "pulse.amplitude").get_by_role("slider")
    for _ in range(6):
        slider.press("Shift+ArrowRight")
        live.settled(figure)
    assert live.dots(figure) >= before + 6


#: Sees that something is hidden or taken away, if only for a frame.
WATCH_IT_GO = """element => {
    window.gone = new Promise(done => {
        const look = () => (element.checkVisibility({visibilityProperty: true}) ? requestAnimationFrame(look) : done());
        look();
    });
}"""


def test_curves_are_measured_again_on_another_membrane(revisit: Open) -> None:
    """Strength-duration in the warm: the rheobase that the figure finds is Python's."""
    page = revisit(THRESHOLD, width=1440).page
    figure = live.wake(page, "strength-duration")
    label = figure.locator(".ap-live__words").get_by_text("rheobase", exact=True)
    label.evaluate(WATCH_IT_GO)
    live.enter(figure, "temperature", "12")
    page.evaluate("window.gone")  # until the curve has come to its end, which may be soon
    expect(label).to_be_visible(timeout=30_000)
    drawing = ElementTree.fromstring(live.download(figure, "SVG"))
    drawn = drawing.iter("{http://www.w3.org/2000/svg}path")
    paths = [path for path in drawn if path.get("stroke") and not path.get("stroke-opacity")]
    ends = [
        float(re.findall(r"[\d.]+", path.get("d", ""))[-1]) for path in paths if (path.get("d") or "").count("L") > 8
    ]
    ticks = {text.text: float(text.get("y", "nan")) for text in drawing.iter("{http://www.w3.org/2000/svg}text")}
    tick = {float(name): y - 0.33 * 12.7 for name, y in ticks.items() if name in ("0", "5", "10")}
    scale = (tick[0.0] - tick[10.0]) / 10
    found = [(tick[0.0] - end) / scale for end in ends]
    wanted = threshold_amplitude(Membrane(temperature=12.0), 10.0)
    assert any(abs(each - wanted) < 0.1 for each in found), (found, wanted)


def test_potassium_follows_nernst_and_goldman(revisit: Open) -> None:
    """Against the laboratory's own solutions, at two concentrations."""
    page = revisit(f"{live.CHAPTER}resting-potential/", width=1440).page
    figure = live.wake(page, "outside-potassium")
    for outside in (4.0, 15.0):
        live.enter(figure, "K_out", f"{outside}")
        live.settled(figure)
        cell = MAMMAL.replace(K_out=outside)
        for name, wanted in (("rest", cell.resting_potential()), ("E_K", cell.E_K), ("E_Cl", cell.E_Cl)):
            shown = figure.locator(f'[data-measure="{name}"] dd').get_attribute("data-value")
            assert float(shown or "nan") == pytest.approx(float(wanted), abs=1e-9)


def test_a_kick_is_a_shock(revisit: Open) -> None:
    page = revisit(THRESHOLD, width=1440).page
    figure = live.wake(page, "kick-against-ramp")
    live.enter(figure, "kick.displacement", "8")
    live.settled(figure)
    run = simulate(Membrane(), [Shock(5.0, 8.0)], 25.0, dt=0.05)
    assert np.abs(live.curves(figure)["V (mV) [the kick]"] - run.voltage).max() < PARITY


def test_spikes_are_sent_one_by_one(visit: Open) -> None:
    """By keys, with what is spoken; the spikes are those that Python draws from the same seed, on any page load."""
    page = visit(f"{live.CHAPTER}transmission/", width=1440, reduced_motion="reduce").page
    figure = live.wake(page, "quantal-steps")
    figure.get_by_role("button", name="New series").press("Enter")
    expect(figure.locator(".ap-live__status").first).to_contain_text("Nothing has been sent")
    live.enter(figure, "Ca_out", "1.7")
    for _ in range(3):
        figure.get_by_role("button", name="One more spike").press("Enter")
        live.settled(figure)
    figure.get_by_role("button", name="Twenty more spikes").press(" ")
    figure.get_by_role("button", name="Twenty more spikes").press(" ")
    live.settled(figure)
    p = calcium_entry(spike_at_terminal(18.5), outside=1.7).release_probability
    wanted = released(33, 43, 6, p)
    columns = live.curves(figure)
    assert (columns["vesicles"] == wanted).all()
    sizes = response(np.arange(0.0, 20.0, 0.05), wanted).max(axis=1) + 70.0
    assert np.abs(columns["depolarization (mV)"] - sizes).max() < 1e-3
    failures = int((wanted == 0).sum())
    for name, value in (("spikes", 43), ("failures", failures), ("from_failures", np.log(43 / failures))):
        shown = figure.locator(f'[data-measure="{name}"] dd').get_attribute("data-value")
        assert float(shown or "nan") == pytest.approx(value), name
    assert f"So far {failures} of 43 failed." in live.status(figure)
    expect(figure.get_by_role("status").first).to_contain_text(f"So far {failures} of 43 failed.")
    expect(figure.locator(f"#{_described(figure)}")).to_contain_text("Calcium outside: 1.7 millimolar")
    page.wait_for_url("**quantal-steps=Ca_out:1.7~spikes:43~seed:33*")
    link = page.url.partition("#")[0]  # with the heading that the page has scrolled to, it would be no new page
    page.goto(link, wait_until="networkidle")
    figure = live.wake(page, "quantal-steps")
    assert (live.curves(figure)["vesicles"] == wanted).all()
    live.enter(figure, "Ca_out", "2")
    figure.get_by_role("button", name="All settings").click()
    live.enter(figure, "spikes", "990")
    figure.get_by_role("button", name="Twenty more spikes").click()
    expect(figure.get_by_role("button", name="One more spike")).to_be_disabled()
    assert live.value(figure, "spikes") == 1000


def test_the_chain_is_python_s(visit: Open) -> None:
    """From the spike to the next cell, with more calcium outside and a broader spike."""
    page = visit(f"{live.CHAPTER}transmission/?transmitter-release=Ca_out:2.5", width=768).page
    figure = live.wake(page, "transmitter-release")
    columns = live.curves(figure)
    entry = calcium_entry(simulate(Membrane(temperature=18.5), [Pulse(2.0, 0.5, 26.55)], 12.0, dt=0.025), outside=2.5)
    assert np.abs(columns["V (mV)"] - entry.voltage).max() < PARITY
    assert np.abs(columns["Ca (uM)"] - entry.concentration).max() < 1e-3
    live.enter(figure, "TTX", "100")
    expect(figure.locator(".ap-live__status").first).to_contain_text("No spike reaches the terminal")
    assert np.ptp(live.curves(figure)["next cell (mV)"]) == 0
