"""Starting points: `python -m apsite new page "Myelin"` writes a small file that works and passes every check.

Owns what is written, and that nothing is overwritten. What the files say is in `texts` and `code`, how they are named
in `naming`, and where they stand in `neighbours`.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from apsite.book.pages.navigation import address
from apsite.book.text.faults import nearest
from apsite.starters import code, texts
from apsite.starters.naming import RefusedError, file_name, module_name, title_of
from apsite.starters.neighbours import (
    CHAPTERS,
    MEMBRANES,
    Wish,
    experiments,
    fields_of,
    identifier,
    is_chapter,
    next_order,
    pages_beside,
    parent_of,
    room,
    room_of,
)
from apsite.starters.single import import_notebook, import_page, own_title

__all__ = ["KINDS", "RefusedError", "Started", "start"]

PARTS = ("experiment", "figure", "live")


@dataclass(frozen=True)
class Started:
    """What was written, as paths from the project's root, and what to do next."""

    files: tuple[str, ...]
    steps: tuple[str, ...]


def start(
    project: Path, kind: str, title: str, name: str = "", parent: str = "", origin: Path | None = None
) -> Started:
    """Write what `kind` needs to begin with, and say what to do next. Raises RefusedError, and then writes nothing.

    A page or a notebook can be taken from the file `origin`, whose title is its own unless another one is given.
    """
    if origin is None:
        return KINDS[kind](Wish(project, title_of(title), name, parent))
    if kind not in ("page", "notebook"):
        raise RefusedError(f"only a page or a notebook can be taken from a file, no {kind}.")
    wish = Wish(project, title_of(title or own_title(origin)), name, parent, origin)
    return _taken(wish, kind)


def _taken(wish: Wish, kind: str) -> Started:
    """Write the page or notebook that the wish names into its place."""
    assert wish.origin is not None
    pages = pages_beside(wish)
    above = parent_of(wish, pages)
    folder = posixpath.dirname(above.file)
    name = file_name(wish.name or wish.title)
    siblings = [page.number for page in pages.values() if page.parent == above.title]
    facts = {
        "title": wish.title,
        "parent": above.title,
        "nav_order": next_order(max(siblings, default=0), []),
        "under_construction": True,
    }
    taken = {address(file): file for file in pages}
    source = posixpath.join(folder, f"{name}.md" if kind == "page" else f"{name}.ipynb")
    if other := taken.get(address(source)):
        raise RefusedError(f"docs/{other} has the address of docs/{source} already. Choose another with --name.")
    made = (import_page if kind == "page" else import_notebook)(wish.project, wish.origin, source, facts)
    aside = () if wish.parent else (f"It stands below '{above.title}'; --parent chooses another page.",)
    left = tuple(f"By hand: {fault}" for fault in made.left)
    more = () if kind == "page" else (texts.EXECUTE,)
    return Started(tuple(made.files), (*aside, *left, *more, *texts.steps_for_page(source, made.address)))


def _chapter(wish: Wish) -> Started:
    pages = pages_beside(wish)
    name = file_name(wish.name or wish.title)
    top = sorted(page.number for page in pages.values() if not page.parent)
    chapters = [page.number for page in pages.values() if not page.parent and is_chapter(page)]
    order = next_order(max(chapters, default=min(top, default=0)), top)
    source = f"{name}/index.md"
    begun = _begun(wish, room_of(source), f"{identifier(name)}_spike", f"{wish.title}: a spike")
    page = texts.CHAPTER.substitute(
        _facts(wish.title, "", order),
        title=texts.heading(wish.title),
        folder=begun.folder,
        value=begun.value,
        figure=begun.stem.replace("_", "-"),
    )
    steps = texts.steps_for_chapter(source, address(source), begun.folder, begun.stem)
    return _write(wish, {f"docs/{source}": page, **begun.files, **begun.figure}, steps)


def _page(wish: Wish) -> Started:
    pages = pages_beside(wish)
    above = parent_of(wish, pages)
    folder = posixpath.dirname(above.file)
    source = posixpath.join(folder, f"{file_name(wish.name or wish.title)}.md")
    siblings = [page.number for page in pages.values() if page.parent == above.title]
    page = texts.PAGE.substitute(
        _facts(wish.title, above.title, next_order(max(siblings, default=0), [])), title=texts.heading(wish.title)
    )
    taken = {address(file): file for file in pages}
    if other := taken.get(address(source)):
        raise RefusedError(f"docs/{other} has the address of docs/{source} already. Choose another with --name.")
    aside = () if wish.parent else (f"It stands below '{above.title}'; --parent chooses another page.",)
    return _write(wish, {f"docs/{source}": page}, (*aside, *texts.steps_for_page(source, address(source))))


