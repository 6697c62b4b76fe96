"""Texts as they lie on the disk: read as UTF-8, and where they are not, said so with a line and a way to mend it.

What cannot be read as UTF-8 is read as what it probably is, so that all else that is wrong with it is found too.
"""

import codecs
from pathlib import Path
from stat import S_ISREG

from apsite.book.text.faults import Fault

WINDOWS, WIDE = "windows-1252", "utf-16"
#: The largest that a text may be, MB.
LARGEST = 20


def files_under(folder: Path, *patterns: str) -> list[Path]:
    """Return what lies under `folder` and is named in one of `patterns`, in order, without names that are no text."""
    found = {path for pattern in patterns for path in folder.rglob(pattern)}
    return sorted(path for path in found if sayable(str(path.relative_to(folder))))


def sayable(name: str) -> bool:
    """Say whether the name of a file is text: one that is not UTF-8 has no letters to be shown by."""
    return name.isprintable()


def spelled(name: str) -> str:
    """Return the name of a file as it can be shown, whatever it is made of."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in name)


def leads_out(path: Path, root: Path) -> bool:
    """Say whether a link leads out of the folder `root`, or round in a circle."""
    try:
        return path.is_symlink() and not path.resolve(strict=False).is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a circle
        return True


def read_text(path: Path, shown: str, faults: list[Fault]) -> str:
    """Return the text of the file at `path`, which a fault calls `shown`; what is wrong is added to `faults`."""
    try:
        about = path.stat()
        data = path.read_bytes() if S_ISREG(about.st_mode) and about.st_size <= LARGEST * 1_000_000 else None
    except OSError as error:  # such as a link to nothing
        faults.append(Fault(shown, 1, f"the file cannot be read: {error.strerror}."))
        return ""
    if data is None:  # what is read from a pipe or a device may never end
        why = f"it has more than {LARGEST} MB" if S_ISREG(about.st_mode) else "it is a folder, a pipe or a device"
        faults.append(Fault(shown, 1, f"the file cannot be read: {why}."))
        return ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        encoding = WIDE if wide else WINDOWS
        line = 1 if wide else data.count(b"\n", 0, error.start) + 1
        text = data.decode(encoding, errors="replace")
        letter = data[error.start : error.start + 1]
        what = "" if wide else f", where byte {letter.hex()} would be '{letter.decode(encoding, errors='replace')}'"
        message = (
            f"the file is not UTF-8: it looks like {encoding}{what}. Save it as UTF-8 in your editor, or convert it:"
            f" iconv -f {encoding} -t utf-8 {shown} > new, and put new in its place."
        )
        faults.append(Fault(shown, line, message))
    return text.replace("\r\n", "\n").replace("\r", "\n")
