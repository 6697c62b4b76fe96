"""From the model's values and figures to pages: the book's Markdown, and the MkDocs site around it.

With plain Python-Markdown, this package is the extension's name:

    markdown.markdown(text, extensions=["apsite.book"], extension_configs={"apsite.book": {"docs": "docs"}})
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apsite.book.edition.extension import makeExtension

__all__ = ["makeExtension"]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: MkDocs' hook imports this package before it knows whether it is up to date.
    if name == "makeExtension":
        return import_module("apsite.book.edition.extension").makeExtension
    raise AttributeError(f"module 'apsite.book' has no attribute {name!r}")
