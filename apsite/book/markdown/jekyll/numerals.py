"""Marks of a list that Markdown does not know, as word processors and other writings set them: `•`, `一、`, `①`, `1°`.

Owns which numerals count, and that a line is an item only beside another one: what begins a sentence stays as it is.
Letters are no numerals: `а)` would be another letter in a list of HTML, and is reported by `leftovers`.
"""

import re
import unicodedata

from apsite.book.text.lines import MARK

_MARK = rf"(?:{MARK.pattern.replace('(', '(?:')})?"
_NUMERAL = re.compile(
    rf"""(?P<indent>[ ]*)(?P<open>[(（]|第)?
    (?:(?P<sign>\d{{1,3}}|[一二三四五六七八九十]{{1,3}}){_MARK}(?P<end>[)）.．、°º])
  | (?P<circled>[①-⑳]){_MARK})(?:{_MARK}[ \u3000]*)(?=\S)(?P<rest>.*)""",
    re.VERBOSE,
)
_ROUND = re.compile(r"(?P<indent>[ ]*)[•◦‣▪▫●○■□∙⁃](?:[ \t\u00a0\u3000]+)(?=\S)(?P<rest>.*)")
_DASH = re.compile(r"(?P<indent>[ ]*)[–](?:[ \u00a0]+)(?=\S)(?P<rest>.*)")
_UNITS = "一二三四五六七八九"


def counted(source: list[str], at: int) -> str:
    """Return the line `at` of `source` with the mark of an item as Markdown has it, if it begins with another one."""
    line = source[at]
    if found := _ROUND.fullmatch(line):
        return f"{found['indent']}- {found['rest']}"
    if (found := _DASH.fullmatch(line)) and any(_DASH.fullmatch(each) for each in _beside(source, at)):
        return f"{found['indent']}- {found['rest']}"
    if (this := _numbered(line)) is None:
        return line
    others = [other for other in map(_numbered, _beside(source, at)) if other and other[1] == this[1]]
    goes_on = any(abs(number - this[2]) == 1 for _, _, number in others)
    end = ")" if this[1][2] in ")）" and this[1][2] else "."  # which parts a list from the one above it
    return f"{this[0]['indent']}{this[2]}{end} {this[0]['rest']}" if goes_on else line


def _beside(source: list[str], at: int) -> list[str]:
    """Return the lines above and below, over one that is empty."""
    above, below = source[max(at - 2, 0) : at][::-1], source[at + 1 : at + 3]
    return [next((each for each in lines if each.strip()), "") for lines in (above, below)]


def _numbered(line: str) -> tuple[re.Match[str], tuple[str, ...], int] | None:
    """Return what begins a line with a numeral that Markdown does not know, what its kind is, and its number."""
    found = _NUMERAL.fullmatch(line)
    if found is None:
        return None
    sign = found["circled"] or found["sign"]
    if sign.isascii() and found["end"] in ").":
        return None  # Markdown's own
    if found["circled"]:
        number = int(unicodedata.numeric(sign))
    elif sign.isdecimal():
        number = int(sign)
    else:
        tens, ten, units = sign.rpartition("十")
        number = (10 * (_UNITS.find(tens) + 1 if tens else 1) if ten else 0) + (_UNITS.find(units) + 1 if units else 0)
    return found, (found["indent"], found["open"] or "", found["end"] or ""), number
