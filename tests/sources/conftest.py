"""A copy of the book whose modules a test may edit, all that is made for it, and what is opened to make it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from apsite import sandbox
from apsite.book.notebooks.jupyter import Settings
from apsite.book.notebooks.notebooks import found
from apsite.book.production import tasks
from apsite.book.production.tasks import Request, Task
from apsite.sources import Sources
from tests.site.support import cache_with_machine_code

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("sources").resolve() / "book"
    for folder in ("apsite", "docs"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("package-lock.json", "pyproject.toml"):
        shutil.copy(ROOT / file, copy)
    (copy / "node_modules").symlink_to(ROOT / "node_modules")
    return copy


@pytest.fixture(scope="session")
def sources(copy: Path) -> Sources:
    return Sources(copy / "apsite")


@pytest.fixture(scope="session")
def everything(copy: Path, sources: Sources) -> dict[str, Task]:
    return all_tasks(copy, sources)


def all_tasks(copy: Path, sources: Sources) -> dict[str, Task]:
    """Everything that is made for the book, by what it is; layouts and generated texts are none, to save their time."""
    named = {"model": tasks.MODEL, "generated scripts": tasks.GENERATED, "fonts": tasks.FONTS}
    named |= {"bundle": tasks.bundle({}), "reading": tasks.cells("", ".py"), "highlighting": tasks.highlighted([])}
    named["rendering"] = tasks.rendered([{"kind": "code", "tags": [], "given": []}], Settings().rendering)
    parts: tuple[tuple[str, str, Callable[[str], Task]], ...] = (
        ("description", tasks.EXPERIMENT, lambda name: tasks.experiment(sources, name)),
        ("run", tasks.EXPERIMENT, lambda name: tasks.run(sources, Request(name))),
        ("figure", tasks.FIGURE, lambda name: tasks.drawing(sources, Request(name))),
        ("live figure", tasks.LIVE, lambda name: tasks.start(sources, Request(name), b"{}")),
    )
    for kind, part, make in parts:
        named |= {f"{kind} {name}": make(name) for name in tasks.names(sources, part)}
    for source, text in found(copy / "docs", Settings(), Path.read_text).items():
        blocks = (block for block in text.split("\n# %%")[1:] if not block.startswith(" [markdown]"))
        code = [block.partition("\n")[2] for block in blocks]
        named[f"notebook {source}"] = tasks.outputs(sources, source, code, {})
    return named


@pytest.fixture(scope="session")
def environment(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """In which the copy is loaded, and each process is traced that a traced one begins."""
    begin = tmp_path_factory.mktemp("trace")
    shutil.copy(HERE / "traced.py", begin / "sitecustomize.py")
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(copy), str(begin)]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "APSITE_CACHE": cache_with_machine_code(begin / "cache"),
        sandbox.CHOICE: "off",  # in it nothing can be taken down
    }


@pytest.fixture(scope="session")
def loaded(
    copy: Path, everything: dict[str, Task], sources: Sources, environment: dict[str, str]
) -> dict[str, set[str]]:
    """The modules of the book that are loaded for each task, as its imports were carried out."""
    roots = sorted({root for task in everything.values() for root in task.roots if sources.closure([root])})
    done = run([HERE / "imports.py"], json.dumps(roots), copy, environment)
    imports: dict[str, list[str]] = json.loads(done)
    return {name: reached(task.roots, imports) & sources.paths.keys() for name, task in everything.items()}


def reached(roots: Iterable[str], imports: Mapping[str, Iterable[str]]) -> set[str]:
    """The names that follow from `roots`; with a module, the packages that it lies in."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name and name not in found:
            found.add(name)
            waiting += [name.rpartition(".")[0], *imports.get(name, ())]
    return found


@pytest.fixture(scope="session")
def opened(
    copy: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Any, Path], tuple[set[Path], set[str]]]:
    """Return the files opened, and the names imported by the book, while a module answers with what is in a folder."""
    file = tmp_path_factory.mktemp("opened") / "files"

    def trace(module: str, question: Any, given: Path) -> tuple[set[Path], set[str]]:
        file.unlink(missing_ok=True)
        task = {"module": module, "question": question, "given": str(given), "file": str(file)}
        run([HERE / "traced.py"], json.dumps(task), copy, environment)
        lines = set(file.read_text().splitlines())
        imports = {line for line in lines if line.startswith("import ")}
        return set(map(Path, lines - imports)), {line.removeprefix("import ") for line in imports}

    return trace


def run(command: list[Path], text: str, folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *command], input=text, cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
