"""Runs, figures and notebooks made elsewhere, by any `concurrent.futures.Executor`: that of a Dask cluster, for one.

Owns what is sent there: this checkout's sources, by their content, and the versions that whatever is made with them
must be made with. `errand` is what happens there. What comes back is kept in the store as if it had been made here.
"""

import io
import platform
import zipfile
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import cached_property
from hashlib import sha256
from typing import Any

from apsite.book.production import errand, limit
from apsite.book.production.tasks import Task
from apsite.book.production.workers import Answer, Files, ProductionError
from apsite.libraries import versions
from apsite.sources import Sources

#: What is worth the way: the kinds of tasks that need nothing but Python, and take their time.
KINDS = frozenset({"run", "figure", "live figure", "schematic", "notebook"})
#: How much may be on its way at the same time.
MANY = 64
#: How long a scheduler may take to answer, s.
PATIENCE = 10


class ClusterError(Exception):
    """There is no cluster to work with; the message says why."""


class Errand:
    """`errand.perform`, which a process that has nothing of the book gets with all that it is."""

    def __call__(self, *arguments: Any) -> errand.Outcome:
        """Perform it here."""
        return errand.perform(*arguments)

    def __reduce__(self) -> tuple[Any, ...]:
        import cloudpickle  # with Dask

        cloudpickle.register_pickle_by_value(errand)
        return cloudpickle.loads, (cloudpickle.dumps(errand.perform),)


class Elsewhere:
    """Has tasks of `sources` done by `executor`."""

    def __init__(self, executor: Executor, sources: Sources) -> None:
        self.executor = executor
        self.sources = sources
        self._threads = ThreadPoolExecutor(MANY)

    def submit(self, task: Task, question: Any, given: Files, begun: Callable[[], None]) -> Future[Answer]:
        """Let `make` of the module of `task` answer a question with files."""
        return self._threads.submit(self._answer, task, question, given, begun)

    def _answer(self, task: Task, question: Any, given: Files, begun: Callable[[], None]) -> Answer:
        order = {"module": task.module, "question": question, "digest": self._digest, "needs": self._needs(task)}
        order["limit"] = limit.seconds()
        begun()
        try:
            what, outcome = self.executor.submit(Errand(), order, dict(given)).result()
            if what == "sources missing":
                what, outcome = self.executor.submit(Errand(), order, dict(given), self._packed).result()
        except Exception as error:  # of whatever kind the executor has
            return ProductionError(f"{task.module} could not be had from elsewhere: {type(error).__name__}: {error}")
        if what == "made":
            files: Files = outcome
            return files
        if what == "stopped":
            return ProductionError(limit.words(order["limit"]))
        return ProductionError(outcome.strip())

    def end(self) -> None:
        """Take nothing on any more, and wait for nothing."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _needs(self, task: Task) -> dict[str, str]:
        """Return the versions that stand behind a task."""
        sources = self.sources
        loaded = (what for name, what in sources.read(sources.closure(task.roots)).items() if name.startswith("pip:"))
        found = " ".join([*map(versions, sources.libraries_of(task.roots)), *loaded]).split()
        return {"python": platform.python_version(), **dict(each.split("==", 1) for each in sorted(found))}

    @cached_property
    def _packed(self) -> bytes:
        """Return the sources, and the files that they read, as a zip that is the same for the same."""
        root = self.sources.package.parent
        names = {path.relative_to(root).as_posix(): text for path, text in self.sources.contents()}
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, text in sorted(names.items()):
                packed.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
        return stream.getvalue()

    @cached_property
    def _digest(self) -> str:
        return sha256(self._packed).hexdigest()


def cluster(address: str) -> Executor:
    """Return the executor of the Dask cluster whose scheduler is at `address`. Raises ClusterError."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError("SCHEDULER needs Dask: pip install 'apsite[cluster]', or distributed itself.") from error
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"SCHEDULER={address}: no scheduler answers there ({error}). Is it at work?") from error
    if not client.scheduler_info()["workers"]:
        raise ClusterError(f"SCHEDULER={address}: its scheduler has no worker. Begin one: dask worker {address}")
    executor: Executor = client.get_executor()
    return executor
