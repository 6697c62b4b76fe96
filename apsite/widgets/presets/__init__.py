"""One file per live figure, with the stem of its figure: `preset(result)` returns what it starts from."""

from importlib import import_module
from pathlib import Path
from typing import Any

from apsite.widgets.preset import Preset


def load(name: str, result: Any) -> Preset | None:
    """Return the preset of the figure `name` for the `result` of its experiment, None where it is a picture only."""
    stem = name.replace("-", "_")
    if not (Path(__file__).parent / f"{stem}.py").is_file():
        return None
    found = import_module(f"{__name__}.{stem}").preset(result)
    assert isinstance(found, Preset), f"{stem}.preset returns {found!r}"
    return found
