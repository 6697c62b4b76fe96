"""Runs side by side in a browser: each is what it is alone, and curves of many of them are those of single runs."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apsite.book.production.production import Producer, Request
from apsite.live.presets.membrane import Run, of_membrane
from tests.live.test_parity import HELD, MEMBRANES, checked

NONE = {"pulse.amplitude": 0.0, "second.amplitude": 0.0, "step.level": 0.0, "ramp.slope": 0.0, "kick.displacement": 0.0}
onsets = st.sampled_from([0.0, 1.0, 2.5]) | st.floats(0.0, 3.0)
SHORT, LONG = st.floats(0.05, 3.0), st.floats(0.05, 9.0)


def stimulus(kind, **parts):
    return st.fixed_dictionaries({f"{kind}.{name}": values for name, values in ({"onset": onsets} | parts).items()})


stimuli = st.one_of(
    stimulus("pulse", width=SHORT, amplitude=st.floats(-90.0, 90.0)),
    stimulus("step", width=LONG, level=st.floats(-40.0, 40.0)),
    stimulus("ramp", width=SHORT, slope=st.floats(-9.0, 9.0)),
    stimulus("kick", displacement=st.floats(-40.0, 40.0)),
)


@pytest.fixture
def figures():
    """All that a figure starts from; the site's build has left it in the store."""

    def start(name, points=None):
        request = Request.experiment(name, {})
        data = json.loads(Producer().answer([request])[request]["live.json"])
        for sweep in (sweep for panel in data["preset"]["panels"] for sweep in panel["sweeps"]):
            sweep["values"] = sweep["values"][:: max(1, len(sweep["values"]) // (points or 1000))]
        return data

    return start


def kicked(values):
    """The values of a run that is kicked by 1e-11 mV more: at its start, where it has no kick."""
    own = values["kick.displacement"]
    return values | {"kick.displacement": own + 1e-11} | ({} if own else {"kick.onset": 0.0})


@checked(40)
@given(MEMBRANES, st.tuples(stimuli | st.just({}), stimuli), st.sampled_from([0.02, 0.05]), HELD, st.integers(1, 60))
def test_each_lane_is_its_run_alone(live, membrane, both, dt, held, look):
    """However many samples it is looked at, whatever the other does: the potential within 1e-9 mV.

    Where a membrane leaves a rest that does not last, or fires at the edge, rounding grows with it: as far as a kick of
    1e-11 mV moves the run, it may be off.
    """
    run = Run("main", "", held=held)
    frame = {"bench": "current clamp", "origin": 0.0, "dt": dt, "ms": 8.0}
    values = [live.controls("current clamp", of_membrane(membrane) | NONE | each, 8.0) for each in both]
    pace = membrane.haste
    substeps = max(1, int(np.ceil(dt * pace / 0.05 - 1e-9)))

    def recorded(each):
        return np.array(live.record("current clamp", each, 8.0, dt, run=run, traces=["V"])["traces"]["V"])

    try:
        alone, moved = ([recorded(each) for each in many] for many in (values, map(kicked, values)))
    except live.Problem:
        return  # such as a current that holds the potential beyond every bound
    found = live.ask("beside", runs=values, run=vars(run) | {"changes": []}, frame=frame, substeps=substeps, look=look)
    for V, expected, other in zip(found, alone, moved, strict=True):
        grown = np.abs(other - expected).max()
        assert np.abs(np.array(V) - expected).max() < 1e-9 * max(1.0, np.abs(expected).max() / 100) + grown


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("strength-duration", {"temperature": 9.0}),
        ("second-pulse", {"g_K": 30.0}),
        ("anode-break", {"temperature": 8.0}),
        ("firing-rate", {"g_Na": 130.0}),
        ("strength-duration", {"g_K": 8.0}),  # which fires by itself, or nearly
    ],
)
def test_curves_are_those_of_single_runs(live, figures, name, changes):
    """Side by side, where runs end when it is known what comes of them, and from what is roughly known."""
    data = figures(name, points=4)
    values = data["preset"]["values"] | changes

    def swept(alone=False, known=()):
        (curve,) = live.ask("swept", data=data, values=values, alone=alone, known=known)["curves"]
        return curve

    alone, exact, rough = swept(alone=True), swept(), swept(known="rough")
    again = swept(known=rough)
    assert any(alone)
    numbers = [np.array([np.nan if each is None else each for each in curve]) for curve in (alone, exact, again, rough)]
    assert numbers[1] == pytest.approx(numbers[0], rel=1e-9, abs=1e-6, nan_ok=True)
    assert numbers[2] == pytest.approx(numbers[0], rel=1e-5, abs=1e-6, nan_ok=True)
    # Near where firing begins a rate is no matter of a share.
    sure = np.ones(len(rough), bool) if name != "firing-rate" else np.array(sweep_values(data)) > 10.0
    assert numbers[3][sure] == pytest.approx(numbers[0][sure], rel=0.01, abs=1e-5, nan_ok=True)


def sweep_values(data):
    ((sweep,),) = [panel["sweeps"] for panel in data["preset"]["panels"] if panel["sweeps"]]
    return sweep["values"]


def test_a_rough_curve_is_whole_before_the_next_is_begun(live, figures):
    """A hand that moves on does not begin it anew: what was begun stands faintly, then comes what is due since."""
    data = figures("strength-duration", points=4)
    values, after = (data["preset"]["values"] | {"temperature": each} for each in (8.0, 9.0))
    found = live.ask("hurried", data=data, values=values, next=after)
    assert (found["same"], found["faint"], found["told"], found["whole"]) == (True, 1.0, 2.0, False)
    rough = live.ask("swept", data=data, values=after, alone=False, known="rough")["curves"][0]
    (panel,) = [panel for panel in data["preset"]["panels"] if panel["sweeps"]]
    sweep = panel["sweeps"][0]
    assert [y for _, y in found["points"]] == pytest.approx([sweep["y_from"] + y / sweep["y_unit"] for y in rough])
