"""The experiments of the book, with their figures: a folder for each chapter, page and experiment, as under `docs/`.

An experiment is a folder with an `experiment.py`: a protocol as data, a result, and the values that pages may state.
Beside it stand `figure.py`, which draws the result (`draw(result, look)`), and `live.py`, which says what a live figure
of it starts from (`preset(result)`), where it has them. It lies in the folder of the page that it belongs to, or of the
chapter where that is no single one, and is found by its folder: `threshold/all_or_nothing/` is the experiment that
authors call `all-or-nothing`, wherever it lies.
"""

from importlib import import_module
from pathlib import Path
from types import ModuleType

_HERE = Path(__file__).parent


def files(part: str = "experiment") -> dict[str, Path]:
    """Return the file of each experiment, or of another `part` of those that have it, by name, sorted.

    Raises ValueError where two experiments have one name.
    """
    found: dict[str, Path] = {}
    for path in sorted(_HERE.rglob(f"{part}.py"), key=lambda path: path.parent.name):
        name = path.parent.name.replace("_", "-")
        if name in found:
            one, other = (each.parent.relative_to(_HERE).as_posix() for each in (found[name], path))
            raise ValueError(f"two experiments have the name {name!r}: {one} and {other}")
        found[name] = path
    return found


def names() -> tuple[str, ...]:
    """Return the names of all experiments, sorted."""
    return tuple(files())


def experiment(name: str) -> ModuleType:
    """Return the module of the experiment `name`; raise ValueError if there is none."""
    found = _loaded(name, "experiment")
    if found is None:
        raise ValueError(f"there is no experiment {name!r}; allowed: {', '.join(names())}")
    return found


def figure(name: str) -> ModuleType | None:
    """Return the module that draws the experiment `name`, None where the experiment has no figure."""
    return _loaded(name, "figure")


def live(name: str) -> ModuleType | None:
    """Return the module that says what the live figure `name` starts from, None where it is a picture only."""
    return _loaded(name, "live")


def _loaded(name: str, part: str) -> ModuleType | None:
    path = files(part).get(name)
    if path is None:
        return None
    return import_module(".".join([__name__, *path.relative_to(_HERE).with_suffix("").parts]))
