"""Files that end a careless reader with a traceback: each is a finding with file and line, in check and build."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from apsite.book.text.safe_yaml import UnreadableError, load
from apsite.checks import Report
from tests.book.support import Project
from tests.bounds import within

PAGE = "---\ntitle: {}\nparent: Chapter 1\ndescription: A page of a test, called {}.\n{}---\n\n{}\n"

FRONT = {
    "digits": f"nav_order: {'9' * 5000}\n",
    "hexadecimal": f"title: 0x{'f' * 5000}\n",
    "underscore": "nav_order: 0x_\n",
    "timestamp": "date: !!timestamp x\n",
    "truth": "tags: !!bool x\n",
    "empty": 'nav_order: !!int ""\n',
    "bomb": "a: &a [x, x]\n"
    + "".join(f"{b}: &{b} [{f'*{a}, ' * 9}*{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "deep": "tags: " + "[" * 5000 + "]" * 5000 + "\n",
    "python": "tags: !!python/object/apply:os.system [true]\n",
}
TEXTS = {
    "lists": "\n".join(f"{'    ' * depth}- x" for depth in range(120)),
    "quotations": "> " * 600 + "x",
    "emphasis": "*a **b " * 400 + "c** d*" * 400,
    "links": "[a " * 400 + "](b)" * 400,
    "backticks": "a " + "`" * 5000,
}

SAID = {"links": "brackets are open at once", "backticks": "of the sign ` in a row"}


def notebook(*cells: dict[str, object]) -> str:
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def prose(text: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def code(*outputs: dict[str, object]) -> dict[str, object]:
    return {"cell_type": "code", "metadata": {}, "source": "x", "execution_count": None, "outputs": list(outputs)}


def shown(data: object) -> dict[str, object]:
    return {"output_type": "display_data", "metadata": {}, "data": data}


def fill(docs: Path) -> dict[str, str]:
    """Put hostile files among the pages; return a part of what is to be said of each, by file."""
    chapter = docs / "chapter-1"
    said = {}
    for name, front in FRONT.items():
        (chapter / f"{name}.md").write_text(PAGE.format(name, name, front, "x"))
        said[f"docs/chapter-1/{name}.md"] = "front matter: "
    for name, text in TEXTS.items():
        (chapter / f"{name}.md").write_text(PAGE.format(name, name, "", f"# {name}\n\n{text}"))
        said[f"docs/chapter-1/{name}.md"] = SAID.get(name, " deep")
    latin = PAGE.format("latin", "latin", "", "nav\xe9").encode("latin-1")
    for name in ("latin.md", "latin.ipynb"):
        (chapter / name).write_bytes(latin)
    (docs / "references.bib").write_bytes((docs / "references.bib").read_bytes() + b"% nav\xe9\n")
    said |= {f"docs/{name}": "not UTF-8" for name in ("chapter-1/latin.md", "chapter-1/latin.ipynb", "references.bib")}
    (chapter / "folder.md").mkdir()
    os.mkfifo(chapter / "pipe.md")
    with (chapter / "large.md").open("wb") as large:
        large.truncate(30_000_000)
    said |= {f"docs/chapter-1/{name}.md": "cannot be read: it " for name in ("folder", "pipe", "large")}
    (chapter / "index.html.md").write_text(PAGE.format("file", "file", "", "# file\n\nx"))
    said["docs/chapter-1/index.html.md"] = "has the name of a file, index.html"
    (chapter / "dangling.md").symlink_to("nowhere")
    (chapter / "circle.md").symlink_to("circle.md")
    (chapter / "outside.md").symlink_to("/etc/hostname")
    (chapter / "outside.ipynb").symlink_to("/etc/hostname")
    said["docs/chapter-1/dangling.md"] = "cannot be read"
    said |= {f"docs/chapter-1/{name}": "the link leads out" for name in ("circle.md", "outside.md", "outside.ipynb")}
    Path(os.fsdecode(os.fsencode(chapter) + b"/nav\xe9.md")).write_text(PAGE.format("name", "name", "", "x"))
    said[r"docs/chapter-1/nav\udce9.md"] = "name is not text"
    for sign in ("\n", "\t", "\x7f", "\u202e", "\u200b", "\u2028", "\ue000"):  # which nobody sees in a name
        name = f"sign-{ord(sign)}{sign}.md"
        (chapter / name).write_text(PAGE.format(f"sign {ord(sign)}", "sign", "", "x"))
        said["docs/chapter-1/" + repr(name)[1:-1]] = "the file's name is not text that can be shown"
    for first, second in (
        ("Two.md", "two.md"),
        ("e\u0301.md", "\u00e9.md"),
        ("s.md", "\u017f.md"),
    ):  # one on other disks
        for name in (first, second):
            (chapter / name).write_text(PAGE.format(f"name {name!a}"[:-4], "twin", "", "x"))
        said[f"docs/chapter-1/{second}"] = "are both the page at"
    (docs / "javascript:ran().md").write_text("---\ntitle: Scheme\ndescription: A page.\n---\n\n# Scheme\n")
    said["docs/javascript:ran().md"] = "begins as an address of another scheme"
    (chapter / "cell.ipynb").write_text(notebook(prose("# A\n\n![](cell:9)\n\n![](cell:abc)\n\n![](cell:0)")))
    said["docs/chapter-1/cell.ipynb"] = "there is no image 'cell:"
    (chapter / "hidden.ipynb").write_text(notebook(prose("# A\n\nx\x02y")))
    said["docs/chapter-1/hidden.ipynb"] = "a control character"
    (chapter / "half.ipynb").write_text(notebook(prose("# A\n\nx\ud800y")))
    said["docs/chapter-1/half.ipynb"] = "half a character"
    (chapter / "private.md").write_text(PAGE.format("private", "private", "", "# A\n\nx\ue000y"))
    said["docs/chapter-1/private.md"] = "a private character"
    (chapter / "anchor.md").write_text(PAGE.format("anchor", "anchor", "", '# A\n\n<a markdown="1" name="x">y</a>'))
    (chapter / "picture.ipynb").write_text(notebook(prose("# A"), code(shown({"image/svg+xml": "1-0"}))))
    return said


def lines_of(found: list[tuple[str, int]], name: str) -> list[int]:
    return sorted(line for file, line in found if file == f"docs/chapter-1/{name}")


def test_each_is_a_finding_of_the_check_and_of_a_build(
    book: Project, checked: Callable[[], Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APSITE_CACHE", str(book.path / ".cache"))  # in which the build finds the notebooks' pages
    said = fill(book.path / "docs")
    with within(60):
        report = checked()
    every = [*report.faults, *report.warnings]
    missing = [
        file for file, part in said.items() if not any(part in each.message for each in every if each.file == file)
    ]
    assert missing == []
    found = [(each.file, each.line) for each in every]
    assert lines_of(found, "bomb.md") == [6]
    assert lines_of(found, "private.md") == [9]
    assert lines_of(found, "lists.md")[0] > 30

    done = book.build()
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    told = [line for line in done.stderr.splitlines() if "Building documentation to directory" not in line]
    assert [line for line in told if str(book.path) in line] == []
    assert [file for file in said if file not in done.stderr and not file.endswith("cell.ipynb")] == []


def test_a_folder_of_pages_that_leads_outside_is_refused(book: Project, checked: Callable[[], Report]) -> None:
    outside = book.path.parent / "elsewhere"
    (book.path / "docs").rename(outside)
    (book.path / "docs").symlink_to(outside)
    assert [each.message for each in checked().faults if each.file == "docs"] == [
        "docs/ is a link that leads out of the project. Put the folder itself here."
    ]


def test_time_to_read_front_matter_is_bounded_by_its_length() -> None:
    for hostile in (FRONT["bomb"], FRONT["deep"], "a: [" * 100_000):
        with within(5), pytest.raises(UnreadableError):
            load(hostile)
    assert load("a: 1\nb: [x, {c: 2024-12-01}]")["a"] == 1
