"""Every page, read once with the site's own Markdown: its headings, its images, and what can be linked to.

Owns how a page is read without MkDocs. What is wrong with its numbers, figures, sources and HTML, the book takes down
on the way.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import yaml
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from apsite.book.edition.edition import Edition
from apsite.book.markdown.markdown import BookExtension
from apsite.book.pages.book import Book, Page
from apsite.book.text.faults import Fault
from apsite.book.text.front_matter import split_front_matter
from apsite.book.text.lines import line_of, strip
from apsite.book.text.texts import read_text
from apsite.book.text.trees import readable
from apsite.checks.sentences import counted

_ID = re.compile(r"\sid=[\"']([^\"']+)[\"']")


@dataclass
class Reading:
    """A page as it was read: `text` is its Markdown, of which `page` knows the file and the lines there.

    `headings` are levels with their texts, `images` alternative texts with addresses and lines, `ids` what a link can
    lead to; `counted` are sentences with checked numbers: lines of the file, how many there are, and first words.
    `allowed` is how many the page allows itself, None for any.
    """

    page: Page
    text: str
    allowed: int | None = None
    images: list[tuple[str, str, int]] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    counted: list[tuple[int, int, str]] = field(default_factory=list)

    def fault(self, line: int, message: str) -> Fault:
        """Return a fault at a line of the Markdown, counted from 1."""
        return Fault(self.page.file, self.page.line(line), message)

    def fault_at(self, line: int, message: str) -> Fault:
        """Return a fault at a line of the file, 0 if that is not known."""
        return Fault(self.page.file, line or self.page.line(1), message)


class _Early(Treeprocessor):
    """Takes down images and sentences with numbers while they are as the author wrote them, with the marks of lines."""

    def __init__(self, md: Markdown, reading: Reading) -> None:
        super().__init__(md)
        self.reading = reading

    def run(self, root: Element) -> None:
        for node in root.iter("img"):
            address = node.get("src") or ""
            alt = strip(readable(node.get("alt"), self.md))
            self.reading.images.append((alt, strip(address), line_of(address) or 0))
        self.reading.counted += counted(root, self.md)


class _Late(Treeprocessor):
    """Takes down headings and anchors when all have them."""

    def __init__(self, md: Markdown, reading: Reading) -> None:
        super().__init__(md)
        self.reading = reading

    def run(self, root: Element) -> None:
        for node in root.iter():
            if anchor := node.get("id"):
                self.reading.ids.add(anchor)
            if re.fullmatch(r"h[1-6]", str(node.tag)):
                words = "".join(_words(node))
                self.reading.headings.append((int(node.tag[1]), strip(readable(words, self.md)).strip()))
        for kept in self.md.htmlStash.rawHtmlBlocks:
            if isinstance(kept, str):
                self.reading.ids.update(_ID.findall(kept))


def _words(heading: Element) -> Iterator[str]:
    """Yield the text of a heading, without the link to itself."""
    if heading.get("class") != "headerlink":
        yield heading.text or ""
        for child in heading:
            yield from _words(child)
            yield child.tail or ""


def read_pages(project: Path, edition: Edition, book: Book) -> dict[str, Reading]:
    """Return the reading of every page that is published, by path; a notebook's has two. Faults are left in `book`."""
    names, configs = markdown_extensions(project)
    readings = {}
    for source, whole in edition.published.items():
        text = split_front_matter(whole)[1]
        book.page = edition.page(source, whole.count("\n") - text.count("\n"))
        matter = edition.front.get(source)
        reading = Reading(book.page, text, matter.numbers if matter else None)
        md = Markdown(extensions=[*names, BookExtension(book=book, collect=True)], extension_configs=configs)
        md.treeprocessors.register(_Early(md, reading), "apsite-early", 7.5)  # before names are resolved
        md.treeprocessors.register(_Late(md, reading), "apsite-late", 4)  # after headings have their anchors
        md.convert(text)
        readings[source] = reading
        if book.page.notebook:
            readings[book.page.notebook.source] = reading  # pages link to the file that there is
    return readings


class _Settings(yaml.SafeLoader):
    """Reads mkdocs.yml without what only MkDocs understands, such as !ENV."""


_Settings.add_multi_constructor("", lambda loader, tag, node: None)


def markdown_extensions(project: Path) -> tuple[list[str], Mapping[str, Any]]:
    """Return names and options of the Markdown extensions that the site uses."""
    configs = _listed(project, "markdown_extensions")
    return list(configs), configs


def plugin_options(project: Path, name: str) -> Mapping[str, Any]:
    """Return the options of a plugin of the site."""
    options: Mapping[str, Any] = _listed(project, "plugins").get(name, {})
    return options


def _listed(project: Path, key: str) -> dict[str, Any]:
    """Return what a list of mkdocs.yml names, with the options of each."""
    settings = yaml.load(read_text(project / "mkdocs.yml", "mkdocs.yml", []), Loader=_Settings)
    return {
        name: options or {}
        for each in settings.get(key) or []
        for name, options in (each if isinstance(each, dict) else {each: None}).items()
    }
