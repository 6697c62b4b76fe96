"""The book's Markdown for plain Python-Markdown."""

from pathlib import Path

from apsite.book.edition.edition import Edition
from apsite.book.markdown.markdown import BookExtension
from apsite.book.production.production import Producer


def makeExtension(docs: str = "docs", page: str = "page.md") -> BookExtension:
    """Return the extension for the book whose pages lie under `docs`, and for its page `page`, even a new one.

    Every experiment that the pages name is run, or taken from the store. Raises BookError, with all faults of the
    text, when it is converted; or at once, if the model itself cannot be read.
    """
    edition = Edition(Path(docs), Producer())
    book = edition.open()
    book.page = edition.page(page)
    return BookExtension(book)
