"""The process in which results are made: `python -m apsite.workshop`, one after the other, since loading takes longer.
What it is told to load, it has loaded before it is asked: `python -m apsite.workshop numpy sympy`.

Each line of its input is a request in JSON: the `module` that makes it, whose `make(question, given)` returns files by
name; the `question`; and a `folder` with the files that are `given`. Those that were made come to lie in the folder
`made`. The answer is a line too: the traceback of what went wrong as `error`, or null.

Owns, too, that nothing is made of a file whose change would go unseen: one of the checkout that no module says it reads
cannot be opened.
"""

import contextlib
import json
import os
import sys
import tempfile
import traceback
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from apsite.cache import PACKAGE, cache_root


def refuse_unsaid(package: Path = PACKAGE) -> None:
    """From now on, let only those files of the checkout around `package` be opened that a module's READS names.

    Others raise PermissionError where they are opened; modules, libraries and the cache are free.
    """
    root = f"{package.parent}{os.sep}"
    free = [sys.prefix, sys.base_prefix, tempfile.gettempdir(), str(cache_root()), f"{root}node_modules"]
    beside = tuple(f"{each}{os.sep}" for each in free if not root.startswith(f"{each}{os.sep}"))
    place = f"{root}pyproject.toml"  # by which the cache is found

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" or not isinstance(arguments[0], str | bytes | os.PathLike):
            return
        path = os.path.abspath(os.fsdecode(arguments[0]))  # noqa: PTH100 - resolves no link
        if not path.startswith(root) or path.startswith(beside) or path.endswith((".py", ".pyc")) or path == place:
            return
        if not any(fnmatch(path, pattern) for pattern in _said(package)):
            what = f"{path.removeprefix(root)} is read, and no module says so in READS"
            raise PermissionError(f"{what}: a change of it would change nothing")

    sys.addaudithook(audit)


def _said(package: Path) -> list[str]:
    """Return the patterns of what the loaded modules of `package` say that they read."""
    loaded = [each for name, each in list(sys.modules.items()) if name.partition(".")[0] == package.name]
    return [
        os.path.normpath(Path(module.__file__).parent / each)
        for module in loaded
        if module.__file__
        for each in getattr(module, "READS", ())
    ]


def answer(requests: TextIO, replies: TextIO) -> None:
    """Answer one request after the other until there are no more."""
    for line in requests:
        request, error = json.loads(line), None
        folder = Path(request["folder"])
        try:
            given = {path.name: path.read_bytes() for path in (folder / "given").iterdir()}
            made = import_module(request["module"]).make(request["question"], given)
            for name, content in made.items():
                (folder / "made" / name).write_bytes(content)
        except Exception:
            error = traceback.format_exc()
        print(json.dumps({"error": error}), file=replies, flush=True)


if __name__ == "__main__":
    # What a library prints is not an answer, nor what a process does that it begins, which writes to a descriptor.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    refuse_unsaid()
    with contextlib.redirect_stdout(sys.stderr):
        for library in sys.argv[1:]:
            with contextlib.suppress(ImportError):  # who needs it says what is missing
                import_module(library)
        answer(sys.stdin, out)
