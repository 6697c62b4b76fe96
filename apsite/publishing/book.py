"""The book while it is being made: what its pages may name, and what they turned out to use.

Owns the addresses that publishing links to, and the one object that the Markdown extension works with.
"""

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from apsite.publishing.citations import Bibliography
from apsite.publishing.faults import BookError, Fault
from apsite.publishing.glossary import Glossary
from apsite.publishing.lines import line_of, strip
from apsite.publishing.model import Model
from apsite.publishing.notebooks import Notebook

EXPERIMENTS = "model/experiments.md"
PARAMETERS = "model/index.md"
REFERENCES = "references.md"
GLOSSARY = "glossary.md"
ASSETS = "assets/figures"
SCRIPTS = "assets/javascripts"


@dataclass(frozen=True)
class Page:
    """The page at work.

    `file` is what a fault shows; `source` the page's path under the docs folder; `offset` the lines of the
    file above its Markdown; `root` leads from the page's address to that of the site. On a `checked` page no
    quantity may stand unchecked. On a `draft`, a page under construction, what is unfinished is only warned of. A page
    that is made of a `notebook` has, for each of its lines, that of the notebook in `lines`.
    """

    file: str = "page.md"
    source: str = "page.md"
    offset: int = 0
    root: str = "."
    checked: bool = True
    draft: bool = False
    notebook: Notebook | None = None
    lines: tuple[int, ...] = ()

    def line(self, number: int) -> int:
        """Return the line of the file that the line `number` of its Markdown is, both counted from 1."""
        at = number + self.offset
        return self.lines[min(at, len(self.lines)) - 1] if self.lines else at


@dataclass(frozen=True)
class Embed:
    """A live figure for the pages of others: its `title`, its markup, and the `source` of the page that it is from."""

    title: str
    markup: str
    source: str


@dataclass
class Book:
    """`figure` makes a figure's files; `convert` converts a value between units, or raises ValueError; `holds` says
    whether there is a file at a path under the docs folder.

    `assets` are the files that the pages use, by path; `leads`, by page, the paths of its first figure's pictures, each
    under the media query that chooses it. `widgets` returns the script and the style sheet of the live figures;
    `embeds` are the live figures, in markup that stands two folders under the site's root; `scripted`, the pages that
    have the script already. `notebooks` are those of the book, by path; `taken` makes the links by which a reader takes
    one away. `text` is the Markdown of the page at work, with its marks.
    """

    model: Model
    figure: Callable[[str, Mapping[str, float]], Mapping[str, bytes]]
    convert: Callable[[float, str, str], float]
    bibliography: Bibliography = field(default_factory=Bibliography)
    glossary: Glossary = field(default_factory=Glossary)
    page: Page = field(default_factory=Page)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    assets: dict[str, bytes] = field(default_factory=dict)
    leads: dict[str, dict[str, str]] = field(default_factory=dict)
    widgets: Callable[[], Mapping[str, bytes]] = dict
    embeds: dict[str, Embed] = field(default_factory=dict)
    scripted: set[str] = field(default_factory=set)
    notebooks: dict[str, Notebook] = field(default_factory=dict)
    taken: Callable[[Notebook], list[tuple[str, str]]] = lambda notebook: []
    holds: Callable[[str], bool] = lambda path: True
    text: str = ""

    def report(self, marked: str, message: str, unfinished: bool = False) -> None:
        """Take down a fault at the line that is marked in `marked`; a draft may have what is only `unfinished`."""
        line = line_of(marked) or self.page.line(1)
        kind = self.warnings if unfinished and self.page.draft else self.faults
        kind.append(Fault(self.page.file, line, strip(message)))

    def report_piece(self, piece: str, message: str) -> None:
        """Take down a fault at the line where `piece` first stands in the page's text."""
        place = self.text.find(piece) if piece else -1
        line = self.page.line(self.text.count("\n", 0, place) + 1 if place >= 0 else 1)
        self.faults.append(Fault(self.page.file, line, strip(message)))

    def link(self, source: str, anchor: str) -> str:
        """Return the link from this page to `anchor` on the page `source`, as an author would write it."""
        return f"{posixpath.relpath(source, posixpath.dirname(self.page.source) or '.')}#{anchor}"

    def named(self, name: str) -> list[Notebook]:
        """Return the notebooks that pages call `name`: one, if all is well."""
        return [notebook for notebook in self.notebooks.values() if notebook.name == name]

    def raise_faults(self) -> None:
        """Raise BookError if anything was found."""
        if self.faults:
            raise BookError(self.faults)
