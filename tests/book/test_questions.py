"""Questions that know their answers: what becomes of them, and that none goes stale unseen."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest
from markdown import Markdown

from apsite.book.markdown.markdown import BookExtension
from apsite.book.model.expressions import ExpressionError, compute, for_browser, holds
from apsite.book.text.faults import BookError

NUMBER = """\
??? question "1. Where does it *fire*, in the figure?"

    Think of the step.

    /// hint
    Below [2.24 µA/cm²](model:rheobase) it does not.
    ///

    /// number | threshold.voltage ~ 2%

    - `peak.voltage` “The peak is the threshold.” It is what comes *after* it.
    - `-1 * threshold.voltage` The sign is lost.

    ///

    At [−54.59 mV](model:threshold.voltage).
"""
CHOICE = """\
??? question "2. How high is it?"

    /// choice

    - [x] Above zero. `peak.voltage > 0`
    - [ ] At zero. `peak.voltage == 0`

        “It ends where the membrane is *not* charged.”

    - [ ] Below zero. `peak.voltage < threshold.voltage`

    ///

    It passes zero.
"""
ORDER = """\
??? question "3. From the lowest to the highest?"

    /// order

    - the peak `peak.voltage`
    - the threshold `threshold.voltage`
    - zero, ten more `threshold.voltage + 10`

    ///

    So.
"""

SET = """\
??? question "What does it take?"

    /// set | spike

    - [x] `a = 1`
    - `b > 0` Not yet.

    ///

    So.
"""

PREDICTION = """\
/// predict | spike: amplitude = 2 * rheobase
What does a weak pulse *do*?

- [x] It fires. `peak.voltage > 0`
- [ ] Nothing. `peak.voltage < 0`

    “A weak pulse does nothing.”

///

//// then
It fires, at [35 mV](model:peak.voltage).

!!! note "So"

    Yes.
