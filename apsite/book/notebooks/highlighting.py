"""Code as a page shows it."""

import json
import re
from collections.abc import Mapping
from typing import Any

from pymdownx.highlight import Highlight

READS = ("pip:pygments",)

_COLOURLESS = re.compile(r'<span class="[nopw]">([^<]*)</span>')


def make(question: Mapping[str, Any], given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the HTML of each `code` in `question`, which is in its `language`, as `marked.json`."""
    marked = [highlighted(each, question["language"], question["classes"]) for each in question["code"]]
    return {"marked.json": json.dumps(marked).encode()}


def highlighted(source: str, language: str = "python", classes: str = "") -> str:
    """Return code as HTML, as a fenced block of a page would be, but for marks that change no colour.

    Those are of names, operators, punctuation and spaces: two thirds of a notebook's elements, which a phone would have
    to lay out.
    """
    html: str = Highlight(None, guess_lang=False).highlight(source, language, f"highlight {classes}".strip())
    return _COLOURLESS.sub(r"\1", html)
