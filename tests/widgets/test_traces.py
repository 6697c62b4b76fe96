"""Every live curve is what it is called: quantity, colour, dash and legend of each trace, against ion and picture.

The pictures' curves are known by their numbers (`tests/figures/identity.py`), not by the code that drew them; that a
quantity of the script is the laboratory's of the same name is held in `test_parity.py`.
"""

import dataclasses
from functools import cache
from pathlib import Path

import pytest

from apsite.widgets import presets
from apsite.widgets.preset import DASHED, DOTTED, SOLID, Preset
from tests.figures.identity import LEAK, POTASSIUM, SODIUM
from tests.figures.support import picture, result_of

NAMES = sorted(
    each.stem.replace("_", "-")
    for each in Path(presets.__file__).parent.glob("*.py")
    if each.stem != "__init__" and "-> Preset" in each.read_text()
)
IONS = {"sodium": SODIUM, "potassium": POTASSIUM, "leak": LEAK}
CALLED = {"Na⁺": "sodium", "sodium": "sodium", "K⁺": "potassium", "potassium": "potassium", "leak": "leak"}


@cache
def preset(name) -> Preset:
    found = presets.load(name, result_of(name))
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
    assert all(quantity == title for quantity, title, _ in live.ask("columns"))
    units = {"g_": "mS/cm2", "I_": "uA/cm2", "V": "mV", "st": "uA/cm2"}
    assert all(units.get(quantity[:2], "1") == unit for quantity, _, unit in live.ask("columns"))


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


def test_a_swap_is_noticed(live):
    """Of sodium and potassium in a preset, one by one: colour, dash and legend, or the picture, tell."""
    right = preset("sodium-clamp")
    traces = [dataclasses.replace(each, quantity="I_K") for each in right.panels[0].traces]
    wrong = dataclasses.replace(right, panels=(dataclasses.replace(right.panels[0], traces=traces), *right.panels[1:]))
    [labels, _] = live.ask("legends", preset=wrong.data())
    with pytest.raises(AssertionError, match="I_K in the colour of sodium"):
        check("I_K", labels[0], traces[0].color, traces[0].dash, "sodium-clamp")
