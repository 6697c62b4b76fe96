"""Libraries that mkdocs-jupyter loads as it begins, loaded when something of them is wanted.

The plugin decides which files are notebooks and brings the means to render them, which are wanted where there is
something to render; to load them takes longer than all else of a build without news. MkDocs loads the Markdown
extensions before the plugins, so this stands among them in mkdocs.yml, as one that adds nothing.
"""

import importlib
import sys
from types import ModuleType
from typing import Any

from markdown import Extension, Markdown

LATER = ("jupytext", "mkdocs_jupyter.convert")


class _Later(ModuleType):
    """Stands for a module until one of its names is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


class Nothing(Extension):
    """Adds nothing to Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Leave Markdown as it is."""


def makeExtension(**configuration: Any) -> Nothing:
    """Let libraries be loaded later that are not there yet, and return an extension that adds nothing."""
    for name in LATER:
        if name not in sys.modules:
            sys.modules[name] = _Later(name)
    return Nothing(**configuration)
