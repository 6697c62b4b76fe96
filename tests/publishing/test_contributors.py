"""Who wrote a page, as git tells it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from apsite.publishing.contributors import contributors, line


def git(folder: Path, *arguments: str, author: str = "A B") -> None:
    who = ["-c", f"user.name={author}", "-c", "user.email=a@b.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_each_page_has_those_who_changed_it_also_before_it_was_moved(tmp_path):
    docs = tmp_path / "docs"
    (docs / "one").mkdir(parents=True)
    git(tmp_path, "init", "-q")
    for author, name, text in (
        ("Ana", "one/a.md", "1\n2\n3\n"),
        ("Bo & Co", "one/a.md", "1\n2\n3\n4\n"),
        ("Ana", "b.md", "b"),
    ):
        (docs / name).write_text(text)
        git(tmp_path, "add", ".", author=author)
        git(tmp_path, "commit", "-qm", "x", author=author)
    git(tmp_path, "mv", "docs/one/a.md", "docs/c.md")
    git(tmp_path, "commit", "-qm", "x", author="Cleo")
    found = contributors(docs)
    assert found["c.md"] == ("Ana", "Bo & Co", "Cleo")
    assert found["b.md"] == ("Ana",)
    assert "Written by Ana, Bo &amp; Co and Cleo</p>" in line(found["c.md"])
    assert line(()) == ""


def test_of_a_part_of_the_history_nothing_is_told(tmp_path):
    (tmp_path / "docs").mkdir()
    assert contributors(tmp_path / "docs") == {}
    git(tmp_path, "init", "-q", "whole")
    for text in "ab":
        (tmp_path / "whole/a.md").write_text(text)
        git(tmp_path / "whole", "add", ".")
        git(tmp_path / "whole", "commit", "-qm", text)
    git(tmp_path, "clone", "-q", "--depth=1", (tmp_path / "whole").as_uri(), "part")
    assert contributors(tmp_path / "whole") == {"a.md": ("A B",)}
    assert contributors(tmp_path / "part") == {}
