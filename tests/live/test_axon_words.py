"""What a live axon says, over all that its controls can ask for, against an independent reading.

Each sentence is taken apart here. What it claims is read off when each compartment first passes 0 mV, from one sample
to the next: whether a spike came to an electrode, which first, how fast; where two met; how far one came, and whether
the run or the spike ended there.
"""

import re
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from apsite.laboratory.axon import Myelin
from apsite.laboratory.journeys import interval_of
from apsite.laboratory.membrane import Membrane
from apsite.live.presets.membrane import of_membrane
from apsite.membranes.node import NODE
from apsite.membranes.squid import SQUID
from tests.depth import examples

EXAMPLES = examples(15)
STILL = 0.3  # ms
GROUND = {
    "bare": {"membrane": of_membrane(Membrane(temperature=18.5)), "myelin": None, "dt": interval_of(SQUID)},
    "fibre": {
        "membrane": {each.name: each.value for each in NODE.parameters},
        "myelin": asdict(Myelin()),
        "dt": interval_of(NODE),
    },
}
#: One spike from the left end past two electrodes.
BARE = {
    "first.place": 0.0, "first.amplitude": 15.0, "first.onset": 0.1, "first.width": 0.2,
    "second.place": 12.0, "second.amplitude": 0.0, "second.onset": 0.1, "second.width": 0.2,
    "near": 3.0, "far": 9.0, "ms": 8.0, "length": 12.0, "axial_resistivity": 35.4, "TTX": 0.0,
    "stretch.start": 6.0, "stretch.length": 0.0, "stretch.blocked": 0.0, "stretch.cooling": 0.0,
    "stretch.diameter": 1.0, "diameter": 476.0, "temperature": 18.5,
}  # fmt: skip
FIBRE = {
    "first.place": 0.0, "first.amplitude": 2.0, "first.onset": 0.02, "first.width": 0.1,
    "second.place": 4.0, "second.amplitude": 0.0, "second.onset": 0.02, "second.width": 0.1,
    "near": 1.0, "far": 3.0, "ms": 2.0, "length": 4.0, "axial_resistivity": 54.7, "TTX": 0.0,
    "stretch.start": 2.0, "stretch.length": 0.0, "stretch.blocked": 0.0, "stretch.thinning": 1.0,
    "fibre": 10.0, "capacitance": 0.005,
}  # fmt: skip


@st.composite
def settings_of(draw, kind):
    """Some controls moved, most of them to where a reader takes them."""
    start = BARE if kind == "bare" else FIBRE
    place = st.floats(0.0, start["length"])
    times = st.floats(0.0, 3.0 if kind == "bare" else 0.5)
    strong = st.floats(-40.0, 60.0) if kind == "bare" else st.floats(-5.0, 8.0)
    usual = st.just(start["first.amplitude"])
    moves = {
        "first.place": place, "first.amplitude": strong, "first.onset": times,
        "second.place": place, "second.onset": times, "second.amplitude": usual,
        "near": place, "far": place, "TTX": st.floats(0.0, 100.0), "stretch.start": place,
        "stretch.length": st.floats(0.0, start["length"] / 2), "stretch.blocked": st.floats(0.0, 100.0),
        "ms": st.floats(0.5, 12.0 if kind == "bare" else 3.0),
        "length": st.floats(2.0, 12.0 if kind == "bare" else 4.0),
    }  # fmt: skip
    if kind == "bare":
        moves |= {"stretch.cooling": st.floats(0.0, 18.0), "stretch.diameter": st.floats(0.3, 8.0)}
        moves |= {"temperature": st.floats(6.0, 35.0), "diameter": st.floats(100.0, 1000.0)}
    else:
        moves |= {"stretch.thinning": st.floats(1.0, 300.0), "fibre": st.floats(4.0, 20.0)}
    names = draw(st.lists(st.sampled_from([*moves, "second.amplitude", "stretch.length"]), max_size=6, unique=True))
    values = start | {name: draw(moves[name]) for name in names}
    places = [name for name in values if name.endswith(".place") or name in ("near", "far", "stretch.start")]
    return values | {name: min(values[name], values["length"]) for name in places}


def number(text):
    return float(text.replace("−", "-"))


