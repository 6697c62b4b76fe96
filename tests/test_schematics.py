"""Schematics: in every look and the palette's colours, with words that fit in, none over another; each on a page."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from apsite import schematics
from apsite.catalogue.schematic import make
from apsite.plotting.look import LIGHT, NARROW, WIDE, Look
from apsite.plotting.rendering import recoloured
from tests.depth import some

DOCS = Path(__file__).resolve().parents[1] / "docs"
LEAST = 6.5  # points: signs on an ion; words have 9 and more
every_schematic = pytest.mark.parametrize("name", schematics.names())


def drawn(name: str, narrow: bool) -> tuple[Figure, Any]:
    look = Look(LIGHT, narrow)
    with mpl.rc_context(look.settings):
        figure = schematics.load(name).draw(look)
        canvas = FigureCanvasAgg(figure)
        figure.set_layout_engine("none")
        canvas.draw()
    return figure, canvas.get_renderer()


def texts(figure: Figure) -> list[Text]:
    return [text for text in figure.axes[0].texts if text.get_text()]


@every_schematic
@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_its_words_are_in_the_picture_legible_and_apart(name: str, narrow: bool) -> None:
    figure, renderer = drawn(name, narrow)
    assert figure.get_figwidth() * 96 == pytest.approx(NARROW if narrow else WIDE)
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts(figure)]
    assert all(text.get_fontsize() >= LEAST for text in texts(figure))
    edge = figure.bbox
    beyond = [words for words, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > edge.width or box.y1 > edge.height]
    assert beyond == []
    over = [
        (first, second)
        for k, (first, one) in enumerate(boxes)
        for second, other in boxes[k + 1 :]
        if one.overlaps(other) and min(one.x1, other.x1) - max(one.x0, other.x0) > 1
    ]
    assert over == []


@pytest.mark.parametrize("name", some(schematics.names(), schematics.names()[:1]))
def test_it_comes_in_four_looks_and_the_same_bytes(name: str) -> None:
    pictures = make(name, {})
    assert set(pictures) == {f"{width}-{palette}.svg" for width in ("wide", "narrow") for palette in ("light", "dark")}
    for width in ("wide", "narrow"):
        assert recoloured(pictures[f"{width}-light.svg"]) == pictures[f"{width}-dark.svg"]
    assert make(name, {}) == pictures


@every_schematic
def test_a_page_shows_it_and_says_what_it_shows(name: str) -> None:
    shown = [
        found[1]
        for page in DOCS.rglob("*.md")
        for found in re.finditer(
            rf"^!\[([^\]]+)\]\(schematic:{name}\)$", page.read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    assert shown
    assert all(len(alt.split()) > 20 for alt in shown)


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_sodium_is_the_ion_outside_and_potassium_the_one_inside(narrow: bool) -> None:
    figure, _ = drawn("membrane", narrow)
    inside = next(text for text in texts(figure) if text.get_text() == "inside")
    outside = next(text for text in texts(figure) if text.get_text() == "outside")
    middle = (inside.get_position()[1] + outside.get_position()[1]) / 2
    counts = Counter(
        (ion, text.get_position()[1] > middle)
        for text in texts(figure)
        for ion in ("Na", "K")
        if f"mathrm{{{ion}^" in text.get_text()
    )
    assert counts["Na", True] >= 3 * counts["Na", False] > 0
    assert counts["K", False] >= 3 * counts["K", True] > 0
