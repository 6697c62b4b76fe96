"""What the live figures start from: each preset against its figure, its bench, and the run that its picture shows.

A reader who opens a live figure must see the picture come alive, not another run. The script's runs from the preset
are held against the recordings of the experiment, which the laboratory made, most at another sample interval.
"""

from dataclasses import asdict, replace
from functools import cache

import matplotlib.pyplot as plt
import numpy as np
import pytest

from apsite import chapters, simulate, voltage_clamp
from apsite.live.presets import declared
from apsite.live.presets.controls import BENCHES, BY_NAME
from apsite.live.presets.membrane import Change, Panel, Preset, Run
from apsite.membranes.calcium import CALCIUM
from apsite.membranes.crab import CRAB
from apsite.plotting.look import LIGHT, LOOKS
from tests.membranes.examples import BARNACLE, PASSIVE, SPEEDY

#: Those of other kinds have tests of their own.
NAMES = [name for name, path in chapters.files("live").items() if "-> Preset" in path.read_text()]


@cache
def result(name):
    module = chapters.experiment(name)
    return module.run(module.Protocol())


@cache
def preset(name):
    found = chapters.live(name).preset(result(name))
    assert found is not None
    return found


def recordings(name):
    """The experiment's recordings by the name of the run that shows them."""
    found = result(name)
    match name:
        case "action-potential" | "spike-currents":
            return {"main": found.recording}
        case "all-or-nothing" | "anode-break":
            return {"main": found.above, "weaker": found.below}
        case "ending-the-spike":
            return {
                "main" if case == "normal" else case.replace("_", "-"): recording
                for case, recording in found.recordings.items()
            }
        case "firing-rate":
            return {"main": found.firing, "settled": found.silent}
        case "inactivation":
            start, module = found.family[-70.0], chapters.experiment(name)
            deepest = voltage_clamp(
                start.membrane,
                start.stimuli,
                module.DURATION,
                holding=float(found.holdings.min()),
                dt=module.SAMPLE_INTERVAL,
            )
            return {f"holding-{each:g}": recording for each, recording in found.family.items()} | {
                "main": start,
                "deepest": deepest,
            }
        case "kick-against-ramp":
            return {"main": found.above, "weaker": found.below, "ramp": found.slow, "fast": found.fast}
        case "potassium-clamp":
            return {f"command.level-{each:g}": recording for each, recording in found.family.items()} | {
                "main": found.step
            }
        case "second-pulse":
            pairs = {f"second.onset-{each.stimuli[1].onset:g}": each for each in found.pairs}
            start = f"second.onset-{preset(name).values['second.onset']:g}"
            return pairs | {"main": pairs[start]}
        case "sodium-clamp":
            return {f"command.level-{each:g}": recording for each, recording in found.family.items()} | {
                "main": found.family[0.0]
            }
        case "tetraethylammonium" | "tetrodotoxin":
            blocker = {"tetraethylammonium": "TEA", "tetrodotoxin": "TTX"}[name]
            shares = {f"{blocker}-{100 * (1 - each):g}": recording for each, recording in found.recordings.items()}
            return shares | {"main": found.recordings[1.0]}
        case "undershoot":
            floors = dict(zip(found.floors, found.floor_runs, strict=True))
            own = floors.pop(found.recording.membrane.E_K)
            return {f"floor-{-each:g}": run for each, run in floors.items()} | {"main": found.recording, "strong": own}
    return {}


#: Live figures whose pictures show no run of their own.
WITHOUT_RUNS = {"outside-potassium", "strength-duration"}
WITH_RUNS = [name for name in NAMES if name not in WITHOUT_RUNS]
#: How much earlier or later a spike may be than in the picture, ms.
SHIFT = 5e-4


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_belongs_to_a_figure_of_an_experiment(name):
    assert name in chapters.names()
    assert chapters.figure(name) is not None


def test_a_figure_without_a_preset_is_a_picture_only():
    assert chapters.live("gates") is None


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_a_preset_names_is_a_control_of_its_bench(name):
    """`BENCHES` and the legal ranges of `apsite.live.presets.controls`; what sweeps, points and handles name, too."""
    start = preset(name)
    allowed = set(BENCHES[start.bench])
    data = start.data()
    assert set(data["values"]) == allowed
    runs = {run.name for run in start.runs}
    assert start.runs[0].name == "main"
    assert len(runs) == len(start.runs)
    for panel in start.panels:
        assert {trace.run for trace in panel.traces} <= runs
        assert {sweep.control for sweep in panel.sweeps} <= allowed
        assert {f"{kind}.onset" for kind in panel.handles} <= allowed
        assert {at for point in panel.points if point.drag for at in (point.x, point.y)} <= allowed
    for run in start.runs:
        assert set(run.held) <= set("mhn")
        assert {f"{kind}.onset" for kind in run.stimuli or ()} <= allowed
    for each, (low, high) in start.reach.items():
        control = BY_NAME[each]
        assert control.minimum <= low < high <= control.maximum
        assert low <= data["values"][each] <= high