class Reading:
    """Where and when the first spikes were, and what the controls say of the place."""

    def __init__(self, found, values):
        self.x = np.array(found["position"])
        self.passed = np.array([np.nan if each is None else each for each in found["passed"]])
        self.end, self.dt, self.values, self.highest = found["end"], found["interval"], values, found["highest"]
        # How far apart compartments lie: a place is told to a tenth of a centimetre.
        self.grid = float(np.diff(self.x).max()) + 0.06

    def at(self, electrode):
        """When a spike came to an electrode, within a sample; None where there was none on both sides of it."""
        place = self.values[electrode]
        right = int(np.clip(np.searchsorted(self.x, place), 1, len(self.x) - 1))
        near = self.passed[right - 1 : right + 1]
        if place <= self.x[0]:
            near = self.passed[:1]
        if place >= self.x[-1]:
            near = self.passed[-1:]
        return None if np.isnan(near).any() else float(np.interp(place, self.x, self.passed))

    def between(self, a, b):
        low, high = sorted((self.values[a], self.values[b]))
        return (self.x >= low) & (self.x <= high)

    def place(self, where):
        return int(np.argmin(np.abs(self.x - where)))

    def stretch_near(self, where):
        start, length = self.values["stretch.start"], self.values["stretch.length"]
        margin = 0.03 * self.values["length"] + 0.051
        end = min(self.values["length"], start + length)
        return length > 0 and end > start and start - margin <= where <= end + margin


WHY = (
    r"(?P<why>, in the blocked stretch|, where the myelin is thin"
    r"|, where the diameter changes|, in the cooled stretch|)"
)


def check(found, values):
    told = found["told"].replace("\u00a0", " ")
    read = Reading(found, values)
    near, far = read.at("near"), read.at("far")
    slow = 3 * read.dt  # spikes are timed between samples, and here at one
    assert told.endswith(".")
    if met := re.match(r"Two spikes meet at (\S+) cm after (\S+) ms, and both end there\. ", told):
        told = told[met.end() :]
        check_meeting(read, float(met[1]), float(met[2]))
    if told == "They arrive at neither electrode.":
        assert met
        assert near is far is None
    elif told == "Nothing happens without a stimulus: give one a strength.":
        assert not values["first.amplitude"]
        assert not values["second.amplitude"]
        assert np.isnan(read.passed).all()
    elif sentence := re.fullmatch(
        r"No spike: the potential is (\S+) mV at most, and nothing travels\."
        r"( Away from the ends of the axon a stimulus spreads to both sides, and has to be stronger\.)?",
        told,
    ):
        assert np.isnan(read.passed).all()
        assert abs(number(sentence[1]) - read.highest) <= 0.5 + 1e-6
        inner = [
            0 < values[f"{each}.place"] < values["length"]
            for each in ("first", "second")
            if values[f"{each}.amplitude"] > 0
        ]
        assert bool(sentence[2]) == any(inner)
    elif sentence := re.fullmatch(
        r"A spike is on its way when the run ends: "
        r"it has come to places between (\S+) cm and (\S+) cm, and not yet to A or B\.",
        told,
    ):
        assert near is far is None
        reached = read.x[~np.isnan(read.passed)]
        assert abs(float(sentence[1]) - reached.min()) <= 0.051
        assert abs(float(sentence[2]) - reached.max()) <= 0.051
        assert np.nanmax(read.passed) > read.end - STILL - slow
    elif sentence := re.fullmatch(
        r"A spike comes to places between (\S+) cm and (\S+) cm, "
        rf"and ends there{WHY}: it arrives at neither electrode\.",
        told,
    ):
        assert near is far is None
        reached = read.x[~np.isnan(read.passed)]
        assert abs(float(sentence[1]) - reached.min()) <= 0.051
        assert abs(float(sentence[2]) - reached.max()) <= 0.051
        if sentence["why"]:
            check_why(sentence["why"], read.x[np.nanargmax(read.passed)], read)
    elif sentence := re.fullmatch(r"A and B stand at one place, which a spike passes at (\S+) ms\.", told):
        assert values["near"] == values["far"]
        assert abs(float(sentence[1]) - near) <= slow
    elif sentence := re.fullmatch(
        r"The spike travels from (A|B) to (A|B) at (\S+) m/s: it passes A at (\S+) ms and B at (\S+) ms\.", told
    ):
        assert abs(float(sentence[4]) - near) <= slow
        assert abs(float(sentence[5]) - far) <= slow
        # Electrodes next to each other may be told to be passed at the same hundredth of a ms.
        first = "A" if (float(sentence[4]), near) <= (float(sentence[5]), far) else "B"
        assert (sentence[1], sentence[2]) == (first, "B" if first == "A" else "A")
        delay = abs(found["velocity"]) and 10 * abs(values["far"] - values["near"]) / abs(found["velocity"])
        assert abs(delay - abs(far - near)) <= slow
        assert (found["velocity"] > 0) == (first == "A")
        # One spike: on its way no place was passed much earlier or later than both.
        inner = read.passed[read.between("near", "far")]
        slack = slow + 0.03 * abs(far - near)
        inner = inner[~np.isnan(inner)]
        assert ((inner >= min(near, far) - slack) & (inner <= max(near, far) + slack)).all()
    elif sentence := re.fullmatch(
        r"A is passed at (\S+) ms and B at (\S+) ms, (by two different spikes|at the same time)\.", told
    ):
        assert abs(float(sentence[1]) - near) <= slow
        assert abs(float(sentence[2]) - far) <= slow
        inner = read.passed[read.between("near", "far")]
        if sentence[3] == "at the same time":
            assert abs(near - far) <= slow
        else:
            assert ((inner < min(near, far)) | (inner > max(near, far))).any()
    else:
        check_one(told, bool(met), read, near, far)


