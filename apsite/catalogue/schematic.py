"""A schematic in every look."""

from collections.abc import Mapping

from apsite import schematics
from apsite.plotting.rendering import render


def make(question: str, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Draw the schematic named by `question`; return its SVGs by file name."""
    module = schematics.load(question)
    return render(lambda _, look: module.draw(look), None).pictures
