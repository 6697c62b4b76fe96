"""Schematics: what a plot cannot show, drawn by code. One module each, with `draw(look)`, found by its name.

A schematic shows no number and nothing that is measured: it says what is where, and what is called how.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def names() -> list[str]:
    """Return the names of all schematics."""
    return sorted(module.name.replace("_", "-") for module in iter_modules(__path__))


def load(name: str) -> ModuleType:
    """Return the module of a schematic. Raises ValueError if there is none of that name."""
    if name not in names():
        raise ValueError(f"there is no schematic {name!r}; there are {', '.join(names())}")
    return import_module(f"{__name__}.{name.replace('-', '_')}")
