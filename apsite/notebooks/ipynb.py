"""A notebook file of Jupyter's own format, read into cells that know their lines in it.

Owns where in the file each line of a cell stands, which no reader of JSON keeps, and what a cell's metadata say:
`tags`, `alt` and `checks`, as the header of a cell does in percent format. nbformat turns older versions of the format
into the present one.
"""

import json
import re
from bisect import bisect_right
from itertools import accumulate
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, cast

import nbformat

from apsite.notebooks.percent import NotebookError

_SPACE = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r"[-+\w.]+")
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"^[\w-]+[ \t]*:", re.MULTILINE)
_HALF = re.compile("[\ud800-\udfff]")  # of a pair that JSON writes in two
_DEEPEST = 200
#: What JupyterLab keeps folded, and the tags of Jupyter Book that say the same.
_FOLDED = {"source_hidden": "hide-input", "outputs_hidden": "hide-output"}

#: A title, a summary and settings, as notebooks for fastpages begin.
_POST = re.compile(
    r"(?P<words>#[ ]+[^\n]+\n(?:>[^\n]*\n|[ ]*\n)*)"
    r"(?P<facts>(?=(?:-[ ]+\w+:[^\n]*\n)*?-[ ]+(?:toc|badges|comments|categories|use_math|hide|permalink):)"
    r"(?:-[ ]+\w+:[^\n]*(?:\n|\Z))+)"
)


class Placed(str):
    """A text of a file of JSON, with the line that it stands on."""

    line: int = 1


def read(text: str) -> dict[str, Any]:
    """Return front matter, cells without the empty ones, and language of a notebook. Raises NotebookError."""
    try:
        return _read(text)
    except NotebookError:
        raise
    except Exception as error:  # whatever nbformat, which turns old versions into new ones, did not think of
        what = str(error) or type(error).__name__
        raise NotebookError(getattr(error, "lineno", 1), f"is no notebook that Jupyter could read: {what}") from error


def _read(text: str) -> dict[str, Any]:
    placed = _Reading(text).value(0)[0]
    notebook = nbformat.reads(text, as_version=4)
    if not isinstance(placed, dict):
        raise NotebookError(1, "is no notebook that Jupyter could read: it holds no cells")
    written = [cell for sheet in placed.get("worksheets", [placed]) for cell in sheet.get("cells", [])]
    if len(written) != len(notebook.cells):
        raise NotebookError(1, f"has {len(written)} cells, and nbformat finds {len(notebook.cells)}")
    cells = [_cell(cell, _lines(place)) for cell, place in zip(notebook.cells, written, strict=True)]
    front_matter, line = "", cast(Any, 1)
    first = cells[0] if cells and cells[0]["kind"] != "code" else {"source": ""}
    if (found := _FRONT_MATTER.match(first["source"])) and (first["kind"] == "raw" or _KEY.search(found[1] or "")):
        front_matter, line = found[1] or "", first["line"]
        first["source"] = first["source"][found.end() :]
        first["lines"] = first["lines"][found[0].count("\n") :] or first["lines"][-1:]
        first["line"] = first["first"] = first["lines"][0]
    if first is not None and (found := _POST.match(first["source"])):
        first["source"] = _posted(found) + first["source"][found.end() :]
    kept = [cell for cell in cells if cell["source"].strip() or cell.get("given")]
    return {"front_matter": front_matter, "line": line, "cells": kept, "language": _language(notebook.metadata)}


def _posted(top: re.Match[str]) -> str:
    """Return what fastpages has at the top of a notebook, line by line, without its settings and quotation marks."""
    words = re.sub(r'^([#>][ ]+)"(.*)"[ ]*$', r"\1\2", top["words"], flags=re.MULTILINE)
    return words + "\n" * top["facts"].count("\n")


def _cell(cell: Any, lines: list[int]) -> dict[str, Any]:
    metadata = cell.metadata
    tags = [tag for tag in metadata.get("tags", []) if isinstance(tag, str)]
    alt = metadata.get("alt", "")
    named = [tag.partition(":")[2].strip() for tag in tags if tag.startswith("alt:")]
    folded = metadata.get("jupyter")
    for part, tag in _FOLDED.items():
        if isinstance(folded, dict) and folded.get(part) is True:
            tags.append(tag)
    facts = {
        "kind": cell.cell_type,
        "source": cell.source,
        "line": lines[0],
        "first": lines[0],
        "lines": lines,
        "tags": [tag for tag in tags if not tag.startswith("alt:")],
        "alt": alt if isinstance(alt, str) and alt else " ".join(named),
        "checks": str(metadata.get("checks", "")).split(),
    }
    if cell.cell_type == "code":
        return {**facts, "given": json.loads(json.dumps(cell.outputs))}
    written_in = metadata.get("raw_mimetype", metadata.get("format", ""))
    return {**facts, "attachments": cell.get("attachments", {}), "format": str(written_in)}


def _lines(cell: Any) -> list[int]:
    """Return the line of the file for each line of a cell's text."""
    source = cell.get("source", cell.get("input", Placed()))
    pieces = source if isinstance(source, list) else [source]
    lines = [
        piece.line for piece in pieces if isinstance(piece, Placed) for _ in range(max(len(piece.splitlines()), 1))
    ]
    return lines or [1]


def _language(metadata: Any) -> str:
    told = metadata.get("language_info", {})
    kernel = metadata.get("kernelspec", {})
    found = told.get("pygments_lexer") or told.get("name") or kernel.get("language") or "python"
    return "python" if str(found).startswith("ipython") else str(found)


class _Reading:
    """Reads JSON, and keeps for each text where it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *accumulate(len(line) for line in text.splitlines(keepends=True))]

    def value(self, at: int, depth: int = 0) -> tuple[Any, int]:
        """Return the value that begins at a place, and the place behind it."""
        at = self._skip(at)
        sign = self.text[at]
        if depth > _DEEPEST:
            raise ValueError("it is nested too deep")
        if sign == '"':
            found, end = scanstring(self.text, at + 1, False)
            if half := _HALF.search(found):
                raise NotebookError(
                    bisect_right(self.starts, at), rf"holds half a character, \u{ord(half[0]):x}, which is no text"
                )
            placed = Placed(found)
            placed.line = bisect_right(self.starts, at)
            return placed, end
        if sign in "[{":
            return self._many(at, depth)
        if (word := _WORD.match(self.text, at)) is None:
            raise ValueError(f"'{sign}' is no value of JSON")
        return None, word.end()

    def _skip(self, at: int) -> int:
        space = _SPACE.match(self.text, at)
        return space.end() if space else at

    def _many(self, at: int, depth: int) -> tuple[Any, int]:
        named: dict[str, Any] = {}
        listed: list[Any] = []
        closing = "}" if self.text[at] == "{" else "]"
        at = self._skip(at + 1)
        while self.text[at] != closing:
            each, at = self.value(at, depth + 1)
            at = self._skip(at)
            if closing == "}":
                if self.text[at] != ":":
                    raise ValueError(f"'{each}' has no value")
                named[str(each)], at = self.value(at + 1, depth + 1)
                at = self._skip(at)
            else:
                listed.append(each)
            if self.text[at] == ",":
                at = self._skip(at + 1)
        return (named if closing == "}" else listed), at + 1
