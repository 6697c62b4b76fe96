"""Notebooks read and executed: taken from the store, or done in fresh processes, one for each notebook.

Owns the requests to `apsite.notebooks`. Cells are kept under the text of the notebook, with their code highlighted,
outputs under the code of its cells alone: a change of its prose executes nothing. What failed is not kept.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from apsite.publishing.faults import Fault
from apsite.publishing.notebooks import Notebook, assemble, highlighted
from apsite.publishing.production import Producer
from apsite.publishing.workers import PARALLEL, Files, environment

CELLS, ERROR = "cells.json", "error.json"


class Executor:
    """Reads and executes notebooks with the store of `producer`, and counts those `executed` and `reused`."""

    def __init__(self, producer: Producer, docs: str = "docs") -> None:
        self.producer = producer
        self.docs = docs
        self.executed = 0
        self.reused = 0

    def notebooks(self, texts: Mapping[str, str], faults: list[Fault]) -> list[Notebook]:
        """Return the notebooks of `texts`, by path; what is wrong with them is added to `faults`.

        One whose execution failed is there without outputs; one that cannot be read is not there.
        """
        with ThreadPoolExecutor(PARALLEL) as threads:
            read = dict(zip(texts, threads.map(self._read, texts.values()), strict=True))
            whole = {source: cells for source, cells in read.items() if ERROR not in cells}
            ran = dict(zip(whole, threads.map(self._run, whole, whole.values()), strict=True))
        for source, cells in read.items():
            if ERROR in cells:
                error = json.loads(cells[ERROR])
                faults.append(Fault(f"{self.docs}/{source}", error["line"], error["message"]))
        notebooks = []
        for source, cells in whole.items():
            failed = ERROR in ran[source]
            notebook = assemble(source, json.loads(cells[CELLS]), {} if failed else ran[source])
            if failed:
                faults.append(self._failure(notebook, json.loads(ran[source][ERROR])))
            notebooks.append(notebook)
        return notebooks

    def _failure(self, notebook: Notebook, error: Mapping[str, Any]) -> Fault:
        """Return the fault at the line of the cell that failed."""
        cell = notebook.code[error["cell"]]
        named = f"the cell '{cell.tags[0]}'" if cell.tags else f"code cell {cell.number}"
        message = f"{named} {error['message']}\n{error['traceback']}".rstrip()
        return Fault(f"{self.docs}/{notebook.source}", cell.first + error["line"] - 1, message)

    def _read(self, text: str) -> Files:
        def make(folder: Path) -> Files:
            answer = self._ask(["read"], text)
            for cell in answer.get("cells", ()):
                cell["marked"] = highlighted(cell["source"]) if cell["kind"] == "code" else ""
            return {ERROR if "message" in answer else CELLS: json.dumps(answer).encode()}

        return self._kept(("notebook cells", text), make)

    def _run(self, source: str, cells: Files) -> Files:
        code = [cell["source"] for cell in json.loads(cells[CELLS])["cells"] if cell["kind"] == "code"]
        answers: list[dict[str, Any]] = []

        def make(folder: Path) -> Files:
            self.producer.say(f"Executing the notebook {self.docs}/{source} …")
            answers.append(self._ask(["run", str(folder)], json.dumps(code)))
            if answers[-1]:
                return {ERROR: json.dumps(answers[-1]).encode()}
            return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

        files = self._kept(("notebook outputs", code), make)
        self.executed += len(answers)
        self.reused += not answers
        return files

    def _kept(self, request: object, make: Callable[[Path], Files]) -> Files:
        """Return the entry of `request`, made by `make` with a temporary folder if there is none."""
        if (kept := self.producer.store.get(request)) is not None:
            return kept
        with tempfile.TemporaryDirectory(prefix="apsite-") as folder:
            files = make(Path(folder))
        if self.producer.sources_changed():
            return self._kept(request, make)
        if ERROR not in files:
            self.producer.store.put(request, files)
        return files

    def _ask(self, arguments: list[str], question: str) -> dict[str, Any]:
        """Return what `apsite.notebooks` answers; if it fails itself, its last words are the error."""
        package = self.producer.package
        done = subprocess.run(
            [sys.executable, "-m", "apsite.notebooks", *arguments],
            input=question.encode(),
            cwd=package.parent,
            env=environment(package),
            capture_output=True,
        )
        if done.returncode:
            words = done.stderr.decode(errors="replace").strip()
            return {"cell": 0, "line": 1, "message": "could not be executed", "traceback": words}
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer
