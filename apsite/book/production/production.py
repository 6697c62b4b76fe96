"""What the book needs of the model: taken from the store, or made in fresh processes.

Owns the way of every task to the store and back; `tasks` has what can be made, `workers` the processes. Nothing of
the model is imported here: a build that finds everything in the store loads neither NumPy nor SymPy, and one that does
not always runs the sources as they are now, also under `mkdocs serve`.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from apsite.book.production import reports, tasks
from apsite.book.production.elsewhere import KINDS, Elsewhere, cluster
from apsite.book.production.progress import Progress
from apsite.book.production.tasks import Request, Task
from apsite.book.production.workers import Answer, Files, ProductionError, Workers
from apsite.cache import PACKAGE, cache_root
from apsite.sources import Sources
from apsite.store import Store
from apsite.upkeep import Upkeep

__all__ = ["Converter", "Producer", "Request"]

#: A file of this name says that what was asked for cannot be had, and is not kept.
ERROR = "error.json"
#: What pages say nothing of, but for what is in the model as they see it, and in the pictures that they name.
APART = {
    *("model", "description", "run", "figure", "live figure", "schematic"),
    *("bundle", "generated scripts", "fonts", "names of machine code"),
}

_Thing = TypeVar("_Thing")
_Made = TypeVar("_Made")


class Producer:
    """Has tasks done, unless the store keeps what they make.

    `say` is told what takes time. `made` and `reused` count what was made and what was taken from the store, by kind;
    `apart` are the names there of what only those pages stand on that show it. `sources` are those that everything
    belongs to; they turn to newer ones where they were changed meanwhile. With an `executor`, or the address of a Dask
    scheduler in the environment's SCHEDULER, what takes long is made there. Raises ClusterError if no such scheduler
    answers.
    """

    def __init__(
        self,
        say: Callable[[str], None] = lambda text: None,
        package: Path = PACKAGE,
        executor: Executor | None = None,
    ) -> None:
        self.say = say
        self.package = package
        cache = cache_root()
        self.store = Store(cache / "store")
        self.upkeep = Upkeep(cache, package.parent)
        self.sources = Sources(package)
        self.made: Counter[str] = Counter()
        self.reused: Counter[str] = Counter()
        self.apart: set[str] = set()
        self._workers = Workers(self.sources)
        if executor is None and (address := os.environ.get("SCHEDULER")):
            executor = cluster(address)
        self._elsewhere = executor and Elsewhere(executor, self.sources)
        self._outdated = False
        self._lock = Lock()
        self.progress = Progress(say)

    def describe(self) -> tuple[dict[str, Any], dict[str, ProductionError]]:
        """Return experiments, parameters and equations, and what was wrong with an experiment, by its name.

        Raises ProductionError if there are no parameters and equations.
        """
        model, *answers = self.together(self._descriptions, self._tried)
        names = tasks.names(self.sources, tasks.EXPERIMENT)
        if isinstance(model, ProductionError):
            raise model
        description: dict[str, Any] = {**json.loads(model["model.json"]), "experiments": {}}
        failures = {}
        drawn = tasks.names(self.sources, tasks.FIGURE)
        for name, answer in zip(names, answers, strict=True):
            if isinstance(answer, ProductionError):
                failures[name] = answer
            facts = {"title": name, "summary": "", "options": {}} if name in failures else _facts(answer)
            description["experiments"][name] = {**facts, "figure": name in drawn}
        return description, failures

    def live_scripts(self) -> Files:
        """Return the scripts and the style sheets of the live figures, by file name. Raises ProductionError."""
        return self.together(lambda: [tasks.GENERATED], lambda task: self.take(tasks.bundle(self.take(task))))[0]

    def fonts(self) -> Files:
        """Return the fonts, by file name. Raises ProductionError."""
        return self.together(lambda: [tasks.FONTS], self.take)[0]

    def make_ahead(self) -> None:
        """Make what no page has a say in, while the model is described, which takes one core.

        What fails here is made again where it is needed, and told there; once the build has ended, nothing is made.
        """
        unmade = (ProductionError, OSError, RuntimeError)
        with suppress(*unmade):
            self.take(tasks.bundle(self.take(tasks.GENERATED)))
        with suppress(*unmade):
            self.take(tasks.FONTS)
        with suppress(*unmade):
            self._kernels()

    def answer(self, requests: Iterable[Request]) -> dict[Request, Answer]:
        """Return, for each request, the files that answer it or the error that it ended with."""
        asked = list(dict.fromkeys(requests))
        return dict(zip(asked, self.together(lambda: asked, self._experiment), strict=True))

    def known_schematics(self) -> list[str]:
        """Return the names of all schematics that there are."""
        return tasks.schematics(self.sources)

    def schematics(self, names: Iterable[str]) -> dict[str, Answer]:
        """Return the pictures of schematics, by name, or the error that one ended with; without what there is not."""
        asked = [name for name in dict.fromkeys(names) if name in self.known_schematics()]
        made = self.together(lambda: [*map(tasks.schematic, asked)], self._tried)
        return dict(zip(asked, made, strict=True))

    def has_all_runs(self) -> bool:
        """Say whether the run of every experiment, as it stands, is in the store."""
        asked = (self._run(Request(name)) for name in tasks.names(self.sources, tasks.EXPERIMENT))
        return all(self.store.path(task.key(self.sources)).exists() for task in asked)

    def values(self, requests: Iterable[Request]) -> dict[Request, Answer]:
        """Return, for each request, its values alone, without pictures, or the error that it ended with."""
        asked = list(dict.fromkeys(requests))
        kept = sum(self.store.path(self._run(request).key(self.sources)).exists() for request in asked)
        if kept < len(asked):
            self.say(f"The numbers need {len(asked)} runs: {kept} are in the store, {len(asked) - kept} are made now.")
        return dict(zip(asked, self.together(lambda: [self._run(each) for each in asked], self._tried), strict=True))

    def together(self, things: Callable[[], list[_Thing]], make: Callable[[_Thing], _Made]) -> list[_Made]:
        """Return what `make` makes of each of the `things`, all at the same time.

        Where sources change meanwhile, all is asked for again. If it is broken off, so is all work.
        """
        asked = things()
        with ThreadPoolExecutor(max(len(asked), 1)) as threads:
            try:
                made = list(threads.map(make, asked))
            except ProductionError:
                if not self._outdated:
                    raise
            except BaseException:
                self._workers.end()
                if self._elsewhere:
                    self._elsewhere.end()
                raise
        if self._outdated:
            self.say("The sources changed meanwhile: starting again")
            self._turn()
            return self.together(things, make)
        return made

    def take(self, task: Task, whole: bool = False) -> Files:
        """Return the files of a task; if it is wanted `whole`, with those for other tasks alone.

        Raises ProductionError. If sources change meanwhile, what it returns may be of others than it was asked for, and
        is not kept.
        """
        sources = self.sources
        key = task.key(sources)
        if task.kind in APART:
            self.apart.add(self.store.path(key).name)
        if (kept := self.store.get(key, () if whole else task.beside)) is not None:
            with self._lock:
                self.reused[task.kind] += not whole
            return kept
        given = {name: self.take(other, whole=True)[name] for name, other in task.given}
        self.progress.asked(task.words)
        question = json.loads(task.question)

        def begun() -> None:
            reports.tell(begun=task.roots)
            self.progress.begun(task.words)

        if self._elsewhere and task.kind in KINDS:
            files = self._elsewhere.submit(task, question, given, begun).result()
        else:
            files = self._workers.submit(task.module, question, given, begun).result()
        reports.tell(done=task.roots)
        if not sources.unchanged(*task.roots):
            self._outdated = True
        elif not isinstance(files, ProductionError) and ERROR not in files:
            self.store.put(key, files)
        if isinstance(files, ProductionError):
            raise files
        with self._lock:
            self.made[task.kind] += 1
        return files if whole else {name: content for name, content in files.items() if name not in task.beside}

    def settle(self, whole: bool) -> None:
        """Let the store keep what was used, of what may be a `whole` state of the book, and remove what nobody uses."""
        kernels = None
        with suppress(ProductionError):
            kernels = self._kernels()
        self.rest()
        self.upkeep.settle(self.store, self.store.used, kernels, whole)

    def rest(self) -> None:
        """End the processes that have nothing to do."""
        self._workers.rest()

    def _kernels(self) -> set[str] | None:
        """Return the names of the kernels in use, None where there are none. Raises ProductionError."""
        if tasks.MACHINE_CODE.module not in self.sources.paths:
            return None
        return set(json.loads(self.take(tasks.MACHINE_CODE)["names.json"]))

    def _descriptions(self) -> list[Task]:
        names = tasks.names(self.sources, tasks.EXPERIMENT)
        return [tasks.MODEL, *(tasks.experiment(self.sources, name) for name in names)]

    def _run(self, request: Request) -> Task:
        return tasks.run(self.sources, request)

    def _experiment(self, request: Request) -> Answer:
        """Return values, pictures and start of a live figure, one from the other."""
        run = None
        try:
            run = self.take(self._run(request))
            files = dict(run)
            if request.name in tasks.names(self.sources, tasks.FIGURE):
                files |= self.take(tasks.drawing(self.sources, request))
                layouts = files.pop("layouts.json")
                if request.name in tasks.names(self.sources, tasks.LIVE):
                    files |= self.take(tasks.start(self.sources, request, layouts))
        except ProductionError as error:
            error.run = run
            return error
        return files

    def _tried(self, task: Task) -> Answer:
        try:
            return self.take(task)
        except ProductionError as error:
            return error

    def _turn(self) -> None:
        """Turn to the sources as they are now, with processes that have not read the former ones."""
        self._workers.end()
        self.sources = Sources(self.package)
        self._workers = Workers(self.sources)
        if self._elsewhere:
            self._elsewhere = Elsewhere(self._elsewhere.executor, self.sources)
        self.store.used.clear()
        self._outdated = False


def _facts(answer: Files | ProductionError) -> dict[str, Any]:
    assert not isinstance(answer, ProductionError)
    facts: dict[str, Any] = json.loads(answer["experiment.json"])
    return facts


class Converter:
    """Converts between units, and remembers how in the store: pint takes half a second to load."""

    def __init__(self, producer: Producer) -> None:
        self.store = producer.store
        self.sources = producer.sources

    def __call__(self, value: float, unit: str, to: str) -> float:
        """Return `value`, given in `unit`, in the unit `to`. Raises ValueError if they do not fit."""
        if unit == to:
            return value
        request = ("convert", unit, to, self.sources.digest("apsite.units"))
        if (entry := self.store.get(request)) is None:
            from apsite.units import convert  # the one import that a build without news must do without

            zero, one = convert(0.0, unit, to), convert(1.0, unit, to)
            entry = {"line.json": json.dumps([zero, one - zero]).encode()}
            self.store.put(request, entry)
        offset, factor = json.loads(entry["line.json"])
        return float(offset + factor * value)
