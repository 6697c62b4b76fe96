"""Processes that make results for publishing: `python -m apsite.workshop`, one for each core.

Owns their life: begun when there is work, fed one task after the other, begun again where one died, ended together.
Each is a fresh process, which reads the sources as they are now; one that was prepared has read none but its own.
"""

import os
import subprocess
import sys
import tempfile
import types
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import IO, Any, NamedTuple, TypeAlias

from apsite import scratch
from apsite.book.production.errand import ask, begin
from apsite.book.production.limit import Limit
from apsite.sources import Sources

PARALLEL = os.cpu_count() or 1
#: What a worker is longest at loading: of libraries alone, more than most of what it is then asked for takes.
LIBRARIES = (
    *("numpy", "sympy", "sympy.combinatorics", "numba.typed", "numba.np.npyimpl"),
    *("scipy.optimize", "scipy.interpolate", "matplotlib.figure", "matplotlib.backends.backend_svg"),
)

Files: TypeAlias = Mapping[str, bytes]
Answer: TypeAlias = "Files | ProductionError"


class ProductionError(Exception):
    """Something could not be made; the message is the traceback. `run`: what there is, where only a figure failed."""

    run: Files | None = None


class _Process(NamedTuple):
    """A process, what it prints, and the digest of the sources that it stands on, if it was begun beforehand."""

    process: subprocess.Popen[str]
    printed: IO[bytes]
    of: str = ""


#: Outlasts this module, which is read anew for each build.
_prepared: dict[str, Any] = vars(sys.modules.setdefault("apsite_prepared", types.ModuleType("apsite_prepared")))


def prepare(package: Path) -> None:
    """Begin a process for the first worker of `package` that will be wanted, which loads libraries meanwhile."""
    of = _of(Sources(package))  # before the process reads them
    _prepared[str(package)] = _begun(package, LIBRARIES)._replace(of=of)


def _begun(package: Path, libraries: Iterable[str] = ()) -> _Process:
    printed = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
    return _Process(begin(package.parent, printed, libraries), printed)


def _of(sources: Sources) -> str:
    return sources.digest("apsite.workshop")


class Worker:
    """One process of the workshop of `package`. Use it as a context, at whose end the process has ended."""

    def __init__(self, package: Path, prepared: _Process | None = None) -> None:
        if prepared is None:
            prepared = _begun(package)
        self._process, self._printed = prepared.process, prepared.printed

    @property
    def dead(self) -> bool:
        """Say whether the process has ended by itself."""
        return self._process.poll() is not None

    def answer(self, module: str, question: Any, given: Files) -> Answer:
        """Return the files that `make` of `module` makes of what JSON can hold and of files, or its error."""
        what, outcome = ask(self._process, module, question, given, scratch.place())
        if what == "made":
            files: Files = outcome
            return files
        return ProductionError(self._last_words() if what == "died" else outcome.strip())

    def _last_words(self) -> str:
        code = self._process.wait()
        self._printed.seek(0)
        return self._printed.read().decode(errors="replace").strip() or f"its process ended with code {code}"

    def kill(self) -> None:
        """End the process whatever it does."""
        self._process.kill()

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is not None:
            self._process.kill()
        self._process.communicate()
        self._printed.close()


class Workers:
    """As many workers of the package of `sources` as there are cores, begun when they are wanted."""

    def __init__(self, sources: Sources) -> None:
        self._package = sources.package
        self._threads = ThreadPoolExecutor(PARALLEL)
        self._lock = Lock()
        self._idle: list[Worker] = []
        self._all: list[Worker] = []
        self._ended = False
        if prepared := _prepared.pop(str(self._package), None):
            first = Worker(self._package, prepared)
            self._all.append(first)
            self._idle.append(first)
            if prepared.of != _of(sources):
                self.rest()

    def submit(self, module: str, question: Any, given: Files, begun: Callable[[], None]) -> Future[Answer]:
        """Let a worker answer (see `Worker.answer`) as soon as one is free; `begun` is called then."""
        return self._threads.submit(self._answer, module, question, given, begun)

    def _answer(self, module: str, question: Any, given: Files, begun: Callable[[], None]) -> Answer:
        with self._lock:
            if self._ended:
                return ProductionError("the work was broken off")
            worker = self._idle.pop() if self._idle else Worker(self._package)
            if worker not in self._all:
                self._all.append(worker)
        begun()
        limit = Limit(worker.kill)
        with limit:
            answer = worker.answer(module, question, given)
        if limit.passed:
            answer = ProductionError(limit.words)
        if worker.dead or limit.passed:
            self._let_go([worker])
        else:
            with self._lock:
                self._idle.append(worker)
        return answer

    def rest(self) -> None:
        """End the processes that have nothing to do."""
        with self._lock:
            idle, self._idle = self._idle, []
        self._let_go(idle)

    def end(self) -> None:
        """End all processes at once, whatever they do, and begin no other."""
        with self._lock:
            self._ended = True
            for worker in self._all:
                worker.kill()
        self._threads.shutdown(cancel_futures=True)
        self.rest()

    def _let_go(self, workers: list[Worker]) -> None:
        for worker in workers:
            with worker:
                self._all.remove(worker)
