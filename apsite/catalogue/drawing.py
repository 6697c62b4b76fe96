"""The pictures of a run, and where their axes lie."""

import json
from collections.abc import Mapping

from apsite import chapters
from apsite.catalogue.results import result
from apsite.plotting.rendering import render


def make(question: str, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Draw the figure named by `question` of the `result` that is given; return its SVGs, and `layouts.json`."""
    module = chapters.figure(question)
    if module is None:
        raise ValueError(f"there is no figure {question!r}")
    drawing = render(module.draw, result(given["result"]))
    return {**drawing.pictures, "layouts.json": json.dumps(drawing.layouts).encode()}
