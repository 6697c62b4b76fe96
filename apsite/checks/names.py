"""Names of files, which become addresses, and what search engines are told of a page."""

import re
from collections.abc import Iterator
from pathlib import Path

from apsite.book.edition.edition import Edition
from apsite.book.text.faults import Fault
from apsite.book.text.texts import files_under

DESCRIPTION = range(25, 201)  # characters: what a search engine shows

_PAGE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.md")
_FOLDER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def check_names(docs: Path) -> Iterator[Fault]:
    """Yield the files under `docs` whose names make bad addresses, or are one name on some disks."""
    seen: dict[str, str] = {}
    for path in files_under(docs, "*"):
        name = path.relative_to(docs).as_posix()
        if path.is_dir() or any(part.startswith(".") for part in path.relative_to(docs).parts):
            continue
        shown = f"{docs.name}/{name}"
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            yield Fault(shown, 1, f"{docs.name}/{other} is the same name on Windows and macOS. Rename one.")
        pattern = _PAGE if path.suffix == ".md" else _FILE
        if not pattern.fullmatch(path.name):
            better = re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-") or "a-name"
            yield Fault(shown, 1, f"the file's name becomes its address. Name it {better}{path.suffix}.")
        for folder in path.relative_to(docs).parts[:-1]:
            if path.suffix == ".md" and not _FOLDER.fullmatch(folder):
                message = f"the folder '{folder}' becomes part of the address. Use small letters, digits and hyphens."
                yield Fault(shown, 1, message)


def check_descriptions(edition: Edition) -> Iterator[Fault]:
    """Yield pages without a description of their own, or with one of a length that nobody shows."""
    seen: dict[str, str] = {}
    for source, matter in edition.front.items():
        if not matter.released:
            continue
        if len(matter.description) not in DESCRIPTION:
            given = f"has {len(matter.description)} characters" if matter.description else "is missing"
            message = f"the description {given}. Write description: and a sentence of 25 to 200 characters."
            yield matter.fault("description", message, edition.docs.name)
            continue
        other = seen.setdefault(matter.description, source)
        if other != source:
            message = f"the description is that of {edition.docs.name}/{other} too. Say what this page tells."
            yield matter.fault("description", message, edition.docs.name)
