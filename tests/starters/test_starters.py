"""What `python -m apsite new` writes works at once, is named well, and takes nobody's place."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from apsite.book.production.production import Producer
from apsite.book.text.front_matter import read_front_matter
from apsite.checks import check
from apsite.live.presets import declared as declares
from apsite.notebooks.execution import execute
from apsite.notebooks.percent import read
from apsite.plotting.rendering import render
from apsite.starters import KINDS, RefusedError, start
from apsite.starters.naming import file_name, module_name
from tests.book.support import ROOT, Project
from tests.checks.conftest import book, clean  # noqa: F401 - fixtures


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Synaptic Plasticity", "synaptic-plasticity"),
        ("Müller's “cells”: Ca²⁺ & Cl⁻", "mullers-cells-ca2-cl"),
        ("Straße, Œdème, Ångström, Łódź", "strasse-oedeme-angstrom-lodz"),
        ("β-endorphin and γ", "beta-endorphin-and-gamma"),
        ("  The   squid --  again ", "the-squid-again"),
        ("$(rm -rf ~); `x`", "rm-rf-x"),
        ("“”’ A '\" B", "a-b"),
        ("-70 mV", "70-mv"),
    ],
)
def test_a_title_becomes_the_name_of_a_file(title, name):
    assert file_name(title) == name


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("", "is empty"), ("   ", "is empty"), ("...", "is a path"), ("../../etc/passwd", "is a path"),
        ("a/b", "is a path"),
        ("C:\\x", "is a path"), ("シナプス", "Give one in Latin letters"), ("?!", "no file name can be made of '?!'"),
        ("a\nb", "cannot be seen"), ("a\x00b", "cannot be seen"), ("a\u202eb", "cannot be seen"),
        ("<b>", "without < and >"),
        ("Con", "on Windows"), ("x" * 61, "longer than 60"), ("x " * 100, "in 120 or fewer"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", KINDS)
def test_a_title_of_which_no_name_can_be_made_is_refused_and_nothing_is_written(tmp_path, kind, title, reason):
    for folder in ("docs/chapter-1", "apsite/chapters"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "docs/chapter-1/index.md").write_text("---\ntitle: Chapter 1\nnav_order: 1\n---\n")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(RefusedError, match=re.escape(reason)):
        start(tmp_path, kind, title)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("title", ["2nd pulse", "class"])
def test_a_name_that_python_cannot_import_is_refused(title):
    with pytest.raises(RefusedError, match="cannot be the name of a Python file"):
        module_name(title)


TITLES = ["Synaptic Plasticity", 'The "giant" axon: β & Müller\'s', "yes", "null: # [x] {y}", "2: Ça"]


def test_chapters_and_pages_pass_every_check_and_build(book, clean, monkeypatch):  # noqa: F811
    for title in TITLES:
        start(book.path, "chapter", title)
        made = start(book.path, "page", f"On {title}", parent=title)
        assert any("apsite check" in step for step in made.steps)
    start(book.path, "page", "Below the last one")
    monkeypatch.setenv("APSITE_CACHE", str(clean.path / ".cache"))
    report = check(book.path, Producer(package=book.path / "apsite"))  # whose experiments are in it
    assert report.faults == report.warnings == ()
    assert (book.path / "docs/yes/on-yes.md").is_file()
    assert (
        "parent: '2: Ça'" in (text := (book.path / "docs/2-ca/below-the-last-one.md").read_text()) or '"2: Ça"' in text
    )
    done = book.build()
    assert done.returncode == 0, done.stderr
    html = book.html("synaptic-plasticity/on-synaptic-plasticity")
    assert "Under construction" in html
    assert '<data value="35.0844">' in html


def test_nothing_is_ever_overwritten(book):  # noqa: F811
    start(book.path, "chapter", "Plasticity")
    page = book.path / "docs/plasticity/index.md"
    page.write_text(page.read_text().replace("title: Plasticity", "title: Mine"))
    before = page.read_text()
    for title in ("Plasticity", "plasticity", "PLÄSTICITY".replace("Ä", "A")):
        with pytest.raises(RefusedError, match="is there already"):
            start(book.path, "chapter", title)
    assert page.read_text() == before
    with pytest.raises(RefusedError, match="has the title 'Mine' already"):
        start(book.path, "page", "mine")
    with pytest.raises(RefusedError, match="has the address of"):
        start(book.path, "page", "Chapter", name="spike", parent="Chapter 1")
    with pytest.raises(RefusedError, match="no page has the title 'Chapter 3'"):
        start(book.path, "page", "New", parent="Chapter 3")


def test_a_notebook_stands_beside_the_others_reads_and_runs(tmp_path: Path):
    notebooks = tmp_path / "docs/chapter-1/notebooks"
    notebooks.mkdir(parents=True)
    (tmp_path / "docs/chapter-1/index.md").write_text("---\ntitle: Chapter 1\nnav_order: 1\n---\n")
    (notebooks / "index.md").write_text("---\ntitle: Notebooks\nparent: Chapter 1\nnav_order: 3\n---\n")
    (notebooks / "spike.py").write_text("# ---\n# title: Spike in code\n# parent: Notebooks\n# nav_order: 4\n# ---\n")
    made = start(tmp_path, "notebook", 'The "giant" axon, once more')
    assert made.files == ("docs/chapter-1/notebooks/the-giant-axon-once-more.py",)
    text = (tmp_path / made.files[0]).read_text()
    front_matter, cells = read(text)
    matter, faults = read_front_matter("x.md", f"---\n{front_matter}\n---\n")
    assert faults == ()
    assert (matter.title, matter.parent, matter.order) == ('The "giant" axon, once more', "Notebooks", 5)
    printed, drawn = execute([cell.source for cell in cells if cell.kind == "code"])[1:]
    assert printed[0]["text"] == "peak: 35.1 mV\n"  # science.md: 35.08 mV
    assert any("image/svg+xml" in output.get("data", {}) for output in drawn)
    for title, reason in (("spike IN code", "has the title"), ("Spike", "there is a notebook spike already")):
        with pytest.raises(RefusedError, match=reason):
            start(tmp_path, "notebook", title)
    start(tmp_path, "notebook", "First steps", parent="Chapter 1")
    assert (notebooks / "first-steps.py").is_file()


NEW = "apsite/chapters/action_potential/threshold/naive_peak"


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the book's own code, with an experiment and its figure begun in it."""
    path = tmp_path_factory.mktemp("code") / "book"
    for part in ("apsite", "docs", "tests/experiments"):
        shutil.copytree(ROOT / part, path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", path)
    for kind in ("experiment", "figure"):
        command = [sys.executable, "-m", "apsite", "new", kind, "Naïve peak", "--parent", "Threshold"]
        done = subprocess.run(command, cwd=path, env=Project(path).environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert f"Written: {NEW}/{kind}.py" in done.stdout
    for kind, title in (("chapter", "Muscle"), ("membrane", "Muscle fibre")):
        done = subprocess.run(
            [sys.executable, "-m", "apsite", "new", kind, title],
            cwd=path,
            env=Project(path).environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    return Project(path)


def load(monkeypatch: pytest.MonkeyPatch, name: str, file: Path) -> ModuleType:
    """Import a file of the copy as a module of the book itself, whose kernels are compiled."""
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    package, _, stem = name.rpartition(".")
    monkeypatch.setattr(importlib.import_module(package), stem, module, raising=False)
    spec.loader.exec_module(module)
    return module


def test_an_experiment_and_its_figure_run_and_are_in_the_style_of_the_project(code: Project, monkeypatch):
    files = [f"{NEW}/experiment.py", f"{NEW}/figure.py", "tests/experiments/test_naive_peak.py"]
    package = NEW.replace("/", ".")
    load(monkeypatch, package, code.path / NEW / "__init__.py")
    experiment = load(monkeypatch, f"{package}.experiment", code.path / files[0])
    figure = load(monkeypatch, f"{package}.figure", code.path / files[1])
    result = experiment.run()
    assert [value.name for value in experiment.values(result)] == ["naive_peak.peak"]
    assert {f"{size}-{palette}.svg" for size in ("wide", "narrow") for palette in ("light", "dark")} == set(
        render(figure.draw, result).pictures
    )
    load(monkeypatch, "tests.experiments.test_naive_peak", code.path / files[2]).test_the_peak_is_that_of_efel()
    for command in (["check"], ["format", "--check"]):
        style = [sys.executable, "-m", "ruff", *command, *files]
        done = subprocess.run(style, cwd=code.path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_a_chapter_begins_with_an_experiment_and_a_figure_that_run(code: Project, monkeypatch):
    folder, package = "apsite/chapters/muscle", "apsite.chapters.muscle"
    load(monkeypatch, package, code.path / folder / "__init__.py")
    load(monkeypatch, f"{package}.muscle_spike", code.path / folder / "muscle_spike/__init__.py")
    experiment, figure = (
        load(monkeypatch, f"{package}.muscle_spike.{part}", code.path / folder / f"muscle_spike/{part}.py")
        for part in ("experiment", "figure")
    )
    result = experiment.run()
    [value] = experiment.values(result)
    page = (code.path / "docs/muscle/index.md").read_text()
    assert f"[](model:{value.name})" in page
    assert "(figure:muscle-spike)" in page
    assert len(render(figure.draw, result).pictures) == 4
    load(
        monkeypatch, "tests.experiments.test_muscle_spike", code.path / "tests/experiments/test_muscle_spike.py"
    ).test_the_peak_is_that_of_efel()


def test_a_membrane_fires_and_its_units_fit(code: Project, monkeypatch):
    files = ["apsite/membranes/muscle_fibre.py", "tests/membranes/test_muscle_fibre_membrane.py"]
    declared = load(monkeypatch, "apsite.membranes.muscle_fibre", code.path / files[0])
    assert declared.MUSCLE_FIBRE.name == "muscle_fibre"
    symbols = [each.symbol for each in (*declared.MUSCLE_FIBRE.parameters, *declared.MUSCLE_FIBRE.constants)]
    assert r"\tau_p" in symbols
    assert all(each.isprintable() for each in symbols)
    assert declares.runs(declared.MUSCLE_FIBRE), "and a live figure can have it"
    written = load(monkeypatch, "tests.membranes.test_muscle_fibre", code.path / files[1])
    written.test_the_units_of_its_equations_fit()
    written.test_it_fires_as_its_equations_do()
    for command in (["check"], ["format", "--check"]):
        style = [sys.executable, "-m", "ruff", *command, *files, "apsite/chapters/muscle"]
        done = subprocess.run(style, cwd=code.path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_a_membrane_takes_no_name_that_another_has(code: Project):
    for title in ("Muscle fibre", "Regular spiking", "Axon"):
        with pytest.raises(RefusedError, match=r"the name \w+ is taken, in apsite/(membranes|parameters)/"):
            start(code.path, "membrane", title)


def test_a_figure_needs_an_experiment_with_a_recording(code: Project):
    with pytest.raises(RefusedError, match=r"there is none called naive_peek\. Did you mean 'naive_peak'"):
        start(code.path, "figure", "Naive peek")
    with pytest.raises(RefusedError, match="is there already"):
        start(code.path, "figure", "Naive peak")
    for title, why in (("Naive peak", f"is there already, in {NEW}"), ("Figure", "is what a part of an experiment")):
        with pytest.raises(RefusedError, match=why):
            start(code.path, "experiment", title)
    (code.path / "apsite/chapters/action_potential/threshold/strength_duration/figure.py").unlink()
    with pytest.raises(RefusedError, match="has no recording to draw"):
        start(code.path, "figure", "Strength duration")
