"""What the book needs of the model: taken from the store, or made in fresh processes.

Owns the requests to `apsite.catalogue` and their running. Nothing of the model is imported here: a
build that finds everything in the store loads neither NumPy nor SymPy, and one that does not always
runs the sources as they are now, also under `mkdocs serve`.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from apsite.store import PACKAGE, Store, cache_root, fingerprint

Files: TypeAlias = Mapping[str, bytes]
Answer: TypeAlias = "Files | ProductionError"

PARALLEL = os.cpu_count() or 1


@dataclass(frozen=True)
class Request:
    """What `python -m apsite.catalogue` is asked for: its arguments, as the store knows them."""

    arguments: tuple[str, ...]

    @classmethod
    def description(cls) -> "Request":
        """Ask what there is."""
        return cls(("describe",))

    @classmethod
    def experiment(cls, name: str, options: Mapping[str, float]) -> "Request":
        """Ask for one run of an experiment; `options` are those that are not left at their default."""
        return cls(("produce", name, json.dumps(options, sort_keys=True)))

    @property
    def name(self) -> str:
        """Return the name of the experiment that is asked for."""
        return self.arguments[1]

    def __str__(self) -> str:
        if self.arguments[0] == "describe":
            return "the parameters and equations"
        options = ", ".join(f"{name} = {value:g}" for name, value in json.loads(self.arguments[2]).items())
        return f"the experiment {self.name}" + (f" ({options})" if options else "")


class ProductionError(Exception):
    """A process of the catalogue failed; the message is what it printed, its traceback."""


class Producer:
    """Answers requests from the store, and makes what is not in it.

    `say` is told what takes time. `made` and `reused` count the answers.
    """

    def __init__(self, say: Callable[[str], None] = lambda text: None, package: Path = PACKAGE) -> None:
        self.say = say
        self.package = package
        self.store = Store(cache_root() / "store", fingerprint(package))
        self.made = 0
        self.reused = 0

    def describe(self) -> dict[str, Any]:
        """Return `apsite.catalogue.describe()`. Raises ProductionError."""
        request = Request.description()
        answer = self.answer([request])[request]
        if isinstance(answer, ProductionError):
            raise answer
        description: dict[str, Any] = json.loads(answer["description.json"])
        return description

    def answer(self, requests: Iterable[Request]) -> dict[Request, Answer]:
        """Return, for each request, the files that answer it or the error that it ended with."""
        answers: dict[Request, Answer] = {}
        missing = []
        for request in dict.fromkeys(requests):
            if (files := self.store.get(request.arguments)) is not None:
                answers[request] = files
                self.reused += 1
            else:
                missing.append(request)
        with ThreadPoolExecutor(max_workers=PARALLEL) as workers:
            answers.update(zip(missing, workers.map(self._make, missing), strict=True))
        if missing and (state := fingerprint(self.package)) != self.store.state:
            self.say("The sources changed meanwhile: starting again")
            self.store = Store(self.store.root, state)
            return self.answer([*answers])
        for request in missing:
            made = answers[request]
            if not isinstance(made, ProductionError):
                self.store.put(request.arguments, made)
                self.made += 1
        return answers

    def _make(self, request: Request) -> Answer:
        self.say(f"Running {request} …")
        with tempfile.TemporaryDirectory(prefix="apsite-") as folder:
            into = () if request.arguments[0] == "describe" else (folder,)
            done = subprocess.run(
                [sys.executable, "-m", "apsite.catalogue", *request.arguments, *into],
                cwd=self.package.parent,
                env=self._environment(),
                capture_output=True,
            )
            if done.returncode:
                return ProductionError(done.stderr.decode(errors="replace").strip())
            if not into:
                return {"description.json": done.stdout}
            return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}

    def _environment(self) -> dict[str, str]:
        """Prefer this package to an installed one, and no byte code: it cannot tell two edits in a second."""
        path = os.pathsep.join(filter(None, [str(self.package.parent), os.environ.get("PYTHONPATH")]))
        return {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}


class Converter:
    """Converts between units, and remembers how in the store: pint takes half a second to load."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __call__(self, value: float, unit: str, to: str) -> float:
        """Return `value`, given in `unit`, in the unit `to`. Raises ValueError if they do not fit."""
        if unit == to:
            return value
        request = ("convert", unit, to)
        if (entry := self.store.get(request)) is None:
            from apsite.units import convert  # the one import that a build without news must do without

            zero, one = convert(0.0, unit, to), convert(1.0, unit, to)
            entry = {"line.json": json.dumps([zero, one - zero]).encode()}
            self.store.put(request, entry)
        offset, factor = json.loads(entry["line.json"])
        return float(offset + factor * value)
