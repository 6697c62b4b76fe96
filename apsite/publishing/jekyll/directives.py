"""Boxes as MyST, Quarto and Docusaurus write them, `:::note` or a fence of `{note}`, and what else they name in braces.

Owns which of it becomes a box, a formula or nothing. What these programs would do beyond that is reported. Every line
stays where it is.
"""

import re
from collections.abc import Iterator

from apsite.publishing.jekyll.attributes import BOXES, kind_of
from apsite.publishing.jekyll.templating import Report

_COLONS = re.compile(
    r"(?P<fence>:{3,})[ ]*(?:\{[.#]?(?P<braced>[A-Za-z][\w-]*)[^}\n]*\}|(?P<name>[A-Za-z][\w-]*))"
    r"[ ]*\[?(?P<title>[^\]\n]*)\]?[ ]*"
)
_TICKS = re.compile(r"(?P<fence>`{3,}|~{3,}|:{3,})[ ]*\{(?P<name>[a-z][\w:-]*)\}[ ]*(?P<title>[^\n]*)")
_FENCE = re.compile(r"[ ]*(`{3,}|~{3,})")
_OPTION = re.compile(r":[\w-]+:.*")
_ROLE = re.compile(
    r"(?<![`\w\\])\{(?P<name>[a-z][\w:+-]*)\}`(?P<text>[^`\n]+)`|(?<![`\w:]):(?P<rst>[a-z:]+):`(?P<words>[^`\n]+)`"
)
_TARGET = re.compile(r"\([\w:.-]+\)=[ ]*")
#: Cells of code in Quarto and MyST.
_CODE = {"code-cell", "code", "code-block", "python", "r", "julia", "bash", "matlab", "ipython"}
_ALSO = {"admonition", "dropdown"}


def understood(text: str, report: Report) -> str:
    """Return the Markdown `text` with its boxes as this book writes them; the rest is told to `report`, by line."""
    if ":::" not in text and "{" not in text and ":`" not in text and ")=" not in text:
        return text
    return "\n".join(_Reading(report).lines(text.split("\n")))


class _Reading:
    """A walk along the lines of a text, which knows the boxes that a line stands in."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.open: list[tuple[str, bool]] = []  # the fence of each box, and whether it indents what is in it
        self.code = ""  # what ends the code that a line is in
        self.options = False  # whether a line may still be an option of the box above it

    def lines(self, source: list[str]) -> Iterator[str]:
        """Yield the lines as Python-Markdown reads them."""
        for number, line in enumerate(source, 1):
            indent = " " * 4 * sum(indents for _, indents in self.open)
            shown = self._line(number, line)
            yield f"{indent}{shown}" if shown.strip() else shown

    def _line(self, number: int, line: str) -> str:
        plain = line.strip()
        if self.code:
            if plain.startswith(self.code) and not plain.strip(self.code[0]):
                self.code = ""
            return line
        if self.open and plain and not plain.strip(self.open[-1][0][0]) and len(plain) >= len(self.open[-1][0]):
            self.open.pop()
            return ""
        if self.options and _OPTION.fullmatch(plain):
            return ""
        self.options = False
        if found := _TICKS.fullmatch(line) or _COLONS.fullmatch(line):
            return self._opening(number, line, found)
        if fence := _FENCE.match(line):
            self.code = fence[1]
            return line
        if _TARGET.fullmatch(line):
            return ""
        return _ROLE.sub(lambda role: self._role(number, role), line)

    def _opening(self, number: int, line: str, found: re.Match[str]) -> str:
        given = found.groupdict()
        name, title = (given.get("braced") or given["name"]).lower().removeprefix("callout-"), found["title"].strip()
        if name in _CODE and found["fence"][0] in "`~":
            self.code = found["fence"]
            return f"{found['fence']}{title or 'python' if name.startswith('code') or name == 'ipython' else name}"
        if name in BOXES or name in _ALSO:
            self.open.append((found["fence"], True))
            self.options = True
            kind = "note" if name in _ALSO else kind_of(name)
            return f"!!! {kind}" + (f' "{title.replace(chr(34), chr(39))}"' if title else "")
        if name == "math":
            self.open.append((found["fence"], False))
            self.options = True
            self.report(number, "a fence of {math} is MyST. Write the formula between $$ and $$.")
            return title
        self.report(
            number, f"'{line.strip()}' is of another program, which does not run here. Write what it would give."
        )
        self.open.append((found["fence"], False))
        self.options = True
        return ""

    def _role(self, number: int, found: re.Match[str]) -> str:
        name, words = found["name"] or found["rst"], found["text"] or found["words"]
        if name == "math":
            return f"${words}$"
        self.report(
            number, f"'{found[0]}' is of another program, which does not run here. Write a link, or what it says."
        )
        return re.sub(r"\s*<[^>]*>\Z", "", words)
