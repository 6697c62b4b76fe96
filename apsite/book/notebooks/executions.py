"""Notebooks read, executed and rendered: taken from the store, or done in fresh processes, each in a kernel of its own.

Owns which are executed, and what becomes of what was wrong with one. Cells are kept under the text of the notebook,
with their code highlighted, outputs under the code of its cells, what that imports and the files beside it: a change of
its prose executes nothing. What failed is not kept.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from apsite.book.notebooks.jupyter import Settings
from apsite.book.notebooks.notebooks import OUTPUTS, RENDERED, Notebook, asks_to_be_executed, assemble
from apsite.book.production import tasks
from apsite.book.production.production import ERROR, Producer
from apsite.book.production.tasks import Task
from apsite.book.production.workers import Files, ProductionError
from apsite.book.text.characters import told
from apsite.book.text.faults import Fault
from apsite.book.text.texts import files_under, leads_out

#: What lies beside a notebook and is no file that it could read.
_PAGES = (".md", ".ipynb")
_TOO_MUCH = 50_000_000  # bytes


class Executor:
    """Reads, executes and renders the notebooks under `docs` with `producer`, as `settings` say."""

    def __init__(self, producer: Producer, docs: Path, settings: Settings) -> None:
        self.producer = producer
        self.folder = docs
        self.docs = docs.name
        self.settings = settings
        self.known: set[str] = set()

    def notebooks(self, texts: Mapping[str, str], faults: list[Fault]) -> list[Notebook]:
        """Return the notebooks of `texts`, by path; what is wrong with them is added to `faults`.

        One whose execution failed is there without outputs; one that cannot be read is not there.
        """
        self.known = set(texts)
        found = self.producer.together(lambda: list(texts), lambda source: self._notebook(source, texts[source]))
        notebooks = []
        for notebook, fault in found:
            faults += [fault] if fault else []
            notebooks += [notebook] if notebook else []
        return notebooks

    def _notebook(self, source: str, text: str) -> tuple[Notebook | None, Fault | None]:
        """Return the notebook, as far as it can be had, and what is wrong with it."""
        foreign = source.endswith(".ipynb")
        read = self._asked(tasks.cells(text, PurePosixPath(source).suffix))
        if ERROR in read:
            error = json.loads(read[ERROR])
            return None, Fault(f"{self.docs}/{source}", error["line"], error["message"])
        found = json.loads(read["cells.json"])
        for cell in found["cells"]:  # what is escaped in the file is none of its characters
            if message := next(filter(None, map(told, [cell["source"], cell["alt"], *cell["tags"]])), ""):
                return None, Fault(f"{self.docs}/{source}", cell["line"], message)
        code = [cell for cell in found["cells"] if cell["kind"] == "code"]
        texts = [cell["source"] for cell in code]
        classes = self.settings.highlight_extra_classes
        marked = self._asked(tasks.highlighted(texts, found["language"], classes))
        if ERROR not in marked:
            for cell, html in zip(code, json.loads(marked["marked.json"]), strict=True):
                cell["marked"] = html
        stored = foreign and not (asks_to_be_executed(found["front_matter"]) or self.settings.executes(source))
        ran: Files = {}
        if not stored:
            allowed = foreign and self.settings.allow_errors
            shown = f"{self.docs}/{source}"
            ran = self._asked(tasks.outputs(self.producer.sources, shown, texts, self._beside(source), allowed))
            if ERROR in ran:
                notebook = replace(assemble(source, found, {}), foreign=foreign)
                return notebook, self._failure(notebook, json.loads(ran[ERROR]))
            for cell, outputs in zip(code, json.loads(ran[OUTPUTS]), strict=True):
                cell["given"] = outputs
        options = self.settings.rendering
        looked_at = {tag for tags in options["remove_tag_config"].values() for tag in tags}
        cells = [
            {
                "kind": cell["kind"],
                "tags": [tag for tag in cell["tags"] if tag in looked_at],
                "given": cell.get("given", []),
            }
            for cell in found["cells"]
        ]
        rendered = self._asked(tasks.rendered(cells, options))
        if ERROR in rendered:
            return None, Fault(f"{self.docs}/{source}", 1, f"could not be rendered.\n{_traceback(rendered)}")
        assert RENDERED in rendered
        return replace(assemble(source, found, {**ran, **rendered}), foreign=foreign, stored=stored), None

    def _beside(self, source: str) -> Files:
        """Return the files in the folder of a notebook and below it, which are no pages, by their paths from there."""
        folder = (self.folder / source).parent
        paths = [path for path in files_under(folder, "*") if not leads_out(path, self.folder)]
        paths = [path for path in paths if path.is_file() and path.suffix not in _PAGES]
        names = {path.relative_to(folder).as_posix(): path for path in paths if not self._is_notebook(path)}
        kept = {name: path for name, path in names.items() if not any(part.startswith(".") for part in name.split("/"))}
        if sum(path.stat().st_size for path in kept.values()) > _TOO_MUCH:
            return {}
        return {name: path.read_bytes() for name, path in kept.items()}

    def _is_notebook(self, path: Path) -> bool:
        return path.relative_to(self.folder).as_posix() in self.known

    def _failure(self, notebook: Notebook, error: Mapping[str, Any]) -> Fault:
        """Return the fault at the line of the cell that failed."""
        cell = notebook.code[error["cell"]]
        named = f"the cell '{cell.tags[0]}'" if cell.tags else f"code cell {cell.number}"
        message = f"{named} {error['message']}\n{error['traceback']}".rstrip()
        line = [number for _, number in cell.numbered()][error["line"] - 1 :][:1] or [cell.first]
        return Fault(f"{self.docs}/{notebook.source}", line[0], message)

    def _asked(self, task: Task) -> Files:
        """Return what a task makes; if it fails itself, its last words are the error."""
        try:
            return self.producer.take(task)
        except ProductionError as error:
            failure = {"cell": 0, "line": 1, "message": "could not be executed", "traceback": str(error)}
            return {ERROR: json.dumps(failure).encode()}


def _traceback(failed: Files) -> str:
    return str(json.loads(failed[ERROR])["traceback"])
