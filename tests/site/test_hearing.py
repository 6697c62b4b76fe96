"""A run as it is heard: rendered by the browser and measured, asked for first, and walked by keys and by touch."""

from __future__ import annotations

import base64
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.site import live, support
from tests.site.conftest import Visit

Open = Callable[..., Visit]

OVERVIEW = live.CHAPTER
PROPAGATION = f"{live.CHAPTER}propagation/"
LOUDEST = 0.4 + 1e-6  # of full scale, in single precision
RATE = 24_000  # Hz
PLAYED = 5.0  # s
#: The scale: the potential of the lowest tone, its height in Hz, the potential of an octave, and how many there are.
LOWEST, HERTZ, OCTAVE, OCTAVES = -90.0, 110.0, 50.0, 3

#: In the place of the loudspeaker: what would be heard is rendered when it is asked for.
RENDERED = f"""
    window.contexts = [];
    window.AudioContext = class extends OfflineAudioContext {{
        constructor() {{ super(1, {RATE} * 6, {RATE}); this.closed = false; contexts.push(this); }}
        resume() {{ return Promise.resolve(); }}
        close() {{ this.closed = true; return Promise.resolve(); }}
    }};
"""
RENDER = """async () => {
    const {length} = contexts, made = await contexts.at(-1).startRendering();
    const bytes = new Uint8Array(made.getChannelData(0).buffer);
    let text = "";
    for (let k = 0; k < bytes.length; k += 8192) text += String.fromCharCode(...bytes.subarray(k, k + 8192));
    return [length, btoa(text)];
}"""

#: Time that runs would have moved on by then.
FRAMES = """async () => { for (let k = 0; k < 10; k++) await new Promise(requestAnimationFrame); }"""


def opened(visit: Open, path: str, script: str = RENDERED, **options: object) -> Visit:
    found = visit("/404.html", **options)
    found.page.add_init_script(script)
    found.page.goto(found.page.url.replace("/404.html", path))
    return found


def drawer(figure: Locator) -> Locator:
    """What is in "Hear it", opened."""
    figure.get_by_role("button", name="Hear it").click()
    found = figure.get_by_role("group", name="Hear it")
    expect(found.get_by_role("slider", name="Walk along the curve")).to_be_visible()
    return found


def run_of(figure: Locator) -> tuple[np.ndarray, np.ndarray]:
    """Times, ms, and the potential of the reader's own run, mV."""
    curves = live.curves(figure)
    time = next(iter(curves.values()))
    return time, next(curve for name, curve in curves.items() if name.startswith("V (mV)"))[: len(time)]


def rendered(page: Page) -> np.ndarray:
    """What is heard from the moment on in which it was asked for."""
    count, text = page.evaluate(RENDER)
    assert count == 1
    return np.frombuffer(base64.b64decode(text), dtype=np.float32).astype(float)


def clicks(sound: np.ndarray) -> np.ndarray:
    """When it clicks, s: a click rises ten times as steeply as any tone."""
    steep = np.flatnonzero(np.abs(np.diff(sound)) > 0.05)
    return steep[np.flatnonzero(np.diff(steep, prepend=-RATE) > 0.02 * RATE)] / RATE


