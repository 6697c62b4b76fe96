"""What a figure of the terminal says, over all that its controls can ask for, and how all figures sum up controls.

Each sentence is taken apart, and what it claims is computed once more: release from the calcium of the same run by the
laboratory's law, chance by Python's generator, the next cell's answer by the laboratory's solver.
"""

import re
from functools import cache

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apsite.laboratory import chance
from apsite.laboratory.measurements import DETECTION_LEVEL
from apsite.laboratory.terminal import response
from apsite.live.presets.controls import BY_NAME as OF_MEMBRANE
from apsite.live.presets.terminal import CONTROLS, WHOLE
from apsite.parameters import BY_NAME
from tests.depth import examples
from tests.live.test_live_terminal import NAMES, start, synapse

EXAMPLES = examples(25)
NUMBER = r"((?:negative )?[\d.]+)"
WITHOUT = "No spike reaches the terminal. "


def anywhere(control, low=None, high=None):
    """Anything that a control can be given: on its slider, at its ends, anywhere that is legal."""
    low = control.minimum if low is None else low
    high = control.maximum if high is None else high
    reach = st.floats(max(low, control.low), min(high, control.high))
    return st.one_of(reach, st.floats(low, high), st.sampled_from([low, high, control.low, control.high]))


@st.composite
def moved(draw, start, controls):
    """Some of the values that a figure starts from, moved."""
    names = draw(st.lists(st.sampled_from(sorted(start)), max_size=5, unique=True))
    values = start | {name: draw(anywhere(controls[name])) for name in names}
    return {name: float(round(value)) if name in WHOLE else value for name, value in values.items()}


@cache
def answer(quanta):
    """How far the next cell is depolarized, mV."""
    return float(response(np.arange(801) * 0.05, np.array([quanta]))[0].max() - BY_NAME["E_post"].value)


def holds(written, value, slack=0.0):
    """Whether a value is what is written, at the digits with which a number of that kind is."""
    digits = len(written.partition(".")[2])
    return abs(float(written.replace("negative ", "-")) - value) <= 0.5 * 10.0**-digits + slack + 1e-9


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(name=st.sampled_from(NAMES), drawn=st.data())
def test_what_is_said_of_a_terminal_is_so(live, name, drawn):
    values = drawn.draw(moved(start(name)["values"], CONTROLS))
    try:
        found = synapse(live, name, **values)
    except live.Problem:
        return
    vesicles, spikes = int(values["N_ves"]), int(values["spikes"])
    calcium = max(found["calcium"])
    ratio = (calcium / BY_NAME["K_Ca"].value) ** 4
    probability = ratio / (1 + ratio)
    silent = max(found["V"]) < DETECTION_LEVEL
    counted, chain = (text.replace("\u00a0", " ") for text in found["told"])
    assert counted.startswith(WITHOUT) == chain.startswith(WITHOUT) == silent
    check_chain(chain.removeprefix(WITHOUT), calcium, probability, vesicles, silent)
    released = chance.released(int(values["seed"]), spikes, vesicles, found["probability"]).tolist()
    check_counted(counted.removeprefix(WITHOUT), released, vesicles)


def check_chain(told, calcium, probability, vesicles, silent):
    if silent:
        said = re.fullmatch(rf"Calcium comes to {NUMBER} micromolar; {NUMBER} vesicles are released on average\.", told)
        assert said, told
        assert holds(said[1], calcium)
        assert holds(said[2], vesicles * probability, 1e-3)
        return
    said = re.fullmatch(
        rf"Calcium (reaches|stays at) {NUMBER} micromolar\. Each vesicle is released with probability {NUMBER}; "
        rf"about (none|(\d+) of (\d+)) (goes|go), and the next cell is depolarized by {NUMBER} millivolts?\.",
        told,
    )
    assert said, told
    assert (said[1] == "stays at") == (calcium <= BY_NAME["Ca_0"].value)
    assert holds(said[2], calcium)
    assert holds(said[3], probability, 1e-4)
    most = int(said[5] or 0)
    assert abs(most - vesicles * probability) <= 0.5 + 1e-3
    assert said[4] == "none" or int(said[6]) == vesicles
    assert (said[7] == "goes") == (most <= 1)
    assert holds(said[8], answer(most), 1e-3)


def check_counted(told, released, vesicles):
    if not released:
        assert told == "Nothing has been sent to the terminal yet."
        return
    said = re.fullmatch(
        r"Spike (\d+) released (?:nothing: a failure|"
        rf"(\d+) of (\d+) vesicles: {NUMBER} millivolts?)\. So far (\d+) of (\d+) failed\.",
        told,
    )
    assert said, told
    assert int(said[1]) == int(said[6]) == len(released)
    assert int(said[2] or 0) == released[-1]
    assert int(said[5]) == released.count(0)
    if released[-1]:
        assert int(said[3]) == vesicles
        assert holds(said[4], answer(released[-1]), 1e-3)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(kind=st.sampled_from(["membrane", "terminal"]), drawn=st.data())
def test_a_summary_names_what_was_changed_and_nothing_else(live, kind, drawn):
    controls = CONTROLS if kind == "terminal" else OF_MEMBRANE
    first = {name: (control.low + control.high) / 2 for name, control in controls.items()}
    values = drawn.draw(moved(first, controls))
    told = live.ask("summary", start=first, values=values, kind=kind)
    changed = [name for name in first if values[name] != first[name]]
    if not changed:
        assert told == "Everything is set as in the picture."
        return
    assert told.startswith("Changed from the picture: ")
    assert told.endswith(".")
    parts = told.removeprefix("Changed from the picture: ")[:-1].split("; ")
    for name, part in zip(changed, parts, strict=True):
        label, _, value = part.rpartition(": ")
        assert label == controls[name].label
        written = re.match(NUMBER, value)
        assert written
        # To a step of its control, or to the third digit that counts.
        said = float(written[1].rstrip(".").replace("negative ", "-"))
        assert abs(said - values[name]) <= max(1e-9, min(0.5 * controls[name].step, 0.006 * abs(values[name])))
