"""Membranes that a reader chooses: the whole script on each of them against the laboratory, and what it says of them.

Rest, blockers, stimuli and steps of a declared membrane are the script's own; its kernel is that of
`test_declared_parity`.
"""

from dataclasses import asdict, replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apsite import Membrane, Pulse, Step, chapters, simulate
from apsite.chapters.action_potential.other_neurons.other_neurons import experiment as other_neurons
from apsite.laboratory.stimuli import course
from apsite.live.presets import declared
from apsite.live.presets.choices import Choices
from apsite.live.presets.membrane import Panel, Preset, of_membrane, of_stimuli
from apsite.membranes.squid import SQUID
from tests.depth import some
from tests.live.conftest import MAIN
from tests.live.test_declared_parity import defined, membranes
from tests.live.test_parity import TOLERANCE, checked
from tests.live.test_words import Reading, check
from tests.membranes.test_neurons import NEURONS

CHOSEN = {each.name: each for each in NEURONS}
USUAL = ["regular_spiking", "crab"]
#: Of an electrode that a reader may set: onset, width and strength of a pulse, and the steady current.
PULSES = st.tuples(st.floats(0.0, 10.0), st.floats(0.05, 5.0), st.floats(-60.0, 150.0))
LEVELS = st.floats(-5.0, 20.0)


@cache
def choices():
    found = chapters.live("other-neurons").preset(other_neurons.run(other_neurons.Protocol()))
    assert isinstance(found, Choices)
    return found


def asked(preset, **changes):
    """What the script is asked for a run of a preset."""
    frame = {"bench": preset.bench, "origin": preset.origin, "dt": preset.dt, "ms": preset.ms}
    name = "" if preset.mechanism is SQUID else preset.mechanism.name
    return {"values": preset.data()["values"] | changes, "run": asdict(MAIN), "frame": frame, "declared": name}


@pytest.mark.parametrize("label", other_neurons.WORDS.values())
def test_each_choice_starts_with_the_run_of_the_experiment(live, label):
    """In the picture's own words for it: same stimuli, same membrane, same interval."""
    preset = choices().presets[label]
    (name,) = [name for name, words in other_neurons.WORDS.items() if words == label]
    (mechanism,) = [each for key, each in other_neurons.MECHANISMS.items() if key == name]
    assert preset.mechanism == mechanism
    level = other_neurons.TRAINS[name]
    again = simulate(Membrane.of(mechanism), [Step(preset.origin, level)], preset.ms, dt=preset.dt)
    found = live.ask("record", **asked(preset))
    assert np.array(found["states"][0]) == pytest.approx(again.voltage, abs=TOLERANCE)
    assert found["rest"] == pytest.approx(again.membrane.resting_potential, abs=1e-9)
    assert len(found["spikes"]) == len(again.spikes) > 3
    for trace in (trace for panel in preset.panels for trace in panel.traces):
        expected = again.voltage if trace.quantity == "V" else again.gates[trace.quantity]
        drawn = live.ask("record", **asked(preset), traces=[trace.quantity])["traces"][trace.quantity]
        assert np.array(drawn) == pytest.approx(expected, abs=1e-6)
    assert choices().first is next(iter(choices().presets.values()))
    assert {*preset.shown} <= preset.data()["values"].keys()


@pytest.mark.parametrize("label", other_neurons.WORDS.values())
def test_while_a_hand_moves_a_long_run_has_longer_steps_and_the_same_spikes(live, label):
    """So that a frame has time for it; what is kept, and told of, has the laboratory's."""
    preset = choices().presets[label]
    fine = live.ask("record", **asked(preset))
    soon = live.ask("record", **asked(preset), soon=True)
    assert (fine["coarse"], soon["coarse"]) == (False, True)
    assert len(soon["states"][0]) <= 2501 < len(fine["states"][0])
    times, again = ([each["time"] for each in run["spikes"]] for run in (fine, soon))
    assert len(again) == len(times)
    # A figure is some 600 pixels wide.
    assert again == pytest.approx(times, abs=preset.ms / 600)
    brief = asked(replace(preset, ms=20.0))
    assert not live.ask("record", **brief, soon=True)["coarse"]


