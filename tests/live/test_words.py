"""What a figure of a membrane says, over all that its controls can ask for, against an independent reading.

Each sentence is taken apart here, and what it claims is read off the samples of the same recording once more: how many
spikes, when, how high, what came after, and whether it was the membrane or the stimulus. Numbers have to agree to the
digits that are written.
"""

import re
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.interpolate import CubicHermiteSpline

from apsite.laboratory.measurements import DETECTION_LEVEL, ONSET_CRITERION
from apsite.live.presets.controls import BENCHES, BY_NAME
from apsite.live.presets.membrane import Run
from tests.depth import examples
from tests.live.conftest import MAIN, Live

EXAMPLES = examples(35)
STRENGTHS = ("pulse.amplitude", "second.amplitude", "step.level", "ramp.slope", "kick.displacement")
NUMBER = r"(−?\d+(?:\.\d+)?)"
#: Extrema lie between samples, on the cubic through them; here it is looked up at so many places, to so many mV.
PLACES, FINE = 200, 0.02


def near(value):
    """Anything that a control can be given: on its slider, at its ends, anywhere that is legal."""
    control = BY_NAME[value]
    ends = [control.low, control.high, control.minimum, control.maximum]
    return st.one_of(st.floats(control.low, control.high), st.floats(control.low, control.high), st.sampled_from(ends))


@st.composite
def controls(draw, bench, origin, ms):
    """Values of a bench: some of its controls moved, the others as they start."""
    values = Live.controls(bench, {}, ms, origin)
    names = list(BENCHES[bench])
    if bench == "current clamp":
        values |= {"pulse.onset": 0.0, "pulse.width": 0.5, "pulse.amplitude": 26.55, "second.width": 0.5}
    if bench == "voltage clamp":
        values |= {"command.level": 0.0, "command.width": 8.0, "holding": -70.0}
    if bench == "solutions":
        values |= {"K_out": 4.0, "K_in": 140.0, "Na_out": 145.0, "Na_in": 12.0, "Cl_out": 110.0, "Cl_in": 7.0}
    moved = draw(st.lists(st.sampled_from([*names, *(each for each in STRENGTHS if each in names)]), max_size=5))
    for name in moved:
        values[name] = draw(st.floats(-origin, ms - origin) if name.endswith(".onset") else near(name))
    return values


@st.composite
def runs(draw, bench):
    """A frame and values in it, as some figure has them."""
    origin, ms, dt = draw(st.sampled_from([(2.0, 20.0, 0.05), (0.0, 40.0, 0.05), (5.0, 60.0, 0.05), (1.0, 6.0, 0.01)]))
    return {"bench": bench, "origin": origin, "ms": ms, "dt": dt}, draw(controls(bench, origin, ms))


def said(live, frame, values, run=MAIN):
    try:
        found = live.ask("said", values=values, run=asdict(run), frame=frame)
    except live.Problem:
        assume(False)
    return found | {name: np.array(trace) for name, trace in found["traces"].items()}


def number(text):
    return float(text.replace("−", "-"))


def holds(written, value, extra=0.0):
    """Whether a value is what is written, at the digits with which it is written."""
    digits = 1 if "." in written else 0
    return abs(number(written) - value) <= 0.5 * 10.0**-digits + 1e-6 + extra


class Reading:
    """What a recording came to, read off its samples."""

    def __init__(self, found, values, frame):
        self.V, self.t, self.dt = found["V"], found["t"], frame["dt"]
        self.rest = found["rest"]
        above = self.V > DETECTION_LEVEL
        self.starts = np.flatnonzero(~above[:-1] & above[1:]) + 1
        ends = [*self.starts[1:], len(self.V)][: len(self.starts)]
        self.tops = [a + int(np.argmax(self.V[a:b])) for a, b in zip(self.starts, ends, strict=True)]
        self.lows = [top + int(np.argmin(self.V[top:b])) for top, b in zip(self.tops, ends, strict=True)]
        self.drive = found["stimulus"] / found["C_m"]
        own = -found["I_ion"] / found["C_m"]
        self.own, self.slope = own, found["slope"]
        # A spike is the membrane's own where current flows into it while it stands at more than half the height.
        self.spikes = []
        before = 0
        for start, top, low in zip(self.starts, self.tops, self.lows, strict=True):
            rise = [k for k in range(before, top + 1) if all(self.V[k : top + 1] > (self.rest + self.V[top]) / 2)]
            if any(own[k] > 1e-9 for k in rise):
                self.spikes.append((start, top, low))
            before = low

    def peak(self, index):
        return self.extreme(self.spikes[index][1], max)

    def extreme(self, at, which):
        """The highest or lowest potential at a sample and up to those beside it."""
        part = slice(max(at - 1, 0), at + 2)
        curve = CubicHermiteSpline(self.t[part], self.V[part], self.slope[part])
        return which(*curve(np.linspace(self.t[part][0], self.t[part][-1], PLACES)), self.V[at])


