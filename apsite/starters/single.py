"""One page or one notebook from elsewhere into its place: `python -m apsite new page --from page.md`.

Owns what comes with it (the pictures that a page names), and what stands at its top. What is written anew in a page is
left to `conversion`.
"""

import json
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from apsite.publishing.faults import Fault
from apsite.publishing.navigation import address
from apsite.publishing.safety import FILES
from apsite.publishing.texts import read_text
from apsite.starters.conversion import Move, converted, facts_of, front_matter, heading_of
from apsite.starters.course import PAGES, decoded, named, plain, sound
from apsite.starters.importing import Imported, write
from apsite.starters.naming import RefusedError


def import_page(project: Path, file: Path, source: str, facts: Mapping[str, Any]) -> Imported:
    """Write the page `file`, with the pictures that it names, to `source` under docs/, with `facts` at its top."""
    made = Imported(address=address(source))
    if file.suffix.lower() not in PAGES or not file.is_file():
        raise RefusedError(f"{file} is no page. Pages are files whose names end in .md.")
    text = decoded(file, f"docs/{source}", made.left)
    own, body = facts_of(text)
    beside = {}
    for found in re.finditer(r"""(?:\]\(|src\s*=\s*["'])(?P<path>[^\s)"'#?:]+\.\w+)""", body):
        path = (file.parent / found["path"]).resolve()
        if path.is_file() and path.suffix.lower() in FILES and path.suffix.lower() not in PAGES:
            beside[posixpath.normpath(found["path"])] = path
    folder = posixpath.dirname(source)
    files = {name: posixpath.join(folder, path.name) for name, path in beside.items()}
    own = {key: value for key, value in own.items() if key not in ("parent", "grand_parent")}
    known, wrong = sound({**own, **facts})
    new = converted(file.name, text, known, Move({file.name: source}, files))
    made.files = {f"docs/{source}": new.text.encode()}
    made.files |= {f"docs/{files[name]}": path.read_bytes() for name, path in beside.items()}
    made.left += [Fault(f"docs/{source}", 1, message) for message in wrong]
    made.left += [Fault(f"docs/{source}", line, message) for line, message in new.left]
    write(project, made.files)
    return made


def import_notebook(project: Path, file: Path, source: str, facts: Mapping[str, Any]) -> Imported:
    """Write the notebook `file` to `source` under docs/, with `facts` in a raw cell at its top."""
    made = Imported(address=address(source))
    try:
        notebook = json.loads(decoded(file, f"docs/{source}", made.left))
        cells = notebook["cells"]
        metadata = {} if (notebook["nbformat"], notebook["nbformat_minor"]) < (4, 5) else {"id": "front-matter"}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RefusedError(f"{file} is no notebook of version 4 of Jupyter's format: {error}") from error
    lines = front_matter(facts).rstrip("\n").splitlines(keepends=True)
    cells.insert(0, {"cell_type": "raw", **metadata, "metadata": {}, "source": lines})
    text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    made.files = {f"docs/{source}": text.encode()}
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
    return plain(facts.get("title")) or heading_of(body) or named(file)
