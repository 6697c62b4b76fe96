"""What is wrong in a page: where it stands, what it is, and how to mend it.

Owns how faults are gathered and shown. Every room of publishing reports here and goes on, so that one
run shows all of them.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that keeps the book from being published."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class BookError(Exception):
    """The faults that were found, in the order of their places."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


def nearest(name: str, known: Iterable[str], cutoff: float = 0.5) -> str:
    """Return a sentence that names what `name` may have been meant to be, out of `known`, or all that is known."""
    names = sorted(known)
    if close := difflib.get_close_matches(name, names, n=1, cutoff=cutoff):
        return f"Did you mean '{close[0]}'?"
    return f"Known are: {', '.join(names)}." if names else "None is known."
