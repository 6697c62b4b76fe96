"""From the model's values and figures to pages: the book's Markdown, and the MkDocs site around it.

With plain Python-Markdown, this package is the extension's name:

    markdown.markdown(text, extensions=["apsite.publishing"], extension_configs={"apsite.publishing": {"docs": "docs"}})
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apsite.publishing.markdown import BookExtension


def makeExtension(docs: str = "docs", page: str = "page.md") -> "BookExtension":
    """Return the extension for the book whose pages lie under `docs`, and for its page `page`, even a new one.

    Every experiment that the pages name is run, or taken from the store. Raises BookError, with all faults of the
    text, when it is converted; or at once, if the model itself cannot be read.
    """
    # Loaded when asked for: MkDocs' hook imports this package before it knows whether it is up to date.
    from apsite.publishing.edition import Edition
    from apsite.publishing.markdown import BookExtension
    from apsite.publishing.production import Producer

    edition = Edition(Path(docs), Producer())
    book = edition.open()
    book.page = edition.page(page)
    return BookExtension(book)
