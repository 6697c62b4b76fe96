"""From the model's values and figures to pages: the book's Markdown, and the MkDocs site around it.

With plain Python-Markdown, this package is the extension's name:

    markdown.markdown(text, extensions=["apsite.publishing"], extension_configs={"apsite.publishing": {"docs": "docs"}})
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apsite.publishing.extension import makeExtension

__all__ = ["makeExtension"]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: MkDocs' hook imports this package before it knows whether it is up to date.
    if name == "makeExtension":
        return import_module("apsite.publishing.extension").makeExtension
    raise AttributeError(f"module 'apsite.publishing' has no attribute {name!r}")
