"""Sources that nothing cites. A citation without a source is found where it stands."""

import re
from collections.abc import Iterator
from pathlib import Path

from apsite.book.edition.edition import BIBLIOGRAPHY
from apsite.book.pages.book import Book
from apsite.book.text.faults import Fault
from apsite.book.text.texts import read_text


def check_sources(docs: Path, book: Book) -> Iterator[Fault]:
    """Yield the entries of the bibliography that no page and no parameter names."""
    unused = book.bibliography.unused()
    if not unused:
        return
    for number, line in enumerate(read_text(docs / BIBLIOGRAPHY, BIBLIOGRAPHY, []).split("\n"), 1):
        entry = re.match(r"\s*@\w+\s*\{\s*([^,\s]+)", line)
        if entry and entry[1] in unused:
            message = f"no page cites '{entry[1]}'. Cite it as [@{entry[1]}], or take it out."
            yield Fault(f"{docs.name}/{BIBLIOGRAPHY}", number, message)
