"""Where the pages of a course stand in the book, as they say at their tops.

Owns that each has a page above it and a title that its siblings do not have: what a course says of parents that it does
not have, of circles and of drafts ends at the top of its chapter.
"""

from collections import Counter
from collections.abc import Mapping
from itertools import chain
from itertools import count as counter
from pathlib import Path
from typing import Any

from apsite.book.text.faults import Fault
from apsite.book.text.texts import read_text
from apsite.starters.course import Course, Page
from apsite.starters.tops import facts_of


class Places:
    """What each page of a `course` says at its top in the book of a `project`; what is changed goes to `left`."""

    def __init__(self, project: Path, course: Course, chapter: str, left: list[Fault]) -> None:
        self.course = course
        self.left = left
        self.home = course.pages[course.home].title if course.home else ""
        taken, parents, last = _here(project)
        below = [page for source, page in course.pages.items() if source != course.home and page.released]
        self.titled = {page.title: page for page in reversed(below)}
        self.own = Counter(page.title for page in below)
        self.many = taken + self.own
        title = course.title if not self.many[course.title] else f"{course.title} ({chapter})"
        self.top: dict[str, Any] = {"title": title, "nav_order": last + 0.5, "glossary": False}
        self.parents = parents
        self.renamed = {each: f"{each} ({title})" for each in self.own if each in parents}  # whose pages would be lost
        self.siblings: set[tuple[str, str]] = set()
        self.facts = {source: self._facts(page) for source, page in course.pages.items()}

    def above(self, facts: Mapping[str, Any]) -> str:
        """Return the title of the page above one that says `facts`."""
        parent = str(facts.get("parent") or "")
        way: list[str] = [str(facts.get("title") or "")]
        while parent in self.titled and parent not in way:
            way.append(parent)
            parent = str(self.titled[parent].facts.get("parent") or "")
        return str(self.top["title"]) if len(way) < 2 or parent in way else way[1]

    def of_notebook(self, facts: Mapping[str, Any], title: str) -> dict[str, Any]:
        """Return what a notebook, whose own title is `title`, says of itself: its folder gives its place.

        It may name a page of the course as the one above it; its title is one that nothing else in the course has.
        """
        kept = {key: value for key, value in facts.items() if key not in ("parent", "grand_parent")}
        if facts.get("parent") in list(self.titled):
            kept["parent"] = self.renamed.get(facts["parent"], facts["parent"])
        free = (f"{title} ({word})" for word in chain(["notebook"], counter(2)))
        chosen = next(each for each in chain([title], free) if not self.own[each] and each not in self.parents)
        self.own[chosen] += 1
        return kept if chosen == title else {**kept, "title": chosen}

    def _facts(self, page: Page) -> dict[str, Any]:
        facts = dict(page.facts)
        if page.source == self.course.home:
            gone = ("parent", "grand_parent", "permalink", "has_children", "released", "published")
            return {**{key: value for key, value in facts.items() if key not in gone}, **self.top} | (
                {"glossary": facts["glossary"]} if "glossary" in facts else {}
            )
        facts.pop("has_children", None)
        given = facts.pop("grand_parent", None)
        named = facts.get("parent")
        above = self.above(facts)
        facts["parent"] = self.renamed.get(above, above)
        if named not in (None, "", above, self.home):
            why = f"no page that is published has the title '{named}', or it stands below this one."
            self.left.append(Fault(page.source, 1, f"front matter: {why} It stands below '{above}'."))
        if above != self.top["title"] and above not in self.renamed and self.many[above] > 1:
            known = given in self.titled
            facts["grand_parent"] = given if known else self.above(self.titled[above].facts)
        title, count = self.renamed.get(page.title, page.title), 2
        if title != page.title:
            message = (
                f"front matter: pages of this book stand below one of the title '{page.title}', so this is '{title}'."
            )
            self.left.append(Fault(page.source, 1, message))
        first = title
        while (above, title) in self.siblings:
            title, count = f"{page.title} ({count})", count + 1
        if title != first:
            message = f"front matter: another page below '{above}' has the title '{page.title}', so this is '{title}'."
            self.left.append(Fault(page.source, 1, message))
        self.siblings.add((above, title))
        return {**facts, "title": title}


def _here(project: Path) -> tuple[Counter[str], set[str], float]:
    """Return the titles of the pages of this book, those that others stand below, and the place of its last chapter."""
    titles: Counter[str] = Counter()
    parents: set[str] = set()
    orders = [0.0]
    docs = project / "docs"
    for path in docs.rglob("*.md"):
        facts = facts_of(read_text(path, path.name, []))[0]
        titles[str(facts.get("title", ""))] += 1
        parents.add(str(facts.get("parent", "")))
        chapter = path.parent.parent == docs and path.parent.name not in ("model", "write-for-this-book")
        if path.name == "index.md" and chapter and isinstance(order := facts.get("nav_order"), int | float):
            orders.append(float(order))
    return titles, parents, max(orders)
