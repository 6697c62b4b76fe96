"""Paths of a machine in what a program printed: another one on every machine, and nobody's business.

Owns how they are shortened: to the package that a file is in, to the cell, or to its name.
"""

import re

# A path begins behind a sign that stands in none, and is of no great length: a line may have millions of signs.
_CELL = re.compile(
    r"(?<![^\s\"'<>|:])(?:[A-Za-z]:)?[^\s\"'<>|:]*?"
    r"(?:ipykernel_\d+[/\\]\d+\.py|(?:<|&lt;)ipython-input-\d+-[0-9a-f]{1,40}(?:>|&gt;))"
)
_PACKAGE = re.compile(r"(?<![^\s\"'<>|:])(?:[A-Za-z]:)?[^\s\"'<>|:]*[/\\](?:site|dist)-packages[/\\]")
_FILE = re.compile(
    r"(?<![\w/:.<])(?:[A-Za-z]:[/\\]|~?/)(?:[\w.@+ -]{1,120}?[/\\]){1,40}(?P<name>[\w.@+-]{1,120}\.\w{1,20})(?!\w)"
)
_ADDRESS = re.compile(r"(?<= at )0x[0-9a-fA-F]{6,}")


def pathless(text: str, kind: str = "text/plain") -> str:
    """Return `text` without the folders of files and the addresses of objects in memory, if it is plain text."""
    if kind != "text/plain":
        return text
    text = _CELL.sub("cell", text)
    text = _PACKAGE.sub("", text)
    return _ADDRESS.sub("0x…", _FILE.sub(lambda found: found["name"], text))
