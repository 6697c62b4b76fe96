"""One file per figure, with the stem of its experiment: `draw(result, look)` returns a Matplotlib figure."""

from importlib import import_module
from pathlib import Path
from types import ModuleType


def load(name: str) -> ModuleType | None:
    """Return the module that draws the experiment `name`, None where the experiment has no figure."""
    stem = name.replace("-", "_")
    exists = (Path(__file__).parent / f"{stem}.py").is_file()
    return import_module(f"{__name__}.{stem}") if exists else None
