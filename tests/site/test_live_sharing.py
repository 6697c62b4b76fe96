"""Live figures that are shared: by links, which bring everything back or are refused, in frames, and as files."""

from __future__ import annotations

import base64
import contextlib
import re
import shutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from apsite import Membrane, Pulse, simulate
from tests.site import live, support
from tests.site.conftest import Visit

Open = Callable[..., Visit]

OVERVIEW = live.CHAPTER
THRESHOLD = f"{live.CHAPTER}threshold/"
PARITY = 1e-6  # mV, between the browser and Python: the budget in the design


def test_a_link_brings_everything_back(revisit: Open) -> None:
    page = revisit(OVERVIEW, width=1440).page
    figure = live.wake(page, "action-potential")
    live.enter(figure, "pulse.amplitude", "33.3")
    live.enter(figure, "temperature", "12")
    figure.get_by_role("button", name="More plots").click()
    figure.get_by_role("button", name="Gates").click()
    page.wait_for_url("**?action-potential=*temperature:12*")
    curve = live.curves(figure)["V (mV)"]
    page.goto(page.url, wait_until="networkidle")
    figure = live.wake(page, "action-potential")
    assert live.value(figure, "pulse.amplitude") == 33.3
    assert live.value(figure, "temperature") == 12
    assert np.array_equal(live.curves(figure)["V (mV)"], curve)
    expect(figure.locator('[data-plot="gates"] canvas')).to_have_count(1)
    figure.get_by_role("button", name="Reset all").click()
    page.wait_for_url(lambda url: url.endswith("?action-potential=plots:gates"))


def test_a_bad_link_falls_back_and_says_so(revisit: Open) -> None:
    """What links may hold at all is tested with the links themselves; here, that a page survives and says so."""
    for asked in ("temperature:99~nothing:3", "<script>alert(1)</script>~__proto__:1"):
        opened = revisit(f"{OVERVIEW}?action-potential={asked}~pulse.amplitude:20")
        figure = live.wake(opened.page, "action-potential")
        assert "The link asked for something" in live.status(figure)
        assert live.value(figure, "temperature") == 6.3
        assert live.value(figure, "pulse.amplitude") == 20
        assert opened.page.locator("article script:not([src])").count() == 0
        assert not opened.complaints


def test_a_link_that_cannot_be_run_falls_back(revisit: Open) -> None:
    page = revisit(f"{live.CHAPTER}refractory-period/?second-pulse=second.onset:0.1").page
    figure = live.wake(page, "second-pulse")
    assert "cannot be run" in live.status(figure)
    assert live.value(figure, "second.onset") == 12


