"""Stands between a notebook's kernel and whoever began it: `python warden.py SECONDS COMMAND...`.

Owns the time that the whole notebook may take, kept in a process that none of its code runs in, and that everything
ends with it that a cell has started, whatever session that has put itself into. Imports the standard library only, and
nothing of the book: it is begun by its path.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

#: The code with which it ends when the time is over.
OVER = 124
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: orphans become its children, not those of the first process
_TICK = 0.1  # s


def main(seconds: float, command: list[str]) -> int:
    """Run `command` for at most `seconds`, or until whoever began it is gone; end all that it has started."""
    parent, end = os.getppid(), time.monotonic() + seconds
    wanted: list[int] = []
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, frame: wanted.append(number))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    os.environ.pop("JPY_PARENT_PID", None)  # the kernel's parent is this process
    nothing = subprocess.DEVNULL
    child = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
    try:
        while not wanted and os.getppid() == parent and time.monotonic() < end:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return child.wait(_TICK)
        return OVER if time.monotonic() >= end else -signal.SIGTERM
    finally:
        _end(child)


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the child with its group, and then all that has become a child of this process, until there is none."""
    with contextlib.suppress(OSError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    while left := list(_children()):
        for each in left:
            with contextlib.suppress(OSError):
                os.kill(each, signal.SIGKILL)
        for each in left:
            with contextlib.suppress(OSError):
                os.waitpid(each, 0)


def _children() -> Iterator[int]:
    """Yield the processes whose parent this one is, on systems that tell."""
    for each in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            if int(each.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                yield int(each.parent.name)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), sys.argv[2:]) & 0xFF)
