"""The book, built once for all tests that read it, and which tests need no build."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.book.support import Project, copy_project
from tests.site import support

#: Folders of tests that build small books, or begin programs that take their time.
BUILDING = {"chapters", "checks", "github", "guide", "book", "notebooks", "site", "sources", "starters"}
#: Files of the tests of the book that read a text in this process.
READING = {
    "test_citations.py", "test_formulas.py", "test_glossary.py", "test_lines.py", "test_markdown.py",
    "test_navigation.py", "test_prose.py", "test_quantities.py", "test_safety.py", "test_staging.py",
}  # fmt: skip

#: Tests of other folders that take their time: they begin programs, or do a thing a hundred times.
SLOW = (
    "test_machine_code_is_kept",
    "test_a_simulation_in_another_process",
    "test_the_same_text_is_emitted",
    "test_a_hundred_saves",
    "test_a_figure_comes_in_four",
    "test_it_comes_in_four_looks",
    "test_it_is_cited",
)

#: What takes longest, and is begun first, so that no process is left alone with it at the end.
LONG = (
    "test_two_builds_give",
    "test_figures_that_were_left",
    "test_pages_are_answered",
    "test_every_live_figure_can_be",
    "test_edits_take_effect_and",
    "test_it_starts_with_pages_at_fault",
    "test_a_first_page_is_made",
    "test_all_broken_notebooks_are_told",
    "test_the_numbers_of_the_text_fail",
    "test_seven_steps_lead",
)


#: Tests that look at results of the book. Where it is built anyway, they wait for that: nothing is run twice.
LOOKING = (
    *("tests/experiments/", "tests/figures/"),
    *(
        f"tests/live/test_{name}.py"
        for name in ("axes", "axon_figures", "curves", "curves_over_runs", "presets", "traces")
    ),
    "tests/test_catalogue.py::test_a_live_figure_has_its_axes",
)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process more than there are cores: each waits a third of its time, for a page to come to rest or a build."""
    return (os.cpu_count() or 1) + 1


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even read the files of which no test would be run: that takes longer than many tests."""
    if not config.getoption("markexpr").startswith("not building"):
        return None
    parts = collection_path.relative_to(Path(__file__).parent).parts
    if parts[:1] == ("book",):
        return True if parts[-1].startswith("test_") and parts[-1] not in READING else None
    return True if BUILDING.union(("experiments", "figures")).intersection(parts[:1]) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what `make quick` leaves out, and put first what takes long."""
    items.sort(key=lambda item: not item.name.startswith(LONG))
    for item in items:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        built = "site" in getattr(item, "fixturenames", ()) or (folder in BUILDING and item.path.name not in READING)
        if built or item.name.startswith(SLOW) or item.nodeid.startswith(LOOKING):
            item.add_marker("building")
    if any("site" in getattr(item, "fixturenames", ()) for item in items):
        for item in items:
            if item.nodeid.startswith(LOOKING) and "site" not in item.fixturenames:
                item.fixturenames.insert(0, "site")


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Callable[[str, Callable[[Path], Any]], Any]:
    """Return what has something made in a folder of its own, once for all processes that the tests run in.

    What is made there is for all tests to read, and for none to change.
    """
    shared = tmp_path_factory.getbasetemp().parent

    def make(name: str, fill: Callable[[Path], Any]) -> Any:
        folder = shared / f"{name}-{testrun_uid}"
        with FileLock(shared / f"{name}.lock"):
            told = folder / "told"
            if not told.is_file():
                shutil.rmtree(folder, ignore_errors=True)  # an attempt that failed
                folder.mkdir()
                told.write_bytes(pickle.dumps(fill(folder)))
            return pickle.loads(told.read_bytes())

    return make


@pytest.fixture(scope="session")
def site(once: Callable[[str, Callable[[Path], Any]], Any]) -> Path:
    """The book, built once for all processes that the tests run in."""

    def build(folder: Path) -> Path:
        support.build(folder / "site")
        return folder / "site"

    return once("book", build)


@pytest.fixture(scope="session")
def built_project(once: Callable[[str, Callable[[Path], Any]], Any]) -> Project:
    """The small book of the tests of the book, built."""

    def build(folder: Path) -> Project:
        project = copy_project(folder / "book")
        done = project.build()
        assert done.returncode == 0, done.stderr
        return project

    return once("small", build)


@pytest.fixture(scope="session")
def small_project(built_project: Project) -> Callable[[Path], Project]:
    """Return what copies the small book, not yet built, to a place: what is made for it is at hand."""
    return lambda to: built_project.copied(to, site=False)
