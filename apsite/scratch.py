"""Where a process puts what it does not keep: one folder of its own, which is gone with it.

Owns that a killed process leaves nothing for long. The folder is locked as long as its process lives; the next process
that wants one takes away those that nobody holds, whoever else uses the machine.
"""

import atexit
import os
import shutil
import tempfile
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where a folder of a day ago is nobody's
    fcntl = None  # type: ignore[assignment]

PREFIX = "apsite-scratch-"
#: Younger ones may not be locked yet, s.
YOUNG = 60 if fcntl else 24 * 3600

_places: dict[int, Path] = {}  # by process: one that was forked has none yet
_held: list[int] = []


def place() -> Path:
    """Return the folder of this process, made now if it has none."""
    if (known := _places.get(os.getpid())) is not None and known.is_dir():
        return known
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    _held.append(_locked(folder))  # until this process ends, however it ends
    _places[os.getpid()] = folder
    atexit.register(_leave, os.getpid(), folder)
    return folder


def sweep() -> None:
    """Remove the folders of this user whose processes ended without doing so."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            facts = folder.lstat()
            own = folder.is_dir() and not folder.is_symlink() and (not fcntl or facts.st_uid == os.getuid())
            if own and time.time() - facts.st_mtime > YOUNG:
                handle = _locked(folder)
                shutil.rmtree(folder, ignore_errors=True)
                os.close(handle)
        except OSError:
            continue  # another process was first, or holds it


def _locked(folder: Path) -> int:
    """Lock a folder. Raises OSError if another process holds it."""
    if fcntl is None:
        return os.open(os.devnull, os.O_RDONLY)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle


def _leave(process: int, folder: Path) -> None:
    if process == os.getpid():
        shutil.rmtree(folder, ignore_errors=True)
