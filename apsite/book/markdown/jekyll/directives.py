"""Boxes and figures as MyST, Quarto and Docusaurus write them, `:::note` or a fence of `{note}`, and others in fences.

Owns which of it becomes a box, a picture, a formula or nothing; words in a line are left to `roles`. What these
programs would do beyond that is reported. Every line stays where it is.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from apsite.book.markdown.jekyll import grids, kinds
from apsite.book.markdown.jekyll.attributes import ALSO, BOXES, FOLDED, LESSON, kind_of
from apsite.book.markdown.jekyll.fences import named, plain
from apsite.book.markdown.jekyll.roles import in_words
from apsite.book.markdown.jekyll.templating import Report

_COLONS = re.compile(
    r"(?P<fence>:{3,})[ ]*(?:\{(?P<given>[^}\n]*)\}|(?P<name>[A-Za-z][\w-]*))[ ]*\[?(?P<title>[^\]\n]*)\]?[ ]*"
)
_TICKS = re.compile(r"(?P<fence>`{3,}|~{3,}|:{3,})[ ]*\{(?P<name>[a-z][\w:-]*)\}[ ]*(?P<title>[^\n]*)")
_FENCE = re.compile(r"(?P<fence>[ >]*(?P<signs>`{3,}|~{3,}))(?P<info>[^`\n]*)")
_OPTION = re.compile(r":(?P<name>[\w-]+):[ ]*(?P<value>.*)")
_PAIR = re.compile(r"""[\w-]+=(?:"[^"]*"|'[^']*'|\S+)""")
_TITLE = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)')""")
_HEADING = re.compile(r"#{1,6}[ ]+(?P<words>.+?)[ ]*#*(?:\{[^}]*\})?[ ]*")
_TARGET = re.compile(r"\([\w:.-]+\)=[ ]*|\+\+\+(?:[ ]*\{.*\})?[ ]*")  # of a link; or the end of a cell
_NAMED = re.compile(r"(?P<ends>.*\$\$)[ ]*(?:\([\w:.-]+\)|\{#[^}]*\})[ ]*")  # a formula that has a label
_GRID = re.compile(r"[ ]{0,3}\+(?:[-=:]{2,}\+)+[ ]*")  # what parts the rows of Pandoc's tables
_RULED = re.compile(r"[ ]*-{3,}(?:[ ]+-{3,})+[ ]*")  # which are its simple tables
_CONTENTS = re.compile(r"[ ]{0,3}\[\[_?(?:toc|TOC)_?\]\][ ]*")
_ATTRIBUTES = re.compile(  # as MyST, Hugo and Markua have them on a line of their own
    r"""[ ]{0,3}\{[ ]*(?=[.#]|[\w-]+=)"""
    r"""(?P<given>(?:[.#][\w-]+|[\w-]+=(?:"[^"]*"|'[^']*'|[^\s"'{},]+)|[ ]|,[ ])+)\}[ ]*"""
)
_IMAGE = re.compile(r"[ ]{0,3}!\[[^\]\n]*\]\([^()\n]*\)[ ]*")
#: How many boxes may stand in each other.
_DEEPEST = 25


def understood(text: str, report: Report) -> str:
    """Return the Markdown `text` with its boxes as this book writes them; the rest is told to `report`, by line."""
    if not any(
        sign in text for sign in (":::", "{", ":`", "[[", ")=", "```", "~~~", "+++", "\n%", "^[", "~", "@", "+-", "- -")
    ):
        return text
    return "\n".join(_Reading(named(text).split("\n"), report).lines())


class _Open(NamedTuple):
    """Something that a line stands in: the `fence` that ends it, and what its end is here.

    Whether what is in it is indented, and whether its headings are the titles of tabs. `written` are the columns that
    it was indented by already.
    """

    fence: str
    indents: bool = False
    end: str = ""
    tabs: bool = False
    written: int = 0


