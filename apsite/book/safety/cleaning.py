"""HTML that no author of the book has written, made harmless: what notebooks gave.

Owns what is written down anew, tag by tag, of any HTML, however broken, as a browser reads it: only what `allowed` has,
with text as text. Scripts, styles, handlers, frames and identifiers are left out; pictures become files.
"""

import base64
import binascii
import hashlib
import html
import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from apsite.book.safety.allowed import ADDRESSES, ATTRIBUTES, TAGS, allows_value
from apsite.book.safety.markup import film
from apsite.book.safety.safety import FILMS, PRESENTATION, REPLACED, scheme
from apsite.book.text.addresses import is_address, split
from apsite.book.text.characters import plain
from apsite.book.text.paths import pathless

#: Elements that are left out with all that is in them.
_SILENT = frozenset({
    "button", "canvas", "head", "iframe", "math", "noscript", "script", "select", "style", "svg", "template",
    "textarea", "title",
})  # fmt: skip
_EMPTY = frozenset(["br", "col", "hr", "wbr"])
#: How deep elements may stand in each other; of what is deeper, the words are left.
_DEEPEST = 200
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_DROPPED = frozenset(["id", "class", "src", "href", "cite", "headers", "download", "target", "rel", "align", "valign"])
_COLOURS = re.compile(r"ansi-[a-z-]+")
_PICTURE = re.compile(r"data:image/(?P<kind>png|jpe?g|gif|webp);base64,(?P<content>[\sA-Za-z0-9+/=%]+)")
_TAG = re.compile(r"<[^>]*>")


def clean(markup: str, files: dict[str, bytes]) -> str:
    """Return the HTML `markup` without what may not stand in a page; its pictures are put among the `files`, by name.

    A picture stands in it as `<img src="file:NAME">`. What shows nothing gives "".
    """
    body = LexborHTMLParser(f"<!doctype html><body>{plain(markup)}").body
    written = _Writing(files).within(body) if body is not None else ""
    return written.strip() if _words(written) or re.search(r"<(?:img|hr)\b", written) else ""


def picture(content: bytes, kind: str, files: dict[str, bytes]) -> str:
    """Put a picture among the `files` under a name that is made of its content, and return the name."""
    suffix = {"jpg": "jpeg"}.get(kind, kind)
    name = f"{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"
    files[name] = content
    return name


def decoded(text: str) -> bytes | None:
    """Return what is written in base 64, None if it is not that."""
    try:
        return base64.b64decode(re.sub(r"\s", "", text), validate=True)
    except (binascii.Error, ValueError):
        return None


def _words(written: str) -> str:
    """Return the text of HTML that was written here, in which no attribute holds the sign >."""
    return _TAG.sub("", written).strip()


def _escaped(text: str) -> str:
    return html.escape(pathless(text), quote=False)


def _said(node: LexborNode) -> str:
    """Return the words within an element, without those that are none for a reader."""
    texts = (each for each in node.traverse(include_text=True) if each.is_text_node)
    return "".join(each.text_content or "" for each in texts if each.parent is None or each.parent.tag not in _SILENT)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


class _Writing:
    """Writes elements down, into `files` what is a picture in them."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.around: list[str] = []

    def within(self, node: LexborNode) -> str:
        """Return what is in an element."""
        return "".join(map(self._written, _children(node)))

    def _written(self, node: LexborNode) -> str:
        if node.is_text_node:
            return _escaped(node.text_content or "")
        if not node.is_element_node:
            return ""
        tag = str(node.tag)
        name = "p" if tag in _HEADINGS else REPLACED.get(tag, tag)
        if name in FILMS:
            return film(node.html or "")
        if name == "img":
            return self._picture(node.attributes)
        if name in _SILENT:
            return ""
        if len(self.around) > _DEEPEST:
            return _escaped(_said(node))
        self.around.append(name)
        inner = self.within(node)
        self.around.pop()
        if name not in TAGS:
            return inner
        if name == "th" and not _words(inner):  # a head without a word is none
            name = "td"
        attributes = self._attributes(name, node)
        if name == "a" and ("href=" not in attributes or not (_words(inner) or "<img" in inner)):
            return inner  # which would look like a link, or could not be told from nothing
        return f"<{name}{attributes}>" + ("" if name in _EMPTY else f"{inner}</{name}>")

    def _attributes(self, name: str, node: LexborNode) -> str:
        given = {key: value or "" for key, value in node.attributes.items()}
        kept = {key: value for key, value in given.items() if key in ATTRIBUTES - _DROPPED - PRESENTATION}
        kept = {key: value for key, value in kept.items() if allows_value(name, key, value)}
        if colours := _COLOURS.findall(given.get("class", "")):
            kept["class"] = " ".join(colours)
        if name == "a" and scheme(given.get("href", "")) in ("http", "https", "mailto"):
            kept["href"] = given["href"]
        if name == "th" and "scope" not in kept:
            row = node.parent
            data = row is not None and any(each.tag == "td" for each in _children(row))
            kept["scope"] = "row" if data and "thead" not in self.around else "col"
        return "".join(f' {key}="{html.escape(value)}"' for key, value in kept.items() if key not in ADDRESSES or value)

    def _picture(self, given: Mapping[str, str | None]) -> str:
        alt = html.escape(given.get("alt") or "")
        source = (given.get("src") or "").strip()
        found = _PICTURE.fullmatch(source)
        content = decoded(found["content"]) if found else None
        if found is None or content is None:
            return self._elsewhere(source, alt)
        sizes = "".join(f' {key}="{value}"' for key in ("width", "height") if (value := given.get(key) or "").isdigit())
        return f'<img src="file:{picture(content, found["kind"], self.files)}" alt="{alt}"{sizes} loading="lazy">'

    def _elsewhere(self, address: str, alt: str) -> str:
        """Return a link to a picture on another host, or the words alone of one that is nowhere."""
        where = f"https:{address}" if address.startswith("//") else address
        if scheme(where) in ("http", "https") and "a" not in self.around and is_address(where):
            words = alt or f"Picture on {html.escape(split(where).hostname or 'another host')}"
            return f'<a href="{html.escape(where)}">{words}</a>'
        return f"<em>{alt}</em>" if alt else ""