def check(told, read, values, frame):
    """Hold a sentence against a reading; each form that it can have."""
    told = told.replace("\u00a0", " ")
    V, count = read.V, len(read.spikes)
    assert told.endswith(".")
    if found := re.fullmatch(r"No spike: the membrane stays near (\S+) mV\.", told):
        assert count == 0
        assert len(read.starts) == 0
        assert np.ptp(V) < 2.0
        assert holds(found[1], V[0])
    elif found := re.fullmatch(
        r"No spike: the membrane (reached|went down to) (\S+) mV and "
        r"(came back|is still there at the end|is at (\S+) mV at the end)\.",
        told,
    ):
        assert count == 0
        far = V.max() if found[1] == "reached" else V.min()
        assert abs(far - V[0]) == pytest.approx(max(V.max() - V[0], V[0] - V.min()))
        assert holds(found[2], far)
        if found[3] == "came back":
            assert abs(V[-1] - V[0]) < 0.25 * abs(far - V[0])
        elif found[4]:
            assert holds(found[4], V[-1])
        else:
            assert abs(V[-1] - far) < 1
    elif found := re.fullmatch(r"No spike: the stimulus alone carried the membrane to (\S+) mV\.", told):
        assert count == 0
        assert len(read.starts) > 0
        assert holds(found[1], V.max())
    elif found := re.fullmatch(r"(\d+) spikes, (\S+) ms apart( on average)?; the first peaks at (\S+) mV\.", told):
        assert int(found[1]) == count > 1
        assert bool(found[3]) == (count > 2)
        times = [crossing(read, start) for start, _, _ in read.spikes]
        assert holds(found[2], (times[-1] - times[0]) / (count - 1), 0.05)
        assert holds(found[4], read.peak(0), FINE)
    elif told.startswith("The first pulse"):
        check_pulses(told, read, values, frame)
    else:
        check_single(told, read)


def check_briefly(told, read):
    found = re.fullmatch(
        r"(a spike, up to (?P<peak>\S+) mV|(?P<many>\d+) spikes, the first up to (?P<first>\S+) mV"
        r"|no spike, (?P<way>up to|down to|near) (?P<far>\S+) mV)\.",
        told.replace("\u00a0", " "),
    )
    assert found, told
    V = read.V
    assert len(read.spikes) == int(found["many"] or bool(found["peak"]))
    if found["way"] == "near":
        assert np.ptp(V) < 2.0
        assert holds(found["far"], V[0])
    elif found["way"]:
        assert holds(found["far"], V.max() if found["way"] == "up to" else V.min())
        assert abs(number(found["far"]) - V[0]) == pytest.approx(max(V.max() - V[0], V[0] - V.min()), abs=0.51)
    else:
        assert holds(found["peak"] or found["first"], read.peak(0), FINE)


def crossing(read, start):
    a, b = read.V[start - 1], read.V[start]
    return (start - 1 + (DETECTION_LEVEL - a) / (b - a)) * read.dt


