"""Where a page stands: its `title`, `parent` and `nav_order`, from the top of its own file.

Owns the tree that they make. A page with children becomes a section whose first page it is.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, TypeAlias
from unicodedata import normalize

from apsite.book.model.quantities import quantities
from apsite.book.safety.safety import FILES
from apsite.book.text.faults import Fault, nearest
from apsite.book.text.front_matter import FrontMatter, read_front_matter

#: A folder of such a name would lie in the way of a file of the site, or of the address of a picture.
_FILE = re.compile(rf"\.(?:html?|xml|json|gz|{'|'.join(sorted(kind[1:] for kind in FILES))})\Z", re.IGNORECASE)

#: How deep pages may stand below each other.
DEEPEST = 12

Nav: TypeAlias = list[dict[str, Any]]
Children: TypeAlias = Mapping[str, list[FrontMatter]]


def navigation(texts: Mapping[str, str], docs: str = "docs") -> tuple[Nav, list[Fault]]:
    """Return the `nav` for MkDocs of the pages in `texts`, by path, and what is wrong with their places.

    Only pages that are published, listed and without fault are in the `nav`.
    """
    faults: list[Fault] = []
    pages: list[FrontMatter] = []
    for file, text in texts.items():
        page, found = read_front_matter(file, text, docs)
        faults += found
        if page is not None:
            pages.append(page)
    tree = _Tree(pages, docs, faults)
    faults += [fault for page in pages for fault in _taught(page, {each.file for each in pages}, docs)]
    return tree.branch(""), faults


def address(file: str) -> str:
    """Return the address within the site of the page at `file`: "chapter-2/threshold/" for its Markdown."""
    path = PurePosixPath(file)
    folder = path.parent if path.stem.casefold() in ("index", "readme") else path.with_suffix("")
    return "" if folder == PurePosixPath() else f"{folder}/"


def needed(page: FrontMatter) -> list[str]:
    """Return the files of the pages that `page` says it needs, as far as these lie among the pages."""
    folder = posixpath.dirname(page.file)
    found = (posixpath.normpath(posixpath.join(folder, each.partition("#")[0])) for each in page.needs)
    return [each for each in found if not each.startswith("..")]


def _taught(page: FrontMatter, files: Collection[str], docs: str) -> Iterator[Fault]:
    """Yield what is wrong with what `page` tells lecturers; `files` are those of all pages."""
    for written, file in zip(page.needs, needed(page), strict=False):
        if file not in files:
            known = [posixpath.relpath(each, posixpath.dirname(page.file) or ".") for each in sorted(files)]
            message = f"needs names the page '{written}', which there is not. {nearest(written, known)}"
            yield page.fault("needs", message, docs)
        elif file == page.file:
            yield page.fault("needs", "the page needs itself. Name pages that come before it.", docs)
    if len(needed(page)) < len(page.needs):
        yield page.fault("needs", "needs names something outside of the pages. Write needs: [threshold.md].", docs)
    for goal in page.goals:
        if found := next(quantities(goal), None):
            number = f"{found.number} {found.unit}"
            yield page.fault("goals", f"a goal has no checked numbers. Leave out {number} in '{goal}'.", docs)


def named_as_file(file: str) -> str:
    """Return what in the address of the page at `file` has the name of a file, and would lie in its way, or ""."""
    return next((part for part in PurePosixPath(address(file)).parts if _FILE.search(part)), "")


class _Tree:
    """The pages in their places; what is wrong is added to `faults`."""

    def __init__(self, pages: list[FrontMatter], docs: str, faults: list[Fault]) -> None:
        self.docs = docs
        self.faults = faults
        released = [page for page in pages if page.released]
        self._check_addresses(released)
        self.titled: dict[str, list[FrontMatter]] = defaultdict(list)
        for page in released:
            self.titled[page.title].append(page)
        self.withheld = {page.title: page for page in pages if not page.released}
        self.parents: dict[str, FrontMatter] = {}
        self.children: dict[str, list[FrontMatter]] = defaultdict(list)
        for page in released:
            if not page.parent:
                self.children[""].append(page)
            elif above := self._parent(page):
                self.parents[page.file] = above
                self.children[above.file].append(page)
        self._check_siblings()
        self._check_ways(released)
        self.backwards = {page.file for page in released if page.backwards}

    def branch(self, file: str, depth: int = 1) -> Nav:
        """Return the `nav` of the pages below the page `file`."""
        nav: Nav = []
        for page in sorted(self.children.get(file, []), key=lambda page: page.place, reverse=file in self.backwards):
            if not page.listed:
                continue
            below = self.branch(page.file, depth + 1) if depth < DEEPEST else []
            nav.append({page.title: [{page.title: page.file}, *below] if below else page.file})
        return nav

    def _parent(self, page: FrontMatter) -> FrontMatter | None:
        """Return the one page that `page` names as its parent, or report why there is none."""
        above = self.titled.get(page.parent, [])
        if len(above) > 1 and page.grand_parent:
            above = [each for each in above if each.parent == page.grand_parent] or above
        if len(above) == 1:
            return above[0]
        if above:
            message = f"'{page.parent}' is the title of {self._files(above)}. Rename one, or write grand_parent:."
        elif page.parent in self.withheld:
            other = self.withheld[page.parent]
            message = f"'{page.parent}' ({self.docs}/{other.file}) is not released, so nothing can stand below it."
        else:
            message = f"no page has the title '{page.parent}'. {nearest(page.parent, self.titled)}"
        self.faults.append(page.fault("parent", message, self.docs))
        return None

    def _check_addresses(self, pages: Iterable[FrontMatter]) -> None:
        first: dict[str, FrontMatter] = {}
        for page in pages:
            if named := named_as_file(page.file):
                message = f"the page's address has the name of a file, {named}. Name it without its ending."
                self.faults.append(Fault(f"{self.docs}/{page.file}", 1, message))
            if (
                ":" in address(page.file).partition("/")[0]
            ):  # as a scheme, where nothing stands before it: in the search
                message = "the page's address begins as an address of another scheme does. Name it without a colon."
                self.faults.append(Fault(f"{self.docs}/{page.file}", 1, message))
            # Letters of both cases, and an é of one sign or of two, are one on the disks of Windows and macOS.
            other = first.setdefault(normalize("NFC", address(page.file)).casefold(), page)
            if other is not page:
                message = (
                    f"{self._files([other, page])} are both the page at /{address(page.file)}. "
                    "Keep one, or move the other."
                )
                self.faults.append(Fault(f"{self.docs}/{page.file}", 1, message))

    def _check_siblings(self) -> None:
        for file, siblings in self.children.items():
            titles: dict[str, FrontMatter] = {}
            for page in (page for page in siblings if page.listed):
                other = titles.setdefault(page.title, page)
                if other is not page:
                    message = f"{self.docs}/{other.file} has the title '{page.title}' too. Give one of them another."
                    self.faults.append(page.fault("title", message, self.docs))
            above = next((page for pages in self.titled.values() for page in pages if page.file == file), None)
            if above is not None and above.has_children is False:
                message = f"the page says that it has no children, but {self.docs}/{siblings[0].file} is one."
                self.faults.append(above.fault("has_children", message, self.docs))

    def _check_ways(self, pages: Iterable[FrontMatter]) -> None:
        """Report each page from which no way leads to the top, or too long a one."""
        for page in pages:
            way, passed = [page], {page.file}
            while (above := self.parents.get(way[-1].file)) and above.file not in passed:
                way.append(above)
                passed.add(above.file)
            if above is None and len(way) == DEEPEST + 1:
                message = f"the page stands more than {DEEPEST} deep below others. Put it further up."
                self.faults.append(page.fault("parent", message, self.docs))
            if above is page:
                titles = " -> ".join(each.title for each in [*way, page])
                message = f"the pages stand in a circle: {titles} ({self._files(way)})."
                self.faults.append(page.fault("parent", message, self.docs))

    def _files(self, pages: Iterable[FrontMatter]) -> str:
        return " and ".join(f"{self.docs}/{page.file}" for page in pages)