def check_meeting(read, place, time):
    inner = read.between("first.place", "second.place")
    assert not np.isnan(read.passed[inner]).any()
    top = np.flatnonzero(inner)[np.argmax(read.passed[inner])]
    latest = read.passed[inner] >= read.passed[top] - read.dt
    assert np.abs(read.x[inner][latest] - place).min() <= read.grid
    assert abs(read.passed[top] - time) <= 0.06 + 3 * read.dt
    # From there it is earlier to both sides.
    assert read.passed[top] > read.at("first.place")
    assert read.passed[top] > read.at("second.place")


def check_one(told, met, read, near, far):
    sentence = re.fullmatch(
        r"A spike passes (?P<here>A|B) at (?P<when>\S+) ms, and none arrives at (?P<there>A|B)"
        rf"(\.| before the run ends: it has come to (?P<come>\S+) cm\.|: it fails near (?P<fails>\S+) cm{WHY}\.)",
        told,
    )
    assert sentence, told
    here, there = (near, far) if sentence["here"] == "A" else (far, near)
    assert there is None
    assert here is not None
    assert abs(float(sentence["when"]) - here) <= 3 * read.dt
    if met:
        return
    place = float(sentence["come"] or sentence["fails"])
    names = ("near", "far") if sentence["here"] == "A" else ("far", "near")
    start, goal = (read.values[name] for name in names)
    # Up to there all places were passed, or it jumped over some: then it came latest to where it is.
    way = np.flatnonzero(read.between(*names))
    way = way if start <= goal else way[::-1]
    assert np.isnan(read.passed[way]).any()
    edge = max(int(np.argmax(np.isnan(read.passed[way]))) - 1, 0)
    later = [i for i in way[edge:] if not np.isnan(read.passed[i])]
    if later:
        latest = max(read.passed[i] for i in later) - read.dt
        assert min(abs(read.x[i] - place) for i in later if read.passed[i] >= latest) <= read.grid
    else:
        assert abs(start - place) <= read.grid
    around = read.passed[np.abs(read.x - place) <= read.grid]
    if sentence["come"]:
        assert np.nanmax(around) > read.end - STILL - 3 * read.dt
    elif sentence["why"]:
        check_why(sentence["why"], place, read)


def check_why(why, where, read):
    values = read.values
    assert read.stretch_near(where)
    if "blocked" in why:
        assert values["stretch.blocked"] > 0
    elif "myelin" in why:
        assert values["stretch.thinning"] > 1
    elif "diameter" in why:
        assert values["stretch.diameter"] != 1
    else:
        assert values["stretch.cooling"] > 0


