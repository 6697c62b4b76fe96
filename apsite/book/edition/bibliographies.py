"""The sources of the book: its own `references.bib`, and those that chapters bring in their folders, read as one.

Owns where each of them stands, and which of them pages and parameters name.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from apsite.book.model.model import Model
from apsite.book.pages.citations import Bibliography, Source, keys
from apsite.book.production.production import Producer
from apsite.book.text.faults import Fault, nearest
from apsite.book.text.texts import files_under

if TYPE_CHECKING:
    from apsite.book.pages.bibliography import BibliographyError

NAME = "references.bib"


class Bibliographies:
    """The bibliographies under `docs`; `texts` by file, the book's own first. `read` reads one of them."""

    def __init__(self, docs: Path, producer: Producer, read: Callable[[Path], str]) -> None:
        self.producer = producer
        paths = sorted(files_under(docs, NAME), key=lambda path: (path.parent != docs, path))
        self.texts = {f"{docs.name}/{path.relative_to(docs).as_posix()}": read(path) for path in paths}
        self.where = " or ".join(self.texts or [f"{docs.name}/{NAME}"])

    def of(self, model: Model, pages: Iterable[str], faults: list[Fault]) -> Bibliography:
        """Return the sources, and which of them the texts of `pages` or the model's parameters name."""
        sources = self._sources(faults)
        if sources is None:
            return Bibliography(read=False)
        named: dict[str, list[str]] = {}
        for parameter in model.parameters:
            if parameter.source:
                named.setdefault(parameter.source, []).append(parameter.name)
        for key in sorted(named.keys() - sources.keys()):
            message = f"the source '{key}' of {', '.join(named[key])} is not in {self.where}. {nearest(key, sources)}"
            faults += (Fault(*place, message) for place in self._written(key))
        cited = {key for text in pages for key in keys(text)}
        return Bibliography(sources, frozenset((cited & sources.keys()) | named.keys()))

    def _written(self, key: str) -> list[tuple[str, int]]:
        """Return file and line of each place where the parameters name the source `key`."""
        package = self.producer.package
        places = [
            (path.relative_to(package.parent).as_posix(), number)
            for path in sorted(package.rglob("*.py"))
            for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
            if re.search(rf"""(["']){re.escape(key)}\1""", line)
        ]
        own = tuple(f"{package.name}/{room}" for room in ("membranes", "parameters"))
        return [each for each in places if each[0].startswith(own)] or places[:1]

    def _sources(self, faults: list[Fault]) -> dict[str, Source] | None:
        """Return the sources of all bibliographies, read once for each state of them; None if one cannot be read."""
        request = ("bibliography", *self.texts.values(), self.producer.sources.digest("apsite.book.pages.bibliography"))
        if (entry := self.producer.store.get(request)) is None:
            from apsite.book.pages.bibliography import BibliographyError, read_bibliography  # not without need

            differing: list[BibliographyError] = []
            try:
                read = read_bibliography(*self.texts.values(), differing=differing)
            except BibliographyError as error:
                faults.append(self._fault(error))
                return None
            if differing:
                faults += map(self._fault, differing)
                return read
            entry = {"sources.json": json.dumps([asdict(source) for source in read.values()]).encode()}
            self.producer.store.put(request, entry)
        return {source["key"]: Source(**source) for source in json.loads(entry["sources.json"])}

    def _fault(self, error: "BibliographyError") -> Fault:
        """Return what cannot be read, with its place, and that of the entry from which another one differs."""
        files = list(self.texts)
        lines = self.texts[files[error.file]].count("\n") + 1
        message = f"cannot be read: {error}"
        if error.first:
            where = f"{files[error.first[0]]}:{error.first[1]}"
            message = f"{error} than in {where}. Write both alike, or give one of them another key."
        return Fault(files[error.file], min(error.line, lines), message)
