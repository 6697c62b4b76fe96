"""Tables of rows between signs |, as kramdown and GitHub see them: where one begins, and what parts it."""

import re

_DELIMITER = re.compile(r" {0,3}\|?[ :]*-+[ :|-]*\|[ :|-]*$")
ROW = re.compile(r" {0,3}\|.*\|[ ]*$")
PIPED = re.compile(r" {0,3}\|")
_SEPARATOR = re.compile(r" {0,3}\|[-=:|+ ]*[-=][-=:|+ ]*$")  # kramdown parts head, bodies and foot of a table by these


def begins(source: list[str], at: int) -> bool:
    """Say whether a table with a head begins at a place."""
    return at < len(source) and "|" in source[at] and at + 1 < len(source) and bool(_DELIMITER.match(source[at + 1]))


def parted(source: list[str], at: int) -> tuple[int, list[str]] | None:
    """Return the end of a table that lines part into a head, bodies and a foot, and its rows without these lines."""
    if not PIPED.match(source[at]):
        return None
    end = at
    while end < len(source) and PIPED.match(source[end]):
        end += 1
    rows = source[at:end]
    parting = [place for place, row in enumerate(rows) if _SEPARATOR.match(row)]
    if len(rows) < 2 or not parting or (parting == [1] and "=" not in rows[1]):
        return None
    first = 1 if parting[0] == 0 else 0
    head = first + 1 if first + 1 in parting and "=" not in rows[first + 1] else None
    return end, [row for place, row in enumerate(rows) if place not in parting or place == head]


def headless(source: list[str], at: int, before: str) -> bool:
    """Say whether a table without a head begins at a place, as kramdown allows it."""
    if before.strip() or not ROW.match(source[at]) or _DELIMITER.match(source[at]):
        return False
    rows = []
    for line in source[at:]:
        if not line.strip() or line.lstrip().startswith("{:"):
            break
        rows.append(line)
    return all(map(ROW.match, rows)) and not any(map(_DELIMITER.match, rows))
