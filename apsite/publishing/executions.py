"""Notebooks read and executed: taken from the store, or done in fresh processes, each in a kernel of its own.

Owns what becomes of what was wrong with one. Cells are kept under the text of the notebook, with their code
highlighted, outputs under the code of its cells and what that imports: a change of its prose executes nothing. What
failed is not kept.
"""

import json
from collections.abc import Mapping
from typing import Any

from apsite.publishing import tasks
from apsite.publishing.faults import Fault
from apsite.publishing.notebooks import Notebook, assemble
from apsite.publishing.production import ERROR, Producer
from apsite.publishing.tasks import Task
from apsite.publishing.workers import Files, ProductionError


class Executor:
    """Reads and executes notebooks with `producer`."""

    def __init__(self, producer: Producer, docs: str = "docs") -> None:
        self.producer = producer
        self.docs = docs

    def notebooks(self, texts: Mapping[str, str], faults: list[Fault]) -> list[Notebook]:
        """Return the notebooks of `texts`, by path; what is wrong with them is added to `faults`.

        One whose execution failed is there without outputs; one that cannot be read is not there.
        """
        found = self.producer.together(lambda: list(texts), lambda source: self._notebook(source, texts[source]))
        notebooks = []
        for notebook, fault in found:
            faults += [fault] if fault else []
            notebooks += [notebook] if notebook else []
        return notebooks

    def _notebook(self, source: str, text: str) -> tuple[Notebook | None, Fault | None]:
        """Return the notebook, as far as it can be had, and what is wrong with it."""
        read = self._asked(tasks.cells(text))
        if ERROR in read:
            error = json.loads(read[ERROR])
            return None, Fault(f"{self.docs}/{source}", error["line"], error["message"])
        found = json.loads(read["cells.json"])
        code = [cell for cell in found["cells"] if cell["kind"] == "code"]
        texts = [cell["source"] for cell in code]
        marked = self._asked(tasks.highlighted(texts))
        if ERROR not in marked:
            for cell, html in zip(code, json.loads(marked["marked.json"]), strict=True):
                cell["marked"] = html
        ran = self._asked(tasks.outputs(self.producer.sources, f"{self.docs}/{source}", texts))
        if ERROR in ran:
            notebook = assemble(source, found, {})
            return notebook, self._failure(notebook, json.loads(ran[ERROR]))
        return assemble(source, found, ran), None

    def _failure(self, notebook: Notebook, error: Mapping[str, Any]) -> Fault:
        """Return the fault at the line of the cell that failed."""
        cell = notebook.code[error["cell"]]
        named = f"the cell '{cell.tags[0]}'" if cell.tags else f"code cell {cell.number}"
        message = f"{named} {error['message']}\n{error['traceback']}".rstrip()
        return Fault(f"{self.docs}/{notebook.source}", cell.first + error["line"] - 1, message)

    def _asked(self, task: Task) -> Files:
        """Return what a task makes; if it fails itself, its last words are the error."""
        try:
            return self.producer.take(task)
        except ProductionError as error:
            failure = {"cell": 0, "line": 1, "message": "could not be executed", "traceback": str(error)}
            return {ERROR: json.dumps(failure).encode()}
