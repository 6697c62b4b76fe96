"""What a cell of a notebook looks like on a page: its code, what it printed, and its figure in both palettes.

Owns the markup of cells, on a notebook's own page and where a chapter shows one of them. Elements are made rather than
text where a link is in it, which MkDocs resolves.
"""

import html
from xml.etree.ElementTree import Element

from markdown import Markdown

from apsite.publishing.book import Book
from apsite.publishing.figures import picture
from apsite.publishing.notebooks import Cell, Notebook
from apsite.publishing.trees import element


def anchor(cell: Cell) -> str:
    """Return the id of a cell on its notebook's page, which no heading has."""
    return f"cell-{cell.tags[0] if cell.tags else cell.number}"


def whole(book: Book, md: Markdown, notebook: Notebook, cell: Cell) -> Element:
    """Return a cell as its notebook's page shows it."""
    return element(
        "div", {"class": "ap-cell", "id": anchor(cell)}, _code(md, cell), *_outputs(book, md, notebook, cell, cell.alt)
    )


def folded(book: Book, md: Markdown, notebook: Notebook, cell: Cell, alt: str) -> Element:
    """Return a cell as a chapter shows it: what it gave, and its code on demand, which the search finds elsewhere."""
    link = element("a", {"href": book.link(notebook.page, anchor(cell))}, "The whole notebook")
    code = element(
        "details",
        {"class": "ap-code", "data-search-exclude": ""},
        element("summary", {}, "The code"),
        _code(md, cell),
        element("p", {"class": "ap-code__whole"}, link),
    )
    return element("div", {"class": "ap-cell ap-cell--folded"}, *_outputs(book, md, notebook, cell, alt), code)


def _code(md: Markdown, cell: Cell) -> Element:
    return element("div", {"class": "ap-cell__code"}, md.htmlStash.store(cell.marked))


def _outputs(book: Book, md: Markdown, notebook: Notebook, cell: Cell, alt: str) -> list[Element]:
    made = []
    if cell.printed:
        # Not in <code>: the theme would give it a button that copies it.
        made.append(
            element("div", {"class": "ap-cell__output"}, md.htmlStash.store(f"<pre>{html.escape(cell.printed)}</pre>"))
        )
    for stem in cell.figures:
        drawn = {
            name.removeprefix(f"{stem}-"): svg for name, svg in notebook.files.items() if name.startswith(f"{stem}-")
        }
        name = f"notebook-{notebook.name}-{stem}"
        pictures = "".join(picture(book, name, drawn, palette, alt) for palette in ("light", "dark"))
        made.append(
            element("p", {"class": "ap-cell__figure"}, md.htmlStash.store(f'<span class="ap-figure">{pictures}</span>'))
        )
    return made
