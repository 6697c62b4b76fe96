"""Terms and what they mean, read off a glossary page as it is rendered.

Owns which parts of a page those are; whose terms count on which page is left to `edition`.
"""

import re
from dataclasses import replace
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from apsite.book.markdown.markdown import BookExtension
from apsite.book.pages.book import Book
from apsite.book.text.trees import text_of


def read_definitions(book: Book, text: str) -> dict[str, str]:
    """Return the definitions in the Markdown `text` of the page at work, by term; what is wrong is found later."""
    quiet = replace(book, faults=[], warnings=[], assets={}, anchored=[])
    md = Markdown(extensions=[BookExtension(book=quiet, collect=True)])
    reading = _Reading(md)
    md.treeprocessors.register(reading, "apsite-glossary", 6)  # once everything is resolved
    md.convert(text)
    return reading.definitions


class _Reading(Treeprocessor):
    """Reads terms and definitions off a page."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.definitions: dict[str, str] = {}

    def run(self, root: Element) -> None:
        terms: list[str] = []
        for item in (item for block in root.iter("dl") for item in block):
            text = re.sub(r"\s*\n\s*", " ", text_of(item, self.md).strip())
            if item.tag == "dt":
                terms.append(text)
            else:
                self.definitions |= dict.fromkeys(terms, text)
                terms = []
