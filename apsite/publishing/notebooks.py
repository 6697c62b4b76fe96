"""Notebooks as the book sees them: their cells with what they gave, by name, and each as a page in Markdown.

Owns the discovery of notebooks (Python files in folders named `notebooks`) and what a page of one is made of. What a
cell looks like on a page is left to `cells`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from apsite.publishing.workers import Files

FOLDER = "notebooks"
OUTPUTS = "outputs.json"
TAKE_AWAY = "take-away"
SVG, TEXT = "image/svg+xml", "text/plain"

_TITLE = re.compile(r"\A\s*# .*")


@dataclass(frozen=True)
class Cell:
    """A cell: the `line` of its header and the `first` line of its text, its `number` among the code cells, from 1.

    `marked` is its code as a page shows it.
    """

    kind: str
    source: str
    line: int
    first: int
    tags: tuple[str, ...] = ()
    alt: str = ""
    checks: tuple[str, ...] = ()
    marked: str = ""
    number: int = 0
    outputs: tuple[Mapping[str, Any], ...] = ()

    @property
    def figures(self) -> list[str]:
        """Return the stems of the pictures that the cell drew."""
        return [output["data"][SVG] for output in self.outputs if SVG in output.get("data", {})]

    @property
    def printed(self) -> str:
        """Return the text that the cell printed and returned, without what stands for a figure."""
        texts = (
            output["text"] if output["output_type"] == "stream" else f"{output['data'].get(TEXT, '')}\n"
            for output in self.outputs
            if SVG not in output.get("data", {})
        )
        return "".join(texts).rstrip("\n")


@dataclass(frozen=True)
class Notebook:
    """The notebook at `source`, a path under the docs folder, with the `files` that its outputs name."""

    source: str
    front_matter: str
    cells: tuple[Cell, ...]
    files: Files

    @property
    def name(self) -> str:
        """Return what pages call it."""
        return PurePosixPath(self.source).stem

    @property
    def page(self) -> str:
        """Return the path that its page would have as a Markdown file."""
        return page_of(self.source)

    @cached_property
    def code(self) -> tuple[Cell, ...]:
        """Return its code cells."""
        return tuple(cell for cell in self.cells if cell.kind == "code")

    @property
    def tagged(self) -> dict[str, Cell]:
        """Return its code cells by each of their tags."""
        return {tag: cell for cell in self.code for tag in cell.tags}

    def markdown(self) -> tuple[str, tuple[int, ...]]:
        """Return its page, front matter included, and for each line of it the line of the notebook that it is from.

        A code cell is an image of it, `![alt](cell:3)`; below the title stands `[](table:take-away)`.
        """
        lines: list[tuple[str, int]] = [("---", 1)]
        lines += [(line, number) for number, line in enumerate(self.front_matter.splitlines(), 2)]
        lines += [("---", lines[-1][1])]
        for cell in self.cells:
            lines += [*self._written(cell), ("", cell.line)]
        return "\n".join(line for line, _ in lines), tuple(number for _, number in lines)

    def _written(self, cell: Cell) -> Iterator[tuple[str, int]]:
        if cell.kind == "code":
            yield f"![{cell.alt}](cell:{cell.number})", cell.line
            return
        for number, line in enumerate(cell.source.split("\n"), cell.first):
            yield line, number
            if cell is self.cells[0] and number == cell.first and _TITLE.match(line):
                yield from (("", number), (f"[](table:{TAKE_AWAY})", number), ("", number))


def page_of(source: str) -> str:
    """Return the path of the page of the notebook at `source`."""
    return str(PurePosixPath(source).with_suffix(".md"))


def found(docs: Path, read: Callable[[Path], str]) -> dict[str, str]:
    """Return the text of each notebook under `docs`, which `read` reads, by its path there."""
    return {path.relative_to(docs).as_posix(): read(path) for path in sorted(docs.rglob(f"{FOLDER}/*.py"))}


def assemble(source: str, read: Mapping[str, Any], files: Files) -> Notebook:
    """Return the notebook at `source` from its cells, as `apsite.notebooks read` gives them, and their outputs' files.

    Without files it has no outputs.
    """
    outputs = iter(json.loads(files[OUTPUTS]) if files else ())
    cells = []
    number = 0
    for cell in read["cells"]:
        facts = {**cell, "tags": tuple(cell["tags"]), "checks": tuple(cell["checks"])}
        if cell["kind"] == "code":
            number += 1
            facts |= {"number": number, "outputs": tuple(next(outputs, ()))}
        cells.append(Cell(**facts))
    return Notebook(source, read["front_matter"], tuple(cells), files)
