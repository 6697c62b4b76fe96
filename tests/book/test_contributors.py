"""Who changed a page, as git tells it, and who wrote it, as its top says."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from apsite.book.pages.contributors import contributors
from apsite.book.site.framing import framed
from apsite.book.text.front_matter import read_front_matter


def commit(folder: Path, author: str, email: str = "a@b.org") -> None:
    who = ["-c", f"user.name={author}", "-c", f"user.email={email}"]
    for command in (["add", "."], ["commit", "-qm", "x"]):
        subprocess.run(["git", *who, *command], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which people, a program and the project itself changed pages."""
    folder = tmp_path_factory.mktemp("whole")
    docs = folder / "docs"
    (docs / "one").mkdir(parents=True)
    (docs / "one/a.md").write_text("1\n2\n3\n")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    commit(folder, "Ana")
    (docs / "one/a.md").write_text("1\n2\n3\n4\n")
    (docs / "two.md").write_text("b")
    commit(folder, "Bo & Co")
    (docs / "one/a.md").rename(docs / "c.md")
    commit(folder, "dee")
    (folder / ".mailmap").write_text("Dee Dee <a@b.org> dee <a@b.org>\n")
    (docs / "three.md").write_text("c")
    commit(folder, "The Book's maintainers", "maintainers@book.example")
    (docs / "two.md").write_text("bb")
    commit(folder, "dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com")
    return folder


def test_each_page_has_the_people_who_changed_it_also_before_it_was_moved(whole):
    found = contributors(whole / "docs")
    assert found["c.md"] == ("Ana", "Bo & Co", "Dee Dee")
    assert found["two.md"] == ("Bo & Co",)
    assert not found["three.md"]


def test_of_a_part_of_the_history_and_without_git_nothing_is_told(whole, tmp_path, monkeypatch):
    subprocess.run(["git", "clone", "-q", "--depth=1", whole.as_uri(), "part"], cwd=tmp_path, check=True)
    assert contributors(tmp_path / "part/docs") == {}
    (tmp_path / "docs").mkdir()
    assert contributors(tmp_path / "docs") == {}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert contributors(whole / "docs") == {}


@pytest.mark.parametrize(
    ("top", "changed", "said"),
    [
        ("", ("Ana", "Bo & Co", "Cleo"), "Contributors to this page: Ana, Bo &amp; Co and Cleo</p>"),
        ("author: Ana", ("Bo",), "Written by Ana</p>"),
        ("authors: [{name: Ana, url: x}, Bo, 3]", (), "Written by Ana and Bo</p>"),
        ("author: {url: x}", (), ""),
    ],
)
def test_a_page_names_its_authors_or_else_those_who_changed_it(top, changed, said):
    matter, faults = read_front_matter("a.md", f"---\ntitle: A\n{top}\n---\n")
    assert not faults
    assert framed("", matter, changed).endswith(said)
    assert bool(framed("", matter, changed)) is bool(said)
