"""Where a list, an item of one and a table begin, as kramdown and GitHub see it.

Owns the blank lines and the indentation that Python-Markdown needs for the same: four columns for each level of a list,
a blank line before lists and tables, and a head above each table, which `rows` knows. A text that has them stays as it
is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

from apsite.book.markdown.jekyll import rows
from apsite.book.markdown.jekyll.numerals import counted

_ITEM = re.compile(r"(?P<indent> *)(?P<marker>[-*+:]|\d{1,9}[.)])(?P<gap> +)(?=\S)")
#: Markers that may be words as well, "a.", "(1)", "iv)": they are where another one of their kind stands beside them.
_FANCY = re.compile(
    r"(?P<indent> *)(?P<marker>(?P<open>\()?(?P<sign>\d{1,3}|[A-Za-z]|[ivxlcdm]{2,6}|[IVXLCDM]{2,6}|#)(?(open)\)|[.)]))"
    r"(?P<gap> +)(?=\S)"
)
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_FENCE = re.compile(r" *(`{3,}|~{3,})")
_QUOTE = re.compile(r" {0,3}>")
_BOX = re.compile(r" {0,3}(?:!{3}|\?{3}\+?|={3}[+!]*) +\S")  # and one of tabs; what is in it is indented
_SET_OFF = re.compile(r" {0,3}(?:<div\b[^<>]*\bmarkdown\b[^<>]*>|</div>) *$")
_CAPTION = re.compile(r"(?:[Tt]able)?:[ ]+(?P<words>.*?)[ ]*(?:\{[^{}]*\})?[ ]*\Z")  # of a table above or below it
_PLAIN = re.compile(r"[^\s#>|<{!`~:/-]")  # what begins a line of a paragraph, and not another block
_DETAILS = re.compile(
    r"\s*<details(?P<open>\s+open\b)?[^<>]*>\s*(?:<summary\b[^<>]*>(?P<summary>(?s:.)*?)</summary>)?(?P<content>(?s:.)*)</details>\s*"
)
_LINE = re.compile(r"\| (?!.*\|)\s*\S")  # of a block whose lines are kept, as Pandoc writes a poem
_TILDE = re.compile(r"[ ]{0,3}~[ ]+(?=\S)")  # before a definition, as Pandoc writes it
_HEADING = re.compile(r"^ {1,3}(?=#{1,6}[ ])")
_LEVEL = 4


@dataclass(frozen=True)
class _Item:
    """An item of a list: the columns of its marker and its text as they were written, and its marker's column now.

    `kind` is that of its marker.
    """

    column: int
    text: int
    now: int
    numbered: bool = False
    kind: str = ""

    def holds(self, column: int, numbered: bool) -> bool:
        """Say whether an item at `column` is within it; that of another kind of list need not reach its text."""
        return column >= self.text or (numbered != self.numbered and column > self.column)


def laid_out(text: str) -> str:
    """Return the Markdown `text` with the indentation and the blank lines that Python-Markdown needs."""
    return "\n".join(_lines(text.split("\n")))


def _lines(source: list[str]) -> Iterator[str]:
    return _Reading(source).lines()


class _Reading:
    """A walk along the lines of a text, which knows the items that a line stands in."""

    def __init__(self, source: list[str]) -> None:
        self.source = source
        self.items: list[_Item] = []
        self.before = ""  # the line above, "" at the top
        self.shift = 0  # columns by which lines are moved here
        self.loose = False  # whether this block began as a paragraph in an item
        self.began = 0  # the column now of the item with which this block began, 0 if with none
        self.above = ""  # the last line that is not empty
        self.caption: tuple[str, ...] = ()  # of the table that follows
        self.unended: set[str] = set()  # the fences that nothing ends from here on

    def lines(self) -> Iterator[str]:
        """Yield the lines as Python-Markdown needs them."""
        at = 0
        while at < len(self.source):
            line = self.source[at]
            if line.strip() and not self.before.strip() and (_QUOTE.match(line) or _BOX.match(line)):
                self.items = [each for each in self.items if _column(line) >= each.text]
            if _QUOTE.match(line) and not self.items:
                end = self._end(at, _QUOTE)
                inner = [each.lstrip()[1:].removeprefix(" ") for each in self.source[at:end]]
                if any(map(_SET_OFF.match, inner)):  # which Just the Docs asks for around a box in a box
                    inner = [each for each in inner if not _SET_OFF.match(each)]
                yield from (f"> {each}".rstrip() for each in _lines(inner))
            elif _BOX.match(line) and not self.items:
                end = self._indented(at + 1)
                yield from self._line(at)
                within = [each[_LEVEL:] for each in self.source[at + 1 : end]]
                yield from (_moved(each, _LEVEL) for each in _lines(within))
            elif self.items and (folded := _folded(self.source, at)):
                end, block = folded
                yield from self._nested(at, block)
            elif not (self.items or rows.PIPED.match(self.before)) and (table := rows.parted(self.source, at)):
                end, found = table
                yield from _lines(["", *found])
            elif not (self.items or self.before.strip()) and (end := self._end(at, _LINE)) > at + 1:
                yield from (*(f"{_kept(each)}  " for each in self.source[at : end - 1]), _kept(self.source[end - 1]))
            elif opening := _FENCE.match(line):
                end = self._fence(at, opening[1])
                yield from self._code(at, end)
            else:
                end = at + 1
                yield from self._line(at)
            self.before = self.source[end - 1]
            self.above = self.before if self.before.strip() else self.above
            at = end
        yield from ("", *self.caption) if self.caption else ()

    def _end(self, at: int, pattern: re.Pattern[str]) -> int:
        while at < len(self.source) and pattern.match(self.source[at]):
            at += 1
        return at

    def _indented(self, at: int) -> int:
        """Return the place behind lines that are indented or empty."""
        while at < len(self.source) and (self.source[at].startswith(" " * _LEVEL) or not self.source[at].strip()):
            at += 1
        return at

    def _fence(self, at: int, fence: str) -> int:
        """Return the place behind a block of code, or behind its first line if nothing ends it."""
        if fence in self.unended:  # looked for to the end of the text, and not again for each that begins
            return at + 1
        closing = re.compile(rf" *{re.escape(fence)}{fence[0]}* *$")
        ends = (place for place in range(at + 1, len(self.source)) if closing.match(self.source[place]))
        end = next(ends, None)
        if end is None:
            self.unended.add(fence)
            return at + 1
        return end + 1

    def _nested(self, at: int, block: list[str]) -> Iterator[str]:
        """Yield a block that is laid out for itself, in the item that it stands in."""
        column = _column(self.source[at])
        self.items = [each for each in self.items if self.before.strip() or column >= each.text]
        yield ""
        yield from (_moved(line, _continued(self.items, column)) for line in block)
        yield ""
        self.loose = bool(self.items)

    def _code(self, at: int, end: int) -> Iterator[str]:
        column = _column(self.source[at])
        if self.before.strip():
            yield ""
        else:
            self.items = [each for each in self.items if column >= each.text]
        self.shift = _continued(self.items, column) - column
        yield from (_moved(line, self.shift) for line in self.source[at:end])
        if end < len(self.source) and self.source[end].strip() and not self.source[end].lstrip().startswith("{:"):
            yield ""
            self.loose = bool(self.items)

    def _line(self, at: int) -> Iterator[str]:
        line = counted(self.source, at)
        if not line.strip():
            self.loose, self.began = False, 0
            yield ""
            if self.caption and rows.ROW.match(self.before):
                yield from (*self.caption, "")
                self.caption = ()
            return
        if not (self.items or self.before.strip()) and (caption := _CAPTION.match(line)):
            words = ("/// table-caption", caption["words"], "///")
            if line[0] in "Tt" and not any(self.source[at + 1 : at + 2]) and rows.begins(self.source, at + 2):
                self.caption = words
                return
            if rows.ROW.match(self.above):
                yield from words
                return
        column = _column(line)
        item = None if _RULE.match(line) else _ITEM.match(line)
        if (
            item is None
            and (self.items or (column < _LEVEL and not self.before.strip()))
            and (fancy := _FANCY.match(line))
        ):
            if self._listed(at, fancy):
                item = fancy
                line = line.replace("(", "", 1) if fancy["open"] else line
                line = line.replace(". ", ".  ", 1) if fancy["sign"].isupper() else line
            else:
                line = f"{line[: fancy.end('marker') - 1]}\\{line[fancy.end('marker') - 1 :]}"
        if item and (self.items or column < _LEVEL):
            begins = self.loose or (not self.items and _interrupted(self.before, item["marker"]))
            self.loose = False
            numbered = item["marker"] not in "-*+:"
            self.items = [each for each in self.items if each.holds(column, numbered)]
            now = _LEVEL * len(self.items) if self.items else column
            if (
                begins or now < self.began
            ):  # for Python-Markdown, a block that begins with an inner item has no outer ones
                yield ""
            self.began = now if begins or now < self.began or not self.before.strip() else self.began
            self.items.append(_Item(column, item.end(), now, numbered, _kind(item["marker"])))
            self.shift = now - column
        elif not self.before.strip():
            self.items = [each for each in self.items if column >= each.text]
            self.shift = _continued(self.items, column) - column
            self.loose = bool(self.items)
        else:
            self.shift = max(self.shift, 0) if self.items else 0
        if not self.items:
            yield from self._table(at)
            line = _HEADING.sub("", line)
            line = _TILDE.sub(":   ", line) if self.before.strip() else line
        yield _moved(line, self.shift)

    def _listed(self, at: int, fancy: re.Match[str]) -> bool:
        """Say whether a marker that may be a word begins an item: one of its kind stands above it, or follows."""
        column, kind = len(fancy["indent"]), _kind(fancy["marker"])
        if any(each.column == column and each.kind == kind for each in self.items):
            return True
        for place in range(at + 1, len(self.source)):
            line = self.source[place]
            if line.strip() and _column(line) <= column:
                item = _FANCY.match(line)
                if item and len(item["indent"]) == column:
                    return _kind(item["marker"]) == kind and _next_to(fancy["sign"], item["sign"])
                if _column(line) < column or not self.source[place - 1].strip():
                    return False
        return False

    def _table(self, at: int) -> Iterator[str]:
        """Yield what a table lacks that begins here: the blank line above it, or its head."""
        paragraph = _PLAIN.match(self.before.lstrip())
        if rows.begins(self.source, at) and paragraph and not rows.ROW.match(self.before):
            yield ""
        if rows.headless(self.source, at, self.before):
            cells = self.source[at].strip().strip("|").count("|") + 1
            yield from ("|" + "  |" * cells, "|" + " - |" * cells)


def _kept(line: str) -> str:
    """Return a line of a block whose lines are kept, with the spaces at its beginning."""
    words = line[2:].lstrip(" ")
    return "\N{NO-BREAK SPACE}" * (len(line) - 2 - len(words)) + words


def _column(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _kind(marker: str) -> str:
    """Return what the markers of a list have in common: their signs, and what stands around these."""
    return re.sub(r"\d+|#", "1", re.sub(r"[a-z]+", "a", re.sub(r"[A-Z]+", "A", marker)))


def _next_to(sign: str, other: str) -> bool:
    """Say whether two signs of one kind count on: 1 and 2, a and b, iv and v, or # twice."""
    first, second = sign.lower(), other.lower()
    if first in _ROMAN and second in _ROMAN and _ROMAN.index(second) - _ROMAN.index(first) == 1:
        return True
    if first.isdigit() and second.isdigit():
        return int(second) - int(first) == 1
    return first == second == "#" or (len(first) == len(second) == 1 and ord(second) - ord(first) == 1)


