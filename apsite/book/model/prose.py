"""No number goes unchecked: quantities in a page's prose that nothing vouches for.

Owns what a sentence is. A quantity is vouched for by a checked number (it is inside one) or by a source
that follows in its sentence. Code and formulas are left alone.
"""

import html
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown

from apsite.book.model.quantities import quantities
from apsite.book.text.lines import MARK, mark, split, strip
from apsite.book.text.trees import ESCAPED, readable

CHECKED, CITED = "ap-value", "ap-cites"

_SOMETHING, _SOURCE = "\ufffc", "\ufffb"
_OPAQUE = {"code", "pre", "math", "script", "style"}
_NUMBER = re.compile(rf"\s*(?P<number>[-−+]?\d+(?:\.\d+)?)\s*(?P<mark>(?:{MARK.pattern})?)")
_RAW_CODE = re.compile(r"<(pre|code|math|samp)\b(?s:.)*?</\1\s*>", re.IGNORECASE)
_ABBREVIATIONS = {"al", "p", "pp", "e.g", "i.e", "cf", "ca", "vs", "fig", "eq", "no", "approx"}


def unchecked(text: str) -> Iterator[tuple[str, str]]:
    """Yield each quantity in the passage `text` that no source follows, with the mark of its line."""
    plain, marks = split(text)
    for quantity in quantities(plain):
        sentence = plain[quantity.end : _sentence_end(plain, quantity.end)]
        if _SOURCE not in sentence:
            line = next((line for place, line in marks if place > quantity.start), None)
            yield plain[quantity.start : quantity.end], mark(line) if line else ""


def _sentence_end(text: str, start: int) -> int:
    for stop in re.finditer(r"[.!?][\"'”’)\]]*\s", text[start:]):
        end = start + stop.start()
        word = re.search(r"[\w.]*$", text[:end])
        if word is None or word[0].casefold() not in _ABBREVIATIONS:
            return end
    return len(text)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence of the passage `text`, without marks, behind the place where it begins."""
    start = 0
    while start < len(text):
        end = _sentence_end(text, start) + 1
        yield start, text[start:end]
        start = end


def passages(root: Element, md: Markdown, escaped: bool = True) -> Iterator[str]:
    """Yield the text of each block under `root`, with its marks; without what is `escaped` by a backslash, if so told.

    What is checked, code and formulas stand in it as one character, a citation as another.
    """
    gathered = [""]

    def read(text: str | None) -> str:
        return readable(text if escaped else ESCAPED.sub(_SOMETHING, text or ""), md)

    def walk(node: Element) -> None:
        classes = (node.get("class") or "").split()
        if CITED in classes:
            gathered[-1] += _SOURCE
        elif node.tag == "math" and (number := _NUMBER.fullmatch(node.get("alttext") or "")):
            gathered[-1] += number["number"] + number["mark"]  # with a unit behind it, it is a quantity
        elif CHECKED in classes or node.tag in _OPAQUE:
            gathered[-1] += _SOMETHING
        else:
            block = md.is_block_level(node.tag) or node.tag == "br"
            if block:
                gathered.append("")
            gathered[-1] += read(node.text)
            for child in node:
                walk(child)
                gathered[-1] += read(child.tail)
            if block:
                gathered.append("")

    walk(root)
    yield from filter(None, gathered)


def raw_passages(md: Markdown, marked: bool = True) -> Iterator[str]:
    """Yield the text of the raw HTML of a page, with its marks, without code; also of what has no marks if so told."""
    for kept in md.htmlStash.rawHtmlBlocks:
        if isinstance(kept, str) and (MARK.search(kept) or not marked):
            for text in re.split(r"<[^>]*>", _RAW_CODE.sub("", kept)):
                if strip(text).strip():
                    yield html.unescape(text)
