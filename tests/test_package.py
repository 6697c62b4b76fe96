"""What is installed: public names, what it needs, its version, and how it is cited."""

import importlib
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

import apsite
from apsite.sources import Sources

#: Where names are that a terminal alone gives a meaning to, and which of them were shown beside the others once.
OF_A_TERMINAL = ("apsite.laboratory.chance", "apsite.laboratory.terminal")
TYPED_BEFORE = {
    *("Arrival", "CalciumEntry", "calcium_entry", "content_from_failures", "release_probability"),
    *("released", "response"),
}

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text())


def names(requirements):
    """Distributions, as an index knows them."""
    return {re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", each)[0]).lower() for each in requirements}


def test_public_names_are_shown_and_are_those_of_the_type_checker():
    offered = Sources().scans["apsite"].offered
    shown = {name: home for name, home in offered.items() if home not in OF_A_TERMINAL}
    assert set(apsite.__all__) == set(shown)
    assert set(dir(apsite)) == {*shown, "__doc__", "__version__"}
    for name, home in offered.items():
        assert getattr(apsite, name).__module__ == home
    assert offered.keys() - shown.keys() == {*TYPED_BEFORE}


def test_what_notebooks_have_typed_goes_on_to_work():
    found: dict[str, object] = {}
    exec(f"from apsite import {', '.join(TYPED_BEFORE)}", found)
    exec("from apsite import *", starred := {})
    assert not TYPED_BEFORE & starred.keys()
    assert set(apsite.__all__) <= starred.keys()
    for module in OF_A_TERMINAL:
        home = importlib.import_module(module)
        assert all(getattr(home, name) is found[name] for name in TYPED_BEFORE & vars(home).keys())
    with pytest.raises(ImportError, match="responses"):
        exec("from apsite import responses")


@pytest.mark.parametrize(
    ("roots", "extras"),
    [(("apsite.*",), ()), (None, ("site", "cluster"))],
    ids=["what a notebook types", "everything"],
)
def test_every_library_that_is_imported_is_declared(roots, extras):
    """Each by itself: what another one brings today it may not bring tomorrow."""
    sources = Sources()
    declared = names(PROJECT["dependencies"]).union(*(names(PROJECT["optional-dependencies"][each]) for each in extras))
    distributions = importlib.metadata.packages_distributions()
    for library in sources.libraries_of(roots or sources.paths):
        assert names(distributions[library]) & declared, library


def test_the_readme_has_every_room_and_in_their_order():
    """That of the one-way rule, from below."""
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    floors = {room: floor for floor, rooms in enumerate(reversed(layers)) for room in rooms.split(" | ")}
    table = (ROOT / "README.md").read_text().partition("| room | owns |")[2].partition("\n\n")[0]
    rows = [re.findall(r"`(?:apsite/)?(\w+)(?:\.py|/)`", row.split("|")[1]) for row in table.splitlines()[2:]]
    assert sorted(room for row in rows for room in row) == sorted(floors.keys() - {"__main__"})
    heights = [[floors[room] for room in row] for row in rows]
    assert all(max(below) <= min(above) for below, above in pairwise(heights))


def test_commands_say_what_to_install_where_only_the_model_is():
    code = "import sys, runpy; sys.modules['yaml'] = None; runpy.run_module('apsite', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "yaml is not installed" in done.stderr
    assert "pip install 'apsite[site]'" in done.stderr


def test_it_is_cited_by_its_version_its_authors_and_its_licences():
    done = subprocess.run(
        [Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema", "vendor.citation-file-format",
         ROOT / "CITATION.cff"], capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert CITATION["version"] == apsite.__version__
    assert f"## {apsite.__version__}" in (ROOT / "CHANGELOG.md").read_text()
    [author] = CITATION["authors"]
    assert author["name"] in (ROOT / "LICENSE").read_text()
    assert CITATION["license"] == ["MIT", "CC-BY-4.0"]