@pytest.mark.parametrize("name", NAMES)
def test_the_axes_of_a_preset_are_those_of_the_figure(name):
    """In the wide picture and in the narrow one: names that the figure has, and no more panels than axes."""
    for look in LOOKS:
        if look.palette is not LIGHT:
            continue
        with plt.rc_context(look.settings):
            drawn = chapters.figure(name).draw(result(name), look)
        layout = {"axes": [{"name": axes.get_label(), "lines": []} for axes in drawn.axes]}
        plt.close(drawn)
        data = preset(name).data_in({"wide": layout})
        ordered = [axes["name"] for axes in data["layouts"]["wide"]["axes"]]
        wanted = [panel.axes for panel in preset(name).panels if panel.axes]
        assert ordered[: len(wanted)] == wanted


def shown(live, name, run):
    """What the script makes of a run of a preset."""
    start = preset(name)
    frame = {"bench": start.bench, "origin": start.origin, "dt": start.dt, "ms": start.ms}
    return live.ask("record", values=start.data()["values"], run=asdict(run), frame=frame)


@pytest.mark.parametrize("name", WITH_RUNS)
def test_every_run_is_that_of_the_laboratory_at_the_same_interval(live, name):
    """The experiment's own stimuli and membrane, recorded again with the sample interval of the live figure."""
    start = preset(name)
    for run in start.runs:
        picture, ms = recordings(name)[run.name], run.ms or start.ms
        if start.bench == "voltage clamp":
            again = voltage_clamp(picture.membrane, picture.stimuli, ms, holding=float(picture.voltage[0]), dt=start.dt)
        else:
            initial = picture.state_at(0.0) if run.settled else None
            again = simulate(picture.membrane, picture.stimuli, ms, dt=start.dt, held=list(run.held), initial=initial)
        found = shown(live, name, run)
        assert np.array(found["states"][0]) == pytest.approx(again.voltage, abs=1e-6), run.name
        assert np.array(found["stimulus"]) == pytest.approx(again.stimulus, abs=1e-6), run.name
        assert found["rest"] == pytest.approx(picture.membrane.resting_potential, abs=1e-9), run.name


@pytest.mark.parametrize("name", WITH_RUNS)
def test_every_run_is_the_one_that_the_picture_shows(live, name):
    """The experiment's recording as it is, where samples of both fall together: within 0.01 mV, or 0.5 us in time.

    Both integrate from sample to sample. Just above a threshold the little that a longer step is off comes out as a
    spike that is so much earlier or later, which where it rises by 300 mV/ms is more than 0.01 mV.
    """
    start = preset(name)
    for run in start.runs:
        picture = recordings(name)[run.name]
        found = np.array(shown(live, name, run)["states"][0])
        interval = float(picture.time[1])
        at = np.arange(len(found)) * start.dt
        places = np.round(at / interval).astype(int)
        common = (np.abs(places * interval - at) < 1e-9) & (places < len(picture.time))
        assert common.sum() > 100
        expected, slope = picture.voltage[places[common]], picture.slope[places[common]]
        assert (np.abs(found[common] - expected) <= 0.01 + SHIFT * np.abs(slope)).all(), run.name


def test_solutions_start_as_usual_and_go_where_the_picture_goes(live):
    """outside-potassium: potentials of the experiment's result, before potassium is raised and after."""
    found, start = result("outside-potassium"), preset("outside-potassium").data()["values"]
    raised = start | {"K_out": found.protocol.raised}

    def measured(name, values):
        return live.ask("solutions", name=name, values=values, usual=start)

    assert start["K_out"] == found.usual_outside
    assert measured("rest", start) == pytest.approx(found.usual_rest, abs=1e-9)
    assert measured("force", start) == pytest.approx(found.usual, abs=1e-9)
    assert measured("E_K", raised) == pytest.approx(found.raised_E_K, abs=1e-9)
    assert measured("rest", raised) == pytest.approx(found.raised_rest, abs=1e-9)
    assert measured("E_Na", raised) == pytest.approx(found.E_Na, abs=1e-9)
    assert measured("force", raised) == pytest.approx(found.settled, abs=1e-9)
    assert measured("force_at_once", raised) == pytest.approx(found.at_once, abs=1e-9)


def test_the_pulse_of_strength_and_duration_just_fires(live):
    """It stands at twice the rheobase and the chronaxie, where the weakest pulse is by definition."""
    start = preset("strength-duration")
    frame = {"bench": start.bench, "origin": start.origin, "dt": start.dt, "ms": start.ms}
    values = start.data()["values"]
    asked = {"control": "pulse.amplitude", "sign": 1, "run": asdict(start.runs[0]), "frame": frame}
    found = live.ask("weakest", values=values, **asked)
    assert found == pytest.approx(2 * result("strength-duration").rheobase, rel=1e-3)
    assert found < values["pulse.amplitude"]
    assert len(shown(live, "strength-duration", start.runs[0])["spikes"]) == 1


