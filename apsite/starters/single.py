"""One page or one notebook from elsewhere into its place: `python -m apsite new page --from page.md`.

Owns what comes with it (the pictures that a page names), and what stands at its top. What is written anew in a page is
left to `conversion`.
"""

import json
import posixpath
import re
from collections.abc import Mapping
from itertools import chain
from itertools import count as counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from apsite.book.pages.navigation import address
from apsite.book.safety.safety import FILES
from apsite.book.text.faults import Fault
from apsite.book.text.texts import read_text
from apsite.starters.conversion import (
    Move,
    converted,
    fixed,
    moved_notebook,
)
from apsite.starters.course import PAGES, SETTINGS, decoded, named, plain, sound
from apsite.starters.importing import Imported, refused, write
from apsite.starters.naming import RefusedError
from apsite.starters.tops import facts_of, front_matter, heading_of, title_in

#: The way to a file that a page names, as `conversion` finds it too.
_NAMED = re.compile(
    r"""\]\(<(?P<angled>[^<>:#?\n]+\.\w+)>
  | (?:\]\(|\bsrc\s*=\s*["']?|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*)(?P<plain>[^\s)"'#?:<>]+\.\w+)""",
    re.MULTILINE | re.VERBOSE,
)


def import_page(project: Path, file: Path, source: str, facts: Mapping[str, Any]) -> Imported:
    """Write the page `file`, with the pictures that it names, to `source` under docs/, with `facts` at its top."""
    made = Imported(address=address(source))
    if file.suffix.lower() not in PAGES or not file.is_file():
        raise RefusedError(f"{file} is no page. Pages are files whose names end in .md.")
    text = decoded(file, f"docs/{source}", made.left)
    own, body = facts_of(text)
    files = _beside(project, file, body, source, made)
    known, wrong = sound({**_placeless(own), **facts})
    new = converted(file.name, text, known, Move({file.name: source}, files))
    made.files[f"docs/{source}"] = new.text.encode()
    made.left += [Fault(f"docs/{source}", 1, message) for message in wrong]
    made.left += [Fault(f"docs/{source}", line, message) for line, message in new.left]
    return _written(project, made, source)


def import_notebook(project: Path, file: Path, source: str, facts: Mapping[str, Any]) -> Imported:
    """Write the notebook `file`, with the pictures that its text names, to `source` under docs/.

    What it says of itself at its top, and `facts`, stand in a raw cell.
    """
    made = Imported(address=address(source))
    try:
        notebook = json.loads(decoded(file, f"docs/{source}", made.left))
        cells = notebook["cells"]
        metadata = {} if (notebook["nbformat"], notebook["nbformat_minor"]) < (4, 5) else {"id": "front-matter"}
        words = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
        own, body = facts_of("".join(cells[0]["source"])) if cells and cells[0]["cell_type"] != "code" else ({}, "")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RefusedError(f"{file} is no notebook of version 4 of Jupyter's format: {error}") from error
    if own:
        cells[:1] = [{**cells[0], "source": body.lstrip("\n").splitlines(keepends=True)}] if body.strip() else []
    known, wrong = sound({**_placeless(own), **facts})
    made.left += [Fault(f"docs/{source}", 1, message) for message in wrong]
    lines = front_matter(known).rstrip("\n").splitlines(keepends=True)
    cells.insert(0, {"cell_type": "raw", **metadata, "metadata": {}, "source": lines})
    files = _beside(project, file, "\n\n".join(words), source, made)
    text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    move = Move({}, {file.name: source, **files})
    made.files[f"docs/{source}"] = moved_notebook(file.name, text, move, dict).encode()
    return _written(project, made, source)


def _placeless(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key not in ("parent", "grand_parent")}


def _written(project: Path, made: Imported, source: str) -> Imported:
    """Write what was made, the page or the notebook first."""
    first = f"docs/{source}"
    made.files = {first: made.files[first], **made.files}
    write(project, made.files)
    return made


def _beside(project: Path, file: Path, text: str, source: str, made: Imported) -> dict[str, str]:
    """Take the pictures and other files that `text` names, and return the new place of each by the way to it.

    The text of a stranger may name any file of this machine: only what lies in the folder of `file`, or of the book
    that this is a page of, is looked for.
    """
    home = next((each for each in file.resolve().parents if any((each / name).is_file() for name in SETTINGS)), None)
    home = home or file.parent.resolve()
    folder = posixpath.dirname(source)
    taken: dict[Path, str] = {}
    places: dict[str, str] = {}
    for way in dict.fromkeys(found["angled"] or found["plain"] for found in _NAMED.finditer(fixed(text))):
        path = ((home if way.startswith("/") else file.parent) / unquote(way).lstrip("/")).resolve()
        if path.suffix.lower() not in FILES or path.suffix.lower() in PAGES:
            continue
        if not path.is_relative_to(home):
            message = f"{way} leads out of the folder {home.name} and was not taken. Put the file beside the page."
            made.left.append(Fault(f"docs/{source}", 1, message))
        elif path.is_file() and (why := refused(path)):
            made.left.append(Fault(f"docs/{source}", 1, f"{way} was not taken: {why[1]}"))
        elif path.is_file():
            if path not in taken:
                taken[path] = _free(project, f"{folder}/{path.name}", path.read_bytes(), made)
            places[posixpath.normpath(unquote(way).lstrip("/"))] = taken[path]
    return places


def _free(project: Path, place: str, content: bytes, made: Imported) -> str:
    """Put a file at a place under docs/ that nothing else has, and return it."""
    stem, suffix = posixpath.splitext(place)
    for count in chain([""], (f"-{number}" for number in counter(2))):
        found = f"{stem}{count}{suffix}"
        there = project / "docs" / found
        if there.is_file() and there.read_bytes() == content:
            return found
        if not there.exists() and f"docs/{found}" not in made.files:
            break
    made.files[f"docs/{found}"] = content
    return found


def own_title(file: Path) -> str:
    """Return the title that a page or a notebook has of its own, or one that is made of its file's name."""
    if not file.is_file():
        raise RefusedError(f"there is no file {file}.")
    text = read_text(file, file.name, [])
    if file.suffix == ".ipynb":
        return plain(title_in(text)) or named(file)
    facts, body = facts_of(text)
    return plain(facts.get("title")) or heading_of(body) or named(file)
