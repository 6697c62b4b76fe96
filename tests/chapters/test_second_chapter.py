"""A second chapter with a membrane of its own is dropped into a book, is all that the first one is, and goes again."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

from apsite import Membrane, Step, simulate
from apsite.cache import cache_root
from tests.book.support import ROOT, Project, digest
from tests.membranes.examples import BARNACLE
from tests.site import live, support
from tests.site.hand import Hand, way

CHAPTER = Path(__file__).with_name("barnacles")
PAGE = "docs/barnacles/index.md"
MEMBRANE = "apsite/membranes/barnacle.py"
#: The rest of the book, which has no chapter.
PAGES = {
    "index.md": "title: Home\nnav_order: 1\n---\n\n# Home\n\n## How to read it\n\nThe model.\n",
    "glossary.md": "title: Glossary\nnav_order: 7\n---\n\n# Glossary\n\nRheobase\n:   The least current that fires.\n",
    "references.md": "title: References\nnav_order: 8\n---\n\n# References\n\n[](table:references)\n",
    "model/index.md": "title: The model\nnav_order: 5\n---\n\n# The model\n\n[](table:parameters/membrane)\n",
    "model/experiments.md": "title: Experiments\nparent: The model\n---\n\n# Experiments\n\n[](table:experiments)\n",
}


@pytest.fixture
def book(tmp_path: Path) -> Project:
    """The book's code without its chapters, in the theme of the book, with a store that has what the book's own has."""
    project = Project(tmp_path / "book")
    chapters = ROOT / "apsite/chapters"

    def unwanted(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if Path(folder) == chapters and Path(folder, name).is_dir()} | {"__pycache__"}

    shutil.copytree(ROOT / "apsite", project.path / "apsite", ignore=unwanted)
    project.dress()
    for name in ("pyproject.toml", "package-lock.json", "docs/references.bib"):
        shutil.copy(ROOT / name, project.path / name)
    for name, text in PAGES.items():
        (project.path / "docs" / name).parent.mkdir(exist_ok=True)
        (project.path / "docs" / name).write_text(f"---\n{text}")
    (project.path / "node_modules").symlink_to(ROOT / "node_modules")
    for part in ("store", "kernels"):
        with contextlib.suppress(FileNotFoundError, shutil.Error):  # another build may sweep meanwhile
            shutil.copytree(cache_root() / part, project.path / ".cache" / part, copy_function=linked)
    return project


def linked(source: str, to: str) -> None:
    try:
        os.link(source, to)
    except OSError:  # another disk
        shutil.copy2(source, to)


def drop(project: Project) -> None:
    """Do what somebody does who has a chapter: put its files in their places."""
    shutil.copytree(CHAPTER, project.path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))


def take_away(project: Project) -> None:
    for path in CHAPTER.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            (project.path / path.relative_to(CHAPTER)).unlink()
    for folder in ("docs/barnacles", "apsite/chapters/barnacles"):
        shutil.rmtree(project.path / folder)


def kept(project: Project) -> dict[str, str]:
    """Return what the store keeps, and the digest of the machine code's sources."""
    cache = project.path / ".cache"
    entries = {path.name: "" for path in (cache / "store").iterdir()}
    return entries | {path.name: digest(path) for path in (cache / "kernels").glob("kernel_*.py")}


def runs_in_a_page(project: Project, browser: Browser) -> None:
    """The chapter's own membrane does in a page what the laboratory's does, and follows a hand."""
    with support.serving(project.path / "site") as address, browser.new_context() as context:
        page = context.new_page()
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{address}/barnacles/")
        figure = live.wake(page, "calcium-spikes")

        def held(level: float) -> np.ndarray:
            live.settled(figure)
            expected = simulate(Membrane.of(BARNACLE), [Step(20.0, level)], 400.0, dt=0.1).voltage
            voltage = live.curves(figure)["V (mV)"]
            assert np.abs(voltage - expected).max() < 1e-6
            return expected

        before = held(100.0)
        slider = figure.locator('.ap-live__controls [data-control="step.level"] input[type="range"]')
        slider.scroll_into_view_if_needed()
        seen = Hand(page).drag(slider, way(6.0, 0.0, 10))
        assert len({value for (value,) in seen}) > 5
        level = live.value(figure, "step.level")
        assert level > 110.0
        assert np.abs(held(level) - before).max() > 1.0
        assert not said


