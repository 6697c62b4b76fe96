"""What can be made for the book, each thing with all that stands behind it.

Owns which module makes what (by its `make(question, given)`), what else is loaded with it, and what is given to it. A
task's key follows from that and from the sources; `production` has it made if nothing is kept under it.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apsite import sandbox
from apsite.sources import Sources


@dataclass(frozen=True)
class Task:
    """A thing to make: its `kind`, as it is counted, the `module` that makes it, and the `question` put to that, JSON.

    `loaded`: the modules that it loads by name. `given`: files that others have to give, by name. `words`: what is said
    when it is begun, "" of what takes no time. `beside`: files that it makes for others alone.
    """

    kind: str
    module: str
    question: str = "null"
    loaded: tuple[str, ...] = ()
    given: tuple[tuple[str, "Task"], ...] = ()
    words: str = ""
    beside: tuple[str, ...] = ()

    @property
    def roots(self) -> tuple[str, ...]:
        """Return the modules with which everything is loaded that stands behind it."""
        return ("apsite.workshop", self.module, *self.loaded)

    def key(self, sources: Sources) -> list[Any]:
        """Return what the store knows it by: another one as soon as anything behind it is another."""
        given = {name: task.key(sources) for name, task in self.given}
        return [self.module, self.question, sources.digest(*self.roots), given]


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
    def stem(self) -> str:
        """Return the name of its modules."""
        return self.name.replace("-", "_")

    def __str__(self) -> str:
        options = ", ".join(f"{name} = {value:g}" for name, value in json.loads(self.options).items())
        return f"the experiment {self.name}" + (f" ({options})" if options else "")


CHAPTERS, SCHEMATICS = "apsite.chapters", "apsite.schematics"
#: What an experiment may have, each in a module of its own.
EXPERIMENT, FIGURE, LIVE = "experiment", "figure", "live"

MODEL = Task("model", "apsite.catalogue.model", words="Running the parameters and equations …")
MACHINE_CODE = Task("names of machine code", "apsite.catalogue.machine_code")
GENERATED = Task("generated scripts", "apsite.live.bundling.generated", words="Generating the scripts of the model …")
FONTS = Task("fonts", "apsite.book.site.fonts", words="Cutting the fonts …")


def names(sources: Sources, part: str) -> list[str]:
    """Return the names of the experiments that have a `part`, sorted."""
    found = (path.parent.name for name, path in sources.paths.items() if _is_part(name, path, part))
    return [stem.replace("_", "-") for stem in sorted(found)]


def _is_part(name: str, path: Path, part: str) -> bool:
    return name.startswith(f"{CHAPTERS}.") and path.name == f"{part}.py"


def schematics(sources: Sources) -> list[str]:
    """Return the names of all schematics, sorted."""
    stems = (name.removeprefix(f"{SCHEMATICS}.") for name in sources.paths if name.startswith(f"{SCHEMATICS}."))
    return [stem.replace("_", "-") for stem in stems]


def file(sources: Sources, request: Request, part: str) -> str:
    """Return the file of a part of an experiment, as a path within the package."""
    return _module(sources, request.name, part).partition(".")[2].replace(".", "/") + ".py"


def _module(sources: Sources, name: str, part: str) -> str:
    """Return the module of a part of an experiment, in whatever chapter it lies; a name of none where there is none."""
    ending = f".{Request(name).stem}.{part}"
    found = (each for each, path in sources.paths.items() if each.endswith(ending) and _is_part(each, path, part))
    return next(found, f"{CHAPTERS}{ending}")


def experiment(sources: Sources, name: str) -> Task:
    """Return what says what an experiment is."""
    loaded = (_module(sources, name, EXPERIMENT),)
    return Task("description", "apsite.catalogue.experiment", json.dumps(name), loaded)


def run(sources: Sources, request: Request) -> Task:
    """Return one run of an experiment."""
    question = json.dumps({"name": request.name, "options": json.loads(request.options)}, sort_keys=True)
    loaded = (_module(sources, request.name, EXPERIMENT),)
    return Task("run", "apsite.catalogue.run", question, loaded, words=f"Running {request} …", beside=("result",))


def drawing(sources: Sources, request: Request) -> Task:
    """Return the pictures of a run."""
    loaded = (_module(sources, request.name, FIGURE),)
    given = (("result", run(sources, request)),)
    words = f"Drawing the figure {request.name} …"
    return Task("figure", "apsite.catalogue.drawing", json.dumps(request.name), loaded, given, words)


def schematic(name: str) -> Task:
    """Return the pictures of what no run is shown in."""
    loaded = (f"{SCHEMATICS}.{Request(name).stem}",)
    words = f"Drawing the schematic {name} …"
    return Task("schematic", "apsite.catalogue.schematic", json.dumps(name), loaded, words=words)


def start(sources: Sources, request: Request, layouts: bytes) -> Task:
    """Return what the live figure of a run starts from; `layouts`, in JSON, tell where its pictures have their axes."""
    question = json.dumps({"name": request.name, "layouts": json.loads(layouts)})
    loaded = (_module(sources, request.name, LIVE),)
    return Task("live figure", "apsite.catalogue.start", question, loaded, (("result", run(sources, request)),))


def bundle(generated: Mapping[str, bytes]) -> Task:
    """Return the scripts and style sheets of the live figures, made with the texts of the `generated` modules."""
    texts = json.dumps({name: text.decode() for name, text in generated.items()}, sort_keys=True)
    return Task("bundle", "apsite.live.bundling.bundle", texts, words="Bundling the live figures …")


def cells(text: str, kind: str) -> Task:
    """Return the reading of a notebook; its `kind` is the ending of its file."""
    return Task("notebook reading", "apsite.notebooks.reading", json.dumps({"text": text, "kind": kind}))


def highlighted(code: Iterable[str], language: str = "python", classes: str = "") -> Task:
    """Return code as pages show it."""
    question = json.dumps({"code": list(code), "language": language, "classes": classes})
    return Task("highlighting", "apsite.book.notebooks.highlighting", question)


def outputs(
    sources: Sources, shown: str, code: list[str], beside: Mapping[str, bytes], allow_errors: bool = False
) -> Task:
    """Return what the code cells of a notebook give, which is `shown` as a path, with the files `beside` it."""
    loaded = ("apsite.notebooks.kernel", *sources.cells(code))
    words = f"Executing the notebook {shown}{'' if sandbox.works() else ', without a sandbox'} …"
    files = {name: b64encode(content).decode() for name, content in sorted(beside.items())}
    question = json.dumps({"code": code, "beside": files, "allow_errors": allow_errors})
    return Task("notebook", "apsite.notebooks.running", question, loaded, words=words)


def rendered(cells: list[dict[str, Any]], options: Mapping[str, Any]) -> Task:
    """Return what the cells of a notebook gave, as pages show it."""
    question = json.dumps({"cells": cells, "options": options}, sort_keys=True)
    return Task("rendering", "apsite.book.notebooks.rendering", question)
