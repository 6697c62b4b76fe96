"""The book while it is being made: what its pages may name, and what they turned out to use.

Owns the addresses that publishing links to, and the one object that the Markdown extension works with.
"""

import posixpath
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from markdown.extensions.toc import slugify_unicode

from apsite.book.model.corrections import Correction
from apsite.book.model.model import Model
from apsite.book.notebooks.notebooks import Notebook
from apsite.book.pages.citations import Bibliography
from apsite.book.pages.glossary import Glossary
from apsite.book.production.workers import Answer
from apsite.book.safety.judging import Finding, judge
from apsite.book.text.addresses import Addresses
from apsite.book.text.faults import BookError, Fault, nearest
from apsite.book.text.lines import line_of, strip

EXPERIMENTS = "model/experiments.md"
PARAMETERS = "model/index.md"
REFERENCES = "references.md"
GLOSSARY = "glossary.md"
#: Where a reader learns what the marks in the text mean: a page, and the anchor on it.
READING = ("index.md", "how-to-read-it")
ASSETS = "assets/figures"


@dataclass(frozen=True)
class Page:
    """The page at work.

    `file` is what a fault shows; `source` the page's path under the docs folder; `offset` the lines of the
    file above its Markdown; `root` leads from the page's address to that of the site. On a `checked` page no
    quantity may stand unchecked. On a `draft`, a page under construction, what is unfinished is only warned of. A page
    that is made of a `notebook` has, for each of its lines, that of the notebook in `lines`. Headings are listed down
    to the level `depth`.
    """

    file: str = "page.md"
    source: str = "page.md"
    offset: int = 0
    root: str = "."
    checked: bool = True
    draft: bool = False
    notebook: Notebook | None = None
    depth: int = 6
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


@dataclass(frozen=True)
class Anchored:
    """A link from a line of `page` to `anchor` on the page `target`; `address` is what was written."""

    page: Page
    line: int
    target: str
    anchor: str
    address: str


@dataclass
class Book:
    """`figure` makes a figure's files; `convert` converts a value between units, or raises ValueError; `holds` says
    whether there is a file at a path under the docs folder. `glossary_of` gives the terms that a page explains, of the
    book's or of its chapter's own.

    `corrections` are the checked numbers that do not hold. Where figures are not `drawn`, only their names are known.
    `schematics` are those that pages name, as far as there are any of their names.
    `assets` are the files that the pages use, by path; `leads`, by page, the paths of its first figure's pictures, each
    under the media query that chooses it. `embeds` are the live figures, in markup that stands two folders under the
    site's root; `scripted`, the pages that have the place of their script already. `notebooks` are those of the book,
    by path; `taken` makes the links by which a reader takes one away. `addresses` are those of the pages; `tabled`, the
    page on which each group of parameters has its table or, under "", all of them; `anchored`, links that want an
    anchor; `shown`, what a fault calls a page; `judged`, what of a page's HTML may not stand in it. `text` is the
    Markdown of the page at work, with its marks; `reported`, where pieces of it were found to be at fault.
    """

    model: Model
    figure: Callable[[str, Mapping[str, float]], Mapping[str, bytes]]
    convert: Callable[[float, str, str], float]
    bibliography: Bibliography = field(default_factory=Bibliography)
    glossary: Glossary = field(default_factory=Glossary)
    glossary_of: Callable[[str, Glossary], Glossary] = lambda source, glossary: glossary
    page: Page = field(default_factory=Page)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    assets: dict[str, bytes] = field(default_factory=dict)
    drawn: bool = True
    schematics: Mapping[str, Answer] = field(default_factory=dict)
    leads: dict[str, dict[str, str]] = field(default_factory=dict)
    embeds: dict[str, Embed] = field(default_factory=dict)
    scripted: set[str] = field(default_factory=set)
    notebooks: dict[str, Notebook] = field(default_factory=dict)
    taken: Callable[[Notebook], list[tuple[str, str]]] = lambda notebook: []
    holds: Callable[[str], bool] = lambda path: True
    addresses: Addresses = field(default_factory=Addresses)
    tabled: Mapping[str, str] = field(default_factory=dict)
    anchored: list[Anchored] = field(default_factory=list)
    shown: Callable[[str], str] = lambda source: source
    judged: Callable[[str], list[Finding]] = judge
    text: str = ""
    reported: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def report(self, marked: str, message: str, unfinished: bool = False) -> None:
        """Take down a fault at the line that is marked in `marked`; a draft may have what is only `unfinished`."""
        line = line_of(marked) or self.page.line(1)
        kind = self.warnings if unfinished and self.page.draft else self.faults
        kind.append(Fault(self.page.file, line, strip(message)))

    def report_at(self, line: int, message: str, unfinished: bool = False) -> None:
        """Take down a fault at a line of the page's Markdown, counted from 1."""
        kind = self.warnings if unfinished and self.page.draft else self.faults
        kind.append(Fault(self.page.file, self.page.line(line), strip(message)))

    def report_piece(self, piece: str, message: str, unfinished: bool = False) -> None:
        """Take down a fault at the line where `piece` stands in the page's text; the next one, if it was reported."""
        key = (self.page.source, piece, message)
        place = self.text.find(piece, self.reported.get(key, -1) + 1) if piece else -1
        if place < 0 and piece:
            place = self.text.find(piece)
        self.reported[key] = place
        self.report_at(self.text.count("\n", 0, place) + 1 if place >= 0 else 1, message, unfinished)

    def judge(self, written: str) -> None:
        """Take down what is wrong with what is written out, but where the source was found at fault already."""
        findings = self.judged(written)
        text = strip(self.text) if findings else ""
        known = {fault.line for fault in self.faults if fault.file == self.page.file}
        for finding in findings:
            line = self.page.line(text.count("\n", 0, max(text.find(finding.piece), 0)) + 1)
            if line not in known:
                self.faults.append(Fault(self.page.file, line, strip(finding.message)))

    def place_of(self, piece: str) -> int:
        """Return the line of the file where `piece` first stands in the page's text."""
        return self.page.line(self.text.count("\n", 0, max(self.text.find(piece), 0)) + 1)

    def check_anchors(self, ids: Mapping[str, Collection[str]]) -> tuple[list[Anchored], list[tuple[Anchored, str]]]:
        """Report the links to anchors that are not among the `ids` of their pages, and return them.

        Behind them those that name a heading as another program does, `#First-part`, with the id that is meant.
        """
        unknown = [each for each in self.anchored if each.target in ids and each.anchor not in ids[each.target]]
        slugs = [(each, slugify_unicode(each.anchor, "-")) for each in unknown]
        meant = [(each, slug) for each, slug in slugs if slug in ids[each.target]]
        missing = [each for each, slug in slugs if slug not in ids[each.target]]
        for each in missing:
            if each.anchor.startswith("fnref:"):
                name = each.anchor.removeprefix("fnref:")
                message = (
                    f"nothing on the page names the note '{name}'. Take it out, or write [^{name}] where it belongs."
                )
            else:
                near = nearest(each.anchor, ids[each.target])
                hint = "An anchor is the heading in small letters, with hyphens."
                message = (
                    f"{self.shown(each.target)} has no anchor '{each.anchor}', to which {each.address} leads. "
                    f"{near if near.startswith('Did you mean') else hint}"
                )
            kind = self.warnings if each.page.draft else self.faults
            kind.append(Fault(each.page.file, each.line, message))
        self.anchored.clear()
        return missing, meant

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
