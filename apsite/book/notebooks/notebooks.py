"""Notebooks as the book sees them: their cells with what they gave, by name, and each as a page in Markdown.

Owns which files are notebooks, and what a page of one is made of. The book's own are scripts in percent format, which
are executed; one in Jupyter's format comes from elsewhere, and keeps the outputs that are stored in it, unless it asks
to be executed. What a cell looks like on a page is left to `cells`.
"""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from apsite.book.notebooks.jupyter import Settings
from apsite.book.production.workers import Files
from apsite.book.safety.cleaning import picture
from apsite.book.text.lines import CODE, FENCE
from apsite.book.text.texts import files_under, leads_out

FOLDER = "notebooks"
PICTURES = "assets/notebooks"
OUTPUTS = "outputs.json"
RENDERED = "rendered.json"
TAKE_AWAY = "take-away"
SVG, TEXT = "image/svg+xml", "text/plain"

_PERCENT = re.compile(r"^# ?%%", re.MULTILINE)
_EXECUTE = re.compile(r"^execute[ \t]*:[ \t]*true\b", re.MULTILINE | re.IGNORECASE)
_HEADING = re.compile(
    rf"(?P<code>{FENCE} | {CODE}) | ^\#[ \t]+(?P<words>.+?)[ \t#]*$ | ^(?P<underlined>[^\s|>`~=-][^\n]*)\n=+[ ]*$",
    re.MULTILINE | re.VERBOSE,
)
_WITHIN = re.compile(r"data:image/(?P<kind>png|jpe?g|gif|webp);base64,(?P<content>[A-Za-z0-9+/=]+)")
#: What raw cells hold that is read as a text of the book, in which each command of LaTeX that is none is reported.
_READ = ("text/latex", "text/markdown", "text/html")
_FORMULA = re.compile(
    r"\s*(?:\$\$[^$]+\$\$|\\\[(?s:.)*?\\\]|\\begin\{(?P<name>[a-z]+\*?)\}(?s:.)*?\\end\{(?P=name)\})\s*"
)
_ATTACHED = re.compile(r"attachment:(?P<name>[^\s()\"'<>]+)")


@dataclass(frozen=True)
class Cell:
    """A cell: the `line` of its header and the `first` line of its text, its `number` among the code cells, from 1.

    `lines` are those of the file where they do not follow each other. `marked` is its code as a page shows it, if it
    is to be `shown`; of a raw cell, `format` is the type of what it holds. `outputs` are what it gave, in the notebook
    format, `items` the same as a page shows it.
    """

    kind: str
    source: str
    line: int
    first: int
    tags: tuple[str, ...] = ()
    alt: str = ""
    checks: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    marked: str = ""
    number: int = 0
    shown: bool = True
    format: str = ""
    outputs: tuple[Mapping[str, Any], ...] = ()
    items: tuple[Mapping[str, Any], ...] = ()

    @property
    def pictures(self) -> list[Mapping[str, Any]]:
        """Return the figures and pictures among what it gave."""
        return [item for item in self.items if item["kind"] in ("figure", "picture")]

    @property
    def printed(self) -> str:
        """Return the text that the cell printed and returned, without what stands for a figure."""
        texts = (
            _text(output["text"]) if output["output_type"] == "stream" else f"{_text(output['data'].get(TEXT, ''))}\n"
            for output in self.outputs
            if output["output_type"] != "error" and SVG not in output.get("data", {})
        )
        return "".join(texts).rstrip("\n")

    def numbered(self) -> Iterator[tuple[str, int]]:
        """Yield the lines of its text, each with that of the file."""
        for at, text in enumerate(self.source.split("\n")):
            yield text, self.lines[min(at, len(self.lines) - 1)] if self.lines else self.first + at


