"""A page from its first sign to its last: what comes before Markdown reads it, and after it is written out.

Owns that a page on which Markdown falls down is a finding like any other, with file and line, and no end of the build:
one nested so deep that recursion ends, or so dense that it takes for ever. Python-Markdown looks for the other end of
what begins, again for each beginning: what no page needs is refused before it begins, and what takes ten times as long
as others of its length is given up. What is written out is judged.
"""

import contextlib
import re
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

from markdown import Markdown

from apsite.book.pages.book import Book

#: How many lists and quotations may stand in each other, and how many brackets may be open in a paragraph, and in code.
DEEPEST = 25
OPEN = 40
OPEN_IN_CODE = 400
#: How often a sign of Markdown's own may stand in a row.
ROW = 200

#: The processor's time that a page may take to be read, s: at least, and for each of its signs.
LEAST = 20.0
EACH = 2e-4

# Each place in a line can be read in one way alone: nothing is tried again.
_NESTED = re.compile(
    rf"^(?>[ ]{{4}}|\t|[ ]{{0,3}}+(?:>[ ]?|[-*+][ \t]|\d{{1,9}}+[.)][ \t])){{{DEEPEST}}}", re.MULTILINE
)
_FENCE = re.compile(r"^(?P<before>[ \t>]*+)(?P<fence>`{3,}+|~{3,}+)(?P<behind>.*)", re.MULTILINE)
_ROW = re.compile(rf"([`*_~^\[\]()<>$&\\{{}}!|:\"'])\1{{{ROW},}}")
_BRACKETS = re.compile(
    r"(?P<end>\n[ \t>]*(?=\n))|\\(?P<tex>\\?[()]|[\[\]]|(?:begin|end)\{)|\\.|\](?P<link>\()?|\[|<(?=[A-Za-z!?/])"
    r"|\{(?=[%{:])|[>})]",
    re.DOTALL,
)
#: Signs that open, and those that close them: brackets, links, and what begins a formula of LaTeX.
_OPENING = ("[", "<", "{", "](", "\\(", "\\[", "\\begin{")
_CLOSED = dict(zip(("]", ">", "}", ")", "\\)", "\\]", "\\end{"), _OPENING, strict=True))
_NUMBER = re.compile(r"/{3,}[ ]*[\w-]+[ ]*\|[^\n]*?\d{4}")  # of a caption, which is counted up to
_TOO_DEEP = "lists, quotations, brackets or emphasis stand in each other too deep to be read."


def keep_from_falling(md: Markdown, book: Book, collect: bool) -> None:
    """Let `md` convert a page that is nested too deep to nothing, and have what it writes judged by the `book`."""
    convert: Callable[[str], str] = md.convert

    def kept(source: str) -> str:
        if (found := next(too_much(source), None)) is not None:
            return refused(*found)
        try:
            with _limited(LEAST + EACH * len(source)):
                written = convert(source)
        except (RecursionError, _TakesTooLong) as error:
            md.reset()
            message = _TOO_DEEP if isinstance(error, RecursionError) else str(error)
            return refused(_densest(source), message)
        book.judge(written)
        if not collect:
            book.raise_faults()
        return written

    def refused(line: int, message: str) -> str:
        book.report_at(line, message)
        if not collect:
            book.raise_faults()
        return ""

    md.convert = kept  # type: ignore[method-assign]


class _TakesTooLong(BaseException):
    """A page takes longer than its length accounts for. What catches errors on the way is not to catch this."""


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise `_TakesTooLong` if what is done within takes longer, of the processor; where a system can tell."""
    told = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not told or signal.getitimer(signal.ITIMER_VIRTUAL)[0]:  # which a part of a page leaves to its page
        yield
        return

    def give_up(number: int, frame: FrameType | None) -> None:
        raise _TakesTooLong(
            f"this page takes more than {seconds:.0f} s to read, ten times what others of its length do: something is "
            "begun in it again and again, and not ended. Take it apart, to see what."
        )

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def too_much(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line of what no page needs, counted from 1, and what is to be said of it."""
    if found := _ROW.search(source):
        yield _line(source, found.start()), f"there are more than {ROW} of the sign {found[1]} in a row. Take some out."
    for start, end, code in _parts(source):
        if not code and (found := _NESTED.search(source, start, end)):
            yield _line(source, found.end()), _TOO_DEEP
        if not code and (found := _NUMBER.search(source, start, end)):
            yield _line(source, found.end()), "a caption's number has at most three digits."
        limit = OPEN_IN_CODE if code else OPEN
        if (opened := _opened(source, start, end, limit)) is not None:
            sign = source[opened]
            instead = "" if sign == "\\" else f", or write \\{sign} for the sign itself"
            yield _line(source, opened), f"more than {limit} brackets are open at once. Close some{instead}."


def _opened(source: str, start: int, end: int, limit: int) -> int | None:
    """Return the place of the first bracket with which more than `limit` of its kind are open in a paragraph."""
    depth = dict.fromkeys(_OPENING, 0)
    for each in _BRACKETS.finditer(source, start, end):
        sign = f"\\{each['tex'].lstrip(chr(92))}" if each["tex"] else each[0]
        if each["end"] is not None:  # environments of LaTeX go on behind it
            depth = dict.fromkeys(_OPENING, 0) | {"\\begin{": depth["\\begin{"]}
        closed = _CLOSED.get("]" if each["link"] else sign)
        if closed is not None:
            depth[closed] = max(depth[closed] - 1, 0)
        if sign in depth:
            depth[sign] += 1
            if depth[sign] > limit:
                return each.start()
    return None


def _parts(source: str) -> Iterator[tuple[int, int, bool]]:
    """Yield beginning and end of what stands between fences, and of what stands within them, which is code."""
    place, opening = 0, None
    for each in _FENCE.finditer(source):
        if opening is None:
            opening = each
        elif each["before"] == opening["before"] and opening["fence"] in each["fence"] and not each["behind"].strip():
            yield place, opening.start(), False
            yield opening.start(), each.end(), True
            place, opening = each.end(), None
    yield place, len(source), False


def _densest(source: str) -> int:
    """Return the line on which most of Markdown's signs stand, counted from 1."""
    counts = [len(re.findall(r"[*_~^\[>]", line)) for line in source.split("\n")]
    return counts.index(max(counts)) + 1


def _line(source: str, place: int) -> int:
    return source.count("\n", 0, place) + 1