def check_crest(found):
    """What stands beside the time cursor: where the axon is highest, lowest, or that it is at rest."""
    told = found["crest"].replace("\u00a0", " ")
    V, rest, x = np.array(found["V"]), np.array(found["rest"]), np.array(found["position"])
    if sentence := re.fullmatch(r"the whole axon is near rest, (\S+) mV\.", told):
        assert np.abs(V - rest).max() < 1
        return
    sentence = re.fullmatch(r"(highest|nowhere above rest, lowest) at (\S+) cm, (\S+) mV\.", told)
    extreme = V.max() if sentence[1] == "highest" else V.min()
    assert abs(number(sentence[3]) - extreme) <= 0.051
    assert abs(V[np.abs(x - float(sentence[2])) <= 0.0051] - extreme).min() <= 1e-9
    if sentence[1] != "highest":
        assert (V - rest).max() < 1


def asked(live, kind, values, share):
    try:
        found = live.ask("journey", ground=GROUND[kind] | {"kind": kind}, values=values, share=share)
    except live.Problem:
        assume(False)
    check(found, values)
    check_crest(found)


@settings(max_examples=EXAMPLES, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(values=settings_of("bare"), share=st.floats(0.0, 1.0))
@example(values=BARE | {"near": 9.0, "far": 3.0}, share=0.5)  # the electrodes change places
@example(values=BARE | {"near": 5.0, "far": 5.0}, share=1.0)
@example(values=BARE | {"TTX": 75.0, "stretch.length": 1.0, "stretch.start": 10.0, "stretch.blocked": 100.0}, share=0.5)
@example(
    values=BARE | {"first.place": 6.0, "stretch.start": 8.0, "stretch.length": 1.0, "stretch.blocked": 100.0}, share=0.4
)
@example(
    values=BARE | {"second.amplitude": 15.0, "stretch.start": 4.5, "stretch.length": 3.0, "stretch.blocked": 100.0},
    share=0.9,
)
@example(values=BARE | {"second.amplitude": 15.0, "second.onset": 3.3}, share=0.9)
def test_what_is_said_of_a_bare_axon_is_so(live, values, share):
    asked(live, "bare", values, share)


@settings(max_examples=EXAMPLES, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(values=settings_of("fibre"), share=st.floats(0.0, 1.0))
@example(values=FIBRE, share=0.5)
@example(values=FIBRE | {"stretch.length": 0.5, "stretch.thinning": 300.0}, share=0.5)
def test_what_is_said_of_a_fibre_is_so(live, values, share):
    asked(live, "fibre", values, share)


def arrived(live, **changes):
    return live.ask("arrived", ground=GROUND["bare"] | {"kind": "bare"}, values=BARE | changes, most=30.0)


def test_a_run_goes_on_until_the_spike_has_arrived(live):
    """A quarter of the diameter, half the velocity: within 8 ms the second electrode is not reached."""
    usual, thin = arrived(live), arrived(live, diameter=119.0)
    assert usual["ms"] == 8.0
    assert 8.0 < thin["far"] < thin["ms"] <= 30.0
    assert thin["velocity"] == pytest.approx(usual["velocity"] / 2, rel=0.03)
    # Nothing is on its way there: the run is as long as it was asked for.
    assert arrived(live, **{"stretch.length": 1.0, "stretch.blocked": 100.0})["ms"] == 8.0
    assert arrived(live, **{"first.amplitude": 1.0})["ms"] == 8.0


def test_a_spike_that_jumps_over_a_blocked_stretch_is_waited_for(live):
    """In the cold a spike lasts so long that it excites what lies behind a stretch that does not fire."""
    block = {"stretch.start": 3.0, "stretch.length": 1.0, "stretch.blocked": 100.0, "near": 2.5, "far": 6.0}
    cold = arrived(live, length=8.0, temperature=0.0, **block)
    assert 8.0 < cold["far"] < cold["ms"]
    assert "travels from A to B" in cold["told"]
    assert "fails near 3 cm" in arrived(live, length=8.0, **block)["told"].replace("\u00a0", " ")
