"""A process that has loaded what is not the book's, and forks for each command: loading took most of a small build.

    python forks.py < requests > codes

A request is a line of JSON: the `command` as it stands behind `python -m`, the folder that it begins in, its
environment, and the files that its output goes to. Each command is a process of its own, which has loaded nothing of
any book, and ends as every other; one that would not end is ended. The answer is a line with its code.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

#: What a build loads that is not the book's, but for what it loads only where there is something to make.
LIBRARIES = (
    "mkdocs.__main__", "mkdocs.commands.build", "mkdocs.contrib.search", "material.plugins.search.plugin", "jinja2.ext",
    "markdown.extensions.abbr", "markdown.extensions.admonition", "markdown.extensions.attr_list",
    "markdown.extensions.def_list", "markdown.extensions.footnotes", "markdown.extensions.md_in_html",
    "markdown.extensions.sane_lists", "markdown.extensions.tables", "markdown.extensions.toc",
    "pymdownx.arithmatex", "pymdownx.blocks.caption", "pymdownx.caret", "pymdownx.details", "pymdownx.highlight",
    "pymdownx.mark", "pymdownx.superfences", "pymdownx.tasklist", "pymdownx.tilde", "pygments.lexers.python",
    "latex2mathml.converter", "rcssmin", "filelock", "yaml",
)  # fmt: skip

#: What a command over a small book may take, several times what any does: s of the processor, bytes.
SECONDS = 120
MEMORY = 4_000_000_000


def run(command: list[str], folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run `python -m` with a command to its end; where a system has no forks, without the time that they save."""
    if not hasattr(os, "fork"):
        whole = [sys.executable, "-m", *command]
        return subprocess.run(whole, cwd=folder, env=dict(environment), capture_output=True, text=True)
    with tempfile.TemporaryDirectory() as name:
        printed = [f"{name}/out", f"{name}/errors"]
        process = _process()
        assert process.stdin is not None
        assert process.stdout is not None
        print(json.dumps([command, str(folder), dict(environment), printed]), file=process.stdin, flush=True)
        code = int(process.stdout.readline())
        return subprocess.CompletedProcess(command, code, *(Path(each).read_text(encoding="utf-8") for each in printed))


@cache
def _process() -> subprocess.Popen[str]:
    """Begin the process that forks; it ends with this one, when its input does."""
    path = {"PYTHONPATH": "", "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.Popen(
        [sys.executable, __file__],
        env={**os.environ, **path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _become(folder: str, environment: dict[str, str], printed: list[str]) -> None:
    """Be as a process that has just begun, with its output in files."""
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    with contextlib.suppress(ImportError):  # not everywhere
        import resource

        for kind, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_DATA, MEMORY)):
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))
    for number, file in enumerate(printed, 1):
        with Path(file).open("wb") as written:
            os.dup2(written.fileno(), number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.dont_write_bytecode = bool(environment.get("PYTHONDONTWRITEBYTECODE"))
    sys.path[0] = folder


def main() -> None:
    for library in LIBRARIES:
        importlib.import_module(library)
    assert not [name for name in sys.modules if name.partition(".")[0] == "apsite"]
    del sys.modules["mkdocs.__main__"]  # what is run, once for each command
    gc.freeze()
    for line in sys.stdin:
        command, folder, environment, printed = json.loads(line)
        if (child := os.fork()) == 0:
            _become(folder, environment, printed)
            sys.argv = command
            return runpy.run_module(command[0], run_name="__main__", alter_sys=True)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(code, flush=True)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
