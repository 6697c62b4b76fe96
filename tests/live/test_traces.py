"""Every live curve is what it is called: quantity, colour, dash and legend of each trace, against ion and picture.

The pictures' curves are known by their numbers (`tests/figures/identity.py`), not by the code that drew them, and so
are those that the script draws at the start. `traces.txt` says of each what it is and what it is called, read by
people: where a change is meant, put there what the test shows.
"""

import dataclasses
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from apsite import chapters
from apsite.book.production.production import Producer, Request
from apsite.live.presets.membrane import DASHED, DOTTED, SOLID, Preset
from tests.figures.identity import LEAK, POTASSIUM, SODIUM
from tests.figures.support import identifier, picture, result_of

NAMES = [name for name, path in chapters.files("live").items() if "-> Preset" in path.read_text()]
IONS = {"sodium": SODIUM, "potassium": POTASSIUM, "leak": LEAK}
CALLED = {"Na⁺": "sodium", "sodium": "sodium", "K⁺": "potassium", "potassium": "potassium", "leak": "leak"}


@cache
def preset(name) -> Preset:
    found = chapters.live(name).preset(result_of(name))
    assert isinstance(found, Preset)
    return found


def ion_of(quantity):
    """By the quantity's own name: its ion's, or that of the channel whose gate it is."""
    quantity = quantity.removesuffix("_progress")
    return next((ion for ion, own in IONS.items() if quantity in own), None)


def check(quantity, label, colour, dash, where):
    ion = ion_of(quantity)
    named = {ion for word, ion in CALLED.items() if word in label}
    if ion and named:
        assert named == {ion}, f"{where}: {quantity} is called {label!r}"
    if ion and colour in IONS:
        assert colour == ion, f"{where}: {quantity} in the colour of {colour}"
    if colour == "potassium":
        assert tuple(dash) == tuple(DASHED), f"{where}: {quantity} in the colour of potassium is not dashed"
    if colour == "leak":
        assert tuple(dash) == tuple(DOTTED), f"{where}: {quantity} in the colour of the leak is not dotted"


@pytest.mark.parametrize("name", NAMES)
def test_traces_are_called_and_coloured_by_their_ion(live, name):
    data = preset(name).data()
    for panel, labels in zip(data["panels"], live.ask("legends", preset=data), strict=True):
        for trace, label in zip(panel["traces"], labels, strict=True):
            check(trace["quantity"], label, trace["color"], trace["dash"], name)


def test_added_plots_and_tables_call_things_by_their_names(live):
    for name, view in live.ask("views").items():
        for quantity, label, colour, dash in view["traces"]:
            where = f"the plot {name}"
            if quantity != "h":  # dotted, to be told from m
                check(quantity, label, colour, dash, where)
            assert ion_of(quantity) in {colour, None}, where
            assert {"g_": "conductance", "I_": "current"}.get(quantity[:2], "") in view["y"], where
    names = [quantity for quantity, _ in live.ask("columns")]
    assert len(set(names)) == len(names) == 11
    units = {"g_": "mS/cm2", "I_": "uA/cm2", "V": "mV", "st": "uA/cm2"}
    assert all(units.get(quantity[:2], "1") == unit for quantity, unit in live.ask("columns"))


def shown(name, index):
    """The picture's curves in the axes of a panel: quantity and whether in thousandths, colour, and if it is solid."""
    panel, panels = preset(name).panels[index], picture(name)
    axes = next((each for each in panels if each["name"] == panel.axes), None) if panel.axes else panels[index]
    assert axes is not None
    return {
        (what.partition(" ")[0], "/ 1000" in what, colour, dash == "solid")
        for what, colour, dash, marker in axes["lines"]
        if ion_of(what.partition(" ")[0]) and not marker
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_live_panel_has_the_quantities_of_the_picture_s(name):
    for index, panel in enumerate(preset(name).panels):
        live = {
            (trace.quantity, trace.scale == 1e-3, trace.color, tuple(trace.dash) == tuple(SOLID))
            for trace in panel.traces
            if ion_of(trace.quantity) and not trace.quantity.endswith("_progress")
        }
        if panel.traces and live | shown(name, index):
            assert live == shown(name, index), f"panel {index}"


#: The terminal's curves have no legend: their axes say what they are.
TERMINALS = ("quantal-steps", "transmitter-release")
KNOWN = Path(__file__).with_name("traces.txt")


@pytest.fixture(scope="module")
def at_the_start(live, site):
    """What the script draws over time as a figure wakes, in words; the site's build has left its data in the store."""
    asked = [Request.experiment(name, {}) for name in (*NAMES, *TERMINALS)]
    data = {request.name: json.loads(files["live.json"]) for request, files in Producer().answer(asked).items()}
    return {name: "\n".join([name, *_drawn(live, name, each)]) for name, each in data.items()}


def _drawn(live, name, data):
    values = data["preset"]["values"]
    ask = "shownOfSynapse" if name in TERMINALS else "shown"
    found = live.ask(ask, data=data, values=values, first=values, width="wide")["panels"]
    for number, panel in enumerate(found):
        time = np.array(panel["time"], dtype=float)
        for curve in panel["curves"]:
            y = np.array([np.nan if each is None else each for each in curve["y"]], dtype=float)
            seen = np.isfinite(y)
            what = identifier(name).nearest(time[: len(y)][seen], y[seen]) or "unknown"
            dash = "dashed" if curve["dash"] else "solid"
            yield f"  panel {number}: {what}, {curve['color']}, {dash}, {curve['label']!r}"


@pytest.mark.parametrize("name", [*NAMES, *TERMINALS])
def test_a_live_curve_is_what_it_is_called(at_the_start, name):
    known = {each.partition("\n")[0]: each for each in KNOWN.read_text(encoding="utf-8").strip().split("\n\n")}
    assert at_the_start[name] == known[name]
    assert "unknown" not in known[name]


def test_a_swap_is_noticed(live):
    """Of sodium and potassium in a preset, one by one: colour, dash and legend, or the picture, tell."""
    right = preset("sodium-clamp")
    traces = [dataclasses.replace(each, quantity="I_K") for each in right.panels[0].traces]
    wrong = dataclasses.replace(right, panels=(dataclasses.replace(right.panels[0], traces=traces), *right.panels[1:]))
    [labels, _] = live.ask("legends", preset=wrong.data())
    with pytest.raises(AssertionError, match="I_K in the colour of sodium"):
        check("I_K", labels[0], traces[0].color, traces[0].dash, "sodium-clamp")
