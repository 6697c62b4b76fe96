"""Live axons: what their controls stand for, run by Node from the page's own modules, against the laboratory.

The axon that belongs to the values of the controls is built here once more, by hand; its run is Python's. Held are all
potentials (to the 1e-4 mV of the design), arrivals and velocities, and what is said where a spike fails.
"""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from apsite import Membrane, Pulse, chapters
from apsite.laboratory.axon import Axon, Myelin, Stretch
from apsite.laboratory.conduction import simulate_axon
from apsite.laboratory.electrodes import Injection
from apsite.laboratory.node import Node
from apsite.live.presets.axon import CONTROLS, Action, AxonPreset

TOLERANCE = 1e-4  # mV
NAMES = [name for name, path in chapters.files("live").items() if "-> AxonPreset" in path.read_text()]


@cache
def preset(name):
    module = chapters.experiment(name)
    found = chapters.live(name).preset(module.run(module.Protocol()))
    assert isinstance(found, AxonPreset)
    return found


CASES = [(name, "") for name in NAMES] + [
    ("conduction-velocity", "Second spike"),
    ("conduction-velocity", "Cool a stretch"),
    ("conduction-velocity", "Block a stretch"),
    ("collision", "From the middle"),
    ("blocked-stretch", "A shorter block"),
    ("blocked-stretch", "Cooled, not blocked"),
    ("diameter-step", "From the wide side"),
    ("saltatory", "Thin myelin"),
    ("saltatory", "Strip a stretch"),
]


def values(name, label):
    start = preset(name)
    found = dict(start.start)
    for action in start.actions:
        if action.label == label:
            return found | dict(action.values)
    assert not label
    return found


def built(kind, at):
    """The axon and the injections of values, as a reader would make them in a notebook."""
    end = min(at["length"], at["stretch.start"] + at["stretch.length"])
    blocked = max(at["TTX"], at["stretch.blocked"]) / 100
    if kind == "bare":
        membrane = Membrane(temperature=at["temperature"])
        cold = membrane.replace(temperature=at["temperature"] - at["stretch.cooling"]).blocked(Na=blocked)
        wide = at["diameter"] * at["stretch.diameter"]
        stretch = Stretch(at["stretch.start"], end, cold, diameter=wide)
        own, diameter, myelin, unit = membrane.blocked(Na=at["TTX"] / 100), at["diameter"], None, 1.0
    else:
        myelin = Myelin(capacitance=at["capacitance"])
        thin = myelin.replace(capacitance=at["capacitance"] * at["stretch.thinning"])
        stretch = Stretch(at["stretch.start"], end, Node().blocked(Na=blocked), myelin=thin)
        own, diameter, unit = Node().blocked(Na=at["TTX"] / 100), at["fibre"] * myelin.g_ratio, 1e-3
    axon = Axon(
        at["length"],
        diameter,
        at["axial_resistivity"],
        own,
        myelin,
        (stretch,) if at["stretch.length"] else (),
    )
    injections = [
        Injection(at[f"{each}.place"], Pulse(at[f"{each}.onset"], at[f"{each}.width"], unit * at[f"{each}.amplitude"]))
        for each in ("first", "second")
        if at[f"{each}.amplitude"]
    ]
    return axon, injections


def ground(start):
    return {name: start.data()[name] for name in ("kind", "membrane", "myelin", "dt")}


@pytest.fixture(scope="module")
def travelled(live):
    """What the script makes of a preset, after one of its buttons or none: run once."""

    @cache
    def travelled(name, label):
        return live.ask("travelled", ground=ground(preset(name)), values=values(name, label))

    return travelled


@pytest.mark.parametrize(("name", "label"), CASES)
def test_an_axon_on_a_page_does_what_the_laboratory_s_does(travelled, name, label):
    start, at = preset(name), values(name, label)
    found = travelled(name, label)
    axon, injections = built(start.kind, at)
    expected = simulate_axon(axon, injections, at["ms"], dt=start.data()["dt"])
    assert np.array(found["position"]) == pytest.approx(expected.position)
    assert np.abs(np.array(found["voltage"]) - expected.voltage).max() < TOLERANCE
    for side in ("near", "far"):
        assert found[side] == pytest.approx(expected.arrival_at(at[side]), abs=1e-6)
    if found["velocity"] is not None:
        assert found["velocity"] == pytest.approx(expected.velocity_between(at["near"], at["far"]), rel=1e-6)
    assert found["peak"] == pytest.approx(expected.voltage_at(at["far"]).max(), abs=TOLERANCE)


