"""A whole book from elsewhere into a chapter: `python -m apsite import FOLDER`.

Owns where its files go and what they are called, that nothing is overwritten, and that what is left to do by hand is
told. What the book is made of, `course` knows; what is written anew in a page is left to `conversion`.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from itertools import count as counter
from pathlib import Path, PurePosixPath
from typing import Any

from apsite.book.markdown.falls import too_much
from apsite.book.pages.navigation import address
from apsite.book.safety.drawings import unsafe_drawing
from apsite.book.safety.safety import FILES
from apsite.book.text.addresses import Addresses
from apsite.book.text.faults import Fault
from apsite.book.text.texts import read_text
from apsite.notebooks import ipynb
from apsite.notebooks.percent import NotebookError
from apsite.starters.conversion import Move, converted, moved_notebook
from apsite.starters.course import Course, decoded, named, plain
from apsite.starters.naming import RefusedError, file_name, title_of
from apsite.starters.placing import Places
from apsite.starters.tops import front_matter, title_in

_PERCENT = re.compile(r"^# ?%%", re.MULTILINE)


@dataclass
class Imported:
    """What was written, by path from the project's root, and what is `left` to do by hand, file by file."""

    files: dict[str, bytes] = field(default_factory=dict)
    left: list[Fault] = field(default_factory=list)
    address: str = ""


def import_book(project: Path, folder: Path, title: str = "", name: str = "") -> Imported:
    """Write the book in `folder` into a chapter of its own. Raises RefusedError, and then writes nothing."""
    if not folder.is_dir():
        raise RefusedError(f"{folder} is no folder.")
    if folder.resolve().is_relative_to((project / "docs").resolve()):
        raise RefusedError(f"{folder} lies in this book already.")
    made = Imported()
    course = Course(folder, title, made.left)
    if not course.pages:
        raise RefusedError(f"{folder} holds no pages. They are files whose names end in .md.")
    chapter = file_name(name or title_of(course.title))
    if (project / "docs" / chapter).exists():
        raise RefusedError(f"docs/{chapter} is there already, and is left as it is. Choose another with --name.")
    places = Places(project, course, chapter, made.left)
    move = _move(course, chapter, made.left)
    for source, page in course.pages.items():
        facts = {**places.facts[source], "under_construction": True}
        if (found := next(too_much(page.text), None)) is not None:  # and would not be read in time
            made.left.append(Fault(source, found[0], f"was taken in without its text: {found[1]}"))
            made.files[f"docs/{move.pages[source]}"] = f"{front_matter(facts)}\n# {facts['title']}\n".encode()
            continue
        new = converted(source, page.text, facts, move)
        made.files[f"docs/{move.pages[source]}"] = new.text.encode()
        made.left += [Fault(f"docs/{move.pages[source]}", line, message) for line, message in new.left]
    if course.home is None:
        opening = front_matter({**places.top, "under_construction": True})
        made.files[f"docs/{chapter}/index.md"] = f"{opening}\n# {places.top['title']}\n".encode()
    for source, place in move.files.items():
        path = course.files[source]
        if source.endswith(".ipynb"):
            text = decoded(path, source, made.left)
            title = plain(title_in(text)) or named(path)
            placed = partial(places.of_notebook, title=title)
            made.files[f"docs/{place}"] = moved_notebook(source, text, move, placed).encode()
        else:
            made.files[f"docs/{place}"] = path.read_bytes()
    shown = {**move.pages, **move.files}
    left = [
        Fault(f"docs/{shown.get(fault.file, '')}", fault.line, fault.message) if fault.file in shown else fault
        for fault in made.left
    ]
    made.left = sorted(set(left))
    made.address = address(f"{chapter}/index.md")
    write(project, made.files)
    return made


def write(project: Path, files: Mapping[str, bytes]) -> None:
    """Write `files`, by their paths from the project's root, all or none; nothing is overwritten."""
    for name in files:
        if (project / name).exists():
            raise RefusedError(f"{name} is there already, and is left as it is. Choose another name with --name.")
    for name, content in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)


def _move(course: Course, chapter: str, left: list[Fault]) -> Move:
    """Return where each file goes; what is not taken is told."""
    used: set[str] = set()

    def place(source: str, name: str, suffix: str) -> str:
        """Return a path, below the chapter, whose address no other file has on any disk."""
        folder = posixpath.join(chapter, *(_slug(part.removeprefix("_")) for part in PurePosixPath(source).parts[:-1]))
        page = suffix in (".md", ".ipynb")
        for count in chain([""], (f"-{number}" for number in counter(2))):
            found = f"{folder}/{name}{count}{suffix}"
            if (taken := (address(found) if page else found).casefold()) not in used:
                break
        used.add(taken)
        return found

    pages: dict[str, str] = {}
    for source in sorted(course.pages, key=lambda source: (source != course.home, source)):
        stem = re.sub(r"^\d{4}-\d\d-\d\d-", "", PurePosixPath(source).stem)
        pages[source] = place(source, "index" if stem.lower() in ("index", "readme") else _slug(stem), ".md")
    files: dict[str, str] = {}
    for source, path in course.files.items():
        if line_and_why := refused(path):
            left.append(Fault(source, line_and_why[0], f"was not taken: {line_and_why[1]}"))
        else:
            stem, suffix = posixpath.splitext(posixpath.basename(source))
            files[source] = place(source, re.sub(r"[^\w.-]+", "-", stem), suffix)
    base = str(course.settings.get("baseurl") or "").rstrip("/")
    boxes = {
        str(name): plain((facts or {}).get("title")) or str(name).capitalize()
        for name, facts in _callouts(course.settings).items()
        if isinstance(facts, dict | None)
    }
    return Move(pages, files, Addresses(set(course.pages), permanent=course.permanent), base, boxes)


def _callouts(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    found = settings.get("callouts")
    return found if isinstance(found, dict) else {}


def refused(path: Path) -> tuple[int, str] | None:
    """Return why a file cannot stand in this book, with the line, or None if it can."""
    suffix = path.suffix.lower()
    if suffix not in FILES:
        return 1, f"files of the kind {suffix or path.name} are not published."
    if suffix == ".svg" and any(unsafe_drawing(path.name, path.read_bytes())):
        return 1, "the drawing holds what may run or load from elsewhere. Save it as plain SVG."
    if suffix in (".py", ".ipynb"):
        text = read_text(path, path.name, [])
        if suffix == ".py" and _PERCENT.search(text):
            return 1, "it is a notebook as text, which would be run at every build. Look at it, and copy it by hand."
        if suffix == ".ipynb":
            try:
                ipynb.read(text)
            except NotebookError as error:
                return error.line, f"it {error}"
    return None


def _slug(name: str) -> str:
    try:
        return file_name(re.sub(r"[/\\<>.]", "-", name))
    except RefusedError:
        return "page-" + "".join(f"{ord(letter):x}" for letter in name)[:24]
