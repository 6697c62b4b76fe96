"""What a notebook may not do: talk to a network, start programs, write outside its own folder, fill the memory.

Owns the audit hook of a kernel's process. It is there so that a notebook gives the same on every machine and leaves
nothing behind, and says where it tries; against code that means harm, which can get around a hook, `sandbox` helps.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

#: Memory that a notebook may take, and the longest file that it may write, bytes.
MEMORY = 4 * 1024**3
FILE = 1024**3

_NETWORK = {
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.sendto",
    "socket.sendmsg",
}
_PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty"}
#: Events that change files; of their arguments, which are paths, and which the open folders that those start from.
_CHANGES: dict[str, tuple[tuple[int, int | None], ...]] = {
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.rmdir": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.link": ((0, 2), (1, 3)),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
    "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),),
    "os.utime": ((0, 3),),
    "sqlite3.connect": ((0, None),),
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def forbid(writable: Sequence[Path]) -> None:
    """Forbid, from now on and for good, what a notebook may not do; it may write in the folders `writable`.

    What is forbidden raises PermissionError, where the notebook does it.
    """
    allowed = [folder.resolve() for folder in writable]

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _NETWORK:
            raise PermissionError(f"a notebook has no network ({event})")
        if event in _PROGRAMS:
            raise PermissionError(f"a notebook starts no programs ({event})")
        if event == "open":
            path, mode, flags = arguments
            if set(mode) & set("wax+") if mode else isinstance(flags, int) and flags & _WRITING:
                check(path)
        elif event in _CHANGES:
            for path, folder in _CHANGES[event]:
                check(arguments[path], -1 if folder is None else arguments[folder])

    def check(path: Any, folder: int = -1) -> None:
        if isinstance(path, int) or path in (os.devnull, ":memory:"):
            return
        start = Path() if folder < 0 else Path(f"/proc/self/fd/{folder}")
        real = (start / os.fsdecode(path)).resolve()
        if not any(real.is_relative_to(each) for each in allowed):
            raise PermissionError(f"a notebook may write only in its own temporary folder, not at {real}")

    sys.addaudithook(audit)


def limit_memory() -> None:
    """Let what a notebook allocates beyond `MEMORY` raise MemoryError, where the system can do that."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
