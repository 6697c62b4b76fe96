"""A small book in a folder of its own: the real publishing rooms, over a model that costs nothing to run."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from markdown import Markdown

from apsite.book.edition.edition import Edition
from apsite.book.markdown.markdown import BookExtension
from apsite.book.pages.book import Book
from apsite.book.production.production import Producer
from apsite.book.text.faults import BookError, Fault
from tests.book.support import Project


@pytest.fixture
def project(built_project: Project, tmp_path: Path) -> Project:
    """A copy of a project that was built once."""
    return built_project.copied(tmp_path / "book")


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory, small_project: Callable[[Path], Project]) -> Edition:
    project = small_project(tmp_path_factory.mktemp("edition") / "book")
    with pytest.MonkeyPatch.context() as patch:  # for the producer alone: a process has other tests to run
        patch.setenv("APSITE_CACHE", str(project.path / ".cache"))
        producer = Producer(package=project.path / "apsite")
    return Edition(project.path / "docs", producer)


@pytest.fixture(scope="session")
def opened(edition: Edition) -> Book:
    return edition.open()


@pytest.fixture
def book(opened: Book) -> Book:
    """The small book, open at a page of its chapter."""
    page = replace(opened.page, file="docs/chapter-1/x.md", source="chapter-1/x.md", root="../..")
    here = lambda path: "." in path and "missing" not in path  # noqa: E731
    return replace(opened, page=page, faults=[], warnings=[], assets={}, holds=here)


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
