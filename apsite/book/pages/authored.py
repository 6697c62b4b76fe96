"""What an author brings into a page that is not of the book: HTML, links to pages, pictures in files.

Owns where each is looked at, once for a page, and what takes the place of what is not there. What is allowed is left
to `safety`, what becomes of HTML to `markup`.
"""

import html
import posixpath
import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import unquote
from xml.etree.ElementTree import Element, tostring

from markdown import Markdown
from markdown.util import AtomicString

from apsite.book.notebooks.notebooks import page_of
from apsite.book.pages.book import Anchored, Book
from apsite.book.pages.navigation import address as address_of
from apsite.book.safety.markup import Hands, film, harmless, shown, written
from apsite.book.safety.safety import (
    CLASSED,
    FILMS,
    PRESENTATION,
    REPLACED,
    TAG,
    hazards,
    leaves,
    reserved_classes,
    scheme,
    styled,
    unknown_element,
    unsafe_attributes,
)
from apsite.book.text.addresses import places, quoted, split, way
from apsite.book.text.formulas import equation, formula
from apsite.book.text.lengths import pixels
from apsite.book.text.lines import line_of, strip
from apsite.book.text.trees import Own, element, replace

_READ = re.compile(r"""\s+markdown(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?""", re.IGNORECASE)

#: Elements of tabs, each with its attributes.
_OF_TABS = {
    ("div", "class", "data-tabs"), ("div", "class"), ("label",), ("input", "name", "type"),
    ("input", "checked", "name", "type"),
}  # fmt: skip


