"""A small book that passes every check, and what is found in it once a test has changed it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from apsite.book.production.production import Producer
from apsite.checks import Report, check
from tests.book.support import Project


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory, small_project: Callable[[Path], Project]) -> Project:
    """The small project of the tests of publishing, with the descriptions and citations that it does without."""
    project = small_project(tmp_path_factory.mktemp("checked") / "book")
    for page in (project.path / "docs").rglob("*.md"):
        name = page.relative_to(project.path).as_posix()
        page.write_text(
            page.read_text().replace("\n---\n", f"\ndescription: What there is to read in {name}.\n---\n", 1)
        )
    project.edit("docs/index.md", "It has", "As in a textbook [@kandel2013], it has")
    return project


@pytest.fixture
def book(clean: Project, tmp_path: Path) -> Project:
    shutil.copytree(clean.path, tmp_path / "book")
    return Project(tmp_path / "book")


@pytest.fixture
def checked(book: Project, clean: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Report]:
    """Check the book; what its pages name is run once for all tests."""
    monkeypatch.setenv("APSITE_CACHE", str(clean.path / ".cache"))
    return lambda: check(book.path, Producer(package=clean.path / "apsite"))
