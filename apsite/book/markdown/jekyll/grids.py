"""Tables that MyST writes as lists and as values between commas, as rows between signs |.

Owns what a cell of such a table may hold: words, formulas, pictures, lists of words. Each row takes one line. Rows of
Pandoc's tables that take more are made of one as well.
"""

import csv
import re
from collections.abc import Mapping, Sequence

_ROW = re.compile(r"[ ]*[*-][ ]+[*-](?:[ ]+(?P<words>.*)|[ ]*)")
_CELL = re.compile(r"[ ]+[*-](?:[ ]+(?P<words>.*)|[ ]*)")
#: What a row cannot hold: code, boxes, headings, rows of another table.
_BLOCK = re.compile(r"`{3,}|~{3,}|:{3,}|#{1,6}[ ]|\||>|!{3}[ ]")
_ITEM = re.compile(r"(?:(?P<round>[*+-])|(?P<number>\d{1,3})[.)])[ ]+(?=\S)")
_DISPLAYED = re.compile(r"\$\$([^$\n]+)\$\$")
_COVERED = re.compile(r"(`[^`\n]*`|\$[^$\n]*\$)|(?<!\\)\|")


def of_list(lines: Sequence[str]) -> list[list[str]] | None:
    """Return the rows of a list of lists, None if it is none or a cell is more than words."""
    rows: list[list[list[str]]] = []
    column = 0
    for line in lines:
        text = line.expandtabs(4)
        indent = len(text) - len(text.lstrip())
        if (found := _ROW.fullmatch(text)) and (not rows or indent < column - 1):
            column = re.search("[*-]", text).end() + 1  # type: ignore[union-attr]
            rows.append([[found["words"] or ""]])
        elif (found := _CELL.fullmatch(text)) and rows and abs(indent - column) <= 1:
            rows[-1].append([found["words"] or ""])
        elif not text.strip():
            if rows:
                rows[-1][-1].append("")
        elif rows and indent > column and not _BLOCK.match(text.lstrip()):
            rows[-1][-1].append(text.strip())
        else:
            return None
    if any(_BLOCK.match(words) for row in rows for cell in row for words in cell[:1]):
        return None
    return [[_joined(cell) for cell in row] for row in rows] or None


def of_values(lines: Sequence[str], options: Mapping[str, str]) -> list[list[str]] | None:
    """Return the rows of values between commas, or what else parts them, with the `header` of the options above."""
    parts = {"tab": "\t", "space": " "}.get(options.get("delim", ""), options.get("delim", "")) or ","
    if len(parts) > 1 or "file" in options or "url" in options:
        return None
    text = [options["header"]] if "header" in options else []
    try:
        rows = list(
            csv.reader([*text, *(line for line in lines if line.strip())], delimiter=parts, skipinitialspace=True)
        )
    except (csv.Error, TypeError, ValueError):  # what parts the values parts nothing
        return None
    return rows if any(rows) else None


def ruled(rows: Sequence[Sequence[str]], options: Mapping[str, str]) -> list[str]:
    """Return `rows` between signs |, with a head if the options give one."""
    wide = max(map(len, rows))
    stubs = int(number) if (number := options.get("stub-columns", "0")).isdecimal() else 0
    padded = [[*row, *[""] * (wide - len(row))] for row in rows]
    made = [
        "| "
        + " | ".join(_bold(cell) if place < stubs and at else _plain(cell) for place, cell in enumerate(row))
        + " |"
        for at, row in enumerate(padded)
    ]
    headed = "header" in options or options.get("header-rows", "0") not in ("", "0")
    return [made[0], "|" + " --- |" * wide, *made[1:]] if headed else made


def _joined(cell: Sequence[str]) -> str:
    """Return the lines of a cell as one, its paragraphs and the items of its lists parted by breaks."""
    pieces = [""]
    for line in map(str.strip, cell):
        if item := _ITEM.match(line):
            pieces.append(f"{item['number']}\\. " if item["number"] else "• ")
            line = line[item.end() :]
        pieces += [] if line else [""]
        pieces[-1] = f"{pieces[-1]} {line}" if pieces[-1][-1:].strip() else f"{pieces[-1]}{line}"
    return _DISPLAYED.sub(r"$\1$", "<br>".join(" ".join(each.split()) for each in pieces if each.strip()))


def of_lines(lines: Sequence[str]) -> str | None:
    """Return one row for the `lines` of a row between signs |, None if they have not the same columns."""
    parts = [_COVERED.sub(lambda found: found[1] or "\0", line.strip()).split("\0")[1:-1] for line in lines]
    if len({len(each) for each in parts}) != 1 or any(_BLOCK.match(each.strip()) for row in parts for each in row):
        return None
    return "| " + " | ".join(_joined(cell) for cell in zip(*parts, strict=True)) + " |"


def _plain(cell: str) -> str:
    return _COVERED.sub(lambda found: found[1] or "\\|", cell.replace("\n", " "))


def _bold(cell: str) -> str:
    return f"**{_plain(cell)}**" if cell.strip() and "**" not in cell else _plain(cell)
