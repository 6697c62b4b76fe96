"""From the model's values and figures to pages: the book's Markdown, and the MkDocs site around it.

Who does what, each in the room of its name or the one said:

    Build (site)           one build of the site: has an edition read, its pages rendered and judged, the site replaced
    Edition                the folder of pages with all that they name, brought together once for a build
    Book (pages)           what a page asks while its Markdown is rendered, and what it turned out to use
    Producer (production)  what the model owes the book, taken from the store or made
    Worker (production)    a process here that makes it; Elsewhere has it made by any Executor, on a cluster, say

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
