"""Words on the plots of live figures: none lies on a curve, a grip, a dot or another, wherever controls stand.

What names something of the picture goes where that is in the reader's run. Grips keep apart.

Boxes and curves are held against each other here, segment by segment; the script that places them looks at cells.
"""

import html
import json
import re
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apsite import Membrane, Pulse, simulate
from apsite.laboratory.searches import chronaxie, rheobase, threshold_amplitudes
from apsite.live.presets.controls import BY_NAME
from tests.depth import examples

#: Pixels by which a letter's box may reach into the line of a curve: the script knows what is taken to four.
NEAR = 1.0


@cache
def starts(site, kind="membrane"):
    """What each live figure of a kind starts from, as the pages have it."""
    found = {}
    for page in (site / "embed").glob("*/index.html"):
        (data,) = re.findall(rf'data-kind="{kind}" data-preset="([^"]+)"', page.read_text(encoding="utf-8")) or [None]
        start = json.loads(html.unescape(data or "{}"))
        if start and "choices" not in start:  # the squid's: others have no words on their plots but of their curves
            found[page.parent.name] = start
    return found


def crosses(box, line):
    """Whether a line from point to point comes into a box."""
    left, top = box["left"] + NEAR, box["top"] + NEAR
    right, bottom = box["left"] + box["width"] - NEAR, box["top"] + box["height"] - NEAR
    a, b = line[:-1], line[1:]
    enters = np.zeros(len(a))
    leaves = np.ones(len(a))
    for axis, low, high in ((0, left, right), (1, top, bottom)):
        step = b[:, axis] - a[:, axis]
        with np.errstate(divide="ignore", invalid="ignore"):
            ends = np.sort(np.stack([(low - a[:, axis]) / step, (high - a[:, axis]) / step]), axis=0)
        still = step == 0
        within = (a[:, axis] > low) & (a[:, axis] < high)
        ends[:, still] = np.where(within[still], [[-np.inf], [np.inf]], [[np.inf], [-np.inf]])
        enters, leaves = np.maximum(enters, ends[0]), np.minimum(leaves, ends[1])
    return bool((enters < leaves).any())


def overlap(one, other):
    across = min(one["left"] + one["width"], other["left"] + other["width"]) - max(one["left"], other["left"])
    down = min(one["top"] + one["height"], other["top"] + other["height"]) - max(one["top"], other["top"])
    return across > NEAR and down > NEAR


def covers(box, panel, others):
    """Whether a box lies on a curve of a panel or on another box."""
    lines = (np.array(line) for line in panel["lines"] + panel["strokes"] if len(line) > 1)
    return any(overlap(box, other) for other in others) or any(crosses(box, line) for line in lines)


def room(box, panel, others):
    """Whether there is a place for a box with some air around it."""
    wide, tall = box["width"] + 12, box["height"] + 12
    return any(
        not covers({"left": left, "top": top, "width": wide, "height": tall}, panel, others)
        for left in np.arange(0, panel["width"] - wide, 10)
        for top in np.arange(0, panel["height"] - tall, 10)
    )


def struck(panel):
    """What of the words of a panel lies on something: what names a part of a run would better be left out."""
    boxes = panel["texts"] + panel["names"]
    for k, box in enumerate(boxes):
        others = [*boxes[:k], *boxes[k + 1 :], *panel["covered"], *panel["dots"]]
        beyond = box["left"] < -NEAR or box["left"] + box["width"] > panel["width"] + NEAR
        if beyond or (covers(box, panel, others) and (box.get("names") or room(box, panel, others))):
            yield box["words"]


def moved(start, rng):
    """Values of a preset, some of the controls in sight moved to anywhere on their sliders."""
    preset = start["preset"]
    values = dict(preset["values"])
    for name in preset["shown"]:
        if rng.random() < 0.6:
            control = BY_NAME[name]
            low, high = preset["reach"].get(name, (control.low, control.high))
            values[name] = round(float(rng.choice([low, high, rng.uniform(low, high)])), 2)
    return values


