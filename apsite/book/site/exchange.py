"""Two folders take each other's place, in one step where the system can.

Owns the calls of the operating systems for it, of which Python has none: between two renames there would be a moment
without either.
"""

import ctypes
import errno
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are as they are written
_SWAP = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
_CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)


def swap(one: Path, other: Path) -> bool:
    """Let `one` and `other` take each other's place; return False if this system, or this disk, cannot.

    Raises OSError if it can and is not allowed to.
    """
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux":
            failed = _library().renameat2(_HERE, first, _HERE, second, _SWAP)
        elif sys.platform == "darwin":
            failed = _library().renamex_np(first, second, _SWAP)
        else:
            return False
    except AttributeError:  # an old library
        return False
    number = ctypes.get_errno() if failed else 0
    if number and number not in _CANNOT:
        raise OSError(number, os.strerror(number), str(other))
    return not failed


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
