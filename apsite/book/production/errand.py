"""What a process elsewhere does for the book, which has nothing of it: `perform`, sent there as it is.

Owns how sources come to lie there, by their content, and that what is made there is what would be made here: another
version of Python or of a library is refused. Imports the standard library only; the processes that it begins are those
that make results here too (`apsite.workshop`).
"""

import contextlib
import importlib.metadata
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import types
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

#: What became of it: files by name; the traceback of an error; why it was refused; that it was stopped; or that the
#: sources are missing.
Outcome = tuple[str, Any]

PREFIX = "apsite-sources-"  # of what lies elsewhere: sources, and what a process is given of them
WEEK = 7 * 24 * 3600  # s


def perform(order: Mapping[str, Any], given: Mapping[str, bytes], sources: bytes | None = None) -> Outcome:
    """Make what `order` asks for: `module` and `question`, of the sources named `digest`, with versions as in `needs`.

    It is stopped after `limit` seconds, which do not count how long it has waited for its turn.
    `sources` are those as a zip, which a process keeps; without them it may answer ("sources missing", None).
    """
    if refusal := differing(order["needs"]):
        return "refused", refusal
    folder = Path(tempfile.gettempdir(), f"{PREFIX}{order['digest'][:24]}")
    if not folder.is_dir():
        if sources is None:
            return "sources missing", None
        unpack(sources, folder)
    os.utime(folder)
    idle: dict[str, list[Any]] = vars(sys.modules.setdefault("apsite_errands", types.ModuleType("apsite_errands")))
    for digest in [name for name in idle if len(name) == len(order["digest"]) and name != order["digest"]]:
        for former in idle.pop(digest):
            former.stdin.close()
    ready = idle.setdefault(order["digest"], [])
    try:
        process = ready.pop()
    except IndexError:
        process = begin(folder, None)
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    limit = threading.Timer(order["limit"], stop)
    limit.daemon = True
    limit.start()
    what, outcome = ask(process, order["module"], order["question"], given, folder.parent)
    limit.cancel()
    if late.is_set():
        process.wait()
        return "stopped", None
    if what == "died":
        return "error", f"its process on {platform.node()} ended with code {process.wait()}"
    ready.append(process)
    return what, outcome


def differing(needs: Mapping[str, str]) -> str:
    """Return what is another version here than in `needs`, or ""."""
    for name, version in needs.items():
        try:
            here = platform.python_version() if name == "python" else importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            here = "missing"
        if here != version:
            return (
                f"{name} is {here} on {platform.node()}, and {version} where the book is built. Install the same there."
            )
    return ""


def unpack(sources: bytes, folder: Path) -> None:
    """Put sources into `folder`, whole or not at all; another process may do the same.

    Others of this user that nobody has asked for in a week go.
    """
    for former in folder.parent.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - former.stat().st_mtime > WEEK and not former.is_symlink():
                shutil.rmtree(former, ignore_errors=True)
    making = Path(tempfile.mkdtemp(prefix=PREFIX))
    with zipfile.ZipFile(io.BytesIO(sources)) as packed:
        packed.extractall(making)
    try:
        making.rename(folder)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        if not folder.is_dir():
            raise


def begin(folder: Path, printed: Any, libraries: Iterable[str] = ()) -> subprocess.Popen[str]:
    """Begin a process that makes results with the package in `folder`, and prints what it prints to a file.

    It prefers this package to an installed one, and makes no byte code: that cannot tell two edits in a second. It
    loads `libraries` before it is asked for anything.
    """
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        [sys.executable, "-m", "apsite.workshop", *libraries],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=printed,
        text=True,
    )


def ask(process: subprocess.Popen[str], module: str, question: Any, given: Mapping[str, bytes], place: Path) -> Outcome:
    """Have a process make something, in a folder of `place`; its "made" files, its "error", or that it "died"."""
    assert process.stdin is not None
    assert process.stdout is not None
    with tempfile.TemporaryDirectory(dir=place, prefix=PREFIX) as name:
        folder = Path(name)
        (folder / "given").mkdir()
        (folder / "made").mkdir()
        for file, content in given.items():
            (folder / "given" / file).write_bytes(content)
        request = {"module": module, "question": question, "folder": name}
        try:
            print(json.dumps(request), file=process.stdin, flush=True)
            reply = process.stdout.readline()
        except (OSError, ValueError):  # it died, or was ended meanwhile
            reply = ""
        if not reply:
            return "died", None
        if (error := json.loads(reply)["error"]) is not None:
            return "error", error
        return "made", {path.name: path.read_bytes() for path in sorted((folder / "made").iterdir())}
