"""Boxes and blocks that are not seen as they are meant: of a misspelt kind, with nothing in them, or without an end.

Each of these is what Markdown makes of it, and no error there: a box without its colour, a fold that opens on nothing,
a caption that takes in the rest of the page.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from apsite.book.markdown.jekyll import attributes, kinds
from apsite.book.text.faults import Fault
from apsite.checks.reading import Reading
from apsite.checks.wording import blank

_BOX = re.compile(r"^(?P<indent>[ ]*)(?P<sign>!!!|\?\?\?\+?)[ ]+(?P<kind>[A-Za-z][\w-]*)")
_BLOCK = re.compile(r"^[ ]*(?P<fence>/{3,})[ ]*(?P<kind>[A-Za-z][\w-]*)?")
#: What is known by its name; any other word makes a note, as in the dialects that boxes come from.
KINDS = frozenset({*attributes.BOXES, *attributes.ALSO, *kinds.ALSO, "real-neurons"})
#: How alike a word and a kind are of which one is meant for the other: a letter wrong, missing or too many.
ALIKE = 0.85


def check_boxes(page: Reading) -> Iterator[Fault]:
    """Yield what is wrong with the boxes and blocks of a page."""
    lines, whole = blank(page.text).split("\n"), page.text.split("\n")
    open_blocks: list[tuple[str, str, int]] = []
    for number, line in enumerate(lines, 1):
        if box := _BOX.match(line):
            kind = box["kind"].lower()
            near = get_close_matches(kind, KINDS, n=1, cutoff=ALIKE)
            if near and kind not in KINDS:
                yield page.fault(number, f"'{box['kind']}' is no kind of box. Did you mean '{near[0]}'?")
            first = next((each for each in whole[number:] if each.strip()), "")  # code is something too
            if not re.match(rf"{box['indent']}(?:[ ]{{4}}|\t)", first):
                message = f"nothing stands in this box ({box['kind']}). Indent what belongs into it by four spaces."
                yield page.fault(number, message)
        elif block := _BLOCK.match(line):
            if block["kind"]:
                open_blocks.append((block["fence"], block["kind"], number))
            elif open_blocks and open_blocks[-1][0] == block["fence"]:
                open_blocks.pop()
    for fence, kind, number in open_blocks:
        yield page.fault(number, f"{fence} {kind} has no end. Write {fence} on a line of its own beneath it.")