def check_single(told, read):
    found = re.fullmatch(
        r"A spike\.( It starts at (?P<onset>\S+) mV, peaks"
        r"| Its onset cannot be told, since "
        r"(?P<why>the stimulus itself meets the criterion of 20 mV/ms|it rises by less than 20 mV/ms)\. It peaks"
        r"| It peaks) at (?P<peak>\S+) mV and "
        r"(has not come down by the end|is at (?P<end>\S+) mV when the run ends|goes down to (?P<trough>\S+) mV)\.",
        told,
    )
    assert found, told
    assert len(read.spikes) == 1
    start, top, low = read.spikes[0]
    V = read.V
    assert holds(found["peak"], read.peak(0), FINE)
    before = int(np.argmin(V[: start + 1]))
    if found["onset"]:
        # Somewhere on the way up it is there, rising by about 20 mV/ms, by a current of its own.
        at = [k for k in range(before, top + 1) if read.slope[k] >= ONSET_CRITERION > read.slope[k - 1] and k]
        assert at
        k = at[-1]
        assert read.own[k] > 0
        assert read.drive[k] < ONSET_CRITERION
        least, most = (read.extreme(k, which) for which in (min, max))
        assert least - 0.07 <= number(found["onset"]) <= most + 0.07
    elif found["why"] and found["why"].startswith("it rises"):
        assert read.slope[before : top + 1].max() < ONSET_CRITERION
    elif found["why"]:
        assert read.slope[before : top + 1].max() >= ONSET_CRITERION
    half = (read.rest + V[top]) / 2
    if found["trough"]:
        assert holds(found["trough"], read.extreme(low, min), FINE)
        assert V[low] <= half + 0.1
        assert low < len(V) - 1
    elif found["end"]:
        assert holds(found["end"], V[-1], 0.1)
        assert V[-1] <= half + 0.1
    else:
        assert V[low] > half - 0.1


def check_pulses(told, read, values, frame):
    one = (
        r"(no spike before the second|a spike, which peaks at (\S+) mV"
        r"|(\d+) spikes, the first of which peaks at (\S+) mV)"
    )
    two = (
        r"(none: after it the membrane comes to (?P<most>\S+) mV at most|a spike, which peaks at (\S+) mV"
        r"|(\d+) spikes, the first of which peaks at (\S+) mV)"
    )
    found = re.fullmatch(
        rf"The first pulse is followed by {one}\. The second, (?P<later>\S+) ms later, is followed by {two}\.", told
    )
    assert found, told
    onsets = sorted((values["pulse.onset"] + frame["origin"], values["second.onset"] + frame["origin"]))
    width = max(("pulse", "second"), key=lambda kind: values[f"{kind}.onset"])
    assert abs(number(found["later"]) - (onsets[1] - onsets[0])) <= 0.0051
    first = [each for each in read.spikes if crossing(read, each[0]) < onsets[1]]
    second = [each for each in read.spikes if crossing(read, each[0]) >= onsets[1]]
    for spikes, (said, alone, many, top) in (
        (first, found.groups()[:4]),
        (second, found.groups()[5:6] + found.groups()[7:]),
    ):
        if said.startswith("no"):
            assert not spikes
        else:
            assert len(spikes) == int(many or 1)
            assert holds(alone or top, read.extreme(spikes[0][1], max), FINE)
    if found["most"]:
        end = int(np.ceil((onsets[1] + values[f"{width}.width"]) / read.dt - 1e-9))
        assert holds(found["most"], read.V[min(end, len(read.V) - 1) :].max())


