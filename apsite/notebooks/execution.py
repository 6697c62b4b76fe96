"""The code of a notebook, executed from its first cell to its last in a fresh kernel.

Owns the time limit, and where a cell failed. What the cells give is returned in the form of the notebook format; what
becomes of it is left to `outputs`.
"""

import contextlib
import os
import re
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

#: Seconds that a cell may take.
LIMIT = 30
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

    work = ""

    @property
    def kernel_spec(self) -> KernelSpec:
        argv = [sys.executable, "-m", "apsite.notebooks.kernel", self.work, "-f", "{connection_file}"]
        return KernelSpec(argv=argv, language="python", display_name="Python 3")


def execute(
    sources: Sequence[str], limit: int = LIMIT, beside: Mapping[str, bytes] | None = None, allow_errors: bool = False
) -> list[list[dict[str, Any]]]:
    """Return the outputs of each code cell in `sources`, as the notebook format (nbformat 4) has them.

    A cell may take `limit` seconds. Files `beside` the notebook lie in the folder that it runs in, by their paths.
    Raises CellError for the first cell that raises, unless that is allowed, runs over or ends its kernel.
    """
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    with tempfile.TemporaryDirectory(prefix="apsite-") as folder:
        work = Path(folder, "work")
        work.mkdir()
        for name, content in (beside or {}).items():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_bytes(content)
        manager = _Manager(connection_file=str(Path(folder, "kernel.json")))
        manager.work = str(work)
        if sys.platform != "win32":
            manager.transport, manager.ip = "ipc", str(Path(folder, "ipc"))
        client = NotebookClient(
            notebook, km=manager, timeout=limit, interrupt_on_timeout=True, allow_errors=True, coalesce_streams=True
        )
        with client.setup_kernel(cwd=str(work), env=_environment(work)):
            for index, cell in enumerate(notebook.cells):
                with _deadline(manager, limit + PATIENCE) as passed:
                    try:
                        client.execute_cell(cell, index, execution_count=index + 1)
                    except DeadKernelError:
                        reason = f"took longer than {limit} s" if passed.is_set() else "its kernel died"
                        raise CellError(index, 1, reason) from None
                _check(cell, index, limit, allow_errors)
    return [cell.outputs for cell in notebook.cells]


@contextlib.contextmanager
def _deadline(manager: AsyncKernelManager, seconds: float) -> Iterator[threading.Event]:
    """Kill the kernel of `manager` if the block takes longer, and set the event: not all code can be interrupted."""
    passed = threading.Event()

    def kill() -> None:
        passed.set()
        process = manager.provisioner
        if isinstance(process, LocalProvisioner) and process.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))  # Windows has the second alone

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


def _environment(work: Path) -> dict[str, str]:
    """Return what a kernel starts with: nothing of the user's own set-up, and temporary files in its folder."""
    own = {
        name: str(work) for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "TMPDIR", "TEMP", "TMP")
    }
    return {**os.environ, **own, "MPLBACKEND": "module://matplotlib_inline.backend_inline", "PYTHONHASHSEED": "0"}
