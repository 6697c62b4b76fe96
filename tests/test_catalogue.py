import itertools
import json
import re

import numpy as np
import pytest

from apsite import chapters, parameters
from apsite.book.production.production import Producer, Request
from apsite.catalogue import drawing, experiment, model, run, start
from apsite.membranes.crab import CRAB


def made(name, **options):
    """What is made for a page of one figure, as it is made: each from the files of the one before."""
    files = run.make({"name": name, "options": options}, {})
    files |= drawing.make(name, files)
    layouts = json.loads(files["layouts.json"])
    return files | start.make({"name": name, "layouts": layouts}, files)


def test_parameters_and_equations_are_described():
    described = json.loads(model.make(None, {})["model.json"])
    names = [each["name"] for each in described["parameters"]]
    assert names[: len(parameters.BY_NAME)] == list(parameters.BY_NAME)
    assert len(names) == len(set(names))
    crab = [each["name"] for each in described["parameters"] if each["group"] == "crab"]
    assert crab == [each.name for each in (*CRAB.published, *CRAB.published_constants)]
    assert {"crab_dVdt", "crab_I_A", "regular_spiking_dpdt"} <= set(described["equations"])
    assert {"dVdt", "I_Na", "dmdt", "alpha_m", "beta_n", "phi", "nernst", "ghk", "release"} <= set(
        described["equations"]
    )


def test_every_experiment_says_what_it_is():
    for name in chapters.names():
        described = json.loads(experiment.make(name, {})["experiment.json"])
        assert described["title"], name
        assert described["summary"].endswith("."), name
        for option in described["options"].values():
            assert option["minimum"] <= option["default"] <= option["maximum"]
            assert option["description"].endswith(".")


@pytest.mark.usefixtures("site")  # whose build has filled the store: to run everything anew would take long
def test_no_two_values_share_a_name():
    answers = Producer().values(Request.experiment(name, {}) for name in chapters.names())
    found = [value["name"] for files in answers.values() for value in json.loads(files["values.json"])]
    assert len(found) == len(set(found))
    assert all(re.fullmatch(r"[a-z][a-z_0-9]*\.[A-Za-z0-9_]+", name) for name in found)
    assert not any(name.startswith("parameters.") for name in found)


def test_every_figure_has_an_experiment_of_the_same_name():
    assert {*chapters.files("figure"), *chapters.files("live")} <= set(chapters.names())


def test_two_experiments_of_one_name_are_told_with_their_places(tmp_path, monkeypatch):
    for page in ("threshold", "propagation"):
        (tmp_path / page / "all_or_nothing").mkdir(parents=True)
        (tmp_path / page / "all_or_nothing" / "experiment.py").touch()
    monkeypatch.setattr(chapters, "_HERE", tmp_path)
    with pytest.raises(ValueError, match=r"the name 'all-or-nothing': .*/all_or_nothing and .*/all_or_nothing"):
        chapters.names()


def test_a_figure_comes_in_four_looks_and_in_the_same_bytes_each_time():
    first, second = (made("strength-duration") for _ in range(2))
    looks = {f"{width}-{palette}.svg" for width in ("wide", "narrow") for palette in ("light", "dark")}
    assert set(first) == {"result", "values.json", "layouts.json", "live.json", "grips.html", "bench.html", *looks}
    assert first == second
    assert re.match(rb'<svg [^>]*width="360" height="\d+"', first["narrow-dark.svg"])
    assert first["wide-light.svg"] != first["wide-dark.svg"]


FRAME = re.compile(
    rb'<g id="axes_\d+">\s*<g id="patch_\d+">\s*<path d="M ([\d.]+) ([\d.]+) \sL ([\d.]+) [\d.]+ \sL [\d.]+ ([\d.]+) '
)


@pytest.mark.parametrize("name", ["action-potential", "transmitter-release"])
def test_a_live_figure_has_its_axes_where_every_picture_has_them(name):
    """The frames that Matplotlib drew, in points, against the layouts, in pixels: to a hundredth."""
    files = made(name)
    layouts = json.loads(files["live.json"])["layouts"]
    for width, palette in itertools.product(("wide", "narrow"), ("light", "dark")):
        frames = [tuple(map(float, frame)) for frame in FRAME.findall(files[f"{width}-{palette}.svg"])]
        drawn = [(left, top, right - left, bottom - top) for left, bottom, right, top in frames]
        placed = [[axes[each] * 0.75 for each in ("left", "top", "width", "height")] for axes in layouts[width]["axes"]]
        assert np.array(sorted(drawn)) == pytest.approx(np.array(sorted(placed)), abs=0.01)


def test_an_option_changes_the_figure_and_names_no_value():
    standard, strong = made("action-potential"), made("action-potential", amplitude=60.0)
    assert standard["wide-light.svg"] != strong["wide-light.svg"]
    assert json.loads(strong["values.json"]) == []


def test_a_pulse_that_is_too_weak_still_gives_a_figure():
    assert b"<svg" in made("action-potential", amplitude=5.0)["wide-light.svg"]


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("all-or-something", {}, "there is no experiment 'all-or-something'; allowed: accuracy, action-potential"),
        (
            "action-potential",
            {"height": 1.0},
            "action-potential has no option 'height'; allowed: amplitude, temperature",
        ),
        ("action-potential", {"amplitude": 5000.0}, "amplitude = 5000 uA/cm2 .*allowed: -1000 to 1000 uA/cm2"),
    ],
)
def test_a_bad_request_is_refused_by_name(name, options, message):
    with pytest.raises(ValueError, match=message):
        run.make({"name": name, "options": options}, {})


@pytest.mark.parametrize(("make", "question"), [(drawing, "spike-height"), (start, {"name": "gates", "layouts": {}})])
def test_what_an_experiment_does_not_have_is_refused_by_name(make, question):
    name = question if make is drawing else question["name"]
    files = run.make({"name": name, "options": {}}, {})
    with pytest.raises(ValueError, match=f"there is no (live )?figure '{name}'"):
        make.make(question, files)
