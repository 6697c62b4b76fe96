"""Sources that nothing cites. A citation without a source is found where it stands."""

import re
from collections.abc import Iterator, Mapping

from apsite.book.pages.book import Book
from apsite.book.text.faults import Fault


def check_sources(bibliographies: Mapping[str, str], book: Book) -> Iterator[Fault]:
    """Yield the entries of the bibliographies, texts by file, that no page and no parameter names."""
    unused = book.bibliography.unused()
    if not unused:
        return
    for file, text in bibliographies.items():
        for number, line in enumerate(text.split("\n"), 1):
            entry = re.match(r"\s*@\w+\s*\{\s*([^,\s]+)", line)
            if entry and entry[1] in unused:
                message = f"no page cites '{entry[1]}'. Cite it as [@{entry[1]}], or take it out."
                yield Fault(file, number, message)
