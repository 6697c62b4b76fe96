"""Time and length: four times the text takes about four times the processor's time, whatever it is made of.

Held as a ratio, which a slow machine does not change; what is quadratic would take sixteen times as long. All of a book
by its number of pages, to 2,000, is measured in `benchmarks/growth.py`.
"""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest

from apsite.book.markdown import falls
from apsite.book.markdown.falls import OPEN, too_much
from apsite.book.notebooks.rendering import _as_left
from apsite.book.pages.book import Book
from apsite.book.text.front_matter import read_front_matter
from tests.book.test_fuzz import rendered
from tests.bounds import within

LINES = {
    "numbers": "It peaks at [36 mV](model:peak.voltage), or [](model:peak.voltage), as [@hodgkin1952] say.\n\n",
    "digits": "1 23 456 78.9 x12 3,4 5\n\n",
    "brackets": "[a] [b][c] ] ](d) (e) [f]\n\n",
    "backticks": "`a` ``b` `` c ` d\n\n",
    "long lines": "`a` [b] *c* _d_ 1.5 <b>e</b> f ",
    "formulas": "$x_1$ and $\\frac{1}{2}$.\n\n",
    "html": "<p>a <b>b</b></p>\n\n",
    "faults": "[x](javascript:y) <i onclick=z>u</i>\n\n",
    "lists": "- a\n    - b\n\n> c\n\n",
    "fences that nothing ends": "~~~a\n```b\n",
    "tabs": "<Tabs>\n  <TabItem label='a'>\n    b\n  </TabItem>\n</Tabs>\n\n",
    "code": "```python\nx = [1, 2]\n```\n\n",
}


@pytest.mark.parametrize("kind", LINES)
def test_four_times_the_text_takes_about_four_times_as_long(opened: Book, kind: str) -> None:
    page = replace(opened.page, file="docs/chapter-1/x.md", source="chapter-1/x.md", root="../..")
    book = replace(opened, page=page)

    def seconds(count: int) -> float:
        start = time.process_time()
        rendered(book, LINES[kind] * count)
        return time.process_time() - start

    seconds(10)
    count = 40
    while (short := seconds(count)) < 0.03:  # so that what is measured is no accident of the clock
        count *= 2
    assert any(seconds(4 * count) < 10 * short for _ in range(2))  # once may be a collection of garbage


def test_a_run_of_signs_and_a_page_of_five_megabytes_are_refused_or_read_in_time(opened: Book) -> None:
    book = replace(opened, page=replace(opened.page, file="docs/chapter-1/x.md", source="chapter-1/x.md"))
    with within(10):
        for sign in "[`*_~^(<$&\\{}|:1 ":
            rendered(book, "a " + sign * 100_000)
        for indent in (" ", "\t", "    >", "> ", "1. ", "- ", " \t"):
            rendered(book, (indent * 20_000 + "x\n") * 2)
        assert _as_left("ab" * 50_000 + "\b" * 100_000 + "c") == "c"
        for piece in ("a", "/", "/a /b", "x\r", "\x1b]", "C:\\"):
            assert _as_left(piece * 50_000 + "\rc") == "c"
        for piece in (
            "[a ",
            "<a ",
            "{% ",
            "{{ ",
            "{: ",
            "[^a",
            "[@a; ",
            "![a ",
            "<!--",
            "\\(",
            "\\[a",
            "\\begin{a}",
            "[a](b ",
        ):
            assert rendered(book, piece * 20_000)[1], piece
    assert read_front_matter.__wrapped__("x.md", "---\ntitle: A\n---\n" + "word " * 1_000_000)[0] is not None


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a\n\n" + "*" * 201, 3, "there are more than 200 of the sign * in a row"),
        ("a\n" + "[" * 300 + "\n", 2, "there are more than 200 of the sign [ in a row"),
        ("a\n" + "> " * 25 + "x", 2, "stand in each other too deep to be read"),
        ("a\n" + "    " * 24 + "- - x", 2, "stand in each other too deep to be read"),
        ("a\n" + "1. > " * 13 + "x", 2, "stand in each other too deep to be read"),
        ("a\n/// figure-caption | ^1000\n", 2, "a caption's number has at most three digits"),
        ("a\n" + "[x " * 41, 2, "more than 40 brackets are open at once"),
        ("a\n" + "<a " * 41, 2, "more than 40 brackets are open at once"),
        ("a\n" + "\\begin{x} " * 41, 2, "more than 40 brackets are open at once"),
    ],
)
def test_what_no_page_needs_is_refused_before_it_is_read(text: str, line: int, message: str) -> None:
    found = next(too_much(text))
    assert (found[0], message in found[1]) == (line, True), found
    less = text.replace("*" * 201, "*" * 200).replace("[" * 300, "[").replace("> " * 25, "> " * 24)
    less = less.replace("    " * 24, "    " * 22).replace("1. > " * 13, "1. > " * 12).replace("^1000", "^999")
    less = (
        less.replace("[x " * 41, "[x " * 40)
        .replace("<a " * 41, "<a " * 40)
        .replace("\\begin{x} " * 41, "\\begin{x} " * 40)
    )
    assert list(too_much(less)) == []


def _defined(name: str, body: str) -> str:
    return rf"\newcommand{{\{name}}}{{{body}}}"


ENDLESS = {
    "commands": "$" + "".join(_defined(a, 10 * f"\\{b}") for a, b in pairwise("abcdefghi")) + "\\a$",
    "arguments": r"$\def\d#1{\d{#1#1#1#1}}" + r"\d{x}" * 9 + "$",
    "a caption's number": "x\n\n/// figure-caption | ^99999999\ny\n///\n",
    "boxes": ":::note\n" * 2000,
    "asides": "{% hint style='info' %}\n" * 2000,
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_a_few_lines_that_would_become_gigabytes_are_refused(opened: Book, kind: str) -> None:
    with within(5):
        assert rendered(replace(opened, page=replace(opened.page, file="docs/chapter-1/x.md")), ENDLESS[kind])[1]


def test_a_page_that_takes_much_longer_than_others_of_its_length_is_given_up(
    opened: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(falls, "LEAST", 0.1)
    monkeypatch.setattr(falls, "EACH", 0.0)
    start = time.process_time()
    (found,) = rendered(replace(opened, page=replace(opened.page, file="docs/chapter-1/x.md")), "- - -\n" * 20_000)[1]
    assert "takes more than" in str(found)
    assert time.process_time() - start < 5
    assert rendered(opened, "x")[1] == []  # and what comes after it has its own time


def test_code_may_have_more_brackets_open_than_prose() -> None:
    loops = "for (i=0; i<n; i++)\n" * 2 * OPEN
    assert next(too_much(loops))[0] == OPEN + 1
    assert list(too_much(f"```c\n{loops}{chr(32) * 120}x\n```\n")) == []
    assert list(too_much(f"```c\n{loops}")) != []  # which no fence ends
