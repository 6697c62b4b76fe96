"""New numbers accepted in one step: what would be written, as a diff, and the writing of it.

Owns the files; which digits of a sentence change is left to `apsite.book.model.corrections`.
"""

import difflib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from apsite.book.model.corrections import Correction, corrected


@dataclass(frozen=True)
class Proposal:
    """The new texts of files by name, each behind the one that it has now; `count` numbers differ, `left` do not."""

    project: Path
    texts: dict[str, tuple[str, str]]
    count: int
    left: tuple[Correction, ...]

    def diff(self) -> str:
        """Return what would be written, as a unified diff."""
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for file, (old, new) in self.texts.items()
            for line in difflib.unified_diff(old.splitlines(True), new.splitlines(True), f"a/{file}", f"b/{file}")
        )

    def write(self) -> None:
        """Write it, each file whole or not at all, and none that somebody has changed meanwhile."""
        for file, (old, new) in self.texts.items():
            path = (self.project / file).resolve()
            if _read(path) != old:
                raise OSError(f"{file} has changed meanwhile. Nothing was written to it; try again.")
            beside = path.with_name(f".{path.name}.new")
            beside.write_bytes(new.encode())
            shutil.copymode(path, beside)
            beside.replace(path)


def propose(project: Path, corrections: Iterable[Correction]) -> Proposal:
    """Return what the numbers of the checkout `project` would be with these corrections."""
    texts, left, count = {}, [], 0
    place = lambda correction: (correction.file, correction.line, correction.name, correction.text)  # noqa: E731
    for file, group in groupby(sorted(set(corrections), key=place), lambda correction: correction.file):
        wanted = list(group)
        try:
            old = _read(project / file)
        except UnicodeDecodeError:  # a fault of its own
            left += wanted
            continue
        new, alone = corrected(old, wanted)
        left += alone
        count += len(wanted) - len(alone)
        if new != old:
            texts[file] = (old, new)
    return Proposal(project, texts, count, tuple(left))


def _read(path: Path) -> str:
    return path.read_bytes().decode()  # ends of lines are left as they are
