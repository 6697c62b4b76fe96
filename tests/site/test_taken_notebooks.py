"""Notebooks of the built book: what they print against what the chapter says, and whether they run anywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from importlib.metadata import distribution
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from packaging.requirements import Requirement

from apsite.book.model.quantities import NUMBER
from apsite.book.model.quantities import read as read_quantity
from apsite.notebooks.percent import read
from apsite.units import convert
from tests.site.support import ROOT, cache_with_machine_code

CHAPTER = ROOT / "docs/chapter-2/action-potential"
NOTEBOOKS = sorted((CHAPTER / "notebooks").glob("*.py"))
LEAST_TIES = 4

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def test_every_phase_has_a_notebook():
    phases = {path.stem for path in CHAPTER.glob("*.md")} - {"index"}
    assert {path.stem for path in NOTEBOOKS} == phases


@each_notebook
def test_a_notebook_prints_the_numbers_that_its_page_states(path: Path, site: Path):
    """By another way than the build's: the numbers of the notebook that a reader downloads against the page's HTML."""
    html = (site / "chapter-2/action-potential" / path.stem / "index.html").read_text(encoding="utf-8")
    stated = {
        name: (float(value), read_quantity(shown).unit or "1")
        for name, shown, value in re.findall(
            r'class="ap-value" href="[^"]*#([\w.]+)" title="(.*)\n[^"]*"><data value="([^"]+)"',
            html,
        )
    }
    executed = json.loads((site / "chapter-2/action-potential/notebooks" / f"{path.stem}.ipynb").read_text())
    outputs = {
        cell["source"]: "".join(output.get("text", "") for output in cell["outputs"])
        for cell in executed["cells"]
        if cell["cell_type"] == "code"
    }
    compared = 0
    for cell in read(path.read_text(encoding="utf-8"))[1]:
        printed = [line for line in outputs.get(cell.source, "").splitlines() if NUMBER.search(line)]
        for name, line in zip(cell.checks, printed, strict=bool(cell.checks)):
            assert name in stated, f"{path.name}: {name} is not on the page"
            written = read_quantity(line)
            assert written.holds(convert(*stated[name], written.unit or "1")), f"{path.name}: {line}"
            compared += 1
    assert compared >= LEAST_TIES


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds the book's package from its wheel, what that requires, and Jupyter."""
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(ROOT / "apsite", folder / "sources/apsite", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(ROOT / name, folder / "sources" / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    wheel = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, folder / "sources"]
    subprocess.run(wheel, check=True)
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    [built] = folder.glob("*.whl")
    subprocess.run([*pip, "--python", python, "install", "--no-deps", "--no-index", built], check=True)
    [packages] = (folder / "env").rglob("site-packages")
    for name in sorted(required(["apsite", "ipykernel"])):
        for top in {file.parts[0] for file in distribution(name).files or [] if file.parts[0] != ".."}:
            if not (packages / top).exists():
                (packages / top).symlink_to(Path(str(distribution(name).locate_file(top))))
    return python


NO_EXTRA = {"extra": ""}
#: What libraries ask for, and pyproject.toml says that they do without.
LEFT_OUT = {
    Requirement(each).name
    for each in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["uv"][
        "override-dependencies"
    ]
}


def required(names: list[str]) -> set[str]:
    """The distributions that `names` require, directly or not; of the book's own, what its pyproject.toml says."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name == "apsite":
            project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
            wanted = project["dependencies"]
        else:
            found.add(name)
            wanted = distribution(name).requires or []
        for requirement in map(Requirement, wanted):
            if requirement.name in {*found, *LEFT_OUT} or (
                requirement.marker and not requirement.marker.evaluate(NO_EXTRA)
            ):
                continue
            waiting.append(requirement.name)
    return found


@pytest.mark.thorough
def test_a_downloaded_notebook_runs_with_nothing_but_the_package(elsewhere: Path, site: Path, tmp_path: Path):
    class Manager(AsyncKernelManager):
        @property
        def kernel_spec(self) -> KernelSpec:
            argv = [str(elsewhere), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
            return KernelSpec(argv=argv, language="python")

    folder = site / "chapter-2/action-potential/notebooks"
    home = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "IPYTHONDIR": str(tmp_path)}
    home["APSITE_CACHE"] = cache_with_machine_code(tmp_path / "cache")
    notebook = nbformat.read(folder / "threshold.ipynb", as_version=4)
    client = NotebookClient(notebook, km=Manager(), timeout=120)
    with client.setup_kernel(cwd=str(tmp_path), env=home):
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        where = nbformat.v4.new_code_cell("import apsite\nprint(apsite.__file__)")
        notebook.cells.append(where)
        client.execute_cell(where, len(notebook.cells) - 1)
    assert str(elsewhere.parents[1]) in where.outputs[0].text

    # The others as scripts, in one process: what they share is loaded once.
    runs = "import runpy, sys\nfor path in sys.argv[1:]: runpy.run_path(path)"
    others = sorted(str(path) for path in folder.glob("*.py") if path.stem != "threshold")
    command = [str(elsewhere), "-c", runs, *others]
    done = subprocess.run(command, cwd=tmp_path, env={**home, "MPLBACKEND": "agg"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.glob("*.py"))
