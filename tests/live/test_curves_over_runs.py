"""Every live curve over many runs is what its axes and its label call it.

What a page would draw when the reader's membrane is another one is held against runs of the laboratory: by the words
beside the axes a run is chosen and what is measured in it, in the plainest way there is, from its potential and gates.
"""

import json
from functools import cache

import numpy as np
import pytest
from scipy.constants import R, physical_constants, zero_Celsius

from apsite import Membrane, Pulse, Step, chapters, simulate, voltage_clamp
from apsite.book.production.production import Producer, Request
from apsite.live.presets.membrane import SOLID
from apsite.parameters import MEMBRANE
from tests.figures.identity import quantities

NAMES = [name for name, path in chapters.files("live").items() if "Sweep(" in path.read_text(encoding="utf-8")]
#: What the reader has changed: no curve of a picture holds any more.
CHANGED = {
    "anode-break": {"temperature": 8.0},
    "firing-rate": {"temperature": 8.0},
    "outside-potassium": {"P_Na": 0.1, "K_out": 7.0},
    "sodium-clamp": {"g_Na": 100.0},
    "tetraethylammonium": {"temperature": 8.0},
    "tetrodotoxin": {"TTX": 30.0},
}
WARMER = {"temperature": 9.0}
POINTS = 3


@cache
def start(name):
    """All that the figure starts from; the site's build has left it in the store."""
    request = Request.experiment(name, {})
    return json.loads(Producer().answer([request])[request]["live.json"])


@cache
def again(live, name):
    """For each panel with curves over runs: the panel, its axes, and what the script draws in them."""
    data = json.loads(json.dumps(start(name)))
    for panel in data["preset"]["panels"]:
        for sweep in panel["sweeps"]:
            values = sweep["values"]
            sweep["values"] = [values[round(at)] for at in np.linspace(0.1, 0.9, POINTS) * (len(values) - 1)]
    values = data["preset"]["values"] | CHANGED.get(name, WARMER)
    drawn = live.ask("again", data=data, values=values, width="wide")
    return values, [
        (panel, axes, found)
        for panel, axes, found in zip(data["preset"]["panels"], data["layouts"]["wide"]["axes"], drawn, strict=False)
        if panel["sweeps"]
    ]


def plain(words):
    return " ".join("".join(text for text, _ in words).split())


def membrane(values):
    own = Membrane(**{each.name: values[each.name] for each in MEMBRANE})
    return own.blocked(Na=values["TTX"] / 100, K=values["TEA"] / 100)


def recorded(name, values, level=None):
    """The reader's run, as the laboratory makes it, where `level` is that of a steady current."""
    preset = start(name)["preset"]
    origin = preset["origin"]
    if preset["bench"] == "voltage clamp":
        steps = [Step(values["command.onset"] + origin, values["command.level"], values["command.width"])]
        return voltage_clamp(membrane(values), steps, preset["ms"], holding=values["holding"], dt=0.01)
    stimuli = [
        Pulse(values[f"{kind}.onset"] + origin, values[f"{kind}.width"], values[f"{kind}.amplitude"])
        for kind in ("pulse", "second")
        if values[f"{kind}.amplitude"]
    ]
    if values["step.level"]:
        stimuli.append(Step(values["step.onset"] + origin, values["step.level"], values["step.width"]))
    return simulate(membrane(values), stimuli, preset["ms"] + 100.0, dt=0.01)


def peak(name, values):
    recording = recorded(name, values)
    return recording.voltage[recording.time <= start(name)["preset"]["ms"]].max()


def late_peak(name, values):
    recording, preset = recorded(name, values), start(name)["preset"]
    end = values["pulse.onset"] + preset["origin"] + values["pulse.width"]
    return recording.voltage[(recording.time >= end - 1e-6) & (recording.time <= preset["ms"])].max()


def half_width(name, values):
    recording = recorded(name, values)
    V, rest = recording.voltage, recording.membrane.resting_potential
    level = (V[: V.argmax() + 1].max() + rest) / 2
    above = np.flatnonzero(level < V)
    last = above[np.flatnonzero(np.diff(above) > 1)[0]] if (np.diff(above) > 1).any() else above[-1]
    return recording.time[last] - recording.time[above[0]]


