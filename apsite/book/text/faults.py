"""What is wrong in a page: where it stands, what it is, and how to mend it.

Owns how faults are gathered and shown. Every room of publishing reports here and goes on, so that one
run shows all of them. What they quote of a page is a stranger's: it tells neither a terminal nor a workflow what to do.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

#: The longest that a message may be, and a name that is compared with others, signs.
LONGEST = 10_000
NAME = 100
_TELLS_A_TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_TELLS_A_WORKFLOW = re.compile(r"\n(?=\s*(?:::|##\[))")


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that keeps the book from being published."""

    file: str
    line: int
    message: str

    def __post_init__(self) -> None:
        cut = self.message if len(self.message) <= LONGEST else f"{self.message[:LONGEST]} ..."
        seen = _TELLS_A_TERMINAL.sub(lambda sign: ascii(sign[0])[1:-1], cut)
        object.__setattr__(self, "message", _TELLS_A_WORKFLOW.sub("\n| ", seen))

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
    if close := closest(name, names, cutoff):
        return f"Did you mean '{close}'?"
    return f"Known are: {', '.join(names)}." if names else "None is known."


def closest(name: str, known: Iterable[str], cutoff: float = 0.5) -> str | None:
    """Return the one of `known` that `name` may have been meant to be, None if none is like it."""
    return next(iter(difflib.get_close_matches(name[:NAME], sorted(known), n=1, cutoff=cutoff)), None)