@pytest.mark.parametrize("name", NAMES)
def test_measures_of_sweeps_and_points_exist(live, name):
    """Each has a value or none; no name is without a meaning, for which the harness would report a fault."""
    start = preset(name)
    if start.bench == "solutions":
        return
    names = {point.y.split(" over ")[0] for panel in start.panels for point in panel.points} | set(start.read)
    names |= {sweep.measure.split()[0] for panel in start.panels for sweep in panel.sweeps}
    plain = sorted(names - set(BENCHES[start.bench]) - {"rate", "weakest"})
    frame = {"bench": start.bench, "origin": start.origin, "dt": start.dt, "ms": start.ms}
    values = start.data()["values"]
    found = live.ask("record", values=values, run=asdict(start.runs[0]), frame=frame, measures=plain)["measures"]
    assert all(isinstance(found[each], float) for each in plain), found


PLAIN = Preset("", "current clamp", {}, (), (Panel(), Panel(axes="b")))


def leakless(mechanism):
    """A membrane without its leak."""
    return replace(mechanism, name="leakless", currents=mechanism.currents[:-1])


AXES = [{"name": "a", "lines": []}, {"name": "b"}, {"name": ""}]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: replace(PLAIN, values={"amplitude": 1.0}),
            r"current clamp has no control 'amplitude'; allowed: C_m",
        ),
        (lambda: replace(PLAIN, values={"holding": -60.0}), r"a current clamp has no control 'holding'; allowed: C_m"),
        (lambda: replace(PLAIN, shown=("K_out",)), r"a current clamp has no control 'K_out'; allowed: "),
        (lambda: replace(PLAIN, reach={"ramp.with": (0.0, 1.0)}), r"has no control 'ramp.with'"),
        (lambda: replace(PLAIN, runs=(Run("main", "", (Change("h"),)),)), r"has no control 'h'"),
        (
            lambda: replace(PLAIN, bench="voltage clamp", values={"pulse.width": 1.0}),
            r"a voltage clamp has no control 'pulse.width'; .*command.level",
        ),
        (lambda: replace(PLAIN, values={"g_Na": -1.0}), r"g_Na = -1 mS/cm2 is out of range; allowed: 0 to 1000 mS/cm2"),
        (lambda: replace(PLAIN, values={"TTX": 101.0}), r"TTX = 101 % is out of range; allowed: 0 to 100 %"),
        (lambda: replace(PLAIN, values={"E_K": float("nan")}), r"E_K = nan mV is out of range"),
        (
            lambda: replace(PLAIN, panels=(Panel(axes="c"),)).data_in({"wide": {"axes": AXES}}),
            r"no axes 'c'; allow",
        ),
        (lambda: replace(PLAIN, panels=[Panel()] * 4).data_in({"wide": {"axes": AXES}}), r"4 panels for 3 axes"),
    ],
)
def test_a_wrong_preset_is_refused_in_words(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("mechanism", "why"),
    [
        (BARNACLE, r"barnacle: it has a current K that is kept by L; allowed: currents without kept_by"),
        (SPEEDY, r"speedy: it has a current Na with the reversal potential 50; allowed: that of a parameter"),
        (PASSIVE, r"passive: it has a current K with the reversal potential balance; allowed: that of a parameter"),
        (CALCIUM, r"calcium \(apsite/membranes/calcium\.py\): it has no capacitance; allowed: one among the param"),
        (leakless(CRAB), r"leakless: it has no leak; allowed: a current whose conductance is a parameter"),
    ],
    ids=lambda each: getattr(each, "name", ""),
)
def test_a_membrane_that_scripts_cannot_run_is_refused_in_words(mechanism, why):
    """And not left out, so that a figure would be of another one, or of none."""
    assert not declared.runs(mechanism)
    with pytest.raises(ValueError, match=f"live figures cannot run the membrane {why}"):
        Preset("A figure", "current clamp", {}, (), (Panel(),), mechanism=mechanism)


def test_named_axes_come_in_the_order_of_the_panels():
    named = replace(PLAIN, panels=(Panel(axes="b"), Panel(axes="a")))
    found = named.data_in({"wide": {"axes": AXES}, "narrow": {"axes": AXES[::-1]}})["layouts"]
    for layout in found.values():
        assert [axes["name"] for axes in layout["axes"]] == ["b", "a", ""]


def test_times_of_a_preset_count_from_the_origin_of_its_axes():
    found = Preset("", "current clamp", {"pulse.onset": 5.0}, (), (), ms=20.0, origin=2.0).data()["values"]
    assert (found["pulse.onset"], found["kick.onset"], found["second.onset"]) == (3.0, 0.0, 9.0)