def rate(name, values):
    recording = simulate(membrane(values), [Step(0.0, values["step.level"])], 1000.0, dt=0.02)
    V, time = recording.voltage, recording.time
    times = time[1:][(V[:-1] < 0) & (V[1:] >= 0)]
    times = times[times > 500]
    return 1000 / np.diff(times).mean() if len(times) > 2 else 0.0


def sodium(name, values):
    recording = recorded(name, values)
    current = quantities(recording)["I_Na"][recording.time > values["command.onset"] + start(name)["preset"]["origin"]]
    return current[np.abs(current).argmax()] / 1000


def fires(name, values):
    recording = recorded(name, values)
    kind = "second" if values["second.amplitude"] else "pulse" if values["pulse.amplitude"] else "step"
    since = recording.time >= values[f"{kind}.onset"] + start(name)["preset"]["origin"]
    V = recording.voltage[since]
    return bool(((V[:-1] < 0) & (V[1:] >= 0)).any())


def weakest(control, sign=1.0, over=""):
    """Held by what it is: a little more of it fires, a little less does not."""

    def hold(name, values, found):
        unit = sign
        if over:
            alone = values | {control: 0.0}
            low, high = 0.0, 100.0
            for _ in range(20):
                middle = (low + high) / 2
                low, high = (low, middle) if fires(name, alone | {over: middle}) else (middle, high)
            unit = high
            # What a first pulse needs on another membrane is the unit that the axis names.
            assert unit != pytest.approx(values[over], rel=0.05)
        assert fires(name, values | {control: found * unit * 1.01})
        assert not fires(name, values | {control: found * unit * 0.99})

    return hold


def scale(values):
    """RT/F in mV."""
    return 1000 * R * (values["temperature"] + zero_Celsius) / physical_constants["Faraday constant"][0]


def nernst(values):
    return scale(values) * np.log(values["K_out"] / values["K_in"])


def rest(values):
    outside = values["P_K"] * values["K_out"] + values["P_Na"] * values["Na_out"] + values["P_Cl"] * values["Cl_in"]
    inside = values["P_K"] * values["K_in"] + values["P_Na"] * values["Na_in"] + values["P_Cl"] * values["Cl_out"]
    return scale(values) * np.log(outside / inside)


#: What the words beneath the axes say is changed from run to run.
ALONG = {
    "strength of the pulse (µA/cm²)": lambda x: {"pulse.amplitude": x},
    "width of the pulse (ms)": lambda x: {"pulse.width": x},
    "width of the current (ms)": lambda x: {"step.width": x},
    "steady current (µA/cm²)": lambda x: {"step.level": x},
    "interval between the pulses (ms)": lambda x: {"second.onset": x},
    "potential of the step (mV)": lambda x: {"command.level": x},
    "potassium channels left (%)": lambda x: {"TEA": 100 - x},
    "K+ outside the cell (mM)": lambda x: {"K_out": x},
}
#: What the words beside the axes, and those beside a line where there are two, say is measured: how, and how nearly.
MEASURED = {
    "highest potential reached (mV)": (peak, 0.1),
    "highest potential after it (mV)": (late_peak, 0.1),
    "half width (ms)": (half_width, 0.03),
    "firing rate (Hz)": (rate, 0.1),
    "peak sodium current (mA/cm²)": (sodium, 0.01),
    "potential (mV)": {
        "resting potential": (lambda name, values: rest(values), 1e-6),
        "EK: K+ in balance": (lambda name, values: nernst(values), 1e-6),
    },
    "driving force on K+ (mV)": {
        "settled": (lambda name, values: rest(values) - nernst(values), 1e-6),
        "just after the change": (
            lambda name, values: rest(values | {"K_out": start(name)["preset"]["usual"]["K_out"]}) - nernst(values),
            1e-6,
        ),
    },
}
WEAKEST = {
    "weakest pulse that fires (µA/cm²)": weakest("pulse.amplitude"),
    "weakest current (µA/cm²)": weakest("step.level", sign=-1.0),
    "weakest second pulse (× threshold)": weakest("second.amplitude", over="pulse.amplitude"),
}


