"""The code of a notebook, executed from its first cell to its last in a fresh kernel.

Owns how long a cell and the notebook may take, how much they may give, and where a cell failed. What the cells give is
returned in the form of the notebook format; what becomes of it is left to `outputs`. The kernel runs in a sandbox where
there is one, under a warden that ends it with all that it has started.
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib
import nbformat
import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from apsite import sandbox, scratch
from apsite.cache import PACKAGE, cache_root

READS = ("warden.py",)

#: Seconds that a cell may take, and all cells together.
LIMIT = 60
WHOLE = 300
#: Bytes that the cells may give, all together.
OUTPUT = 32 * 1024**2
#: Messages that wait to be read, each of what is printed at once: the more, the more memory they take.
WAITING = 200
#: Seconds that a kernel may take to begin.
STARTING = 60
#: What a kernel knows of its surroundings: others may be secrets, which a cell could print.
_GIVEN = re.compile(
    r"PATH|HOME|LANG|LANGUAGE|LC_\w+|TZ|TERM|(?:LD|DYLD)_LIBRARY_PATH|VIRTUAL_ENV|PYTHON\w*|SOURCE_DATE_EPOCH"
    r"|(?:APSITE|NUMBA|OMP|OPENBLAS|MKL)_\w+|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|APPDATA|USERPROFILE"
)
#: Seconds that it is given, beyond the limit, to answer the interrupt.
PATIENCE = 5

_FRAME = re.compile(r"Cell In\[(\d+)\], line (\d+)")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class CellError(Exception):
    """A cell that raised or ran over: its index among the code cells, the line in it (from 1), what, and traceback."""

    cell: int
    line: int
    message: str
    traceback: str = ""


class _Manager(AsyncKernelManager):
    """Starts the book's own kernel, whatever kernels are installed."""

    folder = Path()
    seconds = float(WHOLE)

    @property
    def kernel_spec(self) -> KernelSpec:
        own = [sys.executable, "-m", "apsite.notebooks.kernel", str(self.folder / "work"), "-f", "{connection_file}"]
        warden = [sys.executable, "-I", str(Path(__file__).with_name("warden.py")), str(self.seconds)]
        argv = [*warden, *sandbox.inside(own, self.folder, self.folder / "work", [PACKAGE.parent])]
        # By a message: a signal does not reach into a sandbox.
        return KernelSpec(argv=argv, language="python", display_name="Python 3", interrupt_mode="message")

    def client(self, **options: Any) -> Any:
        """Return what talks to the kernel, and reads no message that is longer than all may be."""
        client = super().client(**options)
        client.context.setsockopt(zmq.MAXMSGSIZE, OUTPUT)
        client.context.setsockopt(zmq.RCVHWM, WAITING)
        return client

    def end(self, seconds: float = 0.0) -> None:
        """Have the warden end the kernel with all that it has started, and wait for that."""
        process = self.provisioner.process if isinstance(self.provisioner, LocalProvisioner) else None
        if process is not None:
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                process.terminate()
                if seconds:
                    process.wait(seconds)


class _Client(NotebookClient):
    """Counts what the cells give while it comes in, and ends the kernel where it is too much."""

    given = 0

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
        self.given += _size(msg["content"])
        if self.given > OUTPUT:
            assert isinstance(self.km, _Manager)
            self.km.end()
            return None
        if isinstance(data := msg["content"].get("data"), dict):
            msg["content"]["data"] = {kind: _textual(kind, each) for kind, each in data.items()}
        return super().process_message(msg, cell, cell_index)


def execute(
    sources: Sequence[str],
    limit: int = LIMIT,
    beside: Mapping[str, bytes] | None = None,
    allow_errors: bool = False,
    whole: float = WHOLE,
) -> list[list[dict[str, Any]]]:
    """Return the outputs of each code cell in `sources`, as the notebook format (nbformat 4) has them.

    A cell may take `limit` seconds, the notebook the `whole`. Files `beside` it lie in the folder that it runs in, by
    their paths.
    Raises CellError for the first cell that raises, unless that is allowed, runs over, gives too much or ends its
    kernel.
    """
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    with tempfile.TemporaryDirectory(dir=scratch.place()) as folder:
        work = Path(folder, "work")
        work.mkdir()
        _lay_out(Path(folder))
        for name, content in (beside or {}).items():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_bytes(content)
        manager = _Manager(connection_file=str(Path(folder, "kernel.json")))
        manager.folder, manager.seconds = Path(folder).resolve(), whole + STARTING
        if sys.platform != "win32":
            manager.transport, manager.ip = "ipc", str(Path(folder, "ipc"))
        client = _Client(
            notebook,
            km=manager,
            timeout=limit,
            interrupt_on_timeout=True,
            allow_errors=True,
            coalesce_streams=True,
            iopub_timeout=PATIENCE * 2,
            raise_on_iopub_timeout=True,
        )
        with _begun(client, work, _environment(Path(folder).resolve())):
            end = time.monotonic() + whole
            for index, cell in enumerate(notebook.cells):
                with _deadline(manager, min(limit + PATIENCE, end - time.monotonic())) as passed:
                    try:
                        client.execute_cell(cell, index, execution_count=index + 1)
                    except DeadKernelError:
                        over = time.monotonic() >= end
                        raise CellError(index, 1, _why(client.given, passed.is_set(), limit, over, whole)) from None
                    except CellTimeoutError:  # a message that is too long is not read, and the last one with it
                        raise CellError(index, 1, _why(OUTPUT + 1, False, limit, False, whole)) from None
                if client.given > OUTPUT:  # its last words were that it ended
                    raise CellError(index, 1, _why(client.given, False, limit, False, whole))
                _check(cell, index, limit, allow_errors)
    return [cell.outputs for cell in notebook.cells]


