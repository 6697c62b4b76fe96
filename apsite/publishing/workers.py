"""Processes that run the model for publishing: `python -m apsite.catalogue answer`, one for each core.

Owns their life: begun when there is work, fed one request after the other, begun again where one died. Each is a
fresh process, which reads the sources as they are now.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

CATALOGUE = (sys.executable, "-m", "apsite.catalogue")
PARALLEL = os.cpu_count() or 1

Files: TypeAlias = Mapping[str, bytes]
Answer: TypeAlias = "Files | ProductionError"


class ProductionError(Exception):
    """A run of the catalogue failed; the message is its traceback."""


class Worker:
    """One process of the catalogue of `package`. Use it as a context, at whose end the process has ended."""

    def __init__(self, package: Path) -> None:
        self._printed = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        self._process = subprocess.Popen(
            [*CATALOGUE, "answer"],
            cwd=package.parent,
            env=environment(package),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._printed,
            text=True,
        )

    @property
    def dead(self) -> bool:
        """Say whether the process has ended by itself."""
        return self._process.poll() is not None

    def answer(self, name: str, options: str) -> Answer:
        """Return the files of one run of the experiment `name` with `options`, in JSON, or its error."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.TemporaryDirectory(prefix="apsite-") as folder:
            request = json.dumps({"name": name, "options": json.loads(options), "folder": folder})
            try:
                print(request, file=self._process.stdin, flush=True)
                reply = self._process.stdout.readline()
            except BrokenPipeError:
                reply = ""
            if not reply:
                return ProductionError(self._last_words())
            error = json.loads(reply)["error"]
            if error is not None:
                return ProductionError(error.strip())
            return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}

    def _last_words(self) -> str:
        code = self._process.wait()
        self._printed.seek(0)
        return self._printed.read().decode(errors="replace").strip() or f"its process ended with code {code}"

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is not None:
            self._process.kill()
        self._process.communicate()
        self._printed.close()


def run_all(package: Path, runs: list[tuple[str, str]], say: Callable[[int], None]) -> list[Answer]:
    """Answer every run (name and options) on all cores, in the order of `runs`; `say` is told which one begins."""
    waiting = deque(range(len(runs)))
    answers: dict[int, Answer] = {}

    def work() -> None:
        while waiting:
            with Worker(package) as worker:
                while not worker.dead:
                    try:
                        at = waiting.popleft()
                    except IndexError:
                        return
                    say(at)
                    answers[at] = worker.answer(*runs[at])

    with ThreadPoolExecutor() as threads:
        for started in [threads.submit(work) for _ in range(min(PARALLEL, len(runs)))]:
            started.result()
    return [answers[at] for at in range(len(runs))]


def environment(package: Path) -> dict[str, str]:
    """Prefer this package to an installed one, and no byte code: it cannot tell two edits in a second."""
    path = os.pathsep.join(filter(None, [str(package.parent), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
