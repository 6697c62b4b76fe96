"""Line numbers that survive Python-Markdown, which keeps none.

Owns the marks: private-use characters that spell a line number. They are planted in the source behind
everything that may turn out to be at fault (link targets, citations, formulas, numbers), read where a
fault is found, and taken out of whatever is left of them before anybody sees the page.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import partial
from itertools import accumulate

MARK = re.compile("\ue000([\ue010-\ue019]+)\ue001")

_DIGITS = {ord(str(digit)): 0xE010 + digit for digit in range(10)}
_NUMBERS = {private: chr(ascii_) for ascii_, private in _DIGITS.items()}

_FOREIGN = re.compile("[\ue000\ue001\ue010-\ue019]")  # a source has no marks, and no pieces that could become one

# Pieces of grammars (verbose, multi-line) of what is not to be read as prose.
FENCE = r"^(?P<indent>[ >]*)(?P<fence>`{3,}|~{3,})[^\n]*\n (?:.*\n)*? (?P=indent)(?P=fence)[`~]*[ ]*$"
COMMENT = r"<!-- (?s:.)*? -->"
CODE = r"(?<!`)(?P<ticks>`+)(?!`) (?:(?!\n[ ]*\n)(?s:.))*? (?<!`)(?P=ticks)(?!`)"
# Two dollar signs with prose between them are two prices: "$4. US$", "$5, or even 10$".
_PRICE = r"""(?=\d[^$\\^_={}<>+*|]{0,300}\$) [^$]*
    (?: [,.;:!?)]\s+(?:[^$]*\W)?[A-Za-z]{2} | \b[A-Za-z]{2,}\s(?:[^$]*\s)?[A-Za-z]{2,}\b
      | \b(?:AU|CA|HK|MX|NT|NZ|SG|US)\$ )"""
OPENING = rf"(?<![\\$])\$(?![\s$]|{_PRICE})"  # of a formula in a line
FORMULA = rf"\$\$ (?:(?!\$\$)(?s:.))+ \$\$ | {OPENING} (?:\\.|(?!\n[ ]*\n)[^\\$])+? (?<!\s)\$(?!\d)"

# In the order in which they are tried; a mark is planted behind the groups that are `_MARKED`, and nowhere in what the
# other alternatives swallow.
_SOURCE = re.compile(
    rf"""
    {FENCE} | {COMMENT} | {CODE}
  | (?P<dollar>\$\$) (?:(?!\$\$)(?s:.))+ \$\$
  | (?P<inline>{OPENING}) (?:\\.|(?!\n[ ]*\n)[^\\$])+? (?<!\s)\$(?!\d)
  | (?P<begin>\\begin\{{(?P<name>[a-z]+\*?)\}}) (?:(?!\\end\{{(?P=name)\}})(?s:.))* \\end\{{(?P=name)\}}
  | (?P<square>\\{{1,2}}\[) (?:(?!\n[ >]*\n|\\\])(?s:\\.|[^\\]))+? \\{{1,2}}\]
  | (?P<round>\\{{1,2}}\() (?:(?!\n[ >]*\n|\\\))(?s:\\.|[^\\]))+? \\{{1,2}}\)
  | \\.
  | </?[A-Za-z][^<>]*>
  | (?P<target>\]\(<?[^\s()>]+)
  | (?P<citation>\[(?:[^\[\]@\n]*[\s;])?-?@[A-Za-z][^\[\]]*)
  | ^[ ]{{0,3}}\[[^\]]+\]:.*$ | \[\^[^\]]*\]                                                        # references
  | \{{[^}}\n]*\}}                                                                                 # attributes
  | ^[ ]*///.*$
  | ^[ >]*\(?\d+[.)](?=\s)                                                                        # list items
  | &\#?\w+;
  | (?<!\w)(?P<number>\d+(?:[.,]\d+)*)
    """,
    re.VERBOSE | re.MULTILINE,
)
_MARKED = ("dollar", "inline", "begin", "square", "round", "target", "citation", "number")


def mark(line: int) -> str:
    """Return the mark of `line`."""
    return f"\ue000{str(line).translate(_DIGITS)}\ue001"


def numbered(text: str) -> Callable[[int], int]:
    """Return what says on which line of `text`, counted from 1, a place in it is, without counting each time."""
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    return partial(bisect_right, starts)


def plant(source: str, line: Callable[[int], int] = lambda number: number) -> str:
    """Return `source` with its marks; `line` tells which line of the file a line of it, counted from 1, is."""
    text = _FOREIGN.sub("", source)
    line_at = numbered(text)

    def marked(match: re.Match[str]) -> str:
        group = next((name for name in _MARKED if match[name]), None)
        if group is None:
            return match[0]
        end = match.end(group)
        behind = mark(line(line_at(end - 1)))
        return match[0][: end - match.start()] + behind + match[0][end - match.start() :]

    return _SOURCE.sub(marked, text)


def line_of(text: str) -> int | None:
    """Return the line that the first mark in `text` names."""
    found = MARK.search(text)
    return int(found[1].translate(_NUMBERS)) if found else None


def strip(text: str) -> str:
    """Return `text` without marks."""
    return MARK.sub("", text)


def split(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return `text` without marks, and the place in it and the line of each mark."""
    pieces = MARK.split(text)
    places = accumulate(len(piece) for piece in pieces[::2])
    return "".join(pieces[::2]), [
        (place, int(digits.translate(_NUMBERS))) for place, digits in zip(places, pieces[1::2], strict=False)
    ]
