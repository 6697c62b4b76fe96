"""Where a link of an author leads: to which page of the book, however its address is written.

Owns the ways to write one: the page's file, its address with or without an ending, from its folder or from the top of
the pages, and an address of its own (`permalink`). What has another scheme or only an anchor is no matter of it.
"""

import html
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import SplitResult, quote, unquote, urlsplit

from apsite.book.text.faults import closest

_PAGES = ("", ".md", ".html", ".htm", ".ipynb")


@dataclass(frozen=True)
class Addresses:
    """The pages by their paths under the docs folder; `permanent` are addresses that pages chose for themselves.

    `withheld` pages are not published. `known` are all, for the nearest one to what was misspelled; `titles` are what
    they are called.
    """

    known: Collection[str] = ()
    withheld: Collection[str] = ()
    permanent: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    def page(self, source: str, address: str) -> str | None:
        """Return the page to which `address`, without anchor, leads from the page `source`, or None."""
        return next((page for page in self._candidates(source, address) if page in self.known), None)

    def titled(self, source: str, words: str) -> str | None:
        """Return the page that `words` name from the page `source`: by its path, its title or its file's name."""
        if (page := self.page(source, words)) is not None:
            return page
        plain = re.sub(r"[\W_]+", "-", words.casefold())
        found = [
            page
            for page in self.known
            if plain in (re.sub(r"[\W_]+", "-", name.casefold()) for name in (self.titles.get(page, ""), _stem(page)))
        ]
        here = posixpath.dirname(source)
        return min(found, key=lambda page: (posixpath.dirname(page) != here, page), default=None)

    def unreleased(self, source: str, address: str) -> bool:
        """Say whether `address` leads to a page that is not published."""
        return any(candidate in self.withheld for candidate in self._candidates(source, address))

    def missing(self, source: str, address: str) -> str:
        """Return what is wrong with an address that leads to no page."""
        if self.unreleased(source, address):
            return f"the link {address} leads to a page that is not released."
        path = unquote(split(address).path)
        if PurePosixPath(path).suffix.lower() not in _PAGES:
            return f"the link {address} leads to no file. Put the file beside the page."
        folder = "" if path.startswith("/") else posixpath.dirname(source)
        near = closest(posixpath.normpath(posixpath.join(folder, path.lstrip("/"))), self.known)
        if near is None:
            return f"the link {address} leads to no page. Look at its path."
        written = posixpath.relpath(near, posixpath.dirname(source) or ".")  # as it would be typed on this page
        return f"the link {address} leads to no page. Did you mean '{written}'?"

    def _candidates(self, source: str, address: str) -> Iterator[str]:
        path = unquote(split(address).path)
        if (page := self.permanent.get(path.strip("/"))) and path.strip("/"):
            yield page
        for place in places(source, path):
            yield place
            stem = place.removesuffix(".html").removesuffix(".htm")
            yield f"{stem}.md"
            folder = stem.removesuffix("index") if PurePosixPath(stem).name == "index" else stem
            yield str(PurePosixPath(folder, "index.md"))
            yield str(PurePosixPath(folder, "README.md"))


def split(address: str) -> SplitResult:
    """Return the parts of an address; of what is none, such as `http://[x`, none."""
    return urlsplit(address) if is_address(address) else SplitResult("", "", "", "", "")


def quoted(path: str) -> str:
    """Return a path as it may stand in an address: what is a sign of an address in it is none."""
    return quote(path, safe="/!$&'()*+,;=@~")


def way(source: str, target: str) -> str:
    """Return how a link on the page `source` is written that leads to the file `target`."""
    return quoted(posixpath.relpath(target, posixpath.dirname(source) or "."))


def is_address(address: str) -> bool:
    """Say whether an address can be taken apart, which whoever follows it has to do."""
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def led(content: str, here: str, leads: Mapping[tuple[str, str], str]) -> str:
    """Return the HTML of a page at the address `here`, some of whose links lead to other anchors of their pages."""
    known = {(posixpath.normpath(page or "."), anchor): instead for (page, anchor), instead in leads.items()}

    def written(found: re.Match[str]) -> str:
        path, anchor = html.unescape(found["path"]), unquote(html.unescape(found["anchor"]))
        there = posixpath.normpath(posixpath.join(here or ".", path))
        instead = known.get((there, anchor))
        return found[0] if instead is None else f'href="{found["path"]}#{html.escape(instead)}"'

    return re.sub(r'href="(?P<path>[^"#]*)#(?P<anchor>[^"]*)"', written, content)


def _stem(page: str) -> str:
    return posixpath.splitext(posixpath.basename(page))[0]


def places(source: str, path: str) -> Iterator[str]:
    """Yield where `path` leads from the file of the page `source`, or from the address that the page has."""
    if path.startswith("/"):
        yield posixpath.normpath(path.lstrip("/"))
        return
    yield posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    stem = PurePosixPath(source).with_suffix("")
    if stem.name != "index":
        yield posixpath.normpath(posixpath.join(str(stem), path))