def test_the_link_is_copied(visit: Open, address: str) -> None:
    page = visit(OVERVIEW, width=1440, permissions=["clipboard-read", "clipboard-write"]).page
    figure = live.wake(page, "action-potential")
    live.enter(figure, "temperature", "9")
    figure.get_by_role("button", name="Share and save").click()
    figure.get_by_role("button", name="Copy link").click()
    expect(figure.get_by_text("The link is copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith(
        f"{address}{OVERVIEW}?action-potential=temperature:9"
    )
    figure.get_by_role("button", name="Copy code to embed").click()
    expect(figure.get_by_text("The code is copied")).to_be_visible()
    code = page.evaluate("navigator.clipboard.readText()")
    assert f'src="{address}/embed/action-potential/?action-potential=temperature:9"' in code


def test_drawing_and_image_are_whole(revisit: Open) -> None:
    page = revisit(THRESHOLD, width=1440).page
    figure = live.wake(page, "all-or-nothing")
    drawing = ElementTree.fromstring(live.download(figure, "SVG"))
    assert drawing.tag.endswith("svg")
    words = "".join(drawing.itertext())
    assert "membrane potential (mV)" in words
    assert "NaN" not in live.without_pictures(ElementTree.tostring(drawing, encoding="unicode"))
    assert live.download(figure, "PNG").startswith(b"\x89PNG\r\n\x1a\n")


#: Takes from sight what a drawing has otherwise: words, whose face it does not bring, and what is there to be touched.
BARE = """stage => {
  for (const each of stage.querySelectorAll(
    ".ap-live__words, .ap-live__ticks, .ap-live__note, .ap-live__grip:not([data-grip]), .ap-live__hint, .ap-story__back"
  )) each.style.visibility = "hidden";
  for (const each of stage.querySelectorAll("[data-grip], .ap-live__key span")) each.style.color = "transparent";
}"""

#: Of what is seen in each pair of axes, of each stimulus, electrode and key the share that a drawing shows otherwise.
DIFFERENCE = """async (stage, [svg, screenshot]) => {
  const load = async source => {
    const picture = Object.assign(new Image(), {src: source});
    await picture.decode();
    return picture;
  };
  const bare = svg.replace(/<g class="words">[^]*?<\\/g>/g, "");
  const saved = await load("data:image/svg+xml;charset=utf-8," + encodeURIComponent(bare));
  const seen = await load("data:image/png;base64," + screenshot);
  const whole = stage.getBoundingClientRect();
  const parts = ".ap-live__over, .ap-live__stimulus, [data-grip]:not([hidden]), .ap-live__key";
  return [...stage.querySelectorAll(parts)].map(part => {
    const {left, top, width, height} = part.getBoundingClientRect();
    const drawn = (picture, right = 0, down = 0) => {
      const made = Object.assign(document.createElement("canvas"), {width, height});
      const context = made.getContext("2d");
      context.fillStyle = getComputedStyle(document.body).backgroundColor;
      context.fillRect(0, 0, width, height);
      const [x, y] = [whole.left - left + right, whole.top - top + down];
      if (picture) context.drawImage(picture, x, y, whole.width, whole.height);
      return context.getImageData(0, 0, width, height).data;
    };
    const ours = drawn(seen);
    const far = other => ours.filter((value, k) => Math.abs(value - other[k]) > 128).length;
    const aside = [-0.5, 0, 0.5];  // what lies between pixels is put on one of them
    const nearest = Math.min(...aside.flatMap(right => aside.map(down => far(drawn(saved, right, down)))));
    return [part.className, nearest / far(drawn(null))];
  });
}"""
#: Of an axon's figure: what its colours stand for, beside it, and where it is stimulated, changed and recorded.
ON_AN_AXON = ["beside", "stimulus", "stimulus", "onset", "end", "electrode", "electrode"]


@pytest.mark.parametrize(
    ("path", "name", "changed", "over"),
    [
        (OVERVIEW, "action-potential", {"temperature": "9"}, ["stimulus"]),
        (THRESHOLD, "kick-against-ramp", {}, ["stimulus", "ramp"]),
        (f"{live.CHAPTER}depolarization/", "spike-currents", {}, ["stimulus"]),
        (f"{live.CHAPTER}transmission/", "transmitter-release", {}, []),
        (
            f"{live.CHAPTER}propagation/",
            "conduction-velocity",
            {"second.amplitude": "15", "stretch.length": "2"},
            ON_AN_AXON,
        ),
    ],
)
def test_a_drawing_shows_what_the_page_does(
    revisit: Open, path: str, name: str, changed: dict[str, str], over: list[str]
) -> None:
    """All of it: axes and what is in them, stimuli, electrodes and keys."""
    page = revisit(path, width=1440).page
    figure = live.wake(page, name)
    if set(changed) - {"temperature"}:
        figure.get_by_role("button", name="All settings").click()
    for control, value in changed.items():
        live.enter(figure, control, value)
    live.settled(figure)
    svg = live.download(figure, "SVG").decode()
    stage = figure.locator(".ap-live__stage")
    page.mouse.move(2, 2)
    stage.evaluate(BARE)
    seen = base64.b64encode(stage.screenshot()).decode()
    differ = stage.evaluate(DIFFERENCE, [svg, seen])
    parts = [part for part, _ in differ]
    assert [re.split("--|__", part)[-1] for part in parts if "over" not in part] == over
    assert sum("over" in part for part in parts) >= 2
    assert [(part, share) for part, share in differ if share > 0.05] == []  # without dashes, of one line it is more


def test_every_live_figure_can_be_embedded(site: Path, visit: Open, address: str) -> None:
    names = sorted(folder.name for folder in (site / "embed").iterdir())
    assert names == live.names()
    opened = visit(f"/embed/{names[0]}/")
    page = opened.page
    frames = (
        f'<iframe src="{address}/embed/{name}/" width="800" height="900" title="{name}"></iframe>' for name in names
    )
    # Somebody else's page: a page of the book allows no frames.
    body = "<!doctype html><title>Frames</title>" + "".join(frames)
    page.route("**/frames.html", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{address}/frames.html")
    for name in names:
        frame = page.locator(f'iframe[title="{name}"]')
        frame.scroll_into_view_if_needed()
        figure = frame.content_frame.locator(".ap-figure")
        figure.hover(position={"x": 5, "y": 5})
        expect(figure).to_have_attribute("data-live", "on")
    assert not opened.complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_embedded_figure(scheme: str, revisit: Open) -> None:
    page = revisit("/embed/all-or-nothing/?all-or-nothing=pulse.amplitude:20", scheme=scheme).page
    figure = live.wake(page, "all-or-nothing")
    assert live.value(figure, "pulse.amplitude") == 20
    assert support.violations(page) == []


def test_a_copy_of_the_site_works_from_files(site: Path, tmp_path: Path, browser: Browser) -> None:
    copy = shutil.copytree(site, tmp_path / "copy of the site")
    with contextlib.closing(browser.new_page()) as page:
        page.goto((copy / "chapter-2" / "action-potential" / "threshold" / "index.html").as_uri())
        figure = live.wake(page, "all-or-nothing")
        live.enter(figure, "pulse.amplitude", "20")
        expect(figure.locator(".ap-live__status").first).to_contain_text("A spike")
        run = simulate(Membrane(), [Pulse(2.0, 0.5, 20.0)], 25.0, dt=0.025)
        assert np.abs(live.curves(figure)["V (mV) [your pulse]"] - run.voltage).max() < PARITY
