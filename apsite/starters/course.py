"""A book that was made for Jekyll, as it lies in its folder.

Owns which of its files are part of the book, which are pages, and what each page says of itself, as far as a page of
this book may say it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from apsite.book.text import safe_yaml
from apsite.book.text.faults import Fault
from apsite.book.text.front_matter import read_front_matter
from apsite.book.text.texts import read_text
from apsite.starters.tops import facts_of, front_matter, heading_of, unreadable

PAGES = (".md", ".markdown", ".mkd")
#: Files that a book made with Jekyll has at its top.
SETTINGS = ("_config.yml", "_config.yaml")
#: Folders and files of a Jekyll book that make its site and are no part of its text.
_MACHINERY = {"_site", "_layouts", "_includes", "_sass", "_data", "_plugins", "node_modules", "vendor", "Gemfile",
              "Gemfile.lock", *SETTINGS, "package.json", "package-lock.json", "Makefile",
              "LICENSE", "LICENSE.txt", "CNAME", "Rakefile"}  # fmt: skip
#: What a page may say at its top that keeps its meaning in this book.
OBEYED = (
    "title", "parent", "grand_parent", "nav_order", "nav_exclude", "has_children", "search_exclude", "description",
    "permalink", "redirect_from", "glossary", "lang", "author", "authors", "released", "published",
    "under_construction",
)  # fmt: skip
#: What a page says there that its own book shows, and this one does not.
_SAID = (
    "subtitle", "abstract", "summary", "excerpt", "questions", "objectives", "keypoints", "prerequisites", "gallery",
    "feature_row", "abbreviations", "substitutions", "intro", "lead",
)  # fmt: skip
_TITLES = ("title", "parent", "grand_parent")


@dataclass(frozen=True)
class Page:
    """A page at `source`, a path in its folder, with its whole text and what it says of itself."""

    source: str
    text: str
    facts: Mapping[str, Any]

    @property
    def title(self) -> str:
        """Return its title, which every page of a course has."""
        return str(self.facts["title"])

    @property
    def released(self) -> bool:
        """Say whether its own book shows it."""
        return self.facts.get("released") is not False and self.facts.get("published") is not False


class Course:
    """A book in a folder, as it was made for Jekyll; what is wrong with its pages goes to `left`."""

    def __init__(self, folder: Path, title: str, left: list[Fault]) -> None:
        self.settings = _settings(folder, left)
        found = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
        self.files = {source: path for source, path in found.items() if path.suffix.lower() not in PAGES}
        self.pages: dict[str, Page] = {}
        for source, path in found.items():
            if path.suffix.lower() in PAGES:
                text = decoded(path, source, left)
                facts, body = facts_of(text)
                left += [Fault(source, 1, message) for message in filter(None, [unreadable(text)])]
                kept, wrong = sound({**facts, "title": plain(facts.get("title")) or heading_of(body) or named(path)})
                left += [Fault(source, 1, message) for message in wrong]
                self.pages[source] = Page(source, text, kept)
        self.home = next((name for name in ("index.md", "README.md", "readme.md") if name in self.pages), None)
        self.title = title or plain(self.settings.get("title")) or (self.pages[self.home].title if self.home else "")
        self.title = self.title or folder.resolve().name.replace("-", " ").capitalize()

    @property
    def permanent(self) -> dict[str, str]:
        """Return the addresses that its pages chose for themselves."""
        chosen = ((str(page.facts.get("permalink") or ""), source) for source, page in self.pages.items())
        return {place.strip("/"): source for place, source in chosen if place.strip("/")}


def decoded(path: Path, source: str, left: list[Fault]) -> str:
    """Return the text of a file, which is UTF-8 from now on; where it was not, it goes to `left`."""
    misread: list[Fault] = []
    text = read_text(path, source, misread)
    what = "was not UTF-8, and is now" if text else "is empty now"
    left += [Fault(source, fault.line, f"{what}: {fault.message}") for fault in misread]
    return text


def plain(value: object) -> str:
    """Return a title as plain text on one line; "" for what is none."""
    if value is None or isinstance(value, dict | list | bool):
        return ""
    return " ".join(re.sub(r"</?[A-Za-z][^<>]*>|[<>\x00-\x1f\x7f]", " ", str(value)).split())


def named(file: Path) -> str:
    """Return a title that is made of a file's name."""
    stem = re.sub(r"^\d+(?:-\d+){0,2}[-_. ]+(?=\D)", "", PurePosixPath(file).stem)
    return re.sub(r"[-_ ]+", " ", stem).strip().capitalize()


def sound(facts: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return what of `facts` a page of this book may say, and what is wrong with the rest."""
    kept = {key: facts[key] for key in OBEYED if key in facts}
    kept |= {key: words for key in _TITLES if (words := plain(kept.get(key)))}
    keys = list(kept)
    wrong = read_front_matter("page.md", front_matter(kept))[1]
    for fault in wrong:
        kept.pop(keys[fault.line - 2], None)
    said = ", ".join(key for key in _SAID if facts.get(key))
    lost = (
        [f"front matter: {said}: is shown nowhere here. Write in the page what readers are to see of it."]
        if said
        else []
    )
    return kept, [*(f"front matter: {fault.message} It was left out." for fault in wrong), *lost]


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") or part in _MACHINERY for part in parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


def _settings(folder: Path, left: list[Fault]) -> dict[str, Any]:
    for name in SETTINGS:
        if (folder / name).is_file():
            try:
                found = safe_yaml.load(read_text(folder / name, name, []))
            except safe_yaml.UnreadableError as error:
                left.append(Fault(name, error.line, f"was not read: {error}."))
                return {}
            return found if isinstance(found, dict) else {}
    return {}