@pytest.mark.parametrize(("name", "label"), CASES)
def test_every_line_of_an_axon_is_what_it_is_called(live, name, label):
    """Potential along it, now and before, at the cursor; electrodes, a stretch and fronts, where they have to be."""
    start, at = preset(name), values(name, label)
    first = "second" if at["first.amplitude"] == 0 else "first"
    before = at | {f"{first}.onset": at[f"{first}.onset"] + 0.5}
    dt = start.data()["dt"]
    now, former = (simulate_axon(*built(start.kind, each), each["ms"], dt=dt) for each in (at, before))
    moment = 0.4 * at["ms"]
    sample = round(moment / dt)
    found = live.ask("drawnOfAxon", ground=ground(start), values=at, before=before, moment=moment, width=1e4)

    profile = found["profile"]
    [potential, name_of_former] = profile["curves"]
    assert (potential["label"], potential["color"], potential["dash"]) == ("now", "ink", [])
    assert np.abs(np.array(potential["y"]) - now.voltage[sample]).max() < TOLERANCE
    assert (name_of_former["label"], name_of_former["color"], name_of_former["y"]) == ("before", "muted", [])
    [ghost, *uprights] = profile["lines"]
    places, potentials = np.array(ghost["points"]).T
    assert places == pytest.approx(former.position)
    assert np.abs(potentials - former.voltage[sample]).max() < TOLERANCE
    assert (ghost["color"], bool(ghost["dash"])) == ("muted", True)
    assert np.abs(potentials - potential["y"]).max() > 1.0  # else nothing could be taken for another

    stretch = [at["stretch.start"], min(at["length"], at["stretch.start"] + at["stretch.length"])]
    expected = [("accent", at["near"]), ("accent", at["far"])]
    expected += [("stimulus", place) for place in stretch] if at["stretch.length"] else []
    *fronts_and_uprights, cursor = found["map"]["lines"]
    for lines in (uprights, fronts_and_uprights[-len(expected) :]):
        assert [(line["color"], pytest.approx(line["points"][0][0])) for line in lines] == expected
        assert all(line["points"][0][0] == line["points"][1][0] and line["dash"] for line in lines)
    assert cursor["points"] == [[0.0, moment], [at["length"], moment]]
    assert (cursor["color"], cursor["dash"]) == ("ink", [])

    fronts = [point for line in fronts_and_uprights[: -len(expected)] for point in line["points"]]
    arrivals = {place: when for place, when in zip(now.position, now.arrivals, strict=True) if not np.isnan(when)}
    assert len(fronts) >= 0.9 * len(arrivals)  # a place between two that no spike reaches has no line
    for place, when in fronts:
        assert when == pytest.approx(arrivals[min(arrivals, key=lambda each: abs(each - place))], abs=1e-4)
    if start.kind != "bare":
        assert len(found["profile"]["marks"]) > 10
        for place, V in found["profile"]["marks"]:
            assert pytest.approx(now.voltage_at(place)[sample], abs=TOLERANCE) == V


@pytest.mark.parametrize(
    ("name", "label", "said"),
    [
        ("conduction-velocity", "", r"travels from A to B at 18\.7\sm/s"),
        ("conduction-velocity", "Block a stretch", r"none arrives at B: it fails near 6\scm, in the blocked stretch"),
        ("collision", "", r"^Two spikes meet at 6\scm after 3\.3\sms, and both end there.*by two different spikes\.$"),
        ("collision", "One spike only", r"^The spike travels from A to B at 18\.7\sm/s"),
        ("collision", "From the middle", r"^A is passed at \S+\sms and B at \S+\sms, by two different spikes\.$"),
        ("blocked-stretch", "", r"none arrives at B: it fails near 3\scm, in the blocked stretch"),
        ("blocked-stretch", "A shorter block", r"^The spike travels from A to B at"),
        ("diameter-step", "", r"none arrives at B: it fails near 3\.9\scm, where the diameter changes"),
        ("diameter-step", "From the wide side", r"^The spike travels from B to A at"),
        ("saltatory", "", r"travels from A to B at 30\.2\sm/s"),
        ("saltatory", "Strip a stretch", r"none arrives at B: it fails near 2\.\d\scm, where the myelin is thin"),
    ],
)
def test_what_happened_is_said(travelled, name, label, said):
    """Velocities as the page states them (18.73 m/s in science.md), and where a spike fails."""
    told = travelled(name, label)["told"]
    assert re.search(said, told), told


