"""What a key covers is what the system sees opened: for every result of the book, and for every module of it."""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import metadata
from threading import Barrier

import grimp
import pytest

from apsite import libraries
from apsite.libraries import versions
from apsite.sources import Sources, scan
from tests.sources.conftest import ROOT


@pytest.mark.thorough
def test_the_modules_behind_every_result_are_those_that_are_loaded(everything, sources, loaded):
    for name, task in everything.items():
        assert loaded[name] == sources.closure(task.roots), name


@pytest.mark.thorough
def test_an_edit_of_a_module_makes_again_what_loads_it_and_nothing_else(copy, everything, sources, loaded):
    """Every module of the package, once; what stands behind a result stands behind what this is given to as well.

    A program that is begun by its path is a file that is read, which tracing finds below.
    """
    named = {task: name for name, task in everything.items()}
    behind = {
        name: modules.union(*(loaded[named[given]] for _, given in everything[name].given))
        for name, modules in loaded.items()
    }
    package = copy / "apsite"
    programs = {name: sources.read(modules) for name, modules in behind.items()}
    before = keys(package, everything)
    for module, path in Sources(package).paths.items():
        text = path.read_bytes()
        path.write_bytes(text + b"\n#\n")
        now = keys(package, everything)
        path.write_bytes(text)
        again = {name for name in everything if now[name] != before[name]}
        place = path.relative_to(copy).as_posix()
        assert again == {name for name in behind if module in behind[name] or place in programs[name]}, module
    assert keys(package, everything) == before


def keys(package, everything):
    now = Sources(package)
    return {name: json.dumps(task.key(now)) for name, task in everything.items()}


@pytest.mark.parametrize("name", ["page/live.css", "plot/axis.ts", "kinds/new.ts"])
def test_scripts_and_style_sheets_stand_behind_the_bundle_alone(copy, everything, name):
    package = copy / "apsite"
    path, before = package / "live" / name, keys(package, everything)
    text = path.read_bytes() if path.exists() else None
    path.write_bytes((text or b"") + b"\n")
    now = keys(package, everything)
    path.unlink() if text is None else path.write_bytes(text)
    assert {each for each in everything if now[each] != before[each]} == {"bundle"}


EXECUTED = {
    "a patch": ["run reversal-potentials", "figure reversal-potentials"],
    "a live figure": ["run action-potential", "figure action-potential", "live figure action-potential"],
    "an axon": ["run collision", "figure collision", "live figure collision"],
    "a terminal": ["run quantal-steps", "figure quantal-steps", "live figure quantal-steps"],
    "pages": ["description gates", "highlighting", "fonts", "model"],
    "scripts": ["generated scripts", "bundle"],
    "a notebook": ["reading", "notebook chapter-2"],
}


@pytest.mark.parametrize("names", EXECUTED.values(), ids=EXECUTED)
@pytest.mark.thorough
def test_what_is_opened_while_a_result_is_made_is_all_behind_it(copy, everything, sources, opened, tmp_path, names):
    """Modules, the files that they say they read, packages from npm, and libraries."""
    for name in names:
        task = next(task for each, task in everything.items() if each.startswith(name))
        question = json.loads(task.question)
        if name == "bundle":
            question = {path.name: path.read_text() for path in tmp_path.glob("*.ts")}
        files, imported = opened(task.module, question, tmp_path)
        behind = sources.closure(task.roots[1:])
        read = sources.read(behind)
        ours = {
            file.relative_to(copy) for file in files if file.is_relative_to(copy) and "__pycache__" not in file.parts
        }
        assert {file.as_posix() for file in ours if file.parts[0] == "apsite"} == {
            *(sources.paths[module].relative_to(copy).as_posix() for module in behind),
            *(file for file in read if file.startswith("apsite/")),
        }
        for file in ours:
            if file.parts[0] == "node_modules":
                package = "/".join(file.parts[1 : 3 if file.parts[1].startswith("@") else 2])
                assert read.keys() & {file.as_posix(), f"npm:{package}", "npm:*"}, file
        covered = " ".join([*map(versions, sources.libraries_of(task.roots)), *read.values()]).split()
        for library in imported - {"apsite", *sys.stdlib_module_names}:
            assert versions(library), library
            assert set(versions(library).split()) <= set(covered), f"{name} imports {library}"


def test_imports_are_those_that_grimp_finds():
    graph = grimp.build_graph("apsite", exclude_type_checking_imports=True, cache_dir=None)
    ours = Sources(ROOT / "apsite")
    assert graph.modules == set(ours.paths)
    for module in ours.paths:
        names = (name for name in ours.scans[module].imports if name.partition(".")[0] == "apsite")
        longest = {name if name in ours.paths else name.rpartition(".")[0] for name in names}
        assert graph.find_modules_directly_imported_by(module) == longest - {module}, module


@pytest.fixture
def package(tmp_path):
    """A package with what a package may do to its imports."""
    files = {
        "__init__.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from apsite.late import Thing\n",
        "late.py": "class Thing: pass",
        "room/__init__.py": "",
        "room/absolute.py": "import apsite.room.deep.one, numpy.linalg",
        "room/relative.py": "from .deep import one\nfrom ..late import Thing",
        "room/inside.py": "def f():\n try:\n  from apsite.room import data\n except ImportError:\n  import scipy",
        "room/lazy.py": "from apsite import Thing",
        "room/typed.py": "import typing\nif typing.TYPE_CHECKING:\n import apsite.late\nelse:\n import sympy",
        "room/data.py": 'READS = ("*.csv", "npm:uplot", "pip:numpy")',
        "room/broken.py": "import apsite.late\nnot a python",
        "room/deep/one.py": "",  # in a folder that has no file of its own
    }
    for name, text in files.items():
        path = tmp_path / "apsite" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "apsite"


