"""Headings in order: one at the top, and none that skips a level, for those who find their way by them."""

import re
from collections.abc import Iterator

from apsite.book.text.faults import Fault
from apsite.checks.reading import Reading
from apsite.checks.wording import blank

_HEADING = re.compile(r"^[ >]*(#{1,6})(?!#)[ \t]*(.*)$")


def check_outline(page: Reading) -> Iterator[Fault]:
    """Yield what is wrong with the headings of a page."""
    waiting = _lines(page)
    former = 0
    for position, (level, text) in enumerate(page.headings):
        line = next((number for number, found in waiting if found == level), 1)
        if level == 1 and position:
            yield page.fault(line, f"'{text}' is a second title, or one that does not come first. Write ##.")
        elif level > max(former, 1) + 1:
            message = f"the heading '{text}' is {level - max(former, 1)} levels below the one before."
            yield page.fault(line, f"{message} Write {'#' * (max(former, 1) + 1)}.")
        former = level


def _lines(page: Reading) -> Iterator[tuple[int, int]]:
    """Yield line and level of what may be a heading in the page's Markdown."""
    lines = blank(page.text).split("\n")
    for number, line in enumerate(lines, 1):
        if heading := _HEADING.match(line):
            yield number, len(heading[1])
        elif number < len(lines) and line.strip() and re.fullmatch(r"=+|-+", lines[number].strip()):
            yield number, 1 if "=" in lines[number] else 2
