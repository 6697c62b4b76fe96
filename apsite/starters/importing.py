"""A whole book from elsewhere into a chapter: `python -m apsite import FOLDER`.

Owns which files are taken, where they go and what they are called, that nothing is overwritten, and that what is left
to do by hand is told. What is written anew in a page is left to `conversion`.
"""

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from apsite.publishing.addresses import Addresses
from apsite.publishing.faults import Fault
from apsite.publishing.navigation import address
from apsite.publishing.safety import FILES, unsafe_drawing
from apsite.publishing.texts import read_text
from apsite.starters.conversion import Move, converted, facts_of, front_matter, heading_of
from apsite.starters.naming import RefusedError, file_name, title_of

PAGES = (".md", ".markdown", ".mkd")
#: Folders and files of a Jekyll book that make its site and are no part of its text.
_MACHINERY = {"_site", "_layouts", "_includes", "_sass", "_data", "_plugins", "node_modules", "vendor", "Gemfile",
              "Gemfile.lock", "_config.yml", "_config.yaml", "package.json", "package-lock.json", "Makefile",
              "LICENSE", "LICENSE.txt", "CNAME", "Rakefile"}  # fmt: skip
_OBEYED = (
    "title", "parent", "grand_parent", "nav_order", "nav_exclude", "has_children", "search_exclude", "description",
    "permalink", "redirect_from", "glossary", "lang", "author", "authors",
)  # fmt: skip
_PERCENT = re.compile(r"^# ?%%", re.MULTILINE)


@dataclass
class Imported:
    """What was written, by path from the project's root, and what is `left` to do by hand, file by file."""

    files: dict[str, bytes] = field(default_factory=dict)
    left: list[Fault] = field(default_factory=list)
    address: str = ""


@dataclass(frozen=True)
class _Page:
    source: str
    text: str
    facts: Mapping[str, Any]

    @property
    def title(self) -> str:
        return str(self.facts["title"])


class _Book:
    """A book in a folder, as it was made for Jekyll."""

    def __init__(self, folder: Path, title: str, left: list[Fault]) -> None:
        self.folder = folder
        self.left = left
        self.settings = _settings(folder)
        found = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
        self.files = {source: path for source, path in found.items() if path.suffix.lower() not in PAGES}
        self.pages: dict[str, _Page] = {}
        for source, path in found.items():
            if path.suffix.lower() in PAGES:
                misread: list[Fault] = []
                text = read_text(path, source, misread)
                left += [Fault(source, fault.line, f"was not UTF-8, and is now: {fault.message}") for fault in misread]
                facts, body = facts_of(text)
                named = PurePosixPath(source).stem.replace("-", " ").replace("_", " ").capitalize()
                words = _plain(facts.get("title")) or heading_of(body) or named
                self.pages[source] = _Page(source, text, {**facts, "title": words})
        self.home = next((name for name in ("index.md", "README.md", "readme.md") if name in self.pages), None)
        self.title = title or _plain(self.settings.get("title")) or (self.pages[self.home].title if self.home else "")
        self.title = self.title or folder.resolve().name.replace("-", " ").capitalize()

    @property
    def permanent(self) -> dict[str, str]:
        """Return the addresses that its pages chose for themselves."""
        chosen = ((str(page.facts.get("permalink") or ""), source) for source, page in self.pages.items())
        return {place.strip("/"): source for place, source in chosen if place.strip("/")}


def import_book(project: Path, folder: Path, title: str = "", name: str = "") -> Imported:
    """Write the book in `folder` into a chapter of its own. Raises RefusedError, and then writes nothing."""
    if not folder.is_dir():
        raise RefusedError(f"{folder} is no folder.")
    if folder.resolve().is_relative_to((project / "docs").resolve()):
        raise RefusedError(f"{folder} lies in this book already.")
    made = Imported()
    book = _Book(folder, title, made.left)
    if not book.pages:
        raise RefusedError(f"{folder} holds no pages. They are files whose names end in .md.")
    chapter = file_name(name or title_of(book.title))
    if (project / "docs" / chapter).exists():
        raise RefusedError(f"docs/{chapter} is there already, and is left as it is. Choose another with --name.")
    taken = _taken(project)
    move = _move(book, chapter, made.left)
    titles = Counter(page.title for page in book.pages.values())
    top = book.title if not taken[book.title] else f"{book.title} ({chapter})"
    for source, page in book.pages.items():
        facts = _facts(page, source == book.home, top, book, titles + taken)
        new = converted(source, page.text, facts, move)
        made.files[f"docs/{move.pages[source]}"] = new.text.encode()
        made.left += [Fault(f"docs/{move.pages[source]}", line, message) for line, message in new.left]
    if book.home is None:
        opening = front_matter(
            {"title": top, "nav_order": _last(project), "under_construction": True, "glossary": False}
        )
        made.files[f"docs/{chapter}/index.md"] = f"{opening}\n# {top}\n".encode()
    for source, place in move.files.items():
        content = book.files[source].read_bytes()
        own = {page.title for page in book.pages.values()}
        made.files[f"docs/{place}"] = _below_its_own(content, own) if source.endswith(".ipynb") else content
    left = [Fault(_place(fault.file, move), fault.line, fault.message) for fault in made.left]
    made.left = sorted(set(left))
    made.address = address(f"{chapter}/index.md")
    write(project, made.files)
    return made


