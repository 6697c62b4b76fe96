"""The terminal of the live figures, run by Node, against the laboratory, SciPy and closed forms.

The two do not share their method: the browser's kernel takes fixed steps of Runge and Kutta, the laboratory solves with
SciPy's LSODA; random numbers are drawn by each for itself.
"""

from dataclasses import replace
from functools import cache

import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.stats import binom

from apsite import Membrane, Pulse, chapters, simulate
from apsite.chapters.action_potential.transmission.transmitter_release.experiment import spike_at_terminal
from apsite.laboratory import chance
from apsite.laboratory.terminal import Arrival, calcium_balance, calcium_entry, response
from apsite.live.presets.terminal import CONTROLS, Panel, TerminalPreset
from apsite.parameters import BY_NAME
from apsite.plotting.look import LIGHT, LOOKS

NAMES = ["quantal-steps", "transmitter-release"]
CALCIUM = 2e-4  # uM, of up to some tens: what two methods may differ by


@cache
def result(name):
    module = chapters.experiment(name)
    return module.run(module.Protocol())


@cache
def start(name):
    found = chapters.live(name).preset(result(name))
    assert isinstance(found, TerminalPreset)
    return found.data()


def synapse(live, name, **values):
    data = start(name)
    spiking = {key: data[key] for key in ("spike", "ms", "dt")}
    return live.ask("synapse", values=data["values"] | values, spiking=spiking)


def test_without_calcium_outside_nothing_is_released_and_nothing_has_a_balance(live):
    found = synapse(live, "transmitter-release", Ca_out=0.0)
    assert not any(found["current"])
    assert found["calcium"] == pytest.approx([BY_NAME["Ca_0"].value] * len(found["calcium"]), abs=1e-9)
    assert found["probability"] < 1e-8
    assert found["balance"] is None
    assert found["delay"] is None


@pytest.mark.parametrize("outside", [0.2, 1.0, 2.0, 4.0])
def test_calcium_is_the_laboratory_s(live, outside):
    found = synapse(live, "transmitter-release", Ca_out=outside)
    recording = simulate(Membrane(temperature=18.5), [Pulse(2.0, 0.5, 26.55)], 12.0, dt=0.025)
    entry = calcium_entry(recording, outside=outside)
    assert np.array(found["V"]) == pytest.approx(recording.voltage, abs=1e-6)
    assert np.array(found["gate"]) == pytest.approx(entry.gate, abs=1e-5)
    assert np.array(found["calcium"]) == pytest.approx(entry.concentration, abs=CALCIUM)
    assert np.array(found["current"]) == pytest.approx(entry.current, abs=2e-3)
    assert found["probability"] == pytest.approx(entry.release_probability, abs=1e-5)
    assert found["balance"] == pytest.approx(float(calcium_balance(outside, 18.5)), abs=1e-9)
    assert found["delay"] == pytest.approx(entry.peak_time - recording.spikes[0].peak_time, abs=1e-6)


def test_any_course_of_the_potential_will_do(live):
    """Closed form at a held potential, where the gate stands still; and a wave that nothing fires."""
    time = np.arange(0.0, 6.0, 0.025)
    given = {"dt": 0.025, "g_Ca": 0.8, "Ca_out": 1.3, "temperature": 21.0}
    held = live.ask("entry", V=[-5.0] * len(time), slope=[0.0] * len(time), **given)
    P = {name: parameter.value for name, parameter in BY_NAME.items()}
    s = 1 / (1 + np.exp((P["V_s"] + 5.0) / P["k_s"]))
    current = 0.8 * 1.3 / P["Ca_ref"] * s**2 * (-5.0 - float(calcium_balance(1.3, 21.0)))
    level = -P["k_Ca"] * P["tau_Ca"] * current
    assert np.array(held) == pytest.approx(P["Ca_0"] + level * (1 - np.exp(-time / P["tau_Ca"])), abs=1e-5)
    wave, slope = -30 + 25 * np.sin(time), 25 * np.cos(time)
    found = live.ask("entry", V=wave.tolist(), slope=slope.tolist(), **given)
    entry = calcium_entry(Arrival(time, wave, slope, 21.0), 0.8, 1.3)
    assert np.array(found) == pytest.approx(entry.concentration, abs=CALCIUM)


def test_answers_are_the_laboratory_s(live):
    time = np.arange(401) * 0.05
    for quanta in (0, 1, 6, 10):
        expected = response(time, np.array([quanta]))[0]
        assert np.array(live.ask("response", quanta=quanta, count=401, dt=0.05)) == pytest.approx(expected, abs=1e-4)
        size = live.ask("depolarization", quanta=quanta)
        assert size == pytest.approx(expected.max() - BY_NAME["E_post"].value, abs=1e-4)


