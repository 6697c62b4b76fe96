"""Where something new stands among what is there: pages and their order, experiments and their folders.

Owns what is read off the book for that, and refuses what has no place in it.
"""

import ast
import keyword
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from apsite.book.text.faults import nearest
from apsite.book.text.front_matter import FrontMatter, read_front_matter
from apsite.book.text.texts import read_text
from apsite.starters.naming import RefusedError

NO_CHAPTERS = ("model", "write-for-this-book")
CHAPTERS = "apsite/chapters"
MEMBRANES = "apsite/membranes"


@dataclass(frozen=True)
class Wish:
    """What somebody asked for: a `title`, a file `name` and a `parent` of their own choice, or ""."""

    project: Path
    title: str
    name: str = ""
    parent: str = ""
    origin: Path | None = None


def pages_beside(wish: Wish) -> dict[str, FrontMatter]:
    """Return the pages of the book; refuse a title that one of them has."""
    found = _every_page(wish)
    for source, page in found.items():
        if page.title.casefold() == wish.title.casefold():
            raise RefusedError(f"docs/{source} has the title '{page.title}' already. Choose another title.")
    return found


def _every_page(wish: Wish) -> dict[str, FrontMatter]:
    docs = wish.project / "docs"
    found = {}
    for path in sorted([*docs.rglob("*.md"), *docs.rglob("notebooks/*.py")]):
        source = path.relative_to(docs).as_posix()
        text = read_text(path, source, [])  # what is not UTF-8 is a fault of the book, not of the wish
        if path.suffix == ".py":  # its front matter is a comment
            text = "\n".join(line.removeprefix("# ") for line in text.splitlines())
        page = read_front_matter(source, text)[0]
        if page is not None:
            found[source] = page
    return found


def parent_of(wish: Wish, pages: Mapping[str, FrontMatter]) -> FrontMatter:
    """Return the page that the wish names as its parent, or else the last chapter."""
    if not wish.parent:
        chapters = [page for page in pages.values() if not page.parent and is_chapter(page)]
        if not chapters:
            raise RefusedError('there is no chapter yet. Begin with: python -m apsite new chapter "A title"')
        return max(chapters, key=lambda page: page.number)
    found = [page for page in pages.values() if page.title.casefold() == wish.parent.casefold()]
    if len(found) != 1:
        raise RefusedError(
            f"{len(found) or 'no'} page{'s have' if found else ' has'} the title '{wish.parent}'. "
            f"{nearest(wish.parent, [page.title for page in pages.values()])}"
        )
    return found[0]


def is_chapter(page: FrontMatter) -> bool:
    """Say whether a page is the first of a chapter."""
    folder, _, rest = page.file.partition("/")
    return rest == "index.md" and folder not in NO_CHAPTERS


def next_order(after: float, taken: list[float]) -> float:
    """Return a place behind `after`: the next whole number, or half the way to the next place that is taken."""
    following = min((order for order in taken if order > after), default=math.inf)
    whole = math.floor(after) + 1
    return whole if whole < following else (after + following) / 2


def experiments(project: Path) -> dict[str, str]:
    """Return the folder of each experiment, as a path from the project's root, by its name as Python has it."""
    found = sorted((project / CHAPTERS).rglob("experiment.py"))
    return {path.parent.name: path.parent.relative_to(project).as_posix() for path in found}


def room(wish: Wish) -> str:
    """Return the folder for the experiments of the page that the wish names, or else of the last chapter.

    It is called as the page is, without the numbers of chapters, which may change.
    """
    pages = _every_page(wish)
    if not wish.parent and not any(not page.parent and is_chapter(page) for page in pages.values()):
        return CHAPTERS
    return room_of(parent_of(wish, pages).file)


def room_of(source: str) -> str:
    """Return the folder for the experiments of the page at `source`."""
    page = PurePosixPath(source).with_suffix("")
    parts = page.parent.parts if page.name == "index" else page.parts
    return "/".join([CHAPTERS, *(identifier(part) for part in parts if not re.fullmatch(r"chapter-\d+", part))])


def identifier(name: str) -> str:
    """Return a page's name as Python can have it."""
    plain = re.sub(r"\W", "_", name)
    return plain if plain.isidentifier() and not keyword.iskeyword(plain) else f"page_{plain}"


def fields_of(file: Path, name: str) -> set[str]:
    """Return the names of the fields of the dataclass `name` in a Python file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    bodies = [node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name]
    return {
        each.target.id
        for body in bodies
        for each in body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    }