def import_page(project: Path, file: Path, source: str, facts: Mapping[str, Any]) -> Imported:
    """Write the page `file`, with the pictures that it names, to `source` under docs/, with `facts` at its top."""
    made = Imported(address=address(source))
    if file.suffix.lower() not in PAGES or not file.is_file():
        raise RefusedError(f"{file} is no page. Pages are files whose names end in .md.")
    misread: list[Fault] = []
    text = read_text(file, file.name, misread)
    own, body = facts_of(text)
    beside = {}
    for found in re.finditer(r"""(?:\]\(|src\s*=\s*["'])(?P<path>[^\s)"'#?:]+\.\w+)""", body):
        path = (file.parent / found["path"]).resolve()
        if path.is_file() and path.suffix.lower() in FILES and path.suffix.lower() not in PAGES:
            beside[posixpath.normpath(found["path"])] = path
    folder = posixpath.dirname(source)
    files = {name: posixpath.join(folder, path.name) for name, path in beside.items()}
    known = {key: value for key, value in own.items() if key in _OBEYED and key not in ("parent", "grand_parent")}
    new = converted(file.name, text, {**known, **facts}, Move({file.name: source}, files))
    made.files = {f"docs/{source}": new.text.encode()}
    made.files |= {f"docs/{files[name]}": path.read_bytes() for name, path in beside.items()}
    made.left = [Fault(f"docs/{source}", line, message) for line, message in new.left]
    made.left += [Fault(f"docs/{source}", fault.line, "was not UTF-8, and is now.") for fault in misread]
    write(project, made.files)
    return made


def import_notebook(project: Path, file: Path, source: str, facts: Mapping[str, Any]) -> Imported:
    """Write the notebook `file` to `source` under docs/, with `facts` in a raw cell at its top."""
    try:
        notebook = json.loads(file.read_text(encoding="utf-8-sig"))
        cells = notebook["cells"]
        metadata = {} if (notebook["nbformat"], notebook["nbformat_minor"]) < (4, 5) else {"id": "front-matter"}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RefusedError(f"{file} is no notebook of version 4 of Jupyter's format: {error}") from error
    lines = front_matter(facts).rstrip("\n").splitlines(keepends=True)
    cells.insert(0, {"cell_type": "raw", **metadata, "metadata": {}, "source": lines})
    text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    made = Imported({f"docs/{source}": text.encode()}, address=address(source))
    write(project, made.files)
    return made


def own_title(file: Path) -> str:
    """Return the title that a page or a notebook has of its own, or one that is made of its file's name."""
    if not file.is_file():
        raise RefusedError(f"there is no file {file}.")
    text = read_text(file, file.name, [])
    facts: Mapping[str, Any] = {}
    if file.suffix == ".ipynb":
        try:
            sources = [cell["source"] for cell in json.loads(text)["cells"] if cell["cell_type"] != "code"]
        except (ValueError, KeyError, TypeError):
            sources = []
        body = "\n\n".join("".join(source) for source in sources)
    else:
        facts, body = facts_of(text)
    named = re.sub(r"[-_ ]+", " ", re.sub(r"^\d+[-_. ]+(?=\D)", "", file.stem)).strip().capitalize()
    return _plain(facts.get("title")) or heading_of(body) or named


def _below_its_own(content: bytes, titles: set[str]) -> bytes:
    """Return a notebook whose first cell names a parent among `titles` or none: then its folder gives its place."""
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
        first = notebook["cells"][0]
        facts, rest = facts_of("".join(first["source"]))
    except (ValueError, LookupError, TypeError):
        return content
    if first.get("cell_type") == "code" or rest.strip() or str(facts.get("parent", "")) in ("", *titles):
        return content
    kept = {key: value for key, value in facts.items() if key not in ("parent", "grand_parent")}
    first["source"] = front_matter(kept).rstrip("\n").splitlines(keepends=True)
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


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


