"""What the first page says of how to cite the book."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from apsite.book.site.citing import FILE, CitationError, citation
from tests.book.support import ROOT, Project

DAY = date(2026, 3, 9)


def test_it_says_what_the_file_says_and_where_the_book_is(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        "title: Muscles & nerves\nversion: 2.10.0\n"
        "authors:\n  - {given-names: Ana, family-names: Núñez}\n  - name: A team\n"
    )
    said = citation(tmp_path, DAY, "CC BY 4.0.", "https://book.example/?a=1&b=2")
    assert "Ana Núñez and A team (2026). <cite>Muscles &amp; nerves</cite>. Version 2.10.0, 9 March 2026. CC BY" in said
    assert '<a href="https://book.example/?a=1&amp;b=2">' in said
    assert "author = {{Ana Núñez} and {A team}}" in said
    assert "year = {2026}" in said
    assert "href" not in citation(tmp_path, DAY, None, None)


def test_a_project_without_the_file_says_nothing(tmp_path: Path) -> None:
    assert citation(tmp_path, DAY, None, None) == ""


NAMELESS = "title: A\nversion: 1\n"
LACKING = ["", "title: [", "- a", "title: A", NAMELESS, f"{NAMELESS}authors: [x]", f"{NAMELESS}authors: []"]


@pytest.mark.parametrize("text", LACKING)
def test_a_file_that_lacks_something_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(CitationError, match="needs a title, a version and authors with names"):
        citation(tmp_path, DAY, None, None)


def test_it_stands_on_the_first_page_alone_and_a_broken_file_is_named(project: Project) -> None:
    shutil.copy(ROOT / FILE, project.path)
    assert project.build().returncode == 0
    pages = {path: path.read_text() for path in (project.path / "site").rglob("*.html")}
    said = '<p class="ap-citation">The authors of the book'
    assert [path.parent.name for path, text in pages.items() if said in text] == ["site"]
    (project.path / FILE).write_text("title: A\n")
    assert f"{FILE}:1: it needs a title, a version" in project.build().stderr
