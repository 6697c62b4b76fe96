"""A small book in a folder of its own: the real publishing rooms, over a model that costs nothing to run."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from markdown import Markdown

from apsite.publishing.book import Book
from apsite.publishing.edition import Edition
from apsite.publishing.faults import BookError, Fault
from apsite.publishing.markdown import BookExtension
from apsite.publishing.production import Producer

ROOT = Path(__file__).resolve().parents[2]
REAL = ("store.py", "units.py", "publishing")


@dataclass(frozen=True)
class Project:
    """A checkout that a test may change."""

    path: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "APSITE_CACHE"}
        return {**kept, "PYTHONPATH": "", "PYTHONUNBUFFERED": "1", "SOURCE_DATE_EPOCH": "981158400"}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "mkdocs", *arguments]

    def build(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `mkdocs build`; standard error holds its log."""
        command = self.command("build", *arguments)
        return subprocess.run(command, cwd=self.path, env=self.environment, capture_output=True, text=True)

    def edit(self, file: str, old: str, new: str) -> None:
        text = (self.path / file).read_text()
        assert old in text
        (self.path / file).write_text(text.replace(old, new))

    def site(self) -> dict[str, str]:
        """Return the digest of every file of the site."""
        files = (path for path in (self.path / "site").rglob("*") if path.is_file())
        return {str(path.relative_to(self.path)): digest(path) for path in files}

    def html(self, page: str) -> str:
        return (self.path / "site" / page / "index.html").read_text()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def runs(build: subprocess.CompletedProcess[str]) -> tuple[int, int]:
    """Return how many answers of the model a build made, and how many it took from the store."""
    found = re.search(r"Model: (\d+) runs made, (\d+) taken from the store", build.stderr)
    assert found, build.stderr
    return int(found[1]), int(found[2])


def copy_project(to: Path) -> Project:
    shutil.copytree(Path(__file__).parent / "project", to)
    for part in REAL:
        source = ROOT / "apsite" / part
        copy: Callable[..., object] = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, to / "apsite" / part)
    return Project(to)


@pytest.fixture(scope="session")
def built_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_project(tmp_path_factory.mktemp("built") / "book")
    done = project.build()
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def project(built_project: Project, tmp_path: Path) -> Project:
    """A copy of a project that was built once."""
    shutil.copytree(built_project.path, tmp_path / "book")
    return Project(tmp_path / "book")


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    project = copy_project(tmp_path_factory.mktemp("edition") / "book")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("APSITE_CACHE", str(project.path / ".cache"))
        yield Edition(project.path / "docs", Producer(package=project.path / "apsite"))


@pytest.fixture(scope="session")
def opened(edition: Edition) -> Book:
    return edition.open()


@pytest.fixture
def book(opened: Book) -> Book:
    """The small book, open at a page of its chapter."""
    page = replace(opened.page, file="docs/chapter-1/x.md", source="chapter-1/x.md", root="../..")
    return replace(opened, page=page, faults=[], assets={})


@pytest.fixture
def render(book: Book) -> Callable[[str], str]:
    """Render with plain Python-Markdown, without MkDocs; a fault raises."""
    extensions = ["admonition", "pymdownx.details", "pymdownx.superfences", "toc", BookExtension(book=book)]
    return lambda text: Markdown(extensions=extensions).convert(text)


@pytest.fixture
def faults(render: Callable[[str], str]) -> Callable[[str], list[Fault]]:
    """Return all that is wrong with a text."""

    def faults_of(text: str) -> list[Fault]:
        try:
            render(text)
        except BookError as error:
            return list(error.faults)
        return []

    return faults_of
