"""Python code as a page shows it."""

import json
import re
from collections.abc import Mapping, Sequence

from pymdownx.highlight import Highlight

READS = ("pip:pygments",)

_COLOURLESS = re.compile(r'<span class="[nopw]">([^<]*)</span>')


def make(question: Sequence[str], given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the HTML of each code in `question`, as `marked.json`."""
    return {"marked.json": json.dumps([highlighted(each) for each in question]).encode()}


def highlighted(source: str) -> str:
    """Return Python code as HTML, as a fenced block of a page would be, but for marks that change no colour.

    Those are of names, operators, punctuation and spaces: two thirds of a notebook's elements, which a phone would have
    to lay out.
    """
    html: str = Highlight(None, guess_lang=False).highlight(source, "python", "highlight")
    return _COLOURLESS.sub(r"\1", html)