#: A phone, a tablet and a desktop: which layout, how large the picture is shown, and how many random states are tried.
SCREENS = {390: ("narrow", 0.995, examples(4)), 768: ("wide", 0.95, examples(1)), 1440: ("wide", 1.0, examples(4))}


@pytest.mark.parametrize("width", SCREENS)
def test_nothing_that_is_written_lies_on_a_curve_a_grip_or_other_words(site, live, width):
    """Over the sliders of every figure of a membrane: words, names of curves, dots, stimuli and their grips."""
    layout, scale, tries = SCREENS[width]
    faults = []
    found = starts(site)
    assert len(found) > 12
    for name, start in sorted(found.items()):
        rng = np.random.default_rng(width)
        usual = start["preset"]["values"]
        for values in [usual, *(moved(start, rng) for _ in range(tries))]:
            try:
                panels = live.ask(
                    "arranged", preset=start["preset"], layout=start["layouts"][layout], values=values, scale=scale
                )
            except live.Problem:
                continue
            changed = {key: value for key, value in values.items() if value != usual[key]}
            faults += [(name, index, words, changed) for index, panel in enumerate(panels) for words in struck(panel)]
    assert not faults


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("undershoot", {"E_K": -40.0}),
        ("undershoot", {"E_K": -110.0}),
        ("undershoot", {"TEA": 100.0}),
        ("spike-currents", {"E_Na": 5.0}),
        ("action-potential", {"pulse.width": 20.0}),
    ],
)
def test_what_would_be_struck_is_left_out(site, live, name, changes):
    """On a phone, where curves and levels are close: what is still named is named beside them."""
    start = starts(site)[name]
    values = start["preset"]["values"] | changes
    panels = live.ask("arranged", preset=start["preset"], layout=start["layouts"]["narrow"], values=values, scale=0.995)
    assert [list(struck(panel)) for panel in panels] == [[] for _ in panels]
    assert any(panel["texts"] for panel in panels)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("quantal-steps", {}),
        ("quantal-steps", {"TEA": 100.0}),
        ("quantal-steps", {"Ca_out": 10.0, "N_ves": 10.0}),
        ("transmitter-release", {}),
        ("transmitter-release", {"TEA": 100.0}),
        ("transmitter-release", {"Ca_out": 10.0}),
    ],
)
@pytest.mark.parametrize("width", [390, 1440])
def test_words_of_a_terminal_lie_on_no_bar_and_no_curve(site, live, name, changes, width):
    """And none of them is left out: they are the key to what is drawn."""
    data = starts(site, "terminal")[name]
    layout, scale, _ = SCREENS[width]
    layout = data["layouts"][layout]
    values = data["preset"]["values"] | changes
    panels = live.ask("arrangedOfSynapse", data=data, layout=layout, values=values, scale=scale)
    assert [list(struck(panel)) for panel in panels] == [[] for _ in panels]
    assert [len(panel["texts"]) for panel in panels] == [len(axes["texts"]) for axes in layout["axes"]]


def placed(live, start, **values):
    """The words of the first panel, by what they name, with the box of each."""
    preset = start["preset"]
    (panel, *_) = live.ask(
        "arranged", preset=preset, layout=start["layouts"]["wide"], values=preset["values"] | values, scale=1.0
    )
    return {each["names"]: each for each in panel["texts"]}, panel


def highest(panel):
    """Where the reader's curve is highest, from the corner of its axes."""
    line = np.array(panel["lines"][-1])
    return line[line[:, 1].argmin()]


