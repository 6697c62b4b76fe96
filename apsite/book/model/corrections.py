"""Checked numbers that no longer hold, written anew in the words that the author chose.

Owns what of a sentence is changed: the digits, and the sign where that has changed. Words, unit, precision and the
distance behind `~` stay. What cannot be read as one number is left alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from apsite.book.model.quantities import NUMBER, Written, decimal, quantities, rounded

_LINK = re.compile(
    r"\[(?P<text>(?:[^\[\]\\]|\\.)*)\]\(<?model:(?P<name>[^\s()>~]+)~?(?P<distance>[^\s()>]*)", re.DOTALL
)
# The margin of a quotation, or of a notebook's prose; powers of a unit, raised.
_ASIDE = re.compile(r"\n[ \t]*[>#][> \t#]*|\^[-−]?\d\^|<sup>[-−]?\d</sup>")
_MINUS = "-−–"


@dataclass(frozen=True)
class Correction:
    """A link to the value `name` in `file`, on whose `line` it ends, which says `text` and does not hold.

    `written` is the number in it, and `value` what the model has, in the unit that is written; both are None where the
    text cannot be read.
    """

    file: str
    line: int
    name: str
    text: str
    written: Written | None = None
    value: float | None = None


def corrected(source: str, corrections: Iterable[Correction]) -> tuple[str, list[Correction]]:
    """Return the text of a file with its numbers written anew, and the corrections that were left alone."""
    links = [(source.count("\n", 0, match.end() - 1) + 1, match) for match in _LINK.finditer(source)]
    changes: dict[tuple[int, int], str] = {}
    left = []
    for correction in corrections:
        new: dict[tuple[int, int], str] = {}
        for line, match in links:
            if (line, match["name"]) == (correction.line, correction.name):
                new |= _change(match, correction)
        changes |= new
        if not new:
            left.append(correction)
    for (start, end), number in sorted(changes.items(), reverse=True):
        source = source[:start] + number + source[end:]
    return source, left


def _change(link: re.Match[str], correction: Correction) -> dict[tuple[int, int], str]:
    """Return the new number for its place, if the link says what the correction is of."""
    text = _ASIDE.sub(lambda aside: " " * len(aside[0]), link["text"])
    measured, alone = list(quantities(text)), text
    for each in measured:
        alone = alone[: each.start] + each.number.rjust(each.end - each.start) + alone[each.end :]
    numbers = list(NUMBER.finditer(alone))
    if correction.written is None or correction.value is None or len(numbers) != 1:
        return {}
    start, end = numbers[0].span()
    if measured:
        start, end = measured[0].start, measured[0].start + len(measured[0].number)
    old = text[start:end]
    tolerance = float(link["distance"]) if link["distance"] else None
    if decimal(old) != correction.written.number or correction.written.holds(correction.value, tolerance):
        return {}
    new = restated(old, correction.value)
    escaped = text[:start].endswith("\\") and new[0].isdigit()
    if escaped or not Written(decimal(new), correction.written.unit).holds(correction.value):
        return {}
    at = link.start("text")
    return {(at + start, at + end): new}


def restated(old: str, value: float) -> str:
    """Return `value` as the number `old` is written: its precision, its sign, what it has between thousands."""
    digits = rounded(abs(value), -int(decimal(old).as_tuple().exponent))
    if between := re.search(r"(?<=\d)[,\u2009\u202f](?=\d{3})", old):
        whole, point, rest = digits.partition(".")
        digits = f"{int(whole):,}".replace(",", between[0]) + point + rest
    if value < 0 and re.search("[1-9]", digits):
        return (old[0] if old[0] in _MINUS else "-") + digits
    return "+" + digits if old[0] == "+" else digits