def hold(name, values, axes, color, points):
    """Hold points of a colour against what the axes' words say."""
    along, beside = ALONG[plain(axes["x"]["label"])], plain(axes["y"]["label"])
    for x, y in points:
        here = values | along(x)
        if beside in WEAKEST:
            WEAKEST[beside](name, here, y)
            continue
        found = MEASURED[beside]
        if isinstance(found, dict):
            called = {plain(each["words"]) for each in axes["texts"] if each["color"] == color}
            [label] = called & found.keys()
            found = found[label]
        measure, near = found
        assert y == pytest.approx(measure(name, here), abs=near), f"{beside} at {x}"


@pytest.mark.parametrize("name", NAMES)
def test_a_live_curve_over_runs_is_what_it_is_called(live, name):
    values, panels = again(live, name)
    assert panels
    for panel, axes, drawn in panels:
        lines = [each for each in drawn["lines"] if len({x for x, _ in each["points"]}) == POINTS]  # no mark of an x
        assert len(lines) == len(panel["sweeps"])
        for line in lines:
            hold(name, values, axes, line["color"], line["points"])
            known = {bool(each["dash"]) for each in axes["lines"] if each["color"] == line["color"] and each["width"]}
            assert known == {tuple(line["dash"]) != SOLID}, "dashed as in the picture"
        for mark in drawn["marks"]:  # the reader's own run stands where its curve would be, if it is measured
            if any(point["y"] not in values for point in panel["points"]):
                hold(name, values, axes, mark["color"], [(mark["x"], mark["y"])])


def swapped(name, change):
    """The figure's data with something of its curves changed."""
    data = json.loads(json.dumps(start(name)))
    change([sweep for panel in data["preset"]["panels"] for sweep in panel["sweeps"]])
    return data


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("all-or-nothing", lambda sweeps: sweeps[0].update(measure="threshold")),
        ("outside-potassium", lambda sweeps: sweeps[0].update(measure="E_K")),
        ("outside-potassium", lambda sweeps: sweeps[2].update(measure="force_at_once")),
        ("sodium-clamp", lambda sweeps: sweeps[0].update(measure="late_I_K")),
        ("second-pulse", lambda sweeps: sweeps[0].update(over="")),
        ("strength-duration", lambda sweeps: sweeps[0].update(control="pulse.onset")),
    ],
)
def test_a_swap_is_noticed(live, name, change, monkeypatch):
    data = swapped(name, change)
    monkeypatch.setitem(globals(), "start", lambda _: data)
    again.cache_clear()
    with pytest.raises(AssertionError):
        test_a_live_curve_over_runs_is_what_it_is_called(live, name)
    again.cache_clear()


@pytest.mark.parametrize("name", ["firing-rate", "second-pulse", "anode-break"])
def test_a_curve_of_other_values_is_faint_until_there_is_one_of_the_present_ones(live, name):
    """The picture's own and the reader's last one, from the very move on; neither is taken for the present one."""
    data = json.loads(json.dumps(start(name)))
    for panel in data["preset"]["panels"]:
        for sweep in panel["sweeps"]:
            sweep["values"] = sweep["values"][-2:]
    usual = data["preset"]["values"]
    first, second = ({"temperature": usual["temperature"] + each} for each in (2.0, 3.0))
    measured, none = live.ask("faded", data=data, values=usual | first, next=usual | second)
    index = next(k for k, panel in enumerate(data["preset"]["panels"]) if panel["sweeps"])
    assert {line["alpha"] for line in measured[index]} == {0.3, 1}
    assert {line["alpha"] for line in none[index]} == {0.3}
    assert [line["points"] for line in none[index]] == [line["points"] for line in measured[index]]
    _, back = live.ask("faded", data=data, values=usual | first, next=usual)
    assert {line["alpha"] for line in back[index]} == {1}
    assert len(back[index]) == len(none[index]) - 1


def test_a_rate_is_of_the_current_that_is_shown(live):
    """One that is still being counted when the hand moves on is not taken for that of the next current."""
    data = start("firing-rate")
    usual = data["preset"]["values"]
    known, none = live.ask("rated", data=data, values=usual, next=usual | {"step.level": 50.0})
    assert known == pytest.approx(rate("firing-rate", usual), rel=0.02)
    assert none is None
