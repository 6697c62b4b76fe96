"""Passages of a figure: where they come to stand, and that none is about a stretch that there is not."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest
from markdown import Markdown

from apsite.book.markdown.markdown import BookExtension
from apsite.book.text.faults import BookError

FIGURE = """\
![A spike.](figure:spike)

/// figure-caption
One spike.
///

"""
PASSAGE = """\
/// passage | spike: until threshold.voltage
**Rest.** Nothing.
///

/// passage | spike: from threshold.voltage to peak.voltage; sodium
**Up.** To [35.1 mV](model:peak.voltage).
///

"""
SIZES = ("wide-light", "wide-dark", "narrow-light", "narrow-dark")
AXES = [{"left": 50.0, "top": 10.0, "width": 200.0, "height": 100.0, "x": {"limits": [-100.0, 100.0]}}]
PANELS = [{"traces": [{"quantity": "V", "run": "main"}]}]
LAYOUTS = {size: {"width": 300, "height": 200, "axes": AXES} for size in ("wide", "narrow")}
PRESET = {"bench": "clamp", "shown": [], "title": "A spike", "values": {}, "read": [], "panels": PANELS}
LIVE = {"kind": "membrane", "preset": PRESET, "layouts": LAYOUTS}
#: A time of the small book's, which has none: its potentials are taken for milliseconds.
MILLISECONDS = {"mV": "ms"}


@pytest.fixture
def tell(book):
    """What the small book makes of a text, its figure taken for a live one over time; or its faults."""

    def told(text: str, live: dict | None = LIVE) -> str | list[tuple[int, str]]:
        files = {f"{size}.svg": b'<svg width="300" height="200"/>' for size in SIZES}
        if live is not None:
            files |= {"live.json": json.dumps(live).encode(), "bench.html": b"", "grips.html": b""}

        def convert(value: float, unit: str, to: str) -> float:
            if to == "ms" and unit in MILLISECONDS:
                return value
            return book.convert(value, unit, to)

        own = replace(book, figure=lambda name, options: files, faults=[], convert=convert)
        try:
            return Markdown(extensions=["toc", BookExtension(book=own)]).convert(text)
        except BookError as error:
            return [(fault.line, fault.message) for fault in error.faults]

    return told


def test_passages_stand_in_the_figure_between_its_pictures_and_its_bench(tell):
    made = tell(f"{FIGURE}{PASSAGE}Behind it.\n")
    assert isinstance(made, str)
    figure = made[made.index('<div class="ap-figure ap-told"') : made.index("<figcaption")]
    pictures, story, bench = (figure.index(each) for each in ("</picture>", 'class="ap-story"', 'class="ap-live '))
    assert pictures < story < bench
    assert figure.count('class="ap-passage"') == 2
    assert re.search(r"<strong>Up\.</strong> To <a [^>]*class=\"ap-value\"", figure)
    stretches = [json.loads(html.unescape(each)) for each in re.findall(r'data-stretch="([^"]*)"', figure)]
    assert stretches == [[None, pytest.approx(-54.5949)], [pytest.approx(-54.5949), pytest.approx(35.0844)]]
    assert re.findall(r'data-channels="([^"]*)"', figure) == ["sodium"]
    assert "Behind it." in made[made.index("</figure>") :]
    assert 'class="ap-passage"' not in made[made.index("<figcaption") :]


def test_all_but_its_stretch_is_veiled_in_the_picture_of_a_passage(tell):
    """The axes go from 50 to 250 px for -100 to 100 ms."""
    made = tell(FIGURE + PASSAGE)
    assert isinstance(made, str)
    veils = [
        [(float(x), float(width)) for x, width in re.findall(r'<rect x="([\d.]+)" y="10.0" width="([\d.]+)"', each)]
        for each in re.findall(r'<svg class="ap-veils".*?</svg>', made)
    ]
    assert veils == [[(95.4, 154.6)], [(50.0, 45.4), (185.1, 64.9)]]


def test_a_page_without_passages_is_as_it_was(tell):
    made = tell(FIGURE)
    assert isinstance(made, str)
    assert '<span class="ap-figure"' in made
    assert "ap-told" not in made


WRONG = {
    "spike: from threshold.voltage to peek.voltage": "publishes no value 'peek.voltage'. Did you mean 'peak.voltage'?",
    "spike: from peak.voltage to threshold.voltage": "the stretch ends before it begins",
    "spike: from share to peak.voltage": "'share' is no time: it is in 1.",
    "spike: until 5 ms": "'5 ms' is typed. A stretch ends at values of the model",
    "spike: until 5": "'5' is typed.",
    "spike: until 4 * peak.voltage": "lies outside of what the figure 'spike' shows, -100 to 100 ms.",
    "spikee: until peak.voltage": "there is no figure 'spikee'. Did you mean 'spike'?",
    "spike: until peak.voltage; sodum": "there are no channels 'sodum'. Did you mean 'sodium'?",
    "spike": "nothing tells which stretch this is about. Write /// passage | action-potential: from",
    "": "nothing tells which stretch this is about.",
}


@pytest.mark.parametrize("given", WRONG)
def test_a_stretch_that_there_is_not_is_found_at_its_line(given: str, tell):
    found = tell(f"{FIGURE}/// passage | {given}\nA passage.\n///\n")
    assert [line for line, _ in found] == [7]
    assert WRONG[given] in found[0][1]


@pytest.mark.parametrize(
    ("live", "message"),
    [
        (None, "the figure 'spike' is not live."),
        ({**LIVE, "preset": {**PRESET, "panels": [{"points": []}]}}, "has no axis of time"),
        ({**LIVE, "choices": []}, "has no axis of time"),
    ],
)
def test_a_figure_that_cannot_be_lit_has_no_passages(live, message: str, tell):
    [(line, said)] = tell(f"{FIGURE}/// passage | spike: until peak.voltage\nA passage.\n///\n", live)
    assert line == 7
    assert message in said


def test_a_figure_that_is_not_on_the_page_has_no_passages(tell):
    [(line, said)] = tell("/// passage | spike: until peak.voltage\nA passage.\n///\n")
    assert line == 1
    assert "does not stand on this page" in said
