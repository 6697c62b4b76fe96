"""The axes of live figures over all that their controls can ask for: what is drawn and what is told of lies in them.

They are those of the picture as long as these hold it. Held for every figure of a membrane, of a terminal and of
patches, from the state before as well, since axes stay wide for a while.
"""

import json
import re

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from apsite import chapters
from apsite.book.production.production import Producer, Request
from apsite.live.presets import channels, declared, terminal
from apsite.live.presets.controls import BY_NAME
from tests.depth import examples, some
from tests.membranes.test_neurons import NEURONS

POTENTIALS = re.compile(r"(?:peaks at|goes down to|reached|went down to|carried the membrane to) (\S+) mV")
briefly = settings(  # for each figure
    max_examples=examples(5), deadline=None, print_blob=True, suppress_health_check=list(HealthCheck), database=None
)
PRESETS = {name: path.read_text() for name, path in chapters.files("live").items()}
MEMBRANES = [name for name, text in PRESETS.items() if "-> Preset" in text]
#: The figure whose membrane is chosen, with each of them.
CHOSEN = [f"other-neurons {name}" for name in (*(each.name for each in NEURONS), "squid")]
MEMBRANES += CHOSEN
USUAL = [name for name in MEMBRANES if name not in CHOSEN[1:]]
#: The figures in which nothing is dragged, each with what its kind has for it, and how many examples there is time for.
BOARDS = [
    (name, facts, asked, tried)
    for kind, facts, asked, tried in (
        ("TerminalPreset", terminal, "shownOfSynapse", 5),
        ("ChannelsPreset", channels, "shownOfPatches", 1),
    )
    for name, text in PRESETS.items()
    if f"-> {kind}" in text
]


@pytest.fixture(scope="module")
def figures(site):
    """What each live figure starts from; the site's build has left it in the store."""
    asked = [Request.experiment(name, {}) for name in PRESETS]
    return {request.name: json.loads(files["live.json"]) for request, files in Producer().answer(asked).items()}


def membrane_of(figures, name):
    """What a figure starts from, of a chosen membrane too; its controls; and which of the declared ones it is."""
    figure, _, chosen = name.partition(" ")
    data = figures[figure]
    if not chosen:
        return data, BY_NAME, ""
    (preset,) = (each["preset"] for each in data["choices"] if each["name"] == chosen)
    controls = {each.name: declared.controls(each) for each in NEURONS}.get(chosen)
    return data | {"preset": preset}, controls or BY_NAME, chosen if controls else ""


def moved(draw, preset, controls):
    """Values of a figure, some of its controls moved over their sliders or to an end of what is legal."""
    values = dict(preset["values"])
    reach = preset.get("reach", {})
    shown = list(preset["shown"])
    for name in draw(st.lists(st.sampled_from([*shown, *shown, *values]), max_size=4)):
        control = controls[name]
        low, high = reach.get(name, (control.low, control.high))
        least, most = control.minimum, control.maximum
        if name.endswith(".onset"):
            low, high = least, most = -preset["origin"], preset["ms"] - preset["origin"]
        values[name] = draw(
            st.one_of(st.floats(low, high), st.floats(low, high), st.sampled_from([low, high, least, most]))
        )
    return values


def within(limits, value):
    low, high = sorted(limits)
    return low - 1e-6 * (high - low) <= value <= high + 1e-6 * (high - low)


def check(panel):
    """What is drawn lies within the axes, and these have ticks and end where a round number is."""
    x, y = panel["now"]
    assert panel["stands"], "the same content gives the same axes"
    time = np.array(panel["time"], dtype=float)
    for curve in panel["curves"]:
        values = np.array([np.nan if each is None else each for each in curve["y"]], dtype=float)
        seen = values[(time[: len(values)] >= min(x)) & (time[: len(values)] <= max(x)) & np.isfinite(values)]
        if len(seen) and curve["cut"]:
            assert within(y, seen.min())
        elif len(seen):
            assert within(y, seen.min())
            assert within(y, seen.max())
    for log, limits, places in zip(panel["log"], panel["now"], panel["ticks"], strict=True):
        assert not places or len(places) >= 2  # the upper one of two panels has none
        assert all(within(limits, place) for place in places)
        for a, b in panel["marks"] if limits is x else ():
            assert within(x, a) or (log and a <= 0)
            assert within(y, b) or (panel["log"][1] and b <= 0)
    for points in panel["lines"]:
        for a, b in points:
            assert within(x, a) or panel["log"][0]
            assert b is None or within(y, b) or panel["log"][1]
    assert all(min(now) <= min(base) for now, base in zip(panel["now"], panel["base"], strict=True))
    assert all(max(now) >= max(base) for now, base in zip(panel["now"], panel["base"], strict=True))
    if panel["all"]:
        assert panel["inside"] or panel["note"]


