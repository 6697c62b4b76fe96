"""What the search finds first, and how an ion is written in its index.

Owns the weights of pages that tell a story again, and the rewriting of the index that Material's search plugin writes.
In that, a word ends where a tag begins: Na<sup>+</sup> would be the two words "Na" and "+".
"""

import json
import re
from pathlib import Path, PurePosixPath

from apsite.publishing.book import EXPERIMENTS, GLOSSARY, REFERENCES, Page

INDEX = Path("search", "search_index.json")
#: What a word counts where it counts less than in a story. One in a title counts a thousand times, so that one in the
#: title of a notebook still counts less than one in a text; a list is one entry, which counts more than a page's part.
NOTEBOOK = 0.0005
LISTS = {EXPERIMENTS: 0.01, GLOSSARY: 0.2, REFERENCES: 0.2}

_CHARGE = re.compile(r"<sup>([2-9]?[+−])</sup>")
_TYPED = re.compile(r"([²³]?)([⁺⁻])(?![¹²³])")
_PLAIN = str.maketrans("²³⁺⁻", "23+−")


def weight(page: Page) -> float | None:
    """Return what a word on `page` counts, None for as much as on most."""
    return NOTEBOOK if "notebooks" in PurePosixPath(page.source).parts else LISTS.get(page.source)


def plain(text: str) -> str:
    """Return the HTML of an entry with its ions as they are typed: "Na+", "Ca2+"."""
    return _TYPED.sub(lambda charge: charge[0].translate(_PLAIN), _CHARGE.sub(r"\1", text))


def write_ions_plainly(site: Path) -> None:
    """Rewrite the index under `site`, if there is one."""
    file = site / INDEX
    if not file.is_file():
        return
    index = json.loads(file.read_text(encoding="utf-8"))
    for entry in index["docs"]:
        entry |= {field: plain(entry[field]) for field in ("title", "text")}
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
