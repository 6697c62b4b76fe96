"""Pages that are taken from the store are those that would be rendered: whatever of the book is edited."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.book.support import PIXEL, Project

HOME, SPIKE, CHAPTER = "docs/index.md", "docs/chapter-1/spike/index.md", "docs/chapter-1/index.md"


def kept(project: Project, file: str = "page.json") -> set[str]:
    """Return the pages that the store keeps."""
    return {path.parent.name for path in (project.path / ".cache/store").glob(f"*/{file}")}


def forget(project: Project) -> None:
    for file in ("page.json", "entries.json"):
        for name in kept(project, file):
            shutil.rmtree(project.path / ".cache/store" / name)


def append(file: str, text: str) -> Callable[[Project], None]:
    def edit(project: Project) -> None:
        path = project.path / file
        path.write_text((path.read_text() if path.exists() else "") + text)

    return edit


def edit(file: str, old: str, new: str) -> Callable[[Project], None]:
    return lambda project: project.edit(file, old, new)


def picture(project: Project) -> None:
    (project.path / "docs/x.png").write_bytes(bytes.fromhex("89504e470d0a1a0a") + PIXEL.encode())


#: Each of these is done to the book as the ones before have left it.
EDITS = {
    "prose": edit(SPIKE, "It peaks", "The spike peaks"),
    "a heading that is linked to": append(HOME, "\nSee [there](chapter-1/spike/index.md#the-end).\n"),
    "the heading": append(SPIKE, "\n## The end\n\nIt is over.\n"),
    "a term of the glossary": append("docs/glossary.md", "\nStimulus\n:   What is given.\n"),
    "what a term says": edit("docs/glossary.md", "The least current", "The smallest current"),
    "a title": edit(SPIKE, "title: Spike", "title: The spike itself"),
    "a source": edit("docs/references.bib", "Platkiewicz, Jonathan", "Platkiewicz, J."),
    "a citation": append(HOME, "\nOthers say so [@kandel2013].\n"),
    "a figure on another page, which comes first": append(HOME, "\n![A spike](figure:spike)\n"),
    "the figure gone from there": edit(HOME, "\n![A spike](figure:spike)\n", ""),
    "a page": append("docs/chapter-1/more.md", "---\ntitle: More\nparent: Chapter 1\nnav_order: 2\n---\n\n# More\n"),
    "a link to it": append(CHAPTER, "\nAnd [more](more.md).\n"),
    "a picture that a page wants": lambda project: (picture(project), append(HOME, "\n![A dot](x.png)\n")(project)),
    "its address": edit("docs/chapter-1/more.md", "title: More", "title: More\npermalink: /more/"),
    "a figure": edit("apsite/chapters/spike/figure.py", "<title>", "<title>In red "),
    "what makes pages": edit("apsite/book/pages/tables.py", '"Quantity"', '"What it is"'),
    "the configuration": edit("mkdocs.yml", "permalink: true", 'permalink: "#"'),
    "a parameter": edit("apsite/parameters.py", "120.0", "120.001"),
}  # fmt: skip


@pytest.mark.thorough
def test_what_was_kept_is_what_would_be_rendered(project: Project, small_project, tmp_path: Path) -> None:
    other = project.copied(tmp_path / "other")
    for words, change in EDITS.items():
        done = []
        for each in (project, other):
            change(each)
            if each is other:
                forget(each)
            done.append(each.build())
        assert [build.returncode for build in done] == [done[1].returncode] * 2, words
        assert told(done[0].stderr) == told(done[1].stderr), words
        assert project.site() == other.site(), words


def told(log: str) -> list[str]:
    return sorted(line for line in log.splitlines() if line.startswith(("WARNING", "ERROR")))


def test_an_edit_of_prose_renders_one_page(project: Project) -> None:
    before, entries = kept(project), kept(project, "entries.json")
    project.edit(SPIKE, "It peaks", "The spike peaks")
    assert project.build().returncode == 0
    assert len(kept(project) - before) == 1
    assert len(before) >= 6
    assert not entries  # MkDocs' own search does without


def test_another_picture_renders_the_pages_that_show_it(project: Project) -> None:
    before = kept(project)
    EDITS["a figure"](project)
    assert project.build().returncode == 0
    assert len(kept(project) - before) == 1


@pytest.mark.parametrize("file", [SPIKE, HOME])
def test_what_is_wrong_is_told_each_time(project: Project, file: str) -> None:
    project.edit(file, "\n# ", "\nIt is [here](nowhere.md), at [9 mV](model:peak.voltage).\n\n# ")
    first, second = project.build(), project.build()
    assert first.returncode == second.returncode == 1
    assert told(first.stderr) == told(second.stderr)
    assert len(told(first.stderr)) >= 2
