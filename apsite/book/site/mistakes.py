"""What ends a build besides its pages: a mistake in a template, a disk that is full or closed.

Owns how such an error is told: with the place in a file where that is known, and what to do. What it does not know is
a mistake of the book's own, whose traceback is needed.
"""

import errno
import traceback
from collections.abc import Iterable
from pathlib import Path

from jinja2 import TemplateSyntaxError

from apsite.book.text.faults import Fault

_HINTS = {
    errno.ENOSPC: "The disk is full. Make room, then try again.",
    errno.EDQUOT: "Your share of the disk is used up. Make room, then try again.",
    errno.EFBIG: "A file may not become as large as that here.",
    errno.EACCES: "Make it writable; or let APSITE_CACHE name another folder for the store, and -d one for the site.",
    errno.EPERM: "Make it writable; or let APSITE_CACHE name another folder for the store, and -d one for the site.",
    errno.EROFS: "The disk is read-only. Let APSITE_CACHE name another folder for the store, and -d one for the site.",
    errno.EEXIST: "Something else is where a folder is to be. Move it away.",
    errno.ENOTDIR: "Something else is where a folder is to be. Move it away.",
    errno.EMFILE: "Too many files are open at once. Close other programs, or raise the limit (ulimit -n).",
}


def in_template(error: BaseException, folders: Iterable[Path], project: Path) -> Fault | None:
    """Return the fault of the template under `folders` in which `error` was raised, if it was in one."""
    places = [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    inside = [
        (Path(name), line)
        for name, line in places
        if not name.endswith(".py") and any(Path(name).is_relative_to(folder) for folder in folders)
    ]
    if not inside:
        return None
    # The last is where it was raised; the book's own is where it can be mended.
    path, line = next((place for place in reversed(inside) if place[0].is_relative_to(project)), inside[-1])
    shown = path.relative_to(project).as_posix() if path.is_relative_to(project) else str(path)
    what = str(error) or type(error).__name__
    return Fault(shown, line, f"the template cannot be used: {type(error).__name__}: {what}".rstrip(".") + ".")


def of_the_system(error: BaseException) -> str | None:
    """Return what the operating system refused, and what can be done; None if it is nothing of that kind."""
    if not isinstance(error, OSError) or error.errno not in _HINTS:
        return None
    named = f" {_from_here(error.filename)}:" if error.filename else ""
    return f"A file cannot be written or read:{named} {error.strerror}. {_HINTS[error.errno]}"


def _from_here(name: object) -> str:
    path = Path(str(name))
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else str(name)