def test_no_stimulus_and_a_weak_one_are_told_apart(live):
    """Nothing at all; 3.5 uA, below the 3.6 uA that the page states; and a run that ends too early."""
    start = preset("conduction-velocity")
    for changes, said in (
        ({"first.amplitude": 0.0}, "without a stimulus"),
        ({"first.amplitude": 3.5}, "No spike: the potential is"),
        ({"ms": 4.0}, "and none arrives at B before the run ends"),
        ({"ms": 1.5}, "A spike is on its way"),
    ):
        told = live.ask("travelled", ground=ground(start), values=start.start | changes)["told"]
        assert said in told


def test_a_stretch_colder_than_the_model_goes_is_refused(live):
    start = preset("conduction-velocity")
    at = start.start | {"stretch.length": 1.0, "stretch.cooling": 19.0}
    with pytest.raises(live.Problem, match="cannot be colder than 0 °C"):
        live.ask("travelled", ground=ground(start), values=at)


@pytest.mark.parametrize("name", NAMES)
def test_the_ends_of_a_slider_are_run(live, name):
    """Of each that is in sight."""
    start = preset(name)
    reaches = live.ask("reachesOfAxon", preset=start.data(), values=start.start)
    for control in start.shown:
        for end in reaches[control]:
            live.ask("travelled", ground=ground(start), values=start.start | {"ms": 1.0, control: end})


@pytest.mark.parametrize("diameter", [50.0, 300.0])
@pytest.mark.parametrize("wider", [0.5, 1.0])
def test_a_stimulus_becomes_as_strong_as_its_axon_takes(live, diameter, wider):
    """Into its end, in a stretch or beside one: not much more would be refused."""
    start = preset("diameter-step")
    values = start.start | {"diameter": diameter, "stretch.diameter": wider, "stretch.start": 0.0, "ms": 1.0}
    _, most = live.ask("reachesOfAxon", preset=start.data(), values=values)["first.amplitude"]
    assert most < start.reach["first.amplitude"][1]
    live.ask("travelled", ground=ground(start), values=values | {"first.amplitude": most})
    with pytest.raises(live.Problem, match="too strong"):
        live.ask("travelled", ground=ground(start), values=values | {"first.amplitude": 1.25 * most})


def test_a_stimulus_at_the_end_of_a_stretch_is_as_strong_as_that_takes(live):
    """From the wide side: the axon ends there, and is nowhere thin."""
    start, at = preset("diameter-step"), values("diameter-step", "From the wide side")
    reaches = live.ask("reachesOfAxon", preset=start.data(), values=at)
    assert reaches["first.amplitude"] == list(start.reach["first.amplitude"])
    live.ask("travelled", ground=ground(start), values=at | {"first.amplitude": reaches["first.amplitude"][1]})


def test_why_a_stimulus_fires_an_end_and_not_a_place_within_is_said(live):
    """The same current, half a millimetre from the end of the fibre, goes both ways; twice of it is enough there."""
    start = preset("saltatory")

    def told(**changes):
        changes = {name.replace("_", ".", 1): value for name, value in changes.items()}
        return live.ask("travelled", ground=ground(start), values=start.start | changes)["told"]

    assert told().startswith("The spike travels")
    assert re.search(r"^No spike: .* Away from the ends of the axon a stimulus spreads", told(first_place=0.05))
    assert told(first_place=0.05, first_amplitude=2 * start.start["first.amplitude"]).startswith("The spike travels")


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_belongs_to_a_figure_and_starts_from_its_run(name):
    start = preset(name)
    assert chapters.figure(name) is not None
    axon, injections = built(start.kind, start.start)
    assert axon.replace(stretches=()) == start.axon.replace(stretches=())
    assert [each.place for each in injections] == [each.place for each in start.recording.injections]
    assert set(start.start) == set(CONTROLS[start.kind])
    assert 0.0 <= start.moment <= start.start["ms"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"shown": ("amplitude",)}, "a bare axon has no control 'amplitude'; allowed: first.place"),
        ({"shown": ("fibre",)}, "a bare axon has no control 'fibre'"),
        ({"actions": (Action("", {"stretch.thinning": 2.0}),)}, "a bare axon has no control 'stretch.thinning'"),
        (
            {"actions": (Action("", {"temperature": 99.0}),)},
            r"temperature = 99 °C is out of range; allowed: 0 to 40 °C",
        ),
        ({"values": {"near": -1.0}}, r"near = -1 cm is out of range; allowed: 0 to 20 cm"),
    ],
)
def test_a_wrong_preset_is_refused_in_words(changes, message):
    with pytest.raises(ValueError, match=message):
        replace(preset("conduction-velocity"), **changes)