@contextlib.contextmanager
def _begun(client: _Client, work: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Have the kernel of `client` run within. Raises CellError where it does not begin."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(client.setup_kernel(cwd=str(work), env=environment))
        except RuntimeError as error:
            raise CellError(0, 1, f"has no kernel to run in: {error}") from error
        try:
            yield
        finally:
            assert isinstance(client.km, _Manager)
            client.km.end(PATIENCE)


@contextlib.contextmanager
def _deadline(manager: _Manager, seconds: float) -> Iterator[threading.Event]:
    """Kill the kernel of `manager` if the block takes longer, and set the event: not all code can be interrupted."""
    passed = threading.Event()

    def kill() -> None:
        passed.set()
        manager.end()

    timer = threading.Timer(seconds, kill)
    timer.start()
    try:
        yield passed
    finally:
        timer.cancel()


def _check(cell: Any, index: int, limit: int, allow_errors: bool) -> None:
    """Raise CellError if the cell failed; an interrupted one is one that ran over."""
    failure = next((output for output in cell.outputs if output.output_type == "error"), None)
    if failure is None or (allow_errors and failure.ename != "KeyboardInterrupt"):
        return
    traceback = _COLOUR.sub("", "\n".join(failure.traceback))
    frames = [(int(number) - 1, int(line)) for number, line in _FRAME.findall(traceback)]
    at, line = frames[-1] if frames else (index, 1)
    interrupted = failure.ename == "KeyboardInterrupt"
    message = f"took longer than {limit} s" if interrupted else f"raised {failure.ename}: {failure.evalue}"
    raise CellError(at, line, message, traceback)


def _why(given: int, passed: bool, limit: int, over: bool, whole: float) -> str:
    """Return why a kernel ended."""
    if given > OUTPUT:
        return f"gave more than {OUTPUT // 1024**2} MB, with the cells before it"
    if over:
        return f"was running when the notebook had taken {whole:g} s"
    return f"took longer than {limit} s" if passed else "its kernel died"


def _textual(kind: str, value: Any) -> Any:
    """Return what a cell gave in one form as the notebook format has it: text, but for JSON."""
    if isinstance(value, str) or kind.endswith("json"):
        return value
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _size(value: Any) -> int:
    """Return about how many bytes a message holds."""
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, dict):
        return sum(len(str(key)) + _size(each) for key, each in value.items())
    return sum(map(_size, value)) if isinstance(value, list) else 8


def _lay_out(folder: Path) -> None:
    """Put into the folder of a run what its kernel would write elsewhere: machine code, Matplotlib's list of fonts."""
    kernels = cache_root() / "kernels"
    if kernels.is_dir():
        shutil.copytree(kernels, folder / "cache" / "kernels", ignore=shutil.ignore_patterns("*.tmp*"))
    fonts = folder / "matplotlib"
    fonts.mkdir()
    for file in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
        shutil.copy(file, fonts)


def _environment(folder: Path) -> dict[str, str]:
    """Return what a kernel starts with: nothing of the user's own, and all that it writes in its folder."""
    work = str(folder / "work")
    own = dict.fromkeys(
        ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "TMPDIR", "TEMP", "TMP"), work
    )
    own |= {"APSITE_CACHE": str(folder / "cache"), "MPLCONFIGDIR": str(folder / "matplotlib")}
    given = {name: value for name, value in os.environ.items() if _GIVEN.fullmatch(name.upper())}
    return {**given, **own, "MPLBACKEND": "module://matplotlib_inline.backend_inline", "PYTHONHASHSEED": "0"}
