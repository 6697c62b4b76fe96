"""HTML that no author of the book has written, made harmless: what notebooks gave.

Owns a reading of any HTML, however broken, of which only what `safety` allows is written down anew, tag by tag, with
text as text. Scripts, styles, handlers, frames and identifiers are left out; pictures become files.
"""

import base64
import binascii
import hashlib
import html
import re
from html.parser import HTMLParser

from apsite.book.safety.allowed import ADDRESSES, ATTRIBUTES, TAGS, allows_value
from apsite.book.safety.markup import film
from apsite.book.safety.safety import FILMS, PRESENTATION, REPLACED, scheme
from apsite.book.text.addresses import is_address, split
from apsite.book.text.characters import plain
from apsite.book.text.paths import pathless

#: Elements that are left out with all that is in them.
_SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "title",
        "head",
        "textarea",
        "select",
        "button",
        "canvas",
    ]
)
_EMPTY = frozenset(["br", "col", "hr", "img", "wbr"])
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_DROPPED = frozenset(["id", "class", "src", "href", "cite", "headers", "download", "target", "rel", "align", "valign"])
_COLOURS = re.compile(r"ansi-[a-z-]+")
_PICTURE = re.compile(r"data:image/(?P<kind>png|jpe?g|gif|webp);base64,(?P<content>[\sA-Za-z0-9+/=%]+)")
_CLOSED_BY = {"tr": {"tr", "td", "th"}, "td": {"td", "th"}, "th": {"td", "th"}, "li": {"li"}, "dt": {"dt", "dd"},
              "dd": {"dt", "dd"}, "p": {"p"}}  # fmt: skip


def clean(markup: str, files: dict[str, bytes]) -> str:
    """Return the HTML `markup` without what may not stand in a page; its pictures are put among the `files`, by name.

    A picture stands in it as `<img src="file:NAME">`. What shows nothing gives "".
    """
    reading = _Cleaner(files)
    reading.feed(plain(markup))
    reading.close()
    return reading.result()


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


class _Cleaner(HTMLParser):
    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(convert_charrefs=True)
        self.files = files
        self.written: list[str] = []
        self.open: list[str] = []
        self.silent: list[str] = []
        self.head: int | None = None  # where the tag of a head of a column or row stands, while nothing is in it
        self.link: int | None = None  # and that of a link
        self.shows = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.silent or tag in _SILENT or (tag in FILMS and tag in ("video", "audio", "object", "iframe")):
            if tag in FILMS and not self.silent:
                self._film(tag, attrs)
            if tag not in _EMPTY and tag not in ("source", "track", "param", "embed", "input"):
                self.silent.append(tag)
            return
        name = "p" if tag in _HEADINGS else REPLACED.get(tag, tag)
        if name == "img":
            self._picture(dict(attrs))
        elif name in TAGS:
            self._close_before(name)
            self._write_tag(name, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag in self.silent:
                del self.silent[self.silent.index(tag) :]
            return
        name = "p" if tag in _HEADINGS else REPLACED.get(tag, tag)
        if name in self.open:
            while (inner := self.open.pop()) != name:
                self._end(inner)
            self._end(name)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            if data.strip():
                self.shows, self.head, self.link = True, None, None
            self.written.append(html.escape(pathless(data), quote=False))

    def result(self) -> str:
        while self.open:
            self._end(self.open.pop())
        return "".join(self.written).strip() if self.shows else ""

    def _end(self, name: str) -> None:
        if name == "th" and self.head is not None:  # a head without a word is none
            self.written[self.head] = "<td>"
            self.written.append("</td>")
        else:
            self.written.append(f"</{name}>")
        if name == "a" and self.link is not None:  # a link without a word leads nobody anywhere
            self.written[self.link] = "<a>"
        if name in ("th", "td"):
            self.head = None

    def _close_before(self, name: str) -> None:
        """Close what HTML takes for closed: a cell at the next one."""
        ends = _CLOSED_BY.get(name, set())
        while self.open and self.open[-1] in ends:
            self._end(self.open.pop())

    def _write_tag(self, name: str, given: dict[str, str | None]) -> None:
        kept = {key: value or "" for key, value in given.items() if key in ATTRIBUTES - _DROPPED - PRESENTATION}
        kept = {key: value for key, value in kept.items() if allows_value(name, key, value)}
        if colours := _COLOURS.findall(given.get("class") or ""):
            kept["class"] = " ".join(colours)
        if name == "a" and scheme(given.get("href") or "") in ("http", "https", "mailto"):
            kept["href"] = given["href"] or ""
        if name == "th" and "scope" not in kept:
            kept["scope"] = "col" if "thead" in self.open or "tbody" not in self.open else "row"
        written = "".join(
            f' {key}="{html.escape(value)}"' for key, value in kept.items() if key not in ADDRESSES or value
        )
        if name == "th":
            self.head = len(self.written)
        if name == "a":
            self.link = len(self.written)
        self.written.append(f"<{name}{written}>")
        if name not in _EMPTY:
            self.open.append(name)
        self.shows |= name == "hr"

    def _picture(self, given: dict[str, str | None]) -> None:
        alt = html.escape(given.get("alt") or "")
        found = _PICTURE.fullmatch(given.get("src") or "")
        content = decoded(found["content"]) if found else None
        if found is None or content is None:
            self._elsewhere((given.get("src") or "").strip(), alt)
            return
        sizes = "".join(f' {key}="{value}"' for key in ("width", "height") if (value := given.get(key) or "").isdigit())
        name = picture(content, found["kind"], self.files)
        self.written.append(f'<img src="file:{name}" alt="{alt}"{sizes} loading="lazy">')
        self.shows, self.link = True, None

    def _elsewhere(self, address: str, alt: str) -> None:
        """Write a link to a picture on another host, or the words alone of one that is nowhere."""
        where = f"https:{address}" if address.startswith("//") else address
        if scheme(where) in ("http", "https") and "a" not in self.open and is_address(where):
            words = alt or f"Picture on {html.escape(split(where).hostname or 'another host')}"
            self.written.append(f'<a href="{html.escape(where)}">{words}</a>')
            self.shows = True
        else:
            self.written.append(f"<em>{alt}</em>" if alt else "")
            self.shows |= bool(alt)

    def _film(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        link = film("<" + tag + "".join(f' {key}="{html.escape(value or "")}"' for key, value in attrs) + ">")
        self.written.append(link)
        self.shows |= bool(link)
