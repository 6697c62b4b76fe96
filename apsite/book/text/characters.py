"""Signs that nobody sees: control characters, private ones, those that turn the direction of writing.

Owns which they are. A source has none of them: they stand for something else here than in an editor, Markdown and this
book use some as marks of their own, and what a reviewer reads would not be what is published.
"""

import re
import unicodedata
from collections.abc import Iterator

from apsite.book.text.faults import Fault

_STRANGE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\ufff8\ufffe\uffff"
    "\U000e0000-\U0010ffff]"
)


def plain(text: str) -> str:
    """Return `text` without them."""
    return _STRANGE.sub("", text)


def strange(text: str, shown: str) -> Iterator[Fault]:
    """Yield one fault for each line of the file `shown` that has some."""
    if _STRANGE.search(text) is None:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if found := _STRANGE.search(line):
            yield Fault(shown, number, told(found[0]))


def told(text: str) -> str:
    """Return what is to be said of the first of them in `text`, "" if it has none."""
    if (found := _STRANGE.search(text)) is None:
        return ""
    kinds = {"Cc": "a control character", "Co": "a private character", "Cf": "a sign that turns or hides writing"}
    kind = kinds.get(unicodedata.category(found[0]), "a character that is none")
    return f"there is {kind} here that nobody sees: U+{ord(found[0]):04X}. Take it out."
