"""The patches of the live figures, run by Node: the random numbers of NumPy, the counts of the laboratory."""

from functools import cache

import numpy as np
import pytest

from apsite import Membrane, Pulse, chapters, simulate
from apsite.chapters.action_potential.threshold.few_channels.experiment import ONSET
from apsite.laboratory.channels import simulate_patches
from apsite.live.presets.channels import CONTROLS, ChannelsPreset

NAME = "few-channels"


@cache
def result():
    module = chapters.experiment(NAME)
    return module.run(module.Protocol())


@cache
def start():
    found = chapters.live(NAME).preset(result())
    assert isinstance(found, ChannelsPreset)
    return found.data()


def patches(live, **values):
    data = start()
    ground = {key: data[key] for key in ("base", "origin", "ms", "dt")} | values.pop("ground", {})
    return live.ask("patches", values=data["values"] | values, ground=ground)


@pytest.mark.parametrize("seed", [1, 32, 999, 1_000_000])
def test_the_browser_draws_numpy_s_binomial_numbers(live, seed):
    """Few and many, rare and likely: as many random numbers are used up, too, where there is one to be drawn."""
    choose = np.random.default_rng(seed)
    counts = np.floor(10 ** choose.uniform(0, 6, 3000)).astype(int)
    chances = 10 ** choose.uniform(-9, 0, 3000)
    chances = np.where(choose.uniform(size=3000) < 0.5, chances, 1 - chances)
    counts[::50], chances[::70], chances[::90] = 0, 0.0, 1.0
    chances[::11] = choose.uniform(size=len(chances[::11]))
    chance = np.random.RandomState(seed)
    expected = [int(chance.binomial(each, p)) if each else 0 for each, p in zip(counts, chances, strict=True)]
    found = live.ask("binomials", seed=seed, counts=counts.tolist(), chances=chances.tolist())
    assert found["drawn"] == expected
    assert found["next"] == chance.random_sample()


@pytest.mark.parametrize(("channels", "count", "seed"), [(10, 3, 5), (1_000, 5, 7), (30_000, 2, 1), (1_000_000, 1, 99)])
def test_patches_are_the_laboratory_s(live, channels, count, seed):
    found = patches(live, channels=channels, patches=count, seed=seed, ground={"ms": 15.0, "origin": 5.0})
    pulse = [Pulse(5.0, 0.5, start()["values"]["pulse.amplitude"])]
    expected = simulate_patches(Membrane(), [pulse] * count, 15.0, channels=channels, seed=seed)
    for name in ("Na", "K"):
        assert (np.array(found["open"][name]) == expected.open[name]).all()
        assert found["measures"][{"Na": "sodium", "K": "potassium"}[name]] == expected.channels[name][0]
    assert np.array(found["voltage"]) == pytest.approx(expected.voltage, abs=1e-6)


def test_the_figure_starts_with_the_patches_of_the_picture(live):
    found, picture = patches(live), result()
    assert np.array(found["voltage"]) == pytest.approx(picture.recording.voltage, abs=1e-6)
    for times, expected in zip(found["spikes"], picture.recording.spike_times, strict=True):
        assert times == pytest.approx(expected - ONSET, abs=1e-6)
    values = {each.name: each.value for each in chapters.experiment(NAME).values(picture)}
    assert found["measures"]["area"] == pytest.approx(values["few_channels.area"])
    assert found["measures"]["alone"] == values["few_channels.alone"]
    assert found["measures"]["fired"] == values["few_channels.after"]
    smooth = simulate(Membrane(), picture.smooth.stimuli, 45.0, dt=0.025)
    assert np.array(found["smooth"]) == pytest.approx(smooth.voltage, abs=1e-6)
    m, h, n = (smooth.gates[name] for name in "mhn")
    assert np.array(found["openOfAll"]["Na"]) == pytest.approx(100 * m**3 * h, abs=1e-6)
    assert np.array(found["openOfAll"]["K"]) == pytest.approx(100 * n**4, abs=1e-6)


def test_what_is_said_is_so(live):
    assert patches(live)["told"][0] == (
        "Each of 5 patches has 1,000 channels. Before the pulse, chance sets off 5 spikes. After it, 4 of 5 fire, and "
        "their spikes scatter by 6.21 milliseconds. The book’s membrane fires."
    )
    one = patches(live, channels=1_000_000, patches=1, **{"pulse.amplitude": 26.55})
    assert one["told"][0] == (
        "The patch has 1,000,000 channels. Before the pulse nothing fires. After it, it fires. "
        "The book’s membrane fires."
    )
    weak = patches(live, channels=1_000_000, patches=2, **{"pulse.amplitude": 0.0})
    assert weak["told"][0].endswith("After it, none fires. The book’s membrane does not fire.")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"values": {"TTX": 1.0}}, "patches have no control 'TTX'; allowed: channels"),
        ({"shown": ("g_Na",)}, "patches have no control 'g_Na'"),
        ({"values": {"channels": 2e6}}, "channels = 2e\\+06 is out of range"),
    ],
)
def test_a_wrong_preset_is_refused_in_words(changes, message):
    usual = {"values": {}, "shown": (), "panels": (), "read": (), "ms": 20.0, "dt": 0.025}
    with pytest.raises(ValueError, match=message):
        ChannelsPreset("", Membrane(), Pulse(5.0, 0.5, 14.0), **usual | changes)


def test_controls_stand_within_their_sliders():
    for name, value in start()["values"].items():
        assert CONTROLS[name].minimum <= CONTROLS[name].low <= value <= CONTROLS[name].high