class Authored:
    """Looks at what stands in the page at work, reports it to the `book`, and puts in what the book has for it."""

    def __init__(self, book: Book, md: Markdown) -> None:
        self.book = book
        self.md = md
        # Nobody reads a notebook from elsewhere before it is shown: what may not stand in a page is taken out of it.
        self.foreign = bool(book.page.notebook and book.page.notebook.stored)
        self.hands = Hands(
            self._picture, self._resolve, self._formula, partial(self.book.report_piece, unfinished=True)
        )

    def check(self, root: Element) -> None:
        """Look at the author's HTML, before anything of the book's own is among it."""
        stash = self.md.htmlStash.rawHtmlBlocks
        for place, kept in enumerate(stash):
            if isinstance(kept, str) and "<" in kept:
                kept = self._read_as_html(kept)
                for piece, message in list(hazards(kept)):
                    self.book.report_piece(piece, message, unfinished=self.foreign)
                    kept = harmless(kept)
                stash[place] = "" if any(hazards(kept)) else shown(kept, self.hands)
        tabs = {part for each in root.iter("div") for part in _parts_of_tabs(each)}
        for node in list(root.iter()):
            if node not in tabs:
                self._check_element(node)
            if node.tag in ("td", "th"):  # a backslash keeps a sign | in a cell, in code too
                for code in node.iter("code"):
                    code.text = code.text and AtomicString(code.text.replace("\\|", "|"))
            if node.tag == "table" and len(node) and not "".join(node[0].itertext()).strip():
                node.remove(node[0])  # the head of a table that was written without one

    def _read_as_html(self, markup: str) -> str:
        """Return HTML without `markdown=`, which was not obeyed where another element is around it."""

        def plain(found: re.Match[str]) -> str:
            if not _READ.search(found["attributes"]):
                return found[0]
            if found[0] != markup:  # a tag within a line stands for itself, and what is in it was read
                message = (
                    f"markdown= on <{found['name']}> is not obeyed within other HTML. Write it on the outermost tag."
                )
                self.book.report_piece(found[0], message, unfinished=True)
            return found[0].replace(found["attributes"], _READ.sub("", found["attributes"]))

        return TAG.sub(plain, markup)

    def _check_element(self, node: Element) -> None:
        """Look at an element that Markdown made, or that the author wrote around Markdown."""
        tag = str(node.tag)
        if message := unknown_element(tag, node.attrib):
            self.book.report_piece(f"<{tag}", message, unfinished=self.foreign)
            node.tag = "span" if self.foreign else node.tag
        if tag in FILMS:
            link = film(f"<{tag}{written({key: html.escape(value) for key, value in node.attrib.items()})}>")
            replace(node, element("p", {}, self.md.htmlStash.store(link)))
            return
        self._check_classes(node)
        if tag in CLASSED:
            node.set("class", f"{node.get('class', '')} {CLASSED[tag]}".strip())
        node.tag = REPLACED.get(tag, node.tag)
        if tag == "img" and (words := node.attrib.pop("fig-alt", "")):  # Quarto's brackets hold the caption
            node.set("title", node.get("alt", ""))
            node.set("alt", words)
        if not node.attrib or (tag == "img" and strip(node.get("src") or "").startswith(("figure:", "schematic:"))):
            return  # the options of a figure are read where it is made
        for name in PRESENTATION & node.attrib.keys():
            del node.attrib[name]
        for name, message in list(unsafe_attributes(tag, node.attrib)):
            if name not in ("href", "src", "class"):  # these are looked at as links and images, and above
                found = re.search(rf"(?:\{{[^}}\n]*|<{re.escape(tag)}[^>]*){re.escape(name)}", self.book.text)
                meant = not name.startswith("on")  # a draft does without it
                self.book.report_piece(found[0] if found else "", message, unfinished=self.foreign or meant)
                node.attrib.pop(name, None)

    def _check_classes(self, node: Element) -> None:
        """Report the classes that are not an author's to give, and leave out those that mean nothing here."""
        given = node.attrib.pop("class", "")
        if isinstance(given, Own):
            node.set("class", given)
        elif given:
            for _, message in unsafe_attributes(str(node.tag), {"class": given}):
                self.book.report_piece(reserved_classes(strip(given))[0], message, unfinished=self.foreign)
            if kept := styled(strip(given)):
                node.set("class", kept)

    def link(self, node: Element, href: str) -> None:
        """Let a link without a scheme lead to the page that it means; one that leads nowhere becomes its words."""
        address = strip(href)
        if address.startswith("//"):  # another host, by the scheme of this one
            node.set("href", f"https:{address}")
            return
        path, mark, anchor = address.partition("#")
        source = self.book.page.source
        if not path:
            self._anchored(source, anchor, address, href)
            return
        if leaves(source, address):
            message = f"the link {address} leads out of the pages. Link to a page, or to an https address."
            self.book.report(href, message)
            return
        if (page := self._page(path)) is not None and node.get("download") is None:
            self._anchored(page, anchor, address, href)
            node.set("href", way(source, page) + mark + anchor)
        elif page is None and (file := self._held(path)) is not None:
            node.set("href", way(source, file) + mark + anchor)
        elif page is None and self.book.addresses.known and not self._to_be_made(path):
            self.book.report(href, self.book.addresses.missing(source, path), unfinished=True)
            node.tag = "span"
            node.attrib.clear()

    def _anchored(self, target: str, anchor: str, address: str, marked: str) -> None:
        """Take down that a link wants an anchor, which may come later; those of lines of code are made with them."""
        if not anchor or anchor.startswith("__codelineno"):
            return
        piece = f"[^{anchor.removeprefix('fnref:')}]:" if anchor.startswith("fnref:") else strip(marked)
        line = line_of(marked) or self.book.place_of(piece)
        self.book.anchored.append(Anchored(self.book.page, line, target, unquote(anchor), address))

    def _page(self, path: str) -> str | None:
        """Return the page of a notebook's file or of an address."""
        if (page := self.book.addresses.page(self.book.page.source, path)) is None:
            return None
        return page_of(page) if page in self.book.notebooks else page

    def _held(self, path: str) -> str | None:
        """Return the file under the docs folder that `path` names, from the page or from its address."""
        if self.book.addresses.unreleased(self.book.page.source, path):
            return None
        found = (place for place in places(self.book.page.source, unquote(path.partition("?")[0])))
        return next((place for place in found if not place.startswith("..") and self.book.holds(place)), None)

    def _to_be_made(self, path: str) -> bool:
        """Say whether `path` is a file that the build makes of a notebook, for readers to take away."""
        place = posixpath.normpath(posixpath.join(posixpath.dirname(self.book.page.source), unquote(path)))
        return any(place == f"{posixpath.splitext(each)[0]}.ipynb" for each in self.book.notebooks)

    def image(self, node: Element, src: str, alt: str, linked: bool) -> None:
        """Look whether an image is there; where a draft lacks one, its words take its place, as a link to another host.

        It may be `linked` already.
        """
        address = strip(src)
        file, message = self._image(address)
        if file is not None:
            node.set("src", way(self.book.page.source, file))
            node.set("loading", "lazy")
            for side in ("width", "height"):
                if (given := node.attrib.pop(side, "")) and (size := pixels(given)):
                    node.set(side, size)
            return
        self.book.report(src, message, unfinished=True)
        if self.book.page.draft:
            replace(node, self._instead(address, alt, linked))

    def _instead(self, address: str, alt: str, linked: bool = False) -> Element:
        """Return what stands in the place of an image that is not in the book."""
        if not _elsewhere(address):
            return element("span", {"class": "ap-missing"}, f"Picture to come: {alt or 'it is not said what it shows'}")
        words = alt or f"Picture on {split(address).hostname or 'another host'}"
        where = f"https:{address}" if address.startswith("//") else address
        return element("span", {}, words) if linked else element("a", {"href": where}, words)

    def _image(self, address: str) -> tuple[str | None, str]:
        """Return the file of an image under the docs folder, or None and why there is none."""
        source = self.book.page.source
        if not address:
            return None, 'an image has no address. Write where its file lies: src="...", or ![words](picture.png).'
        if _elsewhere(address):
            return None, f"the image {address} lies on another host. Put it beside the page."
        if (file := self._held(address)) is not None:
            return file, ""
        if leaves(source, address):
            return None, f"the image {address} lies outside of the pages. Put it beside the page."
        path = unquote(address)
        place = posixpath.normpath(
            posixpath.join("" if path.startswith("/") else posixpath.dirname(source), path.lstrip("/"))
        )
        docs = self.book.page.file.partition("/")[0]
        return None, f"there is no image {address}. Put it at {docs}/{place}."

    def _picture(self, tag: str, given: dict[str, str]) -> str:
        """Return the HTML of an image that was written in HTML."""
        address, alt = html.unescape(given.get("src", "")), html.unescape(given.get("alt", "")).strip()
        if not alt:
            message = f'the image {address} has no alternative text. Write alt="..." and in words what it shows.'
            self.book.report_piece(tag, message, unfinished=True)
        file, message = self._image(address)
        if file is None:
            self.book.report_piece(tag, message, unfinished=True)
            return tostring(self._instead(address, alt), encoding="unicode")
        src = html.escape(f"{self.book.page.root}/{quoted(file)}")
        sizes = {side: pixels(given[side]) for side in ("width", "height") if side in given}
        given = {name: value for name, value in (given | sizes).items() if value or name not in sizes}
        return f'<img{written({**given, "src": src, "alt": html.escape(alt)})} loading="lazy">'

    def _formula(self, latex: str, display: bool, written: str) -> str:
        """Return the HTML of a formula that stands among HTML."""
        try:
            return tostring(equation(latex) if display else formula(latex), encoding="unicode")
        except ValueError as error:
            self.book.report(written, f"the formula '{latex}' cannot be read: {error}.", unfinished=True)
            return f"<code>{html.escape(latex)}</code>"

    def _resolve(self, tag: str, address: str) -> str | None:
        """Return the address of a link that was written in HTML, from the page's own address."""
        path, mark, anchor = address.partition("#")
        if scheme(address) or address.startswith("//"):
            return address
        if not path:
            self._anchored(self.book.page.source, anchor, address, tag)
            return address
        page = None if leaves(self.book.page.source, address) else self._page(path)
        if page is not None:
            self._anchored(page, anchor, address, tag)
            return f"{self.book.page.root}/{quoted(address_of(page))}{mark}{anchor}"
        if (file := self._held(path)) is not None:
            return f"{self.book.page.root}/{quoted(file)}"
        self.book.report_piece(tag, self.book.addresses.missing(self.book.page.source, path), unfinished=True)
        return None


def _parts_of_tabs(node: Element) -> Iterator[Element]:
    """Yield the elements of a set of tabs as Markdown makes them, which are no author's to write otherwise."""
    if node.get("class") == "tabbed-set tabbed-alternate" and node.keys() == ["class", "data-tabs"]:
        for part in [node, *node, *(each for row in node.findall("div") for each in row)]:
            name = part.get("class", "")
            if (str(part.tag), *sorted(part.attrib)) in _OF_TABS and (not name or name.startswith("tabbed-")):
                part.attrib |= {"class": Own(name)} if name else {}
                yield part


def _elsewhere(address: str) -> bool:
    """Say whether an address is one of another host."""
    return address.startswith("//") or bool(scheme(address))
