"""Small tools for the element trees that Python-Markdown builds.

Owns how an element is written in one expression and how its text is read; knows nothing of the book.
"""

import html
import re
from xml.etree.ElementTree import Element

from markdown import Markdown

_PLACEHOLDER = re.compile("\x02wzxhzdk:([0-9]+)\x03")
ESCAPED = re.compile("\x02([0-9]+)\x03")  # what a backslash stands before


class Own(str):
    """A class that the book has given to an element: the same letters from an author are another thing."""

    __slots__ = ()


def element(tag: str, attributes: dict[str, str] | None = None, *children: Element | str) -> Element:
    """Return an element of the book's own with `children`, each an element or text."""
    made = Element(tag, {name: Own(value) if name == "class" else value for name, value in (attributes or {}).items()})
    last: Element | None = None
    for child in children:
        if isinstance(child, Element):
            made.append(child)
            last = child
        elif last is None:
            made.text = (made.text or "") + child
        else:
            last.tail = (last.tail or "") + child
    return made


def replace(old: Element, new: Element) -> None:
    """Make `old` into `new`, in its place in the tree and with its tail."""
    tail = old.tail
    old.clear()
    old.tag, old.text, old.tail = new.tag, new.text, tail
    old.attrib.update(new.attrib)
    old.extend(new)


def readable(text: str | None, md: Markdown) -> str:
    """Return `text` as a reader will see it: Markdown keeps escapes, entities and raw tags aside."""
    if not text:
        return ""

    def stashed(match: re.Match[str]) -> str:
        kept = md.htmlStash.rawHtmlBlocks[int(match[1])]
        return html.unescape(kept) if isinstance(kept, str) and kept.startswith("&") else ""

    return ESCAPED.sub(lambda match: chr(int(match[1])), _PLACEHOLDER.sub(stashed, text))


def text_of(node: Element, md: Markdown) -> str:
    """Return all text in `node`."""
    return readable("".join(node.itertext()), md)


def parents(root: Element) -> dict[Element, Element]:
    """Return the parent of every element under `root`."""
    return {child: parent for parent in root.iter() for child in parent}


def alone(node: Element, parent: Element) -> bool:
    """Say whether `node` is all that `parent` holds."""
    return len(parent) == 1 and not (parent.text or "").strip() and not (node.tail or "").strip()


def into_text(node: Element, parent: Element, text: str) -> None:
    """Put `text` into the place of `node`."""
    position = list(parent).index(node)
    text += node.tail or ""
    if position:
        parent[position - 1].tail = (parent[position - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(node)
