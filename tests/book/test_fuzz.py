"""Hostile texts without number, thrown at the book's own readers: none falls, none lets through what may not be.

Texts are put together from a grammar of what can be typed here and of what an attacker would try, and from pieces of
the book's own pages that are cut, doubled and spliced. `make fuzz EXAMPLES=10000` takes as many as one likes, others
each time, and tells how many were tried; here a few, always the same. One that takes longer than any may fails as one
that falls does, with its seconds.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from apsite.book.markdown.markdown import BookExtension
from apsite.book.notebooks.notebooks import assemble
from apsite.book.pages.bibliography import BibliographyError, read_bibliography
from apsite.book.pages.book import Book
from apsite.book.text.front_matter import read_front_matter
from apsite.notebooks import ipynb
from apsite.notebooks.percent import NotebookError
from apsite.notebooks.percent import read as read_percent
from tests.book.support import ROOT
from tests.book.test_judging import GOT_THROUGH, HOSTILE, by_nh3
from tests.book.test_outside_pages import MORE
from tests.bounds import within

EXAMPLES = int(os.environ.get("FUZZ", "60"))
LONGEST = 2.0  # s of the processor that an example may take, of a thousand signs or so: a hundred times what most do

common = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="FUZZ" not in os.environ,
    suppress_health_check=list(HealthCheck),
)

SYNTAX = """
[x](model:peak.voltage) [36 mV](model:peak.voltage) [](model:peak.voltage~2) [](model:no.such) ![x](figure:spike)
[](equation:dVdt) ![x](figure:spike){amplitude=12} ![x](notebook:none#a) [](table:parameters) [](table:take-away)
[@hodgkin1952] [@nobody] [@hodgkin1952,p.5] ![](cell:9) ![](cell:abc) ![x](x.png) ![x](//x.example/y)
[x](index.md#a) [x](../../..) [x](javascript:x) [x][y] [y]:<data:x> [^n] [^n]:x $x$ $$\\frac{1}{2}$$
$\\href{javascript:x}{y}$ $\\style{x}{y}$ \\begin{align}a&=b\\end{align} $\\rule{99em}{9em}$ \\(x\\) \\[x\\]
\\label{x} $\\text{<b>}$ !!!note !!!md-overlay"x" ???question"x" ///figure-caption /// >[!NOTE] {:.note}
{:#__config} {.md-overlay} {onclick=x} {:toc} {::comment}x{:/comment} {%raw%} {{x}} {%include%} {%endraw%} *[HTML]:x
``` ~~~ ```html `<b>` ~~x~~ ^^x^^ ^x^ |a|b| |--|:-:| - * + 1. # ## ==== ---- > : \\ & &lt; &#95; &#x2; &#xE000; &#0;
\x02 \x03 \x02amp\x03 \x02wzxhzdk:0\x03 \x0260\x03 \ue000\ue010\ue001 \ue000 \u202e \x00 <!-- --> <!--> <![CDATA[
]]> <?x ?> <x </ <a <b> <divmarkdown> </div> <pmarkdown="1"> <script> </script> <style> <tdonclick=x> <aname=x>
<imgsrc=x> <iframesrc=https://x.example> </iframe> 12\u00a0mV -70mV [ ] http://[ [1e3mV](model:peak.voltage~nan) :::note
1e9999mV $\\raise9em{x}$ \\newcommand{\\a}{\\a\\a} %
"""
PIECES = [
    *SYNTAX.split(),
    *HOSTILE,
    *GOT_THROUGH,
    *MORE,
    "\n",
    "\n\n",
    "\n    ",
    "\n> ",
    "\n- ",
    " ",
    "x",
    "\n```\n",
    '"',
    "'",
    "<",
    ">",
    "{",
    "}",
]
PAGES = [file.read_text(encoding="utf-8") for file in sorted((ROOT / "docs").rglob("*.md"))]
_TAB = re.compile(r'<label for="[^"<>]+">|</label>')  # of tabs, which the book puts in
BIBTEX = (ROOT / "docs" / "references.bib").read_text(encoding="utf-8")


@st.composite
def spliced(draw: st.DrawFn) -> str:
    """A few of the pieces; a strategy of this name is not told with all of them."""
    return "".join(draw(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12)))


pieces = spliced()


@st.composite
def mutated(draw: st.DrawFn, texts: list[str], longest: int = 400) -> str:
    """A part of one of `texts`, into which pieces of the grammar are put, and of which pieces are left out."""
    text = draw(st.sampled_from(texts))
    start = draw(st.integers(0, max(len(text) - longest, 0)))
    text = text[start : start + longest]
    for _ in range(draw(st.integers(1, 4))):
        a, b = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        text = text[:a] + draw(pieces) + text[draw(st.sampled_from((a, b))) :]
    return text


def rendered(book: Book, text: str) -> tuple[str, list[object]]:
    fresh = replace(book, faults=[], warnings=[], assets={}, reported={}, anchored=[], leads={}, corrections=[])
    extensions = [
        "admonition",
        "pymdownx.details",
        "pymdownx.superfences",
        "toc",
        BookExtension(book=fresh, collect=True),
    ]
    html = Markdown(extensions=extensions, extension_configs={"toc": {"permalink": True}}).convert(text)
    return html, [*fresh.faults, *fresh.warnings]


def look_at(opened: Book, text: str) -> None:
    page = replace(opened.page, file="docs/chapter-1/x.md", source="chapter-1/x.md", root="../..")
    book = replace(opened, page=page, holds=lambda path: path.endswith("x.png"))
    with within(LONGEST):
        html, found = rendered(book, text)
    if "ap-figure" not in html:  # the book's own parts, of which nh3 knows nothing
        assert found or by_nh3(_TAB.sub("", html)) == []
    assert rendered(book, text)[1] == found


@common
@given(text=pieces)
def test_no_page_brings_its_reader_to_fall_or_gets_through_what_may_not_be(opened: Book, text: str) -> None:
    look_at(opened, text)


@common
@given(text=mutated(PAGES))
def test_no_page_of_the_book_does_that_was_cut_and_spliced(opened: Book, text: str) -> None:
    look_at(opened, text)


@common
@given(
    st.dictionaries(
        st.sampled_from(["title", "parent", "nav_order", "hide", "lang", "permalink", "tags", "date", "released"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | pieces | st.dates(), st.lists, max_leaves=4
        ),
    ).map(lambda facts: yaml.safe_dump(facts, allow_unicode=True))
    | pieces
    | mutated(["title: A\nnav_order: 1\ndate: 2024-12-01\ntags: [&a x, *a]\nlang: de\nhide: [toc]\nparent: 0x12\n"])
)
def test_no_front_matter_does(text: str) -> None:
    with within(LONGEST):
        first = read_front_matter.__wrapped__("x.md", f"---\n{text}\n---\nx")
    matter, faults = first
    assert matter is not None or faults
    assert [str(each) for each in faults] == [
        str(each) for each in read_front_matter.__wrapped__("x.md", f"---\n{text}\n---\nx")[1]
    ]
    if matter is not None:
        assert "<" not in str(matter.meta["title"])


@common
@given(
    pieces
    | mutated([BIBTEX])
    | pieces.map(lambda text: f"@article{{key, title = {{{text}}}, author = {{{text}}}, year = 1952}}")
)
def test_no_bibliography_does(text: str) -> None:
    try:
        with within(LONGEST):
            sources = read_bibliography(text)
    except BibliographyError as error:
        assert error.line >= 1  # noqa: PT017 - both ends are right
    else:
        assert all(source.key == key for key, source in sources.items())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | pieces,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
cells = st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["markdown", "code", "raw", "x"]),
        "source": pieces | json_values,
        "metadata": json_values | st.just({}),
    },
    optional={
        "outputs": st.just([]) | json_values,
        "execution_count": st.none() | json_values,
        "attachments": json_values,
    },
)
books = st.fixed_dictionaries(
    {
        "cells": st.lists(cells, max_size=4),
        "metadata": st.just({}) | json_values,
        "nbformat": st.just(4),
        "nbformat_minor": st.just(4),
    }
)


@common
@given(
    books.map(json.dumps)
    | json_values.map(json.dumps)
    | mutated([json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 4})])
)
def test_no_notebook_of_jupyter_s_does(text: str) -> None:
    with within(LONGEST):
        try:
            found = ipynb.read(text)
        except NotebookError as error:
            assert error.line >= 1  # noqa: PT017 - both ends are right
        else:
            assemble("a/x.ipynb", found, {}).placed("x").markdown("X")


@common
@given(pieces | mutated(['# ---\n# title: A\n# ---\n\n# %% [markdown]\n# # A\n\n# %% tags=["a"] alt="x"\nx = 1\n']))
def test_no_notebook_in_percent_format_does(text: str) -> None:
    try:
        with within(LONGEST):
            read_percent(text)
    except NotebookError as error:
        assert error.line >= 1  # noqa: PT017 - both ends are right