////
"""
SIZES = ("wide-light", "wide-dark", "narrow-light", "narrow-dark")
TRACES = [{"quantity": "V", "run": "main"}]
PRESET = {
    "bench": "clamp",
    "shown": [],
    "title": "A spike",
    "values": {"amplitude": 1.0},
    "read": ["peak", "I_Na over main"],
}
LIVE = {"kind": "membrane", "preset": {**PRESET, "panels": [{"traces": TRACES}]}}


@pytest.fixture
def lively(book):
    """The small book, whose figure is taken for a live one: what it makes of a text, or the faults of that."""

    def rendered(text: str, live: dict = LIVE) -> str | list[tuple[int, str]]:
        files = {f"{size}.svg": b'<svg width="1" height="1"/>' for size in SIZES}
        files |= {"live.json": json.dumps(live).encode(), "bench.html": b"", "grips.html": b""}
        made = lambda name, options: files  # noqa: E731
        extensions = [
            "pymdownx.details",
            "admonition",
            "toc",
            BookExtension(book=replace(book, figure=made, faults=[])),
        ]
        try:
            return Markdown(extensions=extensions).convert(f"{text}\n![A spike.](figure:spike)\n")
        except BookError as error:
            return [(fault.line, fault.message) for fault in error.faults]

    return rendered


def data(text: str) -> dict:
    found = re.search(r'data-question="([^"]*)"', text)
    assert found
    given = json.loads(html.unescape(found[1]))
    assert re.fullmatch("[0-9a-f]{8}", given.pop("edition"))
    return given


def test_a_number(render):
    made = render(NUMBER)
    found = data(made)
    assert found["value"] == -54.5949
    assert found["tolerance"] == pytest.approx(0.02 * 54.5949)
    assert (found["kind"], found["unit"], found["shown"]) == ("number", "mV", "−54.59\u202fmV")
    assert [each["value"] for each in found["wrong"]] == [pytest.approx(35.0843, abs=0.1), 54.5949]
    assert re.search(
        r'<div class="admonition question ap-question" data-question="[^"]*" id="q-where-does-it-fire', made
    )
    assert '<p class="admonition-title">1. Where does it <em>fire</em>, in the figure?</p>' in made
    asked, solution = made.split("<summary>The solution</summary>")
    assert "Think of the step." in asked
    assert re.search(r'<details class="ap-question__hint">\n<summary>Hint</summary>.*ap-value', asked, re.DOTALL)
    assert "threshold.voltage" not in re.sub(r'data-question="[^"]*"', "", asked), "the answer stands beneath the fold"
    assert "The peak is the threshold" not in asked
    assert "“The peak is the threshold.” It is what comes <em>after</em> it." in solution
    assert "54.6\u202fmV: </span>The sign is lost." in solution


def test_a_choice_is_shuffled_the_same_way_each_time(render):
    made = render(CHOICE)
    shown = re.findall(r'<input [^>]*name="q-how-high-is-it"[^>]*> ?<span>(.*?)</span>', made)
    assert sorted(shown) == ["Above zero.", "At zero.", "Below zero."]
    assert shown[data(made)["right"]] == "Above zero."
    place = shown.index("At zero.")
    said = "“It ends where the membrane is <em>not</em> charged.”"
    assert f'data-of="{place}">\n<p><span class="ap-question__of">{"abc"[place]}) </span>{said}' in made
    assert render(CHOICE) == made
    assert "peak.voltage &gt;" not in made, "conditions are for the build alone"


def test_an_order_does_not_begin_in_order(render):
    made = render(ORDER)
    places = data(made)["places"]
    assert sorted(places) == [0, 1, 2] != places
    solved = re.sub(r"<[^>]*>", "", made)
    assert solved.index("−54.59\u202fmV: the thr") < solved.index("−44.6\u202fmV: zero") < solved.index("mV: the peak")


@pytest.mark.parametrize(
    ("text", "old", "new", "line", "message"),
    [
        (NUMBER, "threshold.voltage ~", "threshold.voltag ~", 9, "no value 'threshold.voltag'. Did you mean"),
        (NUMBER, "`peak.voltage`", "`peak.voltag`", 11, "no value 'peak.voltag'"),
        (NUMBER, "`peak.voltage`", "`rheobase`", 11, "the answer is in mV, which uA/cm2 does not fit"),
        (NUMBER, "`peak.voltage`", "`threshold.voltage + 1`", 11, "has become right: it is −53.6\u202fmV, and thr"),
        (NUMBER, "`-1 * threshold.voltage`", "`peak.voltage + 0.1`", 12, "coincide"),
        (NUMBER, "`peak.voltage`", "The peak", 11, "begins with that number"),
        (NUMBER, "~ 2%", "~ 0", 9, "nothing would be near enough"),
        (NUMBER, "~ 2%", "~ rheobase", 9, "the answer is in mV"),
        (NUMBER, "threshold.voltage ~", "~", 9, "has no name"),
        (CHOICE, "peak.voltage == 0", "peak.voltage < 50", 6, "the wrong answer 'At zero.' has become right"),
        (CHOICE, "peak.voltage > 0", "peak.voltage > 50", 5, "'Above zero.' is no longer right"),
        (CHOICE, " `peak.voltage == 0`", "", 6, "the model decides nothing about 'At zero.'"),
        (CHOICE, "Below zero.", "At zero.", 10, "two answers coincide"),
        (CHOICE, "[ ] At", "[x] At", 3, "one is right"),
        (CHOICE, "> 0", "> 0 mV", 5, "cannot be read"),
        (ORDER, "`threshold.voltage + 10`", "`threshold.voltage`", 7, "coincide: both are −54.59"),
        (ORDER, "threshold.voltage + 10", "rheobase", 7, "the answer is in mV, which uA/cm2 does not fit"),
        (ORDER, " `peak.voltage`", "", 5, "is words and its value"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_found_where_it_stands(faults, text, old, new, line, message):
    assert old in text
    found = faults(text.replace(old, new, 1))
    assert [(fault.file, fault.line) for fault in found] == [("docs/chapter-1/x.md", line)], found
    assert message in found[0].message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("/// number | peak.voltage\n///", "stands in a box of its own"),
        (NUMBER.replace("    At [", "    /// number | peak.voltage\n    ///\n\n    At ["), "and here are two"),
        (NUMBER + CHOICE.replace("2. How high is it?", "9. Where does it fire, in the figure?"), "begin alike"),
        (NUMBER.replace("    At [−54.59 mV](model:threshold.voltage).\n", ""), "has no solution"),
        (SET.replace("spike", "spik"), "no figure 'spik'. Did you mean 'spike'?"),
        (SET, "does not stand on this page"),
        (f"{SET}\n![A spike.](figure:spike)", "'spike' is not live"),
        (SET.replace('??? question "What does it take?"', '!!! question ""'), "stands in a box of its own"),
        (SET.replace("    - `b > 0` Not yet.\n", ""), "one example that fulfils it"),
        ('??? question "What?"\n\n    /// choice\n\n    - \n    - [x]\n    - >\n\n    ///\n\n    So.', "one is right"),
    ],
)  # fmt: skip
def test_what_is_no_question(faults, text, message):
    assert [message in fault.message for fault in faults(text)] == [True]


def test_a_prediction_has_the_text_wait_that_tells_it(lively):
    made = lively(PREDICTION)
    found = data(made)
    assert found == {"kind": "predict", "right": found["right"], "figure": "spike", "state": {"amplitude": 4.48066}}
    assert 'class="admonition question ap-question ap-predict"' in made
    assert 'id="q-what-does-a-weak-pulse-do"' in made
    box, waiting = made.split('<details class="ap-then">\n<summary>What the model does</summary>')
    assert ">Reveal</button>" in box
    assert "A weak pulse does nothing." in box
    assert "35 mV" in waiting
    assert '<div class="admonition note">' in waiting


def test_a_prediction_needs_no_live_figure_where_answers_are_chosen_from(render):
    made = render(PREDICTION.replace("| spike: amplitude = 2 * rheobase", ""))
    found = data(made)
    assert found == {"kind": "predict", "right": found["right"]}
    assert ">Reveal</button>" in made
    assert '<details class="ap-then">' in made


def test_what_is_drawn_and_what_is_marked(lively):
    words, then = "\nWhat do you expect?\n///\n\n", "/// then\nSo.\n///\n"
    drawn = lively(f"/// draw | spike: amplitude = 3{words}{then}")
    assert data(drawn) == {"kind": "draw", "figure": "spike", "state": {"amplitude": 3.0}}
    assert '<div class="ap-pad"></div>' in drawn
    marked = lively(f"/// mark | spike; peak from −80 to 40 mV{words}{then}")
    scale = {"name": "peak", "low": -80.0, "high": 40.0, "unit": "mV"}
    assert data(marked) == {"kind": "mark", "figure": "spike", "state": {}} | scale
    assert re.search(r'<input class="ap-mark" disabled="disabled" max="40" min="-80" step="0.6" type="range"', marked)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("| spike:", "| spik:", 1, "no figure 'spik'"),
        ("predict | spike: amplitude = 2 * rheobase", "draw", 1, "nothing tells what is run"),
        ("amplitude =", "amplituda =", 1, "no control 'amplituda'. Did you mean 'amplitude'?"),
        ("2 * rheobase", "2 * rheobas", 1, "no value 'rheobas'"),
        ("peak.voltage > 0", "peak.voltage > 90", 4, "no longer right"),
        ("predict | spike: amplitude = 2 * rheobase", "predict | spike: ; peak", 1, "nothing tells what is run"),
        ("predict | spike: amplitude = 2 * rheobase", "draw | spike", 4, "has no answers to choose from"),
        ("What does a weak pulse *do*?", "", 1, "begins with a question"),
        ("//// then\n", "", 1, "no text waits for this prediction"),
        ("/// predict | spike: amplitude = 2 * rheobase", "", 11, "waits for no prediction"),
    ],
)  # fmt: skip
def test_what_is_no_prediction(lively, old, new, line, message):
    assert old in PREDICTION
    found = lively(PREDICTION.replace(old, new, 1))
    assert any(at == line and message in said for at, said in found), found


def test_what_cannot_be_drawn_or_marked(lively):
    words = "\nWhat?\n///\n\n/// then\nSo.\n///\n"
    [(line, message)] = lively(f"/// mark | spike; trough from 0 to 1{words}")
    assert (line, "reads out no 'trough'" in message) == (1, True)
    [(line, message)] = lively(f"/// mark | spike; peak from 3 to 1{words}")
    assert (line, "nothing tells what is marked" in message) == (1, True)
    flat = {**LIVE, "preset": {**LIVE["preset"], "panels": [{"traces": []}]}}
    [(line, message)] = lively(f"/// draw | spike{words}", flat)
    assert (line, "no potential against time" in message) == (1, True)


def test_answers_follow_the_model(book):
    """Another model: other answers and wrong ones, or a finding."""

    def rendered(peak: float, text: str = CHOICE) -> str:
        values = dict(book.model.values)
        values["peak.voltage"] = replace(values["peak.voltage"], value=peak)
        model = replace(book.model)
        object.__setattr__(model, "values", values)
        extensions = ["pymdownx.details", "toc", BookExtension(book=replace(book, model=model, faults=[]))]
        return Markdown(extensions=extensions).convert(text)

    assert data(rendered(12.0, NUMBER))["wrong"][0]["value"] == 12.0
    with pytest.raises(BookError, match=r"the wrong answer `peak\.voltage` has become right"):
        rendered(-54.0, NUMBER)
    with pytest.raises(BookError, match=r"'Above zero\.' is no longer right"):
        rendered(-1.0)


def test_expressions(book):
    """What is computed, in which unit; and what is none."""
    model, convert = book.model, book.convert
    two = compute("2 * rheobase", model, convert)
    assert (two.value, two.unit) == (pytest.approx(4.48066), "uA/cm2")
    assert compute("peak.voltage / threshold.voltage", model, convert).unit == "1"
    assert holds("peak.voltage - threshold.voltage > 80 and not peak.voltage > 50", model, convert)
    assert for_browser("x > 2 * rheobase", {"x"}, model, convert) == [">", "x", ["*", 2.0, 2.24033]]
    for text in (
        "rheobase > 0",
        "rheobase + peak.voltage",
        "open('x')",
        "(1).real",
        "[1]",
        "1 / 0",
        "x" * 400,
        "1 if 1 else 2",
        "-" * 290 + "1a",
    ):
        with pytest.raises(ExpressionError):
            compute(text, model, convert)
    for text in ("rheobase", "rheobase > peak.voltage", "not rheobase"):
        with pytest.raises(ExpressionError):
            holds(text, model, convert)
    with pytest.raises(ExpressionError, match="neither the figure nor the model has a 'y'"):
        for_browser("y > 0", {"x"}, model, convert)
