"""The book's Markdown, as one Python-Markdown extension.

Owns what an author may type beyond plain Markdown: checked and filled-in numbers, figures, equations,
tables, citations, formulas, glossary terms. Works with any user of Python-Markdown: given a `Book`, it
raises one `BookError` with all faults of a text, or, with `collect`, leaves them to whoever gave it.
"""

from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.extensions.smarty import SubstituteTextPattern
from markdown.extensions.toc import slugify_unicode
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from apsite.book.markdown.falls import keep_from_falling
from apsite.book.markdown.jekyll import attributes, links
from apsite.book.markdown.jekyll.attributes import BOXES
from apsite.book.markdown.jekyll.blocks import opened, told
from apsite.book.markdown.jekyll.directives import understood
from apsite.book.markdown.jekyll.emoji import drawn
from apsite.book.markdown.jekyll.layout import laid_out
from apsite.book.markdown.jekyll.macros import expanded
from apsite.book.markdown.jekyll.mathematics import canonical, unticked
from apsite.book.markdown.jekyll.templating import without_tags
from apsite.book.markdown.questions import Finishing, QuestionBlocks, Questions
from apsite.book.markdown.resolution import Resolution
from apsite.book.markdown.stories import PassageBlocks, Stories, Telling
from apsite.book.model.prose import CITED
from apsite.book.pages.book import Book
from apsite.book.pages.citations import CITATION, MODEL, cited
from apsite.book.pages.tables import citation, of_the_model
from apsite.book.safety.markup import balanced
from apsite.book.text import lines
from apsite.book.text.faults import nearest
from apsite.book.text.trees import element

PART_OF_THE_SYNTAX: dict[str, dict[str, Any]] = {
    "abbr": {},
    "attr_list": {},
    "def_list": {},
    "footnotes": {},
    "md_in_html": {},
    "tables": {},
    "pymdownx.caret": {},
    "pymdownx.fancylists": {},
    "pymdownx.keys": {},
    "pymdownx.mark": {},
    "pymdownx.quotes": {"callouts": True},
    "pymdownx.saneheaders": {},
    "pymdownx.tilde": {"subscript": False},
    "pymdownx.tabbed": {"alternate_style": True, "slugify": slugify_unicode},
    "pymdownx.tasklist": {},
    "pymdownx.blocks.admonition": {"types": sorted(BOXES)},
    "pymdownx.blocks.caption": {},
    "pymdownx.blocks.details": {},
    "pymdownx.blocks.tab": {"alternate_style": True, "slugify": slugify_unicode},
    "pymdownx.arithmatex": {"generic": True, "block_syntax": ["dollar"], "inline_syntax": ["dollar", "round"]},
}

#: Two or three hyphens between words or spaces: an option of a command is none, `--name`, nor a class, `{ .a--b }`.
DASHED = (
    r"(?:(?:\A|(?<=\n))(?={0} \S)|(?<=[\w.,;:!?)\]\ue001\u0003])|(?<=[\w.,;:!?)\]\ue001\u0003] )(?={0} \S))"
    r"{0}(?!-)(?=[\w(\[\u0002 ])(?![^{{}}\n]{{0,200}}\}})"
)


class BookExtension(Extension):
    """Resolves a page's Markdown against `book`; with `collect`, faults are left in the book, not raised."""

    def __init__(self, book: Book, collect: bool = False) -> None:
        super().__init__()
        self.book = book
        self.collect = collect

    def extendMarkdown(self, md: Markdown) -> None:
        """Register what resolves the book's syntax, and the extensions that it builds on."""
        md.registerExtensions(list(PART_OF_THE_SYNTAX), PART_OF_THE_SYNTAX)
        md.registerExtensions([QuestionBlocks(), PassageBlocks()], {})
        if "toc" in md.treeprocessors:  # a heading in any writing has an anchor that says it, as on other sites
            md.treeprocessors["toc"].slugify = slugify_unicode  # type: ignore[attr-defined]
        keep_from_falling(md, self.book, self.collect)
        md.preprocessors.register(Planting(md, self.book), "apsite-lines", 29)  # before code and raw HTML are taken out
        found = partial(self.book.report_piece, unfinished=True)
        blocks = attributes.Blocks(md, found)
        md.parser.blockprocessors.register(blocks, "apsite-attributes", 99)  # before all but blank lines
        md.inlinePatterns.register(attributes.Inline(md, found), "apsite-attributes", 185)  # after code, before links
        md.inlinePatterns.register(links.Wiki(md, self.book), "apsite-wiki", 182)  # before what is escaped, and links
        md.inlinePatterns.register(links.Unaddressed(md, self.book), "apsite-unaddressed", 115)  # after links
        inserted = SimpleTagInlineProcessor(r"(?<![\w+])(\+\+)(?![\s+])([^+\n]+?)(?<![\s+])\+\+(?![\w+])", "ins")
        md.inlinePatterns.register(inserted, "apsite-inserted", 59)  # after keys
        for name, dashes, sign in (("em", "---", "&mdash;"), ("en", "--", "&ndash;")):  # as kramdown and Pandoc
            pattern = SubstituteTextPattern(DASHED.format(dashes), (sign,), md)
            md.inlinePatterns.register(pattern, f"apsite-{name}-dash", 2)
        md.inlinePatterns.register(Citation(md, self.book), "apsite-citation", 176)  # before links and notes
        md.inlinePatterns.register(Unnoted(md, self.book), "apsite-notes", 174.9)  # after notes
        questions = Questions(md, self.book)
        md.treeprocessors.register(questions, "apsite-questions", 27)  # before tasks of lists, and words
        md.treeprocessors.register(attributes.Alerts(md), "apsite-alerts", 19.995)  # before quotes
        md.treeprocessors.register(attributes.Unused(md), "apsite-unused", 7.9)  # after attr_list
        md.treeprocessors.register(
            attributes.Contents(md, blocks, lambda: self.book.page.depth), "apsite-contents", 4.5
        )  # after toc
        md.treeprocessors.register(Resolution(md, self.book), "apsite", 7)  # after attr_list, before toc
        md.treeprocessors.register(Finishing(md, questions), "apsite-finishing", 6.9)
        stories = Stories(md, self.book)
        md.treeprocessors.register(stories, "apsite-stories", 26)  # before words
        md.treeprocessors.register(Telling(md, stories), "apsite-telling", 6.8)
        md.postprocessors.register(Finish(self.book), "apsite-lines", -10)