@pytest.mark.parametrize("name", some(MEMBRANES, USUAL))
def test_axes_of_a_membrane_hold_what_is_drawn_and_told(live, figures, name):
    data, controls, chosen = membrane_of(figures, name)
    preset = data["preset"]

    @briefly
    @given(drawn=st.data(), width=st.sampled_from(["wide", "narrow"]))
    def hold(drawn, width):
        first, values = (drawn.draw(st.composite(lambda draw: moved(draw, preset, controls))()) for _ in range(2))
        try:
            found = live.ask("shown", data=data, values=values, first=first, width=width, declared=chosen)
        except live.Problem:
            assume(False)
        for panel in found["panels"]:
            check(panel)
        check_told(found, preset, data["layouts"][width])

    hold()


def check_told(found, preset, layout):
    """Times that are told of are in axes that show the run; so are potentials that the picture does not cut off."""
    runs = ["main", "ramp"]
    for told, moments, end, run in zip(found["told"], found["told_of"], found["ends"], runs, strict=False):
        told = told.replace("\u00a0", " ")
        for traced, panel in zip(preset["panels"], found["panels"], strict=False):
            shows = [each for each in traced["traces"] if each["run"] == run]
            if not shows or any(each["cut"] for each in traced["traces"] if each["run"] != "fast"):
                continue
            x, y = panel["now"]
            assert all(within(x, moment) for moment in moments if moment <= end)
            if any(each["quantity"] == "V" for each in shows):
                for potential in re.findall(
                    r"(?:peaks at|goes down to|reached|went down to|carried the membrane to) (\S+) mV", told
                ):
                    value = float(potential.replace("−", "-"))
                    assert within((min(y) - 0.51, max(y) + 0.51), value), (told, y)


@pytest.mark.parametrize("name", MEMBRANES)
def test_axes_are_the_picture_s_where_nothing_has_been_changed(live, figures, name):
    """And the run that the picture shows would need no others, so that none widen at the first touch."""
    data, _, chosen = membrane_of(figures, name)
    values = data["preset"]["values"]
    for width in ("wide", "narrow"):
        found = live.ask("shown", data=data, values=values, first=values, width=width, declared=chosen)
        for panel in found["panels"]:
            assert panel["now"] == panel["base"]


@pytest.mark.parametrize(("name", "facts", "asked", "tried"), BOARDS)
def test_axes_hold_what_is_drawn_of_what_is_not_dragged(live, figures, name, facts, asked, tried):
    data = figures[name]
    preset = data["preset"]

    @settings(briefly, max_examples=examples(tried))
    @given(drawn=st.data(), width=st.sampled_from(["wide", "narrow"]))
    def hold(drawn, width):
        first, values = (drawn.draw(st.composite(lambda draw: moved(draw, preset, facts.CONTROLS))()) for _ in range(2))
        for values_of in (first, values):
            values_of |= {each: float(round(values_of[each])) for each in facts.WHOLE}
        try:
            found = live.ask(asked, data=data, values=values, first=first, width=width)
        except live.Problem:
            assume(False)
        for panel in found["panels"]:
            check(panel)

    hold()
    start = preset["values"]
    for panel in live.ask(asked, data=data, values=start, first=start, width="wide")["panels"]:
        assert panel["now"] == panel["base"]


SWEPT = [name for name, text in PRESETS.items() if "Sweep(" in text]


def scaled(axis, values):
    return np.log(np.maximum(values, 1e-9)) if axis["log"] else np.asarray(values)