def _moved(line: str, shift: int) -> str:
    if shift >= 0:
        return " " * shift + line if line.strip() else line
    return line[min(-shift, len(line) - len(line.lstrip(" "))) :]


def _continued(items: list[_Item], column: int) -> int:
    """Return the column of a paragraph, in the item that it stands in."""
    if not items:
        return column
    deepest = items[-1]
    return deepest.now + _LEVEL + max(0, column - max(deepest.text, deepest.column + _LEVEL))


def _interrupted(before: str, marker: str) -> bool:
    """Say whether a list begins right below a line of a paragraph, as GitHub allows it."""
    return bool(_PLAIN.match(before.lstrip())) and (marker in "-*+" or marker in ("1.", "1)"))


def _folded(source: list[str], at: int) -> tuple[int, list[str]] | None:
    """Return the end of a `<details>` of HTML, and the same as a folded box, which a list may hold."""
    if not source[at].lstrip().startswith("<details"):
        return None
    end = next((place for place in range(at, len(source)) if "</details>" in source[place]), None)
    found = _DETAILS.fullmatch("\n".join(source[at : end + 1])) if end is not None else None
    if end is None or found is None:
        return None
    title = " ".join(re.sub(r"<[^<>]*>", "", found["summary"] or "Details").split()).replace('"', "'")
    inner = _lines(dedent(found["content"]).strip("\n").split("\n"))
    return end + 1, [f'???{"+" if found["open"] else ""} "{title}"', "", *(f"    {line}".rstrip() for line in inner)]
