"""One file per experiment: a protocol as data, a result, and the values that pages may state.

Found by file name: `all_or_nothing.py` is the experiment that authors call `all-or-nothing`.
"""

from importlib import import_module
from pathlib import Path
from types import ModuleType


def names() -> tuple[str, ...]:
    """Return the names of all experiments, sorted."""
    stems = (path.stem for path in Path(__file__).parent.glob("*.py"))
    return tuple(sorted(stem.replace("_", "-") for stem in stems if stem != "__init__"))


def load(name: str) -> ModuleType:
    """Return the module of the experiment `name`; raise ValueError if there is none."""
    if name not in names():
        raise ValueError(f"there is no experiment {name!r}; allowed: {', '.join(names())}")
    return import_module(f"{__name__}.{name.replace('-', '_')}")
