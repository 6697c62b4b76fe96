"""A drawing, an SVG, as a browser reads it: opened by itself it is a page of the site without the site's policy.

Owns what a drawing may be made of: elements of SVG that show something, links within itself, pictures that it holds.
Script, animation, pages in it, style sheets and whatever would be fetched are found. It is read as XML, as browsers do:
what a look at the text would take for something else (another prefix, another encoding, entities) is seen as it is.
"""

import re
from collections.abc import Iterator, Mapping
from xml.parsers.expat import ExpatError, ParserCreate

from apsite.book.text.faults import Fault

#: The largest that a drawing may be, bytes.
LARGEST = 20_000_000

_SVG = "http://www.w3.org/2000/svg"
#: Those whose elements browsers make something of. What an editor notes down under others of its own does nothing.
_ACTING = {
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/1999/XSL/Transform",
    "http://www.w3.org/2001/xml-events",
}
_XML = "http://www.w3.org/XML/1998/namespace"
_SHOWN = """
    a altGlyph altGlyphDef altGlyphItem circle clipPath color-profile cursor defs desc ellipse filter flowPara
    flowRegion flowRegionExclude flowRoot flowSpan font font-face font-face-format font-face-name font-face-src
    font-face-uri g glyph glyphRef hatch hatchpath hkern image line linearGradient marker mask mesh meshgradient
    meshpatch meshrow metadata missing-glyph path pattern polygon polyline radialGradient rect solidcolor stop style svg
    switch symbol text textPath title tref tspan use view vkern
"""
_ELEMENTS = frozenset(_SHOWN.split())
_EFFECT = re.compile(r"fe[A-Z]\w+")
_HELD = r"data:(?:image/(?:png|jpe?g|gif|webp)|font/|application/(?:x-)?font)"
_LEADS_WITHIN = re.compile(rf"\s*(?:\#|{_HELD}|\Z)", re.IGNORECASE)
_FETCHES = re.compile(
    rf"(?:url|src|image|image-set|cross-fade|element)\s*\((?!\s*[\"']?\s*(?:\#|{_HELD}))", re.IGNORECASE
)
_ENCODINGS = ("utf-8", "us-ascii", "ascii")


def unsafe_drawing(name: str, content: bytes) -> Iterator[Fault]:
    """Yield what may not stand in the drawing `content`, which a fault calls `name`."""
    if len(content) > LARGEST:
        yield Fault(name, 1, f"the drawing has more than {LARGEST // 1_000_000} MB. Save it as a PNG.")
        return
    reading = _Reading()
    try:
        reading.parser.Parse(content, True)
    except ExpatError as error:
        if not reading.found:  # before that, a browser would have done what was found
            what = str(error).partition(":")[0]
            yield Fault(name, error.lineno, f"the drawing cannot be read: {what}. Save it as plain SVG, in UTF-8.")
    except _Enough:
        pass
    for line, what in dict.fromkeys(reading.found):
        message = f"the drawing has '{what[:100]}', which may run script or load from elsewhere. Save it as plain SVG."
        yield Fault(name, line, message)


class _Enough(Exception):  # noqa: N818 - it ends the reading
    """What follows is not to be read."""


class _Reading:
    """What is found in a drawing while it is read, with its line."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self.style: list[str] | None = None
        self.parser = ParserCreate("utf-8", " ")
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._kind
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _find(self, what: str) -> None:
        self.found.append((self.parser.CurrentLineNumber, what))

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            self._find(f"encoding={encoding}")
            raise _Enough

    def _kind(self, name: str, system: str | None, public: str | None, has_subset: bool) -> None:
        if has_subset:  # which may define what stands for what
            self._find("<!DOCTYPE [")
            raise _Enough

    def _instruction(self, target: str, data: str) -> None:
        self._find(f"<?{target}")

    def _start(self, name: str, given: Mapping[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if space in _ACTING or (space in ("", _SVG) and not (local in _ELEMENTS or _EFFECT.fullmatch(local))):
            self._find(local)
        for each, value in given.items():
            self._attribute(each, value)
        if local == "style":
            self.style = []

    def _attribute(self, name: str, value: str) -> None:
        space, _, local = name.rpartition(" ")
        if (space == "" and local.lower().startswith("on")) or (space == _XML and local == "base"):
            self._find(local)
        elif local.lower() == "href" and not _LEADS_WITHIN.match(value):
            self._find(value)
        elif space == "":
            self._style(value)

    def _end(self, name: str) -> None:
        if self.style is not None and name.rpartition(" ")[2] == "style":
            text, self.style = "".join(self.style), None
            if "@import" in text.lower():
                self._find("@import")
            self._style(text)

    def _text(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def _style(self, text: str) -> None:
        """Find what a style would fetch; what is written in escapes is not seen through."""
        if found := _FETCHES.search(text):
            self._find(text[found.start() : found.start() + 60])
        elif "\\" in text and "(" in text:
            self._find("\\")