def test_the_names_of_the_phases_go_with_the_spike(site, live):
    """At half the temperature's pace and more: each is about as far from what it names as in the picture."""
    start = starts(site)["action-potential"]
    before, first = placed(live, start)
    assert set(before) == {"pulse", "threshold", "peak", "rise", "fall", "overshoot", "undershoot", "rest"}
    after, then = placed(live, start, temperature=3.0)
    assert set(after) == set(before)
    shift = highest(then) - highest(first)
    assert shift[0] > 10
    for name in ("peak", "rise"):
        moved = np.array([after[name]["left"] - before[name]["left"], after[name]["top"] - before[name]["top"]])
        assert abs(moved[0] - shift[0]) < 25, name
    assert after["undershoot"]["left"] > before["undershoot"]["left"] + 5
    assert abs(after["rest"]["left"] - before["rest"]["left"]) < 25


@pytest.mark.parametrize("amplitude", [26.55, 40.0, -60.0])
def test_what_rises_and_falls_is_named_on_its_own_side(site, live, amplitude):
    """Also of a spike that rebounds late, near the end of the axes, where there is little room behind it."""
    after, panel = placed(live, starts(site)["action-potential"], **{"pulse.amplitude": amplitude})
    top, _ = highest(panel)
    assert "rise" in after
    assert after["rise"]["left"] + after["rise"]["width"] < top
    if "fall" in after:
        assert after["fall"]["left"] > top


def drawn(panel, name):
    """The points of what the picture draws to name something."""
    return [point for line in panel["drawn"] if line.get("names") == name for point in line["points"]]


def test_dots_go_with_what_they_mark(site, live):
    """The threshold against Python's, and the sodium currents before and after the peak against the curve's extrema."""
    start = starts(site)["action-potential"]
    _, panel = placed(live, start, temperature=10.0)
    spike = simulate(Membrane(temperature=10.0), [Pulse(2.0, 0.5, 26.55)], 20.0, dt=0.025).spikes[0]
    ((time, threshold),) = drawn(panel, "threshold")
    assert (time, threshold) == pytest.approx((spike.threshold_time - 2.0, spike.threshold), abs=1e-3)
    _, weak = placed(live, start, **{"pulse.amplitude": 5.0})
    assert drawn(weak, "threshold") == []
    start = starts(site)["spike-currents"]
    values = start["preset"]["values"] | {"E_Na": 40.0}
    panels = live.ask("arranged", preset=start["preset"], layout=start["layouts"]["wide"], values=values, scale=1.0)
    run = simulate(Membrane(E_Na=40.0), [Pulse(2.0, 0.5, 26.55)], 20.0, dt=0.025)
    current = run.currents["Na"] / 1000
    ((time, lowest),) = drawn(panels[2], "falling")
    assert (time, lowest) == pytest.approx((run.time[current.argmin()] - 2.0, current.min()), abs=1e-3)
    ((time, first),) = drawn(panels[2], "rising")
    assert time < run.spikes[0].peak_time - 2.0
    assert current.min() < first < 0


