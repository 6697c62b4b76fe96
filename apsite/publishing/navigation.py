"""Where a page stands: its `title`, `parent` and `nav_order`, from the top of its own file.

Owns the tree that they make. A page with children becomes a section whose index it is.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, TypeAlias

import yaml

from apsite.publishing.faults import Fault, nearest

Nav: TypeAlias = list[dict[str, Any]]

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)


@dataclass(frozen=True)
class Place:
    """A page's place; `parent` is the title of the page above it, "" at the top."""

    file: str
    title: str
    parent: str
    order: float
    lines: Mapping[str, int]

    def fault(self, key: str, message: str, docs: str) -> Fault:
        """Return a fault at the line of the front matter that holds `key`."""
        return Fault(f"{docs}/{self.file}", self.lines.get(key, 1), message)


def split_front_matter(text: str) -> tuple[str, str]:
    """Return the YAML at the top of a page ("" if there is none) and what follows it."""
    match = _FRONT_MATTER.match(text)
    return (match["yaml"], text[match.end() :]) if match else ("", text)


def navigation(texts: Mapping[str, str], docs: str = "docs") -> tuple[Nav, list[Fault]]:
    """Return the `nav` for MkDocs of the pages in `texts`, by path, and what is wrong with their places.

    Only pages without fault are in the `nav`.
    """
    faults: list[Fault] = []
    places = [place for file, text in texts.items() if (place := _place(file, text, docs, faults))]
    titled: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        titled[place.title].append(place)
    children: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        if _belongs(place, titled, docs, faults):
            children[place.parent].append(place)
    _check_siblings(children, docs, faults)
    faults += _circles(places, titled, docs)
    return _branch("", children), faults


def _place(file: str, text: str, docs: str, faults: list[Fault]) -> Place | None:
    source = split_front_matter(text)[0]
    lines = {match[1]: number for number, line in enumerate(source.split("\n"), 2) if (match := _KEY.match(line))}
    try:
        facts = yaml.safe_load(source) or {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        faults.append(Fault(f"{docs}/{file}", mark.line + 2 if mark else 1, f"front matter: {error.problem}."))
        return None
    if not isinstance(facts, dict) or not facts.get("title"):
        faults.append(Fault(f"{docs}/{file}", 1, "the page has no title. Write title: at its top, between --- lines."))
        return None
    order = facts.get("nav_order")
    if isinstance(order, bool) or not isinstance(order, int | float):
        message = "the page has no place. Write nav_order: and a number at its top."
        faults.append(Fault(f"{docs}/{file}", lines.get("nav_order", 1), message))
        return None
    return Place(file, str(facts["title"]), str(facts.get("parent") or ""), order, lines)


_KEY = re.compile(r"([\w-]+):")


def _belongs(place: Place, titled: Mapping[str, list[Place]], docs: str, faults: list[Fault]) -> bool:
    """Say whether the parent of `place` is one page that can have children."""
    above = titled.get(place.parent, [])
    if not place.parent:
        return True
    if not above:
        known = nearest(place.parent, titled)
        faults.append(place.fault("parent", f"no page has the title '{place.parent}'. {known}", docs))
    elif len(above) > 1:
        files = " and ".join(page.file for page in above)
        faults.append(place.fault("parent", f"'{place.parent}' is the title of {files}.", docs))
    elif PurePosixPath(above[0].file).name != "index.md":
        name = PurePosixPath(above[0].file).with_suffix("") / "index.md"
        faults.append(above[0].fault("title", f"a page with pages below it is an index: move it to {name}.", docs))
    else:
        return True
    return False


def _check_siblings(children: Mapping[str, list[Place]], docs: str, faults: list[Fault]) -> None:
    for siblings in children.values():
        first: dict[float, Place] = {}
        for place in siblings:
            other = first.setdefault(place.order, place)
            if other is not place:
                message = f"nav_order {place.order:g} is taken by {docs}/{other.file}. Give one of them another."
                faults.append(place.fault("nav_order", message, docs))


def _circles(places: list[Place], titled: Mapping[str, list[Place]], docs: str) -> list[Fault]:
    """Return a fault for each page from which no way leads to the top."""
    faults = []
    for place in places:
        way = [place]
        while (above := titled.get(way[-1].parent)) and above[0] not in way:
            way.append(above[0])
        if above and above[0] is place:
            titles = " -> ".join(page.title for page in [*way, place])
            faults.append(place.fault("parent", f"the pages stand in a circle: {titles}.", docs))
    return faults


def _branch(parent: str, children: Mapping[str, list[Place]]) -> Nav:
    nav: Nav = []
    for place in sorted(children.get(parent, []), key=lambda place: (place.order, place.file)):
        if place.title in children:
            nav.append({place.title: [{place.title: place.file}, *_branch(place.title, children)]})
        else:
            nav.append({place.title: place.file})
    return nav