@settings(max_examples=EXAMPLES, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(drawn=runs("current clamp"))
def test_what_is_said_of_a_membrane_is_so(live, drawn):
    frame, values = drawn
    found = said(live, frame, values)
    check(found["told"], Reading(found, values, frame), values, frame)


@settings(max_examples=EXAMPLES, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(
    first=st.floats(0.0, 80.0), second=st.floats(-60.0, 150.0),
    onset=st.floats(-5.0, 35.0), later=st.floats(-5.0, 35.0),
    widths=st.tuples(st.floats(0.05, 5.0), st.floats(0.05, 5.0)), temperature=st.floats(3.0, 20.0),
)  # fmt: skip
def test_what_is_said_of_two_pulses_is_so(live, first, second, onset, later, widths, temperature):
    frame = {"bench": "current clamp", "origin": 5.0, "ms": 45.0, "dt": 0.05}
    names = ("pulse.amplitude", "second.amplitude", "pulse.onset", "second.onset", "temperature")
    values = Live.controls("current clamp", {}, 45.0, 5.0)
    values |= dict(zip(names, (first, second, onset, later, temperature), strict=True))
    values |= {"pulse.width": widths[0], "second.width": widths[1]}
    found = said(live, frame, values)
    if first and second:
        assert found["told"].startswith("The first pulse")
    check(found["told"], Reading(found, values, frame), values, frame)


@settings(max_examples=EXAMPLES // 2, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(drawn=runs("current clamp"), kick=st.floats(-40.0, 100.0), slope=st.floats(-1.0, 3.0))
def test_what_is_said_of_a_kick_and_of_a_ramp_is_so(live, drawn, kick, slope):
    """Runs in which one stimulus acts and the others, which stand on the bench as well, do not."""
    frame, values = drawn
    values |= {"kick.displacement": kick, "ramp.slope": slope, "pulse.amplitude": 50.0}
    for kind in ("kick", "ramp"):
        found = said(live, frame, values, Run("main", "", stimuli=(kind,)))
        assert not found["told"].startswith("The first pulse")
        check(found["told"], Reading(found, values, frame), values, frame)
        check_briefly(found["briefly"], Reading(found, values, frame))


@settings(max_examples=EXAMPLES, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(drawn=runs("voltage clamp"))
def test_what_is_said_of_a_clamped_membrane_is_so(live, drawn):
    frame, values = drawn
    found = said(live, frame, values)
    told = found["told"].replace("\u00a0", " ")
    sentence = re.fullmatch(
        r"(During the step hardly any sodium current flows"
        r"|The (?P<way>\w+) sodium current reaches (?P<peak>\S+) µA/cm², (?P<after>\S+) ms after the step)"
        r"; at the end of the run (hardly any potassium current flows"
        r"|potassium carries (?P<late>\S+) µA/cm² (?P<out>\w+))\.",
        told,
    )
    assert sentence, told
    late = found["I_K"][-1]
    if sentence["late"]:
        assert holds(sentence["late"], abs(late))
        assert (sentence["out"] == "outward") == (late > 0)
    else:
        assert abs(late) < 1
    start, t, sodium = values["command.onset"], found["t"], found["I_Na"]
    # A sample at an edge has the current after it.
    during = (t > start + 1e-9) & (t <= start + values["command.width"] - 1e-9)
    assume(during.any())
    if sentence["peak"]:
        top = np.abs(sodium[during]).max()
        assert holds(sentence["peak"], top)
        at = start + number(sentence["after"])
        assert np.abs(sodium[np.abs(t - at) <= frame["dt"] + 0.006]).max() >= top - 0.5
        assert np.sign(sodium[during][np.argmax(np.abs(sodium[during]))]) == (1 if sentence["way"] == "outward" else -1)
    else:
        assert np.abs(sodium[during]).max() < 1


@settings(max_examples=EXAMPLES, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(drawn=controls("solutions", 0.0, 20.0))
def test_what_is_said_of_solutions_is_so(live, drawn):
    """Nernst's and Goldman's equations, written out here."""
    values = drawn
    told = live.ask("saidOfSolutions", values=values, usual=values).replace("\u00a0", " ")
    found = re.fullmatch(
        r"The membrane rests at (\S+) mV, potassium is in balance at (\S+) mV: "
        r"(potassium (is in balance|flows out|flows in)"
        r"|none of it passes, since the membrane does not let it through)\.",
        told,
    )
    RT_F = 8.314462618 * (values["temperature"] + 273.15) / 96485.33212 * 1000
    inner = values["P_K"] * values["K_in"] + values["P_Na"] * values["Na_in"] + values["P_Cl"] * values["Cl_out"]
    outer = values["P_K"] * values["K_out"] + values["P_Na"] * values["Na_out"] + values["P_Cl"] * values["Cl_in"]
    assume(inner > 0 and outer > 0)
    rest, E_K = RT_F * np.log(outer / inner), RT_F * np.log(values["K_out"] / values["K_in"])
    assert found, told
    assert holds(found[1], rest, 0.01)
    assert holds(found[2], E_K, 0.01)
    if not values["P_K"]:
        assert found[4] is None
    elif found[4] == "is in balance":
        assert abs(rest - E_K) < 0.06
    else:
        assert (found[4] == "flows out") == (rest > E_K)
