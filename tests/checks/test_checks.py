"""Every check on a small book: what a test puts in is found at its place, with a way to mend it, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from apsite.__main__ import annotation
from apsite.book.production.production import Producer
from apsite.book.text.faults import Fault
from apsite.checks import check

SPIKE = "docs/chapter-1/spike/index.md"
INDEX = "docs/index.md"
PAGE = """\
---
title: {title}
parent: Chapter 1
nav_order: {order}
description: A page of a test, called {title}.
{more}---

{text}
"""


def page(text: str, title: str = "New", order: int = 7, more: str = "") -> str:
    return PAGE.format(title=title, order=order, text=text, more=more)


def test_a_clean_book_has_no_finding(checked):
    report = checked()
    assert report.faults == report.warnings == ()
    assert report.pages == 7


SLIP = "het"[::-1]  # turned round, for codespell looks at this file too

#: What a page may hold, each in a paragraph of its own, and what is found there.
FINDINGS = {
    "To [the spike](nowhere.md).": "the link nowhere.md leads to no page.",
    "To [the spike](/spike/index.md).": "the link /spike/index.md leads to no page. Did you mean",
    "To [the spike](spike/index.md#peak).": "docs/chapter-1/spike/index.md has no anchor 'peak'",
    "To [the top](#neww).": "has no anchor 'neww', to which #neww leads. Did you mean 'new'?",
    "To [a secret](../../secret.md).": "the link ../../secret.md leads out of the pages.",
    "To [a secret](..%2f..%2fsecret.md).": "leads out of the pages.",
    "To [an attack](javascript:alert(1)).": "there is no 'javascript:' to link to.",
    "To [the spike](spike/indexx.md).": "leads to no page. Did you mean 'spike/index.md'?",
    "It was seen [@hodgkin1952 in the squid.": "[@hodgkin1952",
    "#### B": "the heading 'B' is 3 levels below the one before. Write ##.",
    "# C": "'C' is a second title",
    f"It fell {SLIP} day.": f"'{SLIP}' is misspelled: 'the'?",
    "It is the the one.": "'the' stands twice.",
    "It falls.After that it rises.": "there is no space in 'ls.Af'.",
    "Rest is at -70mV [@hodgkin1952].": "'70mV' has no space between number and unit.",
    "It rose by sixty millivolts.": "'sixty millivolts' is a quantity in words, which nothing checks.",
    "It lasts for twenty-five milliseconds.": "'twenty-five milliseconds' is a quantity in words",
    "As Hogdkin and Huxley saw.": "'Hogdkin' is nearly a name of the field. Did you mean Hodgkin?",
    "By the law of Nernest.": "'Nernest' is nearly a name of the field. Did you mean Nernst?",
    "It lasts for 30 min.": "'30 min' is neither checked nor followed by a source",
    "The seal has 1.5 GΩ.": "'1.5 GΩ' is neither checked",
    "See [here](spike/index.md).": "the link [here] does not say where it leads.",
    "It is at 12 mV.": "'12 mV' is neither checked nor followed by a source",
    "It is at [36 mV](model:peak.voltage).": "'36 mV' does not hold",
    "![Picture of a cell](figure:spike)": "the alternative text 'Picture of a cell' does not say",
    "![](figure:spike)": "has no alternative text",
    "![A cell](cell.png)": "there is no image cell.png. Put it at docs/chapter-1/cell.png.",
    "![A cell](https://example.org/cell.png)": "lies on another host",
    "As is known [@nobody1900].": "there is no source 'nobody1900'",
    "*A word.*{ onclick=alert(1) }": "onclick runs script in the reader's page",
    "<iframe src='film.html'></iframe>": "cannot stand in a page. Write a link to where it is published.",
}


def test_a_finding_has_file_line_and_a_way_to_mend_it(book, checked):
    (book.path / "docs/chapter-1/new.md").write_text(page("# New\n\n" + "\n\n".join(FINDINGS)))
    found = {(fault.file, fault.line): fault.message for fault in checked().faults}
    wanted = {("docs/chapter-1/new.md", 10 + 2 * at): message for at, message in enumerate(FINDINGS.values())}
    assert found.keys() == wanted.keys()
    for place, message in wanted.items():
        assert message in found[place]


BOXES = """\
# New

!!! misconcepton "A"

    B.

??? question "C"

D stands beside it.

!!! note "E"

    F.

    ??? tip "G"

        H.

!!! tip "J"

    ```
    k = 1
    ```

!!! remark "I"

    What is no kind here is a note.

```
!!! misconcepton
```

/// figure-caption
It never ends.
"""


def test_a_box_that_is_not_seen_as_it_is_meant_is_found(book, checked):
    (book.path / "docs/chapter-1/new.md").write_text(page(BOXES))
    assert [(fault.line, fault.message) for fault in checked().faults] == [
        (10, "'misconcepton' is no kind of box. Did you mean 'misconception'?"),
        (14, "nothing stands in this box (question). Indent what belongs into it by four spaces."),
        (40, "/// figure-caption has no end. Write /// on a line of its own beneath it."),
    ]


CROWDED = """\
# New

