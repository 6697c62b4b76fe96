"""A notebook in percent format, read into cells that know their lines.

Owns what a cell's header may say: `tags`, by which pages name a cell; `alt`, what its figure shows, in words;
`checks`, the values of the model that its output prints. jupytext reads the format; the line numbers, which a fault
needs, it does not keep.
"""

import re
import warnings
from dataclasses import dataclass
from typing import Any

import jupytext

KEYS = ("tags", "alt", "checks")

_HEADER = re.compile(r"^# ?%%")
_BLANK_LINES = "lines_to_"  # jupytext's own notes of unusual ones


class NotebookError(ValueError):
    """A notebook that cannot be read; the message says what is wrong, `line` where."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


@dataclass(frozen=True)
class Cell:
    """One cell: its `kind` (markdown or code), its text, the `line` of its header and the `first` line of its text."""

    kind: str
    source: str
    line: int
    first: int
    tags: tuple[str, ...] = ()
    alt: str = ""
    checks: tuple[str, ...] = ()


def read(text: str) -> tuple[str, list[Cell]]:
    """Return the front matter of a notebook ("" if it has none), as YAML, and its cells without the empty ones.

    Raises NotebookError for what is not the percent format, a kind of cell that pages do not have, or a header with
    other keys than `KEYS`.
    """
    lines = text.split("\n")
    headers = [number for number, line in enumerate(lines, 1) if _HEADER.match(line)]
    if not headers:
        raise NotebookError(1, "a notebook is in percent format: each cell begins with a line '# %%'")
    try:
        with warnings.catch_warnings():  # of Python's, about signs in the header of a cell
            warnings.simplefilter("ignore")
            found = jupytext.reads(text, fmt="py:percent").cells
    except Exception as error:  # whatever jupytext or its parsers raise
        raise NotebookError(1, f"jupytext cannot read it: {error}") from error
    front_matter = ""
    if len(found) > len(headers):  # the first cell stands before the first header
        first = found.pop(0)
        front_matter = re.sub(r"\A---\n|---\Z", "", first.source) if first.cell_type == "raw" else ""
        if not front_matter:
            raise NotebookError(1, "before the first cell only the front matter may stand, between '# ---' lines")
    if len(found) != len(headers):
        raise NotebookError(headers[0], f"{len(headers)} cells begin, and jupytext finds {len(found)}")
    cells = [_cell(each, line, lines) for each, line in zip(found, headers, strict=True)]
    return front_matter, [cell for cell in cells if cell.source.strip()]


def _cell(found: Any, line: int, lines: list[str]) -> Cell:
    if found.cell_type not in ("markdown", "code"):
        raise NotebookError(line, f"a page has markdown and code cells, and no {found.cell_type} cell")
    if unknown := [key for key in found.metadata if key not in KEYS and not key.startswith(_BLANK_LINES)]:
        raise NotebookError(line, f"a cell has no '{unknown[0]}'; allowed: {', '.join(KEYS)}")
    tags = found.metadata.get("tags", [])  # jupytext has seen that they are a list of words
    text: dict[str, str] = {key: found.metadata.get(key, "") for key in ("alt", "checks")}
    for key, value in text.items():
        if not isinstance(value, str):
            raise NotebookError(line, f'{key} is a text in double quotes: {key}="..."')
    source = found.source.lstrip("\n")
    first = line + 1
    while first < len(lines) and lines[first - 1].strip() in ("", "#"):
        first += 1
    return Cell(found.cell_type, source, line, first, tuple(tags), text["alt"], tuple(text["checks"].split()))
