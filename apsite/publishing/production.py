"""What the book needs of the model: taken from the store, or made in fresh processes.

Owns the requests to `apsite.catalogue`; `workers` runs what is missing. Nothing of the model is imported here: a
build that finds everything in the store loads neither NumPy nor SymPy, and one that does not always
runs the sources as they are now, also under `mkdocs serve`.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apsite.publishing.workers import CATALOGUE, Answer, Files, ProductionError, environment, run_all
from apsite.store import PACKAGE, Store, cache_root, fingerprint

DESCRIPTION = ("describe",)
WIDGETS = ("widgets",)


@dataclass(frozen=True)
class Request:
    """One run of an experiment; `options`, those that are not left at their default, as JSON in order of name."""

    name: str
    options: str = "{}"

    @classmethod
    def experiment(cls, name: str, options: Mapping[str, float]) -> "Request":
        """Ask for one run of an experiment; `options` are those that are not left at their default."""
        return cls(name, json.dumps(options, sort_keys=True))

    @property
    def key(self) -> tuple[str, ...]:
        """Return what the store knows the answer by."""
        return ("produce", self.name, self.options)

    def __str__(self) -> str:
        options = ", ".join(f"{name} = {value:g}" for name, value in json.loads(self.options).items())
        return f"the experiment {self.name}" + (f" ({options})" if options else "")


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
        if (entry := self.store.get(DESCRIPTION)) is None:
            self.say("Running the parameters and equations …")
            done = subprocess.run(
                [*CATALOGUE, "describe"], cwd=self.package.parent, env=environment(self.package), capture_output=True
            )
            if done.returncode:
                raise ProductionError(done.stderr.decode(errors="replace").strip())
            if self.sources_changed():
                return self.describe()
            entry = {"description.json": done.stdout}
            self.store.put(DESCRIPTION, entry)
            self.made += 1
        else:
            self.reused += 1
        description: dict[str, Any] = json.loads(entry["description.json"])
        return description

    def widgets(self) -> Files:
        """Return the script and the style sheet of the live figures, by file name. Raises ProductionError."""
        if (files := self.store.get(WIDGETS)) is None:
            self.say("Bundling the live figures …")
            with tempfile.TemporaryDirectory(prefix="apsite-") as folder:
                done = subprocess.run(
                    [sys.executable, "-m", "apsite.widgets.bundle", "bundle", folder],
                    cwd=self.package.parent,
                    env=environment(self.package),
                    capture_output=True,
                )
                if done.returncode:
                    raise ProductionError(done.stderr.decode(errors="replace").strip())
                files = {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}
            if self.sources_changed():
                return self.widgets()
            self.store.put(WIDGETS, files)
        return files

    def answer(self, requests: Iterable[Request]) -> dict[Request, Answer]:
        """Return, for each request, the files that answer it or the error that it ended with."""
        answers: dict[Request, Answer] = {}
        missing = []
        for request in dict.fromkeys(requests):
            if (files := self.store.get(request.key)) is not None:
                answers[request] = files
                self.reused += 1
            else:
                missing.append(request)
        runs = [(request.name, request.options) for request in missing]
        made = run_all(self.package, runs, lambda at: self.say(f"Running {missing[at]} …"))
        answers.update(zip(missing, made, strict=True))
        if missing and self.sources_changed():
            return self.answer([*answers])
        for request, answer in zip(missing, made, strict=True):
            if not isinstance(answer, ProductionError):
                self.store.put(request.key, answer)
                self.made += 1
        return answers

    def sources_changed(self) -> bool:
        """Say whether what was just made may be of other sources than the store's, which then turns to the new ones."""
        state = fingerprint(self.package)
        changed = state != self.store.state
        if changed:
            self.say("The sources changed meanwhile: starting again")
            self.store = Store(self.store.root, state)
        return changed


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