It rests at {rest}. It peaks at {peak}, as at 6.3 °C [@hodgkin1952, p. 520]. It goes from {rest} to {peak}.

It rests at {rest},
and it peaks
at {peak}.

Between {rest} and {peak} lies {peak}.

- It rests at {rest}, not at {peak}!

??? note "A fold"

    It rests at {rest}, and it peaks at {peak}.

| At rest, {rest} | it is not at {peak} |
|---|---|
| At rest, {rest} | it is not at {peak} |
"""


def test_a_sentence_with_more_numbers_than_the_page_allows_is_found_at_its_line(book, checked):
    """Of its prose: not of folds and tables; a pair is one."""
    numbers = {"rest": "[−54.6 mV](model:threshold.voltage)", "peak": "[+35 mV](model:peak.voltage)"}
    text = CROWDED.format(**numbers)
    new = book.path / "docs/chapter-1/new.md"
    new.write_text(page(text))
    assert not [fault for fault in checked().faults if "numbers_in_a_sentence" in fault.message]
    for allowed, lines in ((1, {13: 2, 17: 2, 19: 2}), (2, {})):
        new.write_text(page(text, more=f"numbers_in_a_sentence: {allowed}\n"))
        found = [fault for fault in checked().faults if "numbers_in_a_sentence" in fault.message]
        assert {fault.line: int(fault.message.split(" has ")[1].split()[0]) for fault in found} == lines
        assert all(f"allows {allowed}" in fault.message for fault in found)


def test_a_top_that_has_no_end_is_told_as_such(book, checked):
    text = page("# New").replace("\n---\n", "\n", 1)
    (book.path / "docs/chapter-1/new.md").write_text(text)
    told = [fault.message for fault in checked().faults if fault.file.endswith("new.md")]
    assert told == ["the top of the page has no end. Write --- on a line of its own beneath it."]


def test_two_pages_of_one_address_are_both_named(book, checked):
    (book.path / "docs/chapter-1/spike.md").write_text(page("# New"))
    [fault] = checked().faults
    assert (fault.file, fault.line) == ("docs/chapter-1/spike.md", 1)
    both = "docs/chapter-1/spike/index.md and docs/chapter-1/spike.md are both the page at /chapter-1/spike/"
    assert both in fault.message


def test_a_description_is_there_fits_and_is_the_pages_own(book, checked):
    descriptions = ["", "description: Short.\n", "description: What there is to read in docs/index.md.\n"]
    for order, each in enumerate(descriptions, 7):
        (book.path / f"docs/new-{order}.md").write_text(
            f"---\ntitle: New {order}\nnav_order: {order}\n{each}---\n\n# New\n"
        )
    found = [(fault.file, fault.line, fault.message) for fault in checked().faults]
    assert [place for *place, _ in found] == [["docs/new-7.md", 1], ["docs/new-8.md", 4], ["docs/new-9.md", 4]]
    for (*_, message), part in zip(
        found, ["is missing", "has 6 characters", "is that of docs/index.md too"], strict=True
    ):
        assert f"the description {part}" in message


NAMES = {
    "docs/My Chapter/new.md": "the folder 'My Chapter' becomes part of the address",
    "docs/chapter-1/Big Name.md": "Name it big-name.md.",
    "docs/chapter-1/a picture.png": "Name it a-picture.png.",
    "docs/chapter-1/code.js": "scripts and styles of the site stand under docs/assets/ only",
    "docs/page.html": "files of this kind are not published",
    "docs/picture.svg": "the drawing has 'script'",
}


def test_names_and_kinds_of_files(book, checked):
    for order, file in enumerate(NAMES, 7):
        (book.path / file).parent.mkdir(exist_ok=True)
        text = page("# New", title=f"New {order}", order=order) if file.endswith(".md") else "<svg><script/></svg>"
        (book.path / file).write_text(text)
    found = {fault.file: fault.message for fault in checked().faults}
    assert found.keys() == NAMES.keys()
    for file, message in NAMES.items():
        assert message in found[file]


def test_a_notebook_file_that_cannot_be_read_is_named(book, checked):
    (book.path / "docs/chapter-1/broken.ipynb").write_text('{"cells": [')
    [fault] = checked().faults
    assert (fault.file, fault.line) == ("docs/chapter-1/broken.ipynb", 1)
    assert "is no notebook that Jupyter could read" in fault.message


def test_what_needs_no_number_is_told_before_anything_is_run(book, clean, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("APSITE_CACHE", str(tmp_path / "empty"))
    producer = Producer(package=clean.path / "apsite")
    (book.path / "docs/chapter-1/new.md").write_text(page(f"# New\n\n#### Too deep\n\nAt 12 mV {SLIP} of of it."))
    told: list[Fault] = []

    def tell(faults: list[Fault]) -> None:
        told.extend(faults)
        assert not producer.made

    report = check(book.path, producer, tell)
    assert producer.made["run"] == 1
    assert len(told) == 3
    assert set(told) < set(report.faults)  # of which the quantity is told at last
    told.clear()
    assert check(book.path, Producer(package=clean.path / "apsite"), told.extend).faults == report.faults
    assert len(told) == 1, "with all at hand, nothing is read twice"


def test_a_source_that_nobody_cites_is_named_at_its_line(book, checked):
    book.edit(INDEX, " [@kandel2013]", "")
    [fault] = checked().faults
    assert (fault.file, fault.line) == ("docs/references.bib", 20)
    assert "no page cites 'kandel2013'" in fault.message


def test_a_page_under_construction_may_be_unfinished_but_not_unsafe(book, checked):
    text = "# New\n\nRest is at -70mV.\n\n![A cell](./assets/images/cell.png)\n\n<script>alert(1)</script>"
    (book.path / "docs/chapter-1/new.md").write_text(page(text, more="under_construction: true\n"))
    report = checked()
    assert [(fault.line, fault.message.split(".")[0]) for fault in report.faults] == [
        (15, "<script> may not stand in a page")
    ]
    assert {fault.line for fault in report.warnings} == {11, 13}


def test_a_page_that_is_not_released_is_not_checked_but_cannot_be_linked_to(book, checked):
    (book.path / "docs/chapter-1/new.md").write_text(page("# New\n\nAt 12 mV [@nobody].", more="released: false\n"))
    assert checked().faults == ()
    book.edit(INDEX, "chapter-1/index.md", "chapter-1/new.md")
    [fault] = checked().faults
    assert (fault.file, fault.line) == (INDEX, 9)
    assert "is not released" in fault.message


def test_a_link_of_the_file_system_may_not_leave_the_pages(book, checked, tmp_path: Path):
    (tmp_path / "secret.png").write_bytes(b"")
    (book.path / "docs/chapter-1/picture.png").symlink_to(tmp_path / "secret.png")
    [fault] = checked().faults
    assert fault.file == "docs/chapter-1/picture.png"
    assert "leads out of docs/" in fault.message


def test_a_page_in_another_language_is_not_held_to_english(book, checked):
    slip = f"Neu {SLIP} die die Frage."
    (book.path / "docs/chapter-1/new.md").write_text(page(f"# Neu\n\n{slip}", more="lang: de\n"))
    assert checked().faults == ()
    book.edit("docs/chapter-1/new.md", "lang: de", "lang: en-GB")
    assert len(checked().faults) == 2


def test_a_finding_becomes_a_note_beside_its_line_in_a_workflow():
    text = annotation("error", "docs/a,b.md", 3, "50 % of\nit")
    assert text == "::error file=docs/a%2Cb.md,line=3::50 %25 of%0Ait"


def test_the_command_says_what_was_found_and_fails(book, clean):
    shutil.rmtree(book.path / "docs" / "chapter-1" / "spike")
    command = [*book.command()[:2], "apsite", "check"]
    environment = book.environment | {"APSITE_CACHE": str(clean.path / ".cache")}
    done = subprocess.run(command, cwd=book.path, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "docs/chapter-1/index.md:9: the link spike/index.md leads to no page." in done.stdout
    assert "6 pages checked in" in done.stderr


def test_a_chapters_own_bibliography_counts_and_is_told_with_its_file(book, checked):
    own = book.path / "docs/chapter-1/references.bib"
    own.write_text("\n@book{one,\n  author = {A, B.},\n  title = {C},\n  publisher = {D},\n  year = {1990},\n}\n")
    [fault] = checked().faults
    assert (fault.file, fault.line) == ("docs/chapter-1/references.bib", 2)
    book.edit("docs/index.md", "[@kandel2013]", "[@kandel2013; @one]")
    assert checked().faults == ()
    own.write_text("\n\n@book{,}\n")
    assert ("docs/chapter-1/references.bib", 3) in {(each.file, each.line) for each in checked().faults}


def test_a_bibliography_that_cannot_be_read_is_one_finding_and_not_one_of_each_source(book, checked):
    (book.path / "docs/references.bib").write_text("@book{broken,\n  title = {A}\n")
    assert [(fault.file, fault.message[:15]) for fault in checked().faults] == [
        ("docs/references.bib", "cannot be read:")
    ]


def test_a_source_may_stand_in_two_bibliographies_if_both_say_the_same(book, checked):
    own, books = book.path / "docs/chapter-1/references.bib", (book.path / "docs/references.bib").read_text()
    own.write_text("\n\n" + books.replace("@book{kandel2013", "@Book{Kandel2013").replace(" = ", "\n   = "))
    assert checked().faults == ()
    own.write_text("\n\n\n@book{kandel2013,\n  title = {Again},\n}\n\n@book{kandel2013b,\n  title = {Alone},\n}\n")
    faults = [each for each in checked().faults if "another" in each.message]
    assert [(each.file, each.line) for each in faults] == [("docs/chapter-1/references.bib", 4)]
    line = books[: books.index("@book{kandel2013")].count("\n") + 1
    assert f"'kandel2013' has another author than in docs/references.bib:{line}. Write both alike" in faults[0].message
    assert faults == [each for each in checked().faults if "another" in each.message], "told again"
