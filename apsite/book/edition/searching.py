"""What the search finds first, how ions and code are written in its index, and what the store keeps of it.

Owns the weights of pages that tell a story again, and the rewriting of the index that Material's search plugin writes.
In that, a word ends where a tag begins: Na<sup>+</sup> would be the two words "Na" and "+". The plugin reads each
page's HTML in Python, which is half of a build that has nothing else to do: what is as it was is not read again.
"""

import html
import json
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.structure.pages import Page

from apsite.book.pages import book
from apsite.book.pages.book import EXPERIMENTS, GLOSSARY, REFERENCES
from apsite.libraries import versions
from apsite.store import Store

INDEX = Path("search", "search_index.json")
#: What a word counts where it counts less than in a story. One in a title counts a thousand times, so that one in the
#: title of a notebook still counts less than one in a text; a list is one entry, which counts more than a page's part.
NOTEBOOK = 0.0005
LISTS = {EXPERIMENTS: 0.01, GLOSSARY: 0.2, REFERENCES: 0.2}

_CHARGE = re.compile(r"<sup>([2-9]?[+−])</sup>")
_TYPED = re.compile(r"([²³]?)([⁺⁻])(?![¹²³])")
_PLAIN = str.maketrans("²³⁺⁻", "23+−")
_BLOCK = re.compile(r"<pre>(.*?)</pre>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NAME = re.compile(r"[A-Za-z_]\w{2,}")


def weight(page: book.Page) -> float | None:
    """Return what a word on `page` counts, None for as much as on most."""
    return NOTEBOOK if "notebooks" in PurePosixPath(page.source).parts else LISTS.get(page.source)


def keep_entries(plugins: Mapping[str, Any], store: Store) -> None:
    """Have the search plugin take the entries of a page that is as it was from the store."""
    found = (getattr(each, "search_index", None) for each in plugins.values())
    index: Any = next((each for each in found if isinstance(getattr(each, "entries", None), list)), None)
    if index is None:  # MkDocs' own has none to be seen
        return
    read, by = index.add_entry_from_context, versions("material")

    def add(page: Page) -> None:
        request = ["search", by, page.content, page.url, page.title, str(page.meta)]
        if (kept := store.get(request)) is None:
            before = len(index.entries)
            read(page)
            store.put(request, {"entries.json": json.dumps(index.entries[before:], default=str).encode()})
        else:
            index.entries += json.loads(kept["entries.json"])

    index.add_entry_from_context = add


def plain(text: str) -> str:
    """Return the HTML of an entry with its ions as they are typed: "Na+", "Ca2+"."""
    return _TYPED.sub(lambda charge: charge[0].translate(_PLAIN), _CHARGE.sub(r"\1", text))


def names_once(text: str) -> str:
    """Return the HTML of an entry, of its code and what that printed only the names, once: every reader loads them."""

    def names(block: re.Match[str]) -> str:
        words = _NAME.findall(html.unescape(_TAG.sub("", block[1])))
        return f"<pre>{' '.join(dict.fromkeys(words))}</pre>" if words else ""

    return _BLOCK.sub(names, text)


def write_plainly(site: Path) -> None:
    """Rewrite the index under `site`, if there is one."""
    file = site / INDEX
    if not file.is_file():
        return
    index = json.loads(file.read_text(encoding="utf-8"))
    for entry in index["docs"]:
        entry |= {"title": plain(entry["title"]), "text": names_once(plain(entry["text"]))}
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