def heights(sound: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """When the tone passes through zero upwards, s, and how high it is from each time to the next, Hz."""
    up = np.flatnonzero((sound[:-1] < 0) & (sound[1:] >= 0))
    at = (up + sound[up] / (sound[up] - sound[up + 1])) / RATE
    return (at[:-1] + at[1:]) / 2, 1 / np.diff(at)


def scale(potential: np.ndarray) -> np.ndarray:
    return HERTZ * 2 ** np.clip((potential - LOWEST) / OCTAVE, 0, OCTAVES)


def test_a_run_is_heard_as_it_is(visit: Open) -> None:
    """One spike: one click when it peaks, and at each time a tone as high as its potential says."""
    found = opened(visit, OVERVIEW)
    figure = live.wake(found.page, "action-potential")
    time, potential = run_of(figure)
    box = drawer(figure)
    assert found.page.evaluate("contexts.length") == 0, "nothing sounds before it is asked for"
    box.get_by_role("button", name="Play the run").click()
    sound = rendered(found.page)
    assert np.abs(sound).max() <= LOUDEST
    [begin] = np.flatnonzero(sound)[:1] / RATE
    pace = (time[-1] - time[0]) / PLAYED
    [click] = clicks(sound)
    assert time[0] + (click - begin) * pace == pytest.approx(time[potential.argmax()], abs=0.01 * (time[-1] - time[0]))
    at, hertz = heights(sound)
    quiet = (np.abs(at - click) > 0.05) & (at > begin + 0.05) & (at < begin + PLAYED - 0.05)
    there = time[0] + (at[quiet] - begin) * pace
    # From one passage through zero to the next the potential may move.
    low = scale(np.array([np.interp(np.linspace(t - 0.15, t + 0.15, 21), time, potential).min() for t in there]))
    high = scale(np.array([np.interp(np.linspace(t - 0.15, t + 0.15, 21), time, potential).max() for t in there]))
    assert (hertz[quiet] > 0.97 * low).all()
    assert (hertz[quiet] < 1.03 * high).all()
    assert hertz[quiet].min() >= 0.97 * HERTZ
    assert hertz[quiet].max() <= 1.03 * HERTZ * 2**OCTAVES
    assert not found.complaints


def test_a_train_clicks_for_each_spike_and_is_no_louder(visit: Open) -> None:
    """However fast a membrane fires, there is a bound."""
    found = opened(visit, f"{live.CHAPTER}refractory-period/")
    figure = live.wake(found.page, "firing-rate")
    live.enter(figure, "step.level", "40")
    live.settled(figure)
    time, potential = run_of(figure)
    box = drawer(figure)
    box.get_by_role("button", name="Play the run").click()
    sound = rendered(found.page)
    begin = np.flatnonzero(sound)[0] / RATE
    peaks = [
        time[k]
        for k in range(1, len(time) - 1)
        if potential[k] > 0 and potential[k - 1] < potential[k] >= potential[k + 1]
    ]
    assert len(peaks) > 5
    pace = (time[-1] - time[0]) / PLAYED
    heard = time[0] + (clicks(sound) - begin) * pace
    assert heard == pytest.approx(np.array(peaks), abs=0.01 * (time[-1] - time[0])), (begin, list(heard), peaks)
    assert np.abs(sound).max() <= LOUDEST


def test_sound_ends_when_it_is_to(visit: Open) -> None:
    """With its button, with its drawer, once another figure is heard, and out of sight."""
    found = opened(visit, PROPAGATION, width=1440)
    page = found.page
    names = live.names_on(page)[:2]
    first, second = (live.wake(page, name) for name in names)
    box, other = drawer(first), drawer(second)
    closed = "() => contexts.map(each => each.closed)"

    def turn(part: Locator) -> None:
        part.get_by_role("button", name="Turn sound on").click()
        expect(part).to_contain_text("Sound is on")

    turn(box)
    box.get_by_role("button", name="Turn sound off").click()
    expect(box).to_contain_text("Sound is off.")
    assert page.evaluate(closed) == [True]
    turn(box)
    turn(other)
    expect(box).to_contain_text("Sound is off.")
    assert page.evaluate(closed) == [True, True, False]
    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", {value: true, configurable: true});
            document.dispatchEvent(new Event("visibilitychange"));
            delete document.hidden;
        }"""
    )
    expect(other).to_contain_text("Sound is off.")
    assert page.evaluate(closed) == [True, True, True]
    box.get_by_role("button", name="Play the run").click()
    expect(box.get_by_role("button", name="Stop")).to_be_visible()
    first.get_by_role("button", name="Hear it").click()
    page.wait_for_function("() => contexts.length === 4 && contexts.at(-1).closed", timeout=10_000)
    assert not found.complaints


def test_an_axon_clicks_at_its_electrodes(visit: Open) -> None:
    found = opened(visit, PROPAGATION)
    figure = live.wake(found.page, "conduction-velocity")
    live.settled(figure)
    box = drawer(figure)
    slider = box.get_by_role("slider", name="Walk along the curve")
    slider.press("s")
    near = float(slider.input_value())
    slider.press("s")
    far = float(slider.input_value())
    velocity = float(figure.locator('[data-measure="velocity"] dd').get_attribute("data-value") or "nan")
    figure.get_by_role("button", name="All settings").click()
    apart = live.value(figure, "far") - live.value(figure, "near")
    assert apart / (far - near) * 10 == pytest.approx(velocity, rel=0.02)
    box.get_by_role("button", name="Play the run").click()
    sound = rendered(found.page)
    begin = np.flatnonzero(sound)[0] / RATE
    pace = float(slider.get_attribute("max") or "nan") / PLAYED
    assert (clicks(sound) - begin) * pace == pytest.approx(np.array([near, far]), abs=0.05)
    assert not found.complaints


def test_a_curve_is_walked_along_by_keys_and_in_words(revisit: Open) -> None:
    found = revisit(OVERVIEW, width=1440)
    figure = live.wake(found.page, "action-potential")
    time, potential = run_of(figure)
    box = drawer(figure)
    slider = box.get_by_role("slider", name="Walk along the curve")
    shown = box.locator(".ap-live__moment")

    def there() -> float:
        return float(slider.input_value())

    def as_written() -> str:
        return f"{there() + 1e-9:.2f}".rstrip("0")

    slider.press("Home")
    assert there() == time[0]
    slider.press("p")
    assert there() == pytest.approx(time[potential.argmax()], abs=0.02)
    expect(shown).to_have_text(f"peak: {as_written()}\u00a0ms, +{potential.max():.0f}\u00a0mV")
    expect(slider).to_have_attribute(
        "aria-valuetext", f"peak: {as_written()} milliseconds, {potential.max():.0f} millivolts"
    )
    top = there()
    slider.press("t")
    assert there() == pytest.approx(time[potential.argmin()], abs=0.02)
    expect(shown).to_contain_text(f"trough: {as_written()}")
    slider.press("Shift+s")
    assert there() == pytest.approx(top, abs=0.02)
    slider.press("s")
    expect(shown).to_contain_text("from the start again, spike: ")
    before = there()
    slider.press("ArrowRight")
    step = there()
    slider.press("ArrowRight")
    assert there() > step > before
    fine = there() - step
    slider.press("Shift+ArrowLeft")
    assert there() == pytest.approx(step + fine - 10 * fine)
    slider.press("End")
    assert there() == time[-1]
    own = figure.get_by_role("slider", name="Time cursor")
    expect(own).to_have_value(slider.input_value())
    live.enter(figure, "pulse.amplitude", "5")
    live.settled(figure)
    slider.press("s")
    expect(shown).to_contain_text("No spike in this run.")
    live.reset(figure)
    slider.press("s")
    expect(shown).to_contain_text("spike: ")
    assert not support.violations(found.page, part={"include": [".ap-live__drawers"]})
    assert not found.complaints


def test_it_is_heard_with_the_channels_in_sight(visit: Open) -> None:
    """One cursor: time that runs in the strip of membrane is heard, and a walker takes it over."""
    found = opened(visit, OVERVIEW, RENDERED, width=1440)
    page = found.page
    figure = live.wake(page, "action-potential")
    box = drawer(figure)
    figure.get_by_role("button", name="Watch the channels", exact=True).click()
    slider, own = (figure.get_by_role("slider", name=name) for name in ("Walk along the curve", "Time cursor"))
    expect(own).to_be_visible()
    start = slider.input_value()
    expect(slider).not_to_have_value(start)  # time runs
    box.get_by_role("button", name="Turn sound on").click()
    slider.press("p")
    peak = slider.input_value()
    expect(box.locator(".ap-live__moment")).to_contain_text("peak: ")
    page.evaluate(FRAMES)
    expect(slider).to_have_value(peak)
    assert float(own.input_value()) == pytest.approx(float(peak))
    assert clicks(rendered(page)).size
    assert not found.complaints


@pytest.mark.parametrize("scheme", ["light", "slate"])
def test_a_curve_is_walked_along_by_touch(scheme: str, visit: Open) -> None:
    colours = "dark" if scheme == "slate" else "light"
    found = opened(visit, OVERVIEW, scheme=colours, has_touch=True, is_mobile=True)
    figure = live.wake(found.page, "action-potential")
    figure.get_by_role("button", name="Hear it").tap()
    box = figure.get_by_role("group", name="Hear it")
    box.get_by_role("button", name="Turn sound on").tap()
    box.get_by_role("button", name="Next spike").tap()
    expect(box.get_by_role("status").last).to_contain_text("spike: ")
    expect(box.get_by_role("status").last).to_contain_text("millivolts")
    assert len(clicks(rendered(found.page))) == 1
    assert not support.violations(found.page, part={"include": [".ap-live__drawers"]})


def test_where_there_is_no_sound_it_says_so(visit: Open) -> None:
    """Also where the browser refuses one when it is asked for."""
    for script in (
        "delete window.AudioContext",
        "window.AudioContext = class { constructor() { throw new Error('no') } }",
    ):
        found = opened(visit, OVERVIEW, script)
        box = drawer(live.wake(found.page, "action-potential"))
        play = box.get_by_role("button", name="Play the run")
        if play.is_visible():
            play.click()
        expect(box).to_contain_text("This browser makes no sound.")
        expect(play).to_be_hidden()
        box.get_by_role("button", name="Next spike").click()
        expect(box.locator(".ap-live__moment")).to_contain_text("mV")
        assert not found.complaints