def test_rheobase_and_chronaxie_follow_the_curve(site, live):
    """On a warmer membrane, against Python's searches; nowhere as long as its curve has not come so far."""
    start = starts(site)["strength-duration"]
    membrane = Membrane(temperature=12.0)
    widths = [*np.geomspace(0.6, 3.0, 7), 20.0]
    points = [list(map(float, each)) for each in zip(widths, threshold_amplitudes(membrane, widths), strict=True)]
    line = {"color": "ink", "dash": [], "width": 2.4, "alpha": 1, "marker": 0}
    asked = {
        "preset": start["preset"],
        "layout": start["layouts"]["wide"],
        "values": start["preset"]["values"] | {"temperature": 12.0},
        "scale": 1.0,
    }
    (panel,) = live.ask("arranged", again=[[line | {"points": points}]], **asked)
    assert {"rheobase", "chronaxie"} <= {each["names"] for each in panel["texts"]}
    level, current, width = drawn(panel, "rheobase"), rheobase(membrane), chronaxie(membrane)
    assert [y for _, y in level] == pytest.approx([current] * 2, rel=1e-3)
    times, heights = zip(*drawn(panel, "chronaxie"), strict=True)
    assert times == pytest.approx([width] * len(times), rel=0.01)
    assert (heights[0], *heights[-2:]) == pytest.approx((0, 2 * current, 2 * current), rel=1e-3)
    (panel,) = live.ask("arranged", again=[[line | {"points": points[:-1]}]], **asked)
    assert not {"rheobase", "chronaxie"} & {each["names"] for each in panel["texts"]}
    assert drawn(panel, "rheobase") == drawn(panel, "chronaxie") == []


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_the_name_of_a_curve_stays_beside_it(site, live, layout):
    """The picture's curves again, with more points: of a straight one the picture may have no more than the ends."""
    start = starts(site)["outside-potassium"]
    axes = start["layouts"][layout]["axes"]
    asked = {"preset": start["preset"], "layout": start["layouts"][layout], "scale": 1.0}
    usual = start["preset"]["values"]
    before = live.ask("arranged", values=usual, **asked)
    again = [
        [
            line | {"points": denser(line["points"])}
            for line in each["lines"]
            if len(line["points"]) > 1 and line["width"]
        ]
        for each in axes
    ]
    after = live.ask("arranged", values=usual | {"P_Na": usual["P_Na"] * 1.001}, again=again, **asked)
    for one, other in zip(before, after, strict=True):
        assert [each["words"] for each in other["texts"]] == [each["words"] for each in one["texts"]]
        for was, now in zip(one["texts"], other["texts"], strict=True):
            assert (now["left"], now["top"]) == pytest.approx((was["left"], was["top"]), abs=12), now["words"]
    # Near the upper end of axes that became wider there is still room beneath the curve.
    high = [[line | {"own": True, "points": [[x, -7.0] for x, _ in line["points"]]} for line in again[0][:1]], again[1]]
    (panel, _) = live.ask("arranged", values=usual | {"P_Na": 1.0}, again=high, **asked)
    assert "resting potential" in {each["words"] for each in panel["texts"]}


def denser(points):
    """Ten points to each of a line whose places go by factors."""
    x, y = np.array(points).T
    at = np.interp(np.linspace(0, len(x) - 1, 10 * len(x)), np.arange(len(x)), np.log(x))
    return [list(each) for each in zip(np.exp(at).tolist(), np.interp(at, np.log(x), y).tolist(), strict=True)]


def test_names_go_where_there_is_nothing_to_name(site, live):
    """A pulse too weak for a spike leaves the stimulus and the resting potential."""
    after, _ = placed(live, starts(site)["action-potential"], **{"pulse.amplitude": 5.0})
    assert set(after) == {"pulse", "rest"}


@settings(deadline=None, max_examples=examples(60))
@given(
    wanted=st.lists(st.tuples(st.floats(-20, 320), st.sampled_from([180.0, 150.0, 120.0])), min_size=1, max_size=6),
)
def test_grips_keep_apart(live, wanted):
    """24 pixels from middle to middle, along or across, within the axes."""
    places = live.ask("apart", wanted=wanted, width=300.0)
    assert all(12 <= x <= 288 for x in places)
    for k, (x, (_, y)) in enumerate(zip(places, wanted, strict=True)):
        for other, (_, height) in zip(places[:k], wanted[:k], strict=True):
            assert abs(x - other) >= 23.9 or abs(y - height) >= 24


def test_axes_become_lower_and_what_is_written_keeps_its_room(site, live):
    """Every layout in three quarters of its height: no axes reach into what stands over or beneath others."""
    for name, start in starts(site).items():
        for layout in start["layouts"].values():
            less = live.ask("fitted", layout=layout, height=0.75 * layout["height"])
            assert less["height"] <= 0.76 * layout["height"], name
            for axes, before in zip(less["axes"], layout["axes"], strict=True):
                assert 0.2 * before["height"] < axes["height"] < before["height"]
                if not axes["x"]["label"]:
                    continue
                room = axes["x"]["label_at"] - axes["top"] - axes["height"]
                assert room == pytest.approx(before["x"]["label_at"] - before["top"] - before["height"], abs=0.5)
            assert live.ask("fitted", layout=layout, height=layout["height"]) == layout