def seen_along(axes, limits, lines):
    """The lowest and the highest place at which lines are drawn between `limits` of x, as `scaled`."""
    places = np.linspace(*scaled(axes["x"], sorted(limits)), 801)
    found = []
    for points in lines:
        x, y = (scaled(axes[way], [point[at] for point in points]) for at, way in enumerate("xy"))
        order, drawn = np.argsort(x), places[(places >= x.min()) & (places <= x.max())]
        found += [*np.interp(drawn, x[order], y[order]), *y[(x >= places[0]) & (x <= places[-1])]]
    return (min(found), max(found)) if found else (np.inf, -np.inf)


@pytest.mark.parametrize("name", SWEPT)
def test_axes_hold_curves_over_many_runs(live, figures, name):
    """From end to end of x, but for an end of y over which the picture's own curve goes."""
    data = json.loads(json.dumps(figures[name]))
    preset = data["preset"]
    solved = preset["bench"] == "solutions"  # and not run after run
    for sweep in [each for panel in preset["panels"] for each in panel["sweeps"] if not solved]:
        values = sweep["values"]
        sweep["values"] = [values[0], values[len(values) // 2], values[-1]]

    @settings(briefly, max_examples=examples(10 if solved else 2))
    @given(drawn=st.data(), width=st.sampled_from(["wide", "narrow"]))
    def hold(drawn, width):
        values = drawn.draw(st.composite(lambda draw: moved(draw, preset, BY_NAME))())
        try:
            found = live.ask("again", data=data, values=values, width=width)
        except live.Problem:
            assume(False)
        for swept, panel, axes in zip(preset["panels"], found, data["layouts"][width]["axes"], strict=False):
            colors = {each["color"] for each in swept["sweeps"]}
            for line in [each for each in panel["lines"] if each["color"] in colors] if panel else []:
                x, y = panel["limits"]
                of_picture = [each["points"] for each in axes["lines"] if each["color"] == line["color"]]
                own = seen_along(axes, axes["x"]["limits"], [each for each in of_picture if len(each) > 1])
                low, high = scaled(axes["y"], sorted(axes["y"]["limits"]))
                lowest, highest = scaled(axes["y"], sorted(y)) + np.array([-1e-6, 1e-6])
                seen = seen_along(axes, x, [line["points"]])
                assert seen[0] >= lowest or own[0] < low
                assert seen[1] <= highest or own[1] > high

    hold()


#: From the faults that these axes were made for: figure, what is set, and what has to be seen then.
KNOWN = [
    ("action-potential", {"g_Na": 300.0, "E_Na": 100.0}, 0, (None, 90.0)),
    ("action-potential", {"pulse.amplitude": -20.0, "pulse.width": 8.0}, 0, (12.0, None)),
    ("undershoot", {"E_K": -60.0}, 0, (None, -60.0)),
    ("undershoot", {"E_K": -40.0}, 0, (None, -40.0)),
    ("all-or-nothing", {"pulse.amplitude": 66.0}, 1, (66.0, None)),
    ("outside-potassium", {"K_out": 150.0}, 0, (150.0, None)),
    ("second-pulse", {"second.amplitude": 160.0}, 1, (None, 12.0)),
    ("firing-rate", {"step.level": 1000.0, "g_Na": 35.0}, 1, (None, 103.5)),
    (
        "firing-rate",
        {"step.level": 1000.0, "C_m": 0.5},
        1,
        (None, 98.5),
    ),  # highest in the first sample after the lowest
]


@pytest.mark.parametrize(("name", "changes", "index", "seen"), KNOWN)
def test_what_lay_outside_is_seen(live, figures, name, changes, index, seen):
    data = figures[name]
    start = data["preset"]["values"]
    panel = live.ask("shown", data=data, values=start | changes, first=start, width="wide")["panels"][index]
    for value, base, now in zip(seen, panel["base"], panel["now"], strict=True):
        if value is not None:
            assert not within(base, value)
            assert within(now, value)
    back = live.ask("shown", data=data, values=start, first=start | changes, width="wide")
    assert not back["changed"]