class Planting(Preprocessor):
    """Plants line numbers in the source, and makes Markdown of what textbooks made with Jekyll have beyond it."""

    def __init__(self, md: Markdown, book: Book) -> None:
        super().__init__(md)
        self.book = book

    def run(self, source: list[str]) -> list[str]:
        """Return the lines with their marks."""
        unfinished = partial(self.book.report_at, unfinished=True)
        text = expanded(understood(without_tags(told("\n".join(source)), unfinished), unfinished), self.book.report_at)
        self.book.text = lines.plant(links.sized(drawn(unticked(text), unfinished)), self.book.page.line)
        return laid_out(canonical(opened(self.book.text))).split("\n")


class Citation(InlineProcessor):
    """Turns `[@hodgkin1952, p. 520]` into links to the references, and `[@model]` into the mark of the model's own."""

    def __init__(self, md: Markdown, book: Book) -> None:
        super().__init__(CITATION.pattern, md)
        self.book = book

    def handleMatch(  # type: ignore[override]
        self, match: Any, data: str
    ) -> tuple[Element, int, int]:
        """Return the sources in parentheses."""
        if lines.strip(match[1]) == MODEL:
            return of_the_model(self.book), match.start(0), match.end(0)
        try:
            sources = cited(lines.strip(match[1]))
        except ValueError as error:
            message = f"'{error}' is not a source. Write [@key] or [@key, p. 12]."
            self.book.report(match[1], message, unfinished=True)
            sources = []
        parts: list[Element | str] = []
        for before, key, locator in sources:
            parts += ["; " if parts else "(", f"{before} " if before else ""]
            try:
                parts.append(citation(self.book, key, locator))
            except KeyError:
                if self.book.bibliography.read:
                    known = nearest(key, self.book.bibliography.sources)
                    message = f"there is no source '{key}' in references.bib. {known}"
                    self.book.report(match[1], message, unfinished=True)
                parts.append(element("span", {}, f"source to come: {key}"))
        return element("span", {"class": CITED}, *parts, ")" if parts else ""), match.start(0), match.end(0)


class Unnoted(InlineProcessor):
    """Reports notes that a page names and does not have."""

    def __init__(self, md: Markdown, book: Book) -> None:
        super().__init__(r"\[\^([^\]\s]+)\]", md)
        self.book = book

    def handleMatch(  # type: ignore[override]
        self, match: Any, data: str
    ) -> tuple[str, int, int]:
        """Return nothing in the place of the note's sign."""
        name = lines.strip(match[1])
        message = f"there is no note '{name}' on the page. Write [^{name}]: and its text in a paragraph of its own."
        self.book.report_piece(f"[^{name}]", message, unfinished=True)
        return "", match.start(0), match.end(0)


class Finish(Postprocessor):
    """Takes out the marks that are left."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book

    def run(self, text: str) -> str:
        """Return the HTML without marks, each of its elements within those around it."""
        if "<" in text:
            text = balanced(text, lambda tag, message: self.book.report_piece(tag, message, unfinished=True))
        return lines.strip(text)


def makeExtension(**configuration: Any) -> BookExtension:
    """Return the extension, for Python-Markdown to load it by its name."""
    return BookExtension(**configuration)
