"""Who has each page of the site judged, and each entry of the search, and remembers what was as it should be.

Owns that what is as it was is not read again. What may stand in a page, `allowed` says, and `judging` reads it.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from apsite.book.edition.searching import INDEX
from apsite.book.production.production import Producer
from apsite.book.safety.judging import Finding, judge, judge_entry, judge_page, unknown_class
from apsite.book.text.faults import Fault

_Judge = Callable[[str], list[Finding]]


class Verdicts:
    """What is found in HTML; of what nothing was found in, the store of `producer` keeps that.

    `classes` are those that the book's configuration gives to code.
    """

    def __init__(self, producer: Producer, classes: str = "") -> None:
        self.store = producer.store
        self.known = [*map(unknown_class, classes.split())]
        self.judges = (producer.sources.digest("apsite.book.safety.judging"), classes)

    def of_text(self, markup: str) -> list[Finding]:
        """Return what of the text of a page may not stand in it."""
        return self._of(judge, markup)

    def of_site(self, site: Path, files: Mapping[str, str], entries: bool) -> Iterator[Fault]:
        """Yield what may not stand in the pages under `site`, of which `files` has the sources by address.

        So is it with the `entries` of the search index, where the theme shows them as HTML.
        """
        for file in sorted(site.rglob("*.html")):
            address = file.relative_to(site).as_posix().removesuffix("index.html")
            for finding in self._of(judge_page, file.read_text(encoding="utf-8")):
                yield _fault(address, files, finding)
        index = site / INDEX
        if entries and index.is_file():
            for entry in json.loads(index.read_text(encoding="utf-8"))["docs"]:
                for text in (entry["title"], entry["text"], *entry.get("tags", ())):
                    for finding in judge_entry(text):
                        yield _fault(entry["location"].partition("#")[0], files, finding)

    def _of(self, judged: _Judge, text: str) -> list[Finding]:
        request = ("judged", judged.__name__, hashlib.sha256(text.encode()).hexdigest(), *self.judges)
        if self.store.get(request) is not None:
            return []
        if not (found := [each for each in judged(text) if each not in self.known]):
            self.store.put(request, {})
        return found


def _fault(address: str, files: Mapping[str, str], finding: Finding) -> Fault:
    return Fault(files.get(address, f"site/{address}"), 1, finding.message)