class _Reading:
    """A walk along the lines of a text, which knows the boxes that a line stands in."""

    def __init__(self, source: list[str], report: Report) -> None:
        self.source = source
        self.report = report
        self.open: list[_Open] = []
        self.code = ""  # what ends the code that a line is in
        self.options = False  # whether a line may still be an option of the box or the code above it
        self.shown: dict[int, str] = {}  # what stands in the place of lines that were looked at before
        self.silent = ""  # what ends something of which nothing is shown
        self.notes: list[str] = []  # texts of notes that stood in a line
        self.unended: set[str] = set()  # fences of tables that nothing ends from here on
        self.fresh = False  # whether the next tab is the first of its set
        self.deep = False  # whether boxes stood in each other too deep
        self.paragraph = range(
            0
        )  # the lines of the last paragraph that was looked at whole, and whether it is a remark
        self.unsaid = False

    def lines(self) -> Iterator[str]:
        """Yield the lines as Python-Markdown reads them, and behind them the texts of notes."""
        for number, line in enumerate(self.source, 1):
            indent = " " * 4 * (sum(each.indents for each in self.open) - self._titles(line))
            line = line[min(sum(each.written for each in self.open), len(line) - len(line.lstrip(" "))) :]
            shown = self.shown[number] if number in self.shown else self._line(number, line)
            yield f"{indent}{shown}" if shown.strip() else shown
        for note in self.notes:
            yield from ("", note)

    def _titles(self, line: str) -> bool:
        """Say whether a line is a heading that is the title of a tab."""
        within = self.open and self.open[-1].tabs and not (self.code or self.silent)
        return bool(within and _HEADING.fullmatch(line.strip()))

    def _line(self, number: int, line: str) -> str:
        text = line.strip()
        if self.silent:
            if _closes(text, self.silent):
                self.silent = ""
            return ""
        if self.code:
            if _closes(text, self.code):
                self.code = ""
            elif self.options and (_OPTION.fullmatch(text) or text.startswith("#|")):
                return ""
            self.options = False
            return line
        if self.open and (_closes(text, self.open[-1].fence) or self._ends_short(text)):
            return self.open.pop().end
        if self._titles(line) and (heading := _HEADING.fullmatch(text)):
            first, self.fresh = self.fresh, False
            return _tab(heading["words"], first)
        if self.options and _OPTION.fullmatch(text):
            return ""
        self.options = False
        if found := _TICKS.fullmatch(line) or _COLONS.fullmatch(line):
            return self._too_deep(number) if len(self.open) >= _DEEPEST else self._opening(number, line, found)
        if (fence := _FENCE.fullmatch(line)) and fence["info"].strip() == "math":
            self.open.append(_Open(fence["signs"], end="$$"))
            return "$$"
        if fence and (theorem := kinds.THEOREM.fullmatch(fence["info"])):
            return self._box(number, theorem["name"], theorem["title"] or "", fence["signs"], "")
        if fence and (block := kinds.BLOCK.fullmatch(fence["info"])):
            return self._plugged(number, block["name"] or block["named"], fence["signs"])
        if fence and (raw := re.fullmatch(r"[ ]*\{=(\w+)\}[ ]*", fence["info"])):
            return self._raw(number, line, raw[1], fence["signs"])
        if fence and (drawn := fence["info"].strip().strip("{}")) in kinds.DRAWN:
            self.report(number, f"{drawn} draws nothing here. Put a picture of what it would draw beside the page.")
        if fence:
            self.code, self.options = fence["signs"], "{" in fence["info"]
            return fence["fence"] + plain(fence["info"])
        if _CONTENTS.fullmatch(line):
            return "[TOC]"
        if attributes := _ATTRIBUTES.fullmatch(line):
            return self._attributes(number, attributes["given"])
        if _GRID.fullmatch(line):  # of which `layout` makes a table
            self._grid_row(number)
            return re.sub("[-=]+", lambda signs: "---" if "=" in signs[0] else "===", line.replace("+", "|"))
        if _RULED.fullmatch(line):
            self.report(number, "a table is not read that lines of dashes rule. Write signs | between its columns.")
        if _TARGET.fullmatch(line) or self._remark(number):
            return ""
        if named := _NAMED.fullmatch(line):
            line = named["ends"]
        return in_words(line, number, self.report, self.notes)

    def _ends_short(self, text: str) -> bool:
        """Say whether colons end the last box, fewer than began it, as Pandoc allows them."""
        return self.open[-1].fence[0] == ":" and bool(re.fullmatch(":{3,}", text))

    def _too_deep(self, number: int) -> str:
        """Report, once, what would be indented ever further."""
        if not self.deep:
            self.report(number, f"more than {_DEEPEST} boxes stand in each other here. End some of them before.")
        self.deep = True
        return ""

    def _attributes(self, number: int, given: str) -> str:
        """Give attributes to the image on the next line, or else to the block as kramdown does."""
        if number < len(self.source) and _IMAGE.fullmatch(self.source[number]):
            self.shown[number + 1] = f"{self.source[number].rstrip()}{{{given}}}"
            return ""
        return f"{{:{given}}}"

    def _remark(self, number: int) -> bool:
        """Say whether a line is in a paragraph that is a remark, each line with a sign of percent before it."""
        if number - 1 in self.paragraph:
            return self.unsaid
        if not self.source[number - 1].startswith("% "):
            return False
        first, end = number - 1, number
        while first and self.source[first - 1].strip():
            first -= 1
        while end < len(self.source) and self.source[end].strip():
            end += 1
        self.paragraph = range(first, end)
        self.unsaid = all(each.startswith("%") for each in self.source[first:end])
        return self.unsaid

    def _opening(self, number: int, line: str, found: re.Match[str]) -> str:
        given = found.groupdict().get("given") or ""
        words = [word for word in _PAIR.sub("", given).split() if not word.startswith("#")]
        name = (words[0].lstrip(".") if words else found["name"] or "").lower()
        callout, theorem = name.startswith("callout-"), name.startswith("prf:")
        name = name.removeprefix("callout-").removeprefix("prf:").removeprefix("rmd")
        said = _TITLE.search(given)
        title = (said[1] or said[2] if said else found["title"]).strip()
        if name in kinds.CODE and found["fence"][0] in "`~":
            self.code, self.options = found["fence"], True
            return f"{found['fence']}{title or 'python' if name.startswith('code') or name == 'ipython' else name}"
        if name in kinds.TABSET or (name in kinds.TAB and not title and self._heads(number)):
            self.open.append(_Open(found["fence"], indents=True, tabs=True))
            self.fresh = True
            return ""
        if name in BOXES or name in ALSO or name in kinds.ALSO or name in LESSON or theorem:
            headed = callout or name in LESSON or name in ("spoiler", "hint")
            own = "" if name == "solution" else title  # of which it is the solution
            return self._box(number, name, own or (self._heading(number) if headed else ""), found["fence"], given)
        if name == "math":
            self.open.append(_Open(found["fence"], end="$$"))
            self.options = True
            return f"$${title}"
        if name in kinds.PICTURES:
            return self._picture(number, name, title, found["fence"])
        if name == "raw":
            return self._raw(number, line, title, found["fence"])
        if name == "glossary":
            self._definitions(number, found["fence"])
            self.open.append(_Open(found["fence"]))
            self.options = True
            return ""
        if name == "table":
            return self._captioned(number, title, found["fence"])
        if name in kinds.TABLES and self._table(number, name, title, found["fence"]):
            return self.shown[number]
        if name in kinds.TAB:
            self.open.append(_Open(found["fence"], indents=True, written=self._written(number, found["fence"])))
            self.options = True
            first, self.fresh = self.fresh, False
            return _tab(title or "Tab", first)
        around = given and found["fence"][0] == ":" and not re.fullmatch(r"[a-z][\w:-]*", given.strip())  # Pandoc's
        if around or (name in kinds.LAYOUT and (given or found["fence"][0] in "`:")):
            self.open.append(_Open(found["fence"]))
            self.options, self.fresh = True, name in ("tab-set", "tabs")
            return ""
        self.report(
            number, f"'{line.strip()}' is of another program, which does not run here. Write what it would give."
        )
        if name in kinds.LISTS:
            self.silent = found["fence"]
            return ""
        self.open.append(_Open(found["fence"]))
        self.options = True
        return ""

    def _written(self, number: int, fence: str) -> int:
        """Return the columns by which all lines are indented up to where something ends, as MDX has it in tabs."""
        around = sum(each.written for each in self.open)
        least: int | None = None
        for at in range(number, len(self.source)):
            line = self.source[at]
            if _closes(line.strip(), fence):
                break
            if line.strip():
                column = len(line) - len(line.lstrip(" ")) - around
                least = column if least is None else min(least, column)
        return max(least or 0, 0)

    def _box(self, number: int, name: str, title: str, fence: str, given: str) -> str:
        self.open.append(_Open(fence, indents=True))
        self.options = True
        if name in LESSON:
            kind, called = LESSON[name]
            return f'{"???" if name in FOLDED else "!!!"} {kind} "{(title or called).replace(chr(34), chr(39))}"'
        known = name in (BOXES.keys() | ALSO.keys() | kinds.UNTITLED) - kinds.CALLED.keys()
        called = kinds.CALLED.get(name, name.capitalize())
        title = f"{called} {title}".strip() if "version" in called else title if known else title or called
        folded = name in ("dropdown", "details", "spoiler") or 'collapse="true"' in given
        kind = kind_of(name)
        return f"{'???' if folded else '!!!'} {kind}" + (f' "{title.replace(chr(34), chr(39))}"' if title else "")

    def _plugged(self, number: int, name: str, fence: str) -> str:
        """Open a box whose title may stand on the line below, as `title: ...`."""
        title = ""
        for at in range(number, len(self.source)):
            found = re.fullmatch(r"(title|collapse|icon|color):[ ]*(.*)", self.source[at].strip())
            if not found:
                break
            title = found[2] if found[1] == "title" else title
            self.shown[at + 1] = ""
        return self._box(number, name if name in BOXES or name in ALSO else "note", title, fence, "")

    def _heads(self, number: int) -> bool:
        """Say whether a heading follows."""
        behind = (line.strip() for line in self.source[number : number + 2])
        return bool(_HEADING.fullmatch(next(filter(None, behind), "")))

    def _heading(self, number: int) -> str:
        """Return the words of a heading that stands first in a box, which is its title."""
        for at in range(number, min(number + 2, len(self.source))):
            if found := _HEADING.fullmatch(self.source[at].strip()):
                self.shown[at + 1] = ""
                return found["words"]
            if self.source[at].strip():
                break
        return ""

    def _raw(self, number: int, line: str, kind: str, fence: str) -> str:
        """Let HTML stand in the page, where it is looked at as all of it; nothing reads other languages."""
        if kind.strip().startswith("html"):
            self.open.append(_Open(fence))
            self.options = True
        else:
            self.report(number, f"'{line.strip()}' is for another program, and is not shown. Write what it would give.")
            self.silent = fence
        return ""

    def _options(self, number: int) -> tuple[dict[str, str], int]:
        """Return the options below a line, and the place of the line behind them."""
        options: dict[str, str] = {}
        at = number
        while at < len(self.source) and (found := _OPTION.fullmatch(self.source[at].strip())):
            options[found["name"]] = found["value"].strip()
            self.shown[at + 1] = ""
            at += 1
        return options, at

    def _captioned(self, number: int, title: str, fence: str) -> str:
        """Open what holds a table, and put its caption above it, over one empty line."""
        _, at = self._options(number)
        while at < len(self.source) and not self.source[at].strip():
            at += 1
        self.open.append(_Open(fence))
        caption = f"Table: {title}" if title else ""
        if at - 2 == number - 1:
            return caption
        if at - 2 > number - 1:
            self.shown[at - 1] = caption
        elif caption:
            self.report(number, "the caption of a table that begins on the next line is not shown. Leave a line empty.")
        return ""

    def _definitions(self, number: int, fence: str) -> None:
        """Put a colon before what says in a glossary of Sphinx what the words on the line above mean."""
        for at in range(number + 1, len(self.source)):
            line, above = self.source[at], self.source[at - 1]
            if _closes(line.strip(), fence):
                return
            if line.startswith(" ") and above.strip() and not above.startswith((" ", ":")):
                self.shown[at + 1] = in_words(f":   {line.strip()}", at + 1, self.report, self.notes)

    def _table(self, number: int, name: str, title: str, fence: str) -> bool:
        """Put the rows of a table in the place of its lines, if it has rows of words."""
        if fence in self.unended:  # looked for to the end of the text, and not again for each that begins
            return False
        end = next((at for at in range(number, len(self.source)) if _closes(self.source[at].strip(), fence)), None)
        if end is None:
            self.unended.add(fence)
            return False
        shown = dict(self.shown)
        options, at = self._options(number)
        lines = self.source[at:end]
        rows = grids.of_list(lines) if name == "list-table" else grids.of_values(lines, options)
        if rows is None:
            self.shown = shown
            return False
        made = ["", *grids.ruled(rows, options)]
        room = end + 2 - number  # with the line that opens it, and that which ends it
        if title and len(made) < room:
            made.insert(0, f"Table: {title}")
        elif title:
            self.report(number, f"there is no line left for the caption '{title}'. Leave one empty in the table.")
        for place, words in enumerate(made + [""] * (room - len(made)), number):
            self.shown[place] = in_words(words, place, self.report, self.notes)
        return True

    def _grid_row(self, number: int) -> None:
        """Put one line in the place of those of a row below, and lines that part rows in that of the others."""
        end = number
        while end < len(self.source) and self.source[end].lstrip().startswith("|"):
            end += 1
        if end - number < 2 or end == len(self.source) or not _GRID.fullmatch(self.source[end]):
            return
        if (row := grids.of_lines(self.source[number:end])) is None:
            self.report(number + 1, "a cell of this table holds more than words. Write what it says on one line.")
            return
        parts = "|" + ("---|" if "=" in self.source[end] else "===|") * (self.source[end].count("+") - 1)
        self.shown |= dict.fromkeys(range(number + 2, end + 1), parts)
        self.shown[number + 1] = in_words(row, number + 1, self.report, self.notes)

    def _picture(self, number: int, name: str, path: str, fence: str) -> str:
        """Return a picture, with what its options say; a caption is what is written below these."""
        options, at = self._options(number)
        while at < len(self.source) and not self.source[at].strip():
            at += 1
        captioned = name == "figure" and at < len(self.source) and not _closes(self.source[at].strip(), fence)
        if captioned and at - number > 1:
            self.shown[at] = "/// figure-caption"
        self.open.append(_Open(fence, end="///" if captioned and at - number > 1 else ""))
        width = options.get("width", "").removesuffix("px")
        size = f'{{ width="{width}" }}' if re.fullmatch(r"\d+%?", width) else ""
        return f"![{options.get('alt', '')}]({path}){size}"


def _tab(title: str, first: bool = False) -> str:
    """Return the line with which a tab begins, as Material for MkDocs writes it, the `first` of a set another way."""
    return f'==={"!" if first else ""} "{title.replace(chr(34), chr(39))}"'


def _closes(text: str, fence: str) -> bool:
    """Say whether a line ends what a fence began."""
    return text.startswith(fence) and not text.strip(fence[0])