@pytest.mark.thorough
@pytest.mark.usefixtures("site")  # whose build has filled the store
def test_a_chapter_with_its_membrane_comes_is_checked_and_goes_without_a_trace(book: Project, browser: Browser):
    done = book.build()
    assert done.returncode == 0, done.stderr
    site, store = book.site(), kept(book)

    drop(book)
    book.edit(PAGE, "[41.0 mV]", "[14.0 mV]")
    book.edit(PAGE, "[−1.2 mV]", "[−2.1 mV]")
    book.edit(MEMBRANE, '"potassium current"', '"potassium current", kept_by="L"')
    done = book.build()
    assert done.returncode != 0
    for fault in (":10: '14.0 mV' does not hold: barnacle_spike.peak is", ":18: '−2.1 mV' does not hold: parameters."):
        assert f"{PAGE}{fault}" in done.stderr, done.stderr
    told = (
        f"{PAGE}:12: the figure 'calcium-spikes' could not be made: ValueError: live figures cannot run the membrane "
        f"barnacle ({MEMBRANE}): it has a current K that is kept by L; allowed: currents without kept_by"
    )
    assert told in done.stderr, done.stderr
    assert book.site() == site, "a build that fails leaves the last good one"

    book.edit(PAGE, "[14.0 mV]", "[41.0 mV]")
    book.edit(PAGE, "[−2.1 mV]", "[−1.2 mV]")
    book.edit(MEMBRANE, ', kept_by="L"', "")
    done = book.build()
    assert done.returncode == 0, done.stderr
    page = book.html("barnacles")
    assert 'href="./#parameters.barnacle_V_m"' in page, "what a number is from stands where the chapter shows it"
    assert '<tr id="parameters.barnacle_g_L">' in page
    assert 'alttext="C_\\mathrm{m} \\frac{dV}{dt}' in page
    assert "Morris" in book.html("references")
    assert 'href="../model/experiments/#barnacle_spike.peak"' in page
    assert 'id="squid-beside"' in book.html("model/experiments")
    assert ">Barnacles<" in book.html("model").replace("\n", "").replace(" ", "")
    assert "Barnacles" in (book.path / "site/search/search_index.json").read_text()
    assert page.count('data-live="') == 2, "its own figure is live, and the squid's"
    assert (book.path / "site/embed/squid-beside/index.html").is_file()
    runs_in_a_page(book, browser)
    compiled = kept(book).keys() - store.keys()
    assert [name for name in compiled if name.startswith("kernel_")], "its machine code is kept between builds"

    take_away(book)
    done = book.build()
    assert done.returncode == 0, done.stderr
    assert book.site() == site
    assert kept(book) == store


@pytest.mark.thorough
@pytest.mark.usefixtures("site")
def test_a_slip_in_a_membrane_is_told_with_its_file_and_line(book: Project):
    drop(book)
    book.edit(MEMBRANE, '"tau_0", 25.0, "ms"', '"tau_0", 25.0, "mV"')
    line = (book.path / MEMBRANE).read_text().split('Gate("w"')[0].count("\n") + 1
    done = book.run("apsite", "check")
    assert done.returncode == 1
    assert f"{MEMBRANE}:{line}: the model cannot be read" in done.stdout, done.stdout + done.stderr
    book.edit(MEMBRANE, '"tau_0", 25.0, "mV"', '"tau_0", 25.0, "ms"')
    book.edit(MEMBRANE, '"g_K * w"', '"g_K * q"')
    line = (book.path / MEMBRANE).read_text().split("BARNACLE = ")[0].count("\n") + 1
    done = book.run("apsite", "check")
    assert f"{MEMBRANE}:{line}: the model cannot be read" in done.stdout, done.stdout + done.stderr
    assert "there is no 'q'; known: " in done.stdout
