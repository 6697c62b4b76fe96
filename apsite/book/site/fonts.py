"""The fonts that the site serves: full faces from npm packages, cut to the characters that the book needs.

Owns the choice of faces and characters. Leaves to the style sheet `assets/stylesheets/book.css` how a face
is used, and to the hook where the files go. Depends on fontTools alone; the same input gives the same bytes.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from apsite.cache import PACKAGE

LATIN = {*range(0x20, 0x7F), *map(ord, "ÄÅÇÉÖØÜßàáâäåæçèéêëíîïñóôöøúûü©")}
PUNCTUATION = {*map(ord, "–—‑‘’“”…•·§¶′\N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}")}
SYMBOLS = {*map(ord, "°µμΔΩ±×−≈≤≥→↔⁺⁻¹²³")}
TEXT = LATIN | PUNCTUATION | SYMBOLS
"""Code points of the text faces. A test names every character of the book that is missing here."""

ITALIC_LETTERS = {*range(0x1D434, 0x1D468), 0x210E}
GREEK_LETTERS = {*map(ord, "αβγδεθκλμπρστφχψωΓΔΣΦΨΩ")}
ITALIC_GREEK_LETTERS = {*map(ord, "𝛥𝛴𝛷𝛼𝛽𝛾𝛿𝜀𝜃𝜅𝜆𝜇𝜋𝜌𝜎𝜏𝜑𝜒𝜓𝜔𝜕𝜖𝜙")}
OPERATORS = {*map(ord, "±×÷−∓≈≤≥≠≪≫∝∞√∂∑∏∫∈⋅⋯…→⇌′‾¯ˆ˜˙\u2061\u2062\u2063\u2064")}
MATH = set(range(0x20, 0x7F)) | ITALIC_LETTERS | GREEK_LETTERS | ITALIC_GREEK_LETTERS | OPERATORS

FACES = {
    "serif-regular": ("source-serif/TTF/SourceSerif4-Regular.ttf", TEXT),
    "serif-italic": ("source-serif/TTF/SourceSerif4-It.ttf", TEXT),
    "serif-semibold": ("source-serif/TTF/SourceSerif4-Semibold.ttf", TEXT),
    "sans-regular": ("source-sans/TTF/SourceSans3-Regular.ttf", TEXT),
    "sans-semibold": ("source-sans/TTF/SourceSans3-Semibold.ttf", TEXT),
    "mono-regular": ("source-code-pro/TTF/SourceCodePro-Regular.ttf", TEXT),
    "math-regular": ("@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2", MATH),
}
"""Each face that the site serves: its file under `node_modules`, and the characters kept of it."""

COPYRIGHT_AND_LICENCE = [0, 13, 14]
"""Name records kept. The family's name is dropped: the fonts' licence reserves it for the unchanged fonts."""


READS = (
    "npm:source-serif",
    "npm:source-sans",
    "npm:source-code-pro",
    "npm:@fontsource/stix-two-math",
    "pip:brotli",  # with which fontTools writes WOFF2
)


def make(question: None, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return every face, as a file. Raises FileNotFoundError where an npm package is missing."""
    return {Path(path).name: font for path, font in site_fonts(PACKAGE.parent / "node_modules").items()}


def site_fonts(node_modules: Path) -> dict[str, bytes]:
    """Cuts every face: path within the site -> WOFF2.

    Raises `FileNotFoundError` where an npm package is missing.
    """
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    return {f"assets/fonts/{name}.woff2": cut(node_modules / file, kept) for name, (file, kept) in FACES.items()}


def cut(font_file: Path, characters: Iterable[int]) -> bytes:
    """Returns the font as WOFF2 with these code points alone; those that it does not have are left out."""
    options = subset.Options(
        layout_features=["kern", "liga", "ssty"],
        hinting=False,
        name_IDs=COPYRIGHT_AND_LICENCE,
        notdef_outline=True,
    )
    font = TTFont(font_file, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.flavor = "woff2"
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()
