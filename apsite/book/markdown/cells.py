"""What a cell of a notebook looks like on a page: its code, and what it gave.

Owns the markup of cells, on a notebook's own page and where a chapter shows one of them. Elements are made rather than
text where a link is in it, which MkDocs resolves. What outputs look like, `rendering` has decided before.
"""

import html
import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown

from apsite.book.notebooks.jupyter import HIDDEN_INPUT, HIDDEN_OUTPUT
from apsite.book.notebooks.notebooks import PICTURES, Cell, Notebook
from apsite.book.pages.book import Book
from apsite.book.pages.figures import picture
from apsite.book.text.trees import element

_NAME = re.compile(r"\w[\w.-]*")
_FILE = re.compile(r'<img src="file:(?P<name>[\w.]+)" alt="(?P<alt>[^"]*)"')


def anchor(notebook: Notebook, cell: Cell) -> str:
    """Return the id of a cell on its notebook's page, which no heading has: by a tag that no other cell has."""
    others = [tag for each in notebook.code if each is not cell for tag in each.tags]
    named = (tag for tag in cell.tags if _NAME.fullmatch(tag) and tag not in others)
    return f"cell-{next(named, cell.number)}"


def whole(book: Book, md: Markdown, notebook: Notebook, cell: Cell) -> Element:
    """Return a cell as its notebook's page shows it."""
    code = [_code(md, cell)] if cell.shown else []
    outputs = _outputs(book, md, notebook, cell, cell.alt)
    if code and HIDDEN_INPUT.intersection(cell.tags):
        code = [_on_demand("The code", *code)]
    if outputs and HIDDEN_OUTPUT.intersection(cell.tags):
        outputs = [_on_demand("What it gives", *outputs)]
    return element("div", {"class": "ap-cell", "id": anchor(notebook, cell)}, *code, *outputs)


def folded(book: Book, md: Markdown, notebook: Notebook, cell: Cell, alt: str) -> Element:
    """Return a cell as a chapter shows it: what it gave, and its code on demand, which the search finds elsewhere."""
    link = element("a", {"href": book.link(notebook.page, anchor(notebook, cell))}, "The whole notebook")
    code = _on_demand("The code", _code(md, cell), element("p", {"class": "ap-code__whole"}, link))
    code.set("data-search-exclude", "")
    return element("div", {"class": "ap-cell ap-cell--folded"}, *_outputs(book, md, notebook, cell, alt), code)


def _on_demand(words: str, *parts: Element) -> Element:
    return element("details", {"class": "ap-code"}, element("summary", {}, words), *parts)


def _code(md: Markdown, cell: Cell) -> Element:
    return element("div", {"class": "ap-cell__code"}, md.htmlStash.store(cell.marked))


def _outputs(book: Book, md: Markdown, notebook: Notebook, cell: Cell, alt: str) -> list[Element]:
    made = []
    for item in cell.items:
        match item["kind"]:
            case "figure" | "picture":
                shown = _picture(book, notebook, item, alt or f"What code cell {cell.number} gives")
                made.append(element("p", {"class": "ap-cell__figure"}, md.htmlStash.store(shown)))
            case kind:
                # Text is not in <code>: the theme would give it a button that copies it.
                attributes = {"class": f"ap-cell__output ap-cell__{kind}"} | _spoken(kind)
                text = _FILE.sub(lambda found: _beside(book, notebook, found, cell, alt), item["html"])
                made.append(element("div", attributes, md.htmlStash.store(text)))
    return made


def _spoken(kind: str) -> dict[str, str]:
    """Return what is heard of an output that is another thing than what the cell was to give."""
    names = {"error": "Error", "stderr": "Warning"}
    return {"role": "group", "aria-label": names[kind]} if kind in names else {}


def _picture(book: Book, notebook: Notebook, item: Mapping[str, Any], alt: str) -> str:
    if item["kind"] == "figure":
        stem = item["stem"]
        files = notebook.files.items()
        drawn = {name.removeprefix(f"{stem}-"): svg for name, svg in files if name.startswith(f"{stem}-")}
        if not drawn:  # a notebook from elsewhere may name what it has not
            return html.escape(alt)
        name = f"notebook-{notebook.name}-{stem}"
        pictures = "".join(picture(book, name, drawn, palette, alt) for palette in ("light", "dark"))
        return f'<span class="ap-figure">{pictures}</span>'
    sizes = "".join(f' {side}="{item[side]}"' for side in ("width", "height") if side in item)
    return f'<img src="{_asset(book, notebook, item["file"])}" alt="{html.escape(alt)}"{sizes} loading="lazy">'


def _beside(book: Book, notebook: Notebook, found: re.Match[str], cell: Cell, alt: str) -> str:
    """Return the beginning of the tag of a picture that stands in markup."""
    words = found["alt"] or html.escape(alt or f"What code cell {cell.number} gives")
    return f'<img src="{_asset(book, notebook, found["name"])}" alt="{words}"'


def _asset(book: Book, notebook: Notebook, name: str) -> str:
    path = f"{PICTURES}/{name}"
    book.assets[path] = notebook.files[name]
    return f"{book.page.root}/{path}"