def _notebook(wish: Wish) -> Started:
    pages = pages_beside(wish)
    rooms = [page for page in pages.values() if page.file.endswith("/notebooks/index.md")]
    above = parent_of(wish, pages) if wish.parent or not rooms else rooms[-1]
    folder = posixpath.dirname(above.file)
    folder = folder if posixpath.basename(folder) == "notebooks" else posixpath.join(folder, "notebooks")
    name = file_name(wish.name or wish.title)
    source = f"{folder}/{name}.py"
    if any(page.file.rpartition("/")[2] == f"{name}.py" for page in pages.values()):
        raise RefusedError(
            f"there is a notebook {name} already, and pages name notebooks by it. Choose another with --name."
        )
    siblings = [page.number for page in pages.values() if page.parent == above.title]
    facts = texts.front_matter(wish.title, above.title, next_order(max(siblings, default=0), []))
    commented = "".join(f"# {line}\n" for line in facts.splitlines())
    text = texts.NOTEBOOK.substitute(front_matter=commented, title=texts.heading(wish.title))
    aside = () if wish.parent else (f"It stands below '{above.title}'; --parent chooses another page.",)
    return _write(wish, {f"docs/{source}": text}, (*aside, *texts.steps_for_notebook(source, name, address(source))))


def _experiment(wish: Wish) -> Started:
    begun = _begun(wish, room(wish), module_name(wish.name or wish.title), wish.title)
    return _write(wish, begun.files, texts.steps_for_experiment(begun.folder, begun.stem, begun.value))


@dataclass(frozen=True)
class Begun:
    """An experiment to begin with: its `folder`, its name as Python has it, what its value begins with, its files."""

    folder: str
    stem: str
    value: str
    files: Mapping[str, str]
    figure: Mapping[str, str]


def _begun(wish: Wish, room: str, stem: str, title: str) -> Begun:
    """Return an experiment `stem` in the folder `room`, with a figure. Raises RefusedError where there is one."""
    known = experiments(wish.project)
    if stem in known or stem in PARTS:
        why = f"is there already, in {known[stem]}" if stem in known else "is what a part of an experiment is called"
        raise RefusedError(f"the name {stem.replace('_', '-')} {why}. Choose another with --name.")
    folder = f"{room}/{stem}"
    published = "".join((wish.project / each / "experiment.py").read_text(encoding="utf-8") for each in known.values())
    value = stem if f'"{stem}.' not in published else f"{stem}_run"
    facts = {"title": title.rstrip("."), "package": folder.replace("/", "."), "value": value}
    packages = [folder, *map(str, PurePosixPath(folder).parents)]
    missing = [each for each in packages if each.startswith(CHAPTERS) and not (wish.project / each).is_dir()]
    files = {
        f"{folder}/experiment.py": code.EXPERIMENT.substitute(facts),
        f"tests/experiments/test_{stem}.py": code.EXPERIMENT_TEST.substitute(facts),
        **{f"{each}/__init__.py": "" for each in reversed(missing)},
    }
    return Begun(folder, stem, value, files, {f"{folder}/figure.py": code.FIGURE.substitute(facts)})


def _figure(wish: Wish) -> Started:
    stem = module_name(wish.name or wish.title)
    known = experiments(wish.project)
    if stem not in known:
        raise RefusedError(
            f"a figure draws an experiment, and there is none called {stem}. {nearest(stem, list(known))} "
            f'Or begin with: python -m apsite new experiment "{wish.title}"'
        )
    folder = known[stem]
    if "recording" not in fields_of(wish.project / folder / "experiment.py", "Result"):
        raise RefusedError(
            f"the result of {stem} has no recording to draw. Write {folder}/figure.py by hand: that of "
            "strength_duration is a short one."
        )
    text = code.FIGURE.substitute(title=wish.title.rstrip("."), package=folder.replace("/", "."))
    return _write(wish, {f"{folder}/figure.py": text}, texts.steps_for_figure(stem.replace("_", "-")))


def _membrane(wish: Wish) -> Started:
    name = module_name(wish.name or wish.title)
    for place, pattern in ((MEMBRANES, rf'"{name}"'), ("apsite/parameters", rf'"{name}":')):
        for path in sorted((wish.project / place).glob("*.py")):
            if re.search(pattern, path.read_text(encoding="utf-8")):
                why = f"the name {name} is taken, in {place}/{path.name}"
                raise RefusedError(f"{why}. Choose another with --name.")
    title = wish.title.rstrip(".")
    constant = name.upper()
    owner = title.replace('"', "'")
    facts = {"title": title, "name": name, "constant": constant, "owner": owner}
    files = {
        f"{MEMBRANES}/{name}.py": code.MEMBRANE.substitute(facts),
        f"tests/membranes/test_{name}_membrane.py": code.MEMBRANE_TEST.substitute(facts),
    }
    return _write(wish, files, texts.steps_for_membrane(name, constant))


KINDS: Mapping[str, Callable[[Wish], Started]] = {
    "chapter": _chapter,
    "page": _page,
    "notebook": _notebook,
    "experiment": _experiment,
    "figure": _figure,
    "membrane": _membrane,
}
"""What can be started, by its word on the command line."""


def _write(wish: Wish, files: Mapping[str, str], steps: tuple[str, ...]) -> Started:
    """Write `files`, all or none."""
    for name in files:
        path = wish.project / name
        inside = path.resolve().is_relative_to(wish.project.resolve())
        if not inside:
            raise RefusedError(f"{name} would lie outside of the project.")
        same = [each.name for each in path.parent.glob("*") if each.name.casefold() == path.name.casefold()]
        if path.exists() or same:
            raise RefusedError(f"{name} is there already, and is left as it is. Choose another name with --name.")
    for name, text in files.items():
        path = wish.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return Started(tuple(files), steps)


def _facts(title: str, parent: str, order: float) -> dict[str, str]:
    return {"front_matter": texts.front_matter(title, parent, order)}