@dataclass(frozen=True)
class Notebook:
    """The notebook at `source`, a path under the docs folder, with the `files` that its outputs name.

    The text of its front matter begins on the line below `line`. It is `foreign` if it was not written for the book,
    and `stored` if what it gave is what was stored in it. `pictures` are those in its text, by path under the docs
    folder.
    """

    source: str
    front_matter: str
    cells: tuple[Cell, ...]
    files: Files
    line: int = 1
    foreign: bool = False
    stored: bool = False
    pictures: Files = field(default_factory=dict)

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

    @cached_property
    def heading(self) -> tuple[Cell, int, str] | None:
        """Return its first heading of the first level: its cell, its line there, counted from 0, and its words."""
        for cell in self.cells:
            if cell.kind == "markdown":
                for found in _HEADING.finditer(cell.source):
                    if words := found["words"] or found["underlined"]:
                        return cell, cell.source.count("\n", 0, found.end()), words
        return None

    def placed(self, parent: str, ignore_headings: bool = False) -> "Notebook":
        """Return it with a title, a place below the page `parent` and a description, where it says nothing of them."""
        words = self.heading[2] if self.heading and not ignore_headings else ""
        plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|[*_`$<>\\]", r"\1", words).strip()
        named = re.sub(r"[-_ ]+", " ", re.sub(r"^\d+[-_. ]+(?=\D)", "", self.name)).strip().capitalize()
        facts = {"title": plain or named, "parent": parent}
        given = re.search(r"^title[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", self.front_matter, re.MULTILINE)
        facts["description"] = f"The notebook “{given[1] if given else facts['title']}”, with its code and outputs."[
            :200
        ]
        missing = [
            f"{key}: {json.dumps(value, ensure_ascii=False)}"
            for key, value in facts.items()
            if value and not re.search(rf"^{key}[ \t]*:", self.front_matter, re.MULTILINE)
        ]
        return replace(self, front_matter="\n".join([*self.front_matter.splitlines(), *missing]))

    def markdown(self, title: str) -> tuple[str, tuple[int, ...]]:
        """Return its page, front matter included, and for each line of it the line of the notebook that it is from.

        A code cell is an image of it, `![alt](cell:3)`; below the title stands `[](table:take-away)`. One without a
        heading has its `title` for one.
        """
        lines: list[tuple[str, int]] = [("---", self.line)]
        lines += [(line, number) for number, line in enumerate(self.front_matter.splitlines(), self.line + 1)]
        lines += [("---", lines[-1][1])]
        aside = (("", self.line), (f"[](table:{TAKE_AWAY})", self.line), ("", self.line))
        if self.heading is None:
            lines += [("", self.line), (f"# {title}", self.line), *aside]
        for cell in self.cells:
            lines += [*self._written(cell, aside), ("", cell.line)]
        return "\n".join(line for line, _ in lines), tuple(number for _, number in lines)

    def _written(self, cell: Cell, aside: tuple[tuple[str, int], ...]) -> Iterator[tuple[str, int]]:
        if cell.kind == "code":
            yield f"![{cell.alt}](cell:{cell.number})", cell.line
        elif cell.kind == "raw" and not (cell.format in _READ or _FORMULA.fullmatch(cell.source)):
            fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", cell.source)), 3)
            yield fence, cell.line
            yield from cell.numbered()
            yield fence, cell.line
        else:
            for at, (line, number) in enumerate(cell.numbered()):
                yield line, number
                if self.heading and cell is self.heading[0] and at == self.heading[1]:
                    yield from ((text, number) for text, _ in aside)


def page_of(source: str) -> str:
    """Return the path of the page of the notebook at `source`."""
    return str(PurePosixPath(source).with_suffix(".md"))


def found(docs: Path, settings: Settings, read: Callable[[Path], str]) -> dict[str, str]:
    """Return the text of each notebook under `docs`, which `read` reads, by its path there.

    A script without cells is none.
    """
    texts = {}
    for path in files_under(docs, "*.py", "*.ipynb"):
        source = path.relative_to(docs).as_posix()
        if (
            not leads_out(path, docs)
            and path.is_file()
            and settings.takes(source)
            and not any(part.startswith(".") for part in source.split("/"))
        ):
            text = read(path)
            if path.suffix == ".ipynb" or path.parent.name == FOLDER or _PERCENT.search(text):
                texts[source] = text
    return texts


def asks_to_be_executed(front_matter: str) -> bool:
    """Say whether a notebook from elsewhere wants to be executed, as the book's own are."""
    return bool(_EXECUTE.search(front_matter))


def assemble(source: str, read: Mapping[str, Any], files: Files) -> Notebook:
    """Return the notebook at `source` from its cells and what they gave, both as the tasks of publishing make them.

    Without files it has no outputs. Cells that are not to be shown are left out.
    """
    rendered = json.loads(files[RENDERED]) if RENDERED in files else {}
    pictures: dict[str, bytes] = {}
    cells = []
    number = 0
    for at, cell in enumerate(read["cells"]):
        shown = rendered.get(str(at), {"input": True, "items": []} if not rendered else None)
        number += cell["kind"] == "code"
        if shown is None:
            continue
        facts = {key: cell[key] for key in ("kind", "line", "first", "alt")} | {"format": cell.get("format", "")}
        facts |= {key: tuple(cell.get(key, ())) for key in ("tags", "checks", "lines")}
        text = cell["source"] if cell["kind"] == "code" else _with_files(source, cell, pictures)
        if cell["kind"] == "code":
            facts |= {"number": number, "marked": cell.get("marked", ""), "shown": shown["input"]}
            facts |= {"outputs": tuple(cell.get("given", ())), "items": tuple(shown["items"])}
        cells.append(Cell(source=text, **facts))
    return Notebook(source, read["front_matter"], tuple(cells), files, read.get("line", 1), pictures=pictures)


def _with_files(source: str, cell: Mapping[str, Any], pictures: dict[str, bytes]) -> str:
    """Return the text of a cell in which pictures that it holds are files, which are put among the `pictures`."""
    attached = cell.get("attachments") or {}
    up = "../" * source.count("/")

    def put(content: str, kind: str) -> str:
        made: dict[str, bytes] = {}
        name = picture(b64decode(content), kind, made)
        pictures[f"{PICTURES}/{name}"] = made[name]
        return f"{up}{PICTURES}/{name}"

    def attachment(match: re.Match[str]) -> str:
        for kind, content in attached.get(match["name"], attached.get(unquote(match["name"]), {})).items():
            if kind in ("image/png", "image/jpeg", "image/gif", "image/webp"):
                return put(_text(content), kind.removeprefix("image/"))
        return match["name"]

    text = _ATTACHED.sub(attachment, cell["source"])
    return _WITHIN.sub(lambda match: put(match["content"], match["kind"]), text)


def _text(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