@pytest.mark.parametrize(
    "mechanism", some(CHOSEN.values(), [CHOSEN[each] for each in USUAL]), ids=lambda each: each.name
)
def test_any_membrane_under_any_current_is_the_laboratory_s(live, mechanism):
    blockable = sorted(mechanism.blockable)

    @checked(12)
    @given(
        cell=membranes(mechanism),
        pulse=PULSES,
        level=LEVELS,
        shares=st.lists(st.sampled_from([0.0, 0.0, 0.3, 1.0]), min_size=len(blockable), max_size=len(blockable)),
    )
    def held(cell, pulse, level, shares):
        onset, width, amplitude = pulse
        stimuli = {"pulse": Pulse(onset, width, amplitude), "step": Step(2.0, level)}
        blocked = dict(zip(blockable, shares, strict=True))
        ours = cell.blocked(**blocked)
        ms, dt = 20.0, 0.05
        values = of_membrane(cell) | of_stimuli(**stimuli)
        values |= {f"block_{name}": 100.0 * share for name, share in blocked.items()}
        preset = Preset("", "current clamp", values, (), (Panel(),), ms=ms, dt=dt, mechanism=mechanism)
        try:
            expected = simulate(ours, list(stimuli.values()), ms, dt=dt)
        except ValueError:
            with pytest.raises(live.Problem):
                live.ask("record", **asked(preset))
            return
        found = live.ask("record", **asked(preset))
        assert found["rest"] == pytest.approx(ours.resting_potential, abs=1e-8)
        settled = defined(ours, expected, dt, course(list(stimuli.values()), ms), np.ones(len(mechanism.gates)))
        difference = np.abs(np.array(found["states"][0]) - expected.voltage)[:settled]
        assert difference.max(initial=0.0) < TOLERANCE

    held()


@pytest.mark.parametrize("mechanism", some(CHOSEN.values(), [CHOSEN["crab"]]), ids=lambda each: each.name)
def test_what_is_said_of_a_membrane_is_so(live, mechanism):
    """Each sentence, taken apart and read off the samples once more, as for the squid's."""

    @checked(20)
    @given(level=st.floats(0.0, 30.0), blocked=st.sampled_from([0.0, 0.5, 1.0]), data=st.data())
    def held(level, blocked, data):
        control = data.draw(st.sampled_from([f"block_{each}" for each in mechanism.blockable]))
        values = of_stimuli(step=Step(5.0, level)) | {control: 100.0 * blocked}
        preset = Preset("", "current clamp", values, (), (Panel(),), ms=60.0, dt=0.05, mechanism=mechanism)
        request = asked(preset)
        found = live.ask("said", **request)
        traces = {name: np.array(trace) for name, trace in found["traces"].items()}
        read = Reading(found | traces, request["values"], request["frame"])
        check(found["told"], read, request["values"], request["frame"])

    held()


@pytest.mark.parametrize("mechanism", CHOSEN.values(), ids=lambda each: each.name)
def test_plots_and_tables_of_a_membrane_name_all_that_it_has(live, mechanism):
    views = live.ask("views", declared=mechanism.name)
    gates, currents = ([each.name for each in group] for group in (mechanism.gates, mechanism.currents))
    assert [trace for trace, *_ in views["gates"]["traces"]] == gates
    assert [trace for trace, *_ in views["currents"]["traces"]] == [f"I_{each}" for each in currents]
    assert {trace for trace, *_ in views["conductances"]["traces"]} == {f"g_{each}" for each in mechanism.blockable}
    for view in views.values():
        drawn = [tuple(map(str, each[2:])) for each in view["traces"]]
        assert len(set(drawn)) == len(drawn), "two curves of one colour and dash"
    columns = [name for name, _ in live.ask("columns", declared=mechanism.name)]
    assert columns == [
        "stimulus",
        "V",
        *gates,
        *(f"g_{each}" for each in currents),
        *(f"I_{each}" for each in currents),
    ]


@pytest.mark.parametrize("mechanism", CHOSEN.values(), ids=lambda each: each.name)
def test_controls_of_a_membrane_are_its_parameters_blockers_and_stimuli(mechanism):
    found = declared.controls(mechanism)
    for parameter in mechanism.parameters:
        control = found[parameter.name]
        assert (control.unit, control.minimum, control.maximum) == (
            parameter.unit,
            parameter.minimum,
            parameter.maximum,
        )
        assert control.minimum <= control.low < parameter.value < control.high <= control.maximum
        assert 0 < control.step <= (control.high - control.low) / 20
    assert {f"block_{each}" for each in mechanism.blockable} == {each for each in found if each.startswith("block_")}
    assert len({each.label for each in found.values()}) == len(found)


def test_what_cannot_be_run_or_chosen_is_refused_in_words():
    crab = CHOSEN["crab"]
    with pytest.raises(ValueError, match=r"a voltage clamp of crab; allowed: a current clamp"):
        Preset("", "voltage clamp", {}, (), (), mechanism=crab)
    with pytest.raises(ValueError, match=r"has no control 'block_M'; allowed: C_m, g_Na"):
        Preset("", "current clamp", {"block_M": 1.0}, (), (), mechanism=crab)
    one = Preset("", "current clamp", {}, (), (Panel(),), mechanism=crab)
    with pytest.raises(ValueError, match="two choices of one membrane"):
        Choices({"a": one, "b": one})
    with pytest.raises(ValueError, match="as many panels in each"):
        Choices({"a": one, "b": Preset("", "current clamp", {}, (), ())})