def _facts(page: _Page, home: bool, top: str, book: _Book, titles: Mapping[str, int]) -> dict[str, Any]:
    """Return what a page of the chapter says at its top."""
    facts = {key: page.facts[key] for key in _OBEYED if key in page.facts}
    if "nav_order" in facts and not isinstance(facts["nav_order"], int | float | str):
        del facts["nav_order"]
    if home:
        facts = {**facts, "title": top, "glossary": facts.get("glossary", False)}
        facts.pop("parent", None)
        facts.pop("grand_parent", None)
        facts.pop("permalink", None)
    else:
        own = {each.title for each in book.pages.values()}
        homely = book.home and page.facts.get("parent") == book.pages[book.home].title
        above = top if homely or page.facts.get("parent") not in own else str(page.facts["parent"])
        facts["parent"] = above
        facts.pop("has_children", None)
        if above == top:
            facts.pop("grand_parent", None)
        elif titles[above] > 1 and "grand_parent" not in facts:
            upper = next((each for each in book.pages.values() if each.title == above), None)
            facts["grand_parent"] = str(upper.facts.get("parent") or top) if upper else top
    return {**facts, "under_construction": True}


def _move(book: _Book, chapter: str, left: list[Fault]) -> Move:
    """Return where each file goes; what is not taken is told."""
    pages: dict[str, str] = {}
    used: set[str] = set()
    for source in sorted(book.pages, key=lambda source: (source != book.home, source)):
        parts = [_slug(part.removeprefix("_")) for part in PurePosixPath(source).parts[:-1]]
        stem = re.sub(r"^\d{4}-\d\d-\d\d-", "", PurePosixPath(source).stem)
        folder = posixpath.join(chapter, *parts)
        index = stem.lower() in ("index", "readme")
        name = "index" if index else _slug(stem)
        place, count = f"{folder}/{name}.md", 2
        while address(place).casefold() in used:
            place, count = f"{folder}/{name}-{count}.md", count + 1
        used.add(address(place).casefold())
        pages[source] = place
    files: dict[str, str] = {}
    for source, path in book.files.items():
        why = _refused(path)
        if why:
            left.append(Fault(source, 1, f"was not taken: {why}"))
        else:
            parts = [part.removeprefix("_") for part in PurePosixPath(source).parts]
            files[source] = posixpath.join(chapter, *parts[:-1], re.sub(r"[^\w.-]+", "-", parts[-1]))
    base = str(book.settings.get("baseurl") or "").rstrip("/")
    boxes = {
        str(name): str((facts or {}).get("title") or name.capitalize())
        for name, facts in (book.settings.get("callouts") or {}).items()
        if isinstance(facts, dict | None)
    }
    return Move(pages, files, Addresses(set(book.pages), permanent=book.permanent), base, boxes)


def _refused(path: Path) -> str:
    """Return why a file cannot stand in this book, "" if it can."""
    suffix = path.suffix.lower()
    if suffix not in FILES:
        return f"files of the kind {suffix or path.name} are not published."
    if suffix == ".svg" and any(unsafe_drawing(path.name, path.read_text(encoding="utf-8", errors="replace"))):
        return "the drawing holds what may run or load from elsewhere. Save it as plain SVG."
    if suffix == ".py" and _PERCENT.search(path.read_text(encoding="utf-8", errors="replace")):
        return "it is a notebook as text, which would be run at every build. Look at it, and copy it by hand."
    return ""


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") or part in _MACHINERY for part in parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


def _settings(folder: Path) -> dict[str, Any]:
    for name in ("_config.yml", "_config.yaml"):
        if (folder / name).is_file():
            try:
                found = yaml.safe_load((folder / name).read_text(encoding="utf-8", errors="replace"))
            except yaml.YAMLError:
                return {}
            return found if isinstance(found, dict) else {}
    return {}


def _plain(value: object) -> str:
    """Return a title as plain text on one line."""
    return " ".join(re.sub(r"[<>\x00-\x1f]", " ", str(value)).split()) if value not in (None, "", [], {}) else ""


def _slug(name: str) -> str:
    try:
        return file_name(re.sub(r"[/\\<>.]", "-", name))
    except RefusedError:
        return "page-" + "".join(f"{ord(letter):x}" for letter in name)[:24]


def _place(source: str, move: Move) -> str:
    place = move.pages.get(source)
    return f"docs/{place}" if place else source


def _taken(project: Path) -> Counter[str]:
    """Return the titles of the pages of this book."""
    docs = project / "docs"
    return Counter(
        str(facts_of(path.read_text(encoding="utf-8-sig", errors="replace"))[0].get("title", ""))
        for path in docs.rglob("*.md")
    )


def _last(project: Path) -> float:
    """Return a place behind the last chapter."""
    docs = project / "docs"
    orders = [
        facts_of(path.read_text(encoding="utf-8-sig", errors="replace"))[0].get("nav_order")
        for path in docs.glob("*/index.md")
        if path.parent.name not in ("model", "write-for-this-book")
    ]
    return max((order for order in orders if isinstance(order, int | float)), default=0) + 0.5