@pytest.mark.parametrize(
    ("module", "behind", "libraries"),
    [
        ("absolute", {"apsite.room.deep.one"}, {"numpy"}),
        ("relative", {"apsite.room.deep.one", "apsite.late"}, set()),
        ("inside", {"apsite.room.data"}, {"scipy"}),
        ("lazy", {"apsite.late"}, set()),
        ("typed", set(), {"sympy"}),
        ("broken", set(), set()),
    ],
)
def test_imports_are_found_wherever_they_stand(package, module, behind, libraries):
    sources, name = Sources(package), f"apsite.room.{module}"
    assert sources.closure([name]) == {"apsite", "apsite.room", name} | behind
    assert sources.libraries_of([name]) == libraries


def test_what_a_module_reads_counts(package, monkeypatch):
    digest = lambda: Sources(package).digest("apsite.room.inside")  # noqa: E731 - through another module
    found = {digest()}
    (package / "room" / "new.csv").write_text("1")
    found.add(digest())
    (package / "room" / "new.csv").write_text("2")
    found.add(digest())
    (package.parent / "package-lock.json").write_text('{"packages": {"node_modules/uplot": {"version": "1.0"}}}')
    found.add(digest())
    (package.parent / "package-lock.json").write_text(
        '{"packages": {"node_modules/uplot": {"version": "1.0"}, "node_modules/axe": {"version": "2.0"}}}'
    )
    assert digest() in found
    (package.parent / "node_modules").mkdir()
    installed = '{"packages": {"node_modules/uplot": {"version": "1.1"}}}'  # where it differs from what is locked
    (package.parent / "node_modules" / ".package-lock.json").write_text(installed)
    found.add(digest())
    monkeypatch.setattr("apsite.sources.versions", lambda name, imported=True: f"{name}==9")
    found.add(digest())
    monkeypatch.setattr("platform.python_version", lambda: "3.99.0")
    found.add(digest())
    assert len(found) == 7


def test_sources_say_whether_they_are_still_what_they_were(package):
    sources = Sources(package)
    assert sources.unchanged("apsite.room.inside")
    (package / "room" / "new.csv").write_text("1")
    assert not sources.unchanged("apsite.room.inside")
    assert sources.unchanged("apsite.room.lazy")
    (package / "late.py").write_text("class Thing: new = True")
    assert not sources.unchanged("apsite.room.lazy")
    (package / "late.py").unlink()
    assert not sources.unchanged("apsite.room.lazy")


@pytest.mark.parametrize(
    ("code", "roots"),
    [
        ("from apsite import Thing\nimport numpy as np", ("apsite.Thing", "numpy")),
        ("%matplotlib inline\nfrom apsite.room import lazy", ("apsite.room.lazy",)),
        ("import apsite\napsite.Thing", ("apsite", "apsite.*")),
        ("from apsite import *", ("apsite.*",)),
    ],
)
def test_the_cells_of_a_notebook_have_roots(package, code, roots):
    assert Sources(package).cells([code]) == roots
    if any("Thing" in root or "*" in root for root in roots):
        assert "apsite.late" in Sources(package).closure(roots)


def test_cells_that_cannot_be_read_stand_on_everything(package):
    assert set(Sources(package).cells(["this is no python at all"])) == set(Sources(package).paths)


def test_a_text_is_read_once_for_each_state_of_it(package, monkeypatch, tmp_path):
    monkeypatch.setenv("APSITE_CACHE", str(tmp_path / "cache"))
    digest = Sources(package).digest("apsite.room.inside")
    read = []
    monkeypatch.setattr("apsite.sources.scan", lambda text, package: read.append(text) or scan(text, package))
    assert Sources(package).digest("apsite.room.inside") == digest
    assert read == []
    (package / "late.py").write_text("import sympy")
    assert Sources(package).closure(["apsite.room.lazy"]) >= {"apsite.late"}
    assert read == [b"import sympy"]
    (tmp_path / "cache" / "imports.json").write_text("{")
    assert Sources(package).digest("apsite.room.inside") == digest


def test_however_many_threads_ask_it_is_read_once(package, monkeypatch, tmp_path):
    """A build asks from as many threads as it has tasks: where each read all of it, they took half a minute."""
    monkeypatch.setenv("APSITE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(libraries, "_environment", cache(libraries._environment.__wrapped__))
    monkeypatch.setattr(libraries, "versions", versions.__wrapped__)
    listed, scanned = [], []
    told = metadata.packages_distributions()
    monkeypatch.setattr(metadata, "packages_distributions", lambda: listed.append(1) or time.sleep(0.1) or told)
    monkeypatch.setattr("apsite.sources.scan", lambda text, package: scanned.append(text) or scan(text, package))
    sources, ready = Sources(package), Barrier(8)

    def ask(_):
        ready.wait()
        return libraries.versions("numpy"), sources.closure(["apsite.room.inside"])

    with ThreadPoolExecutor(8) as threads:
        first, *others = threads.map(ask, range(8))
    assert "numpy==" in first[0]
    assert all(other == first for other in others)
    assert (len(listed), len(scanned)) == (1, len(sources.paths))
