"""Notebooks to take away: as `.ipynb` with outputs and as `.py`, whose prose is plain Markdown, and where to open them.

Owns how the book's own syntax is written out for a reader without the book: numbers are filled in, sources are named,
links lead to the published pages or, where their address is not known, are left out.
"""

import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urljoin
from xml.etree.ElementTree import Element

from apsite.book.model.quantities import typeset
from apsite.book.notebooks.notebooks import SVG, Cell, Notebook, page_of
from apsite.book.pages.book import Book
from apsite.book.pages.citations import CITATION, MODEL, OF_THE_MODEL, cited
from apsite.book.text.trees import element

_LINK = re.compile(r"(?<![!\\])\[(?P<text>[^\]\n]*(?:\n[^\]\n]+)*)\]\((?P<target>[^()\s]+)\)")
_GITHUB = re.compile(r"https://github\.com/(?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?")


@dataclass(frozen=True)
class Published:
    """Where the book is published, as far as it is known: "" where it is not.

    `site` is the address of its root, `repository` that of its sources, `branch` the one that they are read from,
    `notebooks` the branch that holds the executed notebooks as `.ipynb`; `docs` is the docs folder's path in the
    repository; notebooks from elsewhere are offered if their `sources` are; `addresses` of pages, by source, count from
    the site's root.
    """

    site: str = ""
    repository: str = ""
    branch: str = "main"
    notebooks: str = "notebooks"
    docs: str = "docs"
    sources: bool = False
    addresses: Mapping[str, str] = field(default_factory=dict)

    def links(self, notebook: Notebook) -> list[tuple[str, str]]:
        """Return label and address of each way to take `notebook` away; files are named relative to its page."""
        if notebook.foreign:
            return [("Notebook (.ipynb)", f"{notebook.name}.ipynb")] if self.sources else []
        found = [
            ("Notebook with outputs (.ipynb)", f"{notebook.name}.ipynb"),
            ("Script (.py)", f"{notebook.name}.py"),
        ]
        if github := _GITHUB.fullmatch(self.repository):
            path = quote(str(PurePosixPath(self.docs, notebook.source).with_suffix(".ipynb")))
            place = f"{github['owner']}/{github['name']}"
            found += [
                ("Open in Colab", f"https://colab.research.google.com/github/{place}/blob/{self.notebooks}/{path}"),
                ("Open in Binder", f"https://mybinder.org/v2/gh/{place}/{self.branch}?labpath={quote(path, safe='')}"),
            ]
        return found

    @property
    def requirement(self) -> str:
        """Return what pip installs the book's package from."""
        return f"apsite @ git+{self.repository}" if self.repository else ""


def told(notebook: Notebook) -> list[Element]:
    """Return what a page says of a notebook that the book has not run."""
    if not notebook.stored:
        return []
    given = any(cell.outputs for cell in notebook.code)
    what = (
        "What its cells gave is shown as it was stored in it. The book has not run them."
        if given
        else "It holds no outputs: its cells were not run before it was stored, and the book has not run them."
    )
    title = element("p", {"class": "admonition-title"}, "A notebook from elsewhere")
    return [element("div", {"class": "admonition ap-stored"}, title, element("p", {}, what))]


def take_away(links: list[tuple[str, str]]) -> Element:
    """Return the paragraph of `links` by which a notebook is taken away."""
    made = element("p", {"class": "ap-take-away"})
    for label, address in links:
        saved = {} if address.startswith("https:") else {"download": ""}
        made.append(element("a", {"href": address, **saved}, label))
    return made


def notebook_file(notebook: Notebook, book: Book, published: Published) -> bytes:
    """Return `notebook` with its outputs in the notebook format, version 4.5.

    Its first code installs the book's package where it is missing, if it is known where from.
    """
    cells = [
        _code(cell, notebook) if cell.kind == "code" else _markdown(text)
        for cell, text in _written_out(notebook, book, published)
    ]
    if published.requirement:
        cells.insert(1, _installation(published.requirement))
    document = {
        "cells": [{"id": f"cell-{number}", **cell} for number, cell in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"file_extension": ".py", "name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def script(notebook: Notebook, book: Book, published: Published) -> bytes:
    """Return `notebook` in percent format, which runs as a script and opens as a notebook in many editors."""
    parts = []
    for cell, text in _written_out(notebook, book, published):
        if cell.kind == "markdown":
            text = "[markdown]\n" + "\n".join(f"# {line}".rstrip() for line in text.split("\n"))
            parts.append(f"# %% {text}")
        else:
            parts.append(f"# %%\n{text}")
    return ("\n\n".join(parts) + "\n").encode()


def _written_out(notebook: Notebook, book: Book, published: Published) -> list[tuple[Cell, str]]:
    """Each cell with its text for a reader without the book; the first tells what the notebook needs."""
    texts = [
        plain(cell.source, notebook, book, published) if cell.kind == "markdown" else cell.source
        for cell in notebook.cells
    ]
    where = f'"{published.requirement}"' if published.requirement else ". in a checkout of the book"
    if notebook.cells[0].kind == "markdown":
        texts[0] += f"\n\nThis notebook needs the book's package: pip install {where}"
    return list(zip(notebook.cells, texts, strict=True))


def plain(text: str, notebook: Notebook, book: Book, published: Published) -> str:
    """Return the Markdown `text` of a notebook without what only the book can resolve."""

    def source(match: re.Match[str]) -> str:
        if match[1] == MODEL:
            return f"({OF_THE_MODEL})"
        named = [
            ", ".join(
                filter(None, [f"{each.before} {book.bibliography.sources[each.key].label}".strip(), each.locator])
            )
            for each in cited(match[1])
            if each.key in book.bibliography.sources
        ]
        return f"({'; '.join(named)})"

    def link(match: re.Match[str]) -> str:
        words, target = match["text"], match["target"]
        scheme, _, name = target.partition(":")
        if scheme == "model":
            value = book.model.values.get(name.partition("~")[0])
            return words or (typeset(value.value, value.decimals, value.unit) if value else "")
        if ":" in target:
            return match[0]
        path, _, anchor = target.partition("#")
        page = posixpath.normpath(posixpath.join(posixpath.dirname(notebook.source), path))
        address = published.addresses.get(page_of(page) if page in book.notebooks else page)
        if not published.site or address is None:
            return words
        return f"[{words}]({urljoin(published.site, address)}{'#' if anchor else ''}{anchor})"

    return _LINK.sub(link, CITATION.sub(source, text))


def _installation(requirement: str) -> dict[str, Any]:
    source = f"try:\n    import apsite\nexcept ModuleNotFoundError:\n    %pip install --quiet {json.dumps(requirement)}"
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}


def _markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _code(cell: Cell, notebook: Notebook) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": cell.number if notebook.files else None,
        "metadata": {"tags": list(cell.tags)} if cell.tags else {},
        "outputs": [_with_picture(output, notebook) for output in cell.outputs],
        "source": cell.source,
    }


def _with_picture(output: Mapping[str, Any], notebook: Notebook) -> dict[str, Any]:
    """Return an output with its picture, in the light palette, in the place of its name."""
    data = output.get("data", {})
    if SVG not in data:
        return dict(output)
    return {**output, "data": {**data, SVG: notebook.files[f"{data[SVG]}-wide-light.svg"].decode()}}