@pytest.mark.parametrize("seed", [1, 32, 999, 1_000_000])
def test_the_browser_draws_what_python_draws(live, seed):
    for vesicles, p in ((1, 0.5), (6, 0.32), (10, 0.9)):
        asked = {"seed": seed, "spikes": 300, "vesicles": vesicles, "probability": p}
        assert live.ask("released", **asked) == chance.released(seed, 300, vesicles, p).tolist()


def test_the_law_is_scipy_s(live):
    for vesicles, p in ((1, 0.5), (6, 1e-6), (6, 0.32), (10, 0.999)):
        found = live.ask("binomial", probability=p, vesicles=vesicles)
        assert found == pytest.approx(binom(vesicles, p).pmf(np.arange(vesicles + 1)), rel=1e-9, abs=1e-300)


def test_the_figure_starts_with_the_spikes_of_the_picture(live):
    """The experiment's own trials, mean and estimate, one after the other."""
    found, picture = synapse(live, "quantal-steps"), result("quantal-steps")
    assert found["quanta"] == picture.quanta.tolist()
    assert found["counted"] == pytest.approx(picture.counted.tolist())
    estimates = [np.nan if each is None else each for each in found["fromFailures"]]
    assert estimates == pytest.approx(picture.from_failures.tolist(), nan_ok=True)
    # The peak of calcium is read off samples, which lie closer in the picture.
    assert found["content"] == pytest.approx(picture.content, abs=1e-3)
    assert found["told"][0].startswith("Spike 400 released 2 of 6 vesicles: 1.03 millivolts. So far 38 of 400 failed.")


def test_the_chain_starts_with_that_of_the_picture(live):
    found, picture = synapse(live, "transmitter-release"), result("transmitter-release")
    assert found["probability"] == pytest.approx(picture.entry.release_probability, abs=2e-4)
    assert max(found["felt"]) == pytest.approx(picture.response.max(), abs=1e-2)
    assert "released with probability 0.319; about 2 of 6 go" in found["told"][1]


def test_no_spike_no_release(live):
    found = synapse(live, "quantal-steps", TTX=100.0, spikes=40.0)
    assert found["quanta"] == [0.0] * 40
    assert found["failures"] == 40
    assert found["told"][0].startswith("No spike reaches the terminal.")
    nothing = synapse(live, "quantal-steps", spikes=0.0)
    assert nothing["quanta"] == []
    assert nothing["told"][0] == "Nothing has been sent to the terminal yet."


def test_a_broader_spike_releases_more(live):
    """TEA broadens the spike (`tetraethylammonium`); the terminal takes up more calcium."""
    usual, broad = synapse(live, "quantal-steps"), synapse(live, "quantal-steps", TEA=40.0)
    assert broad["probability"] > 1.2 * usual["probability"]
    assert sum(broad["quanta"]) > sum(usual["quanta"])


@pytest.mark.parametrize("name", NAMES)
def test_the_axes_of_a_preset_are_those_of_the_figure(name):
    found = chapters.live(name).preset(result(name))
    for look in LOOKS:
        if look.palette is not LIGHT:
            continue
        with plt.rc_context(look.settings):
            drawn = chapters.figure(name).draw(result(name), look)
        axes = [{"name": each.get_label(), "lines": []} for each in drawn.axes]
        plt.close(drawn)
        data = found.data_in({"wide": {"axes": axes}})
        assert data["kind"] == "terminal"
        assert [each["name"] for each in data["layouts"]["wide"]["axes"]] == [panel.axes for panel in found.panels]


def plain(**changes):
    return replace(TerminalPreset("", spike_at_terminal(18.5), {}, (), (), ()), **changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"values": {"Ca_in": 1.0}}, r"a terminal has no control 'Ca_in'; allowed: Ca_out"),
        ({"shown": ("pulse.width",)}, r"a terminal has no control 'pulse.width'"),
        ({"values": {"N_ves": 11.0}}, r"N_ves = 11 is out of range"),
        ({"values": {"seed": 0.0}}, r"seed = 0 is out of range"),
    ],
)
def test_a_wrong_preset_is_refused_in_words(changes, message):
    with pytest.raises(ValueError, match=message):
        plain(**changes)


def test_axes_that_are_not_there_are_refused():
    with pytest.raises(ValueError, match="no axes 'shares'"):
        plain(panels=(Panel("shares", "shares"),)).data_in({"wide": {"axes": [{"name": "answers", "lines": []}]}})


def test_controls_stand_within_their_sliders():
    for name in NAMES:
        for control, value in start(name)["values"].items():
            assert CONTROLS[control].minimum <= CONTROLS[control].low <= value <= CONTROLS[control].high
